//! What comes back with a tap (`extra`) and what bubbles of the admin centre read (`data`): maps of the caller's own.

use serde::Serialize;
use serde_json::{Map, Value};

use super::limit;

/// An `extra` as it is sent: without nulls, for nobody documents what Kakao makes of them, and empty if it has more than
/// 1,024 bytes. A tap that brings nothing back is still answered, by its words.
pub(super) fn extra(map: Map<String, Value>) -> Map<String, Value> {
    let map = without_nulls(map);
    if bytes(&map) > limit::EXTRA_BYTES { Map::new() } else { map }
}

/// Values for bubbles of the admin centre (`{{#webhook.key}}`): at most 10,240 bytes, without nulls.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Data(Map<String, Value>);

impl Data {
    /// `None` if it is too large: half of a value would be a wrong one.
    pub fn new(values: Map<String, Value>) -> Option<Self> {
        let values = without_nulls(values);
        (bytes(&values) <= limit::DATA_BYTES).then_some(Self(values))
    }
}

/// Bytes of a value in JSON.
pub(super) fn bytes(value: &impl Serialize) -> usize {
    // What is measured here has text keys and plain values alone; if it could not be written, it would not be sent.
    serde_json::to_vec(value).map_or(usize::MAX, |json| json.len())
}

fn without_nulls(map: Map<String, Value>) -> Map<String, Value> {
    map.into_iter().filter(|(_, value)| !value.is_null()).map(|(key, value)| (key, pruned(value))).collect()
}

fn pruned(value: Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(without_nulls(map)),
        Value::Array(items) => items.into_iter().filter(|item| !item.is_null()).map(pruned).collect(),
        plain => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn map(value: &Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap()
    }

    #[test]
    fn nulls_are_left_out() {
        let given = map(&json!({"a": null, "b": {"c": null, "d": [1, null, {"e": null}]}}));
        assert_eq!(Value::Object(extra(given)), json!({"b": {"d": [1, {}]}}));
    }

    #[test]
    fn what_is_too_large_is_not_sent_in_part() {
        let large = |count: usize| map(&json!({"a": "1".repeat(count)}));
        assert_eq!(extra(large(1_000)).len(), 1);
        assert!(extra(large(1_100)).is_empty());
        assert!(Data::new(large(10_000)).is_some());
        assert!(Data::new(large(11_000)).is_none());
    }
}
