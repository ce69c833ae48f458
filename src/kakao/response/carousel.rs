//! Cards of one kind side by side: `carousel`. Kakao was seen to discard a whole response over a wrong one.

use serde::Serialize;

use super::address::{BlockId, WebAddress};
use super::card::{BasicCard, TextCard};
use super::commerce_card::CommerceCard;
use super::item_card::ItemCard;
use super::limit;
use super::list_card::ListCard;
use super::picture::Thumbnail;
use super::text::Text;

/// Cards of one kind, 1 to 10, or 5 lists. More are left out, and no card makes no carousel.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Carousel {
    #[serde(flatten)]
    cards: Cards,
    #[serde(skip_serializing_if = "Option::is_none")]
    header: Option<CarouselHeader>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", content = "items")]
enum Cards {
    #[serde(rename = "textCard")]
    Texts(Vec<TextCard>),
    #[serde(rename = "basicCard")]
    Pictures(Vec<BasicCard>),
    #[serde(rename = "commerceCard")]
    Products(Vec<CommerceCard>),
    #[serde(rename = "listCard")]
    Lists(Vec<ListCard>),
    #[serde(rename = "itemCard")]
    Items(Vec<ItemCard>),
}

/// What stands left of the first card. Texts and lists have none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CarouselHeader {
    title: Text,
    description: Text,
    thumbnail: HeaderPicture,
}

/// Nothing else of a thumbnail has effect here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct HeaderPicture {
    image_url: WebAddress,
}

impl CarouselHeader {
    /// Two lines of title, three of description; an ellipsis where there is nothing to say, for Kakao wants both.
    pub fn new(title: &str, description: &str, image: WebAddress) -> Self {
        let lines = (limit::CAROUSEL_TITLE_LINES, limit::CAROUSEL_DESCRIPTION_LINES);
        Self {
            title: Text::in_lines(title, limit::LINE, lines.0).or_dots(),
            description: Text::in_lines(description, limit::CAROUSEL_DESCRIPTION, lines.1).or_dots(),
            thumbnail: HeaderPicture { image_url: image },
        }
    }
}

impl Carousel {
    fn new(cards: Cards, header: Option<CarouselHeader>) -> Option<Self> {
        let carousel = Self { cards, header };
        (carousel.len() > 0).then_some(carousel)
    }

    /// Texts, each description cut after 128 characters.
    pub fn of_texts(cards: impl IntoIterator<Item = TextCard>) -> Option<Self> {
        Self::new(Cards::Texts(first(cards, limit::CAROUSEL_ITEMS, TextCard::fit_carousel)), None)
    }

    /// Pictures with text of two lines. All pictures take the shape of the first.
    pub fn of_pictures(header: Option<CarouselHeader>, cards: impl IntoIterator<Item = BasicCard>) -> Option<Self> {
        let mut cards = first(cards, limit::CAROUSEL_ITEMS, BasicCard::fit_carousel);
        share_ratio(cards.iter_mut().map(BasicCard::thumbnail));
        Self::new(Cards::Pictures(cards), header)
    }

    /// Products. All pictures take the shape of the first.
    pub fn of_products(header: Option<CarouselHeader>, cards: impl IntoIterator<Item = CommerceCard>) -> Option<Self> {
        let mut cards = first(cards, limit::CAROUSEL_ITEMS, |_| ());
        share_ratio(cards.iter_mut().map(CommerceCard::thumbnail));
        Self::new(Cards::Products(cards), header)
    }

    /// At most five lists of four items.
    pub fn of_lists(cards: impl IntoIterator<Item = ListCard>) -> Option<Self> {
        Self::new(Cards::Lists(first(cards, limit::CAROUSEL_LISTS, ListCard::fit_carousel)), None)
    }

    /// Facts, five a card, with texts of 100 characters. Of picture, head, profile and large title those stay that all
    /// cards have; pictures are 2:1.
    pub fn of_items(header: Option<CarouselHeader>, cards: impl IntoIterator<Item = ItemCard>) -> Option<Self> {
        let mut cards = first(cards, limit::CAROUSEL_ITEMS, ItemCard::fit_carousel);
        let thumbnail = cards.iter().all(ItemCard::has_thumbnail);
        let top = cards.iter().all(ItemCard::has_head) || cards.iter().all(ItemCard::has_profile);
        let image_title = cards.iter().all(ItemCard::has_image_title);
        for card in &mut cards {
            card.keep_parts(thumbnail, top, image_title);
        }
        Self::new(Cards::Items(cards), header)
    }

    fn len(&self) -> usize {
        match &self.cards {
            Cards::Texts(cards) => cards.len(),
            Cards::Pictures(cards) => cards.len(),
            Cards::Products(cards) => cards.len(),
            Cards::Lists(cards) => cards.len(),
            Cards::Items(cards) => cards.len(),
        }
    }

    pub(super) fn through<'a>(&mut self, block_of: impl Fn(&str) -> Option<&'a BlockId>) {
        if let Cards::Lists(cards) = &mut self.cards {
            for card in cards {
                card.through(&block_of);
            }
        }
    }

    /// Whether nothing was cut off a text.
    pub fn is_whole(&self) -> bool {
        match &self.cards {
            Cards::Texts(cards) => cards.iter().all(TextCard::is_whole),
            Cards::Pictures(cards) => cards.iter().all(BasicCard::is_whole),
            Cards::Products(cards) => cards.iter().all(CommerceCard::is_whole),
            Cards::Lists(cards) => cards.iter().all(ListCard::is_whole),
            Cards::Items(cards) => cards.iter().all(ItemCard::is_whole),
        }
    }

    /// Leaves out the last card, then the header, then what the only card can do without.
    pub(super) fn shrink(&mut self) -> bool {
        fn shrink<C>(cards: &mut Vec<C>, header: &mut Option<CarouselHeader>, one: impl Fn(&mut C) -> bool) -> bool {
            (cards.len() > 1 && cards.pop().is_some()) || header.take().is_some() || cards.first_mut().is_some_and(one)
        }
        let header = &mut self.header;
        match &mut self.cards {
            Cards::Texts(cards) => shrink(cards, header, TextCard::shrink),
            Cards::Pictures(cards) => shrink(cards, header, BasicCard::shrink),
            Cards::Products(cards) => shrink(cards, header, CommerceCard::shrink),
            Cards::Lists(cards) => shrink(cards, header, ListCard::shrink),
            Cards::Items(cards) => shrink(cards, header, ItemCard::shrink),
        }
    }
}

/// The first cards, each made to fit.
fn first<C>(cards: impl IntoIterator<Item = C>, most: usize, fit: impl Fn(&mut C)) -> Vec<C> {
    let mut cards: Vec<C> = cards.into_iter().take(most).collect();
    cards.iter_mut().for_each(fit);
    cards
}

/// Kakao wants all pictures of a carousel in one shape.
fn share_ratio<'a>(mut thumbnails: impl Iterator<Item = &'a mut Thumbnail>) {
    if let Some(first) = thumbnails.next() {
        let square = first.is_square();
        thumbnails.for_each(|thumbnail| thumbnail.set_square(square));
    }
}
