//! The admin listener: its token, its routes and no others, explanations, generations.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use haedap::http::admin::{AdminState, Change, GenerationControl, GenerationError, GenerationList, GenerationRow};
use haedap::http::{AppState, admin_router};
use haedap::search::{choice, model};
use serde_json::{Value, json};

use super::{RECONNECT, assert_problem, encoded, list, names, open, small_index};
use crate::support::{Reply, admin_token, get, http_config, post, send, shipped_answerer, shipped_router};

const TOKEN: &str = "correct-horse-battery-staple";
const ROUTES: [(&str, &str); 4] = [
    ("GET", "/admin/v1/explain?q=a"),
    ("GET", "/admin/v1/generations"),
    ("POST", "/admin/v1/reload"),
    ("POST", "/admin/v1/rollback"),
];

/// Generations that exist in words only; fails with what it is told to and keeps what it was asked for.
#[derive(Default)]
struct Scripted {
    fails: Option<GenerationError>,
    asked: Mutex<Vec<Option<String>>>,
}

impl Scripted {
    fn change(&self) -> Result<Change, GenerationError> {
        let change = Change { generation: "000002-b".to_owned(), previous: "000001-a".to_owned() };
        self.fails.clone().map_or(Ok(change), Err)
    }
}

impl GenerationControl for Scripted {
    fn list(&self) -> Result<GenerationList, GenerationError> {
        let created = Some("2026-11-21T09:00:00Z".to_owned());
        let row = GenerationRow { generation: "000001-a".to_owned(), created, articles: Some(3) };
        let list = GenerationList { current: "000001-a".into(), served: "000001-a".into(), generations: vec![row] };
        self.fails.clone().map_or(Ok(list), Err)
    }

    fn reload(&self) -> Result<Change, GenerationError> {
        self.change()
    }

    fn roll_back(&self, generation: Option<&str>) -> Result<Change, GenerationError> {
        self.asked.lock().expect("not poisoned").push(generation.map(str::to_owned));
        self.change()
    }
}

fn admin_over(state: AppState, control: Arc<Scripted>) -> Router {
    admin_router(AdminState::new(state, admin_token(TOKEN), control))
}

fn admin(control: Arc<Scripted>) -> Router {
    admin_over(AppState::new(shipped_answerer(), http_config()), control)
}

async fn call(router: &Router, method: &str, path: &str, authorization: Option<&[u8]>, body: &str) -> Reply {
    let request = Request::builder().method(method).uri(path);
    let request = authorization.into_iter().fold(request, |request, value| request.header("authorization", value));
    send(router, request.body(Body::from(body.to_owned())).expect("a request")).await
}

async fn authorized(router: &Router, method: &str, path: &str, body: &str) -> Reply {
    call(router, method, path, Some(format!("Bearer {TOKEN}").as_bytes()), body).await
}

async fn explain(router: &Router, query: &str, more: &str) -> Value {
    let reply = authorized(router, "GET", &format!("/admin/v1/explain?q={}{more}", encoded(query)), "").await;
    assert_eq!(reply.status, 200, "{query}: {}", reply.text());
    reply.json()
}

#[tokio::test]
async fn nothing_is_answered_without_the_token() {
    let control = Arc::new(Scripted::default());
    let router = admin(Arc::clone(&control));
    let wrong: [Option<&[u8]>; 8] = [
        None,
        Some(b""),
        Some(b"Bearer"),
        Some(b"Bearer "),
        Some(b"Bearer correct-horse-battery-stapl"),
        Some(b"Bearer correct-horse-battery-staple2"),
        Some(b"Basic correct-horse-battery-staple"),
        Some(b"correct-horse-battery-staple"),
    ];
    for authorization in wrong {
        for (method, path) in
            ROUTES.into_iter().chain([("GET", "/"), ("GET", "/admin/v1"), ("PUT", "/admin/v1/reload")])
        {
            let reply = call(&router, method, path, authorization, "").await;
            assert_problem(&reply, 401, "unauthorized");
            assert_eq!(reply.headers["www-authenticate"], "Bearer");
        }
    }
    assert!(control.asked.lock().expect("not poisoned").is_empty(), "nothing was done either");
    for (method, path) in ROUTES {
        let reply = authorized(&router, method, path, "").await;
        assert_eq!((reply.status.as_u16(), &reply.headers["cache-control"]), (200, &"no-store".parse().unwrap()));
    }
    let scheme = format!("bearer {TOKEN}");
    assert_eq!(call(&router, "GET", "/admin/v1/generations", Some(scheme.as_bytes()), "").await.status, 200);
}

