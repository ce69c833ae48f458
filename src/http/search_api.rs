//! `GET /api/v1/search`: parameters, and a page in the form that was asked for.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::cursor::{Cursor, fingerprint};
use super::error::ApiError;
use super::markup;
use super::state::AppState;
use crate::insight::FeedbackStore;
use crate::search::correct::Correction;
use crate::search::facets::Facets;
use crate::search::highlight::Highlighted;
use crate::search::page::{MAX_SIZE, Nearest, PageResult};
use crate::search::{Page, PageRequest, Sort, Spelling};

/// Results on a page when the caller does not say.
pub(super) const DEFAULT_SIZE: usize = 10;
/// Last page that can be asked for.
pub(super) const MAX_PAGE: usize = 10_000;

/// The fields of a result.
const FIELDS: [&str; 8] = ["key", "service", "service_slug", "category", "score", "title", "snippet", "updated"];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Parameters {
    #[serde(default)]
    q: String,
    service: Option<String>,
    category: Option<String>,
    sort: Option<String>,
    page: Option<usize>,
    cursor: Option<String>,
    size: Option<usize>,
    fields: Option<String>,
    highlight: Option<String>,
    correct: Option<String>,
}

/// How matches are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Highlight {
    /// Byte ranges of the UTF-8 text.
    Bytes,
    /// Ranges in UTF-16 units, as JavaScript counts.
    Utf16,
    /// Escaped text with `<mark>`.
    Html,
}

/// A page as it is sent.
#[derive(Debug, Serialize)]
pub(super) struct PageView {
    query: String,
    query_cut: bool,
    corrections: Vec<Correction>,
    total: usize,
    page: usize,
    size: usize,
    /// Gives the page after this one as long as the generation is in service; none after the last.
    next_cursor: Option<String>,
    results: Vec<Map<String, Value>>,
    nearest: Vec<Nearest>,
    facets: Facets,
}

pub(super) async fn search_articles(
    State(state): State<AppState>,
    parameters: Result<Query<Parameters>, QueryRejection>,
) -> Result<Json<PageView>, ApiError> {
    let Query(parameters) = parameters.map_err(|rejection| ApiError::Invalid(rejection.body_text()))?;
    let highlight = highlight(parameters.highlight.as_deref())?;
    let fields = fields(parameters.fields.as_deref())?;
    let cursor = parameters.cursor.as_deref().map(Cursor::parse).transpose()?;
    if cursor.is_some() && parameters.page.is_some() {
        return Err(ApiError::Invalid("page and cursor are both given; one of them says where to go on".to_owned()));
    }
    let mut request = page_request(&state, parameters)?;
    let run = state.run(move |answerer| {
        let engine = answerer.engine();
        let generation = &engine.manifest().generation;
        // By name or by slug, it is the same search.
        let service = request.service.as_deref().and_then(|wanted| engine.services().find(wanted));
        request.service = service.map(|service| service.slug.clone()).or(request.service.take());
        let search = fingerprint(&request);
        if let Some(cursor) = cursor {
            match cursor.page(generation, &search) {
                Ok(page) => request.page = page,
                Err(refused) => return Ok(Err(refused)),
            }
        }
        let page = engine.page(&request)?;
        let next = (page.page < MAX_PAGE && page.page.saturating_mul(page.size) < page.total)
            .then(|| Cursor::new(generation, &search, page.page + 1).encode());
        Ok(Ok(view(page, next, &fields, highlight)))
    });
    run.await?.map(Json)
}

fn page_request(state: &AppState, parameters: Parameters) -> Result<PageRequest, ApiError> {
    let Parameters { q, service, category, sort, page, size, correct, .. } = parameters;
    let sort = match sort.as_deref() {
        None | Some("relevance") => Sort::Relevance,
        Some("newest") => Sort::Newest,
        Some("helpful") => helpful_first(state),
        Some(other) => {
            return Err(ApiError::Invalid(format!("sort is '{other}'; it can be relevance, newest or helpful")));
        }
    };
    let spelling = match correct.as_deref() {
        None | Some("on") => Spelling::AsMeant,
        Some("off") => Spelling::AsTyped,
        Some(other) => return Err(ApiError::Invalid(format!("correct is '{other}'; it can be on or off"))),
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
        spelling,
        page: in_range("page", page, 1, MAX_PAGE)?,
        size: in_range("size", size, DEFAULT_SIZE, MAX_SIZE)?,
    })
}

/// The order by the votes so far; that of relevance as long as there are none.
pub(super) fn helpful_first(state: &AppState) -> Sort {
    let votes = state.feedback().map(FeedbackStore::helpfulness).unwrap_or_default();
    Sort::Helpful(votes.iter().map(|(key, votes)| (key.to_owned(), votes.score())).collect())
}

fn highlight(asked: Option<&str>) -> Result<Highlight, ApiError> {
    match asked {
        None | Some("bytes") => Ok(Highlight::Bytes),
        Some("utf16") => Ok(Highlight::Utf16),
        Some("html") => Ok(Highlight::Html),
        Some(other) => Err(ApiError::Invalid(format!("highlight is '{other}'; it can be bytes, utf16 or html"))),
    }
}

/// The fields that are wanted; all when none is named.
fn fields(asked: Option<&str>) -> Result<Vec<&'static str>, ApiError> {
    let Some(asked) = asked.filter(|asked| !asked.is_empty()) else { return Ok(FIELDS.to_vec()) };
    let known = |name: &str| {
        FIELDS
            .into_iter()
            .find(|field| *field == name)
            .ok_or_else(|| ApiError::Invalid(format!("fields has '{name}'; it can have {}", FIELDS.join(", "))))
    };
    asked.split(',').map(known).collect()
}

fn view(page: Page, next_cursor: Option<String>, fields: &[&'static str], highlight: Highlight) -> PageView {
    let Page { query, query_cut, corrections, total, page, size, results, nearest, facets } = page;
    let results = results.iter().map(|result| result_view(result, fields, highlight)).collect();
    PageView { query, query_cut, corrections, total, page, size, next_cursor, results, nearest, facets }
}

fn result_view(result: &PageResult, fields: &[&'static str], highlight: Highlight) -> Map<String, Value> {
    let value = |field: &str| match field {
        "key" => json!(result.key),
        "service" => json!(result.service),
        "service_slug" => json!(result.service_slug),
        "category" => json!(result.category),
        "score" => json!(result.score),
        "title" => marked(&result.title, highlight),
        "snippet" => marked(&result.snippet, highlight),
        _ => json!(result.updated.map(|day| day.to_string())),
    };
    fields.iter().map(|field| ((*field).to_owned(), value(field))).collect()
}

fn marked(text: &Highlighted, highlight: Highlight) -> Value {
    match highlight {
        Highlight::Bytes => json!(text),
        Highlight::Utf16 => json!({"text": text.text, "marks": markup::utf16_marks(text)}),
        Highlight::Html => json!({"text": text.text, "html": markup::html(text)}),
    }
}
