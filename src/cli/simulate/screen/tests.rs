//! Every component as it is drawn.

use serde_json::{Value, json};

use super::{Screen, Tap};

fn check(output: &Value, expect: &[&str]) -> Vec<Tap> {
    let screen = Screen::of(&json!({"version": "2.0", "template": {"outputs": [output]}}));
    assert_eq!(screen.lines, expect, "{output}");
    screen.taps
}

#[test]
fn texts_and_pictures() {
    check(&json!({"simpleText": {"text": "한 줄"}}), &["╭ 한 줄"]);
    check(&json!({"simpleText": {"text": "하나\n\n둘"}}), &["╭ 하나", "│ ", "╰ 둘"]);
    let (seen, rest) = ("가".repeat(500), "나");
    check(&json!({"simpleText": {"text": seen}}), &[&format!("╭ {seen}")]);
    check(&json!({"simpleText": {"text": format!("{seen}{rest}")}}), &[&format!("╭ {seen}"), "│ ┈ 전체 보기", "╰ 나"]);
    let picture = json!({"imageUrl": "https://a.example.com/b.png", "altText": "지도"});
    check(&json!({"simpleImage": picture}), &["╭ [그림: 지도] https://a.example.com/b.png"]);
    check(
        &json!({"basicCard": {"thumbnail": picture, "title": "오시는 길", "description": "2층이에요"}}),
        &["╭ [그림: 지도] https://a.example.com/b.png", "│ ■ 오시는 길", "╰ 2층이에요"],
    );
}

#[test]
fn buttons_have_numbers_and_do_what_they_do() {
    let buttons = json!([
        {"label": "보기", "action": "webLink", "webLinkUrl": "https://a.example.com"},
        {"label": "전화", "action": "phone", "phoneNumber": "15881234"},
        {"label": "환불", "action": "message", "messageText": "환불해 주세요", "extra": {"article": "a"}},
        {"label": "블록", "action": "block", "blockId": "66b1"},
        {"label": "상담", "action": "operator"},
        {"label": "?", "action": "beam"},
    ]);
    let taps = check(
        &json!({"textCard": {"title": "제목", "description": "설명", "buttons": buttons}}),
        &[
            "╭ ■ 제목",
            "│ 설명",
            "│ [1] 보기 https://a.example.com",
            "│ [2] 전화",
            "│ [3] 환불",
            "│ [4] 블록",
            "│ [5] 상담",
            "╰ [6] ?",
        ],
    );
    assert_eq!(taps[0], Tap::Does("opens https://a.example.com".to_owned()));
    assert_eq!(taps[1], Tap::Does("dials 15881234".to_owned()));
    let Tap::Sends(message) = &taps[2] else { panic!("{taps:?}") };
    assert_eq!((message.utterance.as_str(), message.trigger), ("환불해 주세요", "CARD_BUTTON_MESSAGE"));
    assert_eq!(message.extra, json!({"article": "a"}));
    let Tap::Sends(block) = &taps[3] else { panic!("{taps:?}") };
    assert_eq!((block.utterance.as_str(), block.trigger), ("블록", "CARD_BUTTON_BLOCK"));
    assert_eq!(block.block.as_deref(), Some("66b1"));
    assert_eq!(taps[4], Tap::Does("hands over to a person".to_owned()));
    assert_eq!(taps[5], Tap::Does("does nothing: KakaoTalk knows no action 'beam'".to_owned()));
}

