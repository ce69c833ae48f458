//! `GET /api/v1/search`.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Deserialize;

use super::error::ApiError;
use super::state::AppState;
use crate::search::{Page, PageRequest, Sort};

/// Results on a page when the caller does not say.
const DEFAULT_SIZE: usize = 10;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Parameters {
    #[serde(default)]
    q: String,
    service: Option<String>,
    category: Option<String>,
    sort: Option<String>,
    page: Option<usize>,
    size: Option<usize>,
}

pub(super) async fn search_articles(
    State(state): State<AppState>,
    parameters: Result<Query<Parameters>, QueryRejection>,
) -> Result<Json<Page>, ApiError> {
    let Query(parameters) = parameters.map_err(|rejection| ApiError::Invalid(rejection.body_text()))?;
    let request = page_request(parameters)?;
    state.run(move |answerer| answerer.engine().page(&request)).await.map(Json)
}

fn page_request(parameters: Parameters) -> Result<PageRequest, ApiError> {
    let Parameters { q, service, category, sort, page, size } = parameters;
    let sort = match sort.as_deref() {
        None | Some("relevance") => Sort::Relevance,
        Some("newest") => Sort::Newest,
        Some(other) => return Err(ApiError::Invalid(format!("sort is '{other}'; it can be relevance or newest"))),
    };
    let in_range = |name: &str, value: Option<usize>, default: usize, most: usize| match value.unwrap_or(default) {
        value if (1..=most).contains(&value) => Ok(value),
        value => Err(ApiError::Invalid(format!("{name} is {value}; it can be 1 to {most}"))),
    };
    // An empty value is what a form sends for "all".
    let chosen = |value: Option<String>| value.filter(|value| !value.is_empty());
    Ok(PageRequest {
        query: q,
        service: chosen(service),
        category: chosen(category),
        sort,
        page: in_range("page", page, 1, 10_000)?,
        size: in_range("size", size, DEFAULT_SIZE, crate::search::page::MAX_SIZE)?,
    })
}
