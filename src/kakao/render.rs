//! An answer as `KakaoTalk` bubbles: the answer first, then where to read on, then what to tap.

use std::fmt::Write as _;

use super::response::{Button, ListCard, ListItem, Output, QuickReply, SimpleText, SkillResponse, TextCard, limit};
use super::seal::Sealed;
use super::tap::Tap;
use crate::answer::compose::plain_text;
use crate::answer::decide::Decision;
use crate::answer::own_state::wording::WHICH_WALLET;
use crate::answer::own_state::{Attached, WalletChoice};
use crate::answer::{Answer, Choice, wording};
use crate::faq::{Article, Topic};

/// Where buttons lead.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links {
    /// Address of the help center, without a slash at its end; an article is below `/help/articles/`.
    pub help_center: Option<String>,
    /// Where a person can be reached.
    pub support: Option<String>,
}

impl Links {
    fn article(&self, key: &str) -> Option<String> {
        self.help_center.as_ref().map(|base| format!("{base}/help/articles/{}", percent_encoded(key)))
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

/// Renders an answer. What was read otherwise than typed is said below it.
pub fn render(answer: &Answer, attached: &Attached, topics: &[Topic], links: &Links) -> SkillResponse {
    let response = render_decision(answer, topics, links).with_thread(answer.thread.as_ref());
    let response = match own_bubble(answer, attached) {
        Some(own) => response.after(own),
        None => response,
    };
    let corrected = answer.corrections.first().filter(|_| answer.decision != Decision::Fallback);
    match corrected {
        Some(correction) => response.and(text_bubble(&wording::read_as(&correction.to))),
        None => response,
    }
}

/// The customer's own state, or why there is none.
fn own_bubble(answer: &Answer, attached: &Attached) -> Option<Output> {
    if let (Attached::Which(wallets), Some(article)) = (attached, &answer.article) {
        let item = |wallet: &WalletChoice| {
            // The channel has put the sealed id in the place of the id.
            let wallet_tap = Sealed(wallet.id.clone());
            let tap = Tap::Wallet { article: article.key.clone(), wallet: wallet_tap, slots: answer.slots.clone() };
            ListItem::new(&wallet.name, &wallet.kind, tap.extra())
        };
        return ListCard::new(WHICH_WALLET, wallets.iter().map(item)).map(Output::ListCard);
    }
    attached.text().map(|text| text_bubble(&text))
}

fn render_decision(answer: &Answer, topics: &[Topic], links: &Links) -> SkillResponse {
    match (&answer.decision, &answer.article) {
        (Decision::Answer, Some(article)) => render_article(answer, article, links),
        (Decision::Choose, _) => match list(wording::CHOOSE, &answer.choices) {
            Some(card) => SkillResponse::new(card).with_replies([human_reply()]),
            None => render_fallback(answer, topics, links),
        },
        _ => render_fallback(answer, topics, links),
    }
}

/// The whole article in one card if it fits, else its text and below it a card with the buttons.
fn render_article(answer: &Answer, article: &Article, links: &Links) -> SkillResponse {
    let help = links.article(&article.key).and_then(|url| Button::web(wording::MORE_BUTTON, &url));
    let pages = article.links.iter().map(|link| Button::web(&link.label, &link.url));
    let buttons = std::iter::once(help).chain(pages);
    let title_chars = article.title.chars().count().min(limit::CARD_TITLE);
    let (text, whole) = plain_text(&article.body, limit::TEXT_CARD - title_chars);
    let response = if whole {
        SkillResponse::new(card(&article.title, &text, buttons).unwrap_or_else(|| text_bubble(wording::TROUBLE)))
    } else {
        let (text, whole) = plain_text(&article.body, limit::SIMPLE_TEXT);
        let below = if whole || links.help_center.is_none() { "" } else { wording::MORE };
        let response = SkillResponse::new(text_bubble(&text));
        match card(&article.title, below, buttons) {
            Some(card) => response.and(card),
            None => response,
        }
    };
    let response = if answer.question_cut { response.and(text_bubble(wording::QUESTION_CUT)) } else { response };
    response.with_replies([human_reply()])
}

/// A card; `None` without title and text, for Kakao does not deliver such a card.
fn card(title: &str, text: &str, buttons: impl Iterator<Item = Option<Button>>) -> Option<Output> {
    let said = !title.is_empty() || !text.is_empty();
    said.then(|| Output::TextCard(buttons.fold(TextCard::new(title, text), TextCard::with_button)))
}

fn text_bubble(text: &str) -> Output {
    Output::SimpleText(SimpleText::new(text))
}

fn render_fallback(answer: &Answer, topics: &[Topic], links: &Links) -> SkillResponse {
    let person = |text: &str| match links.support.as_deref().and_then(|url| Button::web(wording::HUMAN_BUTTON, url)) {
        Some(button) => Output::TextCard(TextCard::new("", text).with_button(Some(button))),
        None => text_bubble(text),
    };
    let topics = topics.iter().map(|topic| QuickReply::message(&topic.label, &topic.question));
    if answer.wants_human {
        return SkillResponse::new(person(wording::HUMAN)).with_replies(topics);
    }
    if let Some(small_talk) = &answer.small_talk {
        return SkillResponse::text(&small_talk.reply).with_replies(topics.chain([human_reply()]));
    }
    let response = SkillResponse::new(person(wording::FALLBACK));
    let response = match list(wording::NEAREST, &answer.choices) {
        Some(card) => response.and(card),
        None => response,
    };
    response.with_replies(topics.chain([human_reply()]))
}

/// Articles to tap; `None` for none.
pub(super) fn list(title: &str, choices: &[Choice]) -> Option<Output> {
    let item = |choice: &Choice| {
        let tap = Tap::Article { key: choice.key.clone(), slots: Vec::new() };
        // A document of a collection may have no title; its key is better than an empty line.
        let title = if choice.title.is_empty() { &choice.key } else { &choice.title };
        ListItem::new(title, &choice.service, tap.extra())
    };
    ListCard::new(title, choices.iter().map(item)).map(Output::ListCard)
}

/// The way to a person.
pub(super) fn human_reply() -> QuickReply {
    QuickReply::message(wording::HUMAN_REPLY, wording::HUMAN_REPLY)
}
