//! Hangul by keys: syllables to the keys of the two-set keyboard and back, keyboard slips, initial consonants.

use std::sync::LazyLock;

/// The two-set keyboard: a Latin letter and the jamo on its key. Shifted keys that differ have capital letters.
const KEYS: [(char, char); 33] = [
    ('q', 'ㅂ'),
    ('w', 'ㅈ'),
    ('e', 'ㄷ'),
    ('r', 'ㄱ'),
    ('t', 'ㅅ'),
    ('y', 'ㅛ'),
    ('u', 'ㅕ'),
    ('i', 'ㅑ'),
    ('o', 'ㅐ'),
    ('p', 'ㅔ'),
    ('a', 'ㅁ'),
    ('s', 'ㄴ'),
    ('d', 'ㅇ'),
    ('f', 'ㄹ'),
    ('g', 'ㅎ'),
    ('h', 'ㅗ'),
    ('j', 'ㅓ'),
    ('k', 'ㅏ'),
    ('l', 'ㅣ'),
    ('z', 'ㅋ'),
    ('x', 'ㅌ'),
    ('c', 'ㅊ'),
    ('v', 'ㅍ'),
    ('b', 'ㅠ'),
    ('n', 'ㅜ'),
    ('m', 'ㅡ'),
    ('Q', 'ㅃ'),
    ('W', 'ㅉ'),
    ('E', 'ㄸ'),
    ('R', 'ㄲ'),
    ('T', 'ㅆ'),
    ('O', 'ㅒ'),
    ('P', 'ㅖ'),
];

/// Rows of the keyboard, for what is beside what.
const ROWS: [&str; 3] = ["ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ", "ㅁㄴㅇㄹㅎㅗㅓㅏㅣ", "ㅋㅌㅊㅍㅠㅜㅡ"];

const INITIALS: [char; 19] =
    ['ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ', 'ㅋ', 'ㅌ', 'ㅍ', 'ㅎ'];
const MEDIALS: [&str; 21] = [
    "ㅏ", "ㅐ", "ㅑ", "ㅒ", "ㅓ", "ㅔ", "ㅕ", "ㅖ", "ㅗ", "ㅗㅏ", "ㅗㅐ", "ㅗㅣ", "ㅛ", "ㅜ", "ㅜㅓ", "ㅜㅔ", "ㅜㅣ",
    "ㅠ", "ㅡ", "ㅡㅣ", "ㅣ",
];
const FINALS: [&str; 28] = [
    "", "ㄱ", "ㄲ", "ㄱㅅ", "ㄴ", "ㄴㅈ", "ㄴㅎ", "ㄷ", "ㄹ", "ㄹㄱ", "ㄹㅁ", "ㄹㅂ", "ㄹㅅ", "ㄹㅌ", "ㄹㅍ", "ㄹㅎ",
    "ㅁ", "ㅂ", "ㅂㅅ", "ㅅ", "ㅆ", "ㅇ", "ㅈ", "ㅊ", "ㅋ", "ㅌ", "ㅍ", "ㅎ",
];
/// Jamo that take two keys.
const DOUBLE: [(char, &str); 18] = [
    ('ㅘ', "ㅗㅏ"),
    ('ㅙ', "ㅗㅐ"),
    ('ㅚ', "ㅗㅣ"),
    ('ㅝ', "ㅜㅓ"),
    ('ㅞ', "ㅜㅔ"),
    ('ㅟ', "ㅜㅣ"),
    ('ㅢ', "ㅡㅣ"),
    ('ㄳ', "ㄱㅅ"),
    ('ㄵ', "ㄴㅈ"),
    ('ㄶ', "ㄴㅎ"),
    ('ㄺ', "ㄹㄱ"),
    ('ㄻ', "ㄹㅁ"),
    ('ㄼ', "ㄹㅂ"),
    ('ㄽ', "ㄹㅅ"),
    ('ㄾ', "ㄹㅌ"),
    ('ㄿ', "ㄹㅍ"),
    ('ㅀ', "ㄹㅎ"),
    ('ㅄ', "ㅂㅅ"),
];

/// Initial, medial and final of a syllable, by their places in Unicode's order.
fn split(c: char) -> Option<(usize, usize, usize)> {
    let at = (c as u32).checked_sub('가' as u32).filter(|at| *at < 11_172)? as usize;
    Some((at / 588, at / 28 % 21, at % 28))
}

