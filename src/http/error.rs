//! Errors of the API as `application/problem+json`: one table of stable codes, statuses and public texts.
//!
//! What went wrong inside goes to the log and never into a response.

use std::any::Any;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// A request that could not be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiError {
    /// A parameter or body cannot be used; the text says which and what is expected.
    Invalid(String),
    /// The header secret is missing or wrong.
    Unauthorized,
    /// A bot that is not among those that this server answers for.
    UnknownBot,
    /// The bearer token of the admin listener is missing or wrong.
    NoToken,
    NotFound,
    MethodNotAllowed,
    TooLarge,
    /// There is no generation of that name.
    UnknownGeneration(String),
    /// There is no generation before the current one.
    NoEarlierGeneration,
    /// A reindex holds the index folder.
    ReindexRunning,
    /// A generation cannot be opened, so the one in service stays; the cause is for the log.
    UnusableGeneration(String),
    /// This server keeps no links.
    NoLinks,
    /// The database of links cannot be reached; the cause is for the log.
    LinksUnavailable(String),
    /// There is no article of that key.
    UnknownArticle(String),
    /// This server keeps no feedback.
    NoFeedback,
    /// Too many requests at once.
    Busy,
    /// Too many requests of one client; there may be another one after this time.
    TooManyRequests(Duration),
    /// A cursor that this server did not make, or made for another search.
    InvalidCursor,
    /// A cursor of a generation that is not in service any more.
    StaleCursor,
    /// A fault of ours; the text is for the log.
    Internal(String),
}

impl ApiError {
    /// Status, stable code, public text.
    fn row(&self) -> (StatusCode, &'static str, String) {
        let fixed = |status, code, text: &str| (status, code, text.to_owned());
        match self {
            Self::Invalid(detail) => (StatusCode::BAD_REQUEST, "invalid_request", detail.clone()),
            Self::Unauthorized => fixed(StatusCode::UNAUTHORIZED, "unauthorized", "the secret is missing or wrong"),
            Self::UnknownBot => fixed(
                StatusCode::FORBIDDEN,
                "unknown_bot",
                "this server does not answer for this bot; list it as [[bot]]",
            ),
            Self::NoToken => fixed(StatusCode::UNAUTHORIZED, "unauthorized", "the bearer token is missing or wrong"),
            Self::NotFound => fixed(StatusCode::NOT_FOUND, "not_found", "there is nothing at this address"),
            Self::MethodNotAllowed => {
                fixed(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "this address takes another method")
            }
            Self::TooLarge => {
                fixed(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "the body is larger than this address takes")
            }
            Self::UnknownGeneration(name) => {
                let detail = format!("there is no generation '{name}'; GET /admin/v1/generations lists them");
                (StatusCode::NOT_FOUND, "unknown_generation", detail)
            }
            Self::NoEarlierGeneration => {
                fixed(StatusCode::CONFLICT, "no_earlier_generation", "there is no generation before the current one")
            }
            Self::ReindexRunning => {
                fixed(StatusCode::CONFLICT, "reindex_running", "a reindex is running; try again when it has ended")
            }
            Self::UnusableGeneration(_) => fixed(
                StatusCode::INTERNAL_SERVER_ERROR,
                "unusable_generation",
                "the generation cannot be opened, so the one in service stays; the cause has been logged",
            ),
            Self::NoLinks => fixed(
                StatusCode::SERVICE_UNAVAILABLE,
                "no_links",
                "this server keeps no links; the log of its start says why",
            ),
            Self::LinksUnavailable(_) => fixed(
                StatusCode::SERVICE_UNAVAILABLE,
                "links_unavailable",
                "the database of links cannot be reached; try again",
            ),
            Self::UnknownArticle(key) => {
                (StatusCode::NOT_FOUND, "unknown_article", format!("there is no article '{key}'"))
            }
            Self::NoFeedback => fixed(
                StatusCode::SERVICE_UNAVAILABLE,
                "no_feedback",
                "this server keeps no feedback; insight_database is off or cannot be used",
            ),
            Self::Busy => fixed(StatusCode::SERVICE_UNAVAILABLE, "busy", "too many requests at once; try again"),
            Self::TooManyRequests(_) => fixed(
                StatusCode::TOO_MANY_REQUESTS,
                "too_many_requests",
                "too many requests from this client; try again after Retry-After",
            ),
            Self::InvalidCursor => fixed(
                StatusCode::BAD_REQUEST,
                "invalid_cursor",
                "the cursor is not one of this search; start without a cursor",
            ),
            Self::StaleCursor => fixed(
                StatusCode::BAD_REQUEST,
                "stale_cursor",
                "the articles have changed since the cursor was made; start without a cursor",
            ),
            Self::Internal(_) => {
                fixed(StatusCode::INTERNAL_SERVER_ERROR, "internal", "something went wrong here; it has been logged")
            }
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        if let Self::Internal(cause) | Self::UnusableGeneration(cause) | Self::LinksUnavailable(cause) = &self {
            tracing::error!(%cause, "request failed");
        }
        let (status, code, detail) = self.row();
        let body = json!({
            "type": format!("urn:haedap:error:{code}"),
            "title": status.canonical_reason().unwrap_or("error"),
            "status": status.as_u16(),
            "code": code,
            "detail": detail,
        });
        let mut response = (status, body.to_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        match self {
            Self::Busy | Self::LinksUnavailable(_) => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"))
            }
            // Whole seconds, rounded up so that it is not too early.
            Self::TooManyRequests(wait) => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from(wait.as_secs().saturating_add(1)))
            }
            Self::NoToken => headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")),
            _ => None,
        };
        response
    }
}

pub(super) async fn no_route() -> ApiError {
    ApiError::NotFound
}

pub(super) async fn no_method() -> ApiError {
    ApiError::MethodNotAllowed
}

/// A handler that panicked: the client gets an error like any other.
#[expect(clippy::needless_pass_by_value, reason = "the form that the layer calls")]
pub(super) fn from_panic(panic: Box<dyn Any + Send>) -> Response<Body> {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    ApiError::Internal(format!("panic: {}", text.unwrap_or("without a text"))).into_response()
}
