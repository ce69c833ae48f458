//! What a page of results weighs on the way, with its style sheet.

use super::super::support::{http_config, shipped_router};
use super::{encoded, open, with_headers};

/// Bytes of a page of results and its style sheet, compressed: a second on a slow phone line.
const MOST: usize = 30 * 1024;

#[tokio::test]
async fn a_page_of_results_is_small() {
    let router = shipped_router(http_config());
    for query in ["환불", "카드", "자동결제 카드 등록 방법", "세금계산서"] {
        let path = format!("/help/search?q={}", encoded(query));
        let styles = open(&router, &path)
            .await
            .hrefs()
            .find(|href| href.starts_with("/help/assets/help-"))
            .expect("styles")
            .to_owned();
        for encoding in ["gzip", "br"] {
            let mut bytes = 0;
            for path in [&path, &styles] {
                let reply = with_headers(&router, path, &[("accept-encoding", encoding)]).await;
                assert_eq!(reply.headers["content-encoding"], encoding, "{path}");
                bytes += reply.body.len();
            }
            assert!(bytes <= MOST, "{query}, {encoding}: {bytes} bytes");
        }
    }
}

#[tokio::test]
async fn what_kakao_gets_is_not_compressed() {
    let router = shipped_router(http_config());
    let request = axum::http::Request::post("/kakao/skill").header("accept-encoding", "gzip, br");
    let body = serde_json::json!({"userRequest": {"utterance": "환불"}}).to_string();
    let request = request.body(axum::body::Body::from(body)).expect("a request");
    let reply = crate::support::send(&router, request).await;
    assert!(!reply.headers.contains_key("content-encoding"));
    assert!(reply.json()["template"].is_object());
    let api = with_headers(&router, "/api/v1/search?q=%ED%99%98%EB%B6%88", &[("accept-encoding", "gzip, br")]).await;
    assert_eq!(api.headers["content-encoding"], "br");
}
