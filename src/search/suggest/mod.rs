//! Suggestions while a question is typed: titles and phrasings that go on as it begins, after every key.
//!
//! All texts are in memory by their keys (`keys`), every letter of them sorted by what follows (`book`), so that a
//! keystroke is a look-up and no search of the index. In this order, each only if the ones before found nothing or too
//! little: what was typed in one piece; its words anywhere in a text, and initial consonants (초성); the other keyboard
//! layout; pieces of what was typed without spaces; typing errors; the beginning alone, if it is most of what was typed.

mod book;
mod generation;
mod initials;
mod keys;
mod layouts;
mod pick;
mod resort;
mod suggester;
mod typos;

use serde::{Deserialize, Serialize};

use super::correct::Correction;
pub use suggester::Suggester;

/// Most suggestions at once.
pub const MAX_SIZE: usize = 20;

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct SuggestRequest {
    /// What is typed so far, as it stands in the box; cut after 300 characters.
    pub query: String,
    /// Slug or name of the service whose articles go first.
    pub service: Option<String>,
    /// 1 to [`MAX_SIZE`].
    pub size: usize,
}

/// What may be meant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Suggestions {
    /// What was typed, unchanged.
    pub query: String,
    /// What was read otherwise than typed.
    pub corrections: Vec<Correction>,
    /// Best first.
    pub suggestions: Vec<Suggestion>,
}

/// What a suggestion's text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Title,
    Phrasing,
}

/// A title or phrasing, and the article that it leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    pub text: String,
    pub key: String,
    pub kind: Kind,
    /// Name and slug; both empty in a general collection.
    pub service: String,
    pub service_slug: String,
    /// Start and end in `text` of what matched: in order, apart, on character boundaries, in bytes.
    pub marks: Vec<[usize; 2]>,
}

impl Suggestions {
    /// The same with marks in UTF-16 code units, as JavaScript counts.
    #[must_use]
    pub fn in_utf16(mut self) -> Self {
        for suggestion in &mut self.suggestions {
            let text = &suggestion.text;
            let units = |byte: usize| text[..byte].encode_utf16().count();
            for at in suggestion.marks.iter_mut().flatten() {
                *at = units(*at);
            }
        }
        self
    }
}

/// The texts of an article.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Source {
    pub key: String,
    pub title: String,
    /// Slug.
    #[serde(default)]
    pub service: String,
    #[serde(default)]
    pub phrasings: Vec<String>,
}
