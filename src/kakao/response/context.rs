//! What the bot remembers between two messages. It is sent so; in a request it comes back with other names and shapes
//! (`kakao/request.rs`).

use std::collections::BTreeMap;

use serde::Serialize;

use super::extra::bytes;
use super::limit;
use super::text::Text;

/// One context.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ContextValue {
    name: Text,
    life_span: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    ttl: Option<u32>,
    /// Kakao takes text alone.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    params: BTreeMap<String, String>,
}

impl ContextValue {
    /// A context that lives `life_span` turns, 0 ends it, and at most `ttl` seconds. `None` if it has no name or one of
    /// more than 50 characters, or parameters of more than 2,048 bytes: half of them would be wrong ones.
    pub fn new(name: &str, life_span: u8, ttl: Option<u32>, params: BTreeMap<String, String>) -> Option<Self> {
        let name = Text::new(name, limit::CONTEXT_NAME);
        let fits = name.is_whole() && !name.is_empty() && bytes(&params) <= limit::CONTEXT_BYTES;
        fits.then_some(Self { name, life_span, ttl, params })
    }
}

/// The contexts of a response, each name once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(super) struct ContextControl {
    values: Vec<ContextValue>,
}

impl ContextControl {
    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Sets a context, in the place of one of that name; a fourth is left out.
    pub(super) fn set(&mut self, value: ContextValue) {
        self.values.retain(|known| known.name != value.name);
        if self.values.len() < limit::CONTEXTS {
            self.values.push(value);
        }
    }
}
