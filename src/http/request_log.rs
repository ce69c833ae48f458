//! One log line per request, and a request id in every response. Paths are logged as routes, without keys and queries:
//! what customers type stays out of the log.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Longest id that is taken over from the caller; Kakao's has 36 characters.
const MAX_ID: usize = 64;

static COUNT: AtomicU64 = AtomicU64::new(0);

pub(super) async fn log_request(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let plain =
        |id: &&str| id.len() <= MAX_ID && !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let given = request.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok()).filter(plain).map(str::to_owned);
    let id = given.unwrap_or_else(|| format!("{:x}-{:x}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed)));
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("(none)", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", id);
    let mut response = next.run(request).instrument(span.clone()).await;
    let status = response.status().as_u16();
    let micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    span.in_scope(|| tracing::info!(%method, route, status, micros, "{method} {route} {status}"));
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}
