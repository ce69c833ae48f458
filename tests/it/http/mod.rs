//! The HTTP interface besides Kakao's: `search` and what `browsers` need, `articles` and questions, `admin`, `widget`, and
//! `openapi` for the documents that describe it; here health, errors, refusals.

mod admin;
mod articles;
mod browsers;
mod openapi;
mod search;
mod widget;

use std::future::Future as _;
use std::path::Path;
use std::pin::pin;
use std::sync::{Arc, Mutex, mpsc};

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use haedap::answer::{Answerer, wording};
use haedap::faq::{self, Article};
use haedap::http::{AppState, router};
use haedap::index::{Store, schema};
use haedap::text::LexiconFiles;
use serde_json::{Value, json};
use tempfile::TempDir;
use time::macros::datetime;

use crate::support::{
    Reply, analyzer, get, http_config, open_engine, post, send, shipped_answerer, shipped_router, words,
};

/// An article of the shipped corpus.
const RECONNECT: &str = "cb-autopay-fail-reconnect";

/// Percent-encodes whatever is not a plain letter or figure.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

async fn search(router: &Router, parameters: &[(&str, &str)]) -> Value {
    let pairs: Vec<String> = parameters.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    let reply = get(router, &format!("/api/v1/search?{}", pairs.join("&"))).await;
    assert_eq!(reply.status, 200, "{parameters:?}: {}", reply.text());
    reply.json()
}

#[track_caller]
fn assert_problem(reply: &Reply, status: u16, code: &str) {
    assert_eq!(reply.status, status, "{}", reply.text());
    assert_eq!(reply.headers["content-type"], "application/problem+json");
    let problem = reply.json();
    assert_eq!(names(&problem), ["code", "detail", "status", "title", "type"]);
    assert_eq!((&problem["code"], &problem["status"]), (&json!(code), &json!(status)));
    assert_eq!(problem["type"], format!("urn:haedap:error:{code}"));
}

/// The names of an object's fields, sorted.
fn names(object: &Value) -> Vec<&str> {
    let mut names: Vec<&str> = object.as_object().expect("an object").keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().unwrap_or_else(|| panic!("no list '{name}' in {value}"))
}

fn keys(page: &Value) -> Vec<&str> {
    list(page, "results").iter().map(|result| result["key"].as_str().expect("a key")).collect()
}

/// An index of four articles `a0` to `a3` of our own, each changed before it is indexed.
fn small_index(change: impl Fn(usize, &mut Article)) -> TempDir {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let file = folder.path().join("collection.jsonl");
    let line =
        |number: usize| json!({"_id": format!("a{number}"), "title": format!("환불 {number}"), "text": "환불 안내"});
    let lines: Vec<String> = (0..4).map(|number| line(number).to_string()).collect();
    std::fs::write(&file, lines.join("\n")).expect("a file");
    let mut corpus = faq::collection::read(&file).expect("the collection is in order");
    corpus.articles.iter_mut().enumerate().for_each(|(number, article)| change(number, article));
    let files = LexiconFiles::default();
    let now = datetime!(2026-11-21 09:00 UTC);
    Store::new(folder.path()).publish(&corpus, &analyzer(&words(&files)), &files, now, |_| {}).expect("an index");
    folder
}

fn open(folder: &Path) -> AppState {
    AppState::new(Answerer::new(open_engine(&Store::new(folder))), http_config())
}

#[tokio::test]
async fn errors_are_problems_everywhere() {
    let router = shipped_router(http_config());
    for path in ["/", "/api", "/api/v1/articles/", "/api/v1/search/", "/help/articles/a/b", "/..%2f..%2fetc/passwd"] {
        assert_problem(&get(&router, path).await, 404, "not_found");
    }
    assert_problem(&post(&router, "/api/v1/search?q=a", "").await, 405, "method_not_allowed");
    assert_problem(&post(&router, "/healthz", "").await, 405, "method_not_allowed");
}

/// A key that is no UTF-8 is the caller's error like any other, not a plain text of the framework's.
#[tokio::test]
async fn an_address_that_is_no_text_is_a_problem() {
    let router = shipped_router(http_config());
    for path in ["/api/v1/articles/%FF", "/help/articles/%FF"] {
        let reply = get(&router, path).await;
        assert!(reply.status.is_client_error(), "{path}: {}", reply.status);
        let kind = reply.headers["content-type"].to_str().expect("text");
        assert!(
            kind == "application/problem+json" || kind.starts_with("text/html"),
            "{path}: {kind}: {}",
            reply.text()
        );
    }
}

#[tokio::test]
async fn health_and_readiness() {
    let router = shipped_router(http_config());
    let alive = get(&router, "/healthz").await;
    assert_eq!((alive.status.as_u16(), alive.text().as_str()), (200, "ok"));
    let ready = get(&router, "/readyz").await;
    assert_eq!(ready.status, 200);
    let manifest = shipped_answerer().engine().manifest().clone();
    let expect = json!({"ready": true, "generation": manifest.generation, "articles": manifest.counts.articles});
    assert_eq!(ready.json(), expect);
}

