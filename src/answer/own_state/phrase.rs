//! Days, spans and names inside sentences.

use time::{Date, Duration, Weekday};

use crate::wallet::day::day_text;

/// Longest name or reason inside a sentence, in characters: two of them and the sentence stay below 120.
const LONGEST_NAME: usize = 20;

/// A day with its weekday: `11월 24일(화)`.
pub(super) fn date(day: Date) -> String {
    let weekday = match day.weekday() {
        Weekday::Monday => '월',
        Weekday::Tuesday => '화',
        Weekday::Wednesday => '수',
        Weekday::Thursday => '목',
        Weekday::Friday => '금',
        Weekday::Saturday => '토',
        Weekday::Sunday => '일',
    };
    format!("{}({weekday})", day_text(day))
}

/// How long until a day: `2일 남았어요`, `오늘까지예요`; nothing once it is past.
pub(super) fn left(today: Date, until: Date) -> Option<String> {
    match (until - today).whole_days() {
        ..0 => None,
        0 => Some("오늘까지예요".to_owned()),
        days => Some(format!("{days}일 남았어요")),
    }
}

/// The day that many days before or after.
pub(super) fn shifted(day: Date, days: i64) -> Option<Date> {
    day.checked_add(Duration::days(days))
}

/// A name that someone gave, cut to what a sentence bears.
pub(super) fn short(name: &str) -> String {
    let mut kept: String = name.chars().take(LONGEST_NAME).collect();
    if kept.len() < name.len() {
        kept.push('…');
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn days_and_spans_read_naturally() {
        assert_eq!(date(date!(2026 - 11 - 24)), "11월 24일(화)");
        let today = date!(2026 - 11 - 22);
        let check = |until: Date, expect: Option<&str>| assert_eq!(left(today, until).as_deref(), expect);
        check(date!(2026 - 11 - 24), Some("2일 남았어요"));
        check(today, Some("오늘까지예요"));
        check(date!(2026 - 11 - 21), None);
    }

    #[test]
    fn long_names_are_cut() {
        assert_eq!(short("꽃집"), "꽃집");
        assert_eq!(short(&"가".repeat(21)), format!("{}…", "가".repeat(20)));
    }
}
