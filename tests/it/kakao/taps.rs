//! What a tap brings back: the article of a list, the words of a quick reply, extras that nobody knows any more.

use haedap::answer::wording;
use serde_json::{Value, json};

use super::{article_url, button_urls, call, first_text, fixture, said};
use crate::support::{http_config, root, shipped_corpus, shipped_router};

const ELSEWHERE: &str = "세금계산서는 언제 발행되나요?";

#[tokio::test]
async fn answers_the_tapped_article_whatever_was_said() {
    let router = shipped_router(http_config());
    let (corpus, _) = shipped_corpus();
    for article in &corpus.articles {
        let payload = said(ELSEWHERE, json!({"article": article.key}));
        let response = call(&router, payload.to_string()).await;
        assert_eq!(button_urls(&response)[0], article_url(&article.key));
        let lead = article.body.lead();
        assert!(first_text(&response).starts_with(lead), "{}: {response:#}", article.key);
    }
    assert!(corpus.articles.len() > 100);
    let response = call(&router, fixture("live_list_tap").to_string()).await;
    assert_eq!(button_urls(&response)[0], article_url("cb-receipt-card-charge"));
}

#[tokio::test]
async fn answers_a_tap_that_comes_without_words() {
    let router = shipped_router(http_config());
    let response = call(&router, said("", json!({"article": "cb-receipt-card-charge"})).to_string()).await;
    assert_eq!(button_urls(&response)[0], article_url("cb-receipt-card-charge"));
}

#[tokio::test]
async fn asks_the_words_when_the_tap_leads_nowhere() {
    let router = shipped_router(http_config());
    let typed = call(&router, said(ELSEWHERE, json!({})).to_string()).await;
    for extra in [
        json!({"article": "no-such-article"}),
        json!({"article": ""}),
        json!({"article": null}),
        json!({"article": 7}),
        json!({"article": ["cb-receipt-card-charge"]}),
        json!({"article": "cb-receipt"}),
        json!({"page": 2, "from": "list"}),
        json!("null"),
        json!([]),
        json!(null),
    ] {
        let response = call(&router, said(ELSEWHERE, extra.clone()).to_string()).await;
        assert_eq!(response, typed, "{extra}");
    }
}

/// What the bot offers is what the tap answers: the list item's message and extra are sent back as Kakao does.
#[tokio::test]
async fn every_offered_choice_leads_to_its_article() {
    let router = shipped_router(http_config());
    let questions = std::fs::read_to_string(root().join("corpus/eval/dev.jsonl")).expect("the development set");
    let mut tapped = 0;
    for line in questions.lines() {
        let question: Value = serde_json::from_str(line).expect("a judgment");
        let utterance = question["utterance"].as_str().expect("an utterance");
        let response = call(&router, said(utterance, json!({})).to_string()).await;
        let outputs = response["template"]["outputs"].as_array().into_iter().flatten();
        for item in outputs.filter_map(|output| output["listCard"]["items"].as_array()).flatten() {
            let key = item["extra"]["article"].as_str().unwrap_or_else(|| panic!("no article in {item}"));
            let message = item["messageText"].as_str().expect("a message");
            let answer = call(&router, said(message, item["extra"].clone()).to_string()).await;
            assert_eq!(button_urls(&answer)[0], article_url(key), "{utterance}");
            tapped += 1;
        }
        if tapped > 60 {
            return;
        }
    }
    panic!("the development set gave only {tapped} choices");
}

#[tokio::test]
async fn every_first_tap_is_answered_or_leads_to_choices() {
    let router = shipped_router(http_config());
    let greeting = call(&router, said("", json!({})).to_string()).await;
    let replies = greeting["template"]["quickReplies"].as_array().expect("first taps");
    let (person, topics) = replies.split_last().expect("a way to a person");
    for reply in topics {
        let message = reply["messageText"].as_str().expect("a message");
        let response = call(&router, said(message, json!({})).to_string()).await;
        let has_list = response["template"]["outputs"][0]["listCard"].is_object();
        assert!(has_list || !button_urls(&response).is_empty(), "{message}: {response:#}");
    }
    let response = call(&router, said(person["messageText"].as_str().expect("a message"), json!({})).to_string()).await;
    assert_eq!(first_text(&response), wording::HUMAN);
}
