//! Marked text for browsers: ranges as JavaScript counts, or escaped HTML.

use std::ops::Range;

use crate::search::highlight::Highlighted;

/// The marks in UTF-16 units.
pub(super) fn utf16_marks(text: &Highlighted) -> Vec<Range<usize>> {
    let units = |part: &str| part.chars().map(char::len_utf16).sum::<usize>();
    let mut at = 0;
    let mut marks = Vec::with_capacity(text.marks.len());
    for (piece, marked) in text.pieces() {
        let end = at + units(piece);
        if marked {
            marks.push(at..end);
        }
        at = end;
    }
    marks
}

/// The text escaped, each mark between `<mark>` and `</mark>`.
pub(super) fn html(text: &Highlighted) -> String {
    let piece = |(piece, marked): (&str, bool)| {
        let escaped = escaped(piece);
        if marked { format!("<mark>{escaped}</mark>") } else { escaped }
    };
    text.pieces().map(piece).collect()
}

/// A text for element content and for attributes in either kind of quotation mark.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_survive_both_forms() {
        let text = "😀 <카드> & 결제";
        let mark = |word: &str| text.find(word).map(|at| at..at + word.len()).unwrap();
        let marked = Highlighted { text: text.to_owned(), marks: vec![mark("카드"), mark("결제")] };
        assert_eq!(utf16_marks(&marked), vec![4..6, 10..12]);
        assert_eq!(html(&marked), "😀 &lt;<mark>카드</mark>&gt; &amp; <mark>결제</mark>");
        assert_eq!(escaped("a=\"'\""), "a=&quot;&#39;&quot;");
    }
}
