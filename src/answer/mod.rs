//! From a question to an answer: which service is meant, whether the best hit answers it, what is said.
//!
//! [`decide`] chooses between answer, choices and fallback,
//! [`compose`] puts the article's text together; the sentences of the bot itself stand in [`wording`].
//! Synchronous; renders for no channel in particular.

pub mod compose;
pub mod decide;
pub mod view;
pub mod wording;

use serde::Serialize;

use crate::faq::{Article, Slot, Topic};
use crate::search::correct::Correction;
use crate::search::{Engine, SearchError};
use crate::text::small_talk::Kind;
use decide::{Decision, Judged, Verdict};
pub use view::AnswerView;

/// A question and where it comes from.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    pub utterance: String,
    /// The service that the bot or the page is for, by slug or name: a default that a named service overrides.
    pub service: Option<String>,
}

/// An article to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    pub key: String,
    pub title: String,
    /// The service's name.
    pub service: String,
}

/// What is said to a customer who asks nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmallTalk {
    pub kind: Kind,
    /// One line.
    pub reply: String,
}

/// What is answered.
#[derive(Debug, Clone)]
pub struct Answer {
    pub decision: Decision,
    /// Ranked, whatever was decided.
    pub hits: Vec<Judged>,
    /// For [`Decision::Answer`] the article.
    pub article: Option<Article>,
    /// For [`Decision::Choose`] what is offered, 2 to 4; for [`Decision::Fallback`] the nearest topics, 0 to 3, and none for
    /// small talk.
    pub choices: Vec<Choice>,
    /// Name of the service that the question names, or that was given with it.
    pub service: Option<String>,
    /// Whether the customer wants to talk to a person.
    pub wants_human: bool,
    /// Small talk other than that; the decision is [`Decision::Fallback`] then.
    pub small_talk: Option<SmallTalk>,
    /// Own state that the question asks for.
    pub slots: Vec<Slot>,
    /// What was read otherwise than typed.
    pub corrections: Vec<Correction>,
    /// Whether the question was cut because it was too long.
    pub question_cut: bool,
}

/// Answers questions from one generation.
pub struct Answerer {
    engine: Engine,
}

/// Hits that are given out with an answer.
const GIVEN_HITS: usize = 10;

impl Answerer {
    /// An answerer over a search engine.
    pub fn new(engine: Engine) -> Self {
        Self { engine }
    }

    /// The search engine underneath.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The first taps to offer.
    pub fn topics(&self) -> &[Topic] {
        &self.engine.manifest().topics
    }

    /// Answers a question.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn ask(&self, ask: &Ask) -> Result<Answer, SearchError> {
        let question = self.engine.question(&ask.utterance);
        let default = ask.service.as_deref().and_then(|service| self.engine.services().find(service));
        let found = self.engine.hits(&question, default.map(|service| service.slug.as_str()))?;
        let kind = self.engine.small_talk(&question);
        let verdict = match kind {
            Some(Kind::Person) => decide::fallback(&found),
            Some(_) => Verdict { decision: Decision::Fallback, offered: Vec::new() },
            None => decide::decide(&found, decide::thresholds_for(&found, self.engine.thresholds())),
        };
        let reply = |kind: Kind| Some(SmallTalk { kind, reply: self.engine.small_talk_reply(kind)?.to_owned() });
        let hits: Vec<Judged> = found.hits.iter().take(GIVEN_HITS).map(Judged::from).collect();
        let article = match verdict.decision {
            Decision::Answer => self.engine.article_by_key(&hits[0].key)?,
            _ => None,
        };
        let service = found.named.first().and_then(|slug| self.engine.services().find(slug)).or(default);
        Ok(Answer {
            decision: verdict.decision,
            choices: self.choices(&verdict.offered)?,
            article,
            service: service.map(|service| service.name.clone()),
            wants_human: kind == Some(Kind::Person),
            small_talk: kind.and_then(reply),
            slots: Vec::new(),
            corrections: found.corrections,
            question_cut: question.cut,
            hits,
        })
    }

    /// Answers with one article, as when it was tapped. `None` when there is no such article.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn tapped(&self, key: &str) -> Result<Option<Answer>, SearchError> {
        let Some(article) = self.engine.article_by_key(key)? else { return Ok(None) };
        Ok(Some(Answer {
            decision: Decision::Answer,
            hits: vec![Judged { key: article.key.clone(), score: 0.0, probability: 1.0 }],
            choices: Vec::new(),
            service: Some(self.engine.services().name(&article.service).to_owned()),
            article: Some(article),
            wants_human: false,
            small_talk: None,
            slots: Vec::new(),
            corrections: Vec::new(),
            question_cut: false,
        }))
    }

    fn choices(&self, keys: &[String]) -> Result<Vec<Choice>, SearchError> {
        let mut choices = Vec::new();
        for key in keys {
            if let Some(article) = self.engine.article_by_key(key)? {
                let service = self.engine.services().name(&article.service).to_owned();
                choices.push(Choice { key: article.key, title: article.title, service });
            }
        }
        Ok(choices)
    }
}
