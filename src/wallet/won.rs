//! Money: whole won, never a fraction, never a float.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

/// An amount in won. Written as an integer, shown as `12,300원`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Won(pub i64);

impl Won {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// The sum, unless it leaves the range of an `i64`.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, unless it leaves the range of an `i64`.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The sum of all, unless it leaves the range of an `i64`.
    pub fn checked_sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }

    /// This, but not less than nothing.
    #[must_use]
    pub fn at_least_zero(self) -> Self {
        self.max(Self::ZERO)
    }

    /// Whether it is less than nothing.
    pub fn is_negative(self) -> bool {
        self.0 < 0
    }
}

impl fmt::Display for Won {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.unsigned_abs().to_string();
        let mut text = String::with_capacity(digits.len() * 4 / 3 + 4);
        if self.is_negative() {
            text.push('-');
        }
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        text.push('원');
        f.pad(&text)
    }
}

/// Reads an amount that cannot be below nothing: for `deserialize_with`.
pub(super) fn not_negative<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Won, D::Error> {
    let amount = Won::deserialize(deserializer)?;
    // The amount itself stays out of the message, which may be logged.
    if amount.is_negative() { Err(D::Error::custom("an amount below nothing")) } else { Ok(amount) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_shown_with_commas_and_the_unit() {
        let check = |won: i64, expect: &str| assert_eq!(Won(won).to_string(), expect);
        check(0, "0원");
        check(7, "7원");
        check(300, "300원");
        check(1_000, "1,000원");
        check(12_300, "12,300원");
        check(-12_300, "-12,300원");
        check(500_000, "500,000원");
        check(1_000_000_000, "1,000,000,000원");
        check(i64::MIN, "-9,223,372,036,854,775,808원");
        assert_eq!(format!("{:>8}", Won(300)), "    300원");
    }

    #[test]
    fn arithmetic_does_not_wrap() {
        assert_eq!(Won(500_000).checked_sub(Won(12_300)), Some(Won(487_700)));
        assert_eq!(Won(i64::MAX).checked_add(Won(1)), None);
        assert_eq!(Won(i64::MIN).checked_sub(Won(1)), None);
        assert_eq!(Won::checked_sum([Won(1), Won(2), Won(-4)]), Some(Won(-1)));
        assert_eq!(Won::checked_sum([Won(i64::MAX), Won(1)]), None);
        assert_eq!(Won(-1).at_least_zero(), Won::ZERO);
    }

    #[test]
    fn is_an_integer_in_json() {
        assert_eq!(serde_json::to_string(&Won(-12_300)).unwrap(), "-12300");
        assert_eq!(serde_json::from_str::<Won>("12300").unwrap(), Won(12_300));
        assert!(serde_json::from_str::<Won>("12300.5").is_err());
        assert!(serde_json::from_str::<Won>("\"12300\"").is_err());
    }
}
