//! All routes, and the layers around them from the outside in.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{any, get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use super::cross_origin::cross_origin;
use super::rate_limit::{RateLimit, limit_rate};
use super::state::AppState;
use super::{
    article, ask, error, feedback, health, help, kakao_skill, openapi, request_log, revalidate, search_api,
    suggest_api, widget,
};

/// Largest body that is read.
pub const MAX_BODY_BYTES: usize = 64 * 1024;
/// Largest payload of a skill call; Kakao's have about 3 KB.
const MAX_SKILL_BYTES: usize = 32 * 1024;

/// The application.
pub fn router(state: AppState) -> Router {
    let limit = RateLimit::new(state.config.rate_limit_per_minute, &state.config.trusted_proxies);
    let limited = |routes: Router<AppState>| match &limit {
        Some(limit) => routes.route_layer(from_fn_with_state(limit.clone(), limit_rate)),
        None => routes,
    };
    Router::new()
        .route("/kakao/skill", post(kakao_skill::answer_skill).layer(DefaultBodyLimit::max(MAX_SKILL_BYTES)))
        // Not limited: a page without it would look broken; browsers keep it for an hour.
        .route("/widget.js", get(widget::get_widget).layer(CompressionLayer::new()))
        .route("/openapi.json", get(openapi::get_openapi).layer(CompressionLayer::new()))
        .route("/healthz", get(health::get_liveness))
        .route("/readyz", get(health::get_readiness))
        .merge(limited(api(&state)).route_layer(cross_origin(&state.config.allowed_origins)))
        .merge(limited(pages()).route_layer(from_fn_with_state(state.clone(), help::trouble::show_trouble)))
        .fallback(error::no_route)
        .method_not_allowed_fallback(error::no_method)
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(CatchPanicLayer::custom(error::from_panic))
        .layer(from_fn(request_log::log_request))
        .with_state(state)
}

/// What programs and other sites' pages call.
fn api(state: &AppState) -> Router<AppState> {
    Router::new()
        .route("/api/v1/search", get(search_api::search_articles))
        .route("/api/v1/suggest", get(suggest_api::suggest_articles))
        .route("/api/v1/ask", post(ask::ask_question))
        .route("/api/v1/articles/{key}", get(article::get_article))
        .route("/api/v1/feedback", post(feedback::give_feedback))
        // Before the layers, or a preflight, whose method no handler takes, would never reach the layer that answers it.
        .method_not_allowed_fallback(error::no_method)
        .route_layer(from_fn_with_state(state.clone(), revalidate::revalidate))
        .route_layer(CompressionLayer::new())
}

/// What people open.
fn pages() -> Router<AppState> {
    Router::new()
        .route("/help", get(help::home::show_home))
        .route("/help/search", get(help::results::show_results))
        .route("/help/articles/{key}", get(help::article::show_article))
        .route("/help/articles/{key}/feedback", post(help::feedback::give_feedback))
        .route("/help/assets/{name}", get(help::assets::get_asset))
        // So that a browser gets a page here as well.
        .route("/help/{*rest}", any(error::no_route))
        .method_not_allowed_fallback(error::no_method)
        .route_layer(CompressionLayer::new())
}
