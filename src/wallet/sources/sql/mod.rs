//! Wallets in SQLite or PostgreSQL, read through the views of `sql/wallet/views.sql`, which are the same in both.
//! One implementation over sqlx's `Any` driver: plain selects, `$1` placeholders, integers and texts alone.

mod views;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use serde_json::{Map, Value};
use sqlx::any::{AnyConnectOptions, AnyPoolOptions, AnyRow, AnyTypeInfoKind};
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyPool, Column as _, Connection as _, Executor as _, Row as _, Transaction, ValueRef as _};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::super::ids::{MemberId, WalletId};
use super::super::source::{Deadline, WalletError, WalletSource, permit};
use super::super::state::{Slots, WalletState, WalletSummary, read};
use crate::clock::Clock;
use crate::slot::Slot;

/// Connections of one process. Each question holds one for a few milliseconds; PostgreSQL allows 100 by default.
const CONNECTIONS: u32 = 8;
/// How long a connection is waited for. A refused one is tried again until then.
const ACQUIRE: Duration = Duration::from_millis(800);
/// How long an unused connection is kept.
const IDLE: Duration = Duration::from_mins(5);

/// An address that cannot be used. It may hold a password, so it is not repeated.
#[derive(Debug, thiserror::Error)]
#[error(
    "the address of the wallet database cannot be used; write it like sqlite:wallets.sqlite or postgres://user@host/name"
)]
pub struct BadDatabase;

/// The two databases, as far as they differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// Makes a new connection unable to write, and PostgreSQL give up where the question has long been given up.
    fn setup(self) -> &'static str {
        match self {
            Self::Sqlite => "pragma query_only = on",
            Self::Postgres => "set default_transaction_read_only = on; set statement_timeout = '5s'",
        }
    }

    /// Begins a read of one moment: balance and debt must not come from two.
    fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "begin",
            Self::Postgres => "begin isolation level repeatable read read only",
        }
    }

    /// Lists the views that there are.
    fn catalogue(self) -> &'static str {
        match self {
            Self::Sqlite => "select name from sqlite_master where name like 'haedap%'",
            Self::Postgres => {
                "select cast(relname as text) as name from pg_catalog.pg_class \
                 where relname like 'haedap%' and pg_catalog.pg_table_is_visible(oid)"
            }
        }
    }
}

/// Views of SQLite or PostgreSQL as a source.
pub struct SqlSource {
    pool: AnyPool,
    dialect: Dialect,
    clock: Arc<dyn Clock>,
}

/// A connection that goes back to the pool only if its work was done: one that was given up half-way may hang, and
/// the pool would wait for it without end.
struct Lent {
    connection: PoolConnection<Any>,
    done: bool,
}

impl Drop for Lent {
    fn drop(&mut self) {
        if !self.done {
            self.connection.close_on_drop();
        }
    }
}

impl SqlSource {
    /// A source over `sqlite:…` or `postgres://…`; connects when it is asked, so a database that is down at the start
    /// is no error. The clock tells `as_of` where the views do not.
    ///
    /// # Errors
    /// When the address is of neither database.
    ///
    /// # Panics
    /// Outside a Tokio runtime, whose tasks look after the connections.
    pub fn new(url: &str, clock: Arc<dyn Clock>) -> Result<Self, BadDatabase> {
        sqlx::any::install_default_drivers();
        let (dialect, url) = if url.starts_with("sqlite:") {
            let mode = if url.contains('?') { "&mode=ro" } else { "?mode=ro" };
            (Dialect::Sqlite, format!("{url}{mode}"))
        } else if ["postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme)) {
            (Dialect::Postgres, url.to_owned())
        } else {
            return Err(BadDatabase);
        };
        let mut options: AnyConnectOptions = url.parse().map_err(|_| BadDatabase)?;
        // Statements are logged with a warning when they are slow; the caller tells that already.
        options = sqlx::ConnectOptions::disable_statement_logging(options);
        let pool = AnyPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(ACQUIRE)
            .idle_timeout(IDLE)
            .after_connect(move |connection, _| {
                Box::pin(async move { connection.execute(sqlx::raw_sql(dialect.setup())).await.map(|_| ()) })
            })
            .connect_lazy_with(options);
        Ok(Self { pool, dialect, clock })
    }

