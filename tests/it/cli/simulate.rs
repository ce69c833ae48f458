//! `haedap simulate`: a scripted conversation, taps, contexts, recordings and replays; against a server of the tests'
//! own where the picture matters, and against the skill in process.

use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::routing::post;
use axum::{Json, Router};
use haedap::answer::own_state::wording::UNLINKED;
use serde_json::{Value, json};

use super::{Place, Ran, support};
use crate::wallet::run;

/// Requests as they came, each with the secret that it bore.
type Seen = Arc<Mutex<Vec<(String, Value)>>>;

async fn answer(State(seen): State<Seen>, headers: HeaderMap, body: Bytes) -> (axum::http::StatusCode, Json<Value>) {
    let request: Value = serde_json::from_slice(&body).expect("JSON");
    let secret = headers.get("X-Haedap-Secret").map_or("", |value| value.to_str().expect("text")).to_owned();
    let said = request["userRequest"]["utterance"].as_str().expect("an utterance").trim().to_owned();
    seen.lock().expect("one at a time").push((secret.clone(), request));
    if secret == "wrong" {
        return (axum::http::StatusCode::UNAUTHORIZED, Json(json!({"code": "unauthorized"})));
    }
    let outputs = match said.as_str() {
        "메뉴" => json!([{"listCard": {
            "header": {"title": "무엇이 궁금하세요?"},
            "items": [
                {"title": "환불", "description": "챗봇", "action": "message", "messageText": "환불은 언제 되나요",
                 "extra": {"article": "refund"}},
                {"title": "공지", "link": {"web": "https://a.example.com"}},
            ],
        }}]),
        "길게" => json!([{"textCard": {"title": "가".repeat(51), "description": ""}}, {"hologram": {}}]),
        _ => json!([{"simpleText": {"text": format!("{said}?\n더 알려 주세요")}}]),
    };
    let replies = json!([{"label": "처음으로", "action": "block", "blockId": "66b0", "extra": {"start": true}}]);
    let response = json!({
        "version": "2.0",
        "template": {"outputs": outputs, "quickReplies": replies},
        "context": {"values": if said == "메뉴" { json!([{"name": "talk", "lifeSpan": 2, "ttl": 600, "params": {"step": "1"}}]) } else { json!([]) }},
    });
    (axum::http::StatusCode::OK, Json(response))
}

/// Runs the program against a server that answers as above.
fn simulate(args: &[&str], input: &str) -> (Ran, Vec<(String, Value)>) {
    run(async {
        let seen = Seen::default();
        let router = Router::new().route("/kakao/skill", post(answer)).with_state(Arc::clone(&seen));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(async move { axum::serve(listener, router).await.expect("it serves") });
        let (args, input): (Vec<String>, String) =
            (args.iter().map(|arg| (*arg).to_owned()).collect(), input.to_owned());
        let program = move || {
            let args: Vec<&str> =
                ["simulate", "--url", &url].into_iter().chain(args.iter().map(String::as_str)).collect();
            Place::empty().run_with_input(&args, &input)
        };
        let ran = tokio::task::spawn_blocking(program).await.expect("the program ends");
        let seen = seen.lock().expect("one at a time").clone();
        (ran, seen)
    })
}

