//! The checker finds what is broken: every field of every component is broken in every way that the table knows, and
//! what only shows between fields by hand.

use serde_json::{Map, Value, json};

use super::checker::Checker;
use super::table::{component_name, is_required};

/// The least valid form of a component, built from the table.
fn least(checker: &Checker, component: &str) -> Value {
    let mut object = Map::new();
    for (field, spec) in checker.fields(component) {
        // In the order of the table: of two fields that stand in for each other, the first gets a value.
        if is_required(spec, &object) {
            object.insert(field.clone(), sample(checker, spec));
        }
    }
    Value::Object(object)
}

fn sample(checker: &Checker, spec: &Value) -> Value {
    match spec["type"].as_str().expect("a type") {
        "string" => spec["enum"].get(0).cloned().unwrap_or_else(|| match spec["format"].as_str() {
            Some("url") => json!("https://example.com/a"),
            _ => json!("1"),
        }),
        "integer" => json!(1),
        "boolean" => json!(true),
        "any" | "object" => json!({}),
        kind if kind.starts_with("object<") => json!({"a": "1"}),
        kind => match kind.strip_prefix("array<").and_then(|kind| kind.strip_suffix('>')) {
            Some("Component") => json!([{ "simpleText": least(checker, "simpleText") }]),
            // The first type in the table, which `least` chose too.
            Some("card body of that type") => {
                json!([least(checker, checker.fields("carousel")["type"]["enum"][0].as_str().expect("a type"))])
            }
            Some(element) => json!([least(checker, &component_name(element))]),
            None => least(checker, &component_name(kind)),
        },
    }
}

/// Asserts that a component is accepted, and not any more with `field` set to `broken`.
#[track_caller]
fn breaks(checker: &Checker, component: &str, field: &str, broken: Value, expect: &str) {
    let mut value = least(checker, component);
    assert_eq!(checker.check_component(component, &value), [""; 0], "{component}: {value}");
    value[field] = broken;
    let found = checker.check_component(component, &value);
    let wanted = format!("{expect} /{field}");
    assert!(found.iter().any(|violation| violation.starts_with(&wanted)), "{wanted:?} not in {found:?} for {value}");
}

/// Components of a response; the callback protocol is another one.
fn components(checker: &Checker) -> Vec<String> {
    checker.components().filter(|name| !name.starts_with("callback")).map(str::to_owned).collect()
}

#[test]
fn finds_every_broken_field() {
    let checker = Checker::new();
    let mut broken = 0;
    for component in components(&checker) {
        for (field, spec) in checker.fields(&component) {
            let mut check = |value: Value, expect: &str| {
                breaks(&checker, &component, field, value, expect);
                broken += 1;
            };
            check(Value::Null, "R035");
            if spec["required"] == true {
                check(Value::Null, "required");
            }
            match spec["type"].as_str() {
                Some("string") => {
                    check(json!(7), "type");
                    if spec["enum"].is_array() {
                        check(json!("other"), "enum");
                    }
                    if spec["format"].is_string() {
                        check(json!("javascript: 1.234"), "format");
                    }
                    if let Some(most) = spec["max_chars"].as_u64() {
                        // Korean letters: characters are counted, not bytes.
                        check(json!("가".repeat(most as usize + 1)), "chars");
                    }
                    if let Some(most) = spec["max_lines"].as_u64() {
                        check(json!("가\n".repeat(most as usize + 1)), "lines");
                    }
                }
                Some("any") => {}
                _ => check(json!("1"), "type"),
            }
            for limit in ["min_items", "max_items"] {
                let Some(count) = spec[limit].as_u64() else { continue };
                let item = sample(&checker, spec)[0].clone();
                let count = if limit == "max_items" { count as usize + 1 } else { count as usize - 1 };
                check(json!(vec![item; count]), "items");
            }
        }
        breaks(&checker, &component, "colour", json!("red"), "R034");
    }
    // The table has about 130 fields; far fewer cases would mean that it was not read.
    assert!(broken > 250, "{broken}");
}

#[test]
fn accepts_texts_and_lists_at_their_limits() {
    let checker = Checker::new();
    let mut accepted = 0;
    for component in components(&checker) {
        for (field, spec) in checker.fields(&component) {
            let mut value = least(&checker, &component);
            if let Some(most) = spec["max_chars"].as_u64() {
                let letter = if spec["format"] == "currency-text" { "1" } else { "가" };
                value[field] = json!(letter.repeat(most as usize));
            } else if let Some(most) = spec["max_items"].as_u64() {
                value[field] = json!(vec![sample(&checker, spec)[0].clone(); most as usize]);
            } else {
                continue;
            }
            assert_eq!(checker.check_component(&component, &value), [""; 0], "{component}.{field}");
            accepted += 1;
        }
    }
    assert!(accepted > 20, "{accepted}");
}

