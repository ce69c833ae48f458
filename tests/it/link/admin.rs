//! Links through the admin listener: what the company's server does, and what it hears when it cannot be done.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use haedap::clock::Clock;
use haedap::http::admin::{AdminState, Change, GenerationControl, GenerationError, GenerationList, LinkControl};
use haedap::http::{AppState, admin_router};
use haedap::link::{LinkStore, Redeemed};
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::{SECRET, START, code, folder, member, person, store_in};
use crate::support::{Reply, http_config, send, shipped_answerer};

const TOKEN: &str = "correct-horse-battery-staple";

struct Still;

impl Clock for Still {
    fn now(&self) -> OffsetDateTime {
        START
    }
}

/// Not asked for here.
struct NoGenerations;

impl GenerationControl for NoGenerations {
    fn list(&self) -> Result<GenerationList, GenerationError> {
        Err(GenerationError::NoEarlier)
    }

    fn reload(&self) -> Result<Change, GenerationError> {
        Err(GenerationError::NoEarlier)
    }

    fn roll_back(&self, _: Option<&str>) -> Result<Change, GenerationError> {
        Err(GenerationError::NoEarlier)
    }
}

fn admin(store: Option<LinkStore>) -> Router {
    let app = AppState::new(shipped_answerer(), http_config());
    let token = crate::support::admin_token(TOKEN);
    let state = AdminState::new(app, token, Arc::new(NoGenerations));
    admin_router(match store {
        Some(store) => state.with_links(LinkControl { store, clock: Arc::new(Still) }),
        None => state,
    })
}

async fn call(router: &Router, method: &str, path: &str, body: &str) -> Reply {
    let request = Request::builder().method(method).uri(path).header("authorization", format!("Bearer {TOKEN}"));
    send(router, request.body(Body::from(body.to_owned())).expect("a request")).await
}

#[tokio::test]
async fn a_code_is_issued_redeemed_and_taken_back() {
    let folder = folder();
    let store = store_in(&folder);
    let router = admin(Some(store.clone()));
    let issued = call(&router, "POST", "/admin/v1/link-codes", r#"{"member": "demo-02"}"#).await;
    assert_eq!((issued.status.as_u16(), &issued.headers["cache-control"]), (201, &"no-store".parse().unwrap()));
    let issued = issued.json();
    assert_eq!(issued["expires"], "2026-11-22T01:42:00Z");
    let typed = issued["code"].as_str().expect("a code");
    assert_eq!(typed.len(), 9, "{typed}");
    let who = person("66a0", "k");
    assert_eq!(store.redeem(&who, &code(typed), START).await, Ok(Redeemed::Linked));
    assert_eq!(store.member_of(&who).await, Ok(Some(member("demo-02"))));

    let audit = call(&router, "GET", "/admin/v1/link-audit", "").await;
    let lines = audit.json()["lines"].clone();
    assert_eq!(lines.as_array().map(Vec::len), Some(2), "{lines}");
    assert_eq!((&lines[0]["event"], &lines[1]["event"]), (&json!("linked"), &json!("issued")));
    assert_eq!((&lines[0]["at"], &lines[0]["member"]), (&json!("2026-11-22T01:32:00Z"), &lines[1]["member"]));
    assert_eq!(lines[1].get("person"), None);
    for hidden in ["demo-02", typed, "66a0"] {
        assert!(!audit.text().contains(hidden), "{hidden}");
    }
    let one = call(&router, "GET", "/admin/v1/link-audit?limit=1", "").await.json();
    assert_eq!(one["lines"], json!([lines[0]]));

    call(&router, "POST", "/admin/v1/link-codes", r#"{"member": "demo-02"}"#).await;
    let removed = call(&router, "DELETE", "/admin/v1/links?member=demo-02", "").await;
    assert_eq!((removed.status.as_u16(), removed.json()), (200, json!({"links": 1, "codes": 1})));
    assert_eq!(store.member_of(&who).await, Ok(None));
    let again = call(&router, "DELETE", "/admin/v1/links?member=demo-02", "").await;
    assert_eq!((again.status.as_u16(), again.json()), (200, json!({"links": 0, "codes": 0})));
}

#[tokio::test]
async fn what_cannot_be_done_is_a_problem() {
    let folder = folder();
    let router = admin(Some(store_in(&folder)));
    for (method, path, body, detail) in [
        ("POST", "/admin/v1/link-codes", "", "the body must be a JSON object with `member`"),
        ("POST", "/admin/v1/link-codes", "{}", "missing field `member`"),
        ("POST", "/admin/v1/link-codes", r#"{"member": "a/b"}"#, "a name of a member has 1 to 64"),
        ("POST", "/admin/v1/link-codes", r#"{"member": "a", "minutes": 60}"#, "unknown field `minutes`"),
        ("DELETE", "/admin/v1/links", "", "missing field `member`"),
        ("DELETE", "/admin/v1/links?member=", "", "a name of a member"),
        ("GET", "/admin/v1/link-audit?limit=0", "", "limit is 0; it can be 1 to 1000"),
        ("GET", "/admin/v1/link-audit?limit=1001", "", "limit is 1001"),
    ] {
        let reply = call(&router, method, path, body).await;
        assert_problem(&reply, 400, "invalid_request");
        assert!(reply.text().contains(detail), "{path}: {}", reply.text());
    }
    assert_problem(&call(&router, "GET", "/admin/v1/link-codes", "").await, 405, "method_not_allowed");
    let none = admin(None);
    assert_problem(&call(&none, "POST", "/admin/v1/link-codes", r#"{"member": "demo-02"}"#).await, 503, "no_links");
    let patience = std::time::Duration::from_millis(200);
    let down = LinkStore::open_postgres("postgres://haedap@127.0.0.1:1/links", SECRET, patience);
    let down = admin(Some(down.expect("nothing is asked yet")));
    let reply = call(&down, "POST", "/admin/v1/link-codes", r#"{"member": "demo-02"}"#).await;
    assert_problem(&reply, 503, "links_unavailable");
    assert_eq!(reply.headers["retry-after"], "1");
    assert!(!reply.text().contains("haedap@") && !reply.text().contains("demo-02"), "{}", reply.text());
}

#[track_caller]
fn assert_problem(reply: &Reply, status: u16, code: &str) {
    let body: Value = reply.json();
    assert_eq!((reply.status.as_u16(), &body["code"]), (status, &json!(code)), "{body}");
    assert_eq!(reply.headers["content-type"], "application/problem+json");
}
