//! From a question to an answer: which service is meant, whether the best hit answers it, what is said.
//!
//! [`decide`] chooses between answer, choices and fallback,
//! [`compose`] puts the article's text together, [`shorten`] cuts it, [`own_state`] says what the customer's own wallet
//! state means; the sentences of the bot itself stand in [`wording`], those of its manners in [`manners`], and [`hours`]
//! knows when a person can be reached. `offered` reads what a customer says of choices that were offered.
//! Synchronous; renders for no channel in particular.

pub mod compose;
pub mod decide;
pub mod explain;
pub mod follow_up;
pub mod hours;
pub mod manners;
mod offered;
mod own_article;
pub mod own_state;
pub mod shorten;
pub mod view;
pub mod wording;

use serde::Serialize;

use crate::faq::{Article, Slot, Topic};
use crate::search::correct::Correction;
use crate::search::thresholds::{Override, Thresholds};
use crate::search::{Engine, Hits, Question, SearchError};
use crate::text::small_talk::Kind;
use decide::{Decision, Judged, Verdict};
pub use explain::Explained;
pub use follow_up::Thread;
pub use view::AnswerView;

/// A question and where it comes from.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    pub utterance: String,
    /// The service that the bot or the page is for, by slug or name: a default that a named service overrides.
    pub service: Option<String>,
    /// What was asked before in this conversation.
    pub thread: Option<Thread>,
    /// Thresholds that the bot sets otherwise than the lexicon.
    pub thresholds: Override,
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
    /// What the conversation is about now; to be sent with the next question.
    pub thread: Option<Thread>,
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
        let typed = self.engine.question(&ask.utterance);
        let default = self.default_service(ask);
        let (question, mut found) = self.found(typed, ask.thread.as_ref(), default)?;
        let (kind, mut verdict) = self.verdict(&question, &found, ask.thresholds);
        if kind.is_none()
            && let Some(place) = own_article::place(&self.engine, &question, &found, default, verdict.decision)
        {
            found.hits[..=place].rotate_right(1);
            verdict = Verdict { decision: Decision::Answer, offered: Vec::new() };
        }
        let reply = |kind: Kind| Some(SmallTalk { kind, reply: self.engine.small_talk_reply(kind)?.to_owned() });
        let hits: Vec<Judged> = found.hits.iter().take(GIVEN_HITS).map(Judged::from).collect();
        let article = match verdict.decision {
            Decision::Answer => self.engine.article_by_key(&hits[0].key)?,
            _ => None,
        };
        let service =
            found.named.first().map(String::as_str).or(default).and_then(|slug| self.engine.services().find(slug));
        let of_article = article.as_ref().map(|article| article.service.as_str());
        let slug = of_article.filter(|slug| !slug.is_empty()).or(service.map(|service| service.slug.as_str()));
        let thread = if verdict.decision == Decision::Fallback && found.named.is_empty() {
            ask.thread.clone()
        } else {
            Some(Thread::new(question.text(), slug))
        };
        let slots =
            article.as_ref().map(|article| self.engine.asked_slots(&question, &article.live)).unwrap_or_default();
        Ok(Answer {
            decision: verdict.decision,
            choices: self.choices(&verdict.offered)?,
            article,
            service: service.map(|service| service.name.clone()),
            wants_human: kind == Some(Kind::Person),
            small_talk: kind.and_then(reply),
            slots,
            corrections: found.corrections,
            thread,
            question_cut: question.cut,
            hits,
        })
    }

    /// What is found for a question, read after what was asked before if that answers better.
    fn found(
        &self,
        typed: Question,
        thread: Option<&Thread>,
        default: Option<&str>,
    ) -> Result<(Question, Hits), SearchError> {
        let by_itself = self.engine.hits(&typed, default)?;
        // Small talk and the wish for a person are about nothing that was asked before.
        let thread = thread.filter(|_| self.engine.small_talk(&typed).is_none());
        let Some(meant) = thread.and_then(|thread| follow_up::meant(&self.engine, &typed, thread)) else {
            return Ok((typed, by_itself));
        };
        let question = self.engine.question(&meant);
        let mut found = self.engine.hits(&question, default)?;
        let probability = |hits: &Hits| hits.hits.first().map_or(0.0, |hit| hit.probability);
        if probability(&found) < probability(&by_itself) {
            return Ok((typed, by_itself));
        }
        found.corrections.insert(0, Correction { from: typed.text().to_owned(), to: meant });
        Ok((question, found))
    }

    /// Answers with one article, as when it was tapped; `slots` are those that were asked for before. `None` when there is no such article.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn tapped(&self, key: &str, slots: Vec<Slot>) -> Result<Option<Answer>, SearchError> {
        let Some(article) = self.engine.article_by_key(key)? else { return Ok(None) };
        let thread = Some(Thread::new(&article.title, Some(article.service.as_str()).filter(|slug| !slug.is_empty())));
        Ok(Some(Answer {
            decision: Decision::Answer,
            hits: vec![Judged { key: article.key.clone(), score: 0.0, probability: 1.0 }],
            choices: Vec::new(),
            service: Some(self.engine.services().name(&article.service).to_owned()),
            article: Some(article),
            wants_human: false,
            small_talk: None,
            slots,
            corrections: Vec::new(),
            thread,
            question_cut: false,
        }))
    }

    /// The thresholds that hold for what was found.
    fn thresholds(&self, found: &Hits, own: Override) -> Thresholds {
        decide::thresholds_for(found, self.engine.thresholds()).with(own)
    }

    /// The kind of small talk that a question is, or the wish for a person, and the decision.
    fn verdict(&self, question: &Question, found: &Hits, own: Override) -> (Option<Kind>, Verdict) {
        let kind = self.engine.small_talk(question);
        let verdict = match kind {
            Some(Kind::Person) => decide::fallback(found),
            Some(_) => Verdict { decision: Decision::Fallback, offered: Vec::new() },
            None => decide::decide(found, self.thresholds(found, own)),
        };
        (kind, verdict)
    }

    /// Slug of the service that the question came with, if there is such a service.
    fn default_service(&self, ask: &Ask) -> Option<&str> {
        let of_thread = || ask.thread.as_ref()?.service.as_deref();
        let service = self.engine.services().find(ask.service.as_deref().or_else(of_thread)?)?;
        Some(service.slug.as_str())
    }

    /// Articles to offer; keys that lead nowhere are passed over.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn choices(&self, keys: &[String]) -> Result<Vec<Choice>, SearchError> {
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
