//! Calls that change something, done once: Kakao may send a call again whose answer got lost, with the same id and body.
//!
//! Answers that change nothing are simply given again. No wallet state comes in here: what is kept says what came of a
//! link or thanks for feedback. The body is part of the key, so a guessed id gets nobody another one's answer.

use std::collections::VecDeque;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::OnceCell;
use tokio::time::Instant;

use crate::digest;
use crate::kakao::SkillResponse;

/// How long an answer is kept: whoever sends again does it within Kakao's 5 s and some.
const KEPT_FOR: Duration = Duration::from_mins(1);
/// Answers that are kept; the oldest goes first.
const MOST: usize = 1_000;

/// Id and body of a call, hashed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CallKey(String);

impl CallKey {
    /// `None` for a call without an id.
    pub(super) fn new(id: Option<&[u8]>, body: &[u8]) -> Option<Self> {
        let id = id.filter(|id| !id.is_empty())?;
        Some(Self(digest::hex_of(&[id, b"\0", body].concat())))
    }
}

type Answered = Arc<OnceCell<SkillResponse>>;

/// Answers of the last minute.
#[derive(Debug, Default)]
pub(super) struct Replay {
    /// Oldest first.
    kept: Mutex<VecDeque<(Instant, CallKey, Answered)>>,
}

impl Replay {
    /// Does the work, or gives the answer of the same call again, also while that is still at work.
    pub(super) async fn once(&self, key: Option<&CallKey>, work: impl Future<Output = SkillResponse>) -> SkillResponse {
        match key {
            Some(key) => self.cell(key).0.get_or_init(|| work).await.clone(),
            None => work.await,
        }
    }

    /// Whether a call came for the first time; from then on it did not.
    pub(super) fn is_first(&self, key: Option<&CallKey>) -> bool {
        key.is_none_or(|key| self.cell(key).1)
    }

    /// The place of a call's answer, and whether it was made just now.
    fn cell(&self, key: &CallKey) -> (Answered, bool) {
        let now = Instant::now();
        // Each change leaves a whole list, so it is right even after a panic.
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let too_old = |since: Instant| now.saturating_duration_since(since) >= KEPT_FOR;
        while kept.len() >= MOST || kept.front().is_some_and(|(since, ..)| too_old(*since)) {
            kept.pop_front();
        }
        if let Some((_, _, cell)) = kept.iter().find(|(_, known, _)| known == key) {
            return (Arc::clone(cell), false);
        }
        let cell = Answered::default();
        kept.push_back((now, key.clone(), Arc::clone(&cell)));
        (cell, true)
    }
}