#[test]
fn a_conversation_looks_like_this() {
    let (ran, _) = simulate(&[], "메뉴\n2\n1\n/tap 9\n/tap x\n7\n/nothing\n\n/tap 1\n/quit\nnever said\n");
    let expect = "\
> 메뉴
╭ ■ 무엇이 궁금하세요?
│ [1] 환불
│     챗봇
╰ [2] 공지
  [3] 처음으로
(opens https://a.example.com)
> 환불은 언제 되나요
╭ 환불은 언제 되나요?
╰ 더 알려 주세요
  [1] 처음으로
(there is nothing with the number 9)
(write it like /tap 1)
> 7
╭ 7?
╰ 더 알려 주세요
  [1] 처음으로
(there is no command /nothing; /help lists them)
> 처음으로
╭ 처음으로?
╰ 더 알려 주세요
  [1] 처음으로
";
    assert_eq!((ran.stdout.as_str(), ran.code), (expect, 0), "{}", ran.stderr);
}

#[test]
fn taps_and_contexts_are_sent_as_kakao_does() {
    let (ran, seen) =
        simulate(&["--bot", "66a0", "--user", "k", "--origin", "dev"], "메뉴\n1\n주차\n주차\n/reset\n메뉴\n/tap 3\n");
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    let requests: Vec<&Value> = seen.iter().map(|(_, request)| request).collect();
    let first = requests[0];
    assert_eq!((&first["bot"]["id"], &first["userRequest"]["user"]["id"]), (&json!("66a0!"), &json!("k")));
    assert_eq!((&first["action"]["clientExtra"], &first["contexts"]), (&json!({}), &json!([])));
    assert_eq!(first["flow"], json!({"trigger": {"type": "TEXT_INPUT"}}));
    let tapped = requests[1];
    assert_eq!(tapped["action"]["clientExtra"], json!({"article": "refund"}));
    assert_eq!(tapped["userRequest"]["utterance"], "환불은 언제 되나요");
    assert_eq!(tapped["flow"]["trigger"]["type"], "LIST_ITEM_MESSAGE");
    assert_eq!(tapped["flow"]["trigger"]["referrerBlock"], first["userRequest"]["block"]);
    let lifespans: Vec<Value> = requests.iter().map(|request| request["contexts"][0]["lifespan"].clone()).collect();
    assert_eq!(lifespans, [Value::Null, json!(2), json!(1), Value::Null, Value::Null, json!(2)]);
    assert_eq!(tapped["contexts"][0]["params"], json!({"step": {"value": "1", "resolvedValue": "1"}}));
    let block = requests[5];
    assert_eq!(
        (&block["userRequest"]["block"]["id"], &block["userRequest"]["utterance"]),
        (&json!("66b0"), &json!("처음으로"))
    );
    assert_eq!(block["flow"]["trigger"]["type"], "QUICKREPLY_BUTTON_BLOCK");
    assert_eq!(block["action"]["clientExtra"], json!({"start": true}));
}

#[test]
fn what_kakao_would_not_show_is_said() {
    let (ran, _) = simulate(&[], "길게\n");
    assert_eq!(ran.code, 1);
    for said in [
        "╭ (a component that KakaoTalk does not know: hologram)",
        "! error: /template/outputs/1 is not one component that Kakao knows",
        "/template/outputs/0/textCard/title has 51 characters, may have 50",
    ] {
        assert!(ran.stdout.contains(said), "{said}: {}", ran.stdout);
    }
    let (ran, seen) = simulate(&["--secret", "wrong"], "환불\n");
    assert_eq!((ran.code, seen[0].0.as_str()), (1, "wrong"));
    assert!(ran.stdout.contains("the secret is missing or wrong (401)"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("wrong\n") && !ran.stderr.contains("wrong"), "it is not repeated: {}", ran.stdout);
    let ran = Place::empty().run_with_input(&["simulate", "--url", "http://127.0.0.1:1"], "환불\n");
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("! error: the server cannot be reached"), "{}", ran.stdout);
    for url in ["bot.example.com", "ftp://a.example.com"] {
        let ran = Place::empty().run(&["simulate", "--url", url]);
        assert_eq!(ran.code, 2, "{url}");
        assert!(ran.stderr.contains("is no web address"), "{}", ran.stderr);
    }
}

#[test]
fn a_recording_can_be_replayed() {
    let place = Place::empty();
    let file = place.path("talk.jsonl").display().to_string();
    let (ran, sent) = simulate(&["--record", &file, "--json"], "/help\n메뉴\n2\n1\n");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let turns = ran.json_lines();
    assert_eq!(
        (turns.len(), &turns[1]["utterance"], &turns[1]["status"]),
        (2, &json!("환불은 언제 되나요"), &json!(200))
    );
    assert_eq!(turns[0]["findings"], json!([]));
    let (ran, again) = simulate(&["--replay", &file], "");
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("2 payloads: 2 passed, 0 failed; the slowest took "), "{}", ran.stdout);
    let requests = |seen: &[(String, Value)]| seen.iter().map(|(_, request)| request.clone()).collect::<Vec<_>>();
    assert_eq!(requests(&again), requests(&sent));
    let bare = place.write(
        "bare.json",
        json!([{"userRequest": {"utterance": "길게"}}, {"userRequest": {"utterance": "네"}}]).to_string(),
    );
    let (ran, _) = simulate(&["--replay", &bare, "--json"], "");
    let lines = ran.json_lines();
    assert_eq!((ran.code, &lines[0]["ok"], &lines[1]["ok"]), (1, &json!(false), &json!(true)));
    assert_eq!((&lines[2]["payloads"], &lines[2]["failed"]), (&json!(2), &json!(1)));
    for (text, said) in [("", "holds no payloads"), ("7\n", "holds no payloads"), ("{}\n{", "broken.jsonl:2")] {
        let broken = place.write("broken.jsonl", text);
        let (ran, _) = simulate(&["--replay", &broken], "");
        assert_eq!(ran.code, 2, "{text}");
        assert!(ran.stderr.contains(said), "{text}: {}", ran.stderr);
    }
}

