//! Reads an `OpenAPI` document as far as ours need it, and tells what of a value does not fit a schema of it.
//!
//! The keywords that our documents use are known and no others, which a test holds them to. Stricter than the standard
//! in one thing: a field that the schema does not name is wrong where it names any, or documents would not grow with
//! the answers.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// The keywords that are checked, and those that say nothing about a value.
const CHECKED: [&str; 18] = [
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "enum",
    "items",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "oneOf",
    "properties",
    "required",
    "type",
    "uniqueItems",
];
const PASSED_OVER: [&str; 6] = ["default", "description", "example", "examples", "format", "pattern"];

/// A document.
pub struct Document(Value);

impl Document {
    pub fn parse(text: &str) -> Self {
        Self(serde_json::from_str(text).expect("the document is JSON"))
    }

    pub fn root(&self) -> &Value {
        &self.0
    }

    /// `get /path` of every operation, with the operation.
    pub fn operations(&self) -> Vec<(String, &Value)> {
        let paths = self.0["paths"].as_object().expect("paths");
        let items =
            paths.iter().flat_map(|(path, item)| item.as_object().into_iter().flatten().map(move |it| (path, it)));
        items.map(|(path, (method, operation))| (format!("{method} {path}"), operation)).collect()
    }

    /// The schema of one kind of answer.
    #[track_caller]
    pub fn answer(&self, operation: &str, status: u16, content_type: &str) -> &Value {
        let found = self.operations().into_iter().find(|(name, _)| name == operation);
        let (_, described) = found.unwrap_or_else(|| panic!("{operation} is not described"));
        let response = self.resolved(&described["responses"][status.to_string()]);
        let kind = content_type.split(';').next().unwrap_or_default();
        response["content"]
            .get(kind)
            .map_or_else(|| panic!("{operation} does not describe {status} as {kind}"), |content| &content["schema"])
    }

    /// A component by name.
    pub fn schema(&self, name: &str) -> &Value {
        &self.0["components"]["schemas"][name]
    }

    /// What stands behind a reference; the value itself if it is none.
    pub fn resolved<'a>(&'a self, value: &'a Value) -> &'a Value {
        let Some(reference) = value.get("$ref") else { return value };
        let pointer =
            reference.as_str().and_then(|text| text.strip_prefix('#')).expect("a reference within the document");
        self.0.pointer(pointer).unwrap_or_else(|| panic!("{pointer} is not in the document"))
    }

    /// What of a value does not fit a schema; empty if all does.
    pub fn misfits(&self, schema: &Value, value: &Value) -> Vec<String> {
        let mut found = Vec::new();
        self.check(schema, value, "$", &mut found);
        found
    }

    /// The rules of a schema, and that nothing goes undescribed.
    fn check(&self, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
        self.rules(schema, value, at, found);
        let mut named = BTreeSet::new();
        if let (Some(fields), true) = (value.as_object(), self.names(schema, &mut named)) {
            let unnamed = fields.keys().filter(|name| !named.contains(name.as_str()) && !named.is_empty());
            found.extend(unnamed.map(|name| format!("{at}.{name} is not described")));
        }
    }

    fn rules(&self, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
        let Some(rules) = schema.as_object() else { return };
        if rules.contains_key("$ref") {
            self.rules(self.resolved(schema), value, at, found);
        }
        if let Some(kind) = rules.get("type").filter(|kind| !is_of(kind, value)) {
            found.push(format!("{at} is no {kind}: {value}"));
            return;
        }
        if rules.get("const").is_some_and(|only| only != value) || rules.get("enum").is_some_and(|all| !has(all, value))
        {
            found.push(format!("{at} cannot be {value}"));
        }
        found.extend(out_of_bounds(rules, value).map(|bound| format!("{at} breaks {bound}: {value}")));
        if let Some(fields) = value.as_object() {
            self.fields(rules, fields, at, found);
        }
        if let (Some(schema), Some(items)) = (rules.get("items"), value.as_array()) {
            items
                .iter()
                .enumerate()
                .for_each(|(at_item, item)| self.check(schema, item, &format!("{at}[{at_item}]"), found));
        }
        for schema in list(rules, "allOf") {
            self.rules(schema, value, at, found);
        }
        for (keyword, most) in [("anyOf", usize::MAX), ("oneOf", 1)] {
            let tried = list(rules, keyword).map(|schema| {
                let mut wrong = Vec::new();
                self.rules(schema, value, at, &mut wrong);
                wrong
            });
            let tried: Vec<Vec<String>> = tried.collect();
            let fitting = tried.iter().filter(|wrong| wrong.is_empty()).count();
            if !tried.is_empty() && !(1..=most).contains(&fitting) {
                found.push(format!("{at} fits {fitting} of {keyword}: {tried:?}"));
            }
        }
    }

