//! What the skill is told at the start: its bots, its key, where late answers go.

use std::sync::Arc;

use super::bots::Bots;
use super::replay::Replay;
use crate::callback::Poster;
use crate::clock::{Clock, SystemClock};
use crate::config::Secret;
use crate::kakao::seal::Sealer;
use crate::wallet::Calendar;

/// The settings of the skill; cheap to clone.
#[derive(Clone)]
pub struct KakaoChannel {
    pub(super) bots: Bots,
    /// Without it, nothing of a person can be tapped.
    pub(super) sealer: Option<Sealer>,
    /// Without it, no answer comes later.
    pub(super) poster: Option<Poster>,
    /// Without it, nothing is said of hours.
    pub(super) calendar: Option<Arc<Calendar>>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) replay: Arc<Replay>,
}

impl KakaoChannel {
    /// One bot of any id, with this secret or without any.
    pub fn new(secret: Option<Secret>) -> Self {
        Self {
            bots: Bots::any(secret, None),
            sealer: None,
            poster: None,
            calendar: None,
            clock: Arc::new(SystemClock),
            replay: Arc::default(),
        }
    }

    /// Answers for these bots.
    #[must_use]
    pub fn with_bots(mut self, bots: Bots) -> Self {
        self.bots = bots;
        self
    }

    /// Says when a person can be reached, where hours are known.
    #[must_use]
    pub fn with_calendar(mut self, calendar: Arc<Calendar>) -> Self {
        self.calendar = Some(calendar);
        self
    }

    /// Offers what only one person may tap.
    #[must_use]
    pub fn with_sealer(mut self, sealer: Sealer) -> Self {
        self.sealer = Some(sealer);
        self
    }

    /// Answers later where own state is slow, for bots that are set up so.
    #[must_use]
    pub fn with_poster(mut self, poster: Poster) -> Self {
        self.poster = Some(poster);
        self
    }

    /// Tells the time otherwise.
    #[must_use]
    pub fn with_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Seals with this key unless there is one.
    #[must_use]
    pub(in crate::http) fn or_seal_with(mut self, key: &[u8; 32]) -> Self {
        self.sealer.get_or_insert_with(|| Sealer::new(key));
        self
    }
}
