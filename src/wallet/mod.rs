//! The customer's own wallet state, live: what it is made of and where it comes from. Decides nothing and writes
//! nothing; sole user of SQL and of HTTP clients.
//!
//! - [`Won`], [`mask`], [`day`]: money, what may never be printed in full, days and months in Korea;
//! - [`state`]: every slot as a type; [`role`]: who may see them;
//! - [`WalletSource`]: the one way to ask, with [`sources`] behind it and a [`Breaker`] before them;
//! - [`calendar`]: business days and public holidays of Korea;
//! - [`demo`]: demonstration wallets that cover every state.

pub mod breaker;
pub mod calendar;
pub mod day;
pub mod demo;
mod ids;
pub mod mask;
pub mod role;
mod source;
pub mod sources;
pub mod state;
mod won;
mod words;

pub use breaker::Breaker;
pub use calendar::Calendar;
pub use ids::{BadId, MemberId, WalletId};
pub use role::Role;
pub use source::{Deadline, WalletError, WalletSource};
pub use state::{Slots, WalletState, WalletSummary};
pub use won::Won;
