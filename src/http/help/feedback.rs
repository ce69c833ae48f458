//! `POST /help/articles/{key}/feedback`: the vote below an article, a plain form.

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use form_urlencoded::parse;

use super::super::error::ApiError;
use super::super::feedback::note_vote;
use super::super::state::AppState;
use super::address;
use crate::insight::Channel;

/// What the address has after a vote, so that the page says thank you.
pub(super) const THANKED: &str = "thanked=1";

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Takes the vote and leads back to the article.
pub(in super::super) async fn give_feedback(
    State(state): State<AppState>,
    key: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let Ok(Path(key)) = key else { return Err(ApiError::NotFound) };
    // Another site's page could vote in its visitors' names.
    if headers.get(FETCH_SITE).is_some_and(|site| site == "cross-site") {
        return Err(ApiError::Invalid("the form was sent by another site".to_owned()));
    }
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::TooLarge,
        _ => ApiError::Invalid("the body could not be read".to_owned()),
    })?;
    let helpful = match parse(&body).find(|(name, _)| name == "helpful").as_ref().map(|(_, value)| value.as_ref()) {
        Some("yes") => true,
        Some("no") => false,
        _ => return Err(ApiError::Invalid("`helpful` is missing; it can be yes or no".to_owned())),
    };
    let back = format!("{}?{THANKED}#vote", address::article(&key));
    note_vote(&state, Channel::Page, key, helpful, None).await?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, back)]).into_response())
}