    async fn lend(&self) -> Result<Lent, WalletError> {
        let connection = self.pool.acquire().await.map_err(|error| wrong("connection", &error))?;
        Ok(Lent { connection, done: false })
    }

    async fn read_wallets(&self, member: &MemberId) -> Result<Vec<WalletSummary>, WalletError> {
        let mut lent = self.lend().await?;
        let mut moment = begin(&mut lent, self.dialect).await?;
        let wallets = wallets_in(&mut moment, member).await;
        end(moment).await?;
        lent.done = true;
        wallets
    }

    async fn read_state(
        &self,
        member: &MemberId,
        wallet: &WalletId,
        slots: &[Slot],
    ) -> Result<WalletState, WalletError> {
        let now = self.clock.now();
        let mut lent = self.lend().await?;
        let mut moment = begin(&mut lent, self.dialect).await?;
        let state = state_in(&mut moment, self.dialect, now, [member.as_str(), wallet.as_str()], slots).await;
        end(moment).await?;
        lent.done = true;
        state
    }
}

async fn begin(lent: &mut Lent, dialect: Dialect) -> Result<Transaction<'_, Any>, WalletError> {
    lent.connection.begin_with(dialect.begin()).await.map_err(|error| wrong("connection", &error))
}

/// Nothing was written, so giving the moment back is all that ends it.
async fn end(moment: Transaction<'_, Any>) -> Result<(), WalletError> {
    moment.rollback().await.map_err(|error| wrong("connection", &error))
}

async fn known(moment: &mut Transaction<'_, Any>, member: &str) -> Result<(), WalletError> {
    let found = rows(moment, "haedap_members", views::MEMBER, &[member]).await?;
    if found.is_empty() { Err(WalletError::MemberUnknown) } else { Ok(()) }
}

async fn wallets_in(moment: &mut Transaction<'_, Any>, member: &MemberId) -> Result<Vec<WalletSummary>, WalletError> {
    known(moment, member.as_str()).await?;
    let rows = rows(moment, "haedap_wallets", views::WALLETS, &[member.as_str()]).await?;
    let summaries = rows.into_iter().map(|row| read("haedap_wallets", Value::Object(row)));
    let mut wallets = summaries.collect::<Result<Vec<WalletSummary>, _>>()?;
    wallets.sort_by_key(|wallet| (wallet.service.clone(), wallet.wallet_id.clone()));
    Ok(wallets)
}

/// The state of a wallet; `ids` are member and wallet.
async fn state_in(
    moment: &mut Transaction<'_, Any>,
    dialect: Dialect,
    now: OffsetDateTime,
    ids: [&str; 2],
    slots: &[Slot],
) -> Result<WalletState, WalletError> {
    known(moment, ids[0]).await?;
    let found = rows(moment, "haedap_wallets", views::WALLET, &ids).await?.pop();
    let mut row = found.ok_or(WalletError::WalletUnknown)?;
    let as_of = match row.remove("as_of") {
        Some(Value::String(text)) => OffsetDateTime::parse(&text, &Rfc3339)
            .map_err(|_| WalletError::Invalid { cause: "haedap_wallets: as_of is no moment".to_owned() })?,
        _ => now,
    };
    let wallet: WalletSummary = read("haedap_wallets", Value::Object(row))?;
    permit(wallet.my_role, slots)?;
    let given = read_slots(moment, dialect, ids, slots).await?;
    Ok(WalletState { wallet, as_of, slots: given })
}