/// Adds the jamo that are typed for a character: of a syllable, of a jamo that stands alone, and of one that Unicode
/// joins with its neighbours (NFD). `false` if it is none of these; nothing is added then.
pub fn extend_with_jamo(keys: &mut Vec<char>, c: char) -> bool {
    let place = |first: char| c as usize - first as usize;
    if let Some((initial, medial, last)) = split(c) {
        keys.push(INITIALS[initial]);
        keys.extend(MEDIALS[medial].chars().chain(FINALS[last].chars()));
    } else if let Some((_, pair)) = DOUBLE.iter().find(|(double, _)| *double == c) {
        keys.extend(pair.chars());
    } else {
        match c {
            'ㄱ'..='ㅣ' => keys.push(c),
            '\u{1100}'..='\u{1112}' => keys.push(INITIALS[place('\u{1100}')]),
            '\u{1161}'..='\u{1175}' => keys.extend(MEDIALS[place('\u{1161}')].chars()),
            '\u{11A8}'..='\u{11C2}' => keys.extend(FINALS[1 + place('\u{11A8}')].chars()),
            _ => return false,
        }
    }
    true
}

/// The jamo that are typed for a text, key by key; other characters as they are.
pub fn keystrokes(text: &str) -> Vec<char> {
    let mut keys = Vec::with_capacity(text.len());
    for c in text.chars() {
        if !extend_with_jamo(&mut keys, c) {
            keys.push(c);
        }
    }
    keys
}

/// The other character on the key of a Latin letter or of a jamo; a capital without a jamo of its own counts as small.
pub fn on_other_layout(c: char) -> Option<char> {
    let jamo = |c: char| KEYS.iter().find(|(key, _)| *key == c).map(|(_, jamo)| *jamo);
    jamo(c)
        .or_else(|| jamo(c.to_ascii_lowercase()))
        .or_else(|| KEYS.iter().find(|(_, jamo)| *jamo == c).map(|(key, _)| *key))
}

/// What appears when jamo are typed one after another: syllables, and what is left over as it is.
pub fn compose(keys: &[char]) -> String {
    let initial = |c: char| INITIALS.iter().position(|jamo| *jamo == c);
    let is_vowel = |c: char| matches!(c, 'ㅏ'..='ㅣ');
    let mut out = String::new();
    let mut at = 0;
    while at < keys.len() {
        let vowel_at = |place: usize| keys.get(place).is_some_and(|c| is_vowel(*c));
        let (Some(first), true) = (initial(keys[at]), vowel_at(at + 1)) else {
            out.push(keys[at]);
            at += 1;
            continue;
        };
        let matching = |list: &[&str], from: usize, length: usize| {
            let typed: String = keys.get(from..from + length)?.iter().collect();
            list.iter().position(|jamo| *jamo == typed)
        };
        let (medial, medial_keys) = match matching(&MEDIALS, at + 1, 2) {
            Some(medial) => (medial, 2),
            None => (matching(&MEDIALS, at + 1, 1).unwrap_or(0), 1),
        };
        let after = at + 1 + medial_keys;
        // A consonant closes the syllable unless a vowel follows, which takes it for its own.
        let closing = |length: usize| matching(&FINALS, after, length).filter(|_| !vowel_at(after + length));
        let (last, last_keys) = match (closing(2), closing(1)) {
            (Some(last), _) => (last, 2),
            (None, Some(last)) => (last, 1),
            (None, None) => (0, 0),
        };
        out.extend(char::from_u32('가' as u32 + ((first * 21 + medial) * 28 + last) as u32));
        at = after + last_keys;
    }
    out
}

/// A text typed with the keyboard left on English, as it was meant: `rufwp` → `결제`.
pub fn from_english_layout(text: &str) -> String {
    let jamo = |c: char| if c.is_ascii_alphabetic() { on_other_layout(c).unwrap_or(c) } else { c };
    compose(&text.chars().map(jamo).collect::<Vec<_>>())
}

/// A text typed with the keyboard left on Korean, as it was meant: `ㅠㅐㅅ` → `bot`.
pub fn from_korean_layout(text: &str) -> String {
    let letter = |c: char| if is_lone_jamo(c) { on_other_layout(c).unwrap_or(c) } else { c };
    keystrokes(text).into_iter().map(letter).collect()
}

