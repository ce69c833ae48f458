//! The public HTTP interface besides Kakao's: search, ask, articles as JSON and as pages, health, errors.

use std::future::Future as _;
use std::path::Path;
use std::pin::pin;
use std::sync::{Arc, Mutex, mpsc};

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use haedap::answer::{Answerer, wording};
use haedap::faq::{self, Article, Link};
use haedap::http::{AppState, router};
use haedap::index::{Store, schema};
use haedap::text::LexiconFiles;
use serde_json::{Value, json};
use tempfile::TempDir;
use time::macros::{date, datetime};

use crate::support::{
    Reply, analyzer, get, http_config, open_engine, post, root, send, shipped_answerer, shipped_router, words,
};

const RECONNECT: &str = "cb-autopay-fail-reconnect";

/// Percent-encodes whatever is not a plain letter or figure.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

async fn search(router: &Router, parameters: &[(&str, &str)]) -> Value {
    let pairs: Vec<String> = parameters.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    let reply = get(router, &format!("/api/v1/search?{}", pairs.join("&"))).await;
    assert_eq!(reply.status, 200, "{parameters:?}: {}", reply.text());
    reply.json()
}

#[track_caller]
fn assert_problem(reply: &Reply, status: u16, code: &str) {
    assert_eq!(reply.status, status, "{}", reply.text());
    assert_eq!(reply.headers["content-type"], "application/problem+json");
    let problem = reply.json();
    assert_eq!(names(&problem), ["code", "detail", "status", "title", "type"]);
    assert_eq!((&problem["code"], &problem["status"]), (&json!(code), &json!(status)));
    assert_eq!(problem["type"], format!("urn:haedap:error:{code}"));
}

/// The names of an object's fields, sorted.
fn names(object: &Value) -> Vec<&str> {
    let mut names: Vec<&str> = object.as_object().expect("an object").keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().unwrap_or_else(|| panic!("no list '{name}' in {value}"))
}

fn keys(page: &Value) -> Vec<&str> {
    list(page, "results").iter().map(|result| result["key"].as_str().expect("a key")).collect()
}

#[tokio::test]
async fn a_page_has_the_fields_that_pages_rely_on() {
    let router = shipped_router(http_config());
    let page = search(&router, &[("q", "  챗봇 자동결제 실패 ")]).await;
    assert_eq!(names(&page), ["corrections", "facets", "page", "query", "query_cut", "results", "size", "total"]);
    assert_eq!((&page["query"], &page["query_cut"]), (&json!("챗봇 자동결제 실패"), &json!(false)));
    assert_eq!((&page["page"], &page["size"]), (&json!(1), &json!(10)));
    let result = list(&page, "results").iter().find(|result| result["key"] == RECONNECT).expect("the article");
    let fields = ["category", "key", "score", "service", "service_slug", "snippet", "title", "updated"];
    assert_eq!(names(result), fields);
    assert_eq!((&result["service"], &result["service_slug"]), (&json!("챗봇 관리자센터"), &json!("chatbot")));
    assert_eq!(result["category"], json!(["봇 관리하기", "월렛 안내"]));
    assert_eq!(result["title"]["text"], "자동결제 실패로 끊긴 챗봇은 언제 다시 연결되나요?");
    assert_eq!(result["updated"], "2026-11-21");
    let scores: Vec<f64> = list(&page, "results").iter().map(|r| r["score"].as_f64().expect("a score")).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
}

