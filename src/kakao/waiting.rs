//! The first answer of callback mode: "the answer comes later". Kakao shows the block's own waiting message then, and
//! ignores bubbles.

use serde::Serialize;

use super::conversation::Conversation;
use super::response::ContextControl;
use crate::answer::manners;

/// `useCallback: true`, without a template.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Waiting {
    version: &'static str,
    use_callback: bool,
    context: ContextControl,
    data: Data,
}

/// What the block's waiting message may show as a webhook value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Data {
    text: &'static str,
}

impl Waiting {
    /// Keeps the conversation like any answer.
    pub fn new(conversation: &Conversation) -> Self {
        let context = ContextControl::of(conversation);
        Self { version: "2.0", use_callback: true, context, data: Data { text: manners::WAITING } }
    }

    /// The response as it is sent.
    pub fn to_json(&self) -> Vec<u8> {
        // Only maps with text keys and plain values are in here: it cannot fail.
        serde_json::to_vec(self).unwrap_or_default()
    }
}
