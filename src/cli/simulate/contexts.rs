//! What Kakao remembers between two turns: contexts that a response sets and the next requests carry.
//!
//! A context of life span `n` is in the next `n` requests; each carries what is left of turns and seconds. A response
//! that names it again sets it anew, and a life span of 0 deletes it.

use serde_json::{Map, Value, json};
use time::{Duration, OffsetDateTime};

/// Seconds that a context without `ttl` lives; not documented, long enough for any conversation.
const LONGEST: i64 = 86_400;

#[derive(Debug, Clone, PartialEq)]
struct Context {
    name: String,
    turns: u64,
    ends: OffsetDateTime,
    params: Map<String, Value>,
}

/// All contexts of one conversation.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Contexts(Vec<Context>);

impl Contexts {
    /// As the next request carries them: `lifespan` with a small s, and each parameter as an object.
    pub(super) fn to_send(&self, now: OffsetDateTime) -> Value {
        let alive = self.0.iter().filter(|context| context.ends > now);
        let shown = alive.map(|context| {
            let param = |(name, value): (&String, &Value)| {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                (name.clone(), json!({"value": text, "resolvedValue": text}))
            };
            let params: Map<String, Value> = context.params.iter().map(param).collect();
            let ttl = (context.ends - now).whole_seconds();
            json!({"name": context.name, "lifespan": context.turns, "ttl": ttl, "params": params})
        });
        shown.collect()
    }

    /// Ends a turn: all have one turn less, but for those that the response sets.
    pub(super) fn after(&mut self, response: &Value, now: OffsetDateTime) {
        for context in &mut self.0 {
            context.turns = context.turns.saturating_sub(1);
        }
        // The table of the protocol has one value, its sample a list.
        let values = &response["context"]["values"];
        let one = std::slice::from_ref(values);
        for value in values.as_array().map_or(one, Vec::as_slice) {
            let (Some(name), Some(turns)) = (value["name"].as_str(), value["lifeSpan"].as_u64()) else { continue };
            self.0.retain(|context| context.name != name);
            let seconds = value["ttl"].as_i64().unwrap_or(LONGEST).clamp(0, LONGEST);
            let params = value["params"].as_object().cloned().unwrap_or_default();
            let ends = now + Duration::seconds(seconds);
            self.0.push(Context { name: name.to_owned(), turns, ends, params });
        }
        self.0.retain(|context| context.turns > 0 && context.ends > now);
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-11-22 01:32 UTC);

    fn sets(name: &str, turns: u64, ttl: Option<i64>) -> Value {
        let mut value = json!({"name": name, "lifeSpan": turns, "params": {"page": "1"}});
        if let Some(ttl) = ttl {
            value["ttl"] = json!(ttl);
        }
        json!({"context": {"values": [value]}})
    }

    fn lifespans(contexts: &Contexts, now: OffsetDateTime) -> Vec<(String, u64)> {
        let sent = contexts.to_send(now);
        let pair = |context: &Value| Some((context["name"].as_str()?.to_owned(), context["lifespan"].as_u64()?));
        sent.as_array().unwrap().iter().filter_map(pair).collect()
    }

    #[test]
    fn a_context_lives_for_its_turns() {
        let mut contexts = Contexts::default();
        contexts.after(&sets("a", 2, None), NOW);
        assert_eq!(lifespans(&contexts, NOW), [("a".to_owned(), 2)]);
        contexts.after(&json!({}), NOW);
        assert_eq!(lifespans(&contexts, NOW), [("a".to_owned(), 1)]);
        contexts.after(&json!({}), NOW);
        assert_eq!(lifespans(&contexts, NOW), []);
    }

    #[test]
    fn a_context_is_set_anew_and_deleted() {
        let mut contexts = Contexts::default();
        contexts.after(&sets("a", 5, None), NOW);
        contexts.after(&sets("b", 1, None), NOW);
        contexts.after(&sets("a", 5, None), NOW);
        assert_eq!(lifespans(&contexts, NOW), [("a".to_owned(), 5)], "b had one turn");
        contexts.after(&sets("a", 0, None), NOW);
        assert_eq!(contexts, Contexts::default());
        // What is none sets nothing.
        for broken in [json!({"context": null}), json!({"context": {"values": [{"name": "a"}, 7]}}), json!([])] {
            contexts.after(&broken, NOW);
        }
        assert_eq!(contexts, Contexts::default());
    }

    #[test]
    fn a_context_ends_by_time_and_changes_its_form() {
        let mut contexts = Contexts::default();
        contexts.after(&sets("a", 5, Some(600)), NOW);
        let sent = contexts.to_send(NOW + Duration::seconds(60));
        let params = json!({"page": {"value": "1", "resolvedValue": "1"}});
        assert_eq!(sent, json!([{"name": "a", "lifespan": 5, "ttl": 540, "params": params}]));
        assert_eq!(contexts.to_send(NOW + Duration::seconds(600)), json!([]));
    }
}
