//! `ETag` for what the API gives of a generation: an answer is the same as long as generation and address are.
//!
//! A client that has it already gets 304, before anything is searched.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use sha2::{Digest as _, Sha256};

use super::state::AppState;
use crate::digest;

/// Hexadecimal figures of a tag: 96 bits, which do not meet by chance.
const TAG_FIGURES: usize = 24;

/// Must be asked each time: a new generation shows at once.
const NO_CACHE: HeaderValue = HeaderValue::from_static("no-cache");

/// Answers 304 to who has the answer, and tags the others' answers.
pub(super) async fn revalidate(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let reads = request.method() == Method::GET || request.method() == Method::HEAD;
    if !reads || changes_with_votes(&request) {
        return next.run(request).await;
    }
    let tag = tag(&state, &request);
    if has(request.headers(), tag.to_str().unwrap_or_default()) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag), (header::CACHE_CONTROL, NO_CACHE)]).into_response();
    }
    let mut response = next.run(request).await;
    if response.status() == StatusCode::OK {
        response.headers_mut().insert(header::ETAG, tag);
        response.headers_mut().insert(header::CACHE_CONTROL, NO_CACHE);
    }
    response
}

/// Whether the answer changes while the generation does not.
fn changes_with_votes(request: &Request) -> bool {
    let pairs = form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes());
    pairs.into_iter().any(|(name, value)| name == "sort" && value == "helpful")
}

/// Weak, because the same answer may be compressed or not.
fn tag(state: &AppState, request: &Request) -> HeaderValue {
    let answerer = state.answerer();
    let mut hash = Sha256::new();
    // Another version may say the same of a generation in another form.
    for part in [env!("CARGO_PKG_VERSION"), &answerer.engine().manifest().generation, &request.uri().to_string()] {
        hash.update(part);
        hash.update([0]);
    }
    let text = format!("W/\"{}\"", &digest::hex(hash)[..TAG_FIGURES]);
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("W/\"\""))
}

/// Whether the client names the tag among those that it has, compared weakly.
pub(super) fn has(headers: &HeaderMap, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let own = opaque(tag);
    let values = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|known| known.trim() == "*" || opaque(known) == own)
}
