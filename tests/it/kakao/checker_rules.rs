//! The checker finds every broken rule of the table, and knows which calls a rule is about.

use serde_json::{Value, json};

use super::checker::{Call, Checker, NOT_HERE, OWN_NAME, REPORTED_AS};

/// A response that is right but for one rule, once for every rule. What it reports is that rule and nothing else.
#[test]
#[expect(clippy::too_many_lines, reason = "a table: an entry for each rule")]
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
