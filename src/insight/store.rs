//! The store of feedback: opening it, handing entries to the writer, what is kept in memory.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, RwLock};
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};

use super::InsightError;
use super::entry::{Feedback, Missed};
use super::helpfulness::Helpfulness;
use super::writer::{self, Entry};
use crate::clock::Clock;
use crate::database::{Database, DatabaseError, Migrations};

static MIGRATIONS: Migrations = Migrations {
    table: "haedap_insight_schema",
    sqlite: &[include_str!("../../sql/insight/sqlite/0001_feedback.sql")],
    postgres: &[include_str!("../../sql/insight/postgres/0001_feedback.sql")],
};

/// Entries that wait to be written. A tap is a few hundred bytes and is written in about a millisecond, so this is more
/// than a second of taps; more are dropped.
const WAITING: usize = 1_024;

/// A store that cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("cannot make {} for the database of feedback: {error}", path.display())]
    File { path: PathBuf, error: std::io::Error },
    /// It may hold a password, so it is not repeated.
    #[error("the address of the database of feedback cannot be used; write it like postgres://user@host/name")]
    Address,
}

/// What became of entries since the start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub written: u64,
    /// Too many were waiting, or the database did not take them.
    pub dropped: u64,
}

/// All feedback; cheap to clone. Recording never waits.
#[derive(Clone)]
pub struct FeedbackStore {
    pub(super) shared: Arc<Shared>,
    entries: mpsc::Sender<Entry>,
}

/// What the store and its writer share.
pub(super) struct Shared {
    pub(super) database: Database,
    pub(super) clock: Arc<dyn Clock>,
    /// How long questions, and who asked them, are kept.
    pub(super) keep: time::Duration,
    helpfulness: RwLock<Arc<Helpfulness>>,
    pub(super) written: AtomicU64,
    pub(super) dropped: AtomicU64,
}

impl FeedbackStore {
    /// Feedback in a SQLite file, made where it is missing, readable by this user alone. `keep_days` is how long
    /// questions, and who asked them, are kept; `patience` how long a call may take.
    ///
    /// # Errors
    /// When the file cannot be made.
    ///
    /// # Panics
    /// Outside a Tokio runtime, on which the writer runs.
    pub fn open_file(
        path: &Path,
        keep_days: u16,
        clock: Arc<dyn Clock>,
        patience: Duration,
    ) -> Result<Self, OpenError> {
        let database = Database::file(path, patience, &MIGRATIONS)
            .map_err(|error| OpenError::File { path: path.to_owned(), error })?;
        Ok(Self::new(database, keep_days, clock))
    }

    /// Feedback in PostgreSQL, for several servers; connects when it is asked.
    ///
    /// # Errors
    /// When the address is none of PostgreSQL.
    ///
    /// # Panics
    /// Outside a Tokio runtime, on which the writer runs.
    pub fn open_postgres(
        url: &str,
        keep_days: u16,
        clock: Arc<dyn Clock>,
        patience: Duration,
    ) -> Result<Self, OpenError> {
        let database = Database::postgres(url, patience, &MIGRATIONS).ok_or(OpenError::Address)?;
        Ok(Self::new(database, keep_days, clock))
    }

    fn new(database: Database, keep_days: u16, clock: Arc<dyn Clock>) -> Self {
        let shared = Arc::new(Shared {
            database,
            clock,
            keep: time::Duration::days(i64::from(keep_days)),
            helpfulness: RwLock::default(),
            written: AtomicU64::new(0),
            dropped: AtomicU64::new(0),
        });
        let (entries, waiting) = mpsc::channel(WAITING);
        // It ends when the last store is gone.
        tokio::spawn(writer::run(Arc::clone(&shared), waiting));
        Self { shared, entries }
    }

    /// Keeps what a customer said of an article. Dropped and counted when too much is waiting.
    pub fn record(&self, feedback: Feedback) {
        self.hand_over(Entry::Feedback(feedback));
    }

    /// Keeps a question that got no answer; one of which nothing is left to read is passed over.
    pub fn record_missed(&self, missed: Missed) {
        if !missed.question.is_empty() {
            self.hand_over(Entry::Missed(missed));
        }
    }

    fn hand_over(&self, entry: Entry) {
        if self.entries.try_send(entry).is_err() && self.shared.dropped.fetch_add(1, Ordering::Relaxed) == 0 {
            tracing::warn!("too much feedback is waiting to be written: some is dropped");
        }
    }

    /// Waits until all that was recorded before is written and counted, and what is kept no longer is gone.
    ///
    /// # Errors
    /// When some of it could not be written.
    pub async fn flush(&self) -> Result<(), InsightError> {
        let (done, wait) = oneshot::channel();
        let gone = || DatabaseError::Down { cause: "nothing writes to it any more".to_owned() };
        self.entries.send(Entry::Flush(done)).await.map_err(|_| gone())?;
        wait.await.map_err(|_| gone())?
    }

    /// The votes on articles, as of at most a minute ago.
    pub fn helpfulness(&self) -> Arc<Helpfulness> {
        match self.shared.helpfulness.read() {
            Ok(current) => Arc::clone(&current),
            // Writing is one assignment: a poisoned lock still holds whole counts.
            Err(poisoned) => Arc::clone(&poisoned.into_inner()),
        }
    }

    /// What became of entries since the start.
    pub fn counts(&self) -> Counts {
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Counts { written: count(&self.shared.written), dropped: count(&self.shared.dropped) }
    }
}

impl Shared {
    pub(super) fn set_helpfulness(&self, counted: Helpfulness) {
        match self.helpfulness.write() {
            Ok(mut current) => *current = Arc::new(counted),
            Err(poisoned) => *poisoned.into_inner() = Arc::new(counted),
        }
    }
}