#[test]
fn finds_what_only_shows_between_fields() {
    let checker = Checker::new();
    let check = |component: &str, value: Value, expect: &str| {
        let found = checker.check_component(component, &value);
        assert!(found.iter().any(|violation| violation.starts_with(expect)), "{expect:?} not in {found:?} for {value}");
    };
    let figure = |rule: &str, at: usize| checker.figures(rule)[at];
    let button = |label: &str| json!({"label": label, "action": "webLink", "webLinkUrl": "https://example.com"});
    let text = json!({"simpleText": {"text": "1"}});
    let template = |template: Value| json!({"version": "2.0", "template": template});

    check("skillResponse", json!({"version": "2.0"}), "required /template");
    check("skillResponse", json!({"version": "1.0", "template": {"outputs": [text]}}), "enum /version");
    check("skillResponse", json!({"version": "2.0", "useCallback": true, "template": {"outputs": [text]}}), "R026");
    check("skillResponse", template(json!({"outputs": []})), "items /template/outputs:");
    check("skillResponse", template(json!({"outputs": [{}]})), "R004 /template/outputs/0");
    check("skillResponse", template(json!({"outputs": [{"text": "1"}]})), "R004 /template/outputs/0");
    check("skillResponse", template(json!({"outputs": [{"simpleText": {"text": "1"}, "textCard": {}}]})), "R004");
    let huge = json!({"simpleText": {"text": "1", "extra": {"a": "1".repeat(checker.bubble_bytes())}}});
    check("skillResponse", template(json!({"outputs": [huge]})), "R025 /template/outputs/0");
    check("contextValue", json!({"name": "a", "lifeSpan": -1}), "min /lifeSpan");
    check("contextValue", json!({"name": "a", "lifeSpan": 1, "params": {"b": 2}}), "R031 /params");

    check("simpleText", json!({"text": " \n"}), "required /text");
    check("textCard", json!({}), "required /title");
    check("textCard", json!({"title": "", "description": ""}), "required /description");
    let long = "가".repeat(figure("R015", 0));
    check("textCard", json!({"title": "가", "description": long}), "R015");
    check("textCard", json!({"title": "가", "buttonLayout": "sideways"}), "enum /buttonLayout");
    let row = |labels: &[&str]| {
        let buttons: Vec<Value> = labels.iter().map(|label| button(label)).collect();
        json!({"title": "가", "buttonLayout": "horizontal", "buttons": buttons})
    };
    check("textCard", row(&["1", "2", "3"]), "items /buttons:");
    check("textCard", row(&["아홉 글자 이름표", "2"]), "chars /buttons/0/label");
    let fixed = json!({"imageUrl": "https://example.com/a", "fixedRatio": true});
    check("basicCard", json!({"thumbnail": fixed, "buttons": vec![button("1"); 3]}), "items /buttons:");
    check("basicCard", json!({"title": "가", "thumbnail": {"imageUrl": ""}}), "required /thumbnail/imageUrl");
    check("commerceCard", json!({"price": 1, "thumbnails": [], "discountRate": 5}), "required /discountedPrice");

    for (action, field) in
        [("webLink", "webLinkUrl"), ("message", "messageText"), ("phone", "phoneNumber"), ("block", "blockId")]
    {
        check("button", json!({"label": "1", "action": action}), &format!("required /{field}"));
    }
    check("button", json!({"label": "1", "action": "osLink"}), "enum /action");
    for address in ["example.com", "https://", "https://a b", "https://example.com/한글", "ftp://example.com"] {
        let button = json!({"label": "1", "action": "webLink", "webLinkUrl": address});
        check("button", button, "format /webLinkUrl");
    }
    check("quickReply", json!({"label": "1", "action": "message"}), "required /messageText");
    check("quickReply", json!({"label": "1", "action": "webLink"}), "enum /action");
    check("listItem", json!({"title": "1", "action": "block"}), "required /blockId");
    check("listCard", json!({"header": {"title": "1"}, "items": [{"title": ""}]}), "required /items/0/title");

    let carousel = |kind: &str, card: Value, count: usize| json!({"type": kind, "items": vec![card; count]});
    let list = |items: usize| json!({"header": {"title": "1"}, "items": vec![json!({"title": "1"}); items]});
    check("carousel", carousel("listCard", list(1), figure("R007", 1) + 1), "items /items:");
    check("carousel", carousel("listCard", list(figure("R008", 0) + 1), 1), "items /items/0/items:");
    check("carousel", carousel("textCard", json!({"textCard": {"title": "1"}}), 1), "R034 /items/0/textCard");
    let long = "가".repeat(figure("R015", 1) + 1);
    check("carousel", carousel("textCard", json!({"description": long}), 1), "chars /items/0/description");
    let mut headed = carousel("textCard", json!({"title": "1"}), 1);
    headed["header"] = json!({"title": "1"});
    check("carousel", headed, "R009");
    let items = json!([{"title": "1", "description": "1"}]);
    let head = json!({"title": "1"});
    check("itemCard", json!({"itemList": items, "head": head, "profile": head}), "R010");
    check("itemCard", json!({"itemList": items, "description": "1"}), "required /title");
    check("itemCard", json!({"itemList": items, "title": "가".repeat(figure("R013", 0) + 1)}), "R013");
    check("itemCard", json!({"itemList": items, "title": "가\n".repeat(figure("R013", 2) + 1)}), "R013");
    let mixed = json!({"type": "itemCard", "items": [{"itemList": items, "head": head}, {"itemList": items}]});
    check("carousel", mixed, "R011");
}