/// A facet's count is what the total becomes when it is chosen.
#[tokio::test]
async fn facets_say_what_filtering_gives() {
    let router = shipped_router(http_config());
    for query in ["환불", "세금계산서 발행", "자동결제 카드"] {
        let page = search(&router, &[("q", query)]).await;
        let (services, categories) = (list(&page["facets"], "services"), list(&page["facets"], "categories"));
        let sum = |facets: &[&Value]| facets.iter().filter_map(|facet| facet["count"].as_u64()).sum::<u64>();
        let upper = |facet: &&Value| !facet["value"].as_str().is_some_and(|value| value.contains('>'));
        assert_eq!(Some(sum(&services.iter().collect::<Vec<_>>())), page["total"].as_u64(), "{query}");
        assert_eq!(Some(sum(&categories.iter().filter(upper).collect::<Vec<_>>())), page["total"].as_u64(), "{query}");
        assert!(services.len() >= 2 && categories.len() >= 2, "{query}: {}", page["facets"]);
        for (name, field, facets) in [("service", "services", services), ("category", "categories", categories)] {
            for facet in facets {
                let chosen = facet["value"].as_str().expect("a value");
                let filtered = search(&router, &[("q", query), (name, chosen), ("size", "50")]).await;
                assert_eq!(filtered["total"], facet["count"], "{query}, {chosen}");
                assert_eq!(filtered["facets"][field], page["facets"][field], "its own filter changes no facet");
                for result in list(&filtered, "results") {
                    let path: Vec<_> = list(result, "category").iter().filter_map(Value::as_str).collect();
                    let path = path.join(">");
                    let is_under = path == chosen || path.starts_with(&format!("{chosen}>"));
                    assert!(result["service_slug"] == chosen || is_under, "{chosen}: {result}");
                }
            }
        }
        // By name as by slug, and an empty choice is none.
        for facet in services {
            let by = async |value: &Value| {
                search(&router, &[("q", query), ("service", value.as_str().expect("text"))]).await
            };
            assert_eq!(by(&facet["label"]).await, by(&facet["value"]).await);
        }
        assert_eq!(search(&router, &[("q", query), ("service", ""), ("category", "")]).await, page);
        assert_eq!(search(&router, &[("q", query), ("service", "no-such")]).await["total"], 0);
        assert_eq!(search(&router, &[("q", query), ("category", "없는 분류")]).await["total"], 0);
    }
}

#[tokio::test]
async fn pages_follow_one_another() {
    let router = shipped_router(http_config());
    let all = search(&router, &[("q", "환불"), ("size", "50")]).await;
    let total = all["total"].as_u64().expect("a total") as usize;
    assert!((8..=50).contains(&total), "{total}");
    let mut seen = Vec::new();
    for number in 1..=total.div_ceil(3) {
        let page = search(&router, &[("q", "환불"), ("size", "3"), ("page", &number.to_string())]).await;
        assert_eq!((&page["total"], &page["facets"]), (&all["total"], &all["facets"]));
        seen.extend(keys(&page).into_iter().map(str::to_owned));
    }
    assert_eq!(seen, keys(&all));
    let beyond = search(&router, &[("q", "환불"), ("page", "10000")]).await;
    assert_eq!((keys(&beyond).len(), &beyond["total"]), (0, &all["total"]));
}

#[tokio::test]
async fn parameters_are_checked() {
    let router = shipped_router(http_config());
    let check = async |query: &str, expect: Result<(), &str>| {
        let reply = get(&router, &format!("/api/v1/search?{query}")).await;
        match expect {
            Ok(()) => assert_eq!(reply.status, 200, "{query}: {}", reply.text()),
            Err(detail) => {
                assert_problem(&reply, 400, "invalid_request");
                let said = reply.json()["detail"].as_str().unwrap_or_default().to_owned();
                assert!(said.contains(detail), "{query}: {said}");
            }
        }
    };
    check("", Ok(())).await;
    check("q=a&size=1", Ok(())).await;
    check("q=a&size=50", Ok(())).await;
    check("q=a&sort=relevance", Ok(())).await;
    check("q=%FF%FE", Ok(())).await;
    check("q=a&size=0", Err("size is 0; it can be 1 to 50")).await;
    check("q=a&size=51", Err("size is 51; it can be 1 to 50")).await;
    check("q=a&page=0", Err("page is 0")).await;
    check("q=a&page=10001", Err("page is 10001")).await;
    check("q=a&page=-1", Err("invalid digit")).await;
    check("q=a&size=99999999999999999999999", Err("number too large")).await;
    check("q=a&sort=best", Err("sort is 'best'; it can be")).await;
    check("q=a&colour=red", Err("unknown field `colour`")).await;
    check("q=a&q=b", Err("duplicate field")).await;
}