/// Neither router serves the other's paths, with or without the token.
#[tokio::test]
async fn the_routers_are_apart() {
    let (public, admin) = (shipped_router(http_config()), admin(Arc::default()));
    for (method, path) in ROUTES {
        assert_problem(&authorized(&public, method, path, "").await, 404, "not_found");
    }
    let (page, article) = (format!("/help/articles/{RECONNECT}"), format!("/api/v1/articles/{RECONNECT}"));
    for path in ["/api/v1/search?q=a", "/readyz", "/healthz", &page, &article] {
        assert_eq!(get(&public, path).await.status, 200, "{path}");
        assert_problem(&authorized(&admin, "GET", path, "").await, 404, "not_found");
    }
    for path in ["/kakao/skill", "/api/v1/ask"] {
        assert_ne!(post(&public, path, "{}").await.status, 404);
        assert_problem(&authorized(&admin, "POST", path, "{}").await, 404, "not_found");
    }
    assert_problem(&authorized(&admin, "GET", "/admin/v1/reload", "").await, 405, "method_not_allowed");
}

/// Sums and orders of an explanation hold, whatever the features are.
#[track_caller]
fn assert_adds_up(features: &Value, score: Option<&Value>, expected: &[&str]) {
    let features = features.as_array().expect("a list");
    let number = |feature: &Value, name: &str| feature[name].as_f64().unwrap_or_else(|| panic!("{name} in {feature}"));
    let mut found: Vec<&str> = features.iter().filter_map(|feature| feature["name"].as_str()).collect();
    found.sort_unstable();
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(found, expected, "every feature, once");
    let sizes: Vec<f64> = features.iter().map(|feature| number(feature, "contribution").abs()).collect();
    assert!(sizes.is_sorted_by(|a, b| a >= b), "{sizes:?}");
    for feature in features {
        let product = number(feature, "value") * number(feature, "weight");
        // Value and weight are rounded, each to 0.0005; weights go up to about 10.
        assert!((product - number(feature, "contribution")).abs() < 0.02, "{feature}");
    }
    if let Some(score) = score {
        let sum: f64 = features.iter().map(|feature| number(feature, "contribution")).sum();
        assert!((sum - score.as_f64().expect("a score")).abs() < 0.02, "{sum} is not {score}");
    }
}

#[tokio::test]
async fn an_explanation_adds_up() {
    let router = admin(Arc::default());
    let why = explain(&router, "왜 제 챗봇 끊겼어요ㅠㅠ", "").await;
    assert_eq!((&why["decision"], &why["hits"][0]["key"]), (&json!("answer"), &json!(RECONNECT)), "{why}");
    assert_eq!(why["services"], json!({"named": ["chatbot"], "implied": [], "default": null}));
    assert_eq!((&why["cut"], &why["generation"].is_string()), (&json!(false), &true));
    assert!(why["reason"].as_str().is_some_and(|reason| reason.starts_with(RECONNECT)), "{}", why["reason"]);
    assert_eq!(list(&why, "hits").len(), 5);
    for hit in list(&why, "hits") {
        assert_adds_up(&hit["features"], Some(&hit["score"]), &model::NAMES);
        assert!(hit["title"].as_str().is_some_and(|title| !title.is_empty()));
    }
    assert_adds_up(&why["none"]["features"], Some(&why["none"]["score"]), &model::NAMES);
    assert_adds_up(&why["choice"]["features"], None, &choice::NAMES);
    // Among articles the probabilities are those of a softmax over the scores; "none of them" has a second opinion.
    let open = explain(&router, "카드 영수증 어디서 봐요?", "").await;
    let [best, second] = ["hits/0", "hits/1"].map(|place| {
        let of = |name: &str| open.pointer(&format!("/{place}/{name}")).and_then(Value::as_f64).expect("a number");
        (of("score"), of("probability"))
    });
    assert!(((best.1 / second.1).ln() - (best.0 - second.0)).abs() < 0.1, "{best:?} {second:?}");
    for threshold in ["answer", "fallback", "choice"] {
        assert!(why["thresholds"][threshold].is_number(), "{}", why["thresholds"]);
    }
    let named = list(&why, "terms").iter().filter(|term| term["names_service"] == true);
    assert_eq!(named.map(|term| &term["text"]).collect::<Vec<_>>(), ["챗봇"]);
    assert_eq!(list(&explain(&router, "환불", "&top=2").await, "hits").len(), 2);
}

