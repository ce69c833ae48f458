//! Cuts a text where it hurts least: at the end of a line, else of a sentence, else of a word, else between two letters
//! as readers see them.
//!
//! Lengths are UTF-16 units. Of no text does any other count (Unicode scalars, letters as readers see them) give more,
//! so what fits by this one fits for every reader, whichever it counts; for Korean all of them are the same.

use unicode_segmentation::UnicodeSegmentation as _;

/// What stands where a text goes on in the middle of a sentence.
const ELLIPSIS: char = '…';

/// Length of a text in UTF-16 units.
pub fn length(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// Cuts a text to at most `limit` units; says whether nothing was cut. An ellipsis, within the limit, shows where a
/// sentence was broken off.
pub fn shorten(text: &str, limit: usize) -> (String, bool) {
    let Some(at) = Cut::of(text, limit) else { return (text.to_owned(), true) };
    if at.clean {
        return (text[..at.end].trim_end().to_owned(), false);
    }
    let room = limit.saturating_sub(1);
    let mut kept = Cut::of(text, room).map_or(text, |at| &text[..at.end]).trim_end().to_owned();
    if limit > 0 {
        kept.push(ELLIPSIS);
    }
    (kept, false)
}

/// Divides a text into a beginning of at most `limit` units and the rest, which is empty if all fits. Of neither is
/// anything lost but the space between them.
pub fn divide(text: &str, limit: usize) -> (&str, &str) {
    match Cut::of(text, limit) {
        None => (text, ""),
        Some(Cut { end, .. }) => (text[..end].trim_end(), text[end..].trim_start()),
    }
}

/// Where a text is cut.
struct Cut {
    /// In bytes.
    end: usize,
    /// Whether a line or a sentence ends there.
    clean: bool,
}

impl Cut {
    /// The cut within the first `limit` units; `None` if the whole text fits.
    fn of(text: &str, limit: usize) -> Option<Self> {
        // Each with how many units stand before it.
        let (mut line, mut sentence, mut word) = (None, None, None);
        let (mut units, mut end) = (0, 0);
        let mut overflows = false;
        for (at, letter) in text.grapheme_indices(true) {
            if at > 0 && letter.starts_with(char::is_whitespace) {
                let place = Some((at, units));
                if letter.starts_with(['\n', '\r']) {
                    line = place;
                }
                if ends_sentence(&text[..at]) {
                    sentence = place;
                }
                word = place;
            }
            if units + length(letter) > limit {
                overflows = true;
                break;
            }
            units += length(letter);
            end = at + letter.len();
        }
        if !overflows {
            return None;
        }
        // A line that ends early would leave too little, a sentence may cost more, a word most.
        let at_least = |place: Option<(usize, usize)>, part: usize| place.filter(|(_, units)| units * part > limit);
        let clean = at_least(line, 2).or_else(|| at_least(sentence, 3));
        let place = clean.or_else(|| at_least(word, 4)).map_or(end, |(at, _)| at);
        let end = without_lone_heading(&text[..place]);
        Some(Self { end, clean: clean.is_some() })
    }
}

/// Whether a sentence ends here; the number of a step is none.
fn ends_sentence(text: &str) -> bool {
    let mut last = text.chars().rev();
    match last.next() {
        Some('?' | '!' | '…' | '。') => true,
        Some('.') => last.next().is_some_and(|before| !before.is_ascii_digit()),
        _ => false,
    }
}

/// Where a text ends when a heading with nothing left below it is taken off.
fn without_lone_heading(text: &str) -> usize {
    let kept = text.trim_end();
    match kept.rsplit_once('\n') {
        Some((above, last)) if last.starts_with('[') && last.ends_with(']') => above.trim_end().len(),
        _ => text.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, limit: usize, expect: &str) {
        let (cut, whole) = shorten(text, limit);
        assert_eq!((cut.as_str(), whole), (expect, cut == text), "{text:?} to {limit}");
        assert!(length(&cut) <= limit);
    }

    #[test]
    fn cuts_where_it_hurts_least() {
        check("짧아요", 3, "짧아요");
        check("첫 문장이에요. 둘째 문장이에요.", 12, "첫 문장이에요.");
        check("첫 문장이에요. 둘째 문장이에요.", 8, "첫 문장이에요.");
        check("몇 시예요? 네 시예요.", 9, "몇 시예요?");
        check("첫 줄이에요\n둘째 줄이 길어요", 9, "첫 줄이에요");
        check("문단이에요 정말로\n[방법]\n1. 하나", 16, "문단이에요 정말로");
        check("띄어쓰기가 있는 말", 8, "띄어쓰기가…");
        check("띄어쓰기가없는말", 4, "띄어쓰…");
        check("가", 0, "");
    }

    #[test]
    fn does_not_take_the_number_of_a_step_for_a_sentence() {
        check("하나예요\n10. 아주 긴 둘째 단계", 10, "하나예요\n10.…");
    }

    #[test]
    fn keeps_letters_whole() {
        // A family of three is one letter of eight units, a flag one of four.
        let family = "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}";
        check(&format!("가{family}나"), 9, "가…");
        check(&format!("가{family}나"), 10, &format!("가{family}나"));
        check("\u{1F1F0}\u{1F1F7}\u{1F1F0}\u{1F1F7}", 7, "\u{1F1F0}\u{1F1F7}…");
        // Hangul written with letters that are joined when shown, and an accent.
        check("\u{1112}\u{1161}\u{11AB}\u{1112}\u{1161}\u{11AB}", 5, "\u{1112}\u{1161}\u{11AB}…");
        check("e\u{301}e\u{301}", 3, "e\u{301}…");
    }

    #[test]
    fn divides_without_loss() {
        let text = "첫 문장이에요. 둘째 문장이에요.";
        assert_eq!(divide(text, 12), ("첫 문장이에요.", "둘째 문장이에요."));
        assert_eq!(divide(text, 100), (text, ""));
        assert_eq!(divide("문단이에요 정말로\n[방법]\n1. 하나", 16), ("문단이에요 정말로", "[방법]\n1. 하나"));
    }
}
