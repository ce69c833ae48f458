//! Names of members and wallets, as the wallet service gives them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Longest name, in bytes: room for a UUID with a prefix.
const LONGEST: usize = 64;

/// A name that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a name of a {what} has 1 to {LONGEST} letters, digits and the signs . _ - : @")]
pub struct BadId {
    what: &'static str,
}

/// Such names go into paths and queries as they are, so the signs that mean something there are refused.
fn check(text: &str, what: &'static str) -> Result<(), BadId> {
    let fits = !text.is_empty() && text.len() <= LONGEST;
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-:@".contains(&byte));
    // `.` and `..` would be steps of a path.
    let step = text.bytes().all(|byte| byte == b'.');
    if fits && plain && !step { Ok(()) } else { Err(BadId { what }) }
}

/// A person at the wallet service. Never printed by `Debug`: it leads to a person.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct MemberId(String);

/// A wallet at the wallet service; it stands on tax invoices, too.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct WalletId(String);

impl MemberId {
    /// Reads a member's name.
    ///
    /// # Errors
    /// When it is empty, longer than 64 bytes, or holds other signs than `. _ - : @`.
    pub fn parse(text: &str) -> Result<Self, BadId> {
        check(text, "member").map(|()| Self(text.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl WalletId {
    /// Reads a wallet's name.
    ///
    /// # Errors
    /// When it is empty, longer than 64 bytes, or holds other signs than `. _ - : @`.
    pub fn parse(text: &str) -> Result<Self, BadId> {
        check(text, "wallet").map(|()| Self(text.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for MemberId {
    type Error = BadId;

    fn try_from(text: String) -> Result<Self, BadId> {
        Self::parse(&text)
    }
}

impl TryFrom<String> for WalletId {
    type Error = BadId;

    fn try_from(text: String) -> Result<Self, BadId> {
        Self::parse(&text)
    }
}

impl fmt::Debug for MemberId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemberId(***)")
    }
}

impl fmt::Debug for WalletId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WalletId({})", self.0)
    }
}

impl fmt::Display for WalletId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_in_a_path_is_refused() {
        for good in ["demo-01", "9f0b9c1e-7d4f-4d0a-8b67-000000000001", "a@b:c_d.e"] {
            assert_eq!(MemberId::parse(good).unwrap().as_str(), good);
            assert_eq!(WalletId::parse(good).unwrap().to_string(), good);
        }
        for bad in ["", ".", "..", "a/b", "a?b", "a b", "회원", "a%2f", "a\n", &"x".repeat(65)] {
            assert!(MemberId::parse(bad).is_err(), "{bad}");
            assert!(serde_json::from_value::<WalletId>(bad.into()).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_member_is_not_printed() {
        assert_eq!(format!("{:?}", MemberId::parse("demo-01").unwrap()), "MemberId(***)");
    }
}
