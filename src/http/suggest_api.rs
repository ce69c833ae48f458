//! `GET /api/v1/suggest`: what may be meant by what is typed so far.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Deserialize;

use super::error::ApiError;
use super::state::AppState;
use crate::search::suggest::MAX_SIZE;
use crate::search::{SuggestRequest, Suggestions};

/// Suggestions when the caller does not say: what fits under a search box on a phone.
const DEFAULT_SIZE: usize = 8;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Parameters {
    #[serde(default)]
    q: String,
    service: Option<String>,
    size: Option<usize>,
    highlight: Option<String>,
}

pub(super) async fn suggest_articles(
    State(state): State<AppState>,
    parameters: Result<Query<Parameters>, QueryRejection>,
) -> Result<Json<Suggestions>, ApiError> {
    let Query(parameters) = parameters.map_err(|rejection| ApiError::Invalid(rejection.body_text()))?;
    let Parameters { q, service, size, highlight } = parameters;
    let in_utf16 = match highlight.as_deref() {
        None | Some("bytes") => false,
        Some("utf16") => true,
        Some(other) => return Err(ApiError::Invalid(format!("highlight is '{other}'; it can be bytes or utf16"))),
    };
    let size = size.unwrap_or(DEFAULT_SIZE);
    if !(1..=MAX_SIZE).contains(&size) {
        return Err(ApiError::Invalid(format!("size is {size}; it can be 1 to {MAX_SIZE}")));
    }
    // An empty value is what a form sends for "all".
    let service = service.filter(|service| !service.is_empty());
    let run = state.run(move |answerer| {
        let engine = answerer.engine();
        if let Some(unknown) = service.as_deref().filter(|service| engine.services().find(service).is_none()) {
            return Ok(Err(ApiError::Invalid(format!("there is no service '{unknown}'"))));
        }
        let found = engine.suggest(&SuggestRequest { query: q, service, size })?;
        Ok(Ok(if in_utf16 { found.in_utf16() } else { found }))
    });
    run.await?.map(Json)
}
