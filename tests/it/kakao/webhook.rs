//! Payloads as Kakao sends them, whole and damaged: each gets a response that Kakao can deliver.

use axum::body::Body;
use axum::http::{Method, Request};
use haedap::answer::wording;
use haedap::http::HttpConfig;
use serde_json::{Value, json};

use super::{SKILL, article_url, button_urls, call, first_text, fixture, said};
use crate::support::{Reply, get, http_config, post, root, send, shipped_router};

const RECONNECT: &str = "cb-autopay-fail-reconnect";

fn is_about_reconnecting(response: &Value) -> bool {
    button_urls(response).contains(&article_url(RECONNECT).as_str())
}

#[tokio::test]
async fn answers_every_recorded_payload() {
    let router = shipped_router(http_config());
    let mut names = Vec::new();
    for entry in std::fs::read_dir(root().join("tests/fixtures/kakao")).expect("the payloads") {
        let name = entry.expect("an entry").file_name().into_string().expect("a name");
        let payload = fixture(name.trim_end_matches(".json"));
        let response = call(&router, payload.to_string()).await;
        // The same words get the same answer, wherever they come from.
        if payload["userRequest"]["utterance"].as_str().is_some_and(|said| said.contains("챗봇 끊겼어요")) {
            assert!(is_about_reconnecting(&response), "{name}: {response:#}");
            names.push(name);
        }
    }
    names.sort();
    let expected = ["bot_test", "least", "live", "live_development", "live_nulls", "live_old", "live_unknown_fields"];
    assert_eq!(names, expected.map(|name| format!("{name}.json")));
}

#[tokio::test]
async fn answers_the_question_with_its_article() {
    let router = shipped_router(http_config());
    let response = call(&router, fixture("live").to_string()).await;
    let card = response["template"]["outputs"].as_array().into_iter().flatten().find_map(|o| o.get("textCard"));
    let card = card.unwrap_or_else(|| panic!("no card in {response:#}"));
    assert_eq!(card["title"], "자동결제 실패로 끊긴 챗봇은 언제 다시 연결되나요?");
    assert_eq!(
        card["buttons"][0],
        json!({"label": wording::MORE_BUTTON, "action": "webLink", "webLinkUrl": article_url(RECONNECT)})
    );
    assert!(first_text(&response).starts_with("바로 연결하려면 결제 예정 금액만큼 유상캐시를 충전해 주세요."));
}

#[tokio::test]
async fn tells_the_skill_test_that_the_connection_works() {
    let router = shipped_router(http_config());
    let response = call(&router, fixture("skill_test").to_string()).await;
    assert_eq!(first_text(&response), wording::SKILL_TEST);
    // A customer may type the same words; only the admin centre's account makes them the test.
    let response = call(&router, said("발화 내용", json!({})).to_string()).await;
    assert_ne!(first_text(&response), wording::SKILL_TEST);
}

/// No field is needed but the utterance, and of no field a type is taken for granted.
#[tokio::test]
async fn survives_the_loss_of_any_field() {
    let router = shipped_router(http_config());
    let payload = fixture("live_entities_and_contexts");
    let whole = call(&router, payload.to_string()).await;
    let mut places = Vec::new();
    list_places(&payload, "", &mut places);
    assert!(places.len() > 60, "{places:?}");
    for place in places {
        let decides = place == "/userRequest" || place == "/userRequest/utterance";
        for damage in [None, Some(Value::Null), Some(json!(7)), Some(json!([])), Some(json!({}))] {
            let damaged = with(&payload, &place, damage.as_ref());
            let response = call(&router, damaged.to_string()).await;
            if decides {
                assert_eq!(first_text(&response), wording::NOTHING_ASKED, "{place} as {damage:?}");
            } else {
                assert_eq!(response, whole, "{place} as {damage:?}");
            }
        }
    }
}

/// Pointers to everything inside a value.
fn list_places(value: &Value, at: &str, places: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    for (key, child) in children {
        let place = format!("{at}/{key}");
        list_places(child, &place, places);
        places.push(place);
    }
}

/// The payload with one place replaced, or removed.
fn with(payload: &Value, place: &str, damage: Option<&Value>) -> Value {
    let mut payload = payload.clone();
    let (parent, key) = place.rsplit_once('/').expect("a pointer");
    match (payload.pointer_mut(parent).expect("a parent"), damage) {
        (Value::Object(fields), None) => drop(fields.remove(key)),
        (Value::Array(items), None) => drop(items.remove(key.parse().expect("an index"))),
        (parent, Some(damage)) => *parent.pointer_mut(&format!("/{key}")).expect("the place") = damage.clone(),
        _ => unreachable!("a pointer leads through objects and arrays"),
    }
    payload
}

