//! `GET /admin/v1/generations`, `POST /admin/v1/reload`, `POST /admin/v1/rollback`.
//!
//! What is done with the index folder is wired in `cli`; here it has a name and its errors a code.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

use super::super::error::ApiError;

/// The generations of a server. Its methods read files and may take seconds: they run off the async threads.
pub trait GenerationControl: Send + Sync {
    /// All complete generations, oldest first, and which are current and served.
    ///
    /// # Errors
    /// When the index folder cannot be read.
    fn list(&self) -> Result<GenerationList, GenerationError>;

    /// Puts the current generation of the index folder into service now.
    ///
    /// # Errors
    /// When it cannot be opened; the one in service stays.
    fn reload(&self) -> Result<Change, GenerationError>;

    /// Puts an earlier generation into service and makes it the current one: the named, else the one before.
    ///
    /// # Errors
    /// When there is none or it cannot be opened; nothing is changed then.
    fn roll_back(&self, generation: Option<&str>) -> Result<Change, GenerationError>;
}

/// Why generations could not be listed or changed. The texts are for the log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GenerationError {
    #[error("there is no generation {0}")]
    Unknown(String),
    #[error("there is no earlier generation")]
    NoEarlier,
    #[error("a reindex is running")]
    ReindexRunning,
    /// It cannot be opened.
    #[error("{0}")]
    Unusable(String),
    /// The index folder cannot be read or written.
    #[error("{0}")]
    Folder(String),
}

/// The generations of the index folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GenerationList {
    /// The one that the index folder names.
    pub current: String,
    /// The one that this server answers from: another than `current` only until it has been opened.
    pub served: String,
    /// Oldest first.
    pub generations: Vec<GenerationRow>,
}

/// One generation. What is absent could not be read from its manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GenerationRow {
    pub generation: String,
    /// When it was made, in RFC 3339.
    pub created: Option<String>,
    pub articles: Option<usize>,
}

/// What a reload or rollback did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// In service now.
    pub generation: String,
    /// In service before; the same if nothing was to be changed.
    pub previous: String,
}

impl From<GenerationError> for ApiError {
    fn from(error: GenerationError) -> Self {
        match error {
            GenerationError::Unknown(name) => Self::UnknownGeneration(name),
            GenerationError::NoEarlier => Self::NoEarlierGeneration,
            GenerationError::ReindexRunning => Self::ReindexRunning,
            GenerationError::Unusable(cause) => Self::UnusableGeneration(cause),
            GenerationError::Folder(cause) => Self::Internal(cause),
        }
    }
}

type Control = State<Arc<dyn GenerationControl>>;

pub(super) async fn list_generations(State(control): Control) -> Result<Json<GenerationList>, ApiError> {
    run(move || control.list()).await
}

pub(super) async fn reload_generation(State(control): Control) -> Result<Json<Change>, ApiError> {
    run(move || control.reload()).await
}

/// The body of a rollback; without a body it goes to the generation before the current one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    generation: String,
}

pub(super) async fn roll_back_generation(
    State(control): Control,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Change>, ApiError> {
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::TooLarge,
        _ => ApiError::Invalid("the body could not be read".to_owned()),
    })?;
    let named = if body.is_empty() {
        None
    } else {
        let body: Body = serde_json::from_slice(&body).map_err(|error| {
            ApiError::Invalid(format!("the body must be empty or a JSON object with `generation`: {error}"))
        })?;
        Some(body.generation)
    };
    run(move || control.roll_back(named.as_deref())).await
}

/// Runs what reads and writes files off the async threads.
async fn run<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, GenerationError> + Send + 'static,
) -> Result<Json<T>, ApiError> {
    let done = tokio::task::spawn_blocking(work).await.map_err(|error| ApiError::Internal(error.to_string()))?;
    Ok(Json(done?))
}
