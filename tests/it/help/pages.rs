//! Home, results, articles and the vote.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use haedap::clock::Clock;
use haedap::http::{AppState, HttpConfig, router};
use haedap::insight::FeedbackStore;
use haedap::kakao::Links;
use time::OffsetDateTime;
use time::macros::datetime;

use super::document::Document;
use super::{encoded, open, search, with_headers};
use crate::support::{Reply, get, http_config, send, shipped_answerer, shipped_router};

/// An article of the shipped corpus.
const RECONNECT: &str = "cb-autopay-fail-reconnect";

struct Stopped(OffsetDateTime);

impl Clock for Stopped {
    fn now(&self) -> OffsetDateTime {
        self.0
    }
}

fn with_support() -> HttpConfig {
    let links = Links {
        help_center: Some("https://help.example.com".to_owned()),
        support: Some("https://support.example.com/ask?a=1&b=2".to_owned()),
    };
    HttpConfig { links, ..http_config() }
}

#[tokio::test]
async fn the_first_page_leads_everywhere() {
    let router = shipped_router(with_support());
    let home = open(&router, "/help").await;
    assert_eq!(home.text("h1"), "무엇을 도와드릴까요?");
    assert_eq!(home.attribute("form", "action"), Some("/help/search"));
    assert!(home.hrefs().any(|href| href == "https://support.example.com/ask?a=1&b=2"));
    let services = home.texts(".name");
    assert!(services.len() >= 10 && services.iter().any(|name| name == "챗봇 관리자센터"), "{services:?}");
    let paths: Vec<String> = home.hrefs().filter(|href| href.starts_with("/help/search?")).map(str::to_owned).collect();
    assert_eq!(paths.len(), services.len() + 6, "each topic and each service");
    for path in paths {
        let results = open(&router, &path).await;
        assert!(!results.texts(".snippet").is_empty(), "{path} leads to nothing");
    }
}

#[tokio::test]
async fn results_say_how_many_where_and_why() {
    let router = shipped_router(http_config());
    let page = search(&router, &[("q", "자동결제 카드 등록")]).await;
    assert_eq!(page.text("h1"), "'자동결제 카드 등록' 검색 결과");
    assert_eq!(page.attribute("input", "value"), Some("자동결제 카드 등록"));
    let total: usize = page.text(".total").trim_start_matches("총 ").trim_end_matches('건').parse().expect("a number");
    assert!(total > 10, "{total}");
    assert_eq!(page.texts(".snippet").len(), 10);
    assert!(page.texts("mark").iter().any(|mark| mark.contains("카드")));
    let head: Vec<&str> = page.hrefs().collect();
    let canonical =
        format!("https://help.example.com/help/search?q={}", encoded("자동결제 카드 등록").replace("%20", "+"));
    assert!(head.contains(&canonical.as_str()), "{head:?}");
    let robots = get(&router, "/help/search?q=a").await.text();
    assert!(robots.contains(r#"<meta name="robots" content="noindex">"#));
}

/// Whatever a page offers to choose gives as many results as it says, on all three levels.
#[tokio::test]
async fn filters_keep_what_they_promise() {
    let router = shipped_router(http_config());
    let links = |page: &Document| -> Vec<(String, String)> {
        let mut found = Vec::new();
        let mut href = String::new();
        let mut label: Option<String> = None;
        for token in &page.tokens {
            match token {
                super::document::Token::Open { name, attributes } if name == "a" => {
                    href =
                        attributes.iter().find(|(name, _)| name == "href").map(|(_, v)| v.clone()).unwrap_or_default();
                }
                super::document::Token::Open { attributes, .. }
                    if attributes.contains(&("class".into(), "count".into())) =>
                {
                    label = Some(String::new());
                }
                super::document::Token::Text(text) => {
                    if let Some(count) = label.take() {
                        found.push((href.clone(), count + text));
                    }
                }
                _ => {}
            }
        }
        found
    };
    let mut levels = 0;
    let mut next = "/help/search?q=%ED%99%98%EB%B6%88".to_owned();
    loop {
        let page = open(&router, &next).await;
        let offered = links(&page);
        for (href, count) in &offered {
            let chosen = open(&router, href).await;
            assert_eq!(chosen.text(".total"), format!("총 {count}건"), "{href}");
        }
        // Down: a service, a category of it, a subcategory.
        let deeper = |href: &str| match levels {
            0 => href.contains("service=") && !href.contains("category="),
            1 => href.contains("category="),
            _ => href.contains("%3E"),
        };
        let Some((href, _)) = offered.into_iter().find(|(href, _)| deeper(href)) else { break };
        levels += 1;
        if levels > 3 {
            break;
        }
        next = href;
    }
    assert!(levels >= 3, "{levels} levels");
}

#[tokio::test]
async fn pages_of_results_follow_one_another() {
    let router = shipped_router(http_config());
    let first = search(&router, &[("q", "카드")]).await;
    let mut path = first.hrefs().find(|href| href.ends_with("page=2")).expect("a second page").to_owned();
    let mut seen: Vec<String> = articles(&first);
    for _ in 0..30 {
        let page = open(&router, &path).await;
        seen.extend(articles(&page));
        let Some(next) = page.tokens.iter().find_map(|token| match token {
            super::document::Token::Open { attributes, .. } if attributes.contains(&("rel".into(), "next".into())) => {
                attributes.iter().find(|(name, _)| name == "href").map(|(_, value)| value.clone())
            }
            _ => None,
        }) else {
            break;
        };
        path = next;
    }
    let total: usize = first.text(".total").trim_start_matches("총 ").trim_end_matches('건').parse().expect("a number");
    assert_eq!(seen.len(), total);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), total, "no result twice");
    let beyond = search(&router, &[("q", "카드"), ("page", "999")]).await;
    assert!(
        beyond.texts(".snippet").is_empty() && beyond.hrefs().any(|href| href == "/help/search?q=%EC%B9%B4%EB%93%9C")
    );
}

