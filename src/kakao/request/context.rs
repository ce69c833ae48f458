//! Contexts as they come in. Not those that go out: there the life span is written `lifeSpan` and a parameter is a text,
//! here it is `lifespan` and an object, so one type cannot serve both.

use std::collections::BTreeMap;

use serde_json::Value;

/// A context that is alive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    pub name: String,
    /// Turns that are left.
    pub lifespan: u64,
    /// Seconds that are left.
    pub ttl: u64,
    /// By name: the resolved value, else the value.
    pub params: BTreeMap<String, String>,
}

/// Reads `contexts`; what has no name is passed over.
pub(super) fn read(contexts: Option<&Value>) -> Vec<Context> {
    contexts.and_then(Value::as_array).into_iter().flatten().filter_map(read_one).collect()
}

fn read_one(context: &Value) -> Option<Context> {
    let number = |name: &str| context[name].as_u64().unwrap_or_default();
    let params = context["params"].as_object().into_iter().flatten();
    Some(Context {
        name: context["name"].as_str()?.to_owned(),
        lifespan: number("lifespan"),
        ttl: number("ttl"),
        params: params.filter_map(|(name, param)| Some((name.clone(), value(param)?.to_owned()))).collect(),
    })
}

/// Some senders give the bare text that a response holds.
fn value(param: &Value) -> Option<&str> {
    param["resolvedValue"].as_str().or_else(|| param["value"].as_str()).or_else(|| param.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn reads_what_is_there() {
        let contexts = read(Some(&json!([
            {"name": "refund", "lifespan": 3, "ttl": 480, "params": {
                "step": {"value": "2", "resolvedValue": "둘"}, "only": {"value": "1"}, "bare": "x", "none": null, "n": 7
            }},
            {"lifespan": 1}, null, 7, {"name": "least", "params": [], "ttl": -1},
        ])));
        let params = [("step", "둘"), ("only", "1"), ("bare", "x")].map(|(name, value)| (name.into(), value.into()));
        let refund = Context { name: "refund".into(), lifespan: 3, ttl: 480, params: params.into() };
        assert_eq!(contexts, [refund, Context { name: "least".into(), ..Context::default() }]);
        assert_eq!(read(Some(&json!({}))), []);
    }
}
