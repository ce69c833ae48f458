//! Syllable bigrams: the safety net under the morphemes, for spacing errors, typing errors and unknown words.

/// A bigram of two letters or figures that stand side by side, spaces between them not counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bigram {
    /// Lower-case; a text of one character gives that character.
    pub text: String,
    /// Byte range in the text.
    pub start: usize,
    pub end: usize,
}

/// The bigrams of a cleaned text, in order. Signs separate; spaces do not, so `자동 결제` and `자동결제` are alike.
pub fn bigrams(text: &str) -> Vec<Bigram> {
    let mut out = Vec::new();
    let mut previous: Option<(usize, char)> = None;
    let mut alone = None;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            continue;
        }
        if !c.is_alphanumeric() {
            previous = None;
            continue;
        }
        let end = at + c.len_utf8();
        match previous {
            Some((start, first)) => {
                let text = first.to_lowercase().chain(c.to_lowercase()).collect();
                out.push(Bigram { text, start, end });
            }
            None => alone = alone.or(Some(Bigram { text: c.to_lowercase().collect(), start: at, end })),
        }
        previous = Some((at, c));
    }
    if out.is_empty() {
        out.extend(alone);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &[&str]) {
        let found = bigrams(text);
        let found: Vec<&str> = found.iter().map(|b| b.text.as_str()).collect();
        assert_eq!(found, expect, "bigrams of {text:?}");
    }

    #[test]
    fn joins_over_spaces_and_parts_at_signs() {
        check("자동 결제", &["자동", "동결", "결제"]);
        check("VISA카드", &["vi", "is", "sa", "a카", "카드"]);
        check("아, 네", &["아"]);
        check("한도, 미납", &["한도", "미납"]);
        check("돈", &["돈"]);
        check("?!", &[]);
    }
}
