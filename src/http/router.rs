//! All routes, and the layers around them from the outside in.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;

use super::state::AppState;
use super::{article, ask, error, feedback, health, kakao_skill, request_log, search_api, suggest_api, widget};

/// Largest body that is read.
pub const MAX_BODY_BYTES: usize = 64 * 1024;
/// Largest payload of a skill call; Kakao's have about 3 KB.
const MAX_SKILL_BYTES: usize = 32 * 1024;

/// The application.
pub fn router(state: AppState) -> Router {
    Router::new()
        .route("/kakao/skill", post(kakao_skill::answer_skill).layer(DefaultBodyLimit::max(MAX_SKILL_BYTES)))
        .route("/api/v1/search", get(search_api::search_articles))
        .route("/api/v1/suggest", get(suggest_api::suggest_articles))
        .route("/api/v1/ask", post(ask::ask_question))
        .route("/api/v1/feedback", post(feedback::give_feedback))
        .route("/api/v1/articles/{key}", get(article::get_article))
        .route("/help/articles/{key}", get(article::show_article))
        .route("/widget.js", get(widget::get_widget))
        .route("/healthz", get(health::get_liveness))
        .route("/readyz", get(health::get_readiness))
        .fallback(error::no_route)
        .method_not_allowed_fallback(error::no_method)
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(CatchPanicLayer::custom(error::from_panic))
        .layer(middleware::from_fn(request_log::log_request))
        .with_state(state)
}
