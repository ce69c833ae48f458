//! What is beyond a limit is found, and what the skill sends is not.

use serde_json::{Value, json};

use super::{Limits, Severity};

fn response(output: &Value) -> Value {
    json!({"version": "2.0", "template": {"outputs": [output]}})
}

fn check(response: &Value, expect: &[(Severity, &str)]) {
    let found = Limits::documented().expect("the table is JSON").check(&json!({}), response);
    let shown: Vec<(Severity, &str)> = found.iter().map(|finding| (finding.severity, finding.place.as_str())).collect();
    assert_eq!(shown, expect, "{response}: {found:?}");
}

#[test]
fn what_is_in_order_passes() {
    let button = json!({"label": "도움말", "action": "webLink", "webLinkUrl": "https://help.example.com/a"});
    check(&response(&json!({"simpleText": {"text": "안녕하세요"}})), &[]);
    check(&response(&json!({"textCard": {"title": "제목", "description": "설명", "buttons": [button]}})), &[]);
    let item = json!({"title": "환불", "action": "message", "messageText": "환불", "extra": {"article": "a"}});
    check(&response(&json!({"listCard": {"header": {"title": "고르세요"}, "items": [item]}})), &[]);
    let context = json!({"values": [{"name": "haedap", "lifeSpan": 5, "ttl": 600, "params": {"thread": "x"}}]});
    check(
        &json!({"version": "2.0", "template": {"outputs": [{"simpleText": {"text": "네"}}]}, "context": context}),
        &[],
    );
    check(&json!({"version": "2.0", "useCallback": true}), &[(Severity::Error, "/useCallback")]);
    let request = json!({"userRequest": {"callbackUrl": "https://bot-api.kakao.com/v1/x"}});
    let promised = json!({"version": "2.0", "useCallback": true});
    assert_eq!(Limits::documented().expect("the table is JSON").check(&request, &promised), []);
}

#[test]
fn what_is_beyond_a_limit_is_found() {
    use Severity::{Error, Warning};
    check(&json!([]), &[(Error, "")]);
    check(&json!({}), &[(Error, "/template"), (Error, "/version")]);
    check(&json!({"version": "2.0", "template": {"outputs": []}}), &[(Error, "/template/outputs")]);
    check(&json!({"version": "1.0", "template": {"outputs": [{"simpleText": {"text": "a"}}]}}), &[(Error, "/version")]);
    let place = |end: &str| format!("/template/outputs/0{end}");
    check(&response(&json!({"hologram": {}})), &[(Error, &place(""))]);
    check(&response(&json!({"simpleText": {"text": "가".repeat(1_001)}})), &[(Warning, &place("/simpleText/text"))]);
    check(&response(&json!({"simpleText": {"text": "가", "font": "b"}})), &[(Warning, &place("/simpleText/font"))]);
    check(&response(&json!({"simpleText": {"text": 7}})), &[(Error, &place("/simpleText/text"))]);
    check(
        &response(&json!({"textCard": {"title": "가".repeat(40), "description": "가".repeat(361)}})),
        &[(Warning, &place("/textCard"))],
    );
    let button = json!({"label": "열기", "action": "webLink", "webLinkUrl": "help"});
    check(
        &response(&json!({"textCard": {"title": "가", "buttons": [button]}})),
        &[(Error, &place("/textCard/buttons/0/webLinkUrl"))],
    );
    let many = vec![json!({"label": "가", "action": "message", "messageText": "가"}); 4];
    check(&response(&json!({"textCard": {"title": "가", "buttons": many}})), &[(Error, &place("/textCard/buttons"))]);
    check(&response(&json!({"basicCard": {"title": "가"}})), &[(Error, &place("/basicCard/thumbnail"))]);
    let cards = json!({"type": "textCard", "items": [{"title": "가"}], "header": {"title": "가", "description": "나",
        "thumbnail": {"imageUrl": "https://a.example.com/b.png"}}});
    check(&response(&json!({"carousel": cards})), &[(Error, &place("/carousel"))]);
}