fn articles(page: &Document) -> Vec<String> {
    page.hrefs().filter(|href| href.starts_with("/help/articles/")).map(str::to_owned).collect()
}

#[tokio::test]
async fn a_correction_is_shown_and_can_be_undone() {
    let router = shipped_router(http_config());
    let page = search(&router, &[("q", "ghksqnf")]).await;
    assert!(
        page.text(".notice").starts_with("'환불'(으)로 찾았어요. 'ghksqnf' 그대로 찾기"),
        "{}",
        page.text(".notice")
    );
    assert!(!page.texts(".snippet").is_empty());
    let undo = page.hrefs().find(|href| href.contains("correct=off")).expect("a way back").to_owned();
    let typed = open(&router, &undo).await;
    assert!(typed.texts(".notice").is_empty() && typed.texts(".snippet").is_empty());
}

#[tokio::test]
async fn nothing_found_is_said_and_leads_on() {
    let router = shipped_router(with_support());
    for junk in ["qqzxw", "asdkfjhqwe", "ㅋㅋㅋㅋ", "안녕하세요", "뷁뛟쀍"] {
        let page = search(&router, &[("q", junk)]).await;
        assert_eq!((page.text(".total"), page.texts(".snippet").len()), ("총 0건".to_owned(), 0), "{junk}");
        assert!(page.text(".nothing").contains("찾지 못했어요"), "{junk}");
        assert!(page.hrefs().any(|href| href.starts_with("/help/search?q=")), "popular questions");
        assert!(page.hrefs().any(|href| href.starts_with("https://support.example.com")), "a way to a person");
    }
    let narrowed = search(&router, &[("q", "환불"), ("category", "없는 분류")]).await;
    assert!(narrowed.hrefs().any(|href| href == "/help/search?q=%ED%99%98%EB%B6%88"), "back to all");
    let empty = open(&router, "/help/search").await;
    assert!(empty.texts(".total").is_empty() && empty.texts(".nothing").is_empty());
}

#[tokio::test]
async fn an_article_names_its_service_and_what_is_near() {
    let router = shipped_router(http_config());
    let page = open(&router, &format!("/help/articles/{RECONNECT}")).await;
    assert_eq!(page.text(".service"), "챗봇 관리자센터");
    assert_eq!(page.text("h1"), "자동결제 실패로 끊긴 챗봇은 언제 다시 연결되나요?");
    assert!(page.text(".lead").starts_with("바로 연결하려면"));
    assert_eq!(page.text(".crumbs"), "도움말챗봇 관리자센터봇 관리하기월렛 안내");
    assert!(
        page.texts(".steps").len() == 1 && page.texts(".vote").is_empty(),
        "no vote is asked for that nobody keeps"
    );
    for href in articles(&page).into_iter().filter(|href| href != &format!("/help/articles/{RECONNECT}")) {
        open(&router, &href).await;
    }
    let crumbs: Vec<String> =
        page.hrefs().filter(|href| href.starts_with("/help/search?")).map(str::to_owned).collect();
    assert_eq!(crumbs.len(), 3);
    for (level, href) in crumbs.iter().enumerate() {
        let listed = open(&router, href).await;
        assert!(!listed.texts(".snippet").is_empty(), "{level}: {href}");
    }
}

/// The same question has other answers in other services, so each names the others; one that is only about the same
/// thing is none.
#[tokio::test]
async fn the_same_question_of_another_service_is_near() {
    let answerer = shipped_answerer();
    let engine = answerer.engine();
    let mut pairs = 0;
    for hit in haedap::search::Engine::page(
        engine,
        &haedap::search::PageRequest {
            service: Some("brand-emoticon".to_owned()),
            page: 1,
            size: 50,
            ..Default::default()
        },
    )
    .expect("a page")
    .results
    {
        let article = engine.article_by_key(&hit.key).expect("the index").expect("the article");
        for other in engine.same_question(&article).expect("the index") {
            assert_ne!(other.service, article.service);
            pairs += 1;
        }
    }
    assert!(pairs > 0, "no question is asked of two services");
}

