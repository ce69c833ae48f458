//! An article as one card, or as two where one does not hold it.

use std::fmt::Write as _;

use super::super::response::{Button, Output, SimpleText, TextCard, limit};
use crate::answer::compose::{TwoParts, in_two_parts, plain_text};
use crate::answer::shorten::{length, shorten};
use crate::answer::wording;
use crate::faq::Article;

/// Where buttons lead.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links {
    /// Address of the help center, without a slash at its end; an article is below `/help/articles/`.
    pub help_center: Option<String>,
    /// Where a person can be reached.
    pub support: Option<String>,
}

impl Links {
    /// Where an article can be read; `None` without a help center.
    pub fn article_url(&self, key: &str) -> Option<String> {
        self.help_center.as_ref().map(|base| format!("{base}/help/articles/{}", percent_encoded(key)))
    }

    /// The button to an article's page; it says so if there is more to read.
    fn article_button(&self, key: &str, whole: bool) -> Option<Button> {
        let label = if whole { wording::MORE_BUTTON } else { wording::REST_BUTTON };
        Button::web(label, &self.article_url(key)?)
    }
}

/// A key as a part of an address: keys of collections may hold any character.
fn percent_encoded(key: &str) -> String {
    let mut out = String::with_capacity(key.len());
    for byte in key.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The article in at most `most` bubbles, at least one.
///
/// One card holds most articles. A longer one is told in two, divided before a heading; what does not fit then is
/// behind the button to its page. Where it has no page, the rest is one long text, which `KakaoTalk` folds.
pub(super) fn bubbles(article: &Article, links: &Links, most: usize) -> Vec<Output> {
    let room = limit::TEXT_CARD - length(&article.title).min(limit::TEXT_CARD_TITLE);
    let (text, whole) = plain_text(&article.body, room);
    if article.title.is_empty() && text.is_empty() {
        return vec![SimpleText::new(wording::TROUBLE).into()];
    }
    let has_page = links.article_button(&article.key, whole).is_some();
    if whole || (most == 1 && has_page) {
        return vec![with_buttons(TextCard::new(&article.title, &text), article, links, whole)];
    }
    if most == 1 {
        let (text, _) = plain_text(&article.body, usize::MAX);
        return vec![long_text(&text)];
    }
    let TwoParts { first, heading, second } = in_two_parts(&article.body, room);
    let heading = heading.unwrap_or_default();
    let first = TextCard::new(&article.title, &first);
    let card = TextCard::new(&heading, &second);
    let whole = first.is_whole() && card.is_whole();
    if whole || has_page {
        return vec![first.into(), with_buttons(card, article, links, whole)];
    }
    if !first.is_whole() {
        let (text, _) = plain_text(&article.body, usize::MAX);
        return vec![with_buttons(TextCard::new(&article.title, ""), article, links, true), long_text(&text)];
    }
    let head = if heading.is_empty() { String::new() } else { format!("[{heading}]\n") };
    vec![with_buttons(first, article, links, true), long_text(&format!("{head}{second}"))]
}

/// A text with no page to read on; it says so if it was cut.
fn long_text(text: &str) -> Output {
    if length(text) <= limit::SIMPLE_TEXT {
        return SimpleText::new(text).into();
    }
    let (text, _) = shorten(text, limit::SIMPLE_TEXT - length(wording::ANSWER_CUT) - 2);
    SimpleText::new(&format!("{text}\n\n{}", wording::ANSWER_CUT)).into()
}

/// With the button to the article's page first, then the article's own.
fn with_buttons(card: TextCard, article: &Article, links: &Links, whole: bool) -> Output {
    let page = links.article_button(&article.key, whole);
    let own = article.links.iter().map(|link| Button::web(&link.label, &link.url));
    std::iter::once(page).chain(own).fold(card, TextCard::with_button).into()
}
