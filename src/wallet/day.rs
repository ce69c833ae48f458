//! Days, months and moments as Korea counts them: UTC+9, no summer time.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use time::macros::offset;
use time::{Date, Month, OffsetDateTime, UtcOffset};

/// Asia/Seoul; Korea has had no summer time since 1988.
pub const SEOUL: UtcOffset = offset!(+9);

/// The day in Korea at a moment.
pub fn in_seoul(moment: OffsetDateTime) -> Date {
    moment.to_offset(SEOUL).date()
}

/// When a state held: `11월 22일 10:32 기준`.
pub fn as_of_text(as_of: OffsetDateTime) -> String {
    let there = as_of.to_offset(SEOUL);
    let (month, day) = (u8::from(there.month()), there.day());
    format!("{month}월 {day}일 {:02}:{:02} 기준", there.hour(), there.minute())
}

/// A day: `11월 22일`.
pub fn day_text(day: Date) -> String {
    format!("{}월 {}일", u8::from(day.month()), day.day())
}

time::serde::format_description!(pub(super) iso, Date, "[year]-[month]-[day]");

/// A month of a year, written `2026-10`, shown as `10월`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct YearMonth {
    pub year: i32,
    pub month: Month,
}

impl YearMonth {
    /// The month that a day is in.
    pub fn of(day: Date) -> Self {
        Self { year: day.year(), month: day.month() }
    }

    /// The month before.
    #[must_use]
    pub fn before(self) -> Self {
        let year = if self.month == Month::January { self.year - 1 } else { self.year };
        Self { year, month: self.month.previous() }
    }

    fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let digits = |part: &str, count| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return None;
        }
        let month = month.parse::<u8>().ok().and_then(|month| Month::try_from(month).ok())?;
        Some(Self { year: year.parse().ok()?, month })
    }
}

impl fmt::Display for YearMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}월", u8::from(self.month))
    }
}

impl Serialize for YearMonth {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:04}-{:02}", self.year, u8::from(self.month)))
    }
}

impl<'de> Deserialize<'de> for YearMonth {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("a month that is not written like 2026-10"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime};

    #[test]
    fn a_moment_is_told_in_seoul() {
        assert_eq!(as_of_text(datetime!(2026-11-22 01:32 UTC)), "11월 22일 10:32 기준");
        assert_eq!(as_of_text(datetime!(2026-12-31 15:05 UTC)), "1월 1일 00:05 기준");
        assert_eq!(in_seoul(datetime!(2026-12-31 15:05 UTC)), date!(2027 - 01 - 01));
        assert_eq!(in_seoul(datetime!(2026-12-31 14:59 UTC)), date!(2026 - 12 - 31));
    }

    #[test]
    fn months_are_read_and_shown() {
        let october = YearMonth::of(date!(2026 - 10 - 31));
        assert_eq!(october.to_string(), "10월");
        assert_eq!(serde_json::to_string(&october).unwrap(), "\"2026-10\"");
        assert_eq!(serde_json::from_str::<YearMonth>("\"2026-10\"").unwrap(), october);
        assert_eq!(YearMonth::of(date!(2027 - 01 - 05)).before(), YearMonth::of(date!(2026 - 12 - 01)));
        for bad in ["2026-13", "2026-00", "26-10", "2026-1", "2026-10-01", "+026-10", ""] {
            assert!(serde_json::from_value::<YearMonth>(bad.into()).is_err(), "{bad}");
        }
    }
}
