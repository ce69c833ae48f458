//! Cleaning of what people type: one spelling of each character, no invisible ones, no laughter.
//!
//! [`Cleaned`] keeps where each byte came from, so that what is found in the cleaned text can be marked in the original.
//! Cleaning is idempotent, and only ever joins or drops characters of the original; it never reorders words.
//!
//! Not here: spelling, spacing and keyboard corrections, which need to know words.

use std::ops::Range;

use super::hangul::is_lone_jamo;
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// A cleaned text and its way back to the original.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cleaned {
    text: String,
    /// For each character of `text`: its first byte there, and its byte range in the original.
    origins: Vec<(u32, u32, u32)>,
}

impl Cleaned {
    /// Cleans a text:
    /// NFC; full-width ASCII and the ideographic space to their narrow forms; every kind of space to a plain one;
    /// invisible and control characters dropped (a newline stays); a run of one mark (`!!!`, `~~`) to a single mark;
    /// typed laughter and tears (`ㅋㅋㅋ`, `ㅠㅠ`) to a space.
    pub fn new(original: &str) -> Self {
        let mut cleaned =
            Self { text: String::with_capacity(original.len()), origins: Vec::with_capacity(original.len() / 2) };
        // Nearly every text is composed already; only the others are taken apart.
        let composed = original.chars().all(is_everyday) || is_nfc_quick(original.chars()) == IsNormalized::Yes;
        let whole = composed.then_some(0..original.len());
        let parts = (!composed).then(|| clusters(original)).into_iter().flatten();
        for range in whole.into_iter().chain(parts) {
            let cluster = &original[range.clone()];
            if is_nfc_quick(cluster.chars()) == IsNormalized::Yes {
                for (at, c) in cluster.char_indices() {
                    cleaned.push(c, range.start + at..range.start + at + c.len_utf8());
                }
            } else {
                for c in cluster.nfc() {
                    cleaned.push(c, range.clone());
                }
            }
        }
        cleaned.drop_laughter();
        cleaned
    }

    /// The cleaned text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a byte range of the cleaned text came from, in bytes of the original. Both ends are character boundaries
    /// of the original; an empty range gives an empty one.
    pub fn original_range(&self, range: Range<usize>) -> Range<usize> {
        let covered = |(at, _, _): &&(u32, u32, u32)| range.contains(&(*at as usize));
        let mut origins = self.origins.iter().filter(covered);
        let Some(first) = origins.next() else { return 0..0 };
        let last = origins.next_back().unwrap_or(first);
        first.1 as usize..last.2 as usize
    }

    fn push(&mut self, c: char, origin: Range<usize>) {
        let Some(c) = narrow(c) else { return };
        if is_mark(c) && self.text.ends_with(c) {
            return;
        }
        self.origins.push((self.text.len() as u32, origin.start as u32, origin.end as u32));
        self.text.push(c);
    }

    fn drop_laughter(&mut self) {
        if !self.text.contains(is_laughing) {
            return;
        }
        let chars: Vec<char> = self.text.chars().collect();
        let origins = std::mem::take(&mut self.origins);
        self.text.clear();
        let mut at = 0;
        while at < chars.len() {
            let end = at + chars[at..].iter().take_while(|c| is_lone_jamo(**c)).count();
            let run = &chars[at..end];
            let laughing = run.iter().all(|c| is_laughing(*c)) && (run.len() > 1 || run.iter().any(|c| is_tear(*c)));
            if run.is_empty() || !laughing {
                let end = end.max(at + 1);
                for index in at..end {
                    self.push(chars[index], origins[index].1 as usize..origins[index].2 as usize);
                }
                at = end;
            } else {
                self.push(' ', origins[at].1 as usize..origins[end - 1].2 as usize);
                at = end;
            }
        }
    }
}

/// Byte ranges that can be composed on their own: each starts with a character that joins no character before it.
fn clusters(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut starts = text
        .char_indices()
        .filter(|(at, c)| *at == 0 || starts_cluster(*c))
        .map(|(at, _)| at)
        .chain(std::iter::once(text.len()))
        .peekable();
    std::iter::from_fn(move || {
        let start = starts.next()?;
        starts.peek().map(|end| start..*end)
    })
}