#[tokio::test]
async fn long_and_empty_queries() {
    let router = shipped_router(http_config());
    let long = "환불 신청 방법 안내 ".repeat(40).chars().take(400).collect::<String>();
    let page = search(&router, &[("q", &long)]).await;
    assert_eq!(page["query_cut"], true);
    assert_eq!(page["query"].as_str(), Some(long.chars().take(300).collect::<String>().as_str()));
    assert!(page["total"].as_u64() > Some(0));
    let whole = search(&router, &[("q", &"가".repeat(300))]).await;
    assert_eq!(whole["query_cut"], false);
    for nothing in ["", " ", "?!…", "\u{200B}"] {
        let page = search(&router, &[("q", nothing)]).await;
        let facets = json!({"services": [], "categories": []});
        assert_eq!(
            (&page["total"], &page["results"], &page["facets"]),
            (&json!(0), &json!([]), &facets),
            "{nothing:?}"
        );
    }
}

#[tokio::test]
async fn marks_stand_on_whole_characters() {
    let router = shipped_router(http_config());
    let mut marked = Vec::new();
    for query in ["환불", "왜 제 챗봇 끊겼어요ㅠㅠ", "세금계산서발행", "자동결제가 안 돼요😀", "돼", "00시", "PG 2번"]
    {
        for result in list(&search(&router, &[("q", query), ("size", "50")]).await, "results") {
            for field in ["title", "snippet"] {
                let text = result[field]["text"].as_str().expect("a text");
                assert!(!text.is_empty() && text.chars().count() <= 160, "{text:?}");
                let mut from = 0;
                for mark in list(&result[field], "marks") {
                    let at = |name: &str| mark[name].as_u64().expect("an offset") as usize;
                    // Slicing by `get` gives nothing off the text and inside of characters.
                    let word = text.get(at("start")..at("end")).unwrap_or_else(|| panic!("{mark} in {text:?}"));
                    assert!(!word.trim().is_empty() && at("start") >= from, "{mark} in {text:?}");
                    from = at("end");
                    marked.push(word.to_owned());
                }
            }
        }
    }
    for word in ["환불", "챗봇", "자동결제"] {
        assert!(marked.iter().any(|mark| mark == word), "{word} is nowhere marked");
    }
}

#[tokio::test]
async fn asks_like_the_bot() {
    let router = shipped_router(http_config());
    let ask = async |body: Value| {
        let reply = post(&router, "/api/v1/ask", body.to_string()).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()
    };
    let answer = ask(json!({"utterance": "왜 제 챗봇 끊겼어요ㅠㅠ"})).await;
    assert_eq!(names(&answer), ["answer", "choices", "corrections", "decision", "hits", "service", "slots"]);
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
    assert!(page.text().contains("<ol><li>결제 예정 금액만큼 유상캐시를 충전해 주세요.</li>"), "{}", page.text());

    assert_problem(&get(&router, "/api/v1/articles/no-such").await, 404, "not_found");
    let missing = get(&router, "/help/articles/no-such").await;
    assert_eq!((missing.status.as_u16(), &missing.headers["content-type"]), (404, &page.headers["content-type"]));
    assert!(missing.text().contains("<h1>글을 찾지 못했어요</h1>"));
    for reply in [&page, &missing] {
        let policy = reply.headers["content-security-policy"].to_str().expect("text");
        for part in ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"] {
            assert!(policy.split("; ").any(|directive| directive == part), "{policy}");
        }
        assert!(!reply.text().contains("<script"));
    }
}

#[tokio::test]
async fn errors_are_problems_everywhere() {
    let router = shipped_router(http_config());
    for path in ["/", "/api", "/api/v1/articles/", "/api/v1/search/", "/help/articles/a/b", "/..%2f..%2fetc/passwd"] {
        assert_problem(&get(&router, path).await, 404, "not_found");
    }
    assert_problem(&post(&router, "/api/v1/search?q=a", "").await, 405, "method_not_allowed");
    assert_problem(&post(&router, "/healthz", "").await, 405, "method_not_allowed");
}

