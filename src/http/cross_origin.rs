//! Which other origins' pages may call the API: exactly those that are configured, without credentials.

use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, Method, header};
use tower_http::cors::{AllowOrigin, CorsLayer};

/// How long a browser may keep the answer to a preflight; Chromium keeps none longer.
const PREFLIGHT_AGE: Duration = Duration::from_hours(2);

/// The layer for a list of origins; with none it allows none.
pub(super) fn cross_origin(allowed: &[String]) -> CorsLayer {
    // What is no header value is no origin either; the configuration has refused it.
    let origins: Vec<HeaderValue> = allowed.iter().filter_map(|origin| HeaderValue::from_str(origin).ok()).collect();
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::CONTENT_TYPE, header::IF_NONE_MATCH])
        .expose_headers([header::ETAG, header::RETRY_AFTER, HeaderName::from_static("x-request-id")])
        .max_age(PREFLIGHT_AGE)
}
