//! `POST /kakao/skill`. Whatever fails, the customer gets a bubble: status 200 with a valid skill response, but for a
//! wrong secret (401), a bot that is not listed (403) and an oversized body (413), which no customer can cause.
//!
//! [`bots`] knows who may call, [`channel`] is how the skill is set up, `turn` answers one call, `own_turn` waits for the
//! customer's own state, `meaning` tells what is wanted, `replay` keeps what was done from being done twice.

pub mod bots;
pub mod channel;
mod meaning;
mod own_turn;
mod replay;
mod turn;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

pub use channel::KakaoChannel;
use replay::CallKey;
use turn::{Reply, Times, Turn};

use super::error::ApiError;
use super::request_log::REQUEST_ID;
use super::state::AppState;
use crate::answer::{Answer, wording};
use crate::kakao::request::Origin;
use crate::kakao::{SkillRequest, SkillResponse};

pub(super) async fn answer_skill(
    State(state): State<AppState>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let times = Times::from_arrival();
    let given = headers.get(&state.config.kakao_header).map_or(&b""[..], |value| value.as_bytes());
    if !state.kakao().bots.admit(given) {
        return ApiError::Unauthorized.into_response();
    }
    let body = match body {
        Ok(body) => body,
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            return ApiError::TooLarge.into_response();
        }
        Err(_) => return trouble(),
    };
    let request = match SkillRequest::parse(&body) {
        Ok(request) => request,
        Err(error) => {
            tracing::warn!(%error, "unreadable skill payload");
            return trouble();
        }
    };
    let bot = match state.kakao().bots.find(&request.bot_id, given) {
        Ok(bot) => bot,
        Err(error) => {
            tracing::warn!(?error, "a skill call was refused");
            return error.into_response();
        }
    };
    if request.origin == Origin::SkillTest {
        return bubble(SkillResponse::text(wording::SKILL_TEST).to_json());
    }
    let call = CallKey::new(headers.get(REQUEST_ID).map(HeaderValue::as_bytes), &body);
    let turn = Turn::new(state, bot, request, times, call);
    match tokio::time::timeout(times.whole.remaining(), Box::pin(turn.take())).await {
        Ok(Reply::Now(response)) => bubble(response.to_json()),
        Ok(Reply::Later(waiting)) => bubble(waiting.to_json()),
        Err(_) => {
            tracing::error!("no answer for a skill call in time");
            trouble()
        }
    }
}

/// One line per decision: what was answered, never what was asked.
pub(super) fn log_decision(answer: &Answer) {
    let (article, probability) = best(answer);
    tracing::info!(decision = ?answer.decision, article, probability, "decided {:?} {article}", answer.decision);
}

/// The best article and its probability.
fn best(answer: &Answer) -> (&str, f32) {
    answer.hits.first().map_or(("-", 0.0), |hit| (hit.key.as_str(), hit.probability))
}

fn trouble() -> Response {
    bubble(SkillResponse::text(wording::TROUBLE).to_json())
}

fn bubble(json: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, "application/json; charset=utf-8")], json).into_response()
}
