//! Business days in Korea: weekdays that are no public holiday. The holidays come from `corpus/holidays.toml`, and what
//! lies beyond its end is an error, never a guess.

use std::collections::BTreeMap;

use serde::Deserialize;
use time::{Date, Duration, Weekday};

use super::day::iso;

/// The holidays that come with haedap.
const SHIPPED: &str = include_str!("../../corpus/holidays.toml");
/// From when on the end of the list is announced, in days: the government publishes a year's days (월력요항) about
/// half a year before it begins.
const NOTICE_DAYS: i64 = 90;

/// The list of holidays, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    from: Date,
    until: Date,
    holidays: BTreeMap<Date, String>,
}

/// A list of holidays that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the list of holidays is wrong: {0}")]
pub struct BadHolidays(String);

/// A day that the list of holidays does not cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the holidays of {0} are not known; add them to corpus/holidays.toml")]
pub struct BeyondHolidays(pub Date);

/// How long the list will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outlook {
    /// For more than 90 days.
    Enough { until: Date },
    /// For this many days, 90 at most.
    EndsSoon { until: Date, days: i64 },
    /// No longer.
    Over { until: Date },
}

/// The file as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    from: toml::value::Datetime,
    until: toml::value::Datetime,
    public: BTreeMap<Day, String>,
    #[serde(default)]
    bank: BTreeMap<Day, String>,
}

/// A day as a key of TOML, which is a text.
#[derive(Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(transparent)]
struct Day(#[serde(with = "iso")] Date);

impl Calendar {
    /// Reads a list.
    ///
    /// # Errors
    /// When it is no TOML, names a day twice or outside its range, or a year in it has fewer than ten holidays.
    pub fn parse(text: &str) -> Result<Self, BadHolidays> {
        let written: Written = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
            BadHolidays(format!("line {line}: {}", error.message()))
        })?;
        let (from, until) = (day(&written.from)?, day(&written.until)?);
        let mut holidays = BTreeMap::new();
        for (Day(day), name) in written.public.into_iter().chain(written.bank) {
            if day < from || day > until {
                return Err(BadHolidays(format!("{day} lies outside {from} to {until}")));
            }
            if holidays.insert(day, name).is_some() {
                return Err(BadHolidays(format!("{day} stands there twice")));
            }
        }
        // A year that was forgotten would silently have none.
        for year in from.year()..=until.year() {
            if holidays.keys().filter(|day| day.year() == year).count() < 10 {
                return Err(BadHolidays(format!("{year} has fewer than ten holidays; shorten the range or add them")));
            }
        }
        Ok(Self { from, until, holidays })
    }

    /// The list that comes with haedap.
    ///
    /// # Errors
    /// Never, as a test makes sure; the list is read like any other.
    pub fn shipped() -> Result<Self, BadHolidays> {
        Self::parse(SHIPPED)
    }

    /// The name of a holiday.
    pub fn holiday(&self, day: Date) -> Option<&str> {
        self.holidays.get(&day).map(String::as_str)
    }

    /// Whether banks are open.
    ///
    /// # Errors
    /// When the list does not cover the day.
    pub fn is_business_day(&self, day: Date) -> Result<bool, BeyondHolidays> {
        if day < self.from || day > self.until {
            return Err(BeyondHolidays(day));
        }
        Ok(!matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !self.holidays.contains_key(&day))
    }

    /// The day that many business days after a day, which itself does not count.
    ///
    /// # Errors
    /// When the list ends before.
    pub fn add_business_days(&self, start: Date, days: u32) -> Result<Date, BeyondHolidays> {
        let mut day = start;
        for _ in 0..days {
            loop {
                day = day.next_day().ok_or(BeyondHolidays(day))?;
                if self.is_business_day(day)? {
                    break;
                }
            }
        }
        Ok(day)
    }

    /// The day itself if it is a business day, else the last one before it.
    ///
    /// # Errors
    /// When the list does not reach back to it.
    pub fn business_day_on_or_before(&self, day: Date) -> Result<Date, BeyondHolidays> {
        let mut day = day;
        while !self.is_business_day(day)? {
            day = day.previous_day().ok_or(BeyondHolidays(day))?;
        }
        Ok(day)
    }

    /// How long the list will do from a day on.
    pub fn outlook(&self, today: Date) -> Outlook {
        let until = self.until;
        match (until - today).whole_days() {
            ..0 => Outlook::Over { until },
            days if until - today <= Duration::days(NOTICE_DAYS) => Outlook::EndsSoon { until, days },
            _ => Outlook::Enough { until },
        }
    }
}

