//! The Kakao skill: every response is held against an independent reading of Kakao's documented limits.
//!
//! [`checker`] is that reading; [`checker_selftest`] and [`checker_rules`] show that it finds what is broken.
//! [`webhook`] sends payloads as Kakao does, [`requests`] every recorded shape of one, [`taps`] what comes back from
//! buttons. [`bots`] calls as several bots, [`manners`] holds conversations, [`deadline`] breaks what an answer waits
//! for, [`callback`] takes answers that come later, [`logs`] reads what is logged of all that. What no single
//! conversation shows is made up by [`generate`]: [`rendering`] covers answers, [`raw`] the builder by itself.
//! [`shapes`] says how answers look, [`limits`] holds the builder's figures to the documented ones.

mod bots;
mod callback;
mod checker;
mod checker_rules;
mod checker_selftest;
mod deadline;
mod generate;
mod limits;
mod logs;
mod manners;
mod own_state;
mod raw;
mod rendering;
mod requests;
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

/// What Kakao sends after a response: its contexts, as they come back.
fn contexts_of(response: &Value) -> Value {
    let values = response["context"]["values"].as_array().into_iter().flatten();
    let alive = values.filter(|context| context["lifeSpan"] != 0).map(|context| {
        let params = context["params"].as_object().into_iter().flatten();
        let params = params.map(|(name, value)| (name.clone(), json!({"value": value, "resolvedValue": value})));
        let params: serde_json::Map<String, Value> = params.collect();
        json!({"name": context["name"], "lifespan": context["lifeSpan"], "ttl": context["ttl"], "params": params})
    });
    alive.collect()
}

/// The quick reply with a label.
fn reply<'a>(response: &'a Value, label: &str) -> &'a Value {
    let replies = response["template"]["quickReplies"].as_array().into_iter().flatten();
    let found = replies.into_iter().find(|reply| reply["label"] == label);
    found.unwrap_or_else(|| panic!("no reply '{label}' in {response:#}"))
}

/// The items of the first list.
fn list_items(response: &Value) -> Vec<&Value> {
    let outputs = response["template"]["outputs"].as_array().into_iter().flatten();
    outputs.into_iter().filter_map(|output| output["listCard"]["items"].as_array()).flatten().collect()
}

/// The text of the first bubble.
fn first_text(response: &Value) -> &str {
    let first = &response["template"]["outputs"][0];
    let text = [
        &first["simpleText"]["text"],
        &first["textCard"]["description"],
        &first["listCard"]["header"]["title"],
        &first["itemCard"]["title"],
    ];
    text.into_iter().find_map(Value::as_str).unwrap_or_else(|| panic!("no text in {response:#}"))
}

/// Where the button of an article leads, with the help center of `support::http_config`.
fn article_url(key: &str) -> String {
    format!("https://help.example.com/help/articles/{key}")
}
