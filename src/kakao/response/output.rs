//! A bubble of any kind.

use serde::Serialize;

use super::address::BlockId;
use super::card::{BasicCard, TextCard};
use super::carousel::Carousel;
use super::commerce_card::CommerceCard;
use super::extra::bytes;
use super::item_card::ItemCard;
use super::limit;
use super::list_card::ListCard;
use super::simple::{SimpleImage, SimpleText};

/// A bubble.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Output {
    SimpleText(SimpleText),
    SimpleImage(SimpleImage),
    TextCard(TextCard),
    BasicCard(BasicCard),
    CommerceCard(CommerceCard),
    ListCard(ListCard),
    ItemCard(ItemCard),
    Carousel(Carousel),
}

impl Output {
    /// Whether nothing was cut off a text.
    pub fn is_whole(&self) -> bool {
        match self {
            Self::SimpleText(bubble) => bubble.is_whole(),
            Self::SimpleImage(_) => true,
            Self::TextCard(card) => card.is_whole(),
            Self::BasicCard(card) => card.is_whole(),
            Self::CommerceCard(card) => card.is_whole(),
            Self::ListCard(card) => card.is_whole(),
            Self::ItemCard(card) => card.is_whole(),
            Self::Carousel(carousel) => carousel.is_whole(),
        }
    }

    /// Has the items of lists run blocks, see `SkillResponse::through_blocks`.
    pub(super) fn through<'a>(&mut self, block_of: impl Fn(&str) -> Option<&'a BlockId>) {
        match self {
            Self::ListCard(card) => card.through(block_of),
            Self::Carousel(carousel) => carousel.through(block_of),
            _ => {}
        }
    }

    /// Leaves out what it can do without, piece by piece, until it has at most [`limit::BYTES`]; says how many it has.
    pub(super) fn fit(&mut self) -> usize {
        let mut size = bytes(self);
        while size > limit::BYTES && self.shrink() {
            size = bytes(self);
        }
        size
    }

    /// Leaves out the piece of least value: decoration, then the last button, item or card, never a text. Says whether
    /// there was one; without any, a bubble has less than 8,000 bytes.
    pub(super) fn shrink(&mut self) -> bool {
        match self {
            Self::SimpleText(_) | Self::SimpleImage(_) => false,
            Self::TextCard(card) => card.shrink(),
            Self::BasicCard(card) => card.shrink(),
            Self::CommerceCard(card) => card.shrink(),
            Self::ListCard(card) => card.shrink(),
            Self::ItemCard(card) => card.shrink(),
            Self::Carousel(carousel) => carousel.shrink(),
        }
    }
}

/// Makes a bubble of what it can be.
macro_rules! outputs {
    ($($bubble:ident),+) => {
        $(impl From<$bubble> for Output {
            fn from(bubble: $bubble) -> Self {
                Self::$bubble(bubble)
            }
        })+
    };
}
outputs!(SimpleText, SimpleImage, TextCard, BasicCard, CommerceCard, ListCard, ItemCard, Carousel);
