//! Whether a customer asks for an own state ("오늘 한도 얼마 남았어요?") or how something works ("한도 어떻게 바꿔요?"), and for
//! which parts of it: `own_state.toml`.
//!
//! Which words are looked for, what they count and from where on is for the support team to say; what is made of them
//! stands here. The shipped file stands in for an absent one.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::model::{line_at, logistic};
use crate::faq::Slot;
use crate::text::hangul::has_past_tense;

/// The name of the file.
pub const FILE: &str = "own_state.toml";

/// The shipped file.
const DEFAULT: &str = include_str!("../../corpus/lexicon/own_state.toml");

/// The file, checked.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnStateWords {
    /// From this probability on the own state is asked for.
    threshold: f32,
    words: Words,
    weights: Weights,
    /// Words that ask for a slot, where an article has several.
    slots: BTreeMap<Slot, Vec<String>>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    own: Vec<String>,
    now: Vec<String>,
    past_time: Vec<String>,
    future: Vec<String>,
    state: Vec<String>,
    ask: Vec<String>,
    how: Vec<String>,
    condition: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Weights {
    bias: f32,
    own: f32,
    now: f32,
    past_time: f32,
    future: f32,
    state: f32,
    ask: f32,
    how: f32,
    condition: f32,
    past_tense: f32,
    own_state: f32,
    own_not_how: f32,
    now_state: f32,
    past_not_how: f32,
    length: f32,
    why_past: f32,
    own_asks: f32,
    states: f32,
    own_condition: f32,
    sentences: f32,
}

/// Words of asking that make an own thing a question for its state.
const ASKS_OF_OWN: [&str; 4] = ["얼마", "언제", "있", "왜"];
/// Characters of a question that count 1 for its length.
const LENGTH_UNIT: f32 = 50.0;

impl OwnStateWords {
    /// Reads `own_state.toml`; the shipped one for an empty text.
    ///
    /// # Errors
    /// With line and cause when it is malformed.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = if text.is_empty() { DEFAULT } else { text };
        let words: Self =
            toml::from_str(text).map_err(|error| format!("{FILE}:{}: {}", line_at(text, &error), error.message()))?;
        if (0.0..=1.0).contains(&words.threshold) {
            Ok(words)
        } else {
            Err(format!("{FILE}: the threshold must be between 0 and 1"))
        }
    }

    /// That a question asks for the customer's own state, 0 to 1.
    pub fn probability(&self, text: &str) -> f32 {
        let Words { own, now, past_time, future, state, ask, how, condition } = &self.words;
        // A question often ends in the word that counts, with a space after it in the list.
        let text = format!("{text} ");
        let count =
            |words: &[String], most: usize| words.iter().filter(|word| text.contains(*word)).take(most).count() as f32;
        let flag = |value: bool| f32::from(u8::from(value));
        let is_own = count(own, 1) > 0.0;
        let (now, state, how) = (count(now, 2), count(state, 4), count(how, 3));
        let past = text.chars().filter(|c| has_past_tense(*c)).take(3).count() as f32;
        let w = &self.weights;
        let score = w.bias
            + w.own * flag(is_own)
            + w.now * now
            + w.past_time * count(past_time, 1)
            + w.future * count(future, 1)
            + w.state * state
            + w.ask * count(ask, 3)
            + w.how * how
            + w.condition * count(condition, 2)
            + w.past_tense * past
            + w.own_state * flag(is_own && state > 0.0)
            + w.own_not_how * flag(is_own && how == 0.0)
            + w.now_state * flag(now * state > 0.0)
            + w.past_not_how * flag(past > 0.0 && how == 0.0)
            + w.length * (text.chars().count() as f32 / LENGTH_UNIT)
            + w.why_past * flag(text.contains('왜') && past > 0.0)
            + w.own_asks * flag(is_own && ASKS_OF_OWN.iter().any(|word| text.contains(word)))
            + w.states * flag(state >= 2.0)
            + w.own_condition * flag(is_own && count(condition, 1) > 0.0)
            + w.sentences * flag(text.matches(['.', '?']).count() > 1);
        logistic(score)
    }

    /// The slots whose words a question has, if it asks for an own state at all.
    pub fn evoked(&self, text: &str) -> Vec<Slot> {
        if self.probability(text) < self.threshold {
            return Vec::new();
        }
        self.slots.keys().filter(|slot| self.has_word_of(text, **slot)).copied().collect()
    }

    fn has_word_of(&self, text: &str, slot: Slot) -> bool {
        self.slots.get(&slot).is_some_and(|words| words.iter().any(|word| text.contains(word.as_str())))
    }

    /// The slots of an article that a question asks for: none if it asks how something works; of several those whose
    /// words it has, without any the first.
    pub fn asked(&self, text: &str, live: &[Slot]) -> Vec<Slot> {
        if live.is_empty() || self.probability(text) < self.threshold {
            return Vec::new();
        }
        let asked: Vec<Slot> = live.iter().copied().filter(|slot| self.has_word_of(text, *slot)).collect();
        if asked.is_empty() { live[..1].to_vec() } else { asked }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_an_own_state_from_how_it_works() {
        let words = OwnStateWords::parse("").unwrap();
        for own in
            ["제 잔액 지금 얼마 남았어요?", "저희 챗봇 왜 갑자기 끊겼어요", "지난주에 신청한 환불 아직 안 들어왔어요"]
        {
            assert!(words.probability(own) > 0.5, "{own}: {}", words.probability(own));
        }
        for general in
            ["환불은 어떻게 신청하나요?", "자동결제 한도를 바꾸려면", "세금계산서 발행 기준이 궁금합니다", ""]
        {
            assert!(words.probability(general) < 0.4, "{general}: {}", words.probability(general));
        }
    }

    #[test]
    fn asks_for_the_slots_whose_words_stand_there() {
        let words = OwnStateWords::parse("").unwrap();
        let live = [Slot::DailyLimit, Slot::Balance, Slot::Cards];
        assert_eq!(words.asked("오늘 제 한도 얼마 남았어요?", &live), [Slot::DailyLimit]);
        assert_eq!(words.asked("제 예비카드 지금 몇 장 걸려 있어요?", &live), [Slot::Cards]);
        assert_eq!(words.asked("오늘 제 거 얼마 남았어요?", &live), [Slot::DailyLimit]);
        assert_eq!(words.asked("한도는 어떻게 바꾸나요?", &live), []);
        assert_eq!(words.asked("오늘 제 한도 얼마 남았어요?", &[]), []);
    }

    #[test]
    fn names_what_is_wrong() {
        assert!(OwnStateWords::parse("threshold = 2").unwrap_err().starts_with("own_state.toml:"));
        let wrong = DEFAULT.replace("threshold = 0.4", "threshold = 4.0");
        assert_eq!(OwnStateWords::parse(&wrong).unwrap_err(), "own_state.toml: the threshold must be between 0 and 1");
    }
}
