//! Reading `tests/fixtures/limits.json`: its conditions, its counts, and what it says of a text. For the checker.

use serde_json::{Map, Value};

/// Where a component stands; some limits depend on it.
#[derive(Clone, Copy, Default)]
pub struct Place {
    pub in_carousel: bool,
    pub two_buttons_in_a_row: bool,
}

pub fn text_of(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} in the limits should be text"))
}

pub fn lines_of(value: &Value) -> usize {
    value.as_str().map_or(0, |text| text.lines().count())
}

/// `SkillTemplate` in a type is `skillTemplate` as a table.
pub fn component_name(kind: &str) -> String {
    kind[..1].to_lowercase() + &kind[1..]
}

/// An official sample sends empty texts for what is absent.
pub fn is_absent(value: Option<&Value>) -> bool {
    value.is_none_or(|value| value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty()))
}

pub fn is_required(spec: &Value, object: &Map<String, Value>) -> bool {
    match &spec["required"] {
        Value::Bool(required) => *required,
        _ => text_of(&spec["required_when"]).split(" and ").all(|one| holds(one, object)),
    }
}

/// Whether one condition of the table holds. A wording that is new in the table must be learnt here: it panics.
fn holds(condition: &str, object: &Map<String, Value>) -> bool {
    let (first, rest) = condition.split_once(' ').unwrap_or((condition, ""));
    let (name, wanted) = first.split_once('=').unwrap_or((first, ""));
    let mut keys = name.split('.');
    let outer = keys.next().and_then(|key| object.get(key));
    let value = keys.fold(outer, |value, key| value?.get(key));
    match rest {
        "" if first.contains('=') => value.is_some_and(|value| match value {
            Value::String(text) => text == wanted,
            other => serde_json::from_str::<Value>(wanted).is_ok_and(|wanted| wanted == *other),
        }),
        "is absent" | "absent" => is_absent(value),
        "is present" => value.is_some(),
        "is non-empty" => !is_absent(value),
        "is not true" => value != Some(&Value::Bool(true)),
        // How the block is set up in the admin centre: with haedap always so.
        _ if condition == "the block answers with skill data (스킬데이터)" => true,
        _ => panic!("the limits have a condition that this checker cannot read: '{condition}'"),
    }
}

/// Whether the buttons of a card stand in a row: the conditions of the smaller count.
pub fn is_row(spec: &Value, object: &Map<String, Value>) -> bool {
    let conditions = spec["max_items_when"].as_object().into_iter().flatten().map(|(condition, _)| condition);
    conditions.filter(|c| *c != "otherwise").any(|c| c.split(" and ").all(|one| holds(one, object)))
}

pub fn most_items(spec: &Value, object: &Map<String, Value>, place: Place) -> Option<usize> {
    let conditional = spec["max_items_when"].as_object().into_iter().flatten();
    let applies = |condition: &str| condition != "otherwise" && condition.split(" and ").all(|c| holds(c, object));
    let limits = conditional.filter(|(condition, _)| applies(condition)).map(|(_, most)| most);
    let in_carousel = Some(&spec["max_items_in_carousel"]).filter(|_| place.in_carousel);
    limits.chain(in_carousel).chain([&spec["max_items"]]).filter_map(Value::as_u64).min().map(|most| most as usize)
}

pub fn check_text(spec: &Value, text: &str, at: &str, place: Place, found: &mut Vec<String>) {
    let smallest = |name: &str| {
        let in_row =
            spec[format!("{name}_when")]["two buttons in a row"].as_u64().filter(|_| place.two_buttons_in_a_row);
        let in_carousel = spec[format!("{name}_in_carousel")].as_u64().filter(|_| place.in_carousel);
        in_row.into_iter().chain(in_carousel).chain(spec[name].as_u64()).min().map_or(usize::MAX, |most| most as usize)
    };
    if text.chars().count() > smallest("max_chars") {
        found.push(format!("chars {at}: {} of {}", text.chars().count(), smallest("max_chars")));
    }
    if text.lines().count() > smallest("max_lines") {
        found.push(format!("lines {at}: {} of {}", text.lines().count(), smallest("max_lines")));
    }
    if spec["enum"].as_array().is_some_and(|values| !values.contains(&text.into())) {
        found.push(format!("enum {at}: '{text}' is none of {}", spec["enum"]));
    }
    let is_well_formed = match spec["format"].as_str() {
        _ if text.is_empty() => true,
        None => true,
        Some("url") => is_url(text),
        Some("phone") => text.chars().all(|c| c.is_ascii_digit() || "+-*#".contains(c)),
        Some("currency-text") => is_currency_text(text),
        Some(other) => panic!("the limits have a format that this checker does not know: {other}"),
    };
    if !is_well_formed {
        found.push(format!("format {at}: '{text}' is no {}", spec["format"]));
    }
}

/// Digits with commas and a point, and at most one sign or word of a currency before or after them.
fn is_currency_text(text: &str) -> bool {
    let part_of_number = |c: char| c.is_ascii_digit() || ",. ".contains(c);
    let (Some(from), Some(to)) = (text.find(|c: char| c.is_ascii_digit()), text.rfind(|c: char| c.is_ascii_digit()))
    else {
        return false;
    };
    let (before, number, after) = (text[..from].trim(), &text[from..=to], text[to + 1..].trim());
    let decimals = number.rsplit_once('.').map_or(0, |(_, decimals)| decimals.len());
    let is_currency = |word: &str| word.chars().all(|c| c.is_alphabetic() || "₩$€¥".contains(c));
    let alone = before.is_empty() || after.is_empty();
    alone && is_currency(before) && is_currency(after) && number.chars().all(part_of_number) && decimals <= 2
}

/// An absolute web address: a host, and no character that RFC 3986 wants escaped.
fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        !host.is_empty() && rest.chars().all(|c| c.is_ascii_graphic() && !"<>\"\\^`{|}".contains(c))
    })
}
