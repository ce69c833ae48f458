//! Brings tables up to date: files of `sql/`, each applied once and in order. Not sqlx's own migrations: their table has
//! one name for all programs of a shared database, and on SQLite two processes could apply a file at once.

use sqlx::{AssertSqlSafe, Executor as _, Row as _};

use super::{Database, DatabaseError, Dialect};

/// The files of one subject in order; the first is version 1. Add, never change.
pub struct Migrations {
    /// The table that lists what was applied.
    pub table: &'static str,
    pub sqlite: &'static [&'static str],
    pub postgres: &'static [&'static str],
}

/// Only one process at a time comes past; SQLite's lock does that already. The number is any that no other program of
/// the database takes: "haedap" in ASCII.
const ONE_AT_A_TIME: &str = "do $$ begin perform pg_advisory_xact_lock(114767522193776); end $$";

impl Migrations {
    /// Applies what is missing.
    pub(super) async fn apply(&self, database: &Database) -> Result<(), DatabaseError> {
        let mut work = database.begin().await?;
        let files = match database.dialect {
            Dialect::Sqlite => self.sqlite,
            Dialect::Postgres => {
                work.connection.execute(sqlx::raw_sql(ONE_AT_A_TIME)).await?;
                self.postgres
            }
        };
        // The name of the table is a constant of ours.
        let table = self.table;
        let schema = format!("create table if not exists {table} (version bigint primary key)");
        work.connection.execute(sqlx::raw_sql(AssertSqlSafe(schema))).await?;
        let latest = format!("select coalesce(max(version), 0) as version from {table}");
        let latest = sqlx::query(AssertSqlSafe(latest)).fetch_one(&mut *work.connection).await?;
        let latest: i64 = latest.try_get("version")?;
        if latest > files.len() as i64 {
            let cause = format!("its tables are of version {latest}, made by a newer haedap");
            return Err(DatabaseError::Unusable { cause });
        }
        for (version, file) in (1_i64..).zip(files).filter(|(version, _)| *version > latest) {
            work.connection.execute(sqlx::raw_sql(*file)).await?;
            let applied = format!("insert into {table} (version) values ($1)");
            sqlx::query(AssertSqlSafe(applied)).bind(version).execute(&mut *work.connection).await?;
        }
        work.commit().await
    }
}
