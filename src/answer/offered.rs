//! What a customer says of articles that were offered: "2번", "두 번째요", "챗봇이요", or a title itself. The choice is
//! taken at its word; nothing is looked for. And what another system found for the same question, as a weak hint.

use unicode_normalization::UnicodeNormalization as _;

use super::decide::Decision;
use super::{Answer, Answerer, Choice, Thread};
use crate::faq::Slot;
use crate::search::SearchError;

/// How places are said, without spaces; figures are also read.
const PLACES: [&[&str]; 5] = [
    &["첫번째", "첫째", "처음", "맨위"],
    &["두번째", "둘째"],
    &["세번째", "셋째"],
    &["네번째", "넷째"],
    &["다섯번째", "다섯째"],
];
const LAST: [&str; 3] = ["마지막", "맨아래", "맨끝"];
/// What may follow a place, the longest first where one ends another; and what follows a figure.
const ENDINGS: [&str; 20] = [
    "이에요",
    "입니다",
    "예요",
    "주세요",
    "할게요",
    "볼게요",
    "보여줘",
    "알려줘",
    "으로요",
    "이요",
    "으로",
    "로요",
    "것",
    "거",
    "꺼",
    "걸",
    "로",
    "요",
    "을",
    "를",
];
const COUNTERS: [&str; 2] = ["번째", "번"];
/// Share of words that two titles have in common if they ask the same.
const ALIKE: f32 = 0.75;

impl Answerer {
    /// The key that a customer picks with words, of those that were offered. `None` for a question like any other.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn picked(&self, utterance: &str, offered: &[String]) -> Result<Option<String>, SearchError> {
        if offered.is_empty() {
            return Ok(None);
        }
        if let Some(place) = place(utterance, offered.len()) {
            return Ok(offered.get(place).cloned());
        }
        let choices = self.choices(offered)?;
        let said = utterance.trim();
        if let Some(choice) = choices.iter().find(|choice| choice.title == said) {
            return Ok(Some(choice.key.clone()));
        }
        let question = self.engine.question(utterance);
        let matter = self.engine.matter(&question);
        let ([service], true) = (&matter.named[..], matter.only_services) else { return Ok(None) };
        let named = self.engine.services().iter().nth(usize::from(*service));
        let of_service = |choice: &&Choice| named.is_some_and(|named| named.name == choice.service);
        let mut fitting = choices.iter().filter(of_service);
        // Two of one service: the words do not tell which.
        Ok(fitting.next().filter(|_| fitting.next().is_none()).map(|choice| choice.key.clone()))
    }

    /// Own state that the question before asked for, of what an article can tell.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn slots_asked_before(&self, thread: &Thread, key: &str) -> Result<Vec<Slot>, SearchError> {
        let Some(article) = self.engine.article_by_key(key)? else { return Ok(Vec::new()) };
        Ok(self.engine.asked_slots(&self.engine.question(&thread.question), &article.live))
    }

    /// Takes what another system found for the question as a weak hint: among choices, the article whose title asks
    /// the same comes first. Never makes an answer. Says whether both agree; `None` without anything found.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn lean(&self, answer: &mut Answer, found: &[String]) -> Result<Option<bool>, SearchError> {
        if found.is_empty() {
            return Ok(None);
        }
        let found: Vec<Vec<String>> = found.iter().map(|title| self.words(title)).collect();
        if answer.decision == Decision::Choose {
            let place = answer.choices.iter().position(|choice| self.asks_one_of(&choice.title, &found));
            if let Some(place) = place {
                answer.choices[..=place].rotate_right(1);
            }
            return Ok(Some(place.is_some()));
        }
        let title = answer.article.as_ref().map(|article| article.title.as_str());
        Ok(Some(title.is_some_and(|title| self.asks_one_of(title, &found))))
    }

    fn asks_one_of(&self, title: &str, found: &[Vec<String>]) -> bool {
        let words = self.words(title);
        let alike = |other: &Vec<String>| {
            let shared = words.iter().filter(|word| other.contains(word)).count();
            let all = words.len() + other.len() - shared;
            shared > 0 && shared as f32 >= ALIKE * all as f32
        };
        found.iter().any(alike)
    }

    /// The distinct words of a text.
    fn words(&self, text: &str) -> Vec<String> {
        let mut words: Vec<String> = self.engine.question(text).terms().iter().map(|term| term.text.clone()).collect();
        words.sort();
        words.dedup();
        words
    }
}

/// The place that is said, from 0 on; `None` for anything but a place that was offered.
fn place(utterance: &str, offered: usize) -> Option<usize> {
    let text: String = utterance.nfkc().filter(|c| !c.is_whitespace() && !"?.!~,".contains(*c)).collect();
    let word = without_endings(&text);
    if LAST.contains(&word) {
        return offered.checked_sub(1);
    }
    let number = COUNTERS.iter().find_map(|counter| word.strip_suffix(counter)).unwrap_or(word);
    let figure = number.parse::<usize>().ok().and_then(|figure| figure.checked_sub(1));
    figure.or_else(|| PLACES.iter().position(|names| names.contains(&word))).filter(|place| *place < offered)
}

fn without_endings(text: &str) -> &str {
    let mut text = text;
    // A word is never taken away whole.
    while let Some(rest) = ENDINGS.iter().find_map(|ending| text.strip_suffix(ending)).filter(|rest| !rest.is_empty()) {
        text = rest;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_as_they_are_said() {
        for (utterance, expect) in [
            ("1", 0),
            ("2번", 1),
            ("２번이요", 1),
            ("3번으로 할게요", 2),
            ("2번째 거요", 1),
            ("첫 번째", 0),
            ("두번째요", 1),
            ("두 번째 것이요~", 1),
            ("둘째", 1),
            ("세 번째 거 보여줘", 2),
            ("마지막이요", 3),
            ("마지막 거", 3),
            ("4번 알려줘", 3),
        ] {
            assert_eq!(place(utterance, 4), Some(expect), "{utterance}");
        }
    }

    #[test]
    fn questions_are_no_places() {
        for utterance in [
            "",
            "0",
            "5번",
            "99999999999999999999번",
            "2월",
            "이요",
            "번",
            "카드 2개 등록",
            "두 번째 카드는요?",
            "1번 카드",
            "둘 다요",
            "2번 3번",
        ] {
            assert_eq!(place(utterance, 4), None, "{utterance}");
        }
    }
}
