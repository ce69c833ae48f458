//! Writes wallets into a database of demonstration tables, with the views that a source reads in front of them.

use std::path::Path;

use serde_json::{Map, Value};
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _};

use super::super::sources::{Record, Records};
use super::DemoWallets;
use crate::slot::Slot;

/// Tables and views, for SQLite and PostgreSQL alike.
const SCHEMA: &str = include_str!("../../../sql/wallet/views.sql");

/// A database that could not be written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("cannot write the demonstration wallets: {0}")]
    Database(#[from] sqlx::Error),
    #[error("cannot write the demonstration wallets to {}: {error}", path.display())]
    File { path: std::path::PathBuf, error: std::io::Error },
    #[error("{} exists and holds no demonstration wallets; name another file with --out", .0.display())]
    NotOurs(std::path::PathBuf),
}

/// Writes a SQLite file anew. An older one of demonstration wallets is replaced, any other file is left alone.
///
/// # Errors
/// When there is another file, or it cannot be written.
pub async fn write_file(demo: &DemoWallets, path: &Path) -> Result<(), StoreError> {
    let file = |error| StoreError::File { path: path.to_owned(), error };
    if path.exists() && !is_demo(path).await {
        return Err(StoreError::NotOurs(path.to_owned()));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let aside = tempfile::NamedTempFile::new_in(folder).map_err(file)?;
    write(demo, &format!("sqlite:{}", aside.path().display())).await?;
    // A server that has the old file open goes on reading that one.
    aside.persist(path).map_err(|error| file(error.error))?;
    Ok(())
}

async fn is_demo(path: &Path) -> bool {
    sqlx::any::install_default_drivers();
    let Ok(mut connection) = AnyConnection::connect(&format!("sqlite:{}?mode=ro", path.display())).await else {
        return false;
    };
    sqlx::query("select count(*) from demo_members").fetch_one(&mut connection).await.is_ok()
}

/// Writes into an empty database, `sqlite:…` or `postgres://…`.
///
/// # Errors
/// When it is not empty or cannot be written.
pub async fn write(demo: &DemoWallets, url: &str) -> Result<(), StoreError> {
    sqlx::any::install_default_drivers();
    let mut connection = AnyConnection::connect(url).await?;
    let mut all = connection.begin().await?;
    sqlx::raw_sql(SCHEMA).execute(&mut *all).await?;
    for (table, row) in rows(demo) {
        insert(&mut all, &table, row).await?;
    }
    all.commit().await?;
    connection.close().await?;
    Ok(())
}

/// Every row with its table, by the names of tables and columns in the schema.
fn rows(demo: &DemoWallets) -> Vec<(String, Map<String, Value>)> {
    let Records { members, wallets } = &demo.records;
    let mut all = Vec::new();
    let mut add = |table: &str, fields: Vec<(&str, Value)>| {
        let row = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        all.push((table.to_owned(), row));
    };
    for member in &demo.members {
        let description = member.description.clone().into();
        add("demo_members", vec![("member_id", member.id.as_str().into()), ("description", description)]);
    }
    for (member, roles) in members {
        for (wallet, role) in roles {
            let ids = [("member_id", member.as_str().into()), ("wallet_id", wallet.as_str().into())];
            add("demo_roles", [ids.to_vec(), vec![("my_role", serde_json::json!(role))]].concat());
        }
    }
    for (wallet, record) in wallets {
        let Record { service, name, wallet_type, billing, .. } = record;
        let head = [("service", service.as_str()), ("name", name.as_str())].map(|(field, text)| (field, text.into()));
        let words = [("wallet_type", serde_json::json!(wallet_type)), ("billing", serde_json::json!(billing))];
        let id = ("wallet_id", Value::from(wallet.as_str()));
        add("demo_wallets", [vec![id.clone()], head.to_vec(), words.to_vec()].concat());
        let slots = serde_json::to_value(&record.slots).unwrap_or_default();
        for (slot, table) in TABLES {
            let entries = match &slots[slot.name()] {
                Value::Array(entries) => entries.clone(),
                Value::Null => Vec::new(),
                single => vec![single.clone()],
            };
            for mut entry in entries {
                if slot == Slot::Cards {
                    let order = entry["order"].as_u64().and_then(|order| u8::try_from(order).ok()).unwrap_or_default();
                    let owner = record.card_owners.get(&order).map_or("", |member| member.as_str());
                    entry["owner_member_id"] = owner.into();
                    entry.as_object_mut().map(|fields| fields.remove("owner_is_me"));
                }
                let fields =
                    entry.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value.clone()));
                add(table, [id.clone()].into_iter().chain(fields).collect());
            }
        }
    }
    all
}

/// The table of each slot.
const TABLES: [(Slot, &str); 16] = [
    (Slot::Balance, "demo_balances"),
    (Slot::Freecash, "demo_freecash"),
    (Slot::Cards, "demo_cards"),
    (Slot::DailyLimit, "demo_daily_limits"),
    (Slot::UnpaidAmount, "demo_unpaid_amounts"),
    (Slot::ConnectionState, "demo_connections"),
    (Slot::VirtualAccount, "demo_virtual_accounts"),
    (Slot::Receipts, "demo_receipts"),
    (Slot::RefundStatus, "demo_refunds"),
    (Slot::RefundAccount, "demo_refund_accounts"),
    (Slot::TaxInvoices, "demo_tax_invoices"),
    (Slot::InvoiceEmail, "demo_invoice_emails"),
    (Slot::AgencyRight, "demo_agency_rights"),
    (Slot::Campaign, "demo_campaigns"),
    (Slot::CreativeReviewState, "demo_creative_reviews"),
    (Slot::WalletState, "demo_wallet_states"),
];

async fn insert(connection: &mut AnyConnection, table: &str, row: Map<String, Value>) -> Result<(), sqlx::Error> {
    let columns: Vec<String> = row.keys().map(|name| format!("\"{name}\"")).collect();
    let places: Vec<String> = (1..=row.len()).map(|at| format!("${at}")).collect();
    // Names come from our own types, values are bound.
    let text = format!("insert into {table} ({}) values ({})", columns.join(", "), places.join(", "));
    let mut query = sqlx::query(AssertSqlSafe(text));
    for value in row.into_iter().map(|(_, value)| value) {
        query = match value {
            Value::String(text) => query.bind(text),
            Value::Bool(yes) => query.bind(i64::from(yes)),
            other => query.bind(other.as_i64()),
        };
    }
    query.execute(connection).await.map(|_| ())
}
