//! Whole responses: bubbles with what goes with them, a promise of bubbles, or values for bubbles of the admin centre.

use serde::Serialize;

use super::address::{BlockId, WebAddress};
use super::button::QuickReply;
use super::context::{ContextControl, ContextValue};
use super::extra::{Data, bytes};
use super::limit;
use super::output::Output;
use super::simple::SimpleText;
use crate::answer::Thread;
use crate::answer::wording::HUMAN_REPLY;
use crate::kakao::conversation::Conversation;

/// The only version that Kakao reads as this protocol.
const VERSION: &str = "2.0";

/// Bubbles, 1 to 3, with replies to tap.
///
/// Each bubble and the whole response have at most [`limit::BYTES`]. What would be more is left out in this order, from
/// the bottom of the screen up: replies but the last, which leads to a person; of the lowest bubble its buttons, items
/// and cards, then the bubble; of the first bubble all but its text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SkillResponse {
    version: &'static str,
    template: Template,
    #[serde(skip_serializing_if = "ContextControl::is_empty")]
    context: ContextControl,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Data>,
    /// At least as many bytes as it has, so that it is not measured as a whole with every part that is added.
    #[serde(skip)]
    at_most_bytes: usize,
}

/// More bytes than a response has around its parts, with the names of all of them.
const ENVELOPE_BYTES: usize = 128;

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Template {
    outputs: Vec<Output>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    quick_replies: Vec<QuickReply>,
}

impl SkillResponse {
    /// A response of one bubble.
    pub fn new(output: impl Into<Output>) -> Self {
        let template = Template { outputs: Vec::new(), quick_replies: Vec::new() };
        let (context, data) = (ContextControl::default(), None);
        Self { version: VERSION, template, context, data, at_most_bytes: ENVELOPE_BYTES }.and(output)
    }

    /// A response of one text.
    pub fn text(text: &str) -> Self {
        Self::new(SimpleText::new(text))
    }

    /// Adds a bubble below; a fourth is left out.
    #[must_use]
    pub fn and(mut self, output: impl Into<Output>) -> Self {
        if self.template.outputs.len() == limit::OUTPUTS {
            return self;
        }
        let mut output = output.into();
        let added = output.fit();
        self.template.outputs.push(output);
        self.fitted(added)
    }

    /// Adds replies to tap; those beyond the tenth are left out.
    #[must_use]
    pub fn with_replies(mut self, replies: impl IntoIterator<Item = QuickReply>) -> Self {
        let room = limit::QUICK_REPLIES - self.template.quick_replies.len();
        let replies: Vec<QuickReply> = replies.into_iter().take(room).collect();
        let added = bytes(&replies);
        self.template.quick_replies.extend(replies);
        self.fitted(added)
    }

    /// Keeps what the conversation is about until the next question.
    #[must_use]
    pub fn with_thread(self, thread: Option<&Thread>) -> Self {
        match thread {
            Some(thread) => {
                self.with_conversation(&Conversation { thread: Some(thread.clone()), ..Conversation::default() })
            }
            None => self,
        }
    }

    /// Keeps the state of the conversation; one without anything to keep ends the one before.
    #[must_use]
    pub fn with_conversation(self, conversation: &Conversation) -> Self {
        match conversation.context() {
            Some(context) => self.with_context(context),
            None => self,
        }
    }

    /// Has taps run blocks instead of sending words: `answer` the one that calls this skill, so that no other block
    /// catches the words of a tap; `person` the one that hands over to a person.
    #[must_use]
    pub fn through_blocks(mut self, answer: Option<&BlockId>, person: Option<&BlockId>) -> Self {
        if answer.is_none() && person.is_none() {
            return self;
        }
        let block_of = |message: &str| person.filter(|_| message == HUMAN_REPLY).or(answer);
        let Template { outputs, quick_replies } = &mut self.template;
        for reply in quick_replies {
            reply.through(block_of);
        }
        for output in outputs {
            output.through(block_of);
        }
        self.at_most_bytes = bytes(&self);
        self.fitted(0)
    }

    /// Sets a context, in the place of one of that name; a fourth is left out.
    #[must_use]
    pub fn with_context(mut self, context: ContextValue) -> Self {
        let added = bytes(&context);
        self.context.set(context);
        self.fitted(added)
    }

    /// Gives values to bubbles of the admin centre that stand beside these.
    #[must_use]
    pub fn with_data(mut self, data: Data) -> Self {
        let added = bytes(&data);
        self.data = Some(data);
        self.fitted(added)
    }

    /// The bubbles.
    pub fn outputs(&self) -> &[Output] {
        &self.template.outputs
    }

    /// The response as it is sent.
    pub fn to_json(&self) -> Vec<u8> {
        json(self)
    }

    /// Makes room for what was just added: so many bytes, and a comma.
    fn fitted(mut self, added: usize) -> Self {
        self.at_most_bytes += added + 1;
        if self.at_most_bytes > limit::BYTES {
            self.at_most_bytes = bytes(&self);
        }
        while self.at_most_bytes > limit::BYTES && self.shrink() {
            self.at_most_bytes = bytes(&self);
        }
        self
    }

    /// Leaves out the piece of least value; says whether there was one.
    fn shrink(&mut self) -> bool {
        let Template { outputs, quick_replies } = &mut self.template;
        if quick_replies.len() > 1 {
            quick_replies.remove(quick_replies.len() - 2);
            return true;
        }
        let shrunk = outputs.last_mut().is_some_and(Output::shrink);
        shrunk || (outputs.len() > 1 && outputs.pop().is_some())
    }
}

/// A promise of bubbles, which follow within a minute at the request's callback address.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Promise {
    version: &'static str,
    use_callback: bool,
    #[serde(skip_serializing_if = "ContextControl::is_empty")]
    context: ContextControl,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Data>,
}

impl Promise {
    /// A promise can only be made where the request brought `callback`, the address to keep it at. `data` is for the
    /// text that the customer sees meanwhile.
    pub fn new(_callback: &WebAddress, data: Option<Data>) -> Self {
        Self { version: VERSION, use_callback: true, context: ContextControl::default(), data }
    }

    /// Sets a context, in the place of one of that name; a fourth is left out.
    #[must_use]
    pub fn with_context(mut self, context: ContextValue) -> Self {
        self.context.set(context);
        self
    }

    /// The response as it is sent.
    pub fn to_json(&self) -> Vec<u8> {
        json(self)
    }
}

/// Values alone, for a block whose bubbles are made in the admin centre.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WebhookValues {
    version: &'static str,
    #[serde(skip_serializing_if = "ContextControl::is_empty")]
    context: ContextControl,
    data: Data,
}

impl WebhookValues {
    /// The values.
    pub fn new(data: Data) -> Self {
        Self { version: VERSION, context: ContextControl::default(), data }
    }

    /// Sets a context, in the place of one of that name; a fourth is left out.
    #[must_use]
    pub fn with_context(mut self, context: ContextValue) -> Self {
        self.context.set(context);
        self
    }

    /// The response as it is sent.
    pub fn to_json(&self) -> Vec<u8> {
        json(self)
    }
}

fn json(response: &impl Serialize) -> Vec<u8> {
    // Only maps with text keys and plain values are in here: it cannot fail.
    serde_json::to_vec(response).unwrap_or_default()
}
