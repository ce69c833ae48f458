//! Limits over several fields at once: the rules R009 to R026 of the table, which says them in words.

use serde_json::{Map, Value};

use super::{Finding, Place, error, warning};

/// Title and description of a text card together (R015).
const TEXT_CARD: usize = 400;
/// The same of an item card, alone and in a carousel, and their lines (R013).
const ITEM_CARD: [usize; 2] = [200, 100];
const ITEM_CARD_LINES: usize = 12;

/// Where a value is null.
pub(super) fn nulls(value: &Value, at: &str) -> Vec<String> {
    match value {
        Value::Null => vec![at.to_owned()],
        Value::Array(items) => {
            items.iter().enumerate().flat_map(|(index, item)| nulls(item, &format!("{at}/{index}"))).collect()
        }
        Value::Object(fields) => fields.iter().flat_map(|(key, value)| nulls(value, &format!("{at}/{key}"))).collect(),
        _ => Vec::new(),
    }
}

pub(super) fn of_component(name: &str, object: &Map<String, Value>, at: &str, place: Place, found: &mut Vec<Finding>) {
    let text = |field: &str| object.get(field).and_then(Value::as_str).unwrap_or_default();
    let both = text("title").chars().count() + text("description").chars().count();
    match name {
        "skillResponse" if object.get("useCallback") == Some(&Value::Bool(true)) && object.contains_key("template") => {
            found.push(warning(at, "has a template that useCallback makes Kakao ignore"));
        }
        "textCard" if !place.in_carousel && both > TEXT_CARD => {
            let what = format!("title and description have {both} characters, may have {TEXT_CARD}");
            found.push(warning(at, &what));
        }
        "itemCard" => {
            if object.contains_key("head") && object.contains_key("profile") {
                found.push(error(at, "has both head and profile"));
            }
            let most = ITEM_CARD[usize::from(place.in_carousel)];
            let lines = text("title").lines().count() + text("description").lines().count();
            if both > most || lines > ITEM_CARD_LINES {
                let what = format!(
                    "title and description have {both} characters in {lines} lines, may have {most} in {ITEM_CARD_LINES}"
                );
                found.push(warning(at, &what));
            }
        }
        "carousel" => {
            let kind = text("type");
            if object.contains_key("header") && matches!(kind, "textCard" | "listCard") {
                found.push(error(at, &format!("has a header, which a carousel of {kind} may not have")));
            }
            let items = object.get("items").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            for part in ["thumbnail", "head", "profile", "imageTitle"] {
                let with = items.iter().filter(|item| item.get(part).is_some()).count();
                if kind == "itemCard" && with != 0 && with != items.len() {
                    found.push(error(at, &format!("only some of its cards have {part}")));
                }
            }
        }
        _ => {}
    }
}
