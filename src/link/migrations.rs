//! Brings the tables up to date: files of `sql/link/`, each applied once and in order. Not sqlx's own migrations: their
//! table has one name for all programs of a shared database, and on SQLite two processes could apply a file at once.

use sqlx::{AnyPool, Executor as _, Row as _};
use subtle::ConstantTimeEq as _;

use super::LinkError;
use super::database::{Dialect, Work};
use super::secret::LinkSecret;

/// All files in order; the first is version 1. Add, never change.
fn files(dialect: Dialect) -> [&'static str; 1] {
    match dialect {
        Dialect::Sqlite => [include_str!("../../sql/link/sqlite/0001_links.sql")],
        Dialect::Postgres => [include_str!("../../sql/link/postgres/0001_links.sql")],
    }
}

/// Only one process at a time comes past; SQLite's lock does that already. The number is any that no other program of
/// the database takes: "haedap" in ASCII.
const ONE_AT_A_TIME: &str = "do $$ begin perform pg_advisory_xact_lock(114767522193776); end $$";

/// Applies what is missing, and checks that the database was begun with this secret.
pub(super) async fn apply(pool: &AnyPool, dialect: Dialect, secret: &LinkSecret) -> Result<(), LinkError> {
    let mut work = Work::begin(pool, dialect).await?;
    if dialect == Dialect::Postgres {
        work.connection.execute(sqlx::raw_sql(ONE_AT_A_TIME)).await?;
    }
    let schema = "create table if not exists haedap_link_schema (version bigint primary key)";
    work.connection.execute(sqlx::raw_sql(schema)).await?;
    let latest = sqlx::query("select coalesce(max(version), 0) as version from haedap_link_schema");
    let latest: i64 = latest.fetch_one(&mut *work.connection).await?.try_get("version")?;
    let files = files(dialect);
    if latest > files.len() as i64 {
        let cause = format!("its tables are of version {latest}, made by a newer haedap");
        return Err(LinkError::Unusable { cause });
    }
    for (version, file) in (1_i64..).zip(files).filter(|(version, _)| *version > latest) {
        work.connection.execute(sqlx::raw_sql(file)).await?;
        let applied = sqlx::query("insert into haedap_link_schema (version) values ($1)").bind(version);
        applied.execute(&mut *work.connection).await?;
    }
    check_secret(&mut work, secret).await?;
    work.commit().await
}

async fn check_secret(work: &mut Work, secret: &LinkSecret) -> Result<(), LinkError> {
    let first = "insert into haedap_link_secret (id, proof) values (1, $1) on conflict (id) do nothing";
    sqlx::query(first).bind(secret.proof()).execute(&mut *work.connection).await?;
    let known = sqlx::query("select proof from haedap_link_secret where id = 1");
    let known: String = known.fetch_one(&mut *work.connection).await?.try_get("proof")?;
    if bool::from(known.as_bytes().ct_eq(secret.proof().as_bytes())) {
        return Ok(());
    }
    let cause = "it was begun with another link secret; set HAEDAP_LINK_SECRET to that one, or name another database";
    Err(LinkError::Unusable { cause: cause.to_owned() })
}
