//! Whether a customer asks for an own state ("오늘 한도 얼마 남았어요?") or how something works ("한도 어떻게 바꿔요?"), and for
//! which parts of it: `own_state.toml`.
//!
//! Which words are looked for and from where on the state is attached is for the support team to say; what they count
//! is fitted ([`model`]). The shipped file stands in for an absent one.

pub mod model;

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::model::line_at;
use crate::faq::Slot;
pub use model::OwnStateModel;

/// The name of the file.
pub const FILE: &str = "own_state.toml";

/// The shipped file.
const DEFAULT: &str = include_str!("../../../corpus/lexicon/own_state.toml");

/// The file, checked.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnStateWords {
    /// From this probability on the own state is asked for.
    threshold: f32,
    words: Words,
    /// Words that ask for a slot, where an article has several.
    slots: BTreeMap<Slot, Vec<String>>,
    /// Words that may mean one slot or another: they count where none of `slots` is found.
    #[serde(default)]
    broad: BTreeMap<Slot, Vec<String>>,
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

/// The slots that a question may ask for, before it is known of which article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Evoked {
    pub slots: BTreeSet<Slot>,
    /// Whether it says so, and not only something that may mean them.
    pub is_said: bool,
    /// That the question asks for an own state.
    pub probability: f32,
}

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

    /// From this probability on the own state is asked for.
    pub fn threshold(&self) -> f32 {
        self.threshold
    }

    /// The slots whose words a question has, if it asks for an own state at all.
    pub fn evoked(&self, text: &str, probability: f32) -> Evoked {
        if probability < self.threshold {
            return Evoked::default();
        }
        let named = spoken_of(text, &self.slots);
        if named.is_empty() {
            Evoked { slots: spoken_of(text, &self.broad), is_said: false, probability }
        } else {
            Evoked { slots: named, is_said: true, probability }
        }
    }

    /// The slots of an article that a question asks for: none if it asks how something works; of several those whose
    /// words it has, without any the first.
    pub fn asked(&self, text: &str, probability: f32, live: &[Slot]) -> Vec<Slot> {
        if live.is_empty() || probability < self.threshold {
            return Vec::new();
        }
        for words in [&self.slots, &self.broad] {
            let named = spoken_of(text, words);
            let asked: Vec<Slot> = live.iter().copied().filter(|slot| named.contains(slot)).collect();
            if !asked.is_empty() {
                return asked;
            }
        }
        live[..1].to_vec()
    }
}

/// The slots whose words stand in a text. A word inside a longer one of another slot is none of its own: 환불계좌 is the
/// account for refunds and no refund.
fn spoken_of(text: &str, words: &BTreeMap<Slot, Vec<String>>) -> BTreeSet<Slot> {
    let find = |(slot, words): (&Slot, &Vec<String>)| -> Vec<(Slot, usize, usize)> {
        let places = words.iter().flat_map(|word| text.match_indices(word.as_str()));
        places.map(|(at, word)| (*slot, at, at + word.len())).collect()
    };
    let found: Vec<(Slot, usize, usize)> = words.iter().flat_map(find).collect();
    let stands_alone = |(slot, start, end): &&(Slot, usize, usize)| {
        let holds = |(other, from, to): &(Slot, usize, usize)| {
            other != slot && from <= start && end <= to && to - from > end - start
        };
        !found.iter().any(holds)
    };
    found.iter().filter(stands_alone).map(|(slot, ..)| *slot).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn probability(words: &OwnStateWords, text: &str) -> f32 {
        super::super::model::Model::parse("").unwrap().own_state.probability(words, text)
    }

    #[test]
    fn tells_an_own_state_from_how_it_works() {
        let words = OwnStateWords::parse("").unwrap();
        for own in
            ["제 잔액 지금 얼마 남았어요?", "저희 챗봇 왜 갑자기 끊겼어요", "지난주에 신청한 환불 아직 안 들어왔어요"]
        {
            assert!(probability(&words, own) > 0.5, "{own}: {}", probability(&words, own));
        }
        for general in
            ["환불은 어떻게 신청하나요?", "자동결제 한도를 바꾸려면", "세금계산서 발행 기준이 궁금합니다", ""]
        {
            assert!(probability(&words, general) < 0.3, "{general}: {}", probability(&words, general));
        }
    }

    #[test]
    fn asks_for_the_slots_whose_words_stand_there() {
        let words = OwnStateWords::parse("").unwrap();
        let asked = |text: &str, live: &[Slot]| words.asked(text, probability(&words, text), live);
        let live = [Slot::DailyLimit, Slot::Balance, Slot::Cards];
        assert_eq!(asked("오늘 제 한도 얼마 남았어요?", &live), [Slot::DailyLimit]);
        assert_eq!(asked("제 예비카드 지금 몇 장 걸려 있어요?", &live), [Slot::Cards]);
        assert_eq!(asked("오늘 제 거 얼마 남았어요?", &live), [Slot::DailyLimit]);
        assert_eq!(asked("한도는 어떻게 바꾸나요?", &live), []);
        assert_eq!(asked("오늘 제 한도 얼마 남았어요?", &[]), []);
    }

    #[test]
    fn a_word_inside_another_slots_word_asks_for_nothing() {
        let words = OwnStateWords::parse("").unwrap();
        let live = [Slot::RefundStatus, Slot::RefundAccount, Slot::Balance];
        assert_eq!(words.asked("제 환불계좌 지금 등록돼 있나요?", 1.0, &live), [Slot::RefundAccount]);
        assert_eq!(words.asked("제 환불 들어왔나요?", 1.0, &live), [Slot::RefundStatus]);
        // What may mean anything counts only where nothing says what is meant.
        let wallet = [Slot::WalletState, Slot::Balance, Slot::TaxInvoices];
        assert_eq!(words.asked("월렛을 지우려는데 왜 막혀 있죠?", 1.0, &wallet), wallet);
        assert_eq!(words.asked("월렛을 지우려는데 남은 돈이 있나요?", 1.0, &wallet), [Slot::Balance]);
    }

    #[test]
    fn names_what_is_wrong() {
        assert!(OwnStateWords::parse("threshold = 2").unwrap_err().starts_with("own_state.toml:"));
        let line = DEFAULT.lines().find(|line| line.starts_with("threshold")).unwrap();
        let wrong = DEFAULT.replace(line, "threshold = 4.0");
        assert_eq!(OwnStateWords::parse(&wrong).unwrap_err(), "own_state.toml: the threshold must be between 0 and 1");
    }
}
