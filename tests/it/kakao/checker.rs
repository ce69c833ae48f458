//! An independent reading of Kakao's documented limits: says what in a `SkillResponse` would break one.
//!
//! Everything is taken from `tests/fixtures/limits.json` at run time (fields, types, lengths, counts, conditions, the
//! figures in the rules); nothing is shared with `src/kakao`, so a slip there is not repeated here. It is stricter than
//! Kakao: a display limit, an unknown field and a `null` are violations too, for haedap has no reason to send them.

use std::sync::OnceLock;

use serde_json::{Map, Value};

use super::table::{Place, check_text, component_name, is_absent, is_required, is_row, lines_of, most_items, text_of};
use crate::support::root;

/// Rules of the table and the kind of violation that reports them, where it is not the rule's own name.
pub const REPORTED_AS: [(&str, &str); 21] = [
    ("R001", "enum"),
    ("R002", "required"),
    ("R003", "items"),
    ("R005", "items"),
    ("R006", "R034"),
    ("R007", "items"),
    ("R008", "items"),
    ("R012", "required"),
    ("R014", "required"),
    ("R016", "required"),
    ("R017", "items"),
    ("R018", "items"),
    ("R019", "chars"),
    ("R020", "required"),
    ("R021", "enum"),
    ("R022", "required"),
    ("R023", "required"),
    ("R029", "required"),
    ("R030", "format"),
    ("R032", "format"),
    ("R033", "chars"),
];

/// Rules that are reported under their own names.
pub const OWN_NAME: [&str; 13] =
    ["R004", "R009", "R010", "R011", "R013", "R015", "R025", "R026", "R027", "R028", "R031", "R034", "R035"];

/// Rules that cannot be broken by what a response says, with the reason.
pub const NOT_HERE: [(&str, &str); 6] = [
    ("R024", "a flag without effect harms nobody"),
    ("R036", "a matter of time, not of content"),
    ("R037", "a button that some clients hide harms nobody"),
    ("R038", "what sharing leaves out harms nobody"),
    ("R039", "group chatbots are another product"),
    ("R040", "event messages are another product"),
];

/// The limits, ready to check with.
pub struct Checker {
    limits: Value,
}

/// What a response answers: some rules depend on it.
#[derive(Clone, Copy, Default)]
pub struct Call {
    /// Whether the request brought a callback address.
    pub has_callback: bool,
    /// Whether the block takes values for bubbles of the admin centre (웹훅 값) instead of bubbles (스킬데이터).
    pub takes_values: bool,
}

impl Checker {
    pub fn new() -> Self {
        let text = std::fs::read_to_string(root().join("tests/fixtures/limits.json")).expect("the limits");
        Self { limits: serde_json::from_str(&text).expect("the limits are JSON") }
    }

