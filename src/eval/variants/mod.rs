//! The same question in other clothes: variants of an utterance that must not change what is meant, by rules of
//! Korean and always the same ones.
//!
//! A rule that is not sure of its ground makes no variant: it is better to miss one than to ask something else.

mod endings;

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::judgments::Judgment;

/// A sort of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// The last ending is another one of the same meaning: politeness, question or request.
    Ending,
    /// Without spaces.
    Spaces,
    /// Signs, tears, laughter or an emoji at the end.
    Marks,
    /// A greeting before or thanks after.
    Courtesy,
    /// Without particles after nouns.
    Particle,
}

impl Sort {
    /// All, in the order of the figures.
    pub const ALL: [Self; 5] = [Self::Ending, Self::Spaces, Self::Marks, Self::Courtesy, Self::Particle];
}

impl fmt::Display for Sort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Ending => "ending",
            Self::Spaces => "spaces",
            Self::Marks => "marks",
            Self::Courtesy => "courtesy",
            Self::Particle => "particle",
        })
    }
}

/// An utterance that means the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    pub sort: Sort,
    pub text: String,
}

/// Kinds that have no words to change: typed with the wrong layout, initials, and what is no question at all.
const LEFT_OUT: [&str; 3] = ["keyboard", "chosung", "ood"];

/// The variants of an utterance; none of a kind that is left out. `nouns` are the byte ranges of its nouns.
pub fn variants(judgment: &Judgment, nouns: &[Range<usize>]) -> Vec<Variant> {
    if LEFT_OUT.contains(&judgment.kind.as_str()) {
        return Vec::new();
    }
    let utterance = judgment.utterance.trim();
    let mut found: Vec<Variant> = Vec::new();
    for sort in Sort::ALL {
        let texts = match sort {
            Sort::Ending => endings::swapped(utterance, judgment.kind == "keyword"),
            Sort::Spaces => vec![without_spaces(utterance)],
            Sort::Marks => marked(utterance),
            Sort::Courtesy => courteous(utterance),
            Sort::Particle => vec![without_particles(utterance, nouns)],
        };
        for text in texts {
            if text != utterance && !found.iter().any(|variant| variant.text == text) {
                found.push(Variant { sort, text });
            }
        }
    }
    found
}

/// Kinds of negation that stand before a verb as a word of their own, and verbs that one is often written together with.
const NEGATIONS: [&str; 2] = ["안", "못"];
const TOGETHER: [&str; 5] = ["안되", "안돼", "안됐", "안됩", "안나"];

/// The utterance with its last negation taken out, which means something else: a counter-check, no variant.
pub fn without_negation(judgment: &Judgment) -> Option<String> {
    if LEFT_OUT.contains(&judgment.kind.as_str()) {
        return None;
    }
    let words: Vec<&str> = judgment.utterance.split_whitespace().collect();
    let at = (0..words.len()).rev().find(|at| {
        let followed = at + 1 < words.len();
        NEGATIONS.contains(&words[*at]) && followed || TOGETHER.iter().any(|start| words[*at].starts_with(start))
    })?;
    let mut words = words;
    if NEGATIONS.contains(&words[at]) {
        words.remove(at);
    } else {
        words[at] = words[at].strip_prefix('안')?;
    }
    Some(words.join(" "))
}

/// An utterance without the signs, tears and laughter at its end, and these.
fn split_marks(utterance: &str) -> (&str, &str) {
    let is_mark = |c: char| !c.is_alphanumeric() || matches!(c, 'ㅠ' | 'ㅜ' | 'ㅋ' | 'ㅎ');
    utterance.split_at(utterance.trim_end_matches(is_mark).len())
}

/// The final consonant of a syllable as its number in Unicode, 0 for none; `None` for what is no syllable.
fn final_consonant(c: char) -> Option<u32> {
    ('가'..='힣').contains(&c).then(|| (u32::from(c) - u32::from('가')) % 28)
}

/// Latin words and figures keep the space between them: without it they are others.
fn without_spaces(utterance: &str) -> String {
    let mut out = String::with_capacity(utterance.len());
    let mut words = utterance.split_whitespace().peekable();
    while let Some(word) = words.next() {
        out.push_str(word);
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if latin(word.chars().last()) && latin(words.peek().and_then(|next| next.chars().next())) {
            out.push(' ');
        }
    }
    out
}

/// What customers type at the end without meaning anything by it.
const FEELINGS: [&str; 3] = ["ㅠㅠ", "ㅋㅋ", " 🙏"];

fn marked(utterance: &str) -> Vec<String> {
    let (words, marks) = split_marks(utterance);
    // A question stays one, and a statement too.
    let (question, sign) = if marks.contains('?') { ("?", "?") } else { ("", ".") };
    [sign].iter().chain(&FEELINGS).map(|mark| format!("{words}{question}{mark}")).collect()
}

const GREETING: &str = "안녕하세요 ";
const THANKS: &str = " 감사합니다";

fn courteous(utterance: &str) -> Vec<String> {
    if ["안녕", "감사", "고맙"].iter().any(|word| utterance.contains(word)) {
        return Vec::new();
    }
    vec![format!("{GREETING}{utterance}"), format!("{utterance}{THANKS}")]
}

