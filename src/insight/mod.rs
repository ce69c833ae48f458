//! Insight: what customers found helpful, and what they asked and did not get.
//!
//! - [`scrub()`]: an utterance without what identifies somebody; nothing else of an utterance is ever kept;
//! - [`Feedback`] and [`Missed`]: what happened, handed to [`FeedbackStore`], which writes it off the request path into
//!   SQLite or PostgreSQL (`sql/insight/`), keeps questions for a number of days and counts votes for the ranking.
//!
//! No answer waits for any of it, and none is lost when the database is: what cannot be written is dropped and counted.

mod entry;
mod erase;
mod helpfulness;
mod missed;
mod retention;
pub mod scrub;
mod store;
mod writer;

pub use entry::{Band, Channel, Feedback, Missed};
pub use erase::ErasedFeedback;
pub use helpfulness::{Helpfulness, Votes};
pub use missed::MissedGroup;
pub use scrub::{Scrubbed, scrub};
pub use store::{Counts, FeedbackStore, OpenError};

use crate::database::DatabaseError;

/// Feedback that could not be read or changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the database of feedback {0}")]
pub struct InsightError(#[from] pub DatabaseError);

impl From<sqlx::Error> for InsightError {
    fn from(error: sqlx::Error) -> Self {
        Self(error.into())
    }
}