    /// The same for a whole process.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Checker> = OnceLock::new();
        SHARED.get_or_init(Self::new)
    }

    /// What is wrong with a response, one line each: kind, place, details. Empty: Kakao delivers it as it is.
    pub fn check(&self, response: &Value) -> Vec<String> {
        self.check_call(response, Call::default())
    }

    /// The same for a call that is not the usual one.
    pub fn check_call(&self, response: &Value, call: Call) -> Vec<String> {
        let mut found = self.check_component("skillResponse", response);
        if call.takes_values {
            // The other half of R002.
            found.retain(|violation| !violation.starts_with("required /template:"));
        }
        if response["useCallback"] == true && !call.has_callback {
            found.push(format!("R027 /useCallback: {}", self.rule("R027")));
        }
        // Stricter than R025, which is for one bubble: Kakao says that it computes the size in a way of its own.
        let bytes = response.to_string().len();
        if bytes > self.bubble_bytes() {
            found.push(format!("bytes : the response has {bytes} bytes"));
        }
        found
    }

    /// What is wrong with a component that stands alone.
    pub fn check_component(&self, name: &str, value: &Value) -> Vec<String> {
        let mut found = Vec::new();
        check_nulls(value, "", &mut found);
        self.component(name, value, "", Place::default(), &mut found);
        found
    }

    /// The fields of a component.
    pub fn fields(&self, component: &str) -> &Map<String, Value> {
        self.limits[component].as_object().unwrap_or_else(|| panic!("the limits know no component '{component}'"))
    }

    /// The names of all components.
    pub fn components(&self) -> impl Iterator<Item = &str> {
        self.limits.as_object().expect("an object").keys().map(String::as_str).filter(|name| !name.starts_with('_'))
    }

    /// The rules as (id, text).
    pub fn rules(&self) -> impl Iterator<Item = (&str, &str)> {
        let rules = self.limits["_rules"].as_array().expect("the rules");
        rules.iter().map(|rule| (text_of(&rule["id"]), text_of(&rule["assert"])))
    }

    /// How severe it is to break a rule: `error`, `warning` or `info`.
    pub fn severity(&self, id: &str) -> &str {
        let rules = self.limits["_rules"].as_array().expect("the rules");
        rules
            .iter()
            .find(|rule| rule["id"] == id)
            .map_or_else(|| panic!("no rule {id}"), |rule| text_of(&rule["severity"]))
    }

    /// The table as it is.
    pub fn table(&self) -> &Value {
        &self.limits
    }

    /// Most bytes of one bubble.
    pub fn bubble_bytes(&self) -> usize {
        self.limits["_transport"]["bubble_max_bytes"].as_u64().expect("the limit of a bubble") as usize
    }

    fn rule(&self, id: &str) -> &str {
        self.rules().find(|(known, _)| *known == id).unwrap_or_else(|| panic!("the limits have no rule {id}")).1
    }

    /// The figures in a rule's text, in order.
    pub fn figures(&self, id: &str) -> Vec<usize> {
        self.rule(id).split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect()
    }

    fn component(&self, name: &str, value: &Value, at: &str, place: Place, found: &mut Vec<String>) {
        let Some(object) = value.as_object() else { return found.push(format!("type {at}: {name} is an object")) };
        let fields = self.fields(name);
        for (field, value) in object.iter().filter(|(_, value)| !value.is_null()) {
            let at = format!("{at}/{field}");
            match fields.get(field) {
                Some(spec) => self.field(spec, object, value, &at, place, found),
                None => found.push(format!("R034 {at}: {name} has no such field")),
            }
        }
        for (field, spec) in fields {
            if is_required(spec, object) && is_absent(object.get(field)) {
                found.push(format!("required {at}/{field}: is absent or empty"));
            }
        }
        self.rules_of(name, object, at, place, found);
    }

    fn field(
        &self,
        spec: &Value,
        object: &Map<String, Value>,
        value: &Value,
        at: &str,
        place: Place,
        found: &mut Vec<String>,
    ) {
        if let Some(scope) = spec["applies_to"].as_str() {
            found.push(format!("scope {at}: {scope}"));
        }
        let kind = text_of(&spec["type"]);
        let element = kind.strip_prefix("array<").and_then(|kind| kind.strip_suffix('>'));
        let is_of_type = match kind {
            "string" => value.is_string(),
            "integer" => value.is_i64() || value.is_u64(),
            "boolean" => value.is_boolean(),
            "any" => true,
            _ if element.is_some() => value.is_array(),
            _ => value.is_object(),
        };
        if !is_of_type {
            return found.push(format!("type {at}: is not {kind}"));
        }
        match kind {
            "string" => check_text(spec, text_of(value), at, place, found),
            "integer" if spec["min"].as_i64() > value.as_i64() => found.push(format!("min {at}: is {value}")),
            "object<string,string>" if value.as_object().is_some_and(|map| map.values().any(|v| !v.is_string())) => {
                found.push(format!("R031 {at}: not all values are text"));
            }
            "integer" | "boolean" | "any" | "object" | "object<string,any>" | "object<string,string>" => {}
            _ => match element {
                Some(element) => {
                    let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
                    self.elements(element, (spec, object), items, at, place, found);
                }
                None => self.component(&component_name(kind), value, at, Place::default(), found),
            },
        }
    }

    fn elements(
        &self,
        element: &str,
        (spec, object): (&Value, &Map<String, Value>),
        items: &[Value],
        at: &str,
        place: Place,
        found: &mut Vec<String>,
    ) {
        let least = spec["min_items"].as_u64().unwrap_or(0) as usize;
        let most = most_items(spec, object, place).unwrap_or(usize::MAX);
        if !(least..=most).contains(&items.len()) {
            found.push(format!("items {at}: has {}, may have {least} to {most}", items.len()));
        }
        let in_carousel = element == "card body of that type";
        let two_buttons_in_a_row = element == "Button" && items.len() == 2 && is_row(spec, object);
        let place = Place { in_carousel, two_buttons_in_a_row };
        for (index, item) in items.iter().enumerate() {
            let at = format!("{at}/{index}");
            if element == "Component" {
                self.output(item, &at, found);
            } else if in_carousel {
                // A type that does not exist is reported where it stands.
                let card = object.get("type").and_then(Value::as_str).filter(|name| self.limits.get(name).is_some());
                if let Some(card) = card {
                    self.component(card, item, &at, place, found);
                }
            } else {
                self.component(&component_name(element), item, &at, place, found);
            }
        }
    }

    fn output(&self, output: &Value, at: &str, found: &mut Vec<String>) {
        let known =
            |key: &String| self.limits["_enums"]["output_keys"].as_array().is_some_and(|k| k.contains(&key[..].into()));
        let entries: Vec<_> = output.as_object().into_iter().flatten().collect();
        match entries[..] {
            [(key, body)] if known(key) => self.component(key, body, &format!("{at}/{key}"), Place::default(), found),
            _ => found.push(format!("R004 {at}: is not one known component")),
        }
        let bytes = output.to_string().len();
        if bytes > self.bubble_bytes() {
            found.push(format!("R025 {at}: has {bytes} bytes"));
        }
    }

    fn rules_of(&self, name: &str, object: &Map<String, Value>, at: &str, place: Place, found: &mut Vec<String>) {
        let chars = |field: &str| object.get(field).and_then(Value::as_str).map_or(0, |text| text.chars().count());
        let both = chars("title") + chars("description");
        let mut add = |rule: &str, broken: bool| {
            if broken {
                found.push(format!("{rule} {at}: {}", self.rule(rule)));
            }
        };
        match name {
            "skillResponse" => {
                let with_callback = object.get("useCallback") == Some(&Value::Bool(true));
                add("R026", with_callback && object.contains_key("template"));
            }
            "textCard" => add("R015", !place.in_carousel && both > self.figures("R015")[0]),
            "itemCard" => {
                add("R010", object.contains_key("head") && object.contains_key("profile"));
                let figures = self.figures("R013");
                let lines =
                    ["title", "description"].map(|field| object.get(field).map_or(0, lines_of)).iter().sum::<usize>();
                add("R013", both > figures[usize::from(place.in_carousel)] || lines > figures[2]);
            }
            "carousel" => {
                let kind = object.get("type").and_then(Value::as_str).unwrap_or_default();
                add("R009", object.contains_key("header") && !kind.is_empty() && self.rule("R009").contains(kind));
                let items = object.get("items").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
                let uneven = |part: &&str| {
                    let with = items.iter().filter(|item| item.get(*part).is_some()).count();
                    with != 0 && with != items.len()
                };
                let is_uneven = ["thumbnail", "head", "profile", "imageTitle"].iter().any(uneven);
                add("R011", kind == "itemCard" && is_uneven);
                let ratios: Vec<Ratio> = items.iter().filter_map(|item| ratio(kind, item)).collect();
                let mixed = ratios.windows(2).any(|pair| pair[0] != pair[1]);
                // The notes of `itemCard.thumbnail`: in a carousel 2:1 alone.
                add("R028", mixed || (kind == "itemCard" && ratios.contains(&Ratio::Square)));
            }
            _ => {}
        }
    }
}

/// The shape of a picture, as the response declares it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ratio {
    Wide,
    Square,
}

/// The shape of a card's picture: by its sizes, else by `fixedRatio`, else what Kakao takes it for.
fn ratio(kind: &str, card: &Value) -> Option<Ratio> {
    let picture = if kind == "commerceCard" { card["thumbnails"].get(0)? } else { card.get("thumbnail")? };
    let sizes = picture["width"].as_u64().zip(picture["height"].as_u64());
    let square = match sizes {
        Some((width, height)) => width == height,
        None => kind == "itemCard" || picture["fixedRatio"] == true,
    };
    Some(if square { Ratio::Square } else { Ratio::Wide })
}

fn check_nulls(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Null => found.push(format!("R035 {at}: null")),
        Value::Array(items) => items.iter().enumerate().for_each(|(n, v)| check_nulls(v, &format!("{at}/{n}"), found)),
        Value::Object(fields) => fields.iter().for_each(|(key, v)| check_nulls(v, &format!("{at}/{key}"), found)),
        _ => {}
    }
}
