//! The checker finds what is broken: every field of every component is broken in every way that the table knows, and
//! every rule between fields by hand.

use serde_json::{Map, Value, json};

use super::checker::{Call, Checker, NOT_HERE, OWN_NAME, REPORTED_AS};
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

/// A response that is right but for one rule, once for every rule. What it reports is that rule and nothing else.
#[test]
fn finds_every_broken_rule() {
    let checker = Checker::new();
    let response = |output: Value| json!({"version": "2.0", "template": {"outputs": [output]}});
    let card = |card: Value| response(json!({ "textCard": card }));
    let item_card = |extra: Value| {
        let mut card = json!({"itemList": [{"title": "잔액", "description": "0원"}]});
        card.as_object_mut().expect("a card").extend(extra.as_object().expect("fields").clone());
        card
    };
    let items = |cards: Value| response(json!({"carousel": {"type": "itemCard", "items": cards}}));
    let picture = |fixed: bool| json!({"imageUrl": "https://example.com/a", "fixedRatio": fixed});
    let basic = |fixed: bool| json!({"title": "가", "thumbnail": picture(fixed)});
    let commerce = |extra: Value| {
        let mut card = json!({"price": 1, "thumbnails": [picture(false)]});
        card.as_object_mut().expect("a card").extend(extra.as_object().expect("fields").clone());
        response(json!({ "commerceCard": card }))
    };
    let text = json!({"simpleText": {"text": "1"}});
    let call = |label: &str| json!({"label": label, "action": "phone", "phoneNumber": "1"});
    let list = |count: usize| json!({"header": {"title": "1"}, "items": vec![json!({"title": "1"}); count]});
    let many = |kind: &str, card: Value, count: usize| {
        response(json!({"carousel": {"type": kind, "items": vec![card; count]}}))
    };
    let head = json!({"title": "1"});
    let broken = [
        ("R001", json!({"version": "1.0", "template": {"outputs": [text]}}), "enum /version"),
        ("R002", json!({"version": "2.0"}), "required /template"),
        ("R003", json!({"version": "2.0", "template": {"outputs": vec![text.clone(); 4]}}), "items /template/outputs:"),
        ("R004", response(json!({"plainText": {"text": "1"}})), "R004"),
        (
            "R005",
            json!({"version": "2.0", "template": {"outputs": [text], "quickReplies": vec![
                json!({"label": "1", "action": "message", "messageText": "1"}); 11]}}),
            "items /template/quickReplies:",
        ),
        ("R006", many("textCard", json!({"title": "1", "textCard": {"title": "1"}}), 1), "R034"),
        ("R007", many("textCard", json!({"title": "1"}), 11), "items"),
        ("R007", many("listCard", list(1), 6), "items"),
        ("R008", many("listCard", list(5), 1), "items"),
        (
            "R009",
            response(json!({"carousel": {"type": "listCard", "items": [list(1)], "header":
                {"title": "1", "description": "1", "thumbnail": picture(false)}}})),
            "R009",
        ),
        ("R010", response(json!({"itemCard": item_card(json!({"head": head, "profile": head}))})), "R010"),
        ("R011", items(json!([item_card(json!({"head": head})), item_card(json!({}))])), "R011"),
        ("R011", items(json!([item_card(json!({"head": head})), item_card(json!({"profile": head}))])), "R011"),
        ("R012", response(json!({"itemCard": item_card(json!({"title": "", "description": "1"}))})), "required"),
        (
            "R013",
            response(
                json!({"itemCard": item_card(json!({"title": "가".repeat(101), "description": "가".repeat(100)}))}),
            ),
            "R013",
        ),
        ("R013", items(json!([item_card(json!({"title": "가".repeat(101)}))])), "R013"),
        ("R014", card(json!({"title": " ", "description": "x".repeat(0)})), "required"),
        ("R015", card(json!({"title": "가", "description": "가".repeat(400)})), "R015"),
        ("R015", many("textCard", json!({"description": "가".repeat(129)}), 1), "chars"),
        ("R016", commerce(json!({"discountRate": 5})), "required"),
        ("R017", commerce(json!({"thumbnails": [picture(false), picture(false)]})), "items"),
        ("R018", card(json!({"title": "1", "buttons": vec![call("1"); 4]})), "items"),
        ("R018", card(json!({"title": "1", "buttonLayout": "horizontal", "buttons": vec![call("1"); 3]})), "items"),
        ("R018", response(json!({"basicCard": {"thumbnail": picture(true), "buttons": vec![call("1"); 3]}})), "items"),
        ("R019", card(json!({"title": "1", "buttons": [call(&"가".repeat(15))]})), "chars"),
        (
            "R019",
            card(json!({"title": "1", "buttonLayout": "horizontal", "buttons": [call("1"), call(&"가".repeat(9))]})),
            "chars",
        ),
        ("R020", card(json!({"title": "1", "buttons": [{"label": "1", "action": "block"}]})), "required"),
        ("R021", card(json!({"title": "1", "buttonLayout": "diagonal"})), "enum"),
        (
            "R022",
            json!({"version": "2.0", "template": {"outputs": [text], "quickReplies": [{"label": "1", "action": "block"}]}}),
            "required",
        ),
        (
            "R023",
            response(json!({"listCard": {"header": {"title": "1"}, "items": [{"title": "1", "action": "message"}]}})),
            "required",
        ),
        (
            "R025",
            card(json!({"title": "1", "buttons": [{"label": "1", "action": "message", "messageText": "1", "extra":
                {"a": "1".repeat(checker.bubble_bytes())}}]})),
            "R025",
        ),
        ("R026", json!({"version": "2.0", "useCallback": true, "template": {"outputs": [text]}}), "R026"),
        ("R027", json!({"version": "2.0", "useCallback": true}), "R027"),
        ("R028", response(json!({"carousel": {"type": "basicCard", "items": [basic(true), basic(false)]}})), "R028"),
        (
            "R028",
            items(json!([item_card(
                json!({"thumbnail": {"imageUrl": "https://example.com/a", "width": 800, "height": 800}})
            )])),
            "R028",
        ),
        ("R029", response(json!({"basicCard": {"title": "1"}})), "required"),
        (
            "R030",
            card(json!({"title": "1", "buttons": [{"label": "1", "action": "webLink", "webLinkUrl": "example.com"}]})),
            "format",
        ),
        (
            "R031",
            json!({"version": "2.0", "template": {"outputs": [text]}, "context": {"values": [
                {"name": "a", "lifeSpan": 1, "params": {"b": 2}}]}}),
            "R031",
        ),
        (
            "R032",
            response(json!({"itemCard": item_card(json!({"itemListSummary": {"title": "1", "description": "-3원"}}))})),
            "format",
        ),
        ("R033", response(json!({"simpleText": {"text": "가".repeat(1_001)}})), "chars"),
        ("R034", card(json!({"title": "1", "colour": "red"})), "R034"),
        ("R035", card(json!({"title": "1", "description": null})), "R035"),
    ];
    for (rule, response, expect) in &broken {
        // A promise is checked as one that may be made, but where that is what is wrong.
        let call = Call { has_callback: *rule != "R027", ..Call::default() };
        let found = checker.check_call(response, call);
        let shown: String = response.to_string().chars().take(500).collect();
        let alone =
            found.iter().all(|found| found.starts_with(expect) || (*rule == "R025" && found.starts_with("bytes")));
        assert!(!found.is_empty() && alone, "{rule}: {found:?} for {shown}");
    }
    // Every rule that can be broken by what a response says is among them; what is only told is not looked for.
    let other: Vec<&str> = NOT_HERE.iter().map(|(rule, _)| *rule).collect();
    for (rule, _) in checker.rules().filter(|(rule, _)| !other.contains(rule)) {
        assert!(broken.iter().any(|(broken, ..)| *broken == rule), "nothing breaks {rule}");
    }
    for rule in other.iter().filter(|rule| **rule < "R036") {
        assert_eq!(checker.severity(rule), "info", "{rule}");
    }
}

#[test]
fn knows_which_call_is_answered() {
    let checker = Checker::new();
    let promise = json!({"version": "2.0", "useCallback": true});
    assert_eq!(checker.check_call(&promise, Call { has_callback: true, ..Call::default() }), [""; 0]);
    let values = json!({"version": "2.0", "data": {"a": 1}});
    assert_eq!(checker.check_call(&values, Call { takes_values: true, ..Call::default() }), [""; 0]);
    assert_eq!(checker.check(&values).len(), 1);
}

/// A rule that is added to the table must be checked, or somebody must say why not.
#[test]
fn knows_every_rule_of_the_table() {
    let checker = Checker::new();
    let of = |pairs: &[(&str, &str)]| pairs.iter().map(|(rule, _)| (*rule).to_owned()).collect::<Vec<_>>();
    let mut known = [of(&REPORTED_AS), of(&NOT_HERE), OWN_NAME.map(str::to_owned).to_vec()].concat();
    known.sort();
    let table: Vec<String> = checker.rules().map(|(rule, _)| rule.to_owned()).collect();
    assert_eq!(known, table);
}
