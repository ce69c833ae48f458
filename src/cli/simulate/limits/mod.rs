//! What of a response Kakao would not deliver, or would cut: read from the table of documented limits, on whatever a
//! server sent.
//!
//! The table is `tests/fixtures/limits.json`, the one that the tests read in their own way; here nothing that it says and
//! this reading does not know is an error, so that a newer table never stops a simulation.

mod fields;
mod rules;

use serde::Serialize;
use serde_json::{Map, Value};

/// How much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Severity {
    /// Kakao drops it, or nobody knows that it does not.
    Error,
    /// Cut, folded or hidden.
    Warning,
}

/// Something beyond a limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Finding {
    pub(super) severity: Severity,
    /// Where, as a JSON pointer: `/template/outputs/0/textCard/title`.
    pub(super) place: String,
    pub(super) what: String,
}

/// Where a component stands; some limits depend on it.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    in_carousel: bool,
    two_buttons_in_a_row: bool,
}

/// The table.
pub(super) struct Limits {
    table: Value,
}

impl Limits {
    /// The documented limits.
    ///
    /// # Errors
    /// Never with the table that is built in.
    pub(super) fn documented() -> anyhow::Result<Self> {
        Ok(Self { table: serde_json::from_str(include_str!("../../../../tests/fixtures/limits.json"))? })
    }

    /// All that is beyond a limit, in a response to `request`.
    pub(super) fn check(&self, request: &Value, response: &Value) -> Vec<Finding> {
        let mut found = Vec::new();
        let nulls = rules::nulls(response, "");
        found.extend(nulls.into_iter().map(|place| warning(&place, "is null; leave it out")));
        self.component("skillResponse", response, "", Place::default(), &mut found);
        let promises = response.get("useCallback") == Some(&Value::Bool(true));
        let can_call_back = request.pointer("/userRequest/callbackUrl").is_some_and(Value::is_string);
        if promises && !can_call_back {
            found.push(error("/useCallback", "promises a callback, but the request has no callbackUrl"));
        }
        found
    }

    fn component(&self, name: &str, value: &Value, at: &str, place: Place, found: &mut Vec<Finding>) {
        let Some(fields) = self.table.get(name).and_then(Value::as_object) else { return };
        let Some(object) = value.as_object() else {
            found.push(error(at, &format!("is no {name}")));
            return;
        };
        for (field, value) in object.iter().filter(|(_, value)| !value.is_null()) {
            let at = format!("{at}/{field}");
            match fields.get(field) {
                Some(spec) => self.field(spec, object, value, &at, place, found),
                None => found.push(warning(&at, &format!("{name} has no such field"))),
            }
        }
        for (field, spec) in fields {
            if fields::is_required(spec, object) && fields::is_absent(object.get(field)) {
                found.push(by(spec, &format!("{at}/{field}"), "is missing or empty"));
            }
        }
        rules::of_component(name, object, at, place, found);
    }

    fn field(
        &self,
        spec: &Value,
        object: &Map<String, Value>,
        value: &Value,
        at: &str,
        place: Place,
        found: &mut Vec<Finding>,
    ) {
        let kind = spec["type"].as_str().unwrap_or("any");
        let element = kind.strip_prefix("array<").and_then(|kind| kind.strip_suffix('>'));
        let fits = match kind {
            "string" => value.is_string(),
            "integer" => value.is_i64() || value.is_u64(),
            "boolean" => value.is_boolean(),
            "any" => true,
            _ if element.is_some() => value.is_array(),
            _ => value.is_object(),
        };
        if !fits {
            found.push(error(at, &format!("is not {kind}")));
            return;
        }
        if let Some(scope) = spec["applies_to"].as_str() {
            found.push(warning(at, &format!("is for {scope}")));
        }
        match (kind, element, value.as_str()) {
            ("string", _, Some(text)) => fields::check_text(spec, text, at, place, found),
            ("integer", ..) if spec["min"].as_i64() > value.as_i64() => {
                found.push(by(spec, at, &format!("is {value}")));
            }
            ("object<string,string>", ..) => {
                if value.as_object().is_some_and(|map| map.values().any(|value| !value.is_string())) {
                    found.push(error(at, "holds what is no text"));
                }
            }
            (_, Some(element), _) => self.elements(element, spec, object, value, at, place, found),
            _ => self.component(&fields::component_name(kind), value, at, Place::default(), found),
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one step of a walk, called from one place")]
    fn elements(
        &self,
        element: &str,
        spec: &Value,
        object: &Map<String, Value>,
        value: &Value,
        at: &str,
        place: Place,
        found: &mut Vec<Finding>,
    ) {
        let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
        let least = spec["min_items"].as_u64().unwrap_or(0) as usize;
        let most = fields::most_items(spec, object, place);
        if items.len() < least || items.len() > most {
            found.push(error(at, &format!("has {} entries, may have {least} to {most}", items.len())));
        }
        let in_carousel = element == "card body of that type";
        let two_buttons_in_a_row = element == "Button" && items.len() == 2 && fields::is_row(spec, object);
        for (index, item) in items.iter().enumerate() {
            let at = format!("{at}/{index}");
            if element == "Component" {
                self.output(item, &at, found);
                continue;
            }
            let card = if in_carousel { object.get("type").and_then(Value::as_str) } else { None };
            let name = card.map_or_else(|| fields::component_name(element), str::to_owned);
            self.component(&name, item, &at, Place { in_carousel, two_buttons_in_a_row }, found);
        }
    }

    fn output(&self, output: &Value, at: &str, found: &mut Vec<Finding>) {
        let known = |key: &str| self.table["_enums"]["output_keys"].as_array().is_some_and(|k| k.contains(&key.into()));
        let entries: Vec<_> = output.as_object().into_iter().flatten().collect();
        match entries[..] {
            [(key, body)] if known(key) => self.component(key, body, &format!("{at}/{key}"), Place::default(), found),
            _ => found.push(error(at, "is not one component that Kakao knows")),
        }
        let most = self.table["_transport"]["bubble_max_bytes"].as_u64().unwrap_or(u64::MAX) as usize;
        let bytes = output.to_string().len();
        if bytes > most {
            found.push(error(at, &format!("has {bytes} bytes, a bubble may have {most}")));
        }
    }
}

fn error(place: &str, what: &str) -> Finding {
    Finding { severity: Severity::Error, place: place.to_owned(), what: what.to_owned() }
}

fn warning(place: &str, what: &str) -> Finding {
    Finding { severity: Severity::Warning, place: place.to_owned(), what: what.to_owned() }
}

/// As severe as the table says of a field.
fn by(spec: &Value, place: &str, what: &str) -> Finding {
    match spec["enforcement"].as_str() {
        Some("display" | "ignored") => warning(place, what),
        _ => error(place, what),
    }
}

#[cfg(test)]
mod tests;
