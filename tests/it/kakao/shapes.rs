//! How answers look on a phone: which bubbles, in which order, with what to tap.

use haedap::answer::decide::Decision;
use haedap::answer::own_state::{Attached, Item, OwnState, WalletChoice};
use haedap::answer::{Answer, wording};
use haedap::faq::Topic;
use haedap::kakao::manners::nothing_asked;
use haedap::kakao::render;
use haedap::search::correct::Correction;
use haedap::slot::Slot;
use serde_json::{Value, json};

use super::article_url;
use super::checker::Checker;
use super::generate::answer;
use crate::support::{http_config, shipped_corpus};

/// An article of four parts, longer than a card holds.
const LONG: &str = "cb-autopay-card-register";
/// One that a card holds.
const SHORT: &str = "cb-autopay-fail-reconnect";

fn answered(key: &str) -> Answer {
    let (corpus, _) = shipped_corpus();
    let article = corpus.articles.into_iter().find(|article| article.key == key);
    assert!(article.is_some(), "no article {key}");
    Answer { slots: vec![Slot::Balance], ..answer(Decision::Answer, article, Vec::new()) }
}

/// The bubbles of a response that Kakao delivers.
fn bubbles(answer: &Answer, attached: &Attached) -> Vec<Value> {
    let response: Value =
        serde_json::from_slice(&render(answer, attached, &[], &http_config().links).to_json()).expect("JSON");
    assert_eq!(Checker::shared().check(&response), [""; 0], "{response:#}");
    response["template"]["outputs"].as_array().expect("bubbles").clone()
}

fn kinds(bubbles: &[Value]) -> Vec<&str> {
    bubbles.iter().flat_map(|bubble| bubble.as_object().into_iter().flatten()).map(|(kind, _)| kind.as_str()).collect()
}

fn own(lines: &[&str], items: &[(&str, &str, bool)]) -> Attached {
    let item = |(label, value, is_sum): &(&str, &str, bool)| Item {
        label: (*label).to_owned(),
        value: (*value).to_owned(),
        is_sum: *is_sum,
    };
    Attached::Shown(OwnState {
        wallet: "챗봇 월렛 '꽃집'".to_owned(),
        as_of: "11월 22일 10:32 기준".to_owned(),
        lines: lines.iter().map(|line| (*line).to_owned()).collect(),
        items: items.iter().map(item).collect(),
    })
}

#[test]
fn a_long_article_is_two_cards_divided_before_a_heading() {
    let bubbles = bubbles(&answered(LONG), &Attached::Nothing);
    assert_eq!(kinds(&bubbles), ["textCard", "textCard"]);
    let (first, second) = (&bubbles[0]["textCard"], &bubbles[1]["textCard"]);
    assert_eq!(first["title"], "챗봇 월렛에 자동결제 카드를 등록하고 싶어요");
    assert!(first["description"].as_str().is_some_and(|text| text.contains("\n1. ") && !text.contains("[조건]")));
    assert_eq!(second["title"], "조건");
    assert!(second["description"].as_str().is_some_and(|text| text.starts_with("- 카드는 계정당 최대 10개")));
    // Buttons stand at the end of the text, and nothing was cut.
    assert!(first["buttons"].is_null());
    assert_eq!(second["buttons"][0]["label"], wording::MORE_BUTTON);
}

#[test]
fn beside_own_state_a_long_article_is_one_card_with_the_way_to_the_rest() {
    let attached = own(&["잔액은 0원이에요."], &[("유상캐시", "0원", false)]);
    let bubbles = bubbles(&answered(LONG), &attached);
    assert_eq!(kinds(&bubbles), ["itemCard", "textCard"]);
    let button = &bubbles[1]["textCard"]["buttons"][0];
    assert_eq!(button["label"], wording::REST_BUTTON);
    assert_eq!(button["webLinkUrl"], article_url(LONG));
}

#[test]
fn figures_are_a_card_with_the_sum_below_and_the_sentences_under_it() {
    let lines = ["총 캐시 잔액은 350,000원이에요.", "환불받을 수 있는 건 유상캐시 300,000원이에요."];
    let items = [("총 캐시", "350,000원", true), ("유상캐시", "300,000원", false), ("무상캐시", "50,000원", false)];
    let bubbles = bubbles(&answered(SHORT), &own(&lines, &items));
    let expected = json!({
        "imageTitle": {"title": "챗봇 월렛 '꽃집'", "description": "11월 22일 10:32 기준"},
        "itemList": [
            {"title": "유상캐시", "description": "300,000원"},
            {"title": "무상캐시", "description": "50,000원"},
        ],
        "itemListAlignment": "right",
        "itemListSummary": {"title": "총 캐시", "description": "350,000원"},
        "title": lines[0],
        "description": lines[1],
    });
    assert_eq!(bubbles[0], json!({ "itemCard": expected }));
}

