//! Feedback and missed questions: kept, counted, grouped, let go and erased on both databases; at rest; over HTTP.

mod at_rest;
mod http;
mod store;

use std::path::Path;
use std::sync::Arc;

use haedap::clock::Clock;
use haedap::insight::{Band, Channel, Feedback, FeedbackStore, Missed, scrub};
use haedap::link::{LinkStore, Person, PersonHash};
use tempfile::TempDir;
use time::OffsetDateTime;
use time::macros::datetime;

use super::link::{AMPLE, SECRET, folder};

pub const START: OffsetDateTime = datetime!(2026-11-22 01:32 UTC);
/// Days that questions are kept here.
pub const DAYS: u16 = 30;
pub const BOT: &str = "66a0f1c2d3e4b5a697887766";

/// A clock that stands.
pub struct At(pub OffsetDateTime);

impl Clock for At {
    fn now(&self) -> OffsetDateTime {
        self.0
    }
}

pub fn open(path: &Path, now: OffsetDateTime) -> FeedbackStore {
    FeedbackStore::open_file(path, DAYS, Arc::new(At(now)), AMPLE).expect("the store opens")
}

/// The hash of a Kakao user, made as the server makes it; on a runtime.
pub fn hash(links: &TempDir, key: &str) -> PersonHash {
    let store = LinkStore::open_file(&links.path().join("links.sqlite"), Some(SECRET), AMPLE).expect("links open");
    store.hash_of(&Person::of_bot(BOT, key).expect("a person"))
}

/// A vote in the chat.
pub fn vote(article: &str, helpful: bool, person: Option<&PersonHash>, question: Option<&str>) -> Feedback {
    Feedback {
        at: START,
        channel: Channel::Kakao,
        bot: Some("help".to_owned()),
        person: person.cloned(),
        article: article.to_owned(),
        helpful,
        band: Some(Band::Answer),
        probability: Some(0.75),
        question: question.map(scrub),
    }
}

/// A question without an answer.
pub fn missed(question: &str, at: OffsetDateTime, person: Option<&PersonHash>) -> Missed {
    Missed {
        at,
        channel: Channel::Kakao,
        bot: None,
        person: person.cloned(),
        nearest: Some("cb-refund".to_owned()),
        band: Band::Fallback,
        probability: Some(0.25),
        question: scrub(question),
    }
}
