//! Seals on what a tap brings back: only the person it was shown to can use it, in the same bot, for a quarter of an
//! hour. Kakao hands an extra back as it was, but it is still input.
//!
//! A sealed text is `payload~expiry~mac`: the payload stays readable, the moment is in seconds since 1970, and the mac
//! is the first half of an HMAC-SHA256 over purpose, bot, person, moment and payload.

use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;
use time::{Duration, OffsetDateTime};

/// How long a seal holds. Who taps later is asked anew.
const LIFE: Duration = Duration::minutes(15);
/// Bytes of the mac: 128 bits, which nobody can guess within that time.
const MAC_BYTES: usize = 16;
/// A sealed text is read up to this many bytes.
const MOST_BYTES: usize = 1_024;
const SEPARATOR: char = '~';

/// Whom something is sealed for: a Kakao user of one bot. Never printed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Holder<'a> {
    /// Without the `!` of the development channel.
    pub bot: &'a str,
    pub development: bool,
    pub user_key: &'a str,
}

impl fmt::Debug for Holder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Holder(***)")
    }
}

/// What something is sealed for; a seal of one purpose is none of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The id of a wallet to choose.
    Wallet,
    /// The key of an article that helped.
    Helped,
    /// The key of an article that did not.
    DidNotHelp,
}

impl Purpose {
    fn name(self) -> &'static str {
        match self {
            Self::Wallet => "wallet",
            Self::Helped => "helped",
            Self::DidNotHelp => "did not help",
        }
    }
}

/// A sealed text as it travels; not yet looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sealed(pub String);

/// Seals and opens, with the server's key; all servers of a bot need the same one.
#[derive(Clone)]
pub struct Sealer(Hmac<Sha256>);

impl Sealer {
    /// A sealer with a key that is used for nothing else.
    pub fn new(key: &[u8; 32]) -> Self {
        // HMAC fills up a short key with zeros to a block; done here, it cannot fail.
        let mut block = [0; 64];
        block[..key.len()].copy_from_slice(key);
        Self(Hmac::new(&block.into()))
    }

    /// Seals a payload for one person.
    pub fn seal(&self, purpose: Purpose, holder: Holder<'_>, payload: &str, now: OffsetDateTime) -> Sealed {
        let expiry = (now + LIFE).unix_timestamp();
        let mac = BASE64_URL_SAFE_NO_PAD.encode(self.mac(purpose, holder, payload, expiry));
        Sealed(format!("{payload}{SEPARATOR}{expiry}{SEPARATOR}{mac}"))
    }

    /// The payload; `None` if it was sealed for another person, purpose or key, is too old, or was never sealed.
    pub fn open(&self, purpose: Purpose, holder: Holder<'_>, sealed: &Sealed, now: OffsetDateTime) -> Option<String> {
        let Sealed(text) = sealed;
        if text.len() > MOST_BYTES {
            return None;
        }
        // From the end: a payload may hold the separator.
        let mut parts = text.rsplitn(3, SEPARATOR);
        let (mac, expiry, payload) = (parts.next()?, parts.next()?.parse().ok()?, parts.next()?);
        let mac = BASE64_URL_SAFE_NO_PAD.decode(mac).ok()?;
        let genuine: bool = mac.ct_eq(&self.mac(purpose, holder, payload, expiry)).into();
        // One that ends later than any seal of ours was made by a clock that was set back since.
        let alive = now.unix_timestamp() < expiry && expiry <= (now + LIFE).unix_timestamp();
        (genuine && alive).then(|| payload.to_owned())
    }

    /// Each part goes in with its length, so that parts that are cut otherwise never agree.
    fn mac(&self, purpose: Purpose, holder: Holder<'_>, payload: &str, expiry: i64) -> [u8; MAC_BYTES] {
        let channel = if holder.development { "development" } else { "live" };
        let expiry = expiry.to_string();
        let mut mac = self.0.clone();
        for part in ["haedap tap", purpose.name(), holder.bot, channel, holder.user_key, &expiry, payload] {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        let whole = mac.finalize().into_bytes();
        std::array::from_fn(|at| whole[at])
    }
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealer(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use time::macros::datetime;

    const NOW: OffsetDateTime = datetime!(2026-11-26 05:00 UTC);
    const HOLDER: Holder<'_> = Holder { bot: "66a0", development: false, user_key: "k" };

    fn sealer() -> Sealer {
        Sealer::new(&[7; 32])
    }

    #[test]
    fn a_seal_is_good_for_its_holder_purpose_and_time_alone() {
        let sealed = sealer().seal(Purpose::Wallet, HOLDER, "W-1001", NOW);
        let open = |purpose, holder, after: Duration| sealer().open(purpose, holder, &sealed, NOW + after);
        let soon = Duration::minutes(14);
        assert_eq!(open(Purpose::Wallet, HOLDER, soon).as_deref(), Some("W-1001"));
        assert_eq!(open(Purpose::Wallet, HOLDER, Duration::minutes(15)), None);
        assert_eq!(open(Purpose::Wallet, HOLDER, -Duration::minutes(1)), None, "the clock was set back");
        assert_eq!(open(Purpose::Helped, HOLDER, soon), None);
        for other in [
            Holder { user_key: "k2", ..HOLDER },
            Holder { bot: "66a1", ..HOLDER },
            Holder { development: true, ..HOLDER },
            Holder { bot: "66a", development: false, user_key: "0k" },
        ] {
            assert_eq!(open(Purpose::Wallet, other, soon), None);
        }
        assert_eq!(Sealer::new(&[8; 32]).open(Purpose::Wallet, HOLDER, &sealed, NOW), None);
    }

    proptest! {
        #[test]
        fn what_was_sealed_comes_back_and_nothing_else(payload in "\\PC{0,80}", other in "\\PC{0,200}", at in 0usize..400) {
            let Sealed(text) = sealer().seal(Purpose::Wallet, HOLDER, &payload, NOW);
            let open = |text: &str| sealer().open(Purpose::Wallet, HOLDER, &Sealed(text.to_owned()), NOW);
            prop_assert_eq!(open(&text), Some(payload));
            prop_assert_eq!(open(&other), None);
            let mut broken: Vec<char> = text.chars().collect();
            let at = at % broken.len();
            broken[at] = if broken[at] == 'A' { 'B' } else { 'A' };
            // The last sign of base64 holds bits that say nothing.
            if at + 1 < broken.len() {
                prop_assert_eq!(open(&broken.into_iter().collect::<String>()), None);
            }
        }
    }
}
