//! SQLite or PostgreSQL over sqlx's `Any` driver, as far as links need them.

use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyPool, Executor as _};

use super::LinkError;

/// Connections of one process to PostgreSQL. Each call holds one for a few milliseconds.
const CONNECTIONS: u32 = 8;
/// How long an unused connection is kept.
const IDLE: Duration = Duration::from_mins(5);

/// The two databases, as far as they differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// SQLite overwrites what is deleted: a file that has forgotten somebody must not hold them in a free page.
    /// PostgreSQL gives up where the caller has long given up.
    fn setup(self) -> &'static str {
        match self {
            Self::Sqlite => "pragma secure_delete = on",
            Self::Postgres => "set statement_timeout = '5s'; set idle_in_transaction_session_timeout = '10s'",
        }
    }

    /// Begins a change. SQLite takes its lock at once, since a read that becomes a write may be refused;
    /// in PostgreSQL every statement sees what others have committed before it.
    fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "begin immediate",
            Self::Postgres => "begin isolation level read committed read write",
        }
    }

    /// SQLite writes one change at a time, so calls queue for one connection instead of trying for its lock.
    fn connections(self) -> u32 {
        match self {
            Self::Sqlite => 1,
            Self::Postgres => CONNECTIONS,
        }
    }
}

/// A pool that connects when it is asked; `patience` is how long a free connection is waited for.
pub(super) fn pool(dialect: Dialect, url: &str, patience: Duration) -> Result<AnyPool, sqlx::Error> {
    sqlx::any::install_default_drivers();
    let options: AnyConnectOptions = url.parse()?;
    // Slow statements would be logged with a warning; the caller tells that already.
    let options = sqlx::ConnectOptions::disable_statement_logging(options);
    let pool = AnyPoolOptions::new()
        .max_connections(dialect.connections())
        .acquire_timeout(patience)
        .idle_timeout(IDLE)
        .after_connect(move |connection, _| {
            Box::pin(async move { connection.execute(sqlx::raw_sql(dialect.setup())).await.map(|_| ()) })
        });
    Ok(pool.connect_lazy_with(options))
}

/// A connection, perhaps within a change. Dropped before [`Work::done`] or [`Work::commit`] it is closed, which undoes
/// the change; one that was given up half-way may hang, and the pool would wait for it without end.
pub(super) struct Work {
    pub(super) connection: PoolConnection<Any>,
    done: bool,
}

impl Work {
    /// A connection for one statement.
    pub(super) async fn plain(pool: &AnyPool) -> Result<Self, LinkError> {
        Ok(Self { connection: pool.acquire().await?, done: false })
    }

    /// A connection with a change begun.
    pub(super) async fn begin(pool: &AnyPool, dialect: Dialect) -> Result<Self, LinkError> {
        let mut work = Self::plain(pool).await?;
        work.connection.execute(sqlx::raw_sql(dialect.begin())).await?;
        Ok(work)
    }

    /// Gives the connection back.
    pub(super) fn done(mut self) {
        self.done = true;
    }

    /// Makes the change last.
    pub(super) async fn commit(mut self) -> Result<(), LinkError> {
        self.connection.execute(sqlx::raw_sql("commit")).await?;
        self.done = true;
        Ok(())
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        if !self.done {
            self.connection.close_on_drop();
        }
    }
}

/// What an error of the database means. Its text stays out, since it may quote a value.
impl From<sqlx::Error> for LinkError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(error) => {
                let code = error.code().unwrap_or_default().into_owned();
                // SQLite: 1 is an SQL error, 8 a file that cannot be written, 26 one of another kind.
                // PostgreSQL: 28 is a refused user, 3D an unknown database, 42 names and rights.
                let postgres = code.len() == 5 && ["28", "3D", "42"].iter().any(|class| code.starts_with(class));
                let unusable = postgres || ["1", "8", "26"].contains(&code.as_str());
                let cause = format!("it says {code}");
                if unusable { Self::Unusable { cause } } else { Self::Down { cause } }
            }
            sqlx::Error::PoolTimedOut => Self::Down { cause: "no connection in time".to_owned() },
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::AnyDriverError(_) | sqlx::Error::ColumnNotFound(_) => {
                Self::Unusable { cause: "a column is of another kind".to_owned() }
            }
            _ => Self::Down { cause: "it cannot be reached".to_owned() },
        }
    }
}
