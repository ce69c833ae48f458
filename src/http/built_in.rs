//! Content that the binary holds: sent with a tag, or not again to who names the tag.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, IntoResponseParts, Response};

use super::revalidate::has;
use crate::digest;

/// Hexadecimal figures of the content in its tag: 128 bits.
const TAG_FIGURES: usize = 32;

/// The tag of some content.
pub(super) fn tag(content: &str) -> String {
    format!("\"{}\"", &digest::hex_of(content.as_bytes())[..TAG_FIGURES])
}

/// The content with its tag and these headers; 304 without it for a client that has it.
pub(super) fn send(asked: &HeaderMap, content: &'static str, tag: &str, headers: impl IntoResponseParts) -> Response {
    let has = has(asked, tag);
    let tag = [(header::ETAG, tag)];
    if has { (StatusCode::NOT_MODIFIED, headers, tag).into_response() } else { (headers, tag, content).into_response() }
}