#[tokio::test]
async fn every_response_has_a_request_id() {
    let router = shipped_router(http_config());
    let id = async |path: &str, given: Option<&[u8]>| {
        let request = given.into_iter().fold(Request::get(path), |request, id| request.header("x-request-id", id));
        let reply = send(&router, request.body(Body::empty()).expect("a request")).await;
        reply.headers["x-request-id"].to_str().expect("text").to_owned()
    };
    let kakaos = "chp-0123456789abcdef0123456789abcdef";
    for path in ["/healthz", "/no-such-page", "/api/v1/search?size=0"] {
        assert_eq!(id(path, Some(kakaos.as_bytes())).await, kakaos);
        let (one, other) = (id(path, None).await, id(path, None).await);
        assert!(!one.is_empty() && one != other, "{one} {other}");
    }
    // What could forge a log line or swell it is not taken over.
    for bad in [&b""[..], b"a b", b"a\tb", b"a\"b", b"a,b", "가".as_bytes(), b"\xff", "a".repeat(65).as_bytes()] {
        let taken = id("/healthz", Some(bad)).await;
        assert!(taken.as_bytes() != bad && !taken.is_empty() && taken.len() <= 64, "{bad:?}: {taken}");
    }
}

/// What went wrong inside stays inside: an index with a damaged article gives the fixed public text.
#[tokio::test]
async fn faults_of_ours_tell_nothing() {
    let folder = small_index(|_, _| {});
    let generation = Store::new(folder.path()).current().expect("a generation");
    let index = tantivy::Index::open_in_dir(folder.path().join(generation).join("tantivy")).expect("an index");
    let (_, fields) = schema::schema();
    let mut writer = index.writer_with_num_threads::<tantivy::TantivyDocument>(1, 15_000_000).expect("a writer");
    let mut damaged =
        tantivy::doc!(fields.key => "damaged", fields.article => "{\"inner\": /var/lib", fields.updated => 1_i64);
    damaged.add_text(fields.service, "damaged");
    damaged.add_text(fields.text, "고장");
    writer.add_document(damaged).expect("a document");
    writer.commit().expect("written");
    let router = router(open(folder.path()));
    let fixed = json!({
        "type": "urn:haedap:error:internal",
        "title": "Internal Server Error",
        "status": 500,
        "code": "internal",
        "detail": "something went wrong here; it has been logged",
    });
    for path in ["/api/v1/articles/damaged", "/help/articles/damaged", "/api/v1/search?q=%EA%B3%A0%EC%9E%A5"] {
        let reply = get(&router, path).await;
        assert_problem(&reply, 500, "internal");
        assert_eq!(reply.json(), fixed, "{path}");
    }
    let asked = post(&router, "/api/v1/ask", json!({"utterance": "고장"}).to_string()).await;
    assert_eq!((asked.status.as_u16(), asked.json()), (500, fixed));
    let bubble = post(&router, "/kakao/skill", json!({"userRequest": {"utterance": "고장"}}).to_string()).await;
    assert_eq!(
        (bubble.status.as_u16(), &bubble.json()["template"]["outputs"][0]["simpleText"]["text"]),
        (200, &json!(wording::TROUBLE))
    );
    // The other articles are still served.
    assert_eq!(get(&router, "/api/v1/articles/a0").await.status, 200);
}

/// With every place taken, callers are told to come again, Kakao's customers get a bubble, and it passes.
#[tokio::test]
async fn refuses_early_when_full_and_recovers() {
    let folder = small_index(|_, _| {});
    let state = open(folder.path());
    let router = router(state.clone());
    let (release, wait) = mpsc::channel::<()>();
    let wait = Arc::new(Mutex::new(wait));
    let mut holders = Vec::new();
    // More than are answered at once; polled once each, so that all stand in line before the requests below.
    for _ in 0..200 {
        let (state, wait) = (state.clone(), Arc::clone(&wait));
        let mut holder = Box::pin(async move {
            let hold = state.run(move |_| Ok(wait.lock().is_ok_and(|wait| wait.recv().is_ok())));
            hold.await.is_ok()
        });
        std::future::poll_fn(|context| std::task::Poll::Ready(holder.as_mut().poll(context))).await.is_ready();
        holders.push(holder);
    }
    let payload = json!({"userRequest": {"utterance": "환불"}}).to_string();
    let requests = async { tokio::join!(get(&router, "/api/v1/search?q=a"), post(&router, "/kakao/skill", payload)) };
    let (refused, bubble) = pin!(requests).await;
    assert_problem(&refused, 503, "busy");
    assert_eq!(refused.headers["retry-after"], "1");
    assert_eq!(bubble.status, 200);
    assert_eq!(bubble.json()["template"]["outputs"][0]["simpleText"]["text"], wording::TROUBLE);
    assert_eq!(get(&router, "/healthz").await.status, 200, "the process is alive though it is busy");
    drop((release, holders));
    assert_eq!(get(&router, "/api/v1/search?q=a").await.status, 200);
}
