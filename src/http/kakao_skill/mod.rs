//! `POST /kakao/skill`. Whatever fails, the customer gets a bubble: status 200 with a valid skill response, but for a
//! wrong secret (401) and an oversized body (413), which no customer can cause.

use std::time::Instant;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use subtle::ConstantTimeEq;

use super::error::ApiError;
use super::own_state;
use super::state::{AppState, PATIENCE};
use crate::answer::{Answer, Ask, wording};
use crate::attach::BUDGET;
use crate::kakao::{SkillRequest, SkillResponse, render};
use crate::link::{Command, Person};
use crate::wallet::{Deadline, WalletId};

pub(super) async fn answer_skill(
    State(state): State<AppState>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    if !is_authorized(&state, &headers) {
        return ApiError::Unauthorized.into_response();
    }
    let body = match body {
        Ok(body) => body,
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            return ApiError::TooLarge.into_response();
        }
        Err(_) => return bubble(&SkillResponse::text(wording::TROUBLE)),
    };
    let request = match SkillRequest::parse(&body) {
        Ok(request) => request,
        Err(error) => {
            tracing::warn!(%error, "unreadable skill payload");
            return bubble(&SkillResponse::text(wording::TROUBLE));
        }
    };
    if request.skill_test {
        return bubble(&SkillResponse::text(wording::SKILL_TEST));
    }
    let (arrived, deadline) = (Instant::now(), Deadline::after(BUDGET));
    let person = request.user_key.as_deref().and_then(|key| Person::new(&request.bot_id, request.development, key));
    let tapped = request.tapped_article().map(str::to_owned);
    if let (Some(person), Some(links), None) = (&person, &state.own_state().links, &tapped)
        && let Some(command) = Command::read(&request.utterance)
    {
        return bubble(&SkillResponse::text(&own_state::obey(links, person, command).await));
    }
    if request.utterance.is_empty() && tapped.is_none() {
        return bubble(&render::render_greeting(state.answerer().topics()));
    }
    let wallet = request.tapped_wallet().and_then(|id| WalletId::parse(id).ok());
    let slots = request.tapped_slots();
    let asker = own_state::identify(&state, person.as_ref(), deadline).await;
    let service = asker.service().map(str::to_owned);
    let (utterance, thread) = (request.utterance, request.thread);
    // What the look-up took is off the time that a question may wait for its turn.
    let result = state.run_within(PATIENCE.saturating_sub(arrived.elapsed()), move |answerer| {
        let answer = match tapped.map(|key| answerer.tapped(&key, slots)).transpose()?.flatten() {
            Some(answer) => answer,
            // Typed, or the tapped article is gone since: its title, which the tap sent, is asked like any question.
            None => answerer.ask(&Ask { utterance, service, thread })?,
        };
        log_decision(&answer);
        Ok((answer, answerer.topics().to_vec()))
    });
    match result.await {
        Ok((answer, topics)) => {
            let attached = own_state::attach(&state, &answer, &asker, wallet.as_ref(), deadline).await;
            bubble(&render::render(&answer, &attached, &topics, &state.config.links))
        }
        Err(error) => {
            tracing::error!(?error, "no answer for a skill call");
            bubble(&SkillResponse::text(wording::TROUBLE))
        }
    }
}

/// One line per decision: what was answered, never what was asked.
pub(super) fn log_decision(answer: &Answer) {
    let best = answer.hits.first();
    let article = best.map_or("-", |hit| hit.key.as_str());
    let probability = best.map_or(0.0, |hit| hit.probability);
    tracing::info!(decision = ?answer.decision, article, probability, "decided {:?} {article}", answer.decision);
}

/// Compares in constant time; the length of the secret is no secret.
fn is_authorized(state: &AppState, headers: &HeaderMap) -> bool {
    let Some(secret) = &state.config.kakao_secret else { return true };
    let given = headers.get(&state.config.kakao_header).map_or(&b""[..], |value| value.as_bytes());
    given.ct_eq(secret.expose().as_bytes()).into()
}

fn bubble(response: &SkillResponse) -> Response {
    ([(header::CONTENT_TYPE, "application/json; charset=utf-8")], response.to_json()).into_response()
}
