//! A text within a limit, which knows whether it is all of what was said.

use serde::Serialize;

use crate::answer::shorten::shorten;

/// What is shown where there is nothing to show: Kakao delivers no bubble without text.
const NOTHING: &str = "…";

/// Characters that take no room: zero-width spaces and joiners, marks of direction, fillers.
const INVISIBLE: &str = "\u{AD}\u{34F}\u{61C}\u{115F}\u{1160}\u{17B4}\u{17B5}\u{180E}\u{200B}\u{200C}\u{200D}\u{200E}\u{200F}\
    \u{202A}\u{202B}\u{202C}\u{202D}\u{202E}\u{2060}\u{2061}\u{2062}\u{2063}\u{2064}\u{2066}\u{2067}\u{2068}\u{2069}\u{2800}\
    \u{3164}\u{FE0E}\u{FE0F}\u{FEFF}\u{FFA0}";

/// A text as it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(super) struct Text {
    text: String,
    #[serde(skip)]
    whole: bool,
}

impl Text {
    /// Cut to `limit` units (`answer/shorten.rs`), without control characters but line breaks, trimmed. Empty if there
    /// is nothing that can be seen.
    pub(super) fn new(text: &str, limit: usize) -> Self {
        let clean = cleaned(text);
        let (text, whole) = if is_blank(&clean) { (String::new(), true) } else { shorten(clean.trim(), limit) };
        Self { text, whole }
    }

    /// The same in at most `lines` lines; the breaks after them become spaces.
    pub(super) fn in_lines(text: &str, limit: usize, lines: usize) -> Self {
        let clean = cleaned(text);
        let mut joined = String::with_capacity(clean.len());
        let parts = clean.trim().lines().map(str::trim).filter(|line| !line.is_empty());
        for (index, line) in parts.enumerate() {
            if index > 0 {
                joined.push(if index < lines { '\n' } else { ' ' });
            }
            joined.push_str(line);
        }
        Self::new(&joined, limit)
    }

    /// This, or an ellipsis instead of nothing.
    pub(super) fn or_dots(mut self) -> Self {
        if self.text.is_empty() {
            NOTHING.clone_into(&mut self.text);
        }
        self
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether nothing was cut off.
    pub(super) fn is_whole(&self) -> bool {
        self.whole
    }

    /// This, which is made of a text that was whole or not.
    pub(super) fn still(mut self, whole: bool) -> Self {
        self.whole &= whole;
        self
    }

    /// The text itself.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// This, cut further.
    pub(super) fn cut_to(&self, limit: usize) -> Self {
        self.cut_to_lines(limit, usize::MAX)
    }

    /// This, cut further and in at most `lines` lines.
    pub(super) fn cut_to_lines(&self, limit: usize, lines: usize) -> Self {
        let shorter = match lines {
            usize::MAX => Self::new(&self.text, limit),
            lines => Self::in_lines(&self.text, limit, lines),
        };
        shorter.still(self.whole)
    }
}

/// Line breaks as `\n`, tabs as spaces, no other control characters: they show nothing and cost six bytes each in JSON.
fn cleaned(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let chars = text.chars().map(|c| {
        if c == '\t' {
            ' '
        } else if c == '\r' {
            '\n'
        } else {
            c
        }
    });
    chars.filter(|c| *c == '\n' || !c.is_control()).collect()
}

fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || INVISIBLE.contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_whether_it_is_whole() {
        let check = |text: &str, limit: usize, expect: &str, whole: bool| {
            let text = Text::new(text, limit);
            assert_eq!((text.as_str(), text.is_whole()), (expect, whole));
        };
        check(" 환불 ", 2, "환불", true);
        check("환불은 영업일 3일", 5, "환불은…", false);
        check("\u{200B}\u{FEFF} \n", 5, "", true);
        check("가\u{0}\t나\r\n다", 9, "가 나\n다", true);
        assert!(!Text::new("환불은 영업일 3일", 5).cut_to(4).is_whole());
    }

    #[test]
    fn joins_lines_that_are_too_many() {
        let check = |lines: usize, expect: &str| assert_eq!(Text::in_lines("가\n\n 나\n다", 9, lines).as_str(), expect);
        check(1, "가 나 다");
        check(2, "가\n나 다");
        check(3, "가\n나\n다");
    }
}
