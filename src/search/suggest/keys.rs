//! A text as the keys that are typed for it, a byte each.
//!
//! On the two-set keyboard every state on the way to a text, whatever syllable stands there for the moment (자, 잗, 자도,
//! 자동), is typed with the first keys of that text. So what is half typed is found by comparing keys, and no case of
//! moving finals or compound vowels is left to think of.
//! Spaces and signs have no keys here, letters no case, width or accents; a doubled consonant is its consonant twice.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

use crate::text::hangul::extend_with_jamo;

/// The jamo with a key of their own; the key of a jamo is its place here, counted from 1. Consonants first.
pub(super) const JAMO: [char; 28] = [
    'ㄱ', 'ㄴ', 'ㄷ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅅ', 'ㅇ', 'ㅈ', 'ㅊ', 'ㅋ', 'ㅌ', 'ㅍ', 'ㅎ', 'ㅏ', 'ㅐ', 'ㅑ', 'ㅒ', 'ㅓ',
    'ㅔ', 'ㅕ', 'ㅖ', 'ㅗ', 'ㅛ', 'ㅜ', 'ㅠ', 'ㅡ', 'ㅣ',
];
/// Consonants that are typed with shift, or on other keyboards by typing the plain one twice.
const DOUBLED: [(char, char); 5] = [('ㄲ', 'ㄱ'), ('ㄸ', 'ㄷ'), ('ㅃ', 'ㅂ'), ('ㅆ', 'ㅅ'), ('ㅉ', 'ㅈ')];
/// The last key of a consonant.
const LAST_CONSONANT: u8 = 14;

/// Keys that are compared at most where that costs more than a look-up; what is longer is cut.
pub(super) const MOST_KEYS: usize = 120;

/// One letter of a text: a syllable, a lone jamo, a Latin letter, a digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letter {
    /// First byte in the text.
    pub(super) byte: u16,
    /// First key among the keys of the text.
    pub(super) key: u16,
    /// What stands for the letter when only initial consonants are compared: the consonant that it begins with, doubled
    /// ones apart from plain ones, or the letter's own first key.
    pub(super) initial: u8,
    /// Whether nothing, a space or a sign stands before it.
    pub(super) starts_word: bool,
}

/// A text by keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Keys {
    /// Jamo as in [`JAMO`], ASCII letters and digits as they are, other letters as UTF-8; never 0.
    pub(super) keys: Vec<u8>,
    pub(super) letters: Vec<Letter>,
}

impl Keys {
    /// The keys of a text, up to `most` letters.
    pub(super) fn new(text: &str, most: usize) -> Self {
        let mut out = Self::default();
        let mut jamo = Vec::with_capacity(5);
        let mut starts_word = true;
        for (byte, c) in text.char_indices() {
            let from = out.keys.len();
            push(c, &mut jamo, &mut out.keys);
            if out.keys.len() == from {
                starts_word |= !is_nothing(c);
            } else if starts_word || !continues_syllable(c) {
                let (Ok(byte), Ok(key)) = (u16::try_from(byte), u16::try_from(from)) else {
                    out.keys.truncate(from);
                    break;
                };
                if out.letters.len() == most {
                    out.keys.truncate(from);
                    break;
                }
                let doubled = DOUBLED.iter().any(|(double, _)| jamo.first() == Some(double));
                let initial = out.keys[from] + if doubled { LAST_CONSONANT } else { 0 };
                out.letters.push(Letter { byte, key, initial, starts_word });
                starts_word = false;
            }
        }
        out
    }

    /// The first letters alone.
    pub(super) fn first(&self, letters: usize) -> Self {
        Self { keys: self.of(0, letters).to_vec(), letters: self.letters[..letters].to_vec() }
    }

    /// The keys of the letters from `from` to `to`.
    pub(super) fn of(&self, from: usize, to: usize) -> &[u8] {
        let at = |letter: usize| self.letters.get(letter).map_or(self.keys.len(), |letter| usize::from(letter.key));
        &self.keys[at(from)..at(to)]
    }

