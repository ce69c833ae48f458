//! `GET /openapi.json`: every public route as `OpenAPI` 3.1, for programs and for those who write them.
//!
//! `openapi.json` beside this file is written by hand; `tests/it/http/openapi.rs` holds it to the routes, to the table of
//! errors and to real answers, `tests/api` to what random calls bring.

use std::sync::LazyLock;

use axum::http::{HeaderMap, header};
use axum::response::Response;

use super::built_in;

const DOCUMENT: &str = include_str!("openapi.json");

static TAG: LazyLock<String> = LazyLock::new(|| built_in::tag(DOCUMENT));

/// The document, for tools on pages of any origin.
pub(super) async fn get_openapi(asked: HeaderMap) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    built_in::send(&asked, DOCUMENT, &TAG, headers)
}
