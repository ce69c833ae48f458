//! The customer's own state as bubbles: figures as a card, sentences below them, or above where they are many.

use super::super::response::{
    Carousel, ImageTitle, Item, ItemCard, ListCard, ListItem, Output, SimpleText, Summary, limit,
};
use crate::answer::Answer;
use crate::answer::own_state::wording::WHICH_WALLET;
use crate::answer::own_state::{self, Attached, OwnState, WalletChoice};
use crate::answer::shorten::divide;
use crate::kakao::seal::Sealed;
use crate::kakao::tap::Tap;

/// The state, or why there is none, in at most `most` bubbles, at least one; none where nothing was asked for.
pub(super) fn bubbles(answer: &Answer, attached: &Attached, most: usize) -> Vec<Output> {
    match attached {
        Attached::Shown(own) => shown(own, attached, most),
        Attached::Which(wallets) => which(answer, wallets).into_iter().collect(),
        _ => attached.text().map(|text| SimpleText::new(&text).into()).into_iter().collect(),
    }
}

/// One card if it holds everything; else the sentences, which answer, above the figures.
fn shown(own: &OwnState, attached: &Attached, most: usize) -> Vec<Output> {
    let sentences = own.lines.join("\n");
    if let Some(card) = card(own) {
        let (title, rest) = own.lines.split_first().map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
        let full = card.clone().with_text(title, &rest.join("\n"));
        if full.is_whole() {
            return vec![full.into()];
        }
        let above = SimpleText::new(&sentences);
        if most > 1 && card.is_whole() && above.is_whole() {
            return vec![above.into(), card.into()];
        }
    }
    let text = attached.text().unwrap_or(sentences);
    let (first, rest) = divide(&text, limit::SIMPLE_TEXT);
    let rest = Some(rest).filter(|rest| most > 1 && !rest.is_empty());
    std::iter::once(first).chain(rest).map(|text| SimpleText::new(text).into()).collect()
}

/// The figures with their wallet and moment; the sum stands below them. `None` without figures: a state in a word is
/// what the sentences say anyway.
fn card(own: &OwnState) -> Option<ItemCard> {
    if !own.items.iter().any(|item| item.value.contains(|c: char| c.is_ascii_digit())) {
        return None;
    }
    let is_sum = |item: &&own_state::Item| item.is_sum;
    let sums: Vec<_> = own.items.iter().filter(is_sum).collect();
    // A sum of some of the figures only would be read as that of all.
    let sum = Some(&sums).filter(|sums| sums.len() == 1 && own.items.len() > 1).map(|sums| sums[0]);
    let summary = sum.and_then(|sum| Summary::new(&sum.label, &sum.value));
    let as_item = |item: &&own_state::Item| summary.is_none() || !item.is_sum;
    let items = own.items.iter().filter(as_item).map(|item| Item::new(&item.label, &item.value));
    let card = ItemCard::new(items)?.with_image_title(ImageTitle::new(&own.wallet, &own.as_of, None));
    let money = own.items.iter().any(|item| item.value.ends_with('원'));
    let card = if money { card.aligned_right() } else { card };
    Some(card.with_summary(summary))
}

/// Wallets to choose: one list, or several side by side.
fn which(answer: &Answer, wallets: &[WalletChoice]) -> Option<Output> {
    let article = answer.article.as_ref()?;
    let item = |wallet: &WalletChoice| {
        // The channel has put the sealed id in the place of the id.
        let sealed = Sealed(wallet.id.clone());
        let tap = Tap::Wallet { article: article.key.clone(), wallet: sealed, slots: answer.slots.clone() };
        ListItem::new(&wallet.name, &wallet.kind, tap.extra())
    };
    if wallets.len() <= limit::LIST_ITEMS {
        return ListCard::new(WHICH_WALLET, wallets.iter().map(item)).map(Output::from);
    }
    let lists = wallets.chunks(limit::LIST_ITEMS_IN_CAROUSEL);
    let lists = lists.filter_map(|wallets| ListCard::new(WHICH_WALLET, wallets.iter().map(item)));
    Carousel::of_lists(lists).map(Output::from)
}