#[tokio::test]
async fn an_article_that_is_due_says_so() {
    let at = |now: OffsetDateTime| {
        router(AppState::new(shipped_answerer(), http_config()).with_clock(Arc::new(Stopped(now))))
    };
    let path = format!("/help/articles/{RECONNECT}");
    assert!(open(&at(datetime!(2026-11-26 00:00 UTC)), &path).await.texts(".notice").is_empty());
    let due = open(&at(datetime!(2036-01-01 00:00 UTC)), &path).await;
    assert!(due.text(".notice").contains("까지 확인한 내용이에요"), "{}", due.text(".notice"));
}

#[tokio::test]
async fn a_vote_is_kept_and_thanked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = {
        let clock = Arc::new(Stopped(datetime!(2026-11-26 00:00 UTC)));
        let file = folder.path().join("insight.sqlite");
        FeedbackStore::open_file(&file, 30, clock, Duration::from_secs(5)).expect("a store")
    };
    let state = AppState::new(shipped_answerer(), http_config()).with_feedback(Some(store.clone()));
    let router = router(state);
    let path = format!("/help/articles/{RECONNECT}");
    let page = open(&router, &path).await;
    assert!(page.text(".vote").contains("도움이 됐나요?"));
    let post = async |body: &str, headers: &[(&str, &str)]| -> Reply {
        let request =
            Request::post(format!("{path}/feedback")).header("content-type", "application/x-www-form-urlencoded");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        send(&router, request.body(Body::from(body.to_owned())).expect("a request")).await
    };
    let voted = post("helpful=yes", &[("sec-fetch-site", "same-origin")]).await;
    assert_eq!(voted.status, 303, "{}", voted.text());
    let back = voted.headers["location"].to_str().expect("text").split('#').next().expect("a path").to_owned();
    assert_eq!(open(&router, &back).await.text(".vote"), "의견을 남겨 주셔서 고마워요.");
    assert_eq!(post("helpful=no", &[("sec-fetch-site", "cross-site")]).await.status, 400);
    for wrong in ["", "helpful=perhaps", "%FF", "helpful"] {
        assert_eq!(post(wrong, &[]).await.status, 400, "{wrong}");
    }
    store.flush().await.expect("written");
    assert_eq!(store.helpfulness().of(RECONNECT).helpful, 1);
    // Now that somebody has voted, results can be sorted by it, and the article comes first.
    let sorted = search(&router, &[("q", "챗봇 카드"), ("sort", "helpful")]).await;
    assert!(sorted.text(".sorts").contains("도움순"));
    assert_eq!(articles(&sorted).first(), Some(&path));
    let api = get(&router, "/api/v1/search?q=%EC%B1%97%EB%B4%87+%EC%B9%B4%EB%93%9C&sort=helpful").await;
    assert_eq!(api.json()["results"][0]["key"], RECONNECT);
    assert!(!api.headers.contains_key("etag"), "votes change the order while the generation stays");
}

#[tokio::test]
async fn a_browser_that_is_refused_gets_a_page() {
    let router = shipped_router(http_config());
    let accept = [("accept", "text/html,application/xhtml+xml,*/*;q=0.8")];
    for (path, status) in [
        ("/help/articles/no-such", 404),
        ("/help/articles/%FF", 404),
        ("/help/assets/%FF", 404),
        ("/help/assets/no.css", 404),
        ("/help/no/such", 404),
    ] {
        let reply = with_headers(&router, path, &accept).await;
        assert_eq!(reply.status, status, "{path}");
        assert_eq!(Document::sound(&reply.text()).text("h1"), "글을 찾지 못했어요");
    }
    let asset = with_headers(&router, "/help/assets/no.css", &[]).await;
    assert_eq!(asset.headers["content-type"], "application/problem+json");
}

#[tokio::test]
async fn pages_allow_nothing_from_elsewhere() {
    let router = shipped_router(http_config());
    for path in ["/help", "/help/search?q=a", &format!("/help/articles/{RECONNECT}"), "/help/articles/no-such"] {
        let reply = get(&router, path).await;
        let policy = reply.headers["content-security-policy"].to_str().expect("text");
        for part in [
            "default-src 'none'",
            "style-src 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
        ] {
            assert!(policy.split("; ").any(|directive| directive == part), "{policy}");
        }
        assert!(!policy.contains("unsafe") && !policy.contains('*'), "{policy}");
        assert_eq!(reply.headers["referrer-policy"], "same-origin");
        assert_eq!(reply.headers["x-content-type-options"], "nosniff");
    }
}

#[tokio::test]
async fn assets_are_kept_for_good_under_their_own_name() {
    let router = shipped_router(http_config());
    let page = open(&router, "/help").await;
    let assets: Vec<String> =
        page.hrefs().filter(|href| href.starts_with("/help/assets/")).map(str::to_owned).collect();
    assert_eq!(assets.len(), 2);
    for asset in assets {
        let reply = get(&router, &asset).await;
        assert_eq!(
            (reply.status.as_u16(), &reply.headers["cache-control"]),
            (200, &"public, max-age=31536000, immutable".parse().unwrap())
        );
        // An SVG names its own namespace.
        let text = reply.text().replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
        assert!(!text.contains("http://") && !text.contains("https://"), "{asset} loads nothing from elsewhere");
        assert!(!reply.text().contains("url(") && !reply.text().contains("@import"), "{asset}");
    }
}