fn starts_cluster(c: char) -> bool {
    c.is_ascii()
        || matches!(c, '가'..='힣')
        || canonical_combining_class(c) == 0 && is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes
}

/// What nearly all texts are made of: these compose with nothing and need no cleaning, but for a tab or two.
fn is_everyday(c: char) -> bool {
    matches!(c, '가'..='힣' | ' '..='~' | '\n' | '\t' | '\r' | 'ㄱ'..='ㅣ')
}

/// The narrow or plain form of a character; `None` for one that carries nothing.
fn narrow(c: char) -> Option<char> {
    match c {
        c if c != '\t' && c != '\r' && is_everyday(c) => Some(c),
        // One to one, so that offsets stay simple; U+FF01 is '!' and U+FF5E is '~'.
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFF01 + 0x21),
        '‘' | '’' => Some('\''),
        '“' | '”' => Some('"'),
        '\t' | '\r' | '\u{B}' | '\u{C}' => Some(' '),
        c if c.is_whitespace() => Some(' '),
        // The Hangul fillers are letters to Unicode and blank to everyone else.
        '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' | '\u{2800}' => Some(' '),
        c if c.is_control() || is_invisible(c) || is_noncharacter(c) => None,
        c => Some(c),
    }
}

/// Soft hyphens, joiners, direction marks, variation selectors, tags.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{180E}' | '\u{FEFF}')
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
        || matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Whether people see a character and the one before it as one: accents, the vowels and finals of Hangul taken apart,
/// joiners and variants. A text is not cut before it.
pub fn joins_the_character_before(c: char) -> bool {
    canonical_combining_class(c) != 0
        || matches!(c, '\u{1160}'..='\u{11FF}' | '\u{D7B0}'..='\u{D7FF}')
        || matches!(c, '\u{034F}' | '\u{200C}' | '\u{200D}' | '\u{20DD}'..='\u{20E4}')
        || matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0020}'..='\u{E01EF}')
}

/// U+FFFF and its like; lindera's trie takes U+FFFF for the end of a word.
fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{FDD0}'..='\u{FDEF}') || c as u32 & 0xFFFE == 0xFFFE
}

fn is_mark(c: char) -> bool {
    c == ' ' || c.is_ascii_punctuation() || matches!(c, '…' | '·' | '♡' | '♥' | '★' | '☆' | '※')
}

fn is_laughing(c: char) -> bool {
    matches!(c, 'ㅋ' | 'ㅎ') || is_tear(c)
}

fn is_tear(c: char) -> bool {
    matches!(c, 'ㅠ' | 'ㅜ')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(original: &str, expect: &str) {
        let cleaned = Cleaned::new(original);
        assert_eq!(cleaned.text(), expect, "cleaned {original:?}");
        assert_eq!(Cleaned::new(expect).text(), expect, "cleaning {original:?} twice");
    }

    #[test]
    fn cleans() {
        check("자동결제카드", "자동결제카드");
        check("ＡＢＣ　１２３", "ABC 123");
        check("안\u{200B}녕\u{FEFF}", "안녕");
        check("왜요!!!!???", "왜요!?");
        check("끊겼어요ㅠㅠ 왜죠ㅋㅋㅋ", "끊겼어요 왜죠 ");
        check("ㅎㅂ 언제", "ㅎㅂ 언제");
        check("ㄱㅏ드", "ㄱㅏ드");
        check("e\u{301}", "é");
        check("a\tb\r\nc", "a b \nc");
        check("\u{0}\u{FFFF}", "");
        check("", "");
    }

    #[test]
    fn composes_decomposed_hangul_and_leads_back() {
        let original: String = "월렛 충전".nfd().collect();
        let cleaned = Cleaned::new(&original);
        assert_eq!(cleaned.text(), "월렛 충전");
        let at = "월렛 ".len();
        let found = cleaned.original_range(at..at + "충전".len());
        assert_eq!(original[found].nfc().collect::<String>(), "충전");
    }

    #[test]
    fn leads_back_over_dropped_characters() {
        let original = "챗\u{200B}봇!!!! 끊김";
        let cleaned = Cleaned::new(original);
        assert_eq!(cleaned.text(), "챗봇! 끊김");
        assert_eq!(&original[cleaned.original_range(0..6)], "챗\u{200B}봇");
        assert_eq!(&original[cleaned.original_range(8..14)], "끊김");
    }
}
