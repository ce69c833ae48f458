//! Wallet state: the contract of every source, upstreams that fail, the demonstration wallets, the HTTP
//! contract as a document.

mod contract;
mod demo;
mod faults;
mod openapi;
pub mod own_state;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use haedap::clock::Clock;
use haedap::wallet::demo::{DemoWallets, wallets};
use haedap::wallet::sources::MemorySource;
use haedap::wallet::{Deadline, MemberId, WalletId, day};
use time::OffsetDateTime;
use time::macros::datetime;

/// Stands still at a Sunday morning in Seoul.
pub struct Sunday;

impl Clock for Sunday {
    fn now(&self) -> OffsetDateTime {
        datetime!(2026-11-22 01:32 UTC)
    }
}

pub fn demo() -> DemoWallets {
    wallets(day::in_seoul(Sunday.now())).expect("the demonstration wallets are in order")
}

pub fn memory() -> MemorySource {
    MemorySource::new(demo().records, Arc::new(Sunday))
}

pub fn member(name: &str) -> MemberId {
    MemberId::parse(name).expect("a member's id")
}

pub fn wallet(name: &str) -> WalletId {
    WalletId::parse(name).expect("a wallet's id")
}

/// Longer than any healthy source takes, also on a busy machine.
pub fn ample() -> Deadline {
    Deadline::after(Duration::from_mins(1))
}

/// Runs a test on a runtime of its own.
pub fn run<T>(test: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(test)
}