/// The explanation is of the very decision that the customer gets.
#[tokio::test]
async fn an_explanation_decides_like_the_bot() {
    let (public, router) = (shipped_router(http_config()), admin(Arc::default()));
    let questions =
        ["왜 제 챗봇 끊겼어요ㅠㅠ", "환불 되나요", "세금계산서", "상담원 연결", "qqzxw", "", "ghksqnf 되나요", "카드"];
    let mut decisions = Vec::new();
    for utterance in questions {
        for service in ["", "moment"] {
            let mut body = json!({"utterance": utterance});
            if !service.is_empty() {
                body["service"] = json!(service);
            }
            let answer = post(&public, "/api/v1/ask", body.to_string()).await.json();
            let why = explain(&router, utterance, &format!("&service={service}")).await;
            assert_eq!(
                (&why["decision"], why["reason"].as_str().is_some_and(|r| !r.is_empty())),
                (&answer["decision"], true)
            );
            if answer["decision"] == "choose" {
                assert_eq!(why["offered"], answer["choices"], "{utterance}");
            }
            let keys = |hits: &Value| -> Vec<Value> {
                hits.as_array().expect("a list").iter().take(5).map(|hit| hit["key"].clone()).collect()
            };
            assert_eq!(keys(&why["hits"]), keys(&answer["hits"]), "{utterance}");
            let default = if service.is_empty() || utterance.is_empty() { Value::Null } else { json!(service) };
            assert_eq!(why["services"]["default"], default, "{utterance}");
            let taken = list(&why["corrections"], "tried").iter().filter(|tried| tried["taken"] == true);
            let taken: Vec<&Value> = taken.map(|tried| &tried["to"]).collect();
            let corrected: Vec<&Value> = list(&answer, "corrections").iter().map(|change| &change["to"]).collect();
            assert_eq!(taken, corrected, "{utterance}");
            decisions.push(why["decision"].as_str().unwrap_or_default().to_owned());
        }
    }
    for decision in ["answer", "choose", "fallback"] {
        assert!(decisions.iter().any(|made| made == decision), "{decision} was never made: {decisions:?}");
    }
}

#[tokio::test]
async fn an_explanation_says_what_each_term_is() {
    let router = admin(Arc::default());
    // 환불 typed on the other keyboard layout; the reading that is taken shows what it had to exceed.
    let why = explain(&router, "ghksqnf 되나요", "").await;
    let corrections = &why["corrections"];
    let (typed, needed) = (corrections["typed_worth"].as_f64(), corrections["needed_worth"].as_f64());
    assert!(typed < needed, "{corrections}");
    let tried = list(corrections, "tried");
    let taken: Vec<&Value> = tried.iter().filter(|tried| tried["taken"] == true).collect();
    assert_eq!(taken.len(), 1, "{corrections}");
    assert!(taken[0]["worth"].as_f64() > needed, "{corrections}");
    assert_eq!(why["question"], taken[0]["to"], "the terms are those that were searched for");
    assert!(list(&why, "terms").iter().any(|term| term["text"] == "환불"), "{why}");
    let why = explain(&router, "환불 환불 qqzxw 어떻게", "").await;
    let terms = list(&why, "terms");
    let named = |text: &str| terms.iter().filter(|term| term["text"] == text).collect::<Vec<_>>();
    let fields = ["also", "counted", "junk", "known", "names_service", "noun", "rarity", "text"];
    assert!(terms.iter().all(|term| names(term) == fields), "{terms:?}");
    let refund = named("환불");
    assert_eq!(
        (&refund[0]["known"], &refund[0]["counted"], refund[0]["rarity"].is_number()),
        (&json!(true), &json!(true), true)
    );
    assert_eq!((&refund[1]["counted"], &refund[1]["rarity"]), (&json!(false), &Value::Null), "a repetition");
    let unknown = named("qqzxw")[0];
    assert_eq!((&unknown["known"], &unknown["counted"]), (&json!(false), &json!(true)));
    assert!(unknown["rarity"].as_f64() > refund[0]["rarity"].as_f64(), "what no article knows is rarest");
    assert!(terms.iter().any(|term| term["junk"] == true && term["counted"] == false), "{terms:?}");
    for also in terms.iter().flat_map(|term| list(term, "also")) {
        assert!(also["share"].as_f64() < Some(1.0) && also["known"].is_boolean(), "{also}");
    }
}

