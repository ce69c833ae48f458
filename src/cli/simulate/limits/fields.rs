//! What the table of limits says of one field: conditions, counts, texts.

use serde_json::{Map, Value};

use super::{Finding, Place, by};

/// `SkillTemplate` in a type is `skillTemplate` as a component.
pub(super) fn component_name(kind: &str) -> String {
    let mut letters = kind.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// An empty text is as good as none: an official sample sends such.
pub(super) fn is_absent(value: Option<&Value>) -> bool {
    value.is_none_or(|value| value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty()))
}

pub(super) fn is_required(spec: &Value, object: &Map<String, Value>) -> bool {
    match (&spec["required"], spec["required_when"].as_str()) {
        (Value::Bool(required), _) => *required,
        (_, Some(condition)) => all_hold(condition, object),
        _ => false,
    }
}

fn all_hold(condition: &str, object: &Map<String, Value>) -> bool {
    condition.split(" and ").all(|one| holds(one, object))
}

/// Whether a condition holds; one of an unknown wording does not.
fn holds(condition: &str, object: &Map<String, Value>) -> bool {
    let (first, rest) = condition.split_once(' ').unwrap_or((condition, ""));
    let (name, wanted) = first.split_once('=').unwrap_or((first, ""));
    let mut steps = name.split('.');
    let value = steps.next().and_then(|step| object.get(step));
    let value = steps.fold(value, |value, step| value?.get(step));
    match rest {
        "" if first.contains('=') => value.is_some_and(|value| match value {
            Value::String(text) => text == wanted,
            value => *value == serde_json::from_str::<Value>(wanted).unwrap_or_default(),
        }),
        "is absent" | "absent" => is_absent(value),
        "is present" => value.is_some(),
        "is non-empty" => !is_absent(value),
        "is not true" => value != Some(&Value::Bool(true)),
        // How the block is set up in the admin centre; a skill that answers is set up so.
        _ => condition.starts_with("the block answers with skill data"),
    }
}

/// Whether buttons stand in a row: under the conditions of the smaller count.
pub(super) fn is_row(spec: &Value, object: &Map<String, Value>) -> bool {
    let mut conditions = spec["max_items_when"].as_object().into_iter().flatten().map(|(condition, _)| condition);
    conditions.any(|condition| condition != "otherwise" && all_hold(condition, object))
}

/// Most entries of a list.
pub(super) fn most_items(spec: &Value, object: &Map<String, Value>, place: Place) -> usize {
    let conditional = spec["max_items_when"].as_object().into_iter().flatten();
    let limits = conditional.filter(|(condition, _)| *condition != "otherwise" && all_hold(condition, object));
    let in_carousel = Some(&spec["max_items_in_carousel"]).filter(|_| place.in_carousel);
    let all = limits.map(|(_, most)| most).chain(in_carousel).chain([&spec["max_items"]]);
    all.filter_map(Value::as_u64).min().map_or(usize::MAX, |most| most as usize)
}

pub(super) fn check_text(spec: &Value, text: &str, at: &str, place: Place, found: &mut Vec<Finding>) {
    let most = |name: &str| {
        let row = &spec[format!("{name}_when")]["two buttons in a row"];
        let row = row.as_u64().filter(|_| place.two_buttons_in_a_row);
        let carousel = spec[format!("{name}_in_carousel")].as_u64().filter(|_| place.in_carousel);
        let all = row.into_iter().chain(carousel).chain(spec[name].as_u64());
        all.min().map_or(usize::MAX, |most| most as usize)
    };
    for (count, name, unit) in
        [(text.chars().count(), "max_chars", "characters"), (text.lines().count(), "max_lines", "lines")]
    {
        if count > most(name) {
            found.push(by(spec, at, &format!("has {count} {unit}, may have {}", most(name))));
        }
    }
    if let Some(values) = spec["enum"].as_array().filter(|values| !values.contains(&text.into())) {
        let values: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
        found.push(super::error(at, &format!("is '{text}', which is none of {}", values.join(", "))));
    }
    let is_well_formed = text.is_empty()
        || match spec["format"].as_str() {
            Some("url") => is_url(text),
            Some("phone") => text.chars().all(|c| c.is_ascii_digit() || "+-*#".contains(c)),
            _ => true,
        };
    if !is_well_formed {
        found.push(super::error(at, "is no absolute web address or telephone number"));
    }
}

/// A scheme, a host, and no character that must be escaped.
fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.starts_with('/')
            && !rest.is_empty()
            && rest.chars().all(|c| c.is_ascii_graphic() && !"<>\"\\^`{|}".contains(c))
    })
}
