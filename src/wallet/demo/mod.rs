//! Demonstration wallets: members that cover every state, role, wallet type and edge, with days relative to today.
//!
//! `people` and `ads` say who there is and what each has, `store` writes them into a database.

mod ads;
mod builder;
mod people;
mod store;

use time::Date;

use super::ids::MemberId;
use super::source::WalletError;
use super::sources::Records;
use builder::Demo;
pub use store::{StoreError, write, write_file};

/// A demonstration member, for people who try them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoMember {
    pub id: MemberId,
    /// What is special about their wallets, in Korean.
    pub description: String,
}

/// The demonstration members in the order of their ids, and what they have.
#[derive(Debug, Clone)]
pub struct DemoWallets {
    pub members: Vec<DemoMember>,
    pub records: Records,
}

/// Makes the demonstration wallets as of a day.
///
/// # Errors
/// Never, as tests make sure for every day of years; the data is read like that of any source.
pub fn wallets(today: Date) -> Result<DemoWallets, WalletError> {
    let mut demo = Demo::new(today);
    people::add(&mut demo)?;
    ads::add(&mut demo)?;
    let mut members = demo.members;
    members.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(DemoWallets { members, records: Records { members: demo.roles, wallets: demo.wallets } })
}
