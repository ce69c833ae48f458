//! How likely it is that a question asks for an own state: a logistic regression on the classes of words of
//! `own_state.toml` and on fragments of the question's spelling.
//!
//! The classes carry what a support team knows; the fragments (endings, particles, pieces of words with the spaces
//! around them) what nobody lists. Both are fitted by `haedap eval --fit` and stand in `ranking.toml`.

use std::collections::{BTreeMap, BTreeSet};

use super::{OwnStateWords, Words};
use crate::search::model::{dot, logistic};
use crate::text::hangul::has_past_tense;

/// Number of features.
pub const FEATURES: usize = NAMES.len();

/// What is looked at: how many words of a class a question has, up to a limit, and what stands together.
pub const NAMES: [&str; 20] = [
    "bias",
    "own",
    "now",
    "past_time",
    "future",
    "state",
    "ask",
    "how",
    "condition",
    // Syllables that end in ㅆ, but for 있 and 겠.
    "past_tense",
    "own_state",
    "own_not_how",
    "now_state",
    "past_not_how",
    // Characters, in [`LENGTH_UNIT`].
    "length",
    "why_past",
    // Own, with a word of [`ASKS_OF_OWN`].
    "own_asks",
    "states",
    "own_condition",
    // More than one sentence.
    "sentences",
];

/// The features of one question.
pub type Features = [f32; FEATURES];

/// Words of asking that make an own thing a question for its state.
const ASKS_OF_OWN: [&str; 4] = ["얼마", "언제", "있", "왜"];
/// Characters of a question that count 1 for its length.
const LENGTH_UNIT: f32 = 50.0;
/// Characters of a fragment. With single characters as well the held-out figures are the same.
const FRAGMENT_CHARS: [usize; 2] = [2, 3];

/// Fitted weights.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OwnStateModel {
    pub weights: Features,
    /// What a question counts that has a fragment, however often.
    pub fragments: BTreeMap<String, f32>,
}

impl OwnStateModel {
    /// That a question asks for the customer's own state, 0 to 1.
    pub fn probability(&self, words: &OwnStateWords, text: &str) -> f32 {
        self.weigh(&features(words, text), &fragments(text))
    }

    /// The same for a question that was looked at before.
    pub fn weigh(&self, features: &Features, fragments: &BTreeSet<String>) -> f32 {
        let spelled: f32 = fragments.iter().filter_map(|fragment| self.fragments.get(fragment)).sum();
        logistic(dot(features, &self.weights) + spelled)
    }
}

/// Looks at a question.
pub fn features(words: &OwnStateWords, text: &str) -> Features {
    let Words { own, now, past_time, future, state, ask, how, condition } = &words.words;
    // A question often ends in the word that counts, with a space after it in the list.
    let text = format!("{text} ");
    let count =
        |words: &[String], most: usize| words.iter().filter(|word| text.contains(*word)).take(most).count() as f32;
    let flag = |value: bool| f32::from(u8::from(value));
    let is_own = count(own, 1) > 0.0;
    let (now, state, how) = (count(now, 2), count(state, 4), count(how, 3));
    let past = text.chars().filter(|c| has_past_tense(*c)).take(3).count() as f32;
    [
        1.0,
        flag(is_own),
        now,
        count(past_time, 1),
        count(future, 1),
        state,
        count(ask, 3),
        how,
        count(condition, 2),
        past,
        flag(is_own && state > 0.0),
        flag(is_own && how == 0.0),
        flag(now * state > 0.0),
        flag(past > 0.0 && how == 0.0),
        text.chars().count() as f32 / LENGTH_UNIT,
        flag(text.contains('왜') && past > 0.0),
        flag(is_own && ASKS_OF_OWN.iter().any(|word| text.contains(word))),
        flag(state >= 2.0),
        flag(is_own && count(condition, 1) > 0.0),
        flag(text.matches(['.', '?']).count() > 1),
    ]
}

/// All runs of two and three characters, with one space at each end and between words.
pub fn fragments(text: &str) -> BTreeSet<String> {
    let spaced = format!(" {} ", text.split_whitespace().collect::<Vec<_>>().join(" ")).to_lowercase();
    let chars: Vec<char> = spaced.chars().collect();
    FRAGMENT_CHARS.iter().flat_map(|size| chars.windows(*size)).map(|window| window.iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_know_where_words_end() {
        let found = fragments("환불  왜 ");
        let expect = [" 왜", " 왜 ", " 환", " 환불", "불 ", "불 왜", "왜 ", "환불", "환불 "];
        assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), expect);
        assert!(fragments("").is_empty() || fragments("") == BTreeSet::from(["  ".to_owned()]));
    }

    #[test]
    fn words_and_fragments_add_up() {
        let words = OwnStateWords::parse("").unwrap();
        let mut model = OwnStateModel::default();
        assert!((model.probability(&words, "환불") - 0.5).abs() < 1e-6);
        model.fragments.insert("환불".to_owned(), 2.0);
        model.weights[0] = -1.0;
        assert!((model.probability(&words, "환불 환불") - logistic(1.0)).abs() < 1e-6);
    }
}