/// Particles that may be left out, and whether they follow a final consonant.
const PARTICLES: [(char, bool); 6] =
    [('은', true), ('는', false), ('이', true), ('가', false), ('을', true), ('를', false)];

/// Each particle that ends a word and directly follows a noun is left out. The analysis has to have found the noun:
/// `는` of `하는` and `은` of `받은` are no particles.
fn without_particles(utterance: &str, nouns: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(utterance.len());
    for (at, c) in utterance.char_indices() {
        let before = utterance[..at].chars().next_back().and_then(final_consonant);
        let agrees =
            PARTICLES.iter().any(|(particle, closed)| *particle == c && before.is_some_and(|f| (f > 0) == *closed));
        let ends_word = utterance[at + c.len_utf8()..].starts_with(' ');
        // A noun of one syllable (`안이`, `것을`) is too easily another word.
        let after_noun = || nouns.iter().any(|noun| noun.end == at && utterance[noun.clone()].chars().count() >= 2);
        if !(agrees && ends_word && after_noun()) {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::judgments::Expect;

    fn judgment(utterance: &str, kind: &str) -> Judgment {
        Judgment {
            id: "t1".to_owned(),
            utterance: utterance.to_owned(),
            gold: vec!["a".to_owned()],
            service: None,
            kind: kind.to_owned(),
            expect: Expect::Answer,
            live: Vec::new(),
        }
    }

    fn texts(utterance: &str, sort: Sort, nouns: &[&str]) -> Vec<String> {
        let place = |noun: &&str| utterance.match_indices(*noun).map(|(at, text)| at..at + text.len()).next();
        let nouns: Vec<Range<usize>> = nouns.iter().filter_map(place).collect();
        let all = variants(&judgment(utterance, "paraphrase"), &nouns);
        all.into_iter().filter(|variant| variant.sort == sort).map(|variant| variant.text).collect()
    }

    #[test]
    fn spaces_are_left_out_but_between_latin_words() {
        let check = |utterance: &str, expect: &[&str]| {
            assert_eq!(texts(utterance, Sort::Spaces, &[]), expect, "{utterance}");
        };
        check("영수증은 어디서 봐요?", &["영수증은어디서봐요?"]);
        check("Event API 키 3 개", &["Event API키3개"]);
        check("영수증", &[]);
    }

    #[test]
    fn marks_do_not_make_a_question_of_a_statement() {
        let check = |utterance: &str, expect: &[&str]| {
            assert_eq!(texts(utterance, Sort::Marks, &[]), expect, "{utterance}");
        };
        check("환불돼요?", &["환불돼요??", "환불돼요?ㅠㅠ", "환불돼요?ㅋㅋ", "환불돼요? 🙏"]);
        check("환불 안 돼요ㅠㅠ", &["환불 안 돼요.", "환불 안 돼요ㅋㅋ", "환불 안 돼요 🙏"]);
    }

    #[test]
    fn courtesy_is_said_once() {
        let check = |utterance: &str, expect: &[&str]| {
            assert_eq!(texts(utterance, Sort::Courtesy, &[]), expect, "{utterance}");
        };
        check("환불 언제 돼요?", &["안녕하세요 환불 언제 돼요?", "환불 언제 돼요? 감사합니다"]);
        check("안녕하세요 환불요", &[]);
    }

    #[test]
    fn particles_go_only_after_nouns_that_they_agree_with() {
        let check = |utterance: &str, nouns: &[&str], expect: &[&str]| {
            assert_eq!(texts(utterance, Sort::Particle, nouns), expect, "{utterance}");
        };
        check("카드를 영수증은 어디서 봐요", &["카드", "영수증"], &["카드 영수증 어디서 봐요"]);
        check("등록하는 방법이 뭐예요", &["등록", "방법"], &["등록하는 방법 뭐예요"]);
        check("많이 받은 영수증", &["영수증"], &[]);
        // It does not agree, so it is no particle; it does not end its word; the noun is too short.
        check("차이는 말풍선가 돈을 영수증은요", &["말풍선", "돈", "영수증"], &[]);
    }

    #[test]
    fn a_kind_without_words_has_no_variants() {
        for kind in LEFT_OUT {
            assert_eq!(variants(&judgment("영수증 어디서 봐요", kind), &[]), []);
            assert_eq!(without_negation(&judgment("결제가 안 돼요", kind)), None);
        }
    }

    #[test]
    fn every_variant_is_made_once_and_is_another_text() {
        let utterance = "결제가 안 되나요?";
        let all = variants(&judgment(utterance, "paraphrase"), &[]);
        let mut texts: Vec<&str> = all.iter().map(|variant| variant.text.as_str()).collect();
        assert!(texts.iter().all(|text| *text != utterance && text.contains('안')), "{texts:?}");
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), all.len());
    }

    #[test]
    fn a_negation_is_taken_out_for_the_counter_check() {
        let check = |utterance: &str, expect: Option<&str>| {
            assert_eq!(without_negation(&judgment(utterance, "live")).as_deref(), expect, "{utterance}");
        };
        check("결제가 안 돼요", Some("결제가 돼요"));
        check("결제가 안돼요ㅠㅠ", Some("결제가 돼요ㅠㅠ"));
        check("왜 메일을 못 받아요?", Some("왜 메일을 받아요?"));
        check("안내 메일이 와요", None);
        check("결제가 안", None);
    }
}
