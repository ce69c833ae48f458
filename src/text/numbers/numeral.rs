//! Figures and number words as one value: `3만5천`, `1억 2천만`, `1,234.5`, `두` before what is counted.

use super::{DAY, Token};

/// Number words of one digit and their values.
const DIGITS: &str = "일이삼사오육칠팔구";
/// Number words within four places, and those above them, with their values.
const SMALL: [(char, u64); 3] = [('십', 10), ('백', 100), ('천', 1_000)];
const BIG: [(char, u64); 3] = [('만', 10_000), ('억', 100_000_000), ('조', 1_000_000_000_000)];

/// Native numerals, counted with [`COUNTED`].
const NATIVE: [(&str, u64); 14] = [
    ("한", 1),
    ("두", 2),
    ("세", 3),
    ("석", 3),
    ("네", 4),
    ("넉", 4),
    ("다섯", 5),
    ("여섯", 6),
    ("일곱", 7),
    ("여덟", 8),
    ("아홉", 9),
    ("열", 10),
    ("열두", 12),
    ("스무", 20),
];
/// What is counted with native numerals. 분 is missing: `두 분` are people, `2분` are minutes.
const COUNTED: [&str; 17] =
    ["달", "개월", "주", "주일", "시", "시간", "개", "장", "명", "번", "가지", "곳", "사람", "건", "통", "줄", "글자"];
/// Units after which a lone number word of one syllable (`삼 일`) is a number; 이, 일 and 만 are too many other words.
const UNITS: [&str; 20] = [
    "원",
    "일",
    "개월",
    "년",
    "월",
    "주",
    "주일",
    "시",
    "분",
    "초",
    "회",
    "개",
    "건",
    "명",
    "장",
    "차",
    "단계",
    "배",
    "퍼센트",
    "영업",
];

/// A number and how it is written in one form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Numeral {
    /// How many morphemes it takes.
    pub tokens: usize,
    /// Figures without separators: `35000`, `2.5`.
    pub text: String,
    /// `None` for one with decimals.
    pub value: Option<u64>,
}

/// The number that begins at a morpheme.
pub(super) fn read(tokens: &[Token], at: usize) -> Option<Numeral> {
    native(tokens, at).or_else(|| numeral(tokens, at))
}

/// `두 달`: a native numeral before what is counted with it.
fn native(tokens: &[Token], at: usize) -> Option<Numeral> {
    let (token, counted) = (tokens.get(at)?, tokens.get(at + 1)?);
    let (_, value) = NATIVE.iter().find(|(word, _)| *word == token.surface)?;
    let near = counted.start <= token.end + 1 && COUNTED.contains(&counted.surface);
    near.then(|| Numeral { tokens: 1, text: value.to_string(), value: Some(*value) })
}

/// Figures and number words that make up one number.
fn numeral(tokens: &[Token], at: usize) -> Option<Numeral> {
    let first = tokens.get(at)?;
    if !matches!(first.tag, "SN" | "NR") {
        return None;
    }
    // The rest of what was no sound number, or an unknown number (몇만).
    let before = at.checked_sub(1).map(|before| tokens[before]).filter(|before| before.end == first.start);
    if before.is_some_and(|t| matches!(t.tag, "SN" | "NR") || matches!(t.surface, "몇" | "." | "," | "수")) {
        return None;
    }
    let mut number = Number::default();
    let mut next = at;
    // Where the number ends if what follows behind a space does not belong to it.
    let mut pause = None;
    while let Some(token) = tokens.get(next) {
        let gap = next > at && token.start > tokens[next - 1].end;
        // 만 오천 is a number, 만 14세 an age.
        let bare = tokens[at].surface == "만" && next == at + 1 && token.tag == "NR";
        if gap && !((bare || number.may_pause()) && is_numeral(token)) {
            break;
        }
        if gap {
            pause = Some((next, number));
        }
        let before = number;
        let taken = if token.tag == "SN" {
            figures(tokens, next).and_then(|(length, figures)| number.figures(figures).map(|()| length))
        } else if is_numeral(token) || next > at && is_place(token) {
            token.surface.chars().try_for_each(|c| number.word(c)).map(|()| 1)
        } else if goes_on(tokens, next) {
            None
        } else {
            break;
        };
        match (taken, pause) {
            (Some(length), _) => next += length,
            // 삼일: the day is a number word too.
            (None, _) if token.surface == DAY => {
                number = before;
                break;
            }
            (None, Some((end, complete))) => {
                (next, number) = (end, complete);
                break;
            }
            (None, None) => return None,
        }
    }
    if next == at {
        return None;
    }
    let unit = tokens.get(next).filter(|unit| unit.start <= tokens[next - 1].end + 1);
    let run = &tokens[at..next];
    if let [alone] = run {
        let counted = unit.is_some_and(|unit| UNITS.contains(&unit.surface));
        let one_word = alone.tag != "SN" && alone.surface.chars().nth(1).is_none();
        // A number word of one syllable may be many things, and 01 without a unit the beginning of a telephone number.
        if (one_word || alone.surface.starts_with('0')) && !counted {
            return None;
        }
    }
    number.finish().map(|(text, value)| Numeral { tokens: next - at, text, value })
}

/// Whether a morpheme is a number word, or figures.
fn is_numeral(token: &Token) -> bool {
    token.tag == "SN" || token.tag == "NR" && token.surface.chars().all(is_number_word)
}

