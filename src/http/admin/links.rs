//! `POST /admin/v1/link-codes`, `DELETE /admin/v1/links`, `GET /admin/v1/link-audit`: for the company's server, which
//! knows who is logged in there. What a member is called comes in a body or a query, and neither is ever logged.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, QueryRejection};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::super::error::ApiError;
use crate::clock::Clock;
use crate::link::{AuditLine, LinkError, LinkStore};
use crate::wallet::MemberId;

/// Lines of the audit when none are asked for, and the most that can be.
const DEFAULT_LIMIT: u32 = 100;
const MAX_LIMIT: u32 = 1000;

/// Links, and the time at which they change.
#[derive(Clone)]
pub struct LinkControl {
    pub store: LinkStore,
    pub clock: Arc<dyn Clock>,
}

impl From<LinkError> for ApiError {
    fn from(error: LinkError) -> Self {
        match error {
            LinkError::Down { cause } => Self::LinksUnavailable(cause),
            LinkError::Unusable { cause } => Self::Internal(format!("the database of links cannot be used: {cause}")),
        }
    }
}

type Control = State<Option<LinkControl>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    member: MemberId,
}

/// A code for a member, told this once.
#[derive(Serialize)]
pub(super) struct IssuedCode {
    /// As the customer types it, `K7M2-9QXD`.
    code: String,
    #[serde(with = "time::serde::rfc3339")]
    expires: OffsetDateTime,
}

pub(super) async fn issue_code(
    State(control): Control,
    body: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, Json<IssuedCode>), ApiError> {
    let LinkControl { store, clock } = control.ok_or(ApiError::NoLinks)?;
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::TooLarge,
        _ => ApiError::Invalid("the body could not be read".to_owned()),
    })?;
    let Body { member } = serde_json::from_slice(&body)
        .map_err(|error| ApiError::Invalid(format!("the body must be a JSON object with `member`: {error}")))?;
    let issued = store.issue(&member, clock.now()).await?;
    Ok((StatusCode::CREATED, Json(IssuedCode { code: issued.code.shown(), expires: issued.expires })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OfMember {
    member: MemberId,
}

/// What a removal ended.
#[derive(Serialize)]
pub(super) struct Removed {
    links: usize,
    /// Codes that could still have been used: 0 or 1.
    codes: usize,
}

pub(super) async fn remove_links(
    State(control): Control,
    parameters: Result<Query<OfMember>, QueryRejection>,
) -> Result<Json<Removed>, ApiError> {
    let LinkControl { store, clock } = control.ok_or(ApiError::NoLinks)?;
    let Query(OfMember { member }) = parameters.map_err(|rejection| ApiError::Invalid(rejection.body_text()))?;
    let removed = store.unlink_member(&member, clock.now()).await?;
    Ok(Json(Removed { links: removed.links, codes: removed.codes }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Newest {
    limit: Option<u32>,
}

/// The newest lines of the audit, newest first.
#[derive(Serialize)]
pub(super) struct Audit {
    lines: Vec<AuditLine>,
}

pub(super) async fn list_audit(
    State(control): Control,
    parameters: Result<Query<Newest>, QueryRejection>,
) -> Result<Json<Audit>, ApiError> {
    let LinkControl { store, .. } = control.ok_or(ApiError::NoLinks)?;
    let Query(Newest { limit }) = parameters.map_err(|rejection| ApiError::Invalid(rejection.body_text()))?;
    let limit = limit.unwrap_or(DEFAULT_LIMIT);
    if !(1..=MAX_LIMIT).contains(&limit) {
        return Err(ApiError::Invalid(format!("limit is {limit}; it can be 1 to {MAX_LIMIT}")));
    }
    Ok(Json(Audit { lines: store.audit(limit).await? }))
}
