//! What browsers and other clients need of the API: cursors, fields, marks in three forms, revalidation, origins, limits.

use std::net::SocketAddr;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use haedap::http::{HttpConfig, router};
use serde_json::{Value, json};

use super::{assert_problem, encoded, keys, list, names, open, search, small_index};
use crate::support::{Reply, get, http_config, send, shipped_router};

async fn with_headers(router: &Router, method: &str, path: &str, headers: &[(&str, &str)]) -> Reply {
    let request = Request::builder().method(method).uri(path);
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    send(router, request.body(Body::empty()).expect("a request")).await
}

#[tokio::test]
async fn cursors_lead_through_all_results() {
    let router = shipped_router(http_config());
    let all = search(&router, &[("q", "환불"), ("size", "50")]).await;
    assert!(all["next_cursor"].is_null() && all["total"].as_u64() <= Some(50));
    let mut page = search(&router, &[("q", "환불"), ("size", "4")]).await;
    let mut seen: Vec<String> = keys(&page).into_iter().map(str::to_owned).collect();
    while let Some(cursor) = page["next_cursor"].as_str().map(str::to_owned) {
        assert!(!cursor.contains(['+', '/', '=', '&']), "it stands in an address as it is: {cursor}");
        page = search(&router, &[("q", "환불"), ("size", "4"), ("cursor", &cursor)]).await;
        seen.extend(keys(&page).into_iter().map(str::to_owned));
    }
    assert_eq!(seen, keys(&all));
}

#[tokio::test]
async fn cursors_are_of_one_search_and_generation() {
    let router = shipped_router(http_config());
    let cursor =
        search(&router, &[("q", "환불"), ("size", "4")]).await["next_cursor"].as_str().expect("more").to_owned();
    let refused = async |router: &Router, query: &str, code: &str| {
        assert_problem(&get(router, &format!("/api/v1/search?{query}")).await, 400, code);
    };
    refused(&router, &format!("q=a&size=4&cursor={cursor}"), "invalid_cursor").await;
    refused(&router, &format!("q={}&size=5&cursor={cursor}", encoded("환불")), "invalid_cursor").await;
    refused(&router, &format!("q={}&size=4&page=2&cursor={cursor}", encoded("환불")), "invalid_request").await;
    let long = "A".repeat(5_000);
    for made_up in ["", "x", "!!", "MiAw", long.as_str()] {
        refused(&router, &format!("q=a&cursor={made_up}"), "invalid_cursor").await;
    }
    let other = small_index(|_, _| {});
    let other = haedap::http::router(open(other.path()));
    refused(&other, &format!("q={}&size=4&cursor={cursor}", encoded("환불")), "stale_cursor").await;
}

#[tokio::test]
async fn only_the_wanted_fields_are_sent() {
    let router = shipped_router(http_config());
    let page = search(&router, &[("q", "환불"), ("fields", "key,title")]).await;
    for result in list(&page, "results") {
        assert_eq!(names(result), ["key", "title"]);
    }
    let all = search(&router, &[("q", "환불")]).await;
    assert_eq!(search(&router, &[("q", "환불"), ("fields", "")]).await["results"], all["results"]);
    for wrong in ["key,body", "key,", "KEY", "*"] {
        let reply = get(&router, &format!("/api/v1/search?q=a&fields={}", encoded(wrong))).await;
        assert_problem(&reply, 400, "invalid_request");
    }
}