#[tokio::test]
async fn a_general_collection_explains_what_there_is() {
    let folder = small_index(|_, _| {});
    let router = admin_over(open(folder.path()), Arc::default());
    let why = explain(&router, "환불 qqzxw", "").await;
    assert_eq!((&why["choice"], &why["hits"][0]["features"]), (&Value::Null, &json!([])));
    assert!(why["hits"][0]["score"].as_f64() > Some(0.0) && why["hits"][0]["coverage"].as_f64() < Some(1.0), "{why}");
    let known: Vec<&Value> = list(&why, "terms").iter().map(|term| &term["known"]).collect();
    assert_eq!(known, [&json!(true), &json!(false)]);
}

#[tokio::test]
async fn parameters_of_an_explanation_are_checked() {
    let router = admin(Arc::default());
    for (query, detail) in [
        ("", "missing field `q`"),
        ("q=a&top=0", "top is 0; it can be 1 to 50"),
        ("q=a&top=51", "top is 51"),
        ("q=a&service=no-such", "there is no service 'no-such'"),
        ("q=a&colour=red", "unknown field `colour`"),
    ] {
        let reply = authorized(&router, "GET", &format!("/admin/v1/explain?{query}"), "").await;
        assert_problem(&reply, 400, "invalid_request");
        assert!(reply.text().contains(detail), "{query}: {}", reply.text());
    }
}

#[tokio::test]
async fn generations_are_listed_and_changed() {
    let control = Arc::new(Scripted::default());
    let router = admin(Arc::clone(&control));
    let row = json!({"generation": "000001-a", "created": "2026-11-21T09:00:00Z", "articles": 3});
    let listed = authorized(&router, "GET", "/admin/v1/generations", "").await.json();
    assert_eq!(listed, json!({"current": "000001-a", "served": "000001-a", "generations": [row]}));
    let change = json!({"generation": "000002-b", "previous": "000001-a"});
    assert_eq!(authorized(&router, "POST", "/admin/v1/reload", "").await.json(), change);
    assert_eq!(authorized(&router, "POST", "/admin/v1/rollback", "").await.json(), change);
    let named = r#"{"generation": "000001-a"}"#;
    assert_eq!(authorized(&router, "POST", "/admin/v1/rollback", named).await.status, 200);
    for wrong in ["{", "{}", r#"{"generation": 1}"#, r#"{"generation": "a", "to": "b"}"#] {
        assert_problem(&authorized(&router, "POST", "/admin/v1/rollback", wrong).await, 400, "invalid_request");
    }
    let large = " ".repeat(65_537);
    assert_problem(&authorized(&router, "POST", "/admin/v1/rollback", &large).await, 413, "too_large");
    assert_eq!(*control.asked.lock().expect("not poisoned"), [None, Some("000001-a".to_owned())]);
}

#[tokio::test]
async fn errors_of_generations_have_stable_codes() {
    let check = async |fails: GenerationError, status: u16, code: &str| {
        let router = admin(Arc::new(Scripted { fails: Some(fails), ..Scripted::default() }));
        let reply = authorized(&router, "POST", "/admin/v1/rollback", "").await;
        assert_problem(&reply, status, code);
        assert!(!reply.text().contains("/srv"), "inner causes stay inside: {}", reply.text());
    };
    check(GenerationError::Unknown("000009-x".to_owned()), 404, "unknown_generation").await;
    check(GenerationError::NoEarlier, 409, "no_earlier_generation").await;
    check(GenerationError::ReindexRunning, 409, "reindex_running").await;
    check(GenerationError::Unusable("/srv/index".to_owned()), 500, "unusable_generation").await;
    check(GenerationError::Folder("/srv/index".to_owned()), 500, "internal").await;
}
