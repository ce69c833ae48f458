//! When a person can be reached: hours of weekdays and Saturdays in Korea, a lunch break, closed on holidays.
//!
//! Pure: the moment and the calendar are passed in. Beyond the list of holidays nothing is said rather than guessed.

use time::macros::format_description;
use time::{Date, OffsetDateTime, Time, Weekday};

use super::manners;
use crate::wallet::Calendar;
use crate::wallet::day::{SEOUL, day_text};

/// From when until when, in Korea; the end does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    from: Time,
    until: Time,
}

/// Hours that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadHours {
    #[error("'{0}' is no time of day; write it like 09:00-18:00, the earlier one first")]
    Span(String),
    #[error("the lunch break '{0}' is not within the hours of weekdays")]
    Lunch(String),
}

/// The hours of a week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    weekdays: Span,
    saturday: Option<Span>,
    lunch: Option<Span>,
}

/// Days that are looked ahead for the next opening: the longest row of days off that a Korean calendar had is ten.
const LOOK_AHEAD: usize = 20;

impl Span {
    fn parse(text: &str) -> Result<Self, BadHours> {
        let bad = || BadHours::Span(text.to_owned());
        let written = format_description!("[hour]:[minute]");
        let (from, until) = text.split_once('-').ok_or_else(bad)?;
        let time = |text: &str| Time::parse(text.trim(), &written).map_err(|_| bad());
        let span = Self { from: time(from)?, until: time(until)? };
        if span.from < span.until { Ok(span) } else { Err(bad()) }
    }

    fn holds(self, time: Time) -> bool {
        self.from <= time && time < self.until
    }
}

impl Hours {
    /// Hours as written: `09:00-18:00`.
    ///
    /// # Errors
    /// When a text is no span of a day, or the lunch break lies outside the hours of weekdays.
    pub fn parse(weekdays: &str, saturday: Option<&str>, lunch: Option<&str>) -> Result<Self, BadHours> {
        let weekdays = Span::parse(weekdays)?;
        if let Some(text) = lunch {
            let lunch = Span::parse(text)?;
            if lunch.from <= weekdays.from || lunch.until >= weekdays.until {
                return Err(BadHours::Lunch(text.to_owned()));
            }
        }
        let saturday = saturday.map(Span::parse).transpose()?;
        Ok(Self { weekdays, saturday, lunch: lunch.map(Span::parse).transpose()? })
    }

    /// Whether somebody is there, or when again; `None` where the holidays are not known.
    pub fn sentence(&self, calendar: &Calendar, now: OffsetDateTime) -> Option<String> {
        let there = now.to_offset(SEOUL);
        let today = self.spans(calendar, there.date())?;
        if let Some(open) = today.iter().find(|span| span.holds(there.time())) {
            return Some(manners::open_until(&clock(open.until)));
        }
        let mut day = there.date();
        for days in 0..LOOK_AHEAD {
            let later = self.spans(calendar, day)?.into_iter().find(|span| days > 0 || span.from > there.time());
            if let Some(span) = later {
                let weekday = day.weekday().number_days_from_monday();
                let when = manners::day_name(days as i64, &day_text(day), usize::from(weekday));
                return Some(manners::opens_again(&when, &clock(span.from)));
            }
            day = day.next_day()?;
        }
        None
    }

    /// The open hours of a day in order; `None` where it is not known whether it is a holiday.
    fn spans(&self, calendar: &Calendar, day: Date) -> Option<Vec<Span>> {
        let business_day = calendar.is_business_day(day).ok()?;
        let saturday = day.weekday() == Weekday::Saturday && calendar.holiday(day).is_none();
        Some(match (business_day, self.lunch) {
            (true, Some(lunch)) => {
                vec![Span { until: lunch.from, ..self.weekdays }, Span { from: lunch.until, ..self.weekdays }]
            }
            (true, None) => vec![self.weekdays],
            (false, _) => self.saturday.filter(|_| saturday).into_iter().collect(),
        })
    }
}

fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[track_caller]
    fn check(now: OffsetDateTime, expect: &str) {
        let hours = Hours::parse("09:00-18:00", Some("10:00-13:00"), Some("12:00-13:00")).unwrap();
        let said = hours.sentence(&Calendar::shipped().unwrap(), now);
        assert_eq!(said.as_deref(), Some(expect), "{now}");
    }

    #[test]
    fn tells_until_when_or_when_again() {
        // 26 November 2026 is a Thursday.
        check(datetime!(2026-11-26 09:00 +9), "지금 상담할 수 있어요. 오늘 12:00까지예요.");
        check(datetime!(2026-11-26 08:59 UTC), "지금 상담할 수 있어요. 오늘 18:00까지예요.");
        check(datetime!(2026-11-26 08:00 +9), "지금은 상담 시간이 아니에요. 오늘 09:00부터 상담할 수 있어요.");
        check(datetime!(2026-11-26 12:30 +9), "지금은 상담 시간이 아니에요. 오늘 13:00부터 상담할 수 있어요.");
        check(datetime!(2026-11-26 18:00 +9), "지금은 상담 시간이 아니에요. 내일 09:00부터 상담할 수 있어요.");
        check(datetime!(2026-11-28 12:30 +9), "지금 상담할 수 있어요. 오늘 13:00까지예요.");
        check(
            datetime!(2026-11-28 13:00 +9),
            "지금은 상담 시간이 아니에요. 11월 30일 월요일 09:00부터 상담할 수 있어요.",
        );
        check(datetime!(2026-11-29 13:00 +9), "지금은 상담 시간이 아니에요. 내일 09:00부터 상담할 수 있어요.");
    }

    #[test]
    fn holidays_are_closed() {
        // 추석 of 2026 is Thursday to Saturday.
        check(
            datetime!(2026-09-23 19:00 +9),
            "지금은 상담 시간이 아니에요. 9월 28일 월요일 09:00부터 상담할 수 있어요.",
        );
        check(
            datetime!(2026-09-26 11:00 +9),
            "지금은 상담 시간이 아니에요. 9월 28일 월요일 09:00부터 상담할 수 있어요.",
        );
    }

    #[test]
    fn beyond_the_holidays_nothing_is_said() {
        let hours = Hours::parse("09:00-18:00", None, None).unwrap();
        let calendar = Calendar::shipped().unwrap();
        assert_eq!(hours.sentence(&calendar, datetime!(2029-01-02 10:00 +9)), None);
        assert_eq!(hours.sentence(&calendar, datetime!(2028-12-31 10:00 +9)), None);
    }

    #[test]
    fn wrong_hours_are_refused() {
        for bad in ["", "9-18", "18:00-09:00", "09:00-09:00", "09:00", "25:00-26:00", "24시간"] {
            assert_eq!(Hours::parse(bad, None, None), Err(BadHours::Span(bad.to_owned())));
        }
        let lunch = "08:00-09:30";
        assert_eq!(Hours::parse("09:00-18:00", None, Some(lunch)), Err(BadHours::Lunch(lunch.to_owned())));
    }
}
