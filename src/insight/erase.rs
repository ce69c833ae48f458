//! All that is stored of a person goes when they ask for it.

use serde::Serialize;

use super::InsightError;
use super::store::FeedbackStore;
use crate::database::{DatabaseError, Work};
use crate::link::PersonHash;

/// How many rows went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ErasedFeedback {
    /// What they said of articles.
    pub feedback: usize,
    /// Questions of theirs that got no answer.
    pub missed: usize,
}

impl FeedbackStore {
    /// Erases all that is stored of a person, also what still waits to be written.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn erase(&self, person: &PersonHash) -> Result<ErasedFeedback, InsightError> {
        self.flush().await?;
        let database = &self.shared.database;
        let erased = database
            .hold(async {
                let mut work = database.begin().await?;
                let feedback =
                    deleted(&mut work, "delete from haedap_insight_feedback where person = $1", person).await?;
                let missed = deleted(&mut work, "delete from haedap_insight_missed where person = $1", person).await?;
                work.commit().await?;
                Ok::<_, DatabaseError>(ErasedFeedback { feedback, missed })
            })
            .await?;
        self.shared.refresh().await?;
        Ok(erased)
    }
}

async fn deleted(work: &mut Work, delete: &'static str, person: &PersonHash) -> Result<usize, DatabaseError> {
    let done = sqlx::query(delete).bind(person.as_str().to_owned()).execute(&mut *work.connection).await?;
    Ok(done.rows_affected() as usize)
}
