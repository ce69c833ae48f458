//! `POST /api/v1/feedback`, and questions of the API that got no answer.

use axum::Router;
use haedap::http::{AppState, router};
use haedap::insight::{FeedbackStore, Votes};
use serde_json::{Value, json};

use super::{START, folder, open};
use crate::support::{Reply, http_config, post, shipped_answerer};

const ARTICLE: &str = "cb-autopay-fail-reconnect";

fn serving(store: Option<FeedbackStore>) -> Router {
    router(AppState::new(shipped_answerer(), http_config()).with_feedback(store))
}

async fn give(router: &Router, body: &Value) -> Reply {
    post(router, "/api/v1/feedback", body.to_string()).await
}

#[tokio::test]
async fn a_vote_is_taken_and_counted() {
    let folder = folder();
    let store = open(&folder.path().join("insight.sqlite"), START);
    let router = serving(Some(store.clone()));
    for body in [
        json!({"article": ARTICLE, "helpful": true}),
        json!({"article": ARTICLE, "helpful": true, "question": null}),
        json!({"article": ARTICLE, "helpful": false, "question": "왜 제 챗봇 끊겼어요 010-1234-5678"}),
    ] {
        let reply = give(&router, &body).await;
        assert_eq!((reply.status.as_u16(), reply.body.len()), (204, 0), "{body}: {}", reply.text());
        assert!(!reply.headers.contains_key("set-cookie"));
    }
    store.flush().await.expect("written");
    assert_eq!(store.helpfulness().of(ARTICLE), Votes { helpful: 2, not_helpful: 1 });
    let groups = store.missed(10).await.expect("groups");
    assert_eq!(groups.len(), 1);
    assert_eq!(groups[0].question.as_str(), "왜 제 챗봇 끊겼어요 [전화번호]");
    assert_eq!(groups[0].nearest.as_deref(), Some(ARTICLE));
    assert!(groups[0].probability.is_some_and(|probability| probability > 0.0), "decided anew");
}

#[tokio::test]
async fn what_cannot_be_taken_is_refused() {
    let folder = folder();
    let router = serving(Some(open(&folder.path().join("insight.sqlite"), START)));
    let check = async |body: Value, status: u16, code: &str| {
        let reply = give(&router, &body).await;
        assert_eq!((reply.status.as_u16(), &reply.json()["code"]), (status, &json!(code)), "{body}");
    };
    check(json!({"article": "no-such-article", "helpful": true}), 404, "unknown_article").await;
    check(json!({"article": "", "helpful": true}), 404, "unknown_article").await;
    check(json!({"article": "a".repeat(201), "helpful": true}), 400, "invalid_request").await;
    check(json!({"article": ARTICLE, "helpful": true, "question": "가".repeat(1_001)}), 400, "invalid_request").await;
    check(json!({"article": ARTICLE}), 400, "invalid_request").await;
    check(json!({"article": ARTICLE, "helpful": "yes"}), 400, "invalid_request").await;
    check(json!({"article": ARTICLE, "helpful": true, "person": "k"}), 400, "invalid_request").await;
    check(json!({"article": ARTICLE, "helpful": true, "question": "가".repeat(30_000)}), 413, "too_large").await;
    check(json!([]), 400, "invalid_request").await;
    let reply = give(&serving(None), &json!({"article": ARTICLE, "helpful": true})).await;
    assert_eq!((reply.status.as_u16(), &reply.json()["code"]), (503, &json!("no_feedback")));
}

#[tokio::test]
async fn a_question_without_an_answer_is_kept() {
    let folder = folder();
    let store = open(&folder.path().join("insight.sqlite"), START);
    let router = serving(Some(store.clone()));
    let ask = async |utterance: &str| {
        let reply = post(&router, "/api/v1/ask", json!({"utterance": utterance}).to_string()).await;
        reply.json()["decision"].as_str().expect("a decision").to_owned()
    };
    let missed = "강아지 산책 시간은 몇 시가 좋은가요 계좌 110-123-456789";
    assert_eq!(ask(missed).await, "fallback");
    assert_eq!(ask("왜 제 챗봇 끊겼어요ㅠㅠ").await, "answer");
    // Neither of them asks for an article.
    for utterance in ["안녕하세요", "상담원 연결해 주세요"] {
        assert_eq!(ask(utterance).await, "fallback", "{utterance}");
    }
    store.flush().await.expect("written");
    let groups = store.missed(10).await.expect("groups");
    let shown: Vec<&str> = groups.iter().map(|group| group.question.as_str()).collect();
    assert_eq!(shown, ["강아지 산책 시간은 몇 시가 좋은가요 계좌 [번호]"]);
}