#[test]
fn a_sum_that_kakao_would_not_take_stays_a_figure() {
    let items = [("총 캐시", "-21,500원", true), ("유상캐시", "0원", false)];
    let bubbles = bubbles(&answered(SHORT), &own(&["잔액이 0원보다 21,500원 모자라요."], &items));
    assert_eq!(bubbles[0]["itemCard"]["itemList"].as_array().map(Vec::len), Some(2));
    assert!(bubbles[0]["itemCard"]["itemListSummary"].is_null());
}

#[test]
fn many_sentences_stand_above_the_figures() {
    let line = "유상캐시를 결제 예정 금액 512,300원만큼 충전하면 바로 정산되고 '연결 대기중'이 돼요.";
    let items = [("미수", "500,000원", false)];
    let bubbles = bubbles(&answered(SHORT), &own(&[line; 6], &items));
    assert_eq!(kinds(&bubbles), ["simpleText", "itemCard", "textCard"]);
    assert!(bubbles[0]["simpleText"]["text"].as_str().is_some_and(|text| text.matches(line).count() == 6));
}

#[test]
fn a_state_in_a_word_is_a_text() {
    let items = [("연결 상태", "연결됨", false)];
    let bubbles = bubbles(&answered(SHORT), &own(&["챗봇과 채널은 지금 연결돼 있어요."], &items));
    assert_eq!(kinds(&bubbles), ["simpleText", "textCard"]);
}

#[test]
fn own_state_and_a_correction_leave_room_for_the_answer() {
    let answer = Answer {
        corrections: vec![Correction { from: "wkehd".to_owned(), to: "자동결제".to_owned() }],
        ..answered(SHORT)
    };
    let line = "유상캐시를 결제 예정 금액 512,300원만큼 충전하면 바로 정산되고 '연결 대기중'이 돼요.";
    let bubbles = bubbles(&answer, &own(&[line; 6], &[("미수", "500,000원", false)]));
    assert_eq!(kinds(&bubbles), ["simpleText", "textCard", "simpleText"]);
    assert_eq!(bubbles[2]["simpleText"]["text"], wording::read_as("자동결제"));
    assert!(bubbles[0]["simpleText"]["text"].as_str().is_some_and(|text| text.contains("미수: 500,000원")));
}

/// Five stand in a list; more are side by side, and each tap names its own.
#[test]
fn wallets_to_choose_are_all_offered() {
    for (count, kind) in [(2, "listCard"), (5, "listCard"), (6, "carousel"), (17, "carousel")] {
        let wallet = |at: usize| WalletChoice {
            id: format!("W-{at}"),
            name: format!("꽃집 {at}호점"),
            kind: "사업자 · 선불".to_owned(),
        };
        let bubbles = bubbles(&answered(SHORT), &Attached::Which((0..count).map(wallet).collect()));
        assert_eq!(kinds(&bubbles), [kind, "textCard"], "{count}");
        let lists = match kind {
            "carousel" => bubbles[0]["carousel"]["items"].as_array().expect("lists").clone(),
            _ => vec![bubbles[0]["listCard"].clone()],
        };
        let items: Vec<&Value> = lists.iter().flat_map(|list| list["items"].as_array().into_iter().flatten()).collect();
        let offered: Vec<&str> = items.iter().filter_map(|item| item["extra"]["wallet"].as_str()).collect();
        assert_eq!(offered, (0..count).map(|at| format!("W-{at}")).collect::<Vec<_>>());
        assert!(items.iter().all(|item| item["extra"]["slots"] == json!(["balance"])), "{items:?}");
    }
}

#[test]
fn a_person_stays_however_many_topics_there_are() {
    let topics: Vec<Topic> =
        (0..14).map(|at| Topic { label: format!("주제 {at}"), question: format!("질문 {at}") }).collect();
    let response: Value = serde_json::from_slice(&nothing_asked(&topics).to_json()).expect("JSON");
    let replies = response["template"]["quickReplies"].as_array().expect("replies");
    assert_eq!(replies.len(), 10);
    assert_eq!(replies[9]["label"], wording::HUMAN_REPLY);
}

#[test]
fn every_shipped_article_is_told_whole() {
    let (corpus, _) = shipped_corpus();
    for article in &corpus.articles {
        let answer = answer(Decision::Answer, Some(article.clone()), Vec::new());
        let bubbles = bubbles(&answer, &Attached::Nothing);
        let button = &bubbles.last().expect("a bubble")["textCard"]["buttons"][0];
        assert!(bubbles.len() <= 2, "{}", article.key);
        assert_eq!(button["label"], wording::MORE_BUTTON, "{}", article.key);
        assert_eq!(button["webLinkUrl"], article_url(&article.key));
    }
}
