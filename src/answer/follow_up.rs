//! Follow-ups: "그럼 체크카드는요?" and "브랜드 이모티콘은요?" mean the question before with one part changed.
//!
//! What was asked before travels with the request (Kakao contexts, an opaque token for the API); the server keeps
//! nothing. A short question that leans on another is read as that one with the new part in the place of the old: a
//! service for a service, a word for one with the same last part (체크카드 for 신용카드), else added to it. A question
//! that stands by itself begins a new thread.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::search::{Engine, Question};
use crate::text::terms::Term;

/// What the conversation is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thread {
    /// The last question, with what it took over from the one before.
    #[serde(rename = "q")]
    pub question: String,
    /// Slug of the service of the last answer.
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
}

/// A thread is cut after this many characters, so that threads of follow-ups do not grow.
const MOST_CHARS: usize = 80;
/// A token is read up to this many bytes: 80 characters of Hangul and a slug, with room.
const MOST_BYTES: usize = 1_024;

/// Words that lean on what was said before, at the beginning of a question.
const LEANING: [&str; 14] = [
    "그럼",
    "그러면",
    "그렇다면",
    "그런데",
    "근데",
    "그건",
    "그거",
    "그것",
    "그리고",
    "글면",
    "그롬",
    "아니",
    "아",
    "또",
];
/// How a question that is only a part of one ends: 체크카드는요?, 개인도?, 챗봇이요.
const PART_ENDINGS: [&str; 10] = ["은요", "는요", "은", "는", "도요", "도", "이요", "요", "이면요", "이면"];
/// Most words of the matter in a question that leans on another, with and without a word that says so.
const MOST_WORDS_LEANING: usize = 5;
const MOST_WORDS: usize = 2;
/// Shortest last part that two words must share to stand for each other, in characters.
const SHARED_PART: usize = 2;

impl Thread {
    /// A thread of a question that was asked.
    pub fn new(question: &str, service: Option<&str>) -> Self {
        Self { question: question.chars().take(MOST_CHARS).collect(), service: service.map(str::to_owned) }
    }

    /// The thread as text for a client to keep and send back.
    pub fn token(&self) -> String {
        // A struct of two texts: it cannot fail.
        BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    /// Reads a token. `None` for anything else: whoever changes it loses the thread, no more.
    pub fn from_token(token: &str) -> Option<Self> {
        if token.len() > MOST_BYTES {
            return None;
        }
        let thread: Self = serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
        (thread.question.chars().count() <= MOST_CHARS).then_some(thread)
    }
}

/// What a question means after another, in words; `None` when it stands by itself.
pub fn meant(engine: &Engine, question: &Question, thread: &Thread) -> Option<String> {
    let leaning = leans(question.text());
    let matter = engine.matter(question);
    let words: Vec<&Term> =
        matter.words.iter().copied().filter(|word| !LEANING.contains(&word.text.as_str())).collect();
    let most = if leaning { MOST_WORDS_LEANING } else { MOST_WORDS };
    let asks_by_itself = !leaning && !is_part(question.text(), matter.only_services);
    if words.is_empty() || words.len() > most || asks_by_itself {
        return None;
    }
    // What no article knows is no part of any question: 그럼 김치찌개는?
    let unknown = engine.unknown_words(question);
    if matter.words.iter().all(|word| unknown.iter().any(|part| word.text.contains(part))) {
        return None;
    }
    let before = engine.question(&thread.question);
    let earlier = engine.matter(&before);
    // The words of the earlier question that stay, in their order.
    let stays = |term: &&Term| {
        let replaced_service = matter.names_service && earlier.naming.contains(&term.text);
        let replaced_word = matter.words.iter().any(|word| word.text == term.text || is_alternative(word, term));
        !replaced_service && !replaced_word
    };
    let kept = earlier.words.iter().copied().filter(stays).map(|term| &before.text()[term.start..term.end]);
    let new = words.iter().map(|term| &question.text()[term.start..term.end]);
    Some(kept.chain(new).collect::<Vec<_>>().join(" "))
}

fn leans(text: &str) -> bool {
    let first = text.split([' ', ',']).next().unwrap_or_default();
    LEANING.contains(&first)
}

/// Whether a question is only a part of one: a service's name alone, or words that end in a particle.
fn is_part(text: &str, only_services: bool) -> bool {
    let text = text.trim_end_matches(['?', '.', '!', '~', ' ']);
    only_services || PART_ENDINGS.iter().any(|ending| text.ends_with(ending) && is_particle_end(text, ending))
}

/// 요 alone ends sentences as well: only after a noun, which is what 이요 and 는요 say by themselves.
fn is_particle_end(text: &str, ending: &str) -> bool {
    ending != "요" || text.split(' ').count() == 1
}

/// Whether one word stands for the other: they end in the same part and differ before it.
fn is_alternative(new: &Term, old: &Term) -> bool {
    let shared = new.text.chars().rev().zip(old.text.chars().rev()).take_while(|(a, b)| a == b).count();
    let shorter = new.text.chars().count().min(old.text.chars().count());
    shared >= SHARED_PART && shared < shorter && new.noun && old.noun
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_comes_back_and_a_broken_one_is_nothing() {
        let thread = Thread::new("챗봇 신용카드 등록", Some("chatbot"));
        assert_eq!(Thread::from_token(&thread.token()), Some(thread));
        assert_eq!(Thread::new(&"가".repeat(500), None).question.chars().count(), MOST_CHARS);
        for broken in ["", "없음", "e30", "W10", &"A".repeat(5_000)] {
            assert_eq!(Thread::from_token(broken), None, "{broken:.20}");
        }
    }

    #[test]
    fn tells_a_part_from_a_question() {
        for part in ["체크카드는요?", "개인도?", "모먼트는", "법인이면요??"] {
            assert!(is_part(part, false), "{part}");
        }
        for whole in ["환불은 어떻게 받아요?", "영수증 어디서 봐요"] {
            assert!(!is_part(whole, false), "{whole}");
        }
        assert!(is_part("챗봇", true));
        assert!(leans("그럼 체크카드는?") && leans("근데, 개인은") && !leans("그룹 채팅은?"));
    }
}
