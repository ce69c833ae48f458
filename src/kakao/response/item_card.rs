//! Facts line by line: `itemCard`.

use serde::Serialize;

use super::address::WebAddress;
use super::button::{Buttons, with_buttons};
use super::limit;
use super::picture::ItemThumbnail;
use super::text::Text;
use crate::answer::shorten::length;

/// A card of named facts, with a sum and a text below them.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ItemCard {
    #[serde(skip_serializing_if = "Option::is_none")]
    thumbnail: Option<ItemThumbnail>,
    #[serde(flatten)]
    top: Option<Top>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_title: Option<ImageTitle>,
    item_list: Vec<Item>,
    #[serde(skip_serializing_if = "Option::is_none")]
    item_list_alignment: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    item_list_summary: Option<Summary>,
    #[serde(skip_serializing_if = "Text::is_empty")]
    title: Text,
    #[serde(skip_serializing_if = "Text::is_empty")]
    description: Text,
    #[serde(flatten)]
    buttons: Buttons,
}

/// What stands at the top of the card: Kakao takes one or the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
enum Top {
    Head { title: Text },
    Profile(ItemProfile),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct ItemProfile {
    title: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_url: Option<WebAddress>,
}

/// A large title, with a picture to the right of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImageTitle {
    title: Text,
    #[serde(skip_serializing_if = "Text::is_empty")]
    description: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_url: Option<WebAddress>,
}

impl ImageTitle {
    /// Two lines of title, one of description, which may be empty, each of 50 characters; 108×108 is best for the
    /// picture.
    pub fn new(title: &str, description: &str, image: Option<WebAddress>) -> Self {
        Self {
            title: Text::in_lines(title, limit::LINE, limit::IMAGE_TITLE_LINES).or_dots(),
            description: Text::in_lines(description, limit::LINE, limit::IMAGE_TITLE_DESCRIPTION_LINES),
            image_url: image,
        }
    }
}

/// A fact: what, and how much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    title: Text,
    description: Text,
}

impl Item {
    /// The title is cut after 6 characters, the description after 40 in two lines.
    pub fn new(title: &str, description: &str) -> Self {
        Self {
            title: Text::in_lines(title, limit::ITEM_TITLE, 1).or_dots(),
            description: Text::in_lines(description, limit::ITEM_DESCRIPTION, limit::ITEM_LINES).or_dots(),
        }
    }
}

/// The sum below the facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    title: Text,
    description: Text,
}

impl Summary {
    /// `None` if `amount` is no amount of money as Kakao wants it here: digits with commas, at most two decimals, a
    /// currency sign or word before or after, 14 characters in all. An amount cut short would be a wrong one.
    pub fn new(title: &str, amount: &str) -> Option<Self> {
        let amount = amount.trim();
        let fits = length(amount) <= limit::SUMMARY_DESCRIPTION;
        (fits && is_money(amount)).then(|| Self {
            title: Text::in_lines(title, limit::SUMMARY_TITLE, 1).or_dots(),
            description: Text::new(amount, limit::SUMMARY_DESCRIPTION),
        })
    }
}

/// Currencies that may stand before or after an amount.
const CURRENCIES: [&str; 8] = ["원", "₩", "KRW", "won", "$", "USD", "€", "¥"];

