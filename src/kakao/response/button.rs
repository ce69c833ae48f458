//! What can be tapped: buttons below cards, and quick replies below the last bubble.

use serde::Serialize;
use serde_json::{Map, Value};

use super::address::{BlockId, PhoneNumber, WebAddress};
use super::extra::extra;
use super::limit;
use super::text::Text;
use crate::kakao::tap::Tap;

/// A button below a card.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Button {
    label: Text,
    #[serde(flatten)]
    action: Action,
}

/// What a button does, with what it needs for that.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "action", rename_all = "camelCase", rename_all_fields = "camelCase")]
enum Action {
    WebLink {
        web_link_url: WebAddress,
    },
    Message {
        message_text: Text,
        #[serde(skip_serializing_if = "Map::is_empty")]
        extra: Map<String, Value>,
    },
    Phone {
        phone_number: PhoneNumber,
    },
    Block {
        block_id: BlockId,
        #[serde(skip_serializing_if = "Text::is_empty")]
        message_text: Text,
        #[serde(skip_serializing_if = "Map::is_empty")]
        extra: Map<String, Value>,
    },
    Share,
    Operator,
}

impl Button {
    /// A button of any kind; the label is cut after 14 characters.
    fn new(label: &str, action: Action) -> Self {
        Self { label: Text::in_lines(label, limit::BUTTON_LABEL, 1).or_dots(), action }
    }

    /// Opens a page. `None` if the address is no web address or too long for one.
    pub fn web(label: &str, url: &str) -> Option<Self> {
        Some(Self::new(label, Action::WebLink { web_link_url: WebAddress::parse(url)? }))
    }

    /// Sends `message`, cut after 300 characters, as the user's words and brings `extra` back.
    pub fn message(label: &str, message: &str, extra_values: Map<String, Value>) -> Self {
        let message_text = Text::new(message, limit::MESSAGE).or_dots();
        Self::new(label, Action::Message { message_text, extra: extra(extra_values) })
    }

    /// Dials. `KakaoTalk` on a computer does not show it.
    pub fn phone(label: &str, number: PhoneNumber) -> Self {
        Self::new(label, Action::Phone { phone_number: number })
    }

    /// Runs a block of the bot, and shows `message` as the user's words; the label if it is empty.
    pub fn block(label: &str, block: BlockId, message: &str, extra_values: Map<String, Value>) -> Self {
        let message_text = Text::new(message, limit::MESSAGE);
        Self::new(label, Action::Block { block_id: block, message_text, extra: extra(extra_values) })
    }

    /// Shares the bubble.
    pub fn share(label: &str) -> Self {
        Self::new(label, Action::Share)
    }

    /// Hands over to a person, where the bot has the plugin for it (상담 연결).
    pub fn operator(label: &str) -> Self {
        Self::new(label, Action::Operator)
    }
}

/// How buttons stand. It is always said, so that it does not depend on the shape of a picture.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum ButtonLayout {
    #[default]
    Vertical,
    Horizontal,
}

/// The buttons of one card: at most three below one another, or two in a row.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Buttons {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    buttons: Vec<Button>,
    #[serde(skip_serializing_if = "Option::is_none")]
    button_layout: Option<ButtonLayout>,
}

impl Buttons {
    /// Adds a button; one too many is left out.
    pub(super) fn add(&mut self, button: Option<Button>) {
        let layout = *self.button_layout.get_or_insert_default();
        let most = if layout == ButtonLayout::Horizontal { limit::BUTTONS_IN_A_ROW } else { limit::BUTTONS };
        if self.buttons.len() < most {
            self.buttons.extend(button);
        }
        self.settle();
    }

    /// Puts them in a row: the first two stay, with labels of 8 characters.
    pub(super) fn stand_in_a_row(&mut self) {
        self.buttons.truncate(limit::BUTTONS_IN_A_ROW);
        self.button_layout = Some(ButtonLayout::Horizontal);
        self.settle();
    }

    /// Leaves the last out; says whether there was one.
    pub(super) fn drop_last(&mut self) -> bool {
        let dropped = self.buttons.pop().is_some();
        self.settle();
        dropped
    }

    fn settle(&mut self) {
        if self.buttons.len() == limit::BUTTONS_IN_A_ROW && self.button_layout == Some(ButtonLayout::Horizontal) {
            for button in &mut self.buttons {
                button.label = button.label.cut_to(limit::BUTTON_LABEL_IN_A_ROW);
            }
        }
        // An empty row is remembered; an empty column is as good as none.
        if self.buttons.is_empty() && self.button_layout == Some(ButtonLayout::Vertical) {
            self.button_layout = None;
        }
    }
}

/// Gives a card with a field `buttons` its ways to get them.
macro_rules! with_buttons {
    ($($card:ty),+) => {
        $(impl $card {
            /// Adds a button below; a fourth, or a third in a row, is left out.
            #[must_use]
            pub fn with_button(mut self, button: Option<super::Button>) -> Self {
                self.buttons.add(button);
                self
            }

            /// Puts the buttons side by side: two at most, with labels of 8 characters.
            #[must_use]
            pub fn with_buttons_in_a_row(mut self) -> Self {
                self.buttons.stand_in_a_row();
                self
            }
        })+
    };
}
pub(super) use with_buttons;

/// A reply to tap below the last bubble.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QuickReply {
    label: Text,
    #[serde(flatten)]
    action: ReplyAction,
    #[serde(skip_serializing_if = "Map::is_empty")]
    extra: Map<String, Value>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "action", rename_all = "camelCase", rename_all_fields = "camelCase")]
enum ReplyAction {
    Message {
        message_text: Text,
    },
    Block {
        block_id: BlockId,
        #[serde(skip_serializing_if = "Text::is_empty")]
        message_text: Text,
    },
}

impl QuickReply {
    fn new(label: &str, action: ReplyAction) -> Self {
        Self { label: Text::in_lines(label, limit::QUICK_REPLY_LABEL, 1).or_dots(), action, extra: Map::new() }
    }

    /// Sends `message`, cut after 300 characters, as the user's words; the label is cut after 14.
    pub fn message(label: &str, message: &str) -> Self {
        Self::new(label, ReplyAction::Message { message_text: Text::new(message, limit::MESSAGE).or_dots() })
    }

    /// Runs a block of the bot, and shows `message` as the user's words, if it is not empty.
    pub fn block(label: &str, block: BlockId, message: &str) -> Self {
        Self::new(label, ReplyAction::Block { block_id: block, message_text: Text::new(message, limit::MESSAGE) })
    }

    /// Sends the label as the user's words and brings the tap back.
    pub fn tap(label: &str, tap: &Tap) -> Self {
        Self::message(label, label).with_extra(tap.extra())
    }

    pub(super) fn through<'a>(&mut self, block_of: impl Fn(&str) -> Option<&'a BlockId>) {
        if let ReplyAction::Message { message_text } = &self.action
            && let Some(block) = block_of(message_text.as_str())
        {
            self.action = ReplyAction::Block { block_id: block.clone(), message_text: message_text.clone() };
        }
    }

    /// What the tap brings back.
    #[must_use]
    pub fn with_extra(mut self, values: Map<String, Value>) -> Self {
        self.extra = extra(values);
        self
    }
}
