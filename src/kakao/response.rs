//! `SkillResponse` 2.0, built so that what Kakao would not deliver cannot be built.
//!
//! Every constructor cuts its text to the documented limit and drops what goes beyond a documented count; the limits
//! stand in [`limit`] with their sources. Characters are counted as Unicode scalar values: Kakao does not say which unit
//! it counts.

use serde::Serialize;
use serde_json::{Map, Value};

use super::conversation::{CONTEXT_NAME, Conversation};
use super::tap::Tap;
use crate::answer::Thread;
use crate::answer::compose::shorten;
use crate::answer::wording::HUMAN_REPLY;

/// Limits of the protocol. Source of all: Kakao's page `answer_json_format` as read in `tests/fixtures/limits.json`,
/// unless a line says otherwise.
pub mod limit {
    /// `template.outputs`.
    pub const OUTPUTS: usize = 3;
    /// `template.quickReplies`.
    pub const QUICK_REPLIES: usize = 10;
    /// `simpleText.text`; the text after 500 is folded.
    pub const SIMPLE_TEXT: usize = 1000;
    /// `textCard.title`.
    pub const CARD_TITLE: usize = 50;
    /// `textCard.title` and `.description` together.
    pub const TEXT_CARD: usize = 400;
    /// Buttons below one another.
    pub const BUTTONS: usize = 3;
    /// `button.label`.
    pub const BUTTON_LABEL: usize = 14;
    /// `quickReply.label`: not documented; what third parties write, and what is read at a glance.
    pub const QUICK_REPLY_LABEL: usize = 14;
    /// `listCard.items` outside a carousel.
    pub const LIST_ITEMS: usize = 5;
    /// `listItem.title`: not documented; two lines on a phone.
    pub const LIST_TITLE: usize = 60;
    /// `listItem.description`: not documented; one line.
    pub const LIST_DESCRIPTION: usize = 40;
    /// `messageText`: not documented; longer than a question that is read would be pointless.
    pub const MESSAGE: usize = 300;
    /// Bytes of an address; no browser of today takes much more.
    pub const ADDRESS_BYTES: usize = 2_000;
    /// Bytes of the whole response; Kakao's limit is for one bubble, and by its own computation.
    pub const RESPONSE_BYTES: usize = 30_720;
}

/// Turns and seconds that a thread lives: who comes back later begins anew.
const CONTEXT_TURNS: u8 = 5;
const CONTEXT_SECONDS: u16 = 600;

/// A whole response.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SkillResponse {
    version: &'static str,
    template: Template,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<ContextControl>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Template {
    outputs: Vec<Output>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    quick_replies: Vec<QuickReply>,
}

/// The contexts that a response sets: our one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct ContextControl {
    values: [ContextValue; 1],
}

impl ContextControl {
    /// A life span of 0 deletes.
    pub(super) fn of(conversation: &Conversation) -> Self {
        let params = conversation.params();
        let life_span = if params.is_empty() { 0 } else { CONTEXT_TURNS };
        Self { values: [ContextValue { name: CONTEXT_NAME, life_span, ttl: CONTEXT_SECONDS, params }] }
    }
}

/// A context as it is sent; in a request it comes back with other names and shapes.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct ContextValue {
    name: &'static str,
    life_span: u8,
    ttl: u16,
    params: Map<String, Value>,
}

/// A bubble.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Output {
    SimpleText(SimpleText),
    TextCard(TextCard),
    ListCard(ListCard),
}

/// Text alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SimpleText {
    text: String,
}

/// Text with a title and buttons.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TextCard {
    #[serde(skip_serializing_if = "String::is_empty")]
    title: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    description: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    buttons: Vec<Button>,
}

/// A list to tap.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListCard {
    header: ListHeader,
    items: Vec<ListItem>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    buttons: Vec<Button>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct ListHeader {
    title: String,
}

/// A line of a list; a tap sends `title` as the user's words and brings `extra` back.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ListItem {
    title: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    description: String,
    action: &'static str,
    message_text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    block_id: Option<String>,
    extra: Map<String, Value>,
}

/// A button below a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Button {
    label: String,
    action: &'static str,
    web_link_url: String,
}

/// A reply to tap below the last bubble.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct QuickReply {
    label: String,
    action: &'static str,
    message_text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    block_id: Option<String>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    extra: Map<String, Value>,
}

impl SkillResponse {
    /// A response of one bubble.
    pub fn new(output: Output) -> Self {
        Self { version: "2.0", template: Template { outputs: vec![output], quick_replies: Vec::new() }, context: None }
    }

    /// A response of one text.
    pub fn text(text: &str) -> Self {
        Self::new(Output::SimpleText(SimpleText::new(text)))
    }

    /// Adds a bubble below; a fourth is left out.
    #[must_use]
    pub fn and(mut self, output: Output) -> Self {
        if self.template.outputs.len() < limit::OUTPUTS {
            self.template.outputs.push(output);
        }
        self
    }

    /// Puts a bubble before the others; what is a fourth then is left out.
    #[must_use]
    pub fn after(mut self, output: Output) -> Self {
        self.template.outputs.insert(0, output);
        self.template.outputs.truncate(limit::OUTPUTS);
        self
    }

    /// Adds replies to tap; those beyond the tenth are left out.
    #[must_use]
    pub fn with_replies(mut self, replies: impl IntoIterator<Item = QuickReply>) -> Self {
        let room = limit::QUICK_REPLIES - self.template.quick_replies.len();
        self.template.quick_replies.extend(replies.into_iter().take(room));
        self
    }

