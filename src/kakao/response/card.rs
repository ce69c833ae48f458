//! Cards of text, with and without a picture: `textCard`, `basicCard`.

use serde::Serialize;

use super::button::{Buttons, with_buttons};
use super::limit;
use super::picture::{Profile, Thumbnail};
use super::text::Text;
use crate::answer::shorten::length;

/// Text with a title and buttons.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TextCard {
    #[serde(skip_serializing_if = "Text::is_empty")]
    title: Text,
    #[serde(skip_serializing_if = "Text::is_empty")]
    description: Text,
    #[serde(flatten)]
    buttons: Buttons,
}

impl TextCard {
    /// The title is cut after 50 characters, the description at 400 with the title; one of the two may be empty. An
    /// ellipsis if both are.
    pub fn new(title: &str, description: &str) -> Self {
        let title = Text::in_lines(title, limit::TEXT_CARD_TITLE, 1);
        let description = Text::new(description, limit::TEXT_CARD - length(title.as_str()));
        let description = if title.is_empty() { description.or_dots() } else { description };
        Self { title, description, buttons: Buttons::default() }
    }

    /// Whether nothing was cut off.
    pub fn is_whole(&self) -> bool {
        self.title.is_whole() && self.description.is_whole()
    }

    pub(super) fn fit_carousel(&mut self) {
        self.description = self.description.cut_to(limit::TEXT_CARD_IN_CAROUSEL);
    }

    pub(super) fn shrink(&mut self) -> bool {
        self.buttons.drop_last()
    }
}

/// A picture with text below it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BasicCard {
    #[serde(skip_serializing_if = "Text::is_empty")]
    title: Text,
    #[serde(skip_serializing_if = "Text::is_empty")]
    description: Text,
    thumbnail: Thumbnail,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<Profile>,
    #[serde(flatten)]
    buttons: Buttons,
}

impl BasicCard {
    /// The title is cut after 50 characters, the description after 230; both may be empty. Without a picture Kakao
    /// reports error 2461 and stops delivering.
    pub fn new(thumbnail: Thumbnail, title: &str, description: &str) -> Self {
        Self {
            title: Text::in_lines(title, limit::BASIC_CARD_TITLE, 1),
            description: Text::new(description, limit::BASIC_CARD_DESCRIPTION),
            thumbnail,
            profile: None,
            buttons: Buttons::default(),
        }
    }

    /// Who stands above it; Kakao shows it in samples alone.
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
        &mut self.thumbnail
    }

    pub(super) fn fit_carousel(&mut self) {
        let lines = limit::BASIC_CARD_LINES_IN_CAROUSEL;
        self.description = self.description.cut_to_lines(limit::BASIC_CARD_DESCRIPTION_IN_CAROUSEL, lines);
    }

    pub(super) fn shrink(&mut self) -> bool {
        self.profile.take().is_some() || self.thumbnail.drop_link() || self.buttons.drop_last()
    }
}

with_buttons!(TextCard, BasicCard);
