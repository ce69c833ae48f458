//! `GET /api/v1/search`: pages, facets, marks, parameters.

use haedap::http::router;
use serde_json::{Value, json};
use time::macros::date;

use super::{RECONNECT, assert_problem, keys, list, names, open, search, small_index};
use crate::support::{get, http_config, shipped_router};

#[tokio::test]
async fn a_page_has_the_fields_that_pages_rely_on() {
    let router = shipped_router(http_config());
    let page = search(&router, &[("q", "  챗봇 자동결제 실패 ")]).await;
    let fields =
        ["corrections", "facets", "nearest", "next_cursor", "page", "query", "query_cut", "results", "size", "total"];
    assert_eq!(names(&page), fields);
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
async fn newest_first_and_undated_last() {
    let days = [Some(date!(2026 - 01 - 31)), None, Some(date!(2026 - 11 - 02)), Some(date!(2025 - 12 - 31))];
    let folder = small_index(|number, article| article.updated = days[number]);
    let router = router(open(folder.path()));
    let page = search(&router, &[("q", "환불"), ("sort", "newest")]).await;
    assert_eq!(keys(&page), ["a2", "a0", "a3", "a1"]);
    let first = search(&router, &[("q", "환불"), ("sort", "newest"), ("size", "1"), ("page", "2")]).await;
    assert_eq!(keys(&first), ["a0"], "the order holds over pages");
}

/// A query about something else gets no results, even if an article shares words with it, and is told what is nearest.
#[tokio::test]
async fn what_no_article_is_about_gets_no_results() {
    let router = shipped_router(http_config());
    for query in [
        "토스 송금 한도 얼마예요",
        "아이폰 화면 깨졌는데 수리비 얼마나 나와요?",
        "안녕하세요~ 좋은 아침입니다",
        "qqzxw",
    ] {
        let page = search(&router, &[("q", query)]).await;
        assert_eq!((&page["total"], list(&page, "results").len()), (&json!(0), 0), "{query}: {page}");
        assert!(list(&page, "nearest").len() <= 3);
    }
    let near = search(&router, &[("q", "토스 송금 한도 얼마예요")]).await;
    for nearest in list(&near, "nearest") {
        assert_eq!(names(nearest), ["key", "service", "title"]);
    }
    assert!(!list(&near, "nearest").is_empty());
    assert_eq!(list(&search(&router, &[("q", "환불")]).await, "nearest").len(), 0, "results need no nearest ones");
}
