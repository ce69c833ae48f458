//! What one turn leaves to the next: it travels in a context of Kakao's, the server keeps nothing.
//!
//! It comes back from outside, so nothing in it is believed: a thread that cannot be read is none, and an article's key
//! opens no more than a public article.

use std::collections::BTreeMap;

use serde_json::Value;

use super::request::Context;
use super::response::ContextValue;
use crate::answer::Thread;

/// Name of the context.
pub const CONTEXT_NAME: &str = "haedap";
/// Turns and seconds that it lives: who comes back later begins anew.
const TURNS: u8 = 5;
const SECONDS: u32 = 600;
/// Its parameters, all of them texts.
const THREAD: &str = "thread";
const MISSES: &str = "misses";
const OFFERED: &str = "offered";
const NEXT: &str = "next";

/// Most keys of a list, and bytes of it: four choices, and keys of collections that may be long.
const MOST_KEYS: usize = 5;
const MOST_BYTES: usize = 2_048;
/// Misses are counted no further: the second one in a row is what matters.
const MOST_MISSES: u8 = 9;

/// The state of a conversation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conversation {
    /// What it is about.
    pub thread: Option<Thread>,
    /// Questions in a row that nothing answered.
    pub misses: u8,
    /// Keys of the articles that were offered last, in their order.
    pub offered: Vec<String>,
    /// Keys of the articles that come next if the last answer was none.
    pub next: Vec<String>,
}

impl Conversation {
    /// Takes up what the last response left.
    pub fn from_contexts(contexts: &[Context]) -> Self {
        let Some(ours) = contexts.iter().find(|context| context.name == CONTEXT_NAME) else { return Self::default() };
        let param = |name: &str| ours.params.get(name).map(String::as_str);
        let misses = param(MISSES).and_then(|count| count.parse().ok()).unwrap_or_default();
        Self {
            thread: param(THREAD).and_then(Thread::from_token),
            misses: u8::min(misses, MOST_MISSES),
            offered: param(OFFERED).map(keys).unwrap_or_default(),
            next: param(NEXT).map(keys).unwrap_or_default(),
        }
    }

    /// The context to send; its life span is 0, which ends it, when there is nothing to keep. `None` if it would be too
    /// large.
    pub fn context(&self) -> Option<ContextValue> {
        let params = self.params();
        let turns = if params.is_empty() { 0 } else { TURNS };
        ContextValue::new(CONTEXT_NAME, turns, Some(SECONDS), params)
    }

    /// The parameters of the context; none when there is nothing to keep.
    pub fn params(&self) -> BTreeMap<String, String> {
        let list = |keys: &[String]| {
            let text = Value::from(keys.iter().take(MOST_KEYS).cloned().collect::<Vec<_>>()).to_string();
            (!keys.is_empty() && text.len() <= MOST_BYTES).then_some(text)
        };
        let params = [
            (THREAD, self.thread.as_ref().map(Thread::token)),
            (MISSES, (self.misses > 0).then(|| self.misses.min(MOST_MISSES).to_string())),
            (OFFERED, list(&self.offered)),
            (NEXT, list(&self.next)),
        ];
        params.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text?))).collect()
    }
}

/// A list of keys, in JSON since a key may hold any sign.
fn keys(text: &str) -> Vec<String> {
    if text.len() > MOST_BYTES {
        return Vec::new();
    }
    let keys: Vec<String> = serde_json::from_str(text).unwrap_or_default();
    keys.into_iter().take(MOST_KEYS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context(name: &str, params: &BTreeMap<String, String>) -> Context {
        let params = params.iter().map(|(name, value)| (name.clone(), value.clone()));
        Context { name: name.to_owned(), params: params.collect(), ..Context::default() }
    }

    #[test]
    fn what_was_left_is_taken_up() {
        let left = Conversation {
            thread: Some(Thread::new("신용카드 등록", Some("chatbot"))),
            misses: 1,
            offered: vec!["cb-a".to_owned(), "한 \"글\", 키".to_owned()],
            next: vec!["cb-b".to_owned()],
        };
        let params = left.params();
        assert_eq!(Conversation::from_contexts(&[context("other", &params), context(CONTEXT_NAME, &params)]), left);
        assert_eq!(Conversation::from_contexts(&[context("other", &params)]), Conversation::default());
        assert!(Conversation::default().params().is_empty());
    }

    #[test]
    fn what_is_broken_is_nothing() {
        let broken = [(THREAD, "?"), (MISSES, "-1"), (OFFERED, "{}"), (NEXT, "[7]")];
        let params = broken.map(|(name, text)| (name.to_owned(), text.to_owned())).into_iter().collect();
        assert_eq!(Conversation::from_contexts(&[context(CONTEXT_NAME, &params)]), Conversation::default());
        assert!(keys(&format!("[\"{}\"]", "a".repeat(MOST_BYTES))).is_empty());
        assert_eq!(keys(&Value::from(vec!["k"; 50]).to_string()).len(), MOST_KEYS);
    }
}