/// A key that is no UTF-8 is the caller's error like any other, not a plain text of the framework's.
#[tokio::test]
async fn an_address_that_is_no_text_is_a_problem() {
    let router = shipped_router(http_config());
    for path in ["/api/v1/articles/%FF", "/help/articles/%FF"] {
        let reply = get(&router, path).await;
        assert!(reply.status.is_client_error(), "{path}: {}", reply.status);
        let kind = reply.headers["content-type"].to_str().expect("text");
        assert!(
            kind == "application/problem+json" || kind.starts_with("text/html"),
            "{path}: {kind}: {}",
            reply.text()
        );
    }
}

#[tokio::test]
async fn health_and_readiness() {
    let router = shipped_router(http_config());
    let alive = get(&router, "/healthz").await;
    assert_eq!((alive.status.as_u16(), alive.text().as_str()), (200, "ok"));
    let ready = get(&router, "/readyz").await;
    assert_eq!(ready.status, 200);
    let manifest = shipped_answerer().engine().manifest().clone();
    let expect = json!({"ready": true, "generation": manifest.generation, "articles": manifest.counts.articles});
    assert_eq!(ready.json(), expect);
}

#[tokio::test]
async fn every_response_has_a_request_id() {
    let router = shipped_router(http_config());
    let id = async |path: &str, given: Option<&[u8]>| {
        let request = given.into_iter().fold(Request::get(path), |request, id| request.header("x-request-id", id));
        let reply = send(&router, request.body(Body::empty()).expect("a request")).await;
        reply.headers["x-request-id"].to_str().expect("text").to_owned()
    };
    let kakaos = "chp-0123456789abcdef0123456789abcdef";
    for path in ["/healthz", "/no-such-page", "/api/v1/search?size=0"] {
        assert_eq!(id(path, Some(kakaos.as_bytes())).await, kakaos);
        let (one, other) = (id(path, None).await, id(path, None).await);
        assert!(!one.is_empty() && one != other, "{one} {other}");
    }
    // What could forge a log line or swell it is not taken over.
    for bad in [&b""[..], b"a b", b"a\tb", b"a\"b", b"a,b", "가".as_bytes(), b"\xff", "a".repeat(65).as_bytes()] {
        let taken = id("/healthz", Some(bad)).await;
        assert!(taken.as_bytes() != bad && !taken.is_empty() && taken.len() <= 64, "{bad:?}: {taken}");
    }
}

/// An index of four articles `a0` to `a3` of our own, each changed before it is indexed.
fn small_index(change: impl Fn(usize, &mut Article)) -> TempDir {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let file = folder.path().join("collection.jsonl");
    let line =
        |number: usize| json!({"_id": format!("a{number}"), "title": format!("환불 {number}"), "text": "환불 안내"});
    let lines: Vec<String> = (0..4).map(|number| line(number).to_string()).collect();
    std::fs::write(&file, lines.join("\n")).expect("a file");
    let mut corpus = faq::collection::read(&file).expect("the collection is in order");
    corpus.articles.iter_mut().enumerate().for_each(|(number, article)| change(number, article));
    let files = LexiconFiles::default();
    let now = datetime!(2026-11-21 09:00 UTC);
    Store::new(folder.path()).publish(&corpus, &analyzer(&words(&files)), &files, now, |_| {}).expect("an index");
    folder
}

fn open(folder: &Path) -> AppState {
    AppState::new(Answerer::new(open_engine(&Store::new(folder))), http_config())
}