/// The slots whose views exist. A view without a row is an empty list, or a single slot that is not given.
async fn read_slots(
    moment: &mut Transaction<'_, Any>,
    dialect: Dialect,
    ids: [&str; 2],
    slots: &[Slot],
) -> Result<Slots, WalletError> {
    let names = rows(moment, "catalogue", dialect.catalogue(), &[]).await?;
    let views: BTreeSet<String> =
        names.into_iter().filter_map(|mut row| row.remove("name")?.as_str().map(str::to_owned)).collect();
    let mut given = Slots::default();
    for slot in slots {
        let Some(view) = views::of(*slot).filter(|view| views.contains(view.name)) else { continue };
        let mut rows: Vec<Value> =
            rows(moment, view.name, view.select, &ids).await?.into_iter().map(Value::Object).collect();
        let value = if view.list { Value::Array(rows) } else { rows.pop().unwrap_or_default() };
        given.set(*slot, value)?;
    }
    Ok(given)
}

/// The rows of a select as JSON objects; NULL is no field.
async fn rows(
    moment: &mut Transaction<'_, Any>,
    view: &str,
    select: &'static str,
    values: &[&str],
) -> Result<Vec<Map<String, Value>>, WalletError> {
    let query = values.iter().fold(sqlx::query(select), |query, value| query.bind((*value).to_owned()));
    let rows = query.fetch_all(&mut **moment).await.map_err(|error| wrong(view, &error))?;
    rows.iter().map(|row| object(row).map_err(|error| wrong(view, &error))).collect()
}

fn object(row: &AnyRow) -> Result<Map<String, Value>, sqlx::Error> {
    let mut object = Map::new();
    for column in row.columns() {
        let at = column.ordinal();
        let raw = row.try_get_raw(at)?;
        if raw.is_null() {
            continue;
        }
        let value = match raw.type_info().kind() {
            AnyTypeInfoKind::Bool => row.try_get::<bool, _>(at)?.into(),
            AnyTypeInfoKind::SmallInt | AnyTypeInfoKind::Integer | AnyTypeInfoKind::BigInt => {
                row.try_get::<i64, _>(at)?.into()
            }
            AnyTypeInfoKind::Text => row.try_get::<String, _>(at)?.into(),
            // Read as nothing that a slot accepts: money is no float.
            AnyTypeInfoKind::Null | AnyTypeInfoKind::Real | AnyTypeInfoKind::Double | AnyTypeInfoKind::Blob => {
                Value::Array(Vec::new())
            }
        };
        object.insert(column.name().to_owned(), value);
    }
    Ok(object)
}

/// What an error of the database means. Its text stays out, since it may quote a value.
fn wrong(view: &str, error: &sqlx::Error) -> WalletError {
    let (is_wrong_data, cause) = match error {
        sqlx::Error::Database(error) => {
            let code = error.code().unwrap_or_default();
            // PostgreSQL: 22 is data, 42 names and rights; SQLite: 1 is an SQL error.
            let wrong = code == "1" || (code.len() == 5 && (code.starts_with("22") || code.starts_with("42")));
            (wrong, format!("{view}: the database says {code}"))
        }
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::AnyDriverError(_) | sqlx::Error::ColumnNotFound(_) => {
            (true, format!("{view}: a column is neither text nor integer"))
        }
        _ => (false, format!("{view}: the database cannot be reached")),
    };
    if is_wrong_data { WalletError::Invalid { cause } } else { WalletError::Down { cause } }
}

#[async_trait]
impl WalletSource for SqlSource {
    async fn wallets(&self, member: &MemberId, deadline: Deadline) -> Result<Vec<WalletSummary>, WalletError> {
        deadline.hold(self.read_wallets(member)).await
    }

    async fn state(
        &self,
        member: &MemberId,
        wallet: &WalletId,
        slots: &[Slot],
        deadline: Deadline,
    ) -> Result<WalletState, WalletError> {
        deadline.hold(self.read_state(member, wallet, slots)).await
    }
}
