//! `/healthz`: the process is alive. `/readyz`: it can answer, and from which generation.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use super::state::AppState;

pub(super) async fn get_liveness() -> &'static str {
    "ok"
}

pub(super) async fn get_readiness(State(state): State<AppState>) -> Json<Value> {
    let answerer = state.answerer();
    let manifest = answerer.engine().manifest();
    Json(json!({
        "ready": true,
        "generation": manifest.generation,
        "articles": manifest.counts.articles,
    }))
}
