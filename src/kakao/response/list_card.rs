//! A list to tap: `listCard`.

use serde::Serialize;
use serde_json::{Map, Value};

use super::address::{BlockId, Link, WebAddress};
use super::button::{Buttons, with_buttons};
use super::extra::extra;
use super::limit;
use super::text::Text;

/// A list with a title.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListCard {
    header: ListHeader,
    items: Vec<ListItem>,
    #[serde(flatten)]
    buttons: Buttons,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct ListHeader {
    title: Text,
}

/// A line of a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ListItem {
    title: Text,
    #[serde(skip_serializing_if = "Text::is_empty")]
    description: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_url: Option<WebAddress>,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<Link>,
    #[serde(flatten)]
    action: Option<ItemAction>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    extra: Map<String, Value>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "action", rename_all = "camelCase", rename_all_fields = "camelCase")]
enum ItemAction {
    Message { message_text: Text },
    Block { block_id: BlockId },
}

impl ListCard {
    /// A list of 1 to 5 items, more are left out; `None` for none, for such a card is not delivered.
    pub fn new(title: &str, items: impl IntoIterator<Item = ListItem>) -> Option<Self> {
        let items: Vec<ListItem> = items.into_iter().take(limit::LIST_ITEMS).collect();
        let header = ListHeader { title: Text::in_lines(title, limit::LIST_TITLE, 1).or_dots() };
        (!items.is_empty()).then(|| Self { header, items, buttons: Buttons::default() })
    }

    /// Whether nothing was cut off a text.
    pub fn is_whole(&self) -> bool {
        let whole = |item: &ListItem| item.title.is_whole() && item.description.is_whole();
        self.header.title.is_whole() && self.items.iter().all(whole)
    }

    pub(super) fn through<'a>(&mut self, block_of: impl Fn(&str) -> Option<&'a BlockId>) {
        for item in &mut self.items {
            if let Some(ItemAction::Message { message_text }) = &item.action
                && let Some(block) = block_of(message_text.as_str())
            {
                item.action = Some(ItemAction::Block { block_id: block.clone() });
            }
        }
    }

    pub(super) fn fit_carousel(&mut self) {
        self.items.truncate(limit::LIST_ITEMS_IN_CAROUSEL);
    }

    pub(super) fn shrink(&mut self) -> bool {
        let decorated = self.items.iter_mut().rev().any(ListItem::drop_decoration);
        decorated || self.buttons.drop_last() || (self.items.len() > 1 && self.items.pop().is_some())
    }
}

impl ListItem {
    fn plain(title: &str, description: &str) -> Self {
        Self {
            title: Text::in_lines(title, limit::LIST_TITLE, 1).or_dots(),
            description: Text::in_lines(description, limit::LIST_DESCRIPTION, 1),
            image_url: None,
            link: None,
            action: None,
            extra: Map::new(),
        }
    }

    /// An item whose tap sends `title`, cut after 300 characters, as the user's words and brings `extra` back.
    pub fn new(title: &str, description: &str, extra_values: Map<String, Value>) -> Self {
        let message_text = Text::new(title, limit::MESSAGE).or_dots();
        let action = Some(ItemAction::Message { message_text });
        Self { action, extra: extra(extra_values), ..Self::plain(title, description) }
    }

    /// An item whose tap runs a block of the bot, with the title as the user's words, and brings `extra` back.
    pub fn block(title: &str, description: &str, block: BlockId, extra_values: Map<String, Value>) -> Self {
        let action = Some(ItemAction::Block { block_id: block });
        Self { action, extra: extra(extra_values), ..Self::plain(title, description) }
    }

    /// An item whose tap opens a page.
    pub fn page(title: &str, description: &str, link: Link) -> Self {
        Self::plain(title, description).with_link(link)
    }

    /// Where it leads besides.
    #[must_use]
    pub fn with_link(mut self, link: Link) -> Self {
        self.link = Some(link);
        self
    }

    /// Leaves out the picture, and the link if a tap does something else; says whether there was one.
    fn drop_decoration(&mut self) -> bool {
        let picture = self.image_url.take().is_some();
        let link = self.action.is_some() && self.link.take().is_some();
        picture || link
    }

    /// The picture to the right of it.
    #[must_use]
    pub fn with_picture(mut self, image: WebAddress) -> Self {
        self.image_url = Some(image);
        self
    }
}

with_buttons!(ListCard);
