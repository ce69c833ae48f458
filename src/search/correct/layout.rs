//! Questions typed with the keyboard in the wrong state, wholly or in some words.

use crate::text::hangul::{from_english_layout, from_korean_layout, is_lone_jamo};

/// The text with each word that no article knows read on the other layout, where that gives something sensible.
pub fn other_layout(text: &str, knows: &impl Fn(&str) -> bool) -> Option<String> {
    let mut changed = false;
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| match read_on_other_layout(word, knows) {
            Some(other) => {
                changed = true;
                other
            }
            None => word.to_owned(),
        })
        .collect();
    changed.then(|| words.join(" "))
}

fn read_on_other_layout(word: &str, knows: &impl Fn(&str) -> bool) -> Option<String> {
    let letters = word.chars().filter(char::is_ascii_alphabetic).count();
    if letters >= 2 && !knows(&word.to_lowercase()) {
        // A word that was meant to be Korean comes out as whole syllables.
        let korean = from_english_layout(word);
        let whole = korean.chars().all(|c| !is_lone_jamo(c)) && korean.chars().any(|c| matches!(c, '가'..='힣'));
        return (whole && korean != word).then_some(korean);
    }
    if word.chars().any(is_lone_jamo) {
        let english = from_korean_layout(word).to_lowercase();
        let (head, _) = english.split_at(english.bytes().take_while(u8::is_ascii_alphabetic).count());
        return knows(head).then_some(english);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_words_that_nobody_knows() {
        let knows = |word: &str| ["event", "api", "bot"].contains(&word);
        let check =
            |text: &str, expect: Option<&str>| assert_eq!(other_layout(text, &knows).as_deref(), expect, "{text}");
        check("ghksqnf djswp", Some("환불 언제"));
        check("Event API 요금", None);
        check("ㅠㅐㅅ 연결", Some("bot 연결"));
        check("50aksdnjs rufwp", Some("50만원 결제"));
        check("환불", None);
        check("x", None);
    }
}