    fn fields(&self, rules: &Map<String, Value>, fields: &Map<String, Value>, at: &str, found: &mut Vec<String>) {
        let missing = list(rules, "required").filter_map(Value::as_str).filter(|name| !fields.contains_key(*name));
        found.extend(missing.map(|name| format!("{at}.{name} is missing")));
        let properties = rules.get("properties").and_then(Value::as_object);
        for (name, value) in fields {
            let at = format!("{at}.{name}");
            match (properties.and_then(|properties| properties.get(name)), rules.get("additionalProperties")) {
                (Some(schema), _) | (None, Some(schema @ Value::Object(_))) => self.check(schema, value, &at, found),
                (None, Some(Value::Bool(false))) => found.push(format!("{at} may not be there")),
                (None, _) => {}
            }
        }
    }

    /// Collects the fields that a schema names; false if it says that there may be others.
    fn names<'a>(&'a self, schema: &'a Value, named: &mut BTreeSet<&'a str>) -> bool {
        let Some(rules) = schema.as_object() else { return true };
        named.extend(
            rules.get("properties").and_then(Value::as_object).into_iter().flatten().map(|(name, _)| name.as_str()),
        );
        let open = rules.get("additionalProperties").is_some_and(|others| *others != Value::Bool(false));
        let behind = rules.contains_key("$ref").then(|| self.resolved(schema));
        let parts = ["allOf", "anyOf", "oneOf"].into_iter().flat_map(|keyword| list(rules, keyword)).chain(behind);
        parts.fold(!open, |closed, part| self.names(part, named) && closed)
    }
}

/// Keywords of a schema, and of all within it, that [`Document::misfits`] does not know.
pub fn unknown_keywords(schema: &Value) -> Vec<String> {
    let Some(rules) = schema.as_object() else { return Vec::new() };
    let known = |name: &String| CHECKED.contains(&name.as_str()) || PASSED_OVER.contains(&name.as_str());
    let mut unknown: Vec<String> = rules.keys().filter(|name| !known(name)).cloned().collect();
    let inner = rules.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::values);
    let inner = inner.chain(["items", "additionalProperties"].into_iter().filter_map(|keyword| rules.get(keyword)));
    let inner = inner.chain(["allOf", "anyOf", "oneOf"].into_iter().flat_map(|keyword| list(rules, keyword)));
    unknown.extend(inner.flat_map(unknown_keywords));
    unknown
}

fn list<'a>(rules: &'a Map<String, Value>, keyword: &str) -> impl Iterator<Item = &'a Value> {
    rules.get(keyword).and_then(Value::as_array).into_iter().flatten()
}

fn has(all: &Value, value: &Value) -> bool {
    all.as_array().is_some_and(|all| all.contains(value))
}

/// Whether a value is of a type, or of one of several.
fn is_of(kind: &Value, value: &Value) -> bool {
    let is = |kind: &Value| match kind.as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        Some("null") => value.is_null(),
        _ => false,
    };
    kind.as_array().map_or_else(|| is(kind), |kinds| kinds.iter().any(is))
}