/// The three forms mark the same words.
#[tokio::test]
async fn marks_come_in_three_forms() {
    let router = shipped_router(http_config());
    let form = async |highlight: &str| search(&router, &[("q", "자동결제 카드"), ("highlight", highlight)]).await;
    let (bytes, utf16, html) = (form("bytes").await, form("utf16").await, form("html").await);
    let mut marked = 0;
    for ((bytes, utf16), html) in
        list(&bytes, "results").iter().zip(list(&utf16, "results")).zip(list(&html, "results"))
    {
        for field in ["title", "snippet"] {
            let text = bytes[field]["text"].as_str().expect("a text");
            let units: Vec<u16> = text.encode_utf16().collect();
            let at = |mark: &Value, name: &str| mark[name].as_u64().expect("an offset") as usize;
            let words: Vec<&str> =
                list(&bytes[field], "marks").iter().map(|m| &text[at(m, "start")..at(m, "end")]).collect();
            let as_units = list(&utf16[field], "marks").iter().map(|m| &units[at(m, "start")..at(m, "end")]);
            let as_units: Vec<String> =
                as_units.map(|units| String::from_utf16(units).expect("whole characters")).collect();
            assert_eq!(as_units, words);
            let from_html: Vec<&str> = html[field]["html"]
                .as_str()
                .expect("a text")
                .split("<mark>")
                .skip(1)
                .map(|rest| rest.split("</mark>").next().unwrap_or_default())
                .collect();
            // Marked words of the shipped articles hold nothing that is escaped.
            assert_eq!(from_html, words);
            assert_eq!((names(&html[field]), &html[field]["text"]), (vec!["html", "text"], &bytes[field]["text"]));
            marked += words.len();
        }
    }
    assert!(marked > 20, "{marked}");
    assert_eq!(search(&router, &[("q", "자동결제 카드")]).await, bytes, "bytes is the default");
    assert_problem(&get(&router, "/api/v1/search?q=a&highlight=xml").await, 400, "invalid_request");
}

#[tokio::test]
async fn a_correction_can_be_switched_off() {
    let router = shipped_router(http_config());
    let page = search(&router, &[("q", "ghksqnf")]).await;
    assert_eq!(page["corrections"], json!([{"from": "ghksqnf", "to": "환불"}]));
    let typed = search(&router, &[("q", "ghksqnf"), ("correct", "off")]).await;
    assert_eq!((&typed["corrections"], &typed["total"]), (&json!([]), &json!(0)));
    assert_problem(&get(&router, "/api/v1/search?q=a&correct=no").await, 400, "invalid_request");
}

/// All articles of a service can be listed without a query.
#[tokio::test]
async fn a_service_can_be_listed() {
    let router = shipped_router(http_config());
    let page = search(&router, &[("service", "chatbot"), ("size", "50")]).await;
    assert!(page["total"].as_u64() > Some(50), "{}", page["total"]);
    assert!(list(&page, "results").iter().all(|result| result["service_slug"] == "chatbot"));
    assert_eq!(search(&router, &[("service", "no-such")]).await["total"], 0);
}

#[tokio::test]
async fn who_has_the_answer_is_told_so() {
    let router = shipped_router(http_config());
    for path in ["/api/v1/search?q=a", "/api/v1/articles/cb-autopay-fail-reconnect"] {
        let fresh = get(&router, path).await;
        assert_eq!(
            (fresh.status.as_u16(), &fresh.headers["cache-control"]),
            (200, &"no-cache".parse().unwrap()),
            "{path}"
        );
        let tag = fresh.headers["etag"].to_str().expect("text").to_owned();
        assert!(tag.starts_with("W/\""), "the compressed answer has the same one: {tag}");
        for known in [tag.clone(), format!("\"other\", {tag}"), "*".to_owned(), tag.trim_start_matches("W/").to_owned()]
        {
            let known = with_headers(&router, "GET", path, &[("if-none-match", &known)]).await;
            assert_eq!((known.status.as_u16(), known.body.len()), (304, 0), "{path}");
            assert_eq!(known.headers["etag"], tag.as_str());
        }
        let other = with_headers(&router, "GET", path, &[("if-none-match", "\"other\"")]).await;
        assert_eq!((other.status.as_u16(), &other.body), (200, &fresh.body));
    }
    let one = get(&router, "/api/v1/search?q=a").await.headers["etag"].clone();
    assert_ne!(get(&router, "/api/v1/search?q=b").await.headers["etag"], one, "another query");
    let folder = small_index(|_, _| {});
    let elsewhere = haedap::http::router(open(folder.path()));
    assert_ne!(get(&elsewhere, "/api/v1/search?q=a").await.headers["etag"], one, "another generation");
    assert!(!get(&router, "/api/v1/search?size=0").await.headers.contains_key("etag"), "an error is not kept");
}