/// The day of a date of TOML.
fn day(written: &toml::value::Datetime) -> Result<Date, BadHolidays> {
    let text = written.to_string();
    let bad = || BadHolidays(format!("{text} is no day; write it like 2025-01-01"));
    let date = written.date.filter(|_| written.time.is_none()).ok_or_else(bad)?;
    let month = time::Month::try_from(date.month).map_err(|_| bad())?;
    Date::from_calendar_date(i32::from(date.year), month, date.day).map_err(|_| bad())
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    fn shipped() -> Calendar {
        Calendar::shipped().unwrap()
    }

    #[test]
    fn lunar_days_elections_and_substitutes_are_where_they_belong() {
        let check = |day: Date, name: &str| assert_eq!(shipped().holiday(day), Some(name), "{day}");
        check(date!(2025 - 01 - 27), "임시공휴일");
        check(date!(2025 - 01 - 29), "설날");
        check(date!(2025 - 05 - 01), "근로자의 날");
        check(date!(2025 - 06 - 03), "제21대 대통령 선거일");
        check(date!(2025 - 10 - 06), "추석");
        check(date!(2025 - 10 - 08), "추석 대체공휴일");
        check(date!(2026 - 02 - 17), "설날");
        check(date!(2026 - 06 - 03), "제9회 전국동시지방선거일");
        check(date!(2026 - 09 - 25), "추석");
        check(date!(2027 - 02 - 09), "설날 대체공휴일");
        check(date!(2027 - 09 - 15), "추석");
        check(date!(2028 - 01 - 27), "설날");
        check(date!(2028 - 10 - 03), "추석, 개천절");
        check(date!(2028 - 10 - 05), "추석 대체공휴일");
        assert_eq!(shipped().holiday(date!(2026 - 11 - 23)), None);
    }

    #[test]
    fn business_days_are_counted_over_weekends_and_holidays() {
        let check = |start: Date, days: u32, expect: Date| {
            assert_eq!(shipped().add_business_days(start, days), Ok(expect), "{start} + {days}");
        };
        check(date!(2026 - 11 - 20), 0, date!(2026 - 11 - 20));
        check(date!(2026 - 11 - 20), 1, date!(2026 - 11 - 23));
        check(date!(2026 - 11 - 22), 3, date!(2026 - 11 - 25));
        // Over 추석: Thursday to Saturday are holidays.
        check(date!(2026 - 09 - 23), 2, date!(2026 - 09 - 29));
        // Over 개천절, 추석, its substitute and 한글날, a whole week.
        check(date!(2025 - 10 - 02), 1, date!(2025 - 10 - 10));
        check(date!(2026 - 12 - 31), 1, date!(2027 - 01 - 04));
    }

    #[test]
    fn a_deadline_moves_to_the_business_day_before() {
        let check = |day: Date, expect: Date| assert_eq!(shipped().business_day_on_or_before(day), Ok(expect), "{day}");
        check(date!(2026 - 11 - 20), date!(2026 - 11 - 20));
        check(date!(2026 - 11 - 22), date!(2026 - 11 - 20));
        check(date!(2026 - 09 - 27), date!(2026 - 09 - 23));
        check(date!(2028 - 10 - 05), date!(2028 - 09 - 29));
    }

    #[test]
    fn beyond_the_list_nothing_is_guessed() {
        let last = date!(2028 - 12 - 29);
        assert_eq!(shipped().add_business_days(last, 1), Err(BeyondHolidays(date!(2029 - 01 - 01))));
        assert_eq!(shipped().is_business_day(date!(2024 - 12 - 31)), Err(BeyondHolidays(date!(2024 - 12 - 31))));
        let until = date!(2028 - 12 - 31);
        assert_eq!(shipped().outlook(date!(2026 - 11 - 22)), Outlook::Enough { until });
        assert_eq!(shipped().outlook(date!(2028 - 10 - 01)), Outlook::Enough { until });
        assert_eq!(shipped().outlook(date!(2028 - 10 - 02)), Outlook::EndsSoon { until, days: 90 });
        assert_eq!(shipped().outlook(until), Outlook::EndsSoon { until, days: 0 });
        assert_eq!(shipped().outlook(date!(2029 - 01 - 01)), Outlook::Over { until });
    }

    #[test]
    fn a_wrong_list_is_refused() {
        let fails = |text: &str| Calendar::parse(text).unwrap_err().to_string();
        assert!(fails("from = 2025-01-01\nuntil = 2025-12-31\n[public]\n2025-13-01 = \"x\"").contains("line 4"));
        let one = "from = 2025-01-01\nuntil = 2025-12-31\n[public]\n";
        assert!(fails(one).contains("2025 has fewer than ten holidays"));
        assert!(fails(&format!("{one}2026-01-01 = \"x\"")).contains("2026-01-01 lies outside"));
        assert!(fails(&format!("{one}2025-05-01 = \"x\"\n[bank]\n2025-05-01 = \"y\"")).contains("twice"));
        assert!(fails("from = 2025-01-01T10:00:00\nuntil = 2025-12-31\n[public]").contains("is no day"));
    }
}