/// The bounds that a value breaks.
fn out_of_bounds(rules: &Map<String, Value>, value: &Value) -> impl Iterator<Item = &'static str> {
    let measure = |keyword: &str| match keyword {
        "minLength" | "maxLength" => value.as_str().map(|text| text.chars().count() as f64),
        "minItems" | "maxItems" => value.as_array().map(|items| items.len() as f64),
        _ => value.as_f64(),
    };
    let bounds = ["minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum"];
    let broken = bounds.into_iter().filter(move |keyword| {
        let (Some(bound), Some(measured)) = (rules.get(*keyword).and_then(Value::as_f64), measure(keyword)) else {
            return false;
        };
        if keyword.starts_with("min") { measured < bound } else { measured > bound }
    });
    let twice = rules.get("uniqueItems") == Some(&Value::Bool(true))
        && value.as_array().is_some_and(|items| items.iter().enumerate().any(|(at, item)| items[..at].contains(item)));
    broken.collect::<Vec<_>>().into_iter().chain(twice.then_some("uniqueItems"))
}

/// The routes of a router as `get /path`, read from its source; what takes any method answers that there is nothing.
pub fn routes(source: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for call in source.split(".route(").skip(1) {
        let mut open = 1;
        let end = call.find(|c| {
            open += i32::from(c == '(') - i32::from(c == ')');
            open == 0
        });
        let call = &call[..end.expect("the call ends")];
        let path = call.split('"').nth(1).expect("a route has a path");
        let is_call = |method: &str| {
            let inside = |c: char| c.is_alphanumeric() || c == '_';
            call.match_indices(&format!("{method}(")).any(|(at, _)| !call[..at].ends_with(inside))
        };
        let methods = ["get", "post", "put", "patch", "delete"].into_iter().filter(|method| is_call(method));
        found.extend(methods.map(|method| format!("{method} {path}")));
    }
    found
}

/// A schema that says too little would let everything pass; this one says all that can be said.
#[test]
fn what_does_not_fit_is_told() {
    let document = Document::parse(
        r##"{"components": {"schemas": {
            "Base": {"type": "object", "required": ["code"], "properties": {"code": {"enum": ["a", "b"]}}},
            "More": {"allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {"count": {"type": "integer", "minimum": 1}}}]},
            "Open": {"type": "object", "properties": {"x": {"type": ["string", "null"], "maxLength": 2}}, "additionalProperties": true},
            "One": {"oneOf": [{"type": "object", "required": ["p"], "properties": {"p": {"type": "string"}}},
                              {"type": "object", "required": ["q"], "properties": {"q": {"type": "array", "items": {"type": "boolean"}, "maxItems": 1}}}]}
        }}}"##,
    );
    let check = |schema: &str, value: &str, expect: &[&str]| {
        let value = serde_json::from_str(value).expect("JSON");
        let found = document.misfits(document.schema(schema), &value);
        assert_eq!(found.len(), expect.len(), "{found:?}");
        for (found, expect) in found.iter().zip(expect) {
            assert!(found.starts_with(expect), "{found}");
        }
    };
    check("More", r#"{"code": "a", "count": 1}"#, &[]);
    check("More", r#"{"code": "c", "count": 0}"#, &["$.code cannot be", "$.count breaks minimum"]);
    check("More", r#"{"count": 1.5, "other": 1}"#, &["$.code is missing", "$.count is no", "$.other is not described"]);
    check("Open", r#"{"x": null, "y": 1}"#, &[]);
    check("Open", r#"{"x": "해답이"}"#, &["$.x breaks maxLength"]);
    check("One", r#"{"p": "a"}"#, &[]);
    check("One", r#"{"q": [true]}"#, &[]);
    check("One", r#"{"p": "a", "q": []}"#, &["$ fits 2 of oneOf"]);
    check("One", r#"{"q": [1]}"#, &["$ fits 0 of oneOf"]);
    check("One", "[]", &["$ fits 0 of oneOf"]);
}

#[test]
fn routes_are_read_from_the_source() {
    let source = r#"
        .route("/a", get(a::get_a).layer(Limit::max(MAX_POST)))
        .route(
            "/b/{key}",
            get(b::show).post(b::give),
        )
        .route("/c/{*rest}", any(error::no_route))
        .layer(from_fn(get(x)))"#;
    assert_eq!(routes(source).into_iter().collect::<Vec<_>>(), ["get /a", "get /b/{key}", "post /b/{key}"]);
}
