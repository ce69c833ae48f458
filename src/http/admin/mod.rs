//! The admin listener: for whoever runs the service, on an address and with a token of its own.
//!
//! A router apart from the public one, so that no mistake in a route can show the one to the callers of the other.
//! All its routes stand here, a file per subject. Nothing is answered without the token, not even that a path is unknown.

mod explain;
mod generations;
mod links;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRef, Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use subtle::ConstantTimeEq;
use tower_http::catch_panic::CatchPanicLayer;

use super::error::{self, ApiError};
use super::request_log;
use super::router::MAX_BODY_BYTES;
use super::state::AppState;
use crate::config::Secret;
pub use generations::{Change, GenerationControl, GenerationError, GenerationList, GenerationRow};
pub use links::LinkControl;

/// What the handlers of the admin listener share; cheap to clone.
#[derive(Clone)]
pub struct AdminState {
    app: AppState,
    token: Arc<Secret>,
    generations: Arc<dyn GenerationControl>,
    links: Option<LinkControl>,
}

impl AdminState {
    /// State beside that of the public routes; every call must bear `token`.
    pub fn new(app: AppState, token: Secret, generations: Arc<dyn GenerationControl>) -> Self {
        Self { app, token: Arc::new(token), generations, links: None }
    }

    /// With links, whose calls say otherwise that there are none.
    #[must_use]
    pub fn with_links(mut self, links: LinkControl) -> Self {
        self.links = Some(links);
        self
    }
}

impl FromRef<AdminState> for AppState {
    fn from_ref(state: &AdminState) -> Self {
        state.app.clone()
    }
}

impl FromRef<AdminState> for Arc<dyn GenerationControl> {
    fn from_ref(state: &AdminState) -> Self {
        Arc::clone(&state.generations)
    }
}

impl FromRef<AdminState> for Option<LinkControl> {
    fn from_ref(state: &AdminState) -> Self {
        state.links.clone()
    }
}

/// The admin application.
pub fn admin_router(state: AdminState) -> Router {
    Router::new()
        .route("/admin/v1/explain", get(explain::explain_question))
        .route("/admin/v1/generations", get(generations::list_generations))
        .route("/admin/v1/link-audit", get(links::list_audit))
        .route("/admin/v1/link-codes", post(links::issue_code))
        .route("/admin/v1/links", delete(links::remove_links))
        .route("/admin/v1/reload", post(generations::reload_generation))
        .route("/admin/v1/rollback", post(generations::roll_back_generation))
        .fallback(error::no_route)
        .method_not_allowed_fallback(error::no_method)
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(middleware::from_fn_with_state(state.clone(), require_token))
        .layer(CatchPanicLayer::custom(error::from_panic))
        .layer(middleware::from_fn(request_log::log_request))
        .with_state(state)
}

async fn require_token(State(state): State<AdminState>, request: Request, next: Next) -> Response {
    let mut response = if bears(request.headers(), &state.token) {
        next.run(request).await
    } else {
        ApiError::NoToken.into_response()
    };
    // Explanations hold what customers typed; no proxy on the way may keep them.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Compares in constant time; the length of the token is no secret.
fn bears(headers: &HeaderMap, token: &Secret) -> bool {
    let given = headers.get(header::AUTHORIZATION).map_or(&b""[..], |value| value.as_bytes());
    let (scheme, given) = given.split_at(given.len().min(b"Bearer ".len()));
    scheme.eq_ignore_ascii_case(b"Bearer ") && bool::from(given.ct_eq(token.expose().as_bytes()))
}
