//! `POST /api/v1/ask`: the same answer that the bot gives, as JSON for a page.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use serde::Deserialize;

use super::error::ApiError;
use super::feedback::{Asked, note_missed};
use super::kakao_skill::log_decision;
use super::state::AppState;
use crate::answer::own_state::Attached;
use crate::answer::{AnswerView, Ask, Thread};
use crate::insight::Channel;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    utterance: String,
    service: Option<String>,
    /// From the answer before.
    context: Option<String>,
}

pub(super) async fn ask_question(
    State(state): State<AppState>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<AnswerView>, ApiError> {
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::TooLarge,
        _ => ApiError::Invalid("the body could not be read".to_owned()),
    })?;
    let Body { utterance, service, context } = serde_json::from_slice(&body).map_err(|error| {
        ApiError::Invalid(format!(
            "the body must be a JSON object with `utterance` and at most `service` and `context`: {error}"
        ))
    })?;
    let sink = state.clone();
    let run = state.run(move |answerer| {
        let services = answerer.engine().services();
        if let Some(unknown) = service.as_deref().filter(|service| services.find(service).is_none()) {
            return Ok(Err(ApiError::Invalid(format!("there is no service '{unknown}'"))));
        }
        // A context that cannot be read is an old one: the question is asked without.
        let thread = context.as_deref().and_then(Thread::from_token);
        let ask = Ask { utterance, service, thread };
        let answer = answerer.ask(&ask)?;
        log_decision(&answer);
        note_missed(
            &sink,
            &Asked { channel: Channel::Api, bot: None, person: None, utterance: &ask.utterance },
            &answer,
        );
        Ok(Ok(AnswerView::new(&answer, &Attached::Nothing)))
    });
    run.await?.map(Json)
}