    /// Keeps what the conversation is about until the next question.
    #[must_use]
    pub fn with_thread(self, thread: Option<&Thread>) -> Self {
        let conversation = Conversation { thread: thread.cloned(), ..Conversation::default() };
        if thread.is_some() { self.with_conversation(&conversation) } else { self }
    }

    /// Keeps the state of the conversation; one without anything to keep ends the one before.
    #[must_use]
    pub fn with_conversation(mut self, conversation: &Conversation) -> Self {
        self.context = Some(ContextControl::of(conversation));
        self
    }

    /// Has taps run blocks instead of sending words: `answer` the one that calls this skill, so that no other block
    /// catches the words of a tap; `person` the one that hands over to a person.
    #[must_use]
    pub fn through_blocks(mut self, answer: Option<&str>, person: Option<&str>) -> Self {
        let block_of = |message: &str| person.filter(|_| message == HUMAN_REPLY).or(answer).map(str::to_owned);
        for reply in &mut self.template.quick_replies {
            reply.block_id = block_of(&reply.message_text);
            reply.action = if reply.block_id.is_some() { "block" } else { "message" };
        }
        let lists = self.template.outputs.iter_mut().filter_map(|output| match output {
            Output::ListCard(list) => Some(list),
            _ => None,
        });
        for item in lists.flat_map(|list| &mut list.items) {
            item.block_id = block_of(&item.message_text);
            item.action = if item.block_id.is_some() { "block" } else { "message" };
        }
        self
    }

    /// The bubbles, for showing them elsewhere than in `KakaoTalk`.
    pub fn outputs(&self) -> &[Output] {
        &self.template.outputs
    }

    /// The labels of the replies to tap.
    pub fn reply_labels(&self) -> impl Iterator<Item = &str> {
        self.template.quick_replies.iter().map(|reply| reply.label.as_str())
    }

    /// The response as it is sent. With all texts at their limits it has about 20,000 bytes, under Kakao's 30,720.
    pub fn to_json(&self) -> Vec<u8> {
        // Only maps with text keys and plain values are in here: it cannot fail.
        serde_json::to_vec(self).unwrap_or_default()
    }
}

/// Cuts to `limit` characters with an ellipsis.
fn cut(text: &str, limit: usize) -> String {
    let text = text.trim();
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let (kept, _) = shorten(text, limit - 1);
    format!("{kept}…")
}

impl SimpleText {
    /// Cut after 1,000 characters.
    pub fn new(text: &str) -> Self {
        Self { text: cut(text, limit::SIMPLE_TEXT) }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl TextCard {
    /// The title is cut after 50 characters, the description at 400 with the title.
    pub fn new(title: &str, description: &str) -> Self {
        let title = cut(title, limit::CARD_TITLE);
        let room = limit::TEXT_CARD - title.chars().count();
        Self { title, description: cut(description, room), buttons: Vec::new() }
    }

    /// Adds a button below; a fourth is left out.
    #[must_use]
    pub fn with_button(mut self, button: Option<Button>) -> Self {
        if self.buttons.len() < limit::BUTTONS {
            self.buttons.extend(button);
        }
        self
    }

    /// Title, description and buttons as (label, address).
    pub fn parts(&self) -> (&str, &str, impl Iterator<Item = (&str, &str)>) {
        (&self.title, &self.description, self.buttons.iter().map(|b| (b.label.as_str(), b.web_link_url.as_str())))
    }
}

impl ListCard {
    /// A list of 1 to 5 items; `None` for none, for such a card is not delivered.
    pub fn new(title: &str, items: impl IntoIterator<Item = ListItem>) -> Option<Self> {
        let items: Vec<ListItem> = items.into_iter().take(limit::LIST_ITEMS).collect();
        let header = ListHeader { title: cut(title, limit::LIST_TITLE) };
        (!items.is_empty()).then_some(Self { header, items, buttons: Vec::new() })
    }

    /// The header and the items as (title, description).
    pub fn parts(&self) -> (&str, impl Iterator<Item = (&str, &str)>) {
        (&self.header.title, self.items.iter().map(|item| (item.title.as_str(), item.description.as_str())))
    }
}

impl ListItem {
    /// An item whose tap brings `extra` back.
    pub fn new(title: &str, description: &str, extra: Map<String, Value>) -> Self {
        Self {
            title: cut(title, limit::LIST_TITLE),
            description: cut(description, limit::LIST_DESCRIPTION),
            action: "message",
            message_text: cut(title, limit::MESSAGE),
            block_id: None,
            extra,
        }
    }
}

impl Button {
    /// Opens a page. `None` if the address is no web address or too long for one.
    pub fn web(label: &str, url: &str) -> Option<Self> {
        let is_web = url.starts_with("https://") || url.starts_with("http://");
        (is_web && url.len() <= limit::ADDRESS_BYTES).then(|| Self {
            label: cut(label, limit::BUTTON_LABEL),
            action: "webLink",
            web_link_url: url.to_owned(),
        })
    }
}

impl QuickReply {
    /// Sends `message` as the user's words.
    pub fn message(label: &str, message: &str) -> Self {
        Self {
            label: cut(label, limit::QUICK_REPLY_LABEL),
            action: "message",
            message_text: cut(message, limit::MESSAGE),
            block_id: None,
            extra: Map::new(),
        }
    }

    /// Sends the label as the user's words and brings the tap back.
    pub fn tap(label: &str, tap: &Tap) -> Self {
        Self { extra: tap.extra(), ..Self::message(label, label) }
    }
}
