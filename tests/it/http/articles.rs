//! `POST /api/v1/ask`, and articles as JSON and as pages.

use haedap::faq::{self, Link};
use haedap::http::router;
use serde_json::{Value, json};

use super::{RECONNECT, assert_problem, list, names, open, small_index};
use crate::support::{get, http_config, post, root, shipped_router};

#[tokio::test]
async fn asks_like_the_bot() {
    let router = shipped_router(http_config());
    let ask = async |body: Value| {
        let reply = post(&router, "/api/v1/ask", body.to_string()).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()
    };
    let answer = ask(json!({"utterance": "왜 제 챗봇 끊겼어요ㅠㅠ"})).await;
    let fields = "answer article choices context corrections decision hits options service slots";
    assert_eq!(names(&answer).join(" "), fields);
    assert_eq!(answer["article"]["key"], RECONNECT);
    assert_eq!((&answer["decision"], &answer["choices"]), (&json!("answer"), &json!([])));
    assert_eq!((&answer["hits"][0]["key"], &answer["service"]), (&json!(RECONNECT), &json!("챗봇 관리자센터")));
    assert_eq!(names(&answer["hits"][0]), ["key", "probability", "score"]);
    let said = answer["answer"].as_str().expect("a text");
    assert!(said.starts_with("자동결제 실패로 끊긴 챗봇은 언제 다시 연결되나요?\n\n바로 연결하려면"), "{said}");

    let default = ask(json!({"utterance": "환불 되나요", "service": "moment"})).await;
    assert_eq!(default["service"], "카카오모먼트");
    assert_eq!(ask(json!({"utterance": "환불 되나요", "service": "카카오모먼트"})).await, default);
    assert_eq!(
        ask(json!({"utterance": "환불 되나요", "service": null})).await,
        ask(json!({"utterance": "환불 되나요"})).await
    );
    let nothing = ask(json!({"utterance": ""})).await;
    assert_eq!((&nothing["decision"], &nothing["hits"]), (&json!("fallback"), &json!([])));

    let questions = std::fs::read_to_string(root().join("corpus/eval/dev.jsonl")).expect("the development set");
    let mut chosen = 0;
    for line in questions.lines().take(150) {
        let question: Value = serde_json::from_str(line).expect("a judgment");
        let answer = ask(json!({"utterance": question["utterance"]})).await;
        let choices = list(&answer, "choices");
        assert_eq!(answer["decision"] == "choose", (2..=4).contains(&choices.len()), "{answer}");
        let offered = |choice: &Value| list(&answer, "hits").iter().any(|hit| hit["key"] == *choice);
        assert!(choices.iter().all(offered), "{answer}");
        chosen += choices.len();
    }
    assert!(chosen > 0, "no question led to choices");
}

#[tokio::test]
async fn ask_checks_its_body() {
    let router = shipped_router(http_config());
    for body in
        ["", "{", "[]", "{}", r#"{"utterance": 7}"#, r#"{"utterance": null}"#, r#"{"utterance": "a", "as": "b"}"#]
    {
        assert_problem(&post(&router, "/api/v1/ask", body).await, 400, "invalid_request");
    }
    let large = json!({"utterance": "a".repeat(65_536)}).to_string();
    assert_problem(&post(&router, "/api/v1/ask", large).await, 413, "too_large");
    assert_problem(&get(&router, "/api/v1/ask").await, 405, "method_not_allowed");
}

#[tokio::test]
async fn articles_as_json_and_as_pages() {
    let router = shipped_router(http_config());
    let article = get(&router, &format!("/api/v1/articles/{RECONNECT}")).await;
    assert_eq!(
        (article.status.as_u16(), &article.headers["content-type"]),
        (200, &"application/json".parse().unwrap())
    );
    let article = article.json();
    assert_eq!((&article["key"], &article["service"]), (&json!(RECONNECT), &json!("chatbot")));
    assert_eq!(article["live"], json!(["unpaid_amount", "cards", "connection_state", "balance"]));
    assert_eq!(article["updated"], "2026-11-21");
    assert!(article["body"]["blocks"][0]["paragraph"].is_string(), "{article}");

    let page = get(&router, &format!("/help/articles/{RECONNECT}")).await;
    assert_eq!(
        (page.status.as_u16(), &page.headers["content-type"]),
        (200, &"text/html; charset=utf-8".parse().unwrap())
    );
    assert!(page.text().contains(r#"<html lang="ko">"#));
    assert!(page.text().contains("<h1>자동결제 실패로 끊긴 챗봇은 언제 다시 연결되나요?</h1>"));
    assert!(
        page.text().contains("<ol class=\"steps\"><li>결제 예정 금액만큼 유상캐시를 충전해 주세요.</li>"),
        "{}",
        page.text()
    );

    assert_problem(&get(&router, "/api/v1/articles/no-such").await, 404, "not_found");
    let missing = get(&router, "/help/articles/no-such").await;
    assert_eq!((missing.status.as_u16(), &missing.headers["content-type"]), (404, &page.headers["content-type"]));
    assert!(missing.text().contains("<h1>글을 찾지 못했어요</h1>"));
    for reply in [&page, &missing] {
        let policy = reply.headers["content-security-policy"].to_str().expect("text");
        for part in ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"] {
            assert!(policy.split("; ").any(|directive| directive == part), "{policy}");
        }
        // One script of this server's own, none in the page.
        assert!(!reply.text().contains("<script>"));
    }
}

#[tokio::test]
async fn pages_escape_what_writers_wrote() {
    let nasty = r#"<script>alert("1")</script>&amp;'"#;
    let folder = small_index(|_, article| {
        article.title = nasty.to_owned();
        article.service = nasty.to_owned();
        article.category = vec![nasty.to_owned()];
        article.links = vec![Link { label: nasty.to_owned(), url: format!("https://example.com/{nasty}") }];
        let (heading, list) = (faq::Block::Heading(nasty.to_owned()), vec![nasty.to_owned()]);
        let blocks = [
            heading,
            faq::Block::Paragraph(nasty.to_owned()),
            faq::Block::Steps(list.clone()),
            faq::Block::Bullets(list),
        ];
        article.body = faq::Body { blocks: blocks.to_vec() };
    });
    let page = get(&router(open(folder.path())), "/help/articles/a0").await.text();
    assert!(!page.contains("<script>") && !page.contains("&amp;'") && !page.contains(r#"("1")"#), "{page}");
    // Title twice, service twice, category, heading, paragraph, step, bullet, link and its address; three related titles.
    assert_eq!(page.matches("&#60;script&#62;").count(), 14, "{page}");
}
