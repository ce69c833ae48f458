//! The Kakao skill: every response is held against an independent reading of Kakao's documented limits.
//!
//! [`checker`] is that reading; [`checker_selftest`] and [`checker_rules`] show that it finds what is broken.
//! [`webhook`] sends payloads as Kakao does, [`taps`] what comes back from buttons. What no single conversation shows is
//! made up by [`generate`]: [`rendering`] covers answers, [`raw`] the builder by itself. [`shapes`] says how answers
//! look, [`limits`] holds the builder's figures to the documented ones.

mod checker;
mod checker_rules;
mod checker_selftest;
mod generate;
mod limits;
mod own_state;
mod raw;
mod rendering;
mod shapes;
mod table;
mod taps;
mod webhook;

use axum::Router;
use serde_json::{Value, json};

use crate::support::{post, root};
use checker::Checker;

const SKILL: &str = "/kakao/skill";

/// A recorded form of a payload; the contents are our own.
fn fixture(name: &str) -> Value {
    let path = root().join("tests/fixtures/kakao").join(name).with_extension("json");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The live payload with other words and another `clientExtra`.
fn said(utterance: &str, client_extra: Value) -> Value {
    let mut payload = fixture("live");
    payload["userRequest"]["utterance"] = json!(utterance);
    payload["action"]["clientExtra"] = client_extra;
    payload
}

/// Sends a body as Kakao does. Whatever it is, a response comes with status 200 that Kakao can deliver.
async fn call(router: &Router, body: impl Into<Vec<u8>>) -> Value {
    let body = body.into();
    let shown = String::from_utf8_lossy(&body).chars().take(2000).collect::<String>();
    let reply = post(router, SKILL, body).await;
    assert_eq!(reply.status, 200, "{shown}: {}", reply.text());
    assert_eq!(reply.headers["content-type"], "application/json; charset=utf-8");
    let response = reply.json();
    assert_eq!(Checker::shared().check(&response), [""; 0], "{shown}: {response:#}");
    response
}

/// Addresses of all buttons in all bubbles.
fn button_urls(response: &Value) -> Vec<&str> {
    let cards = response["template"]["outputs"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|o| o.as_object().into_iter().flatten());
    let buttons = cards.flat_map(|(_, card)| card["buttons"].as_array().into_iter().flatten());
    buttons.filter_map(|button| button["webLinkUrl"].as_str()).collect()
}

/// The text of the first bubble.
fn first_text(response: &Value) -> &str {
    let first = &response["template"]["outputs"][0];
    let text = [&first["simpleText"]["text"], &first["textCard"]["description"], &first["listCard"]["header"]["title"]];
    text.into_iter().find_map(Value::as_str).unwrap_or_else(|| panic!("no text in {response:#}"))
}

/// Where the button of an article leads, with the help center of `support::http_config`.
fn article_url(key: &str) -> String {
    format!("https://help.example.com/help/articles/{key}")
}