#[tokio::test]
async fn only_configured_origins_may_call() {
    let allowed = vec!["https://www.example.com".to_owned(), "http://localhost:3000".to_owned()];
    let router = shipped_router(HttpConfig { allowed_origins: allowed, ..http_config() });
    let call = async |method: &str, path: &str, origin: &str| {
        let headers = [
            ("origin", origin),
            ("access-control-request-method", "GET"),
            ("access-control-request-headers", "content-type"),
        ];
        with_headers(&router, method, path, &headers).await
    };
    for origin in ["https://www.example.com", "http://localhost:3000"] {
        for path in ["/api/v1/search?q=a", "/api/v1/search?size=0", "/api/v1/articles/no-such"] {
            let reply = call("GET", path, origin).await;
            assert_eq!(reply.headers["access-control-allow-origin"], origin, "{path}, errors too");
            assert!(
                reply
                    .headers
                    .get_all("vary")
                    .iter()
                    .any(|v| v.to_str().is_ok_and(|v| v.to_lowercase().contains("origin")))
            );
        }
        for path in ["/api/v1/search", "/api/v1/ask", "/api/v1/feedback"] {
            let preflight = call("OPTIONS", path, origin).await;
            assert_eq!(
                (preflight.status.as_u16(), &preflight.headers["access-control-allow-origin"]),
                (200, &origin.parse().unwrap())
            );
            let methods = preflight.headers["access-control-allow-methods"].to_str().expect("text");
            assert!(methods.contains("GET") && methods.contains("POST"), "{methods}");
        }
    }
    for origin in [
        "https://evil.example.com",
        "https://www.example.com.evil.example",
        "https://www.example.com:8443",
        "http://www.example.com",
        "null",
        "",
    ] {
        for method in ["GET", "OPTIONS"] {
            let reply = call(method, "/api/v1/search?q=a", origin).await;
            assert!(!reply.headers.contains_key("access-control-allow-origin"), "{method} {origin}");
        }
    }
    for path in ["/help", "/healthz"] {
        assert!(
            !call("GET", path, "https://www.example.com").await.headers.contains_key("access-control-allow-origin")
        );
    }
    let closed = shipped_router(http_config());
    let reply = with_headers(&closed, "GET", "/api/v1/search?q=a", &[("origin", "https://www.example.com")]).await;
    assert!(!reply.headers.contains_key("access-control-allow-origin"), "nobody by default");
}

#[tokio::test]
async fn one_client_cannot_take_all() {
    let folder = small_index(|_, _| {});
    let proxies: Vec<_> = ["10.0.0.0/8".parse().expect("a network")].into();
    let limited = HttpConfig { rate_limit_per_minute: 3, trusted_proxies: proxies, ..http_config() };
    let answerer =
        haedap::answer::Answerer::new(crate::support::open_engine(&haedap::index::Store::new(folder.path())));
    let router = router(haedap::http::AppState::new(answerer, limited));
    let call = async |peer: &str, forwarded: &str, path: &str| {
        let mut request =
            Request::get(path).header("x-forwarded-for", forwarded).body(Body::empty()).expect("a request");
        let peer: SocketAddr = format!("{peer}:1234").parse().expect("an address");
        request.extensions_mut().insert(ConnectInfo(peer));
        send(&router, request).await
    };
    for path in ["/api/v1/search?q=a", "/help", "/api/v1/articles/a0"] {
        assert_eq!(call("203.0.113.1", "198.51.100.1", path).await.status, 200, "{path}");
    }
    // A made-up header of a client changes nothing, another path neither.
    for path in ["/api/v1/search?q=a", "/help/search?q=a"] {
        let refused = call("203.0.113.1", "198.51.100.2", path).await;
        assert_problem(&refused, 429, "too_many_requests");
        let wait: u64 = refused.headers["retry-after"].to_str().expect("text").parse().expect("seconds");
        assert!((1..=21).contains(&wait), "{wait}");
    }
    assert_eq!(call("203.0.113.2", "", "/api/v1/search?q=a").await.status, 200, "another client");
    for client in ["198.51.100.7", "198.51.100.8"] {
        for _ in 0..3 {
            assert_eq!(call("10.0.0.1", client, "/api/v1/search?q=a").await.status, 200, "{client} through the proxy");
        }
        assert_eq!(call("10.0.0.1", client, "/api/v1/search?q=a").await.status, 429, "{client} through the proxy");
    }
    for _ in 0..20 {
        assert_eq!(call("203.0.113.1", "", "/healthz").await.status, 200);
        let body = json!({"userRequest": {"utterance": "환불"}}).to_string();
        let mut request = Request::post("/kakao/skill").body(Body::from(body)).expect("a request");
        request.extensions_mut().insert(ConnectInfo::<SocketAddr>("203.0.113.1:1".parse().expect("an address")));
        assert_eq!(send(&router, request).await.status, 200, "Kakao is never limited");
    }
}
