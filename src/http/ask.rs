//! `POST /api/v1/ask`: the same answer that the bot gives, as JSON for a page.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

use super::error::ApiError;
use super::feedback::{Asked, note_missed};
use super::kakao_skill::log_decision;
use super::state::AppState;
use crate::answer::own_state::Attached;
use crate::answer::{Answer, AnswerView, Ask, Choice, Thread};
use crate::faq::Article;
use crate::insight::Channel;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    utterance: Option<String>,
    /// The key of an article that was tapped, in the place of an utterance.
    article: Option<String>,
    service: Option<String>,
    /// From the answer before.
    context: Option<String>,
}

/// An answer, with what a page needs to show and tap.
#[derive(Debug, Serialize)]
pub(super) struct Reply {
    #[serde(flatten)]
    view: AnswerView,
    /// The article that answers.
    article: Option<ArticleLink>,
    /// Articles to choose, or the nearest ones where nothing answers.
    options: Vec<Choice>,
}

#[derive(Debug, Serialize)]
struct ArticleLink {
    key: String,
    title: String,
    /// Its page in the help center.
    url: Option<String>,
}

/// What a body asks.
enum Wanted {
    Utterance(String),
    Article(String),
}

pub(super) async fn ask_question(
    State(state): State<AppState>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Reply>, ApiError> {
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::TooLarge,
        _ => ApiError::Invalid("the body could not be read".to_owned()),
    })?;
    let Body { utterance, article, service, context } = serde_json::from_slice(&body).map_err(|error| {
        ApiError::Invalid(format!(
            "the body must be a JSON object with `utterance` or `article`, and at most `service` and `context`: {error}"
        ))
    })?;
    let wanted = match (utterance, article) {
        (Some(utterance), None) => Wanted::Utterance(utterance),
        (None, Some(key)) => Wanted::Article(key),
        _ => return Err(ApiError::Invalid("the body must have either `utterance` or `article`".to_owned())),
    };
    let sink = state.clone();
    let run = state.run(move |answerer| {
        let services = answerer.engine().services();
        if let Some(unknown) = service.as_deref().filter(|service| services.find(service).is_none()) {
            return Ok(Err(ApiError::Invalid(format!("there is no service '{unknown}'"))));
        }
        let answer = match wanted {
            Wanted::Article(key) => match answerer.tapped(&key, Vec::new())? {
                Some(answer) => answer,
                None => return Ok(Err(ApiError::NotFound)),
            },
            Wanted::Utterance(utterance) => {
                // A context that cannot be read is an old one: the question is asked without.
                let thread = context.as_deref().and_then(Thread::from_token);
                let ask = Ask { utterance, service, thread, ..Ask::default() };
                let answer = answerer.ask(&ask)?;
                let asked = Asked { channel: Channel::Api, bot: None, person: None, utterance: &ask.utterance };
                note_missed(&sink, &asked, &answer);
                answer
            }
        };
        log_decision(&answer);
        Ok(Ok(reply(answer, &sink)))
    });
    run.await?.map(Json)
}

fn reply(answer: Answer, state: &AppState) -> Reply {
    let view = AnswerView::new(&answer, &Attached::Nothing);
    let link = |article: Article| ArticleLink {
        url: state.config.links.article_url(&article.key),
        key: article.key,
        title: article.title,
    };
    Reply { view, article: answer.article.map(link), options: answer.choices }
}
