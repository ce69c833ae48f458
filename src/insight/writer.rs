//! The one writer: takes entries in batches, each batch one change, and once a minute counts votes and lets go of what
//! is kept no longer.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::MissedTickBehavior;

use super::InsightError;
use super::entry::{Feedback, Missed};
use super::store::Shared;
use crate::database::Work;
use crate::link::PersonHash;

/// Entries of one change.
const MOST_AT_ONCE: usize = 64;
/// How often votes are counted, for those that other servers wrote, and old questions dropped.
const HOUSEKEEPING: Duration = Duration::from_mins(1);

/// What the writer is handed.
pub(super) enum Entry {
    Feedback(Feedback),
    Missed(Missed),
    /// Answered when all before it is written and counted.
    Flush(oneshot::Sender<Result<(), InsightError>>),
}

/// Writes until nobody can hand it anything.
pub(super) async fn run(shared: Arc<Shared>, mut waiting: mpsc::Receiver<Entry>) {
    let mut ticks = tokio::time::interval(HOUSEKEEPING);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut batch = Vec::with_capacity(MOST_AT_ONCE);
    let mut is_down = false;
    loop {
        let done = tokio::select! {
            // What is recorded goes before housekeeping.
            biased;
            taken = waiting.recv_many(&mut batch, MOST_AT_ONCE) => {
                if taken == 0 {
                    return;
                }
                take(&shared, &mut batch).await
            }
            _ = ticks.tick() => tidy_up(&shared).await,
        };
        // Told once until it works again.
        match &done {
            Err(error) if !is_down => tracing::warn!(%error, "feedback cannot be kept"),
            Ok(()) if is_down => tracing::info!("feedback can be kept again"),
            _ => {}
        }
        is_down = done.is_err();
    }
}

async fn tidy_up(shared: &Shared) -> Result<(), InsightError> {
    shared.let_go().await?;
    shared.refresh().await
}

/// Writes a batch and answers those who wait for it.
async fn take(shared: &Shared, batch: &mut Vec<Entry>) -> Result<(), InsightError> {
    let mut entries = Vec::with_capacity(batch.len());
    let mut waiting = Vec::new();
    for entry in batch.drain(..) {
        match entry {
            Entry::Flush(done) => waiting.push(done),
            entry => entries.push(entry),
        }
    }
    let mut done = Ok(());
    if !entries.is_empty() {
        let count = entries.len() as u64;
        done = shared.database.hold(write(shared, &entries)).await;
        let counter = if done.is_ok() { &shared.written } else { &shared.dropped };
        counter.fetch_add(count, Ordering::Relaxed);
    }
    if !waiting.is_empty() && done.is_ok() {
        done = tidy_up(shared).await;
    }
    for waiting in waiting {
        // Who waited may have gone.
        let _ = waiting.send(done.clone());
    }
    done
}

async fn write(shared: &Shared, entries: &[Entry]) -> Result<(), InsightError> {
    let mut work = shared.database.begin().await?;
    for entry in entries {
        match entry {
            Entry::Feedback(feedback) => add_feedback(&mut work, feedback).await?,
            Entry::Missed(missed) => add_missed(&mut work, missed).await?,
            Entry::Flush(_) => {}
        }
    }
    Ok(work.commit().await?)
}

/// A person's vote on an article takes the place of their vote before.
async fn add_feedback(work: &mut Work, feedback: &Feedback) -> Result<(), InsightError> {
    let Feedback { at, channel, bot, person, article, helpful, band, probability, question } = feedback;
    if let Some(person) = person {
        let before = sqlx::query("delete from haedap_insight_feedback where person = $1 and article = $2");
        before.bind(text(person)).bind(article.clone()).execute(&mut *work.connection).await?;
    }
    let insert = "insert into haedap_insight_feedback \
                  (at, channel, bot, person, article, helpful, band, probability, question) \
                  values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let query = sqlx::query(insert).bind(at.unix_timestamp()).bind(channel.name()).bind(bot.clone());
    let query = query.bind(person.as_ref().map(text)).bind(article.clone()).bind(i64::from(*helpful));
    let query = query.bind(band.map(super::Band::name)).bind(*probability);
    let query = query.bind(question.as_ref().map(|question| question.as_str().to_owned()));
    query.execute(&mut *work.connection).await?;
    Ok(())
}

async fn add_missed(work: &mut Work, missed: &Missed) -> Result<(), InsightError> {
    let Missed { at, channel, bot, person, nearest, band, probability, question } = missed;
    let insert = "insert into haedap_insight_missed (at, channel, bot, person, nearest, band, probability, question) \
                  values ($1, $2, $3, $4, $5, $6, $7, $8)";
    let query = sqlx::query(insert).bind(at.unix_timestamp()).bind(channel.name()).bind(bot.clone());
    let query = query.bind(person.as_ref().map(text)).bind(nearest.clone()).bind(band.name()).bind(*probability);
    query.bind(question.as_str().to_owned()).execute(&mut *work.connection).await?;
    Ok(())
}

fn text(person: &PersonHash) -> String {
    person.as_str().to_owned()
}
