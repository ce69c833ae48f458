//! Pictures, and who or what they show.

use serde::Serialize;

use super::address::{Link, WebAddress};
use super::limit;
use super::text::Text;

/// The shape of a picture's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ratio {
    /// 2:1, cut to fit from its centre.
    Wide,
    /// 1:1; in a card the picture keeps its own shape, on white.
    Square,
}

/// The picture of a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Thumbnail {
    image_url: WebAddress,
    #[serde(skip_serializing_if = "Text::is_empty")]
    alt_text: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<Link>,
    fixed_ratio: bool,
}

impl Thumbnail {
    /// A picture with what a screen reader says of it, cut after 50 characters; may be empty.
    pub fn new(image: WebAddress, alt_text: &str, ratio: Ratio) -> Self {
        let alt_text = Text::new(alt_text, limit::ALT_TEXT);
        Self { image_url: image, alt_text, link: None, fixed_ratio: ratio == Ratio::Square }
    }

    /// Where a tap on the picture leads.
    #[must_use]
    pub fn with_link(mut self, link: Link) -> Self {
        self.link = Some(link);
        self
    }

    pub(super) fn is_square(&self) -> bool {
        self.fixed_ratio
    }

    pub(super) fn set_square(&mut self, square: bool) {
        self.fixed_ratio = square;
    }

    /// Leaves the link out; says whether there was one.
    pub(super) fn drop_link(&mut self) -> bool {
        self.link.take().is_some()
    }
}

/// Who stands above a basic or commerce card; 180×180 is advised for the picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    nickname: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_url: Option<WebAddress>,
}

impl Profile {
    /// A name of one line, and at most a picture.
    pub fn new(nickname: &str, image: Option<WebAddress>) -> Self {
        Self { nickname: Text::in_lines(nickname, limit::LINE, 1).or_dots(), image_url: image }
    }
}

/// The picture of an item card: 800×400 or 800×800.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ItemThumbnail {
    image_url: WebAddress,
    #[serde(skip_serializing_if = "Text::is_empty")]
    alt_text: Text,
    width: u16,
    height: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<Link>,
}

impl ItemThumbnail {
    /// A picture with what a screen reader says of it, cut after 50 characters; may be empty.
    pub fn new(image: WebAddress, alt_text: &str, ratio: Ratio) -> Self {
        let height = if ratio == Ratio::Wide { 400 } else { 800 };
        Self { image_url: image, alt_text: Text::new(alt_text, limit::ALT_TEXT), width: 800, height, link: None }
    }

    /// Where a tap on the picture leads.
    #[must_use]
    pub fn with_link(mut self, link: Link) -> Self {
        self.link = Some(link);
        self
    }

    /// 2:1, the only shape in a carousel.
    pub(super) fn set_wide(&mut self) {
        self.height = 400;
    }

    /// Leaves the link out; says whether there was one.
    pub(super) fn drop_link(&mut self) -> bool {
        self.link.take().is_some()
    }
}
