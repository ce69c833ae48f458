//! Numbers and their units in one form: `50만원`, `500,000원` and `오십만 원` give the same terms.
//!
//! A run of figures and number words becomes its value (`3만5천` → `35000`), a unit one of its names (`프로` → `퍼센트`,
//! `한 달` → `1 개월`, `2주` → `14 일`), midnight one word (`00시`, `밤 12시` → `자정`), and days before a day one form
//! (`D-14` → `14 일 전`). What is no sound number (`만만`, `2026.03.01`, thirty digits) keeps the terms that it had.
//!
//! It reads morphemes, not letters: `십만` is a number and `오십시오` is not, and only the search for morphemes knows.

mod numeral;

use numeral::Numeral;

/// A morpheme, as much of it as is needed here.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    pub surface: &'a str,
    /// The first tag.
    pub tag: &'a str,
    /// Byte range in the text.
    pub start: usize,
    pub end: usize,
}

/// What a stretch of morphemes means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    /// How many morphemes it takes.
    pub tokens: usize,
    /// Term and byte range.
    pub terms: Vec<(String, (usize, usize))>,
}

/// Words that are a number of days.
const DAYS: [(&str, u64); 9] = [
    ("이틀", 2),
    ("사흘", 3),
    ("나흘", 4),
    ("닷새", 5),
    ("엿새", 6),
    ("일주일", 7),
    ("열흘", 10),
    ("이주일", 14),
    ("보름", 15),
];

const DAY: &str = "일";
const BEFORE: &str = "전";
const PERCENT: &str = "퍼센트";
const MIDNIGHT: &str = "자정";

/// Reads a number with its unit that begins at a morpheme; `None` if none does, or if it is written in its one form.
pub(super) fn read(tokens: &[Token], at: usize) -> Option<Reading> {
    let token = tokens[at];
    if let Some((_, days)) = DAYS.iter().find(|(word, _)| *word == token.surface) {
        return Some(days_reading(1, *days, None, (token.start, token.end)));
    }
    match token.surface {
        "D" | "d" | "디데이" => return days_before(tokens, at),
        "밤" | "새벽" | "오전" | "오후" | "저녁" => return hour(tokens, at),
        _ => {}
    }
    let Numeral { tokens: length, text, value } = numeral::read(tokens, at)?;
    let range = (token.start, tokens[at + length - 1].end);
    let unit = tokens.get(at + length).filter(|unit| unit.start <= range.1 + 1);
    let with_unit = |name: &str, unit: &Token| {
        let terms = vec![(text.clone(), range), (name.to_owned(), (unit.start, unit.end))];
        Some(Reading { tokens: length + 1, terms })
    };
    let follows = unit.is_some_and(|unit| unit.start == range.1);
    match (unit, value) {
        (Some(unit), _) if follows && matches!(unit.surface, "%" | "프로") => return with_unit(PERCENT, unit),
        (Some(unit), Some(_)) if unit.surface == "달" => return with_unit("개월", unit),
        (Some(unit), Some(weeks)) if is_week(unit) => {
            return Some(days_reading(length + 1, weeks.checked_mul(7)?, Some(range), (unit.start, unit.end)));
        }
        (Some(unit), Some(0)) if unit.surface == "시" => {
            return Some(Reading { tokens: length + 1, terms: vec![(MIDNIGHT.to_owned(), (range.0, unit.end))] });
        }
        _ => {}
    }
    Some(Reading { tokens: length, terms: vec![(text, range)] })
}

fn is_week(unit: &Token) -> bool {
    matches!((unit.surface, unit.tag), ("주", "NNBC" | "NNG") | ("주일", _))
}

/// So many days; `number` and `unit` are where they stand.
fn days_reading(tokens: usize, days: u64, number: Option<(usize, usize)>, unit: (usize, usize)) -> Reading {
    Reading { tokens, terms: vec![(days.to_string(), number.unwrap_or(unit)), (DAY.to_owned(), unit)] }
}

/// `D-14`, `D14`, `D-2일`, `디데이 14일 전`: so many days before. Without a hyphen `D3` may be anything; two figures
/// are a day.
fn days_before(tokens: &[Token], at: usize) -> Option<Reading> {
    let touches = |left: usize, right: usize| tokens.get(right).is_some_and(|t| t.start == tokens[left].end);
    let spoken = tokens[at].surface == "디데이";
    if at > 0 && touches(at - 1, at) && (tokens[at - 1].tag.starts_with("SL") || tokens[at - 1].surface == "-") {
        return None;
    }
    let hyphen = touches(at, at + 1) && tokens[at + 1].surface == "-";
    let number_at = at + 1 + usize::from(hyphen);
    let number = tokens.get(number_at).filter(|t| t.tag == "SN" && t.surface.bytes().all(|b| b.is_ascii_digit()))?;
    let figures = number.surface.len();
    let written = hyphen || figures == 2;
    let allowed = if spoken { true } else { touches(number_at - 1, number_at) && written };
    if !allowed || figures > 3 {
        return None;
    }
    let surface_at = |place: usize| tokens.get(place).map_or("", |token| token.surface);
    let mut next = number_at + 1;
    if touches(number_at, next) && (matches!(tokens[next].tag, "SL" | "SN") || matches!(surface_at(next), "-" | ".")) {
        return None;
    }
    // Working days are words of their own.
    let working = surface_at(next) == "영업";
    next += usize::from(surface_at(next) == DAY && touches(number_at, next));
    let days = (surface_at(next) == BEFORE && next > number_at + 1).then_some(next);
    next += usize::from(days.is_some());
    let range = (tokens[at].start, tokens[next - 1].end);
    let value = number.surface.parse::<u64>().ok()?.to_string();
    let words = [Some(value), (!working).then(|| DAY.to_owned()), Some(BEFORE.to_owned())];
    Some(Reading { tokens: next - at, terms: words.into_iter().flatten().map(|word| (word, range)).collect() })
}

/// `오후 3시` → `오후 15 시`, `밤 12시` → `자정`.
fn hour(tokens: &[Token], at: usize) -> Option<Reading> {
    let part = tokens[at];
    let Numeral { tokens: length, value, .. } = numeral::read(tokens, at + 1)?;
    let (first, unit) = (tokens[at + 1], tokens.get(at + 1 + length).filter(|unit| unit.surface == "시")?);
    let (hour, late) = (value?, matches!(part.surface, "오후" | "저녁" | "밤"));
    let range = (part.start, unit.end);
    match hour {
        0 | 12 if part.surface != "오후" && part.surface != "저녁" => {
            Some(Reading { tokens: length + 2, terms: vec![(MIDNIGHT.to_owned(), range)] })
        }
        1..12 if late => {
            let number = (first.start, tokens[at + length].end);
            let terms = vec![
                (part.surface.to_owned(), (part.start, part.end)),
                ((hour + 12).to_string(), number),
                (unit.surface.to_owned(), (unit.start, unit.end)),
            ];
            Some(Reading { tokens: length + 2, terms })
        }
        _ => None,
    }
}