/// Whether a sign joins figures in a way that makes no number: `2026.03.01`, `1,2,3`.
fn goes_on(tokens: &[Token], at: usize) -> bool {
    let next = tokens.get(at + 1).filter(|next| next.tag == "SN" && next.start == tokens[at].end);
    matches!(tokens[at].surface, "." | ",") && next.is_some()
}

/// Whether a morpheme right behind a number is a place of it, whatever it was taken for: `십만` ends in a particle.
fn is_place(token: &Token) -> bool {
    let place = |c: char| SMALL.iter().chain(&BIG).any(|(word, _)| *word == c);
    matches!(token.tag, "NR" | "NNG" | "JX") && token.surface.chars().all(place)
}

fn is_number_word(c: char) -> bool {
    DIGITS.contains(c) || SMALL.iter().chain(&BIG).any(|(word, _)| *word == c)
}

/// Figures with thousands separators and decimals: how many morphemes, the figures without separators.
fn figures(tokens: &[Token], at: usize) -> Option<(usize, Figures)> {
    let plain = |place: usize| {
        let token = tokens.get(place).filter(|t| t.tag == "SN" && t.surface.bytes().all(|b| b.is_ascii_digit()))?;
        (place == at || token.start == tokens[place - 1].end).then_some(token.surface)
    };
    let sign = |place: usize, sign: &str| {
        tokens.get(place).is_some_and(|t| t.surface == sign && t.start == tokens[place - 1].end)
    };
    let mut digits = plain(at)?.to_owned();
    let mut next = at + 1;
    while (1..=3).contains(&tokens[at].surface.len())
        && sign(next, ",")
        && let Some(group) = plain(next + 1).filter(|group| group.len() == 3)
    {
        digits.push_str(group);
        next += 2;
    }
    let mut decimals = 0;
    if sign(next, ".")
        && let Some(fraction) = plain(next + 1)
    {
        digits.push_str(fraction);
        decimals = fraction.len() as u32;
        next += 2;
    }
    let mantissa = digits.parse().ok()?;
    10_u64.checked_pow(decimals)?;
    Some((next - at, Figures { mantissa, decimals }))
}

/// `mantissa / 10^decimals`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Figures {
    mantissa: u64,
    decimals: u32,
}

impl Figures {
    /// So many times a place, if that is whole.
    fn times(self, place: u64) -> Option<u64> {
        let scale = 10_u64.pow(self.decimals);
        self.mantissa.checked_mul(place).filter(|product| product.is_multiple_of(scale)).map(|product| product / scale)
    }
}

/// A number being read from its highest place down.
#[derive(Debug, Clone, Copy, Default)]
struct Number {
    /// What stands before 만, 억 and 조, with them.
    high: u64,
    /// What stands before 십, 백 and 천 since then, with them.
    low: u64,
    /// Figures or a digit without a place yet.
    open: Option<Figures>,
    /// The last place of each kind; places only go down.
    big: Option<u64>,
    small: Option<u64>,
    /// Whether something stands before the last 만, 억 or 조.
    counted: bool,
}

impl Number {
    fn figures(&mut self, figures: Figures) -> Option<()> {
        self.open.replace(figures).is_none().then_some(())
    }

    fn word(&mut self, c: char) -> Option<()> {
        if let Some(at) = DIGITS.chars().position(|digit| digit == c) {
            return self.figures(Figures { mantissa: at as u64 + 1, decimals: 0 });
        }
        if let Some((_, place)) = SMALL.iter().find(|(word, _)| *word == c) {
            let one = Figures { mantissa: 1, decimals: 0 };
            self.low = self.low.checked_add(self.open.take().unwrap_or(one).times(*place)?)?;
            return self.small.replace(*place).is_none_or(|last| *place < last).then_some(());
        }
        let (_, place) = BIG.iter().find(|(word, _)| *word == c)?;
        let counted = self.open.is_some() || self.low > 0;
        let open = match self.open.take() {
            Some(open) if self.low > 0 => Figures { mantissa: self.low.checked_add(open.times(1)?)?, decimals: 0 },
            Some(open) => open,
            None => Figures { mantissa: self.low.max(1), decimals: 0 },
        };
        self.high = self.high.checked_add(open.times(*place)?)?;
        self.counted = counted;
        (self.low, self.small) = (0, None);
        self.big.replace(*place).is_none_or(|last| *place < last).then_some(())
    }

    /// Whether the rest may follow behind a space: `1억 2천만`, but not `만 14`.
    fn may_pause(&self) -> bool {
        self.counted && self.open.is_none() && self.low == 0
    }

    /// The number in figures, and its value if it is whole.
    fn finish(self) -> Option<(String, Option<u64>)> {
        let places = self.high.checked_add(self.low)?;
        match self.open {
            Some(Figures { mantissa, decimals }) if decimals > 0 => {
                let scale = 10_u64.pow(decimals);
                let (whole, fraction, width) = (mantissa / scale, mantissa % scale, decimals as usize);
                (places == 0).then(|| (format!("{whole}.{fraction:0width$}"), None))
            }
            open => {
                let value = places.checked_add(open.map_or(0, |open| open.mantissa))?;
                Some((value.to_string(), Some(value)))
            }
        }
    }
}
