//! `GET /api/v1/suggest`.

use axum::Router;
use haedap::answer::Answerer;
use haedap::faq;
use haedap::http::{AppState, router};
use haedap::index::Store;
use haedap::text::LexiconFiles;
use serde_json::{Value, json};
use time::macros::datetime;

use crate::support::{analyzer, get, http_config, open_engine, shipped_router, words};

/// Percent-encodes whatever is not a plain letter or figure.
fn encoded(text: &[u8]) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    text.iter().map(|byte| if plain(*byte) { char::from(*byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

async fn suggested(router: &Router, query: &str, more: &str) -> Value {
    let reply = get(router, &format!("/api/v1/suggest?q={}{more}", encoded(query.as_bytes()))).await;
    assert_eq!(reply.status, 200, "{query}: {}", reply.text());
    reply.json()
}

#[tokio::test]
async fn suggestions_have_the_fields_that_pages_rely_on() {
    let router = shipped_router(http_config());
    let found = suggested(&router, "챗봇 월렛에 자동겨", "").await;
    let title = "챗봇 월렛에 자동결제 카드를 등록하고 싶어요";
    assert_eq!(
        found["suggestions"][0],
        json!({
            "text": title,
            "key": "cb-autopay-card-register",
            "kind": "title",
            "service": "챗봇 관리자센터",
            "service_slug": "chatbot",
            "marks": [[0, "챗봇 월렛에 자동결".len()]],
        })
    );
    assert_eq!((&found["query"], &found["corrections"]), (&json!("챗봇 월렛에 자동겨"), &json!([])));
    let units = suggested(&router, "챗봇 월렛에 자동겨", "&highlight=utf16").await;
    assert_eq!(units["suggestions"][0]["marks"], json!([[0, 10]]));
    let meant = suggested(&router, "wkehdruf", "&service=chatbot&size=3").await;
    assert_eq!(meant["corrections"], json!([{"from": "wkehdruf", "to": "자동결"}]));
    let list = meant["suggestions"].as_array().expect("a list");
    assert!(list.len() == 3 && list.iter().all(|suggestion| suggestion["service_slug"] == "chatbot"), "{meant}");
}

/// A collection has titles alone, no services, and documents without a title.
#[tokio::test]
async fn general_collections_have_suggestions() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let file = folder.path().join("collection.jsonl");
    let lines = [
        json!({"_id": "a", "title": "자동결제 안내", "text": "환불은 여기에서"}),
        json!({"_id": "b", "title": "", "text": "자동결제는 여기에서"}),
        json!({"_id": "c", "title": "카드 자동결제", "text": ""}),
    ];
    std::fs::write(&file, lines.map(|line| line.to_string()).join("\n")).expect("a file");
    let corpus = faq::collection::read(&file).expect("the collection is in order");
    let files = LexiconFiles::default();
    let store = Store::new(folder.path());
    let now = datetime!(2026-11-26 09:00 UTC);
    store.publish(&corpus, &analyzer(&words(&files)), &files, now, |_| {}).expect("an index");
    let router = router(AppState::new(Answerer::new(open_engine(&store)), http_config()));
    let suggestion = |text: &str, key: &str, marks: [usize; 2]| json!({"text": text, "key": key, "kind": "title", "service": "", "service_slug": "", "marks": [marks]});
    assert_eq!(
        suggested(&router, "자동겨", "").await["suggestions"],
        json!([suggestion("자동결제 안내", "a", [0, 9]), suggestion("카드 자동결제", "c", [7, 16])])
    );
    assert_eq!(suggested(&router, "환불", "").await["suggestions"], json!([]));
}

#[tokio::test]
async fn parameters_are_checked() {
    let router = shipped_router(http_config());
    let check = async |query: &str, expect: Result<(), &str>| {
        let reply = get(&router, &format!("/api/v1/suggest?{query}")).await;
        match expect {
            Ok(()) => assert_eq!(reply.status, 200, "{query}: {}", reply.text()),
            Err(detail) => {
                assert_eq!(reply.status, 400, "{query}: {}", reply.text());
                assert_eq!(reply.headers["content-type"], "application/problem+json");
                let problem = reply.json();
                assert_eq!(problem["code"], "invalid_request");
                assert!(problem["detail"].as_str().is_some_and(|said| said.contains(detail)), "{query}: {problem}");
            }
        }
    };
    check("", Ok(())).await;
    check("q=a&service=&highlight=bytes&size=20", Ok(())).await;
    check("q=%FF%FE", Ok(())).await;
    check("q=a&service=chatbot", Ok(())).await;
    check("q=a&size=0", Err("size is 0; it can be 1 to 20")).await;
    check("q=a&size=21", Err("size is 21; it can be 1 to 20")).await;
    check("q=a&size=-1", Err("invalid digit")).await;
    check("q=a&highlight=html", Err("highlight is 'html'; it can be bytes or utf16")).await;
    check("q=a&service=nowhere", Err("there is no service 'nowhere'")).await;
    check("q=a&colour=red", Err("unknown field `colour`")).await;
    check("q=a&q=b", Err("duplicate field")).await;
}

/// What no person types: bytes that are no text, controls, half of a surrogate, endless runs, queries of a query
/// language.
#[tokio::test]
async fn hostile_queries_do_no_harm() {
    let router = shipped_router(http_config());
    let seeds: Vec<Vec<u8>> = vec![
        b"\xFF\xFE\x00".to_vec(),
        b"\xED\xA0\x80".to_vec(),
        "ㅏ".repeat(400).into_bytes(),
        "\u{1161}".repeat(500).into_bytes(),
        "\u{301}".repeat(500).into_bytes(),
        "가\u{11A8}".repeat(200).into_bytes(),
        "ㄱ".repeat(300).into_bytes(),
        "rk".repeat(200).into_bytes(),
        "자동결제 ".repeat(60).into_bytes(),
        "👩‍👩‍👧‍👦".repeat(40).into_bytes(),
        "ﷺ".repeat(100).into_bytes(),
        b"\" OR 1=1; -- <script>alert(1)</script> {{7*7}} ${jndi:x}".to_vec(),
        b"title:* AND (a OR b)~2^5 [a TO z]".to_vec(),
        b"../../../etc/passwd%00".to_vec(),
        "\u{202E}제결동자\u{202C}".as_bytes().to_vec(),
        "İßſﬁÅ".as_bytes().to_vec(),
    ];
    for number in 0..512_usize {
        let mut bytes = seeds[number % seeds.len()].clone();
        // Each round cuts and turns the seed elsewhere, also inside of characters.
        let turn = number * 31 % bytes.len();
        bytes.rotate_left(turn);
        bytes.truncate(bytes.len() - number / seeds.len() * bytes.len() / 40);
        let reply = get(&router, &format!("/api/v1/suggest?q={}&highlight=utf16", encoded(&bytes))).await;
        assert!(reply.status == 200 || reply.status == 400, "{bytes:?}: {}", reply.text());
    }
}