fn is_money(amount: &str) -> bool {
    let before = CURRENCIES.iter().find_map(|currency| amount.strip_prefix(currency));
    let number = before.or_else(|| CURRENCIES.iter().find_map(|currency| amount.strip_suffix(currency)));
    let number = number.unwrap_or(amount).trim();
    let (whole, decimals) = number.split_once('.').unwrap_or((number, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    whole.split(',').all(digits) && digits(decimals) && decimals.len() <= 2
}

impl ItemCard {
    /// A card of 1 to 10 facts, more are left out; `None` for none, for such a card is not delivered.
    pub fn new(items: impl IntoIterator<Item = Item>) -> Option<Self> {
        let item_list: Vec<Item> = items.into_iter().take(limit::ITEMS).collect();
        (!item_list.is_empty()).then(|| Self {
            thumbnail: None,
            top: None,
            image_title: None,
            item_list,
            item_list_alignment: None,
            item_list_summary: None,
            title: Text::new("", 0),
            description: Text::new("", 0),
            buttons: Buttons::default(),
        })
    }

    /// A line at the top; in the place of a profile, if there is one.
    #[must_use]
    pub fn with_head(mut self, title: &str) -> Self {
        self.top = Some(Top::Head { title: Text::in_lines(title, limit::LINE, limit::HEAD_LINES).or_dots() });
        self
    }

    /// A small round picture with a name of 15 characters at the top; in the place of a head, if there is one.
    #[must_use]
    pub fn with_profile(mut self, title: &str, image: Option<WebAddress>) -> Self {
        let title = Text::in_lines(title, limit::ITEM_PROFILE_TITLE, 1).or_dots();
        self.top = Some(Top::Profile(ItemProfile { title, image_url: image }));
        self
    }

    /// A picture.
    #[must_use]
    pub fn with_thumbnail(mut self, thumbnail: ItemThumbnail) -> Self {
        self.thumbnail = Some(thumbnail);
        self
    }

    /// A large title.
    #[must_use]
    pub fn with_image_title(mut self, image_title: ImageTitle) -> Self {
        self.image_title = Some(image_title);
        self
    }

    /// The facts stand to the right, as amounts should.
    #[must_use]
    pub fn aligned_right(mut self) -> Self {
        self.item_list_alignment = Some("right");
        self
    }

    /// The sum below the facts.
    #[must_use]
    pub fn with_summary(mut self, summary: Option<Summary>) -> Self {
        self.item_list_summary = summary;
        self
    }

    /// A text below the facts, cut at 200 characters in 12 lines, of which the title is at most a half. A description
    /// without a title becomes the title.
    #[must_use]
    pub fn with_text(mut self, title: &str, description: &str) -> Self {
        (self.title, self.description) = text_below(title, description, limit::ITEM_CARD);
        self
    }

    /// Whether nothing was cut off.
    pub fn is_whole(&self) -> bool {
        let items = self.item_list.iter().all(|item| item.title.is_whole() && item.description.is_whole());
        items && self.title.is_whole() && self.description.is_whole()
    }

    pub(super) fn has_thumbnail(&self) -> bool {
        self.thumbnail.is_some()
    }

    pub(super) fn has_head(&self) -> bool {
        matches!(self.top, Some(Top::Head { .. }))
    }

    pub(super) fn has_profile(&self) -> bool {
        matches!(self.top, Some(Top::Profile(_)))
    }

    pub(super) fn has_image_title(&self) -> bool {
        self.image_title.is_some()
    }

    /// Leaves out the parts that not all cards of a carousel have.
    pub(super) fn keep_parts(&mut self, thumbnail: bool, top: bool, image_title: bool) {
        self.thumbnail = self.thumbnail.take().filter(|_| thumbnail);
        self.top = self.top.take().filter(|_| top);
        self.image_title = self.image_title.take().filter(|_| image_title);
    }

    pub(super) fn fit_carousel(&mut self) {
        self.item_list.truncate(limit::ITEMS_IN_CAROUSEL);
        if let Some(thumbnail) = &mut self.thumbnail {
            thumbnail.set_wide();
        }
        let whole = (self.title.is_whole(), self.description.is_whole());
        let (title, description) =
            text_below(self.title.as_str(), self.description.as_str(), limit::ITEM_CARD_IN_CAROUSEL);
        (self.title, self.description) = (title.still(whole.0), description.still(whole.1));
    }

    pub(super) fn shrink(&mut self) -> bool {
        self.thumbnail.as_mut().is_some_and(ItemThumbnail::drop_link)
            || self.buttons.drop_last()
            || (self.item_list.len() > 1 && self.item_list.pop().is_some())
    }
}

/// Title and description within a limit for both together, and the lines for both.
fn text_below(title: &str, description: &str, limit: usize) -> (Text, Text) {
    let (title, description) =
        if Text::new(title, limit).is_empty() { (description, "") } else { (title, description) };
    let title_limit = if description.trim().is_empty() { limit } else { limit / 2 };
    let title = Text::in_lines(title, title_limit, limit::ITEM_CARD_LINES / 2);
    let left = limit - length(title.as_str());
    (title, Text::in_lines(description, left, limit::ITEM_CARD_LINES / 2))
}

with_buttons!(ItemCard);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_an_amount_of_money() {
        for amount in ["350,000원", "0원", "₩ 1,000", "USD 12.50", "12 $", "7"] {
            assert!(Summary::new("합계", amount).is_some(), "{amount}");
        }
        for amount in ["", "-12,300원", "약 7원", "12.345", "12,원", "1,000,000,000,000원", "원", "3건"] {
            assert!(Summary::new("합계", amount).is_none(), "{amount}");
        }
    }

    #[test]
    fn a_text_below_has_a_title() {
        let json = |title: &str, description: &str| {
            let card = ItemCard::new([Item::new("잔액", "0원")]).unwrap().with_text(title, description);
            let value = serde_json::to_value(card).unwrap();
            (value["title"].as_str().map(str::to_owned), value["description"].as_str().map(str::to_owned))
        };
        assert_eq!(json("", "설명이에요."), (Some("설명이에요.".to_owned()), None));
        assert_eq!(json("제목", "설명"), (Some("제목".to_owned()), Some("설명".to_owned())));
        assert_eq!(json("", " "), (None, None));
    }
}
