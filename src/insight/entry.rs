//! What happened, as it is handed to the store.

use serde::Serialize;
use time::OffsetDateTime;

use super::scrub::Scrubbed;
use crate::link::PersonHash;

/// The customer's way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    Kakao,
    /// The help center's own pages.
    Page,
    /// A program, or the widget.
    Api,
}

impl Channel {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Kakao => "kakao",
            Self::Page => "page",
            Self::Api => "api",
        }
    }
}

/// How a question was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Band {
    Answer,
    Choose,
    Fallback,
}

impl Band {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Choose => "choose",
            Self::Fallback => "fallback",
        }
    }
}

/// A customer said whether an article helped.
#[derive(Debug, Clone, PartialEq)]
pub struct Feedback {
    pub at: OffsetDateTime,
    pub channel: Channel,
    /// The bot's name, where it is one.
    pub bot: Option<String>,
    /// Who said it, where Kakao names a user: a later vote of theirs on the same article replaces this one.
    pub person: Option<PersonHash>,
    /// The article's key.
    pub article: String,
    pub helpful: bool,
    /// How the question was decided, where one is known.
    pub band: Option<Band>,
    /// What the article was given then, 0 to 1.
    pub probability: Option<f64>,
    pub question: Option<Scrubbed>,
}

/// A question that got no answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Missed {
    pub at: OffsetDateTime,
    pub channel: Channel,
    /// The bot's name, where it is one.
    pub bot: Option<String>,
    pub person: Option<PersonHash>,
    /// Key of the best hit, if anything was found.
    pub nearest: Option<String>,
    pub band: Band,
    /// What the best hit was given, 0 to 1.
    pub probability: Option<f64>,
    pub question: Scrubbed,
}