#[tokio::test]
async fn answers_what_is_no_payload() {
    let router = shipped_router(http_config());
    for body in [
        &b""[..],
        b"{",
        b"[]",
        b"null",
        b"7",
        b"\"text\"",
        b"\xff\xfe",
        b"{\"userRequest\": {\"utterance\": \"\xed\xa0\x80\"}}",
    ] {
        let response = call(&router, body).await;
        assert_eq!(first_text(&response), wording::TROUBLE, "{body:?}");
    }
    let deep = "[".repeat(20_000);
    let response = call(&router, format!("{{\"a\": {deep}")).await;
    assert_eq!(first_text(&response), wording::TROUBLE);
}

#[tokio::test]
async fn answers_small_talk_with_one_line_and_first_taps() {
    let router = shipped_router(http_config());
    let response = call(&router, said("정말 고마워요", json!({})).to_string()).await;
    let text = first_text(&response);
    assert!(text != wording::FALLBACK && text.lines().count() == 1, "{text:?}");
    assert_eq!(response["template"]["outputs"].as_array().map_or(0, Vec::len), 1, "{response:#}");
    let replies = response["template"]["quickReplies"].as_array().map_or(0, Vec::len);
    assert!(replies >= 3, "{response:#}");
}

#[tokio::test]
async fn greets_whoever_said_nothing() {
    let router = shipped_router(http_config());
    for utterance in ["", " ", "\n", "\u{3000}\t\n"] {
        let response = call(&router, said(utterance, json!({})).to_string()).await;
        assert_eq!(first_text(&response), wording::NOTHING_ASKED, "{utterance:?}");
        let replies = response["template"]["quickReplies"].as_array().map_or(0, Vec::len);
        assert!(replies >= 3, "{response:#}");
    }
}

#[tokio::test]
async fn answers_any_text() {
    let router = shipped_router(http_config());
    let long = "환불 ".repeat(2_000);
    for utterance in [
        "\u{0}",
        "ㅋㅋㅋㅋ",
        "😀😀",
        "<b>\"&'</b>",
        "\\u0000",
        "ㅎㅎ\u{200D}\u{FEFF}",
        "١٢٣",
        "{\"a\":null}",
        "a",
        &long,
    ] {
        let response = call(&router, said(utterance, json!({})).to_string()).await;
        assert_ne!(first_text(&response), wording::TROUBLE, "{utterance:?}");
    }
}

#[tokio::test]
async fn takes_bodies_up_to_32_kib() {
    let router = shipped_router(http_config());
    let padded = |bytes: usize| {
        let mut payload = fixture("live");
        payload["padding"] = json!("");
        let room = bytes - payload.to_string().len();
        payload["padding"] = json!("a".repeat(room));
        payload.to_string()
    };
    assert!(is_about_reconnecting(&call(&router, padded(32_768)).await));
    let reply = post(&router, SKILL, padded(32_769)).await;
    assert_problem(&reply, 413, "too_large");
}

#[tokio::test]
async fn takes_only_calls_with_the_secret() {
    let secret = "correct-horse-battery";
    let config = HttpConfig {
        kakao_secret: Some(serde_json::from_value(json!(secret)).expect("a secret")),
        kakao_header: "X-Our-Own".to_owned(),
        ..http_config()
    };
    let router = shipped_router(config);
    let call = async |headers: &[(&str, &str)]| {
        let request = headers.iter().fold(Request::post(SKILL), |request, (name, value)| request.header(*name, *value));
        send(&router, request.body(Body::from(fixture("live").to_string())).expect("a request")).await
    };
    assert_eq!(call(&[("X-Our-Own", secret)]).await.status, 200);
    assert_eq!(call(&[("x-our-own", secret)]).await.status, 200);
    let wrong: [&[(&str, &str)]; 7] = [
        &[],
        &[("X-Our-Own", "")],
        &[("X-Our-Own", "wrong-horse-battery!!")],
        &[("X-Our-Own", "correct-horse-batter")],
        &[("X-Our-Own", "correct-horse-battery ~")],
        &[("X-Our-Own", "Correct-Horse-Battery")],
        &[("X-Haedap-Secret", secret)],
    ];
    for headers in wrong {
        let reply = call(headers).await;
        assert_problem(&reply, 401, "unauthorized");
        assert!(!reply.text().contains(secret), "{}", reply.text());
    }
    // The secret is for Kakao; the help center is public.
    assert_eq!(get(&router, "/api/v1/search?q=a").await.status, 200);
}

#[tokio::test]
async fn takes_only_post() {
    let router = shipped_router(http_config());
    for method in [Method::GET, Method::PUT, Method::DELETE, Method::PATCH] {
        let request = Request::builder().method(method).uri(SKILL).body(Body::empty()).expect("a request");
        let reply = send(&router, request).await;
        assert_problem(&reply, 405, "method_not_allowed");
        assert_eq!(reply.headers["allow"], "POST");
    }
}

fn assert_problem(reply: &Reply, status: u16, code: &str) {
    assert_eq!(reply.status, status, "{}", reply.text());
    assert_eq!(reply.headers["content-type"], "application/problem+json");
    assert_eq!(reply.json()["code"], code);
}
