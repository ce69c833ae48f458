//! The help center's pages: what they show, what they are made of, what hostile input does to them.

mod document;
mod hostile;
mod pages;
mod size;

use axum::Router;
use axum::body::Body;
use axum::http::Request;

use crate::support::{Reply, get, send};
use document::Document;

/// Percent-encodes whatever is not a plain letter or figure.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// A page that is there, read.
async fn open(router: &Router, path: &str) -> Document {
    let reply = get(router, path).await;
    assert_eq!(reply.status, 200, "{path}: {}", reply.text());
    Document::sound(&reply.text())
}

/// The page of a search.
async fn search(router: &Router, parameters: &[(&str, &str)]) -> Document {
    let pairs: Vec<String> = parameters.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    open(router, &format!("/help/search?{}", pairs.join("&"))).await
}

async fn with_headers(router: &Router, path: &str, headers: &[(&str, &str)]) -> Reply {
    let request = headers.iter().fold(Request::get(path), |request, (name, value)| request.header(*name, *value));
    send(router, request.body(Body::empty()).expect("a request")).await
}
