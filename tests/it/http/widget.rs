//! The widget's script as a server sends it; what it does is tested in a browser, in `tests/browser`.

use axum::body::Body;
use axum::http::Request;

use crate::support::{get, http_config, send, shipped_router};

#[tokio::test]
async fn the_widget_is_one_script_for_pages_of_any_origin() {
    let router = shipped_router(http_config());
    let reply = get(&router, "/widget.js").await;
    assert_eq!(reply.status, 200);
    let header = |name: &str| reply.headers[name].to_str().expect("a text");
    assert_eq!(header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(header("access-control-allow-origin"), "*");
    assert_eq!(header("cross-origin-resource-policy"), "cross-origin");
    assert!(!reply.headers.contains_key("set-cookie"));
    // One scope: no name of ours becomes the page's.
    let script = reply.text();
    assert!(script.starts_with("(() => {\n\"use strict\";\n") && script.ends_with("})();\n"), "{script:.100}");
    for part in ["function submitOnEnter", "const WORDING", "function searchBox", "function conversation"] {
        assert_eq!(script.matches(part).count(), 1, "{part}");
    }
}

#[tokio::test]
async fn a_browser_that_has_the_script_gets_no_second_copy() {
    let router = shipped_router(http_config());
    let tag = get(&router, "/widget.js").await.headers["etag"].clone();
    let ask = async |known: &str| {
        let request = Request::get("/widget.js").header("if-none-match", known).body(Body::empty());
        send(&router, request.expect("a request")).await
    };
    let known = tag.to_str().expect("a text");
    for known in [known.to_owned(), format!("\"other\", W/{known}")] {
        let reply = ask(&known).await;
        assert_eq!((reply.status.as_u16(), reply.body.len()), (304, 0), "{known}");
        assert_eq!(reply.headers["etag"], tag);
    }
    assert_eq!(ask("\"other\"").await.status, 200);
}
