//! Parameters of the block: what Kakao took out of the utterance, and what the admin centre fixes.
//!
//! A parameter is a text. A system entity is a JSON document inside that text, so it is parsed a second time; what
//! cannot be parsed stays a text.

use serde_json::{Map, Value};
use time::Date;
use time::macros::format_description;

/// A parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Param {
    pub name: String,
    /// The customer's own words for it; empty where Kakao does not say.
    pub origin: String,
    pub value: Entity,
}

/// The value of a parameter.
#[derive(Debug, Clone, PartialEq)]
pub enum Entity {
    Text(String),
    /// `sys.date`; `tag` is Kakao's name for it, like `yesterday`.
    Day {
        date: Option<Date>,
        tag: Option<String>,
    },
    /// `sys.number`, and those of money and other units.
    Number {
        amount: f64,
        unit: Option<String>,
    },
    /// A system entity of another kind.
    Other(Map<String, Value>),
}

impl Entity {
    fn read(text: &str) -> Self {
        // Only an object is a document: the text "7" is what the customer said.
        let Ok(Value::Object(fields)) = serde_json::from_str::<Value>(text) else { return Self::Text(text.to_owned()) };
        let said = |name: &str| fields.get(name).and_then(Value::as_str).map(str::to_owned);
        if fields.contains_key("dateTag") || fields.contains_key("date") {
            let written = format_description!("[year]-[month]-[day]");
            let date = said("date").and_then(|date| Date::parse(&date, &written).ok());
            return Self::Day { date, tag: said("dateTag") };
        }
        match fields.get("amount").and_then(amount) {
            Some(amount) => Self::Number { amount, unit: said("unit") },
            None => Self::Other(fields),
        }
    }

    /// The text of one that is no system entity.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// Figures come as a number or in quotes.
fn amount(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.trim().parse().ok()).filter(|amount| amount.is_finite())
}

/// Reads `params` and `detailParams` of an action; one in either is enough.
pub(super) fn read(action: Option<&Value>) -> Vec<Param> {
    let Some(action) = action else { return Vec::new() };
    let (plain, details) = (action["params"].as_object(), action["detailParams"].as_object());
    let mut names: Vec<&String> = plain.into_iter().chain(details).flat_map(Map::keys).collect();
    names.sort();
    names.dedup();
    let param = |name: &String| {
        let detail = details.and_then(|details| details.get(name));
        let of_detail = |field: &str| detail.and_then(|detail| detail[field].as_str());
        let text = plain.and_then(|plain| plain.get(name)).and_then(Value::as_str).or_else(|| of_detail("value"))?;
        Some(Param {
            name: name.clone(),
            origin: of_detail("origin").unwrap_or_default().to_owned(),
            value: Entity::read(text.trim()),
        })
    };
    names.into_iter().filter_map(param).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use time::macros::date;

    fn entity(text: &str) -> Entity {
        Entity::read(text)
    }

    #[test]
    fn system_entities_are_parsed_twice() {
        let day = entity(r#"{"dateTag": "yesterday", "year": null, "date": "2026-11-20", "calendar_type": "solar"}"#);
        assert_eq!(day, Entity::Day { date: Some(date!(2026 - 11 - 20)), tag: Some("yesterday".to_owned()) });
        assert_eq!(entity(r#"{"dateTag": null, "date": "soon"}"#), Entity::Day { date: None, tag: None });
        let won = Some("원".to_owned());
        assert_eq!(entity(r#"{"amount": 100000, "unit": "원"}"#), Entity::Number { amount: 100_000.0, unit: won });
        assert_eq!(entity(r#"{"amount": "3.5", "unit": null}"#), Entity::Number { amount: 3.5, unit: None });
        assert!(matches!(entity(r#"{"secureUrls": "List(a, b)"}"#), Entity::Other(_)));
    }

    #[test]
    fn what_is_no_document_is_a_text() {
        for text in ["환불", "", "7", "null", "[1]", "{\"amount\":", "{환불}", "\"환불\""] {
            assert_eq!(entity(text), Entity::Text(text.to_owned()));
        }
    }

    #[test]
    fn either_of_the_two_lists_is_enough() {
        let action = json!({
            "params": {"topic": "환불", "wrong": 7, "none": null},
            "detailParams": {"topic": {"origin": "환불해", "value": "환불", "groupName": ""}, "only": {"value": "x"}, "bad": 7}
        });
        let param = |name: &str, origin: &str, value: &str| Param {
            name: name.to_owned(),
            origin: origin.to_owned(),
            value: Entity::Text(value.to_owned()),
        };
        assert_eq!(read(Some(&action)), [param("only", "", "x"), param("topic", "환불해", "환불")]);
    }
}
