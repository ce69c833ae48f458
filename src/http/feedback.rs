//! `POST /api/v1/feedback`: whether an article helped. And what of a question is handed to the store of feedback, for
//! every channel alike: scrubbed, without an address or a cookie, off the request path.

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use serde::Deserialize;

use super::error::ApiError;
use super::state::AppState;
use crate::answer::decide::Decision;
use crate::answer::{Answer, Ask};
use crate::clock::{Clock, SystemClock};
use crate::insight::{Band, Channel, Feedback, Missed, scrub};
use crate::link::{Person, PersonHash};

/// Longest key that is looked for, in bytes; those of the corpus have at most 60.
const LONGEST_KEY: usize = 200;
/// Longest question that is taken, in characters; what is read of one is shorter.
const LONGEST_QUESTION: usize = 1_000;

/// What was asked, and by whom as far as it is known.
pub(super) struct Asked<'a> {
    pub(super) channel: Channel,
    /// The bot's name.
    pub(super) bot: Option<&'a str>,
    pub(super) person: Option<&'a Person>,
    pub(super) utterance: &'a str,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    article: String,
    helpful: bool,
    question: Option<String>,
}

pub(super) async fn give_feedback(
    State(state): State<AppState>,
    body: Result<Bytes, BytesRejection>,
) -> Result<StatusCode, ApiError> {
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::TooLarge,
        _ => ApiError::Invalid("the body could not be read".to_owned()),
    })?;
    let Body { article, helpful, question } = serde_json::from_slice(&body).map_err(|error| {
        ApiError::Invalid(format!(
            "the body must be a JSON object with `article`, `helpful` and at most `question`: {error}"
        ))
    })?;
    let question = question.filter(|question| !question.trim().is_empty());
    note_vote(&state, Channel::Api, article, helpful, question).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Keeps a vote of nobody in particular, from a page or a program. `question` is what the article was found with; how it
/// is decided is found out anew, so that a caller cannot make it up.
///
/// # Errors
/// For an article that does not exist, a text that is too long, and when no feedback is kept.
pub(super) async fn note_vote(
    state: &AppState,
    channel: Channel,
    article: String,
    helpful: bool,
    question: Option<String>,
) -> Result<(), ApiError> {
    if article.len() > LONGEST_KEY {
        return Err(ApiError::Invalid(format!("`article` is longer than {LONGEST_KEY} bytes")));
    }
    if question.as_ref().is_some_and(|question| question.chars().count() > LONGEST_QUESTION) {
        return Err(ApiError::Invalid(format!("`question` is longer than {LONGEST_QUESTION} characters")));
    }
    let store = state.feedback().ok_or(ApiError::NoFeedback)?;
    let looked_up = state.run(move |answerer| {
        if answerer.engine().article_by_key(&article)?.is_none() {
            return Ok(Err(ApiError::UnknownArticle(article)));
        }
        let ask = question.map(|utterance| Ask { utterance, ..Ask::default() });
        let answer = ask.as_ref().map(|ask| answerer.ask(ask)).transpose()?;
        Ok(Ok((article, ask, answer)))
    });
    let (article, ask, answer) = looked_up.await??;
    let utterance = ask.as_ref().map(|ask| ask.utterance.as_str());
    store.record(vote(channel, article, helpful, utterance, answer.as_ref()));
    Ok(())
}

fn vote(
    channel: Channel,
    article: String,
    helpful: bool,
    utterance: Option<&str>,
    answer: Option<&Answer>,
) -> Feedback {
    let hit = answer.and_then(|answer| answer.hits.iter().find(|hit| hit.key == article));
    Feedback {
        at: SystemClock.now(),
        channel,
        bot: None,
        person: None,
        helpful,
        band: answer.map(|answer| band(answer.decision)),
        probability: hit.map(|hit| f64::from(hit.probability)),
        question: utterance.map(scrub).filter(|question| !question.is_empty()),
        article,
    }
}

/// Keeps a question that got no answer. Small talk and the wish for a person are none.
pub(super) fn note_missed(state: &AppState, asked: &Asked<'_>, answer: &Answer) {
    let Some(store) = state.feedback() else { return };
    if answer.decision != Decision::Fallback || answer.wants_human || answer.small_talk.is_some() {
        return;
    }
    let best = answer.hits.first();
    store.record_missed(Missed {
        at: SystemClock.now(),
        channel: asked.channel,
        bot: asked.bot.map(str::to_owned),
        person: asked.person.and_then(|person| hash_of(state, person)),
        nearest: best.map(|hit| hit.key.clone()),
        band: band(answer.decision),
        probability: best.map(|hit| f64::from(hit.probability)),
        question: scrub(asked.utterance),
    });
}

/// What stands for a person; `None` where no links are kept, whose secret it takes.
pub(super) fn hash_of(state: &AppState, person: &Person) -> Option<PersonHash> {
    state.own_state().links.as_ref().map(|links| links.hash_of(person))
}

/// The band of a decision.
pub(super) fn band(decision: Decision) -> Band {
    match decision {
        Decision::Answer => Band::Answer,
        Decision::Choose => Band::Choose,
        Decision::Fallback => Band::Fallback,
    }
}
