//! Five hundred hostile inputs through everything that takes a query: no fault of ours, nothing unescaped, nothing
//! without bounds.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Uri};
use serde_json::Value;

use super::document::Document;
use super::encoded;
use crate::support::{Reply, http_config, send, shipped_router};

/// Most bytes of any answer: a page of fifty results has about 40 KB.
const MOST_BYTES: usize = 128 * 1024;

/// What attackers and broken programs send; `tests/browser` opens them, too.
fn table() -> Vec<String> {
    serde_json::from_str(include_str!("../../fixtures/hostile.json")).expect("a list of texts")
}

/// The table, and what a generator makes of it and of whole ranges of characters.
fn inputs() -> Vec<String> {
    let table = table();
    let mut inputs = table.clone();
    for text in &table {
        // Beside words that are found, in every part of the query, and as floods.
        inputs.push(format!("환불 {text}"));
        inputs.push(format!("{text}카드{text}"));
        inputs.push(text.repeat(10_240 / text.len().max(1)));
    }
    let mut seed = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = |bound: u32| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed >> 33) as u32 % bound
    };
    let ranges = [
        (0x00, 0x20),
        (0x20, 0x60),
        (0x300, 0x70),
        (0x590, 0x100),
        (0x1100, 0x100),
        (0x2000, 0x70),
        (0x3130, 0x60),
        (0xAC00, 0x2BA4),
        (0xFE00, 0x200),
        (0x1F300, 0x400),
        (0xE0000, 0x80),
    ];
    while inputs.len() < 500 {
        let mixed = next(2) == 0;
        let mut range = ranges[next(ranges.len() as u32) as usize];
        let length = [1, 3, 20, 400][next(4) as usize];
        let mut text = String::new();
        for _ in 0..length {
            if mixed {
                range = ranges[next(ranges.len() as u32) as usize];
            }
            text.extend(char::from_u32(range.0 + next(range.1)));
        }
        inputs.push(text);
    }
    inputs
}

/// A request whose address is whatever it is; `None` if no client could send it.
async fn fetch(router: &Router, path: &str) -> Option<Reply> {
    let uri: Uri = path.parse().ok()?;
    Some(send(router, Request::get(uri).body(Body::empty()).ok()?).await)
}

fn assert_bounded(reply: &Reply, path: &str) {
    assert!(!reply.status.is_server_error(), "{path}: {}", reply.text());
    assert!(reply.body.len() <= MOST_BYTES, "{path}: {} bytes", reply.body.len());
    for (name, value) in &reply.headers {
        assert!(!value.as_bytes().iter().any(u8::is_ascii_control), "{path}: {name}");
    }
    assert!(!reply.headers.contains_key("set-cookie"), "{path}");
}

/// What can be seen of a text.
fn visible(text: &str) -> String {
    let shows = |c: &char| {
        !c.is_whitespace()
            && !c.is_control()
            && !matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{61C}' | '\u{E0000}'..='\u{E007F}')
    };
    text.chars().filter(shows).collect()
}

#[tokio::test]
async fn pages_and_api_stand_five_hundred_hostile_inputs() {
    let router = shipped_router(http_config());
    let inputs = inputs();
    assert_eq!(inputs.len(), 500);
    for input in &inputs {
        let query = encoded(input);
        let path = format!("/help/search?q={query}");
        let reply = fetch(&router, &path).await.expect("it can be sent");
        assert_eq!(reply.status, 200, "{path}");
        assert_bounded(&reply, &path);
        let page = Document::sound(&reply.text());
        // The query stands in the box as it was typed, or its beginning does.
        let typed = visible(&input.trim().chars().take(300).collect::<String>());
        assert_eq!(visible(page.attribute("input", "value").unwrap_or_default()), typed, "{input:?}");
        let heading = visible(&page.text("h1"));
        assert!(typed.is_empty() || heading == visible(&format!("'{typed}' 검색 결과")), "{heading:?} of {input:?}");

        let path = format!("/api/v1/search?q={query}&highlight=html");
        let reply = fetch(&router, &path).await.expect("it can be sent");
        assert_eq!(reply.status, 200, "{path}");
        assert_bounded(&reply, &path);
        for result in reply.json()["results"].as_array().expect("a list") {
            for html in [&result["title"]["html"], &result["snippet"]["html"]] {
                let html = html.as_str().expect("text").replace("<mark>", "").replace("</mark>", "");
                assert!(!html.contains(['<', '>', '"', '\'']), "{html}");
            }
        }

        for path in [
            format!("/help/articles/{query}"),
            format!("/api/v1/articles/{query}"),
            format!("/api/v1/suggest?q={query}"),
        ] {
            let reply = fetch(&router, &path).await.expect("it can be sent");
            assert_bounded(&reply, &path);
            if reply.headers.get("content-type").is_some_and(|kind| kind == "text/html; charset=utf-8") {
                assert_eq!(Document::sound(&reply.text()).text("h1"), "글을 찾지 못했어요");
            }
        }
    }
}

/// The other parameters are as open as the query.
#[tokio::test]
async fn every_parameter_stands_them() {
    let router = shipped_router(http_config());
    for input in inputs().iter().step_by(5) {
        let value = encoded(&input.chars().take(500).collect::<String>());
        for name in
            ["service", "category", "sort", "page", "correct", "cursor", "size", "fields", "highlight", "unknown"]
        {
            let path = format!("/help/search?q=%ED%99%98%EB%B6%88&{name}={value}");
            let reply = fetch(&router, &path).await.expect("it can be sent");
            assert_eq!(reply.status, 200, "{path}");
            assert_bounded(&reply, &path);
            Document::sound(&reply.text());
            let path = format!("/api/v1/search?q=%ED%99%98%EB%B6%88&{name}={value}");
            let reply = fetch(&router, &path).await.expect("it can be sent");
            assert!(reply.status == 200 || reply.status == 400, "{path}: {}", reply.status);
            assert_bounded(&reply, &path);
            if reply.status == 400 {
                assert!(reply.json()["code"].as_str().is_some_and(|code| !code.is_empty()), "{path}");
            }
        }
    }
}

/// What is no text at all, and numbers without end.
#[tokio::test]
async fn broken_addresses_are_read_as_far_as_they_go() {
    let router = shipped_router(http_config());
    for query in [
        "q=%FF%FE%ED%99",
        "q=%",
        "q=%zz",
        "q=%ED%99%98%EB%B6",
        "%FF=%FF",
        "&&&===",
        "q=a&q=b&q=c",
        "q",
        "q=+++",
        "q=%00%0A%0D",
        "q=a&page=18446744073709551616",
        "q=a&page=-1",
        "q=a&page=0",
        "q=a&page=1e9",
        "q=a&page=%EF%BC%93",
        "q=a&page=9999999",
    ] {
        for path in [format!("/help/search?{query}"), format!("/api/v1/search?{query}")] {
            let reply = fetch(&router, &path).await.expect("it can be sent");
            assert_bounded(&reply, &path);
            let is_page = path.starts_with("/help");
            assert!(reply.status == 200 || !is_page && reply.status == 400, "{path}: {}", reply.status);
            if is_page {
                Document::sound(&reply.text());
            } else {
                assert!(matches!(reply.json(), Value::Object(_)));
            }
        }
    }
}
