//! `GET /api/v1/articles/{key}`: one article as JSON.

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};

use super::error::ApiError;
use super::state::AppState;
use crate::faq::Article;

pub(super) async fn get_article(
    State(state): State<AppState>,
    key: Result<Path<String>, PathRejection>,
) -> Result<Json<Article>, ApiError> {
    // An address that is no text belongs to no article.
    let Ok(Path(key)) = key else { return Err(ApiError::NotFound) };
    let found = state.run(move |answerer| answerer.engine().article_by_key(&key)).await?;
    found.map(Json).ok_or(ApiError::NotFound)
}
