//! Bubbles without a frame: a text, a picture.

use serde::Serialize;

use super::address::WebAddress;
use super::limit;
use super::text::Text;

/// Text alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SimpleText {
    text: Text,
}

impl SimpleText {
    /// Cut after 1,000 characters, of which `KakaoTalk` shows 500 at once; an ellipsis if there is nothing to say.
    pub fn new(text: &str) -> Self {
        Self { text: Text::new(text, limit::SIMPLE_TEXT).or_dots() }
    }

    /// Whether nothing was cut off.
    pub fn is_whole(&self) -> bool {
        self.text.is_whole()
    }
}

/// A picture alone; Kakao fetches it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SimpleImage {
    image_url: WebAddress,
    #[serde(skip_serializing_if = "Text::is_empty")]
    alt_text: Text,
}

impl SimpleImage {
    /// A picture with what a screen reader says of it, cut after 50 characters; may be empty.
    pub fn new(image: WebAddress, alt_text: &str) -> Self {
        Self { image_url: image, alt_text: Text::new(alt_text, limit::ALT_TEXT) }
    }
}
