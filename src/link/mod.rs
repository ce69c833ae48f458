//! Links: the proven tie between a Kakao user of one bot and a member. Proven by a code that the company's server asks
//! for and the customer types in the chat.
//!
//! - [`LinkStore`]: issues codes, redeems them, tells the member of a person; SQLite or PostgreSQL (`sql/link/`);
//! - [`Person`] and [`Code`]: what is known in memory alone; [`LinkSecret`] makes hashes of them, and these are kept;
//! - [`Command`]: what of it a customer can type; [`wording`]: what is said back.
//!
//! What a customer types never names a member: the only way to one is a code that was issued for them.

mod audit;
mod code;
mod command;
mod erase;
mod person;
mod redeem;
mod secret;
mod store;
pub mod wording;

pub use audit::{AuditLine, Event};
pub use code::Code;
pub use command::Command;
pub use erase::Erased;
pub use person::{Person, PersonHash};
pub use redeem::Redeemed;
pub use secret::{LinkSecret, SecretTooShort};
pub use store::{Issued, LinkStore, OpenError};

use crate::database::DatabaseError;

/// Links that could not be read or changed. Neither text quotes what was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// The database cannot be reached or did not answer in time; it is tried anew with the next call.
    #[error("the database of links is out of reach: {cause}")]
    Down { cause: String },
    /// It answers, but is not what haedap needs.
    #[error("the database of links cannot be used: {cause}")]
    Unusable { cause: String },
}

impl From<DatabaseError> for LinkError {
    fn from(error: DatabaseError) -> Self {
        match error {
            DatabaseError::Down { cause } => Self::Down { cause },
            DatabaseError::Unusable { cause } => Self::Unusable { cause },
        }
    }
}

impl From<sqlx::Error> for LinkError {
    fn from(error: sqlx::Error) -> Self {
        DatabaseError::from(error).into()
    }
}
