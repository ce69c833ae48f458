//! One article: `GET /api/v1/articles/{key}` as JSON, `GET /help/articles/{key}` as a page.

use askama::Template;
use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use super::error::ApiError;
use super::state::AppState;
use crate::faq::{Article, Block};

/// No script, no third party, no frame around the page.
const SECURITY_POLICY: (HeaderName, &str) = (
    header::CONTENT_SECURITY_POLICY,
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
);

#[derive(Template)]
#[template(path = "article.html")]
struct ArticlePage<'a> {
    article: &'a Article,
    service: &'a str,
    updated: String,
}

#[derive(Template)]
#[template(path = "missing.html")]
struct MissingPage;

pub(super) async fn get_article(
    State(state): State<AppState>,
    key: Result<Path<String>, PathRejection>,
) -> Result<Json<Article>, ApiError> {
    find(&state, key).await?.map(|(article, _)| Json(article)).ok_or(ApiError::NotFound)
}

pub(super) async fn show_article(
    State(state): State<AppState>,
    key: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let (status, html) = match find(&state, key).await? {
        Some((article, service)) => {
            let updated = article.updated.map(|day| day.to_string()).unwrap_or_default();
            (StatusCode::OK, ArticlePage { article: &article, service: &service, updated }.render())
        }
        None => (StatusCode::NOT_FOUND, MissingPage.render()),
    };
    let html = html.map_err(|error| ApiError::Internal(error.to_string()))?;
    Ok((status, [SECURITY_POLICY], Html(html)).into_response())
}

/// The article and the name of its service. An address that is no text belongs to none.
async fn find(
    state: &AppState,
    key: Result<Path<String>, PathRejection>,
) -> Result<Option<(Article, String)>, ApiError> {
    let Ok(Path(key)) = key else { return Ok(None) };
    let find = state.run(move |answerer| {
        let engine = answerer.engine();
        let article = engine.article_by_key(&key)?;
        Ok(article.map(|article| (engine.services().name(&article.service).to_owned(), article)))
    });
    Ok(find.await?.map(|(service, article)| (article, service)))
}