#[tokio::test]
async fn newest_first_and_undated_last() {
    let days = [Some(date!(2026 - 01 - 31)), None, Some(date!(2026 - 11 - 02)), Some(date!(2025 - 12 - 31))];
    let folder = small_index(|number, article| article.updated = days[number]);
    let router = router(open(folder.path()));
    let page = search(&router, &[("q", "환불"), ("sort", "newest")]).await;
    assert_eq!(keys(&page), ["a2", "a0", "a3", "a1"]);
    let first = search(&router, &[("q", "환불"), ("sort", "newest"), ("size", "1"), ("page", "2")]).await;
    assert_eq!(keys(&first), ["a0"], "the order holds over pages");
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
    assert!(!page.contains("<script") && !page.contains("&amp;'") && !page.contains(r#"("1")"#), "{page}");
    // Title twice, service twice, category, heading, paragraph, step, bullet, link and its address.
    assert_eq!(page.matches("&#60;script&#62;").count(), 11, "{page}");
}

/// What went wrong inside stays inside: an index with a damaged article gives the fixed public text.
#[tokio::test]
async fn faults_of_ours_tell_nothing() {
    let folder = small_index(|_, _| {});
    let generation = Store::new(folder.path()).current().expect("a generation");
    let index = tantivy::Index::open_in_dir(folder.path().join(generation).join("tantivy")).expect("an index");
    let (_, fields) = schema::schema();
    let mut writer = index.writer_with_num_threads::<tantivy::TantivyDocument>(1, 15_000_000).expect("a writer");
    let mut damaged =
        tantivy::doc!(fields.key => "damaged", fields.article => "{\"inner\": /var/lib", fields.updated => 1_i64);
    damaged.add_text(fields.service, "damaged");
    damaged.add_text(fields.text, "고장");
    writer.add_document(damaged).expect("a document");
    writer.commit().expect("written");
    let router = router(open(folder.path()));
    let fixed = json!({
        "type": "urn:haedap:error:internal",
        "title": "Internal Server Error",
        "status": 500,
        "code": "internal",
        "detail": "something went wrong here; it has been logged",
    });
    for path in ["/api/v1/articles/damaged", "/help/articles/damaged", "/api/v1/search?q=%EA%B3%A0%EC%9E%A5"] {
        let reply = get(&router, path).await;
        assert_problem(&reply, 500, "internal");
        assert_eq!(reply.json(), fixed, "{path}");
    }
    let asked = post(&router, "/api/v1/ask", json!({"utterance": "고장"}).to_string()).await;
    assert_eq!((asked.status.as_u16(), asked.json()), (500, fixed));
    let bubble = post(&router, "/kakao/skill", json!({"userRequest": {"utterance": "고장"}}).to_string()).await;
    assert_eq!(
        (bubble.status.as_u16(), &bubble.json()["template"]["outputs"][0]["simpleText"]["text"]),
        (200, &json!(wording::TROUBLE))
    );
    // The other articles are still served.
    assert_eq!(get(&router, "/api/v1/articles/a0").await.status, 200);
}

/// With every place taken, callers are told to come again, Kakao's customers get a bubble, and it passes.
#[tokio::test]
async fn refuses_early_when_full_and_recovers() {
    let folder = small_index(|_, _| {});
    let state = open(folder.path());
    let router = router(state.clone());
    let (release, wait) = mpsc::channel::<()>();
    let wait = Arc::new(Mutex::new(wait));
    let mut holders = Vec::new();
    // More than are answered at once; polled once each, so that all stand in line before the requests below.
    for _ in 0..200 {
        let (state, wait) = (state.clone(), Arc::clone(&wait));
        let mut holder = Box::pin(async move {
            let hold = state.run(move |_| Ok(wait.lock().is_ok_and(|wait| wait.recv().is_ok())));
            hold.await.is_ok()
        });
        std::future::poll_fn(|context| std::task::Poll::Ready(holder.as_mut().poll(context))).await.is_ready();
        holders.push(holder);
    }
    let payload = json!({"userRequest": {"utterance": "환불"}}).to_string();
    let requests = async { tokio::join!(get(&router, "/api/v1/search?q=a"), post(&router, "/kakao/skill", payload)) };
    let (refused, bubble) = pin!(requests).await;
    assert_problem(&refused, 503, "busy");
    assert_eq!(refused.headers["retry-after"], "1");
    assert_eq!(bubble.status, 200);
    assert_eq!(bubble.json()["template"]["outputs"][0]["simpleText"]["text"], wording::TROUBLE);
    assert_eq!(get(&router, "/healthz").await.status, 200, "the process is alive though it is busy");
    drop((release, holders));
    assert_eq!(get(&router, "/api/v1/search?q=a").await.status, 200);
}