/// The initial consonants of the syllables; `None` if the text has another character.
pub fn initials(text: &str) -> Option<String> {
    text.chars().map(|c| split(c).map(|(initial, ..)| INITIALS[initial])).collect()
}

/// Whether a syllable ends in ㅆ as the past tense does (했, 됐, 왔); 있 and 겠 end so too and are not.
pub fn has_past_tense(c: char) -> bool {
    const FINALS_EACH: u32 = 28;
    const SSANG_SIOT: u32 = 20;
    matches!(c, '가'..='힣') && !matches!(c, '있' | '겠') && (c as u32 - '가' as u32) % FINALS_EACH == SSANG_SIOT
}

/// Whether a character is a consonant that stands alone.
pub fn is_lone_consonant(c: char) -> bool {
    matches!(c, 'ㄱ'..='ㅎ')
}

/// Whether a character is a jamo that stands alone.
pub fn is_lone_jamo(c: char) -> bool {
    matches!(c, 'ㄱ'..='ㅣ')
}

/// Jamo that sound alike or are mistaken for each other in writing.
const ALIKE: [&str; 8] = ["ㅐㅔ", "ㅒㅖ", "ㄱㅋㄲ", "ㄷㅌㄸ", "ㅂㅍㅃ", "ㅈㅊㅉ", "ㅅㅆ", "ㅗㅓ"];

/// What it costs to take one jamo for another, by their places from [`FIRST_JAMO`] on.
static SLIPS: LazyLock<[[f32; JAMO]; JAMO]> = LazyLock::new(|| {
    let jamo = |at: usize| char::from_u32(FIRST_JAMO as u32 + at as u32).unwrap_or(FIRST_JAMO);
    std::array::from_fn(|a| std::array::from_fn(|b| compare(jamo(a), jamo(b))))
});
const FIRST_JAMO: char = 'ㄱ';
const JAMO: usize = 'ㅣ' as usize - FIRST_JAMO as usize + 1;

/// What it costs to take one key for another: 0 for the same, half for its neighbour or one that sounds alike, else 1.
pub fn slip(a: char, b: char) -> f32 {
    let place = |c: char| (c as usize).wrapping_sub(FIRST_JAMO as usize);
    match SLIPS.get(place(a)).and_then(|row| row.get(place(b))) {
        Some(cost) => *cost,
        None if a == b => 0.0,
        None => 1.0,
    }
}

fn compare(a: char, b: char) -> f32 {
    if a == b {
        return 0.0;
    }
    let place = |c: char| {
        ROWS.iter().enumerate().find_map(|(row, keys)| keys.chars().position(|key| key == c).map(|at| (row, at)))
    };
    let beside = match (place(a), place(b)) {
        (Some((row_a, at_a)), Some((row_b, at_b))) => row_a == row_b && at_a.abs_diff(at_b) == 1,
        _ => false,
    };
    let alike = ALIKE.iter().any(|group| group.contains(a) && group.contains(b));
    if beside || alike { 0.5 } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_and_composes() {
        for text in ["결제", "챗봇 끊김", "왜 안 돼요", "값없는 닭", "까페 뷁"] {
            assert_eq!(compose(&keystrokes(text)), text);
        }
        assert_eq!(compose(&keystrokes("ㄱㅏ드")), "가드");
        assert_eq!(compose(&keystrokes("카ㅌ")), "캍");
        // Joining jamo, as NFD has them: 각, 왔.
        assert_eq!(keystrokes("\u{1100}\u{1161}\u{11A8}\u{110B}\u{116A}\u{11BB}"), keystrokes("각왔"));
    }

    #[test]
    fn finds_what_was_meant_on_the_other_layout() {
        assert_eq!(from_english_layout("rufwp"), "결제");
        assert_eq!(from_english_layout("dhodlfjsrjdi"), "왜이런거야");
        assert_eq!(from_english_layout("WkWkd"), "짜짱");
        assert_eq!(from_korean_layout("ㅠㅐㅅ"), "bot");
        assert_eq!(from_korean_layout("멤"), "apa");
    }

    #[test]
    fn knows_initials_and_slips() {
        assert_eq!(initials("자동결제").as_deref(), Some("ㅈㄷㄱㅈ"));
        assert_eq!(initials("PG사"), None);
        assert!(slip('ㅐ', 'ㅔ') < slip('ㅐ', 'ㅏ') && slip('ㅁ', 'ㄴ') < 1.0 && slip('ㄱ', 'ㄱ') == 0.0);
    }
}
