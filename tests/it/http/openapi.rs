//! The documents of both listeners say what the routes, the table of errors and real answers say.

use std::collections::BTreeSet;
use std::fs;

use axum::body::Body;
use axum::http::Request;
use haedap::slot::Slot;
use serde_json::{Value, json};

use super::{RECONNECT, encoded};
use crate::support::openapi::{Document, routes, unknown_keywords};
use crate::support::{self, Reply, get, http_config, post, send, shipped_router};

fn read(path: &str) -> String {
    fs::read_to_string(support::root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn public() -> Document {
    Document::parse(&read("src/http/openapi.json"))
}

fn admin() -> Document {
    Document::parse(&read("docs/admin-openapi.json"))
}

#[test]
fn every_route_is_described_and_no_other() {
    for (document, source) in [(public(), "src/http/router.rs"), (admin(), "src/http/admin/mod.rs")] {
        let described: BTreeSet<String> = document.operations().into_iter().map(|(name, _)| name).collect();
        let served = routes(&read(source));
        assert!(served.len() >= 7, "{source} was read: {served:?}");
        let differing: Vec<&String> = described.symmetric_difference(&served).collect();
        assert!(differing.is_empty(), "in one of {source} and its document alone: {differing:?}");
    }
}

/// The codes of the table, read from its source: in `row`, no other text is but letters and underscores.
fn codes() -> BTreeSet<String> {
    let source = read("src/http/error.rs");
    let table =
        source.split("fn row(").nth(1).and_then(|rest| rest.split("impl IntoResponse").next()).expect("a table");
    let plain = |text: &&str| !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    table.split('"').skip(1).step_by(2).filter(plain).map(str::to_owned).collect()
}

#[test]
fn every_code_is_listed_and_no_other() {
    let codes = codes();
    assert!(codes.contains("invalid_request") && codes.contains("internal"), "{codes:?}");
    let listed = |document: &Document| -> BTreeSet<String> {
        let codes = &document.schema("Problem")["properties"]["code"]["enum"];
        codes.as_array().expect("codes").iter().map(|code| code.as_str().expect("a code").to_owned()).collect()
    };
    let (public, admin) = (public(), admin());
    let all: BTreeSet<String> = listed(&public).union(&listed(&admin)).cloned().collect();
    assert_eq!(all, codes);
    // A code that no operation gives would be listed for nothing; these two are given beside every operation.
    for document in [&public, &admin] {
        let text = document.root()["paths"].to_string() + &document.root()["components"]["responses"].to_string();
        for code in listed(document).iter().filter(|code| !["method_not_allowed", "not_found"].contains(&code.as_str()))
        {
            assert!(text.contains(&format!("\"{code}\"")), "no answer has {code}");
        }
    }
}

#[test]
fn slots_are_those_there_are() {
    assert_eq!(public().schema("Slot")["enum"], json!(Slot::ALL.map(Slot::name)));
}

/// Every object within a document that holds `name`, with what `name` is there.
fn each<'a>(value: &'a Value, name: &str, found: &mut Vec<(&'a Value, &'a Value)>) {
    if let Some(inner) = value.get(name) {
        found.push((value, inner));
    }
    let inner: Vec<&Value> = value
        .as_object()
        .map_or_else(|| value.as_array().into_iter().flatten().collect(), |fields| fields.values().collect());
    for value in inner {
        each(value, name, found);
    }
}

#[test]
fn the_documents_hold_together() {
    for document in [public(), admin()] {
        assert_eq!(document.root()["openapi"], "3.1.0");
        let (mut references, mut schemas, mut content) = (Vec::new(), Vec::new(), Vec::new());
        each(document.root(), "$ref", &mut references);
        for (reference, _) in references {
            assert!(!document.resolved(reference).is_null(), "{reference}");
        }
        each(document.root(), "schema", &mut schemas);
        let components = document.root()["components"]["schemas"].as_object().expect("schemas").values();
        for schema in schemas.into_iter().map(|(_, schema)| schema).chain(components) {
            assert_eq!(unknown_keywords(schema), [""; 0], "{schema}");
        }
        each(document.root(), "examples", &mut content);
        let mut checked = 0;
        for (described, examples) in content.into_iter().filter(|(described, _)| described.get("schema").is_some()) {
            for example in examples.as_object().expect("examples by name").values() {
                assert_eq!(document.misfits(&described["schema"], &example["value"]), [""; 0], "{example}");
                checked += 1;
            }
        }
        assert!(checked >= 15, "{checked} examples");
        let mut parameters = Vec::new();
        each(document.root(), "example", &mut parameters);
        for (parameter, example) in parameters {
            assert_eq!(document.misfits(&parameter["schema"], example), [""; 0], "{parameter}");
        }
        let operations = document.operations();
        let ids: BTreeSet<&str> = operations.iter().filter_map(|(_, it)| it["operationId"].as_str()).collect();
        assert_eq!(ids.len(), operations.len(), "every operation has an id of its own");
    }
}

#[track_caller]
fn assert_described(document: &Document, operation: &str, reply: &Reply) {
    let kind = reply.headers["content-type"].to_str().expect("a text");
    let schema = document.answer(operation, reply.status.as_u16(), kind);
    assert_eq!(document.misfits(schema, &reply.json()), [""; 0], "{operation}: {}", reply.text());
}

/// What really comes has the fields that are described and no others.
#[tokio::test]
async fn answers_are_as_described() {
    let (router, document) = (shipped_router(http_config()), public());
    for query in [
        format!("q={}", encoded("카드 영수증")),
        format!("q={}&highlight=html&fields=key,title", encoded("환불")),
        format!("q={}&highlight=utf16&size=1", encoded("ㅎㅂ")),
        format!("q={}", encoded("dudtnwmd")),
        format!("q={}", encoded("내일 서울 날씨")),
        "service=chatbot".to_owned(),
        String::new(),
        "size=0".to_owned(),
        "cursor=x".to_owned(),
        "colour=red".to_owned(),
    ] {
        assert_described(&document, "get /api/v1/search", &get(&router, &format!("/api/v1/search?{query}")).await);
    }
    for query in
        [format!("q={}", encoded("환불 ㄱ")), format!("q={}&highlight=utf16", encoded("카드")), "size=99".to_owned()]
    {
        assert_described(&document, "get /api/v1/suggest", &get(&router, &format!("/api/v1/suggest?{query}")).await);
    }
    for key in [RECONNECT, "no-such-article"] {
        let reply = get(&router, &format!("/api/v1/articles/{key}")).await;
        assert_described(&document, "get /api/v1/articles/{key}", &reply);
    }
    for body in [
        json!({"utterance": "카드 영수증 어디서 봐요?"}),
        json!({"utterance": "챗봇이 끊겼는데 어떻게 다시 연결해요?", "service": "chatbot"}),
        json!({"utterance": "안녕하세요", "context": "x"}),
        json!({"article": RECONNECT}),
        json!({"article": "no-such-article"}),
        json!({"question": "환불"}),
    ] {
        assert_described(&document, "post /api/v1/ask", &post(&router, "/api/v1/ask", body.to_string()).await);
    }
    let vote = json!({"article": RECONNECT, "helpful": true}).to_string();
    assert_described(&document, "post /api/v1/feedback", &post(&router, "/api/v1/feedback", vote).await);
    assert_described(&document, "get /readyz", &get(&router, "/readyz").await);
    assert_described(&document, "get /openapi.json", &get(&router, "/openapi.json").await);
}

/// Kakao's payloads are as described, save the two that are broken on purpose; so is what they get.
#[tokio::test]
async fn skill_calls_are_as_described() {
    let (router, document) = (shipped_router(http_config()), public());
    let folder = support::root().join("tests/fixtures/kakao");
    let mut broken = Vec::new();
    for path in fs::read_dir(folder).expect("payloads").map(|entry| entry.expect("an entry").path()) {
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        let text = fs::read_to_string(&path).expect("a payload");
        let payload: Value = serde_json::from_str(&text).expect("JSON");
        if !document.misfits(document.schema("SkillPayload"), &payload).is_empty() {
            broken.push(name);
        }
        assert_described(&document, "post /kakao/skill", &post(&router, "/kakao/skill", text).await);
    }
    broken.sort_unstable();
    assert_eq!(broken, ["live_entities_broken.json", "live_wrong_types.json"]);
    let large = "x".repeat(70_000);
    assert_described(&document, "post /kakao/skill", &post(&router, "/kakao/skill", large).await);
}

#[tokio::test]
async fn the_document_is_served_with_a_tag() {
    let router = shipped_router(http_config());
    let reply = get(&router, "/openapi.json").await;
    assert_eq!(reply.headers["content-type"], "application/json");
    assert_eq!(reply.text(), read("src/http/openapi.json"));
    let tag = reply.headers["etag"].to_str().expect("a text").to_owned();
    for (known, expect) in [(tag.as_str(), 304), ("*", 304), ("\"other\"", 200)] {
        let request = Request::get("/openapi.json").header("if-none-match", known).body(Body::empty());
        let again = send(&router, request.expect("a request")).await;
        assert_eq!((again.status.as_u16(), again.headers["etag"].to_str().expect("a text")), (expect, tag.as_str()));
    }
}
