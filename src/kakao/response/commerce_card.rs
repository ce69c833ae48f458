//! Something to buy: `commerceCard`.

use serde::Serialize;

use super::button::{Buttons, with_buttons};
use super::limit;
use super::picture::{Profile, Thumbnail};
use super::text::Text;

/// A product with its price.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CommerceCard {
    #[serde(skip_serializing_if = "Text::is_empty")]
    title: Text,
    #[serde(skip_serializing_if = "Text::is_empty")]
    description: Text,
    #[serde(flatten)]
    price: Price,
    /// Exactly one.
    thumbnails: [Thumbnail; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<Profile>,
    #[serde(flatten)]
    buttons: Buttons,
}

/// What it costs, in whole won, the only currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Price {
    #[serde(rename = "price")]
    full: u64,
    currency: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    discount: Option<u64>,
    #[serde(rename = "discountRate", skip_serializing_if = "Option::is_none")]
    rate: Option<u8>,
    #[serde(rename = "discountedPrice", skip_serializing_if = "Option::is_none")]
    reduced: Option<u64>,
}

impl Price {
    /// The full price.
    pub fn full(full: u64) -> Self {
        Self { full, currency: "won", discount: None, rate: None, reduced: None }
    }

    /// The full price less an amount, which is at most the price.
    pub fn less(full: u64, discount: u64) -> Self {
        Self { discount: Some(discount.min(full)), ..Self::full(full) }
    }

    /// A lower price, with the reduction in percent (at most 100) if it is to be shown: Kakao shows a rate beside a
    /// lower price alone, and does not compute either from the other.
    pub fn reduced(full: u64, reduced: u64, rate: Option<u8>) -> Self {
        Self { reduced: Some(reduced.min(full)), rate: rate.map(|rate| rate.min(100)), ..Self::full(full) }
    }
}

impl CommerceCard {
    /// The title is cut after 30 characters, the description after 40; both may be empty.
    pub fn new(thumbnail: Thumbnail, title: &str, description: &str, price: Price) -> Self {
        Self {
            title: Text::in_lines(title, limit::COMMERCE_CARD_TITLE, 1),
            description: Text::new(description, limit::COMMERCE_CARD_DESCRIPTION),
            price,
            thumbnails: [thumbnail],
            profile: None,
            buttons: Buttons::default(),
        }
    }

    /// Who sells it.
    #[must_use]
    pub fn with_profile(mut self, profile: Profile) -> Self {
        self.profile = Some(profile);
        self
    }

    /// Whether nothing was cut off.
    pub fn is_whole(&self) -> bool {
        self.title.is_whole() && self.description.is_whole()
    }

    pub(super) fn thumbnail(&mut self) -> &mut Thumbnail {
        &mut self.thumbnails[0]
    }

    pub(super) fn shrink(&mut self) -> bool {
        self.profile.take().is_some() || self.thumbnail().drop_link() || self.buttons.drop_last()
    }
}

with_buttons!(CommerceCard);