    /// The places where words begin, and the end.
    pub(super) fn word_bounds(&self) -> Vec<usize> {
        let starts = (0..self.letters.len()).filter(|at| self.letters[*at].starts_word);
        starts.chain([self.letters.len()]).collect()
    }
}

/// Adds the key of a jamo.
pub(super) fn push_jamo(jamo: char, keys: &mut Vec<u8>) {
    let doubled = DOUBLED.iter().find(|(double, _)| *double == jamo);
    let plain = doubled.map_or(jamo, |(_, plain)| *plain);
    if let Some(place) = JAMO.iter().position(|other| *other == plain) {
        keys.extend(std::iter::repeat_n(place as u8 + 1, if doubled.is_some() { 2 } else { 1 }));
    }
}

/// Adds the keys of a character; `jamo` holds its jamo afterwards.
fn push(c: char, jamo: &mut Vec<char>, keys: &mut Vec<u8>) {
    jamo.clear();
    if c.is_ascii_alphanumeric() {
        keys.push(c.to_ascii_lowercase() as u8);
    } else if extend_with_jamo(jamo, c) {
        for jamo in &*jamo {
            push_jamo(*jamo, keys);
        }
    } else if !c.is_ascii() {
        // Full-width letters, half-width jamo, accents, figures in circles.
        for part in c.nfkd() {
            let from = jamo.len();
            if extend_with_jamo(jamo, part) {
                for jamo in &jamo[from..] {
                    push_jamo(*jamo, keys);
                }
            } else if part.is_alphanumeric() {
                for small in part.to_lowercase() {
                    keys.extend_from_slice(small.encode_utf8(&mut [0; 4]).as_bytes());
                }
            }
        }
    }
}

/// Whether all of a letter's keys are consonants, as in 초성.
pub(super) fn is_consonants(keys: &[u8]) -> bool {
    keys.iter().all(|key| *key <= LAST_CONSONANT)
}

/// Medials and finals of syllables that were taken apart (NFD).
pub(super) fn continues_syllable(c: char) -> bool {
    matches!(c, '\u{1160}'..='\u{11FF}') || is_nothing(c)
}

/// Accents and invisible characters: what they stand between is one word.
fn is_nothing(c: char) -> bool {
    canonical_combining_class(c) != 0 || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<u8> {
        Keys::new(text, 100).keys
    }

    #[test]
    fn every_state_of_a_syllable_is_its_first_keys() {
        let whole = keys("자동결제 카드");
        for state in
            ["ㅈ", "자", "잗", "자도", "자동", "자동ㄱ", "자동겨", "자동결", "자동겷", "자동결제", "자동결제카"]
        {
            let typed = keys(state);
            assert_eq!(whole.starts_with(&typed), state != "자동겷", "{state}");
        }
        assert!(keys("과금").starts_with(&keys("고")) && keys("닭").starts_with(&keys("달")));
        assert!(keys("꼭").starts_with(&keys("ㄱ")) && keys("있다").starts_with(&keys("잇")));
    }

    #[test]
    fn forms_of_one_text_are_alike() {
        let nfd: String = "챗봇 왜".nfd().collect();
        assert_eq!(keys(&nfd), keys("챗봇 왜"));
        assert_eq!(keys("ＰＧ사"), keys("pg사"));
        assert_eq!(keys("ﾡￂ"), keys("ㄱㅏ"));
        assert_eq!(keys("ㄳ"), keys("ㄱㅅ"));
        assert_eq!(keys("é①"), keys("e1"));
        assert_eq!(keys(" ?!😀\u{200B}"), Vec::<u8>::new());
        let letters = |text: &str| Keys::new(text, 100).letters.len();
        assert_eq!((letters(&nfd), letters("챗봇 왜")), (3, 3));
    }

    #[test]
    fn words_begin_after_spaces_and_signs() {
        assert_eq!(Keys::new("카드(신용카드), API를 e\u{301}a", 100).word_bounds(), [0, 2, 6, 10, 12]);
        assert_eq!(Keys::new("가나다라", 2).keys, keys("가나"));
    }
}
