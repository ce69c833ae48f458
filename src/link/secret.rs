//! Keyed hashes of what must not be kept: users, codes, and members in the audit.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use sha2::digest::Output;

use super::code::Code;
use super::person::Person;
use crate::config::SHORTEST_LINK_SECRET;
use crate::wallet::MemberId;

/// A secret that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the link secret has fewer than {SHORTEST_LINK_SECRET} characters; set HAEDAP_LINK_SECRET to as many random ones"
)]
pub struct SecretTooShort;

/// The server's secret. Hashes are HMAC-SHA256 in 64 hexadecimal figures; without the secret, nobody can tell from the
/// database whose they are, not even by trying all codes or keys.
#[derive(Clone)]
pub struct LinkSecret(Hmac<Sha256>);

impl LinkSecret {
    /// A secret of at least [`SHORTEST_LINK_SECRET`] characters.
    ///
    /// # Errors
    /// When it is shorter.
    pub fn new(secret: &str) -> Result<Self, SecretTooShort> {
        if secret.chars().count() < SHORTEST_LINK_SECRET {
            return Err(SecretTooShort);
        }
        // HMAC takes a key of any length.
        Hmac::new_from_slice(secret.as_bytes()).map(Self).map_err(|_| SecretTooShort)
    }

    pub(super) fn of_person(&self, person: &Person) -> String {
        self.hash("person", &person.parts())
    }

    pub(super) fn of_code(&self, code: &Code) -> String {
        self.hash("code", &[code.letters()])
    }

    pub(super) fn of_member(&self, member: &MemberId) -> String {
        self.hash("member", &[member.as_str()])
    }

    /// What tells this secret from another.
    pub(super) fn proof(&self) -> String {
        self.hash("proof", &[])
    }

    /// A key for a purpose beside links; whoever knows it learns nothing of the secret.
    pub(super) fn key_for(&self, purpose: &str) -> [u8; 32] {
        self.mac("key", &[purpose]).into()
    }

    /// Hashes of different kinds never agree, and neither do parts that are cut otherwise: each goes in with its length.
    fn hash(&self, kind: &str, parts: &[&str]) -> String {
        self.mac(kind, parts).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn mac(&self, kind: &str, parts: &[&str]) -> Output<Sha256> {
        let mut mac = self.0.clone();
        for part in ["haedap link", kind].iter().chain(parts) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        mac.finalize().into_bytes()
    }
}

impl fmt::Debug for LinkSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkSecret(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(letter: &str) -> LinkSecret {
        LinkSecret::new(&letter.repeat(SHORTEST_LINK_SECRET)).unwrap()
    }

    #[test]
    fn persons_kinds_and_secrets_are_apart() {
        let person = |bot, key| Person::of_bot(bot, key).unwrap();
        let hashes = [
            secret("a").of_person(&person("66a0", "k")),
            secret("a").of_person(&person("66a0!", "k")),
            secret("a").of_person(&person("66a", "0k")),
            secret("b").of_person(&person("66a0", "k")),
            secret("a").hash("code", &["66a0"]),
            secret("a").hash("member", &["66a0"]),
            secret("a").hash("member", &["66a", "0"]),
            secret("a").proof(),
        ];
        for (at, hash) in hashes.iter().enumerate() {
            assert_eq!(hash.len(), 64);
            assert!(!hashes[at + 1..].contains(hash), "{at}");
        }
        assert_eq!(secret("a").of_person(&person("66a0", "k")), hashes[0]);
    }

    #[test]
    fn keys_are_apart_by_purpose_and_secret() {
        assert_ne!(secret("a").key_for("taps"), secret("a").key_for("other"));
        assert_ne!(secret("a").key_for("taps"), secret("b").key_for("taps"));
    }

    /// The hash of the known text with the known key, computed by another program.
    #[test]
    fn the_hash_is_hmac_sha256() {
        let expect = "506d06142c262a6f90063713903d8903dc05cdc910552667cc9c6c0a1ddb4701";
        assert_eq!(secret("a").proof(), expect);
    }

    #[test]
    fn a_short_secret_is_refused() {
        assert_eq!(LinkSecret::new(&"a".repeat(31)).err(), Some(SecretTooShort));
        assert_eq!(format!("{:?}", secret("a")), "LinkSecret(***)");
    }
}
