//! The first answer of callback mode: "the answer comes later". Kakao shows the block's own waiting message then, and
//! ignores bubbles.

use serde_json::{Map, Value};

use super::conversation::Conversation;
use super::response::{Data, Promise, WebAddress};
use crate::answer::manners;

/// What the block's waiting message may show as a webhook value.
const TEXT: &str = "text";

/// Promises the answer at the request's callback address, and keeps the conversation like any answer.
pub fn waiting(callback: &WebAddress, conversation: &Conversation) -> Promise {
    let text = Map::from_iter([(TEXT.to_owned(), Value::from(manners::WAITING))]);
    let promise = Promise::new(callback, Data::new(text));
    match conversation.context() {
        Some(context) => promise.with_context(context),
        None => promise,
    }
}
