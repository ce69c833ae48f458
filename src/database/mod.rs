//! SQLite or PostgreSQL over sqlx's `Any` driver, as far as links and feedback need them: a pool that connects when it
//! is asked, changes that undo themselves, tables that are brought up to date.
//!
//! Knows no table but those that list applied migrations. Wallet sources have pools of their own (`wallet/sources/sql`):
//! they only read, and from somebody else's tables.

mod migrations;

use std::path::Path;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyPool, Executor as _};
use tokio::sync::OnceCell;

pub use migrations::Migrations;

/// Connections of one process to PostgreSQL. Each call holds one for a few milliseconds.
const CONNECTIONS: u32 = 8;
/// How long an unused connection is kept.
const IDLE: Duration = Duration::from_mins(5);

/// What a database did not do. The texts go behind a name, "the database of links …", and quote no value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DatabaseError {
    /// It cannot be reached or did not answer in time; it is tried anew with the next call.
    #[error("is out of reach: {cause}")]
    Down { cause: String },
    /// It answers, but is not what haedap needs.
    #[error("cannot be used: {cause}")]
    Unusable { cause: String },
}

/// The two databases, as far as they differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
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

/// A database with tables of haedap's own. Every call ends within its patience, and one after the database came back
/// works again.
pub struct Database {
    pool: AnyPool,
    dialect: Dialect,
    patience: Duration,
    migrations: &'static Migrations,
    /// Whether the tables are up to date.
    ready: OnceCell<()>,
}

impl Database {
    /// A SQLite file, made where it is missing, readable by this user alone. Nothing is asked yet.
    ///
    /// # Errors
    /// When the file cannot be made.
    ///
    /// # Panics
    /// Outside a Tokio runtime, whose tasks look after the connections.
    pub fn file(path: &Path, patience: Duration, migrations: &'static Migrations) -> std::io::Result<Self> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)?;
        }
        private(path)?;
        // In an address, these signs would begin a query, a fragment or a code.
        let name = path.display().to_string().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
        let url = format!("sqlite:{name}");
        Self::new(Dialect::Sqlite, &url, patience, migrations)
            .ok_or_else(|| std::io::Error::new(std::io::ErrorKind::InvalidInput, "its name cannot be an address"))
    }

    /// PostgreSQL; connects when it is asked, so a database that is down at the start is no error. `None` if the
    /// address is none of PostgreSQL.
    ///
    /// # Panics
    /// Outside a Tokio runtime, whose tasks look after the connections.
    pub fn postgres(url: &str, patience: Duration, migrations: &'static Migrations) -> Option<Self> {
        let known = ["postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme));
        known.then(|| Self::new(Dialect::Postgres, url, patience, migrations)).flatten()
    }

    fn new(dialect: Dialect, url: &str, patience: Duration, migrations: &'static Migrations) -> Option<Self> {
        let pool = pool(dialect, url, patience).ok()?;
        Some(Self { pool, dialect, patience, migrations, ready: OnceCell::new() })
    }

    /// A connection for one statement.
    ///
    /// # Errors
    /// When there is none.
    pub async fn plain(&self) -> Result<Work, DatabaseError> {
        Ok(Work { connection: self.pool.acquire().await?, done: false })
    }

    /// A connection with a change begun.
    ///
    /// # Errors
    /// When there is none.
    pub async fn begin(&self) -> Result<Work, DatabaseError> {
        let mut work = self.plain().await?;
        work.connection.execute(sqlx::raw_sql(self.dialect.begin())).await?;
        Ok(work)
    }

    /// Runs a call on tables that are up to date, and gives it up when it takes too long.
    ///
    /// # Errors
    /// Those of the call, and when the tables cannot be brought up to date or time is over.
    pub async fn hold<T, E: From<DatabaseError>>(&self, call: impl Future<Output = Result<T, E>>) -> Result<T, E> {
        let all = async {
            self.ready.get_or_try_init(|| self.migrations.apply(self)).await?;
            call.await
        };
        tokio::time::timeout(self.patience, all).await.unwrap_or_else(|_| {
            let cause = format!("no answer within {} ms", self.patience.as_millis());
            Err(DatabaseError::Down { cause }.into())
        })
    }
}

/// A pool that connects when it is asked; `patience` is how long a free connection is waited for.
fn pool(dialect: Dialect, url: &str, patience: Duration) -> Result<AnyPool, sqlx::Error> {
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

/// Makes a file that this user alone may read, if there is none.
fn private(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// A connection, perhaps within a change. Dropped before [`Work::done`] or [`Work::commit`] it is closed, which undoes
/// the change; one that was given up half-way may hang, and the pool would wait for it without end.
pub struct Work {
    pub connection: PoolConnection<Any>,
    done: bool,
}

impl Work {
    /// Gives the connection back.
    pub fn done(mut self) {
        self.done = true;
    }

    /// Makes the change last.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn commit(mut self) -> Result<(), DatabaseError> {
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
impl From<sqlx::Error> for DatabaseError {
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