#[test]
fn the_skill_in_process_answers_recorded_payloads() {
    let place = Place::shipped();
    let folder = support::root().join("tests/fixtures/kakao");
    let mut files: Vec<String> = std::fs::read_dir(&folder)
        .expect("the payloads")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| path.display().to_string())
        .collect();
    files.sort();
    let args: Vec<&str> = ["simulate", "--replay"].into_iter().chain(files.iter().map(String::as_str)).collect();
    let ran = place.run(&args);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    let closing = format!("{0} payloads: {0} passed, 0 failed;", files.len());
    assert!(ran.stdout.lines().last().is_some_and(|line| line.starts_with(&closing)), "{}", ran.stdout);
    // With a secret, the configured one is sent; another is refused.
    let with_secret = |args: &[&str]| -> Ran {
        let mut command = place.command(&[&["simulate", "--replay", &files[0]], args].concat());
        command.env("HAEDAP_KAKAO_SECRET", "hush").output().expect("the program starts").into()
    };
    assert_eq!(with_secret(&[]).code, 0);
    let refused = with_secret(&["--secret", "other"]);
    assert_eq!(refused.code, 1);
    assert!(refused.stdout.contains("the secret is missing or wrong (401)"), "{}", refused.stdout);
}

#[test]
fn a_member_is_linked_by_a_real_code() {
    let place = Place::shipped();
    let ran =
        place.run_with_input(&["simulate", "--as", "demo-04"], "오늘 한도 남았어요?\n연결 해제\n오늘 한도 남았어요?\n");
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    let said = format!("\n{}", ran.stdout);
    let parts: Vec<&str> = said.split("\n> ").collect();
    assert!(parts[1].starts_with("연결 ") && parts[1].contains("연결됐어요"), "{}", parts[1]);
    assert!(parts[2].contains("바다여행") && !parts[2].contains(UNLINKED), "the member's wallet: {}", parts[2]);
    assert!(parts[4].contains(UNLINKED) && !parts[4].contains("바다여행"), "unlinked again: {}", parts[4]);
    let left: Vec<_> = std::fs::read_dir(place.path(""))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    assert_eq!(left.len(), 1, "nothing but the index is left: {left:?}");
    let ran = place.run_with_input(&["simulate", "--as", "demo-04", "--url", "http://127.0.0.1:1"], "");
    assert_eq!(ran.code, 2, "a server's links are its own");
}
