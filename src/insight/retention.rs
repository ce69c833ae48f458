//! Questions, and who asked them, are kept for a number of days. A vote stays as a vote.

use super::InsightError;
use super::store::Shared;

impl Shared {
    /// Drops what is older than it may be.
    pub(super) async fn let_go(&self) -> Result<(), InsightError> {
        let before = (self.clock.now() - self.keep).unix_timestamp();
        self.database
            .hold(async {
                let mut work = self.database.plain().await?;
                let votes = "update haedap_insight_feedback set person = null, question = null \
                             where at < $1 and (person is not null or question is not null)";
                sqlx::query(votes).bind(before).execute(&mut *work.connection).await?;
                let missed = sqlx::query("delete from haedap_insight_missed where at < $1");
                missed.bind(before).execute(&mut *work.connection).await?;
                work.done();
                Ok(())
            })
            .await
    }
}
