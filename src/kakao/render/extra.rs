//! What taps bring back, and the names under which `kakao/request.rs` reads it.

use serde_json::{Map, Value};

use crate::faq::Slot;

/// The key of an article in what a tap brings back.
pub(in crate::kakao) const ARTICLE_EXTRA: &str = "article";
/// The wallet of a tap on a choice of wallets, and the slots that were asked for.
pub(in crate::kakao) const WALLET_EXTRA: &str = "wallet";
pub(in crate::kakao) const SLOTS_EXTRA: &str = "slots";

/// A tap that opens an article.
pub(super) fn of_article(key: &str) -> Map<String, Value> {
    Map::from_iter([(ARTICLE_EXTRA.to_owned(), Value::from(key))])
}

/// A tap that opens an article with the state of one wallet.
pub(super) fn of_wallet(article: &str, wallet: &str, slots: &[Slot]) -> Map<String, Value> {
    let slots = slots.iter().map(|slot| Value::from(slot.name())).collect();
    let mut extra = of_article(article);
    extra.insert(WALLET_EXTRA.to_owned(), Value::from(wallet));
    extra.insert(SLOTS_EXTRA.to_owned(), Value::Array(slots));
    extra
}
