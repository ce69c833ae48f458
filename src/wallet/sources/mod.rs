//! The sources of wallet state: memory, SQL (SQLite and PostgreSQL), HTTP. All pass `tests/it/wallet/contract.rs`.

mod http;
mod memory;
mod sql;

pub use http::{BadUpstream, HttpSource};
pub use memory::{MemorySource, Record, Records};
pub use sql::{BadDatabase, SqlSource};