#[test]
fn lists_and_replies() {
    let response = json!({"version": "2.0", "template": {
        "outputs": [{"listCard": {
            "header": {"title": "무엇이 궁금하세요?"},
            "items": [
                {"title": "환불", "description": "챗봇", "action": "message", "messageText": "환불"},
                {"title": "공지", "link": {"web": "https://a.example.com"}},
                {"title": "그냥 글"},
            ],
        }}],
        "quickReplies": [
            {"label": "상담원 연결", "action": "message", "messageText": "상담원 연결"},
            {"label": "처음으로", "action": "block", "blockId": "66b0"},
        ],
    }});
    let screen = Screen::of(&response);
    assert_eq!(
        screen.lines,
        [
            "╭ ■ 무엇이 궁금하세요?",
            "│ [1] 환불",
            "│     챗봇",
            "│ [2] 공지",
            "╰ - 그냥 글",
            "  [3] 상담원 연결  [4] 처음으로",
        ]
    );
    let triggers: Vec<&str> = screen
        .taps
        .iter()
        .map(|tap| match tap {
            Tap::Sends(act) => act.trigger,
            Tap::Does(does) => does,
        })
        .collect();
    assert_eq!(
        triggers,
        ["LIST_ITEM_MESSAGE", "opens https://a.example.com", "QUICKREPLY_BUTTON_MESSAGE", "QUICKREPLY_BUTTON_BLOCK",]
    );
}

#[test]
fn figures_stand_below_one_another() {
    check(
        &json!({"itemCard": {
            "head": {"title": "월렛"},
            "itemList": [{"title": "잔액", "description": "30,000원"}, {"title": "오늘 한도", "description": "없음"}],
            "itemListSummary": {"title": "합계", "description": "30,000원"},
            "title": "오늘",
            "description": "10:32 기준",
        }}),
        &[
            "╭ ■ 월렛",
            "│ 잔액       30,000원",
            "│ 오늘 한도  없음",
            "│ ─────────",
            "│ 합계       30,000원",
            "│ ■ 오늘",
            "╰ 10:32 기준",
        ],
    );
}

#[test]
fn carousels_and_prices() {
    let card = |price: Value| {
        let mut card = json!({"title": "이모티콘", "price": 10_000, "thumbnails": [{"imageUrl": "https://a.example.com/c.png"}],
            "profile": {"nickname": "가게"}});
        card.as_object_mut().expect("an object").extend(price.as_object().cloned().expect("an object"));
        card
    };
    let items =
        [json!({}), json!({"discount": 1_500}), json!({"discountRate": 10, "discountedPrice": 9_000})].map(card);
    let drawn =
        |price: &str| ["│ [그림] https://a.example.com/c.png".to_owned(), "│ 가게".to_owned(), format!("│ {price}")];
    let mut expect = vec!["╭ ◀ 1/3 ▶".to_owned()];
    expect.extend(drawn("10,000원"));
    expect.extend(["│ ■ 이모티콘".to_owned(), "│ ◀ 2/3 ▶".to_owned()]);
    expect.extend(drawn("8,500원 (← 10,000원)"));
    expect.extend(["│ ■ 이모티콘".to_owned(), "│ ◀ 3/3 ▶".to_owned()]);
    expect.extend(drawn("9,000원 (10% ← 10,000원)"));
    expect.push("╰ ■ 이모티콘".to_owned());
    let expect: Vec<&str> = expect.iter().map(String::as_str).collect();
    check(&json!({"carousel": {"type": "commerceCard", "items": items}}), &expect);
}

#[test]
fn what_is_broken_is_shown_as_such() {
    check(&json!({"hologram": {}}), &["╭ (a component that KakaoTalk does not know: hologram)"]);
    check(&json!({"simpleText": {"text": 7}}), &["╭ (nothing)"]);
    check(&json!({"listCard": []}), &["╭ (nothing)"]);
    check(&json!({"commerceCard": {"price": "much"}}), &["╭ 0원"]);
    for broken in [json!(null), json!([]), json!({"template": 1}), json!({"template": {"outputs": ["a"]}})] {
        assert_eq!(Screen::of(&broken), Screen::default(), "{broken}");
    }
    let promised = Screen::of(&json!({"version": "2.0", "useCallback": true}));
    assert_eq!(promised.lines, ["  (a callback is promised: the answer comes later)"]);
}
