//! `GET /admin/v1/explain`: why a question is answered as it is.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Deserialize;

use super::super::error::ApiError;
use super::super::state::AppState;
use crate::answer::{Ask, Explained};
use crate::search::explain::{DEFAULT_TOP, MAX_TOP};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Parameters {
    q: String,
    /// The service that the bot or page is for, by slug or name.
    service: Option<String>,
    top: Option<usize>,
}

pub(super) async fn explain_question(
    State(state): State<AppState>,
    parameters: Result<Query<Parameters>, QueryRejection>,
) -> Result<Json<Explained>, ApiError> {
    let Query(Parameters { q, service, top }) =
        parameters.map_err(|rejection| ApiError::Invalid(rejection.body_text()))?;
    let top = top.unwrap_or(DEFAULT_TOP);
    if !(1..=MAX_TOP).contains(&top) {
        return Err(ApiError::Invalid(format!("top is {top}; it can be 1 to {MAX_TOP}")));
    }
    // An empty value is what a form sends for "all".
    let service = service.filter(|service| !service.is_empty());
    let run = state.run(move |answerer| {
        let services = answerer.engine().services();
        if let Some(unknown) = service.as_deref().filter(|service| services.find(service).is_none()) {
            return Ok(Err(ApiError::Invalid(format!("there is no service '{unknown}'"))));
        }
        Ok(Ok(answerer.explain(&Ask { utterance: q, service, ..Ask::default() }, top)?))
    });
    run.await?.map(Json)
}
