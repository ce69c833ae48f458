//! Callback mode: when own state is slow, the customer is told to wait and gets the whole answer later, once.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use axum::http::Request;
use futures_util::future::join_all;
use haedap::attach::Attacher;
use haedap::callback::{MOST_BYTES, PostError, Poster, Trust};
use haedap::http::kakao_skill::bots::{Bot, Bots};
use haedap::http::state::OwnStateConfig;
use haedap::http::{AppState, KakaoChannel, router};
use haedap::slot::Slot;
use haedap::wallet::sources::MemorySource;
use haedap::wallet::{Calendar, Deadline, MemberId, WalletError, WalletId, WalletSource, WalletState, WalletSummary};
use serde_json::{Value, json};
use tokio::sync::watch;

use super::checker::{Call, Checker};
use super::{SKILL, call, fixture};
use crate::support::https::{Server, Takes};
use crate::support::{http_config, send, shipped_answerer};
use crate::wallet::{Sunday, memory};

const QUESTION: &str = "제 챗봇 월렛에 지금 유상캐시 잔액 얼마 남았어요?";
const BALANCE: &str = "350,000원";
const BOT: &str = "6721b0c4d5e6f708192a3b4c";
/// More than any post takes.
const LONG: Duration = Duration::from_mins(1);

/// Wallets behind a gate: nothing is answered before it opens.
struct Gated {
    source: MemorySource,
    gate: watch::Receiver<bool>,
}

impl Gated {
    async fn pass(&self) -> Result<(), WalletError> {
        let mut gate = self.gate.clone();
        let open = gate.wait_for(|open| *open).await;
        open.map(|_| ()).map_err(|_| WalletError::Down { cause: "the gate is gone".to_owned() })
    }
}

#[async_trait]
impl WalletSource for Gated {
    async fn wallets(&self, member: &MemberId, deadline: Deadline) -> Result<Vec<WalletSummary>, WalletError> {
        self.source.wallets(member, deadline).await
    }

    async fn state(
        &self,
        member: &MemberId,
        wallet: &WalletId,
        slots: &[Slot],
        deadline: Deadline,
    ) -> Result<WalletState, WalletError> {
        deadline.hold(self.pass()).await?;
        self.source.state(member, wallet, slots, deadline).await
    }
}

/// A bot over gated wallets that posts to `hosts`, and what opens the gate.
fn bot(server: &Server, hosts: &[String], callback: bool) -> (Router, watch::Sender<bool>) {
    let (open, gate) = watch::channel(false);
    let source = Gated { source: memory(), gate };
    let calendar = Arc::new(Calendar::shipped().expect("the holidays"));
    let attacher = Attacher::new(Arc::new(source), calendar, Arc::new(Sunday));
    let settings = json!({"id": BOT, "name": "shop", "identity": "app_user_id", "callback": callback});
    let bots = Bots::listed(vec![Bot::new(serde_json::from_value(settings).expect("settings"), None)]);
    let poster = Poster::new(hosts.to_vec(), Trust::Only(server.authority.as_bytes())).expect("a client");
    let channel = KakaoChannel::new(None).with_bots(bots).with_poster(poster);
    let own_state = OwnStateConfig { attacher: Some(attacher), links: None };
    let state = AppState::new(shipped_answerer(), http_config()).with_kakao(channel).with_own_state(own_state);
    (router(state), open)
}

fn payload(url: &str) -> Value {
    let mut payload = fixture("live_callback");
    payload["userRequest"]["utterance"] = json!(QUESTION);
    payload["userRequest"]["callbackUrl"] = json!(url);
    payload["userRequest"]["user"]["properties"] = json!({"appUserId": "demo-01"});
    payload
}

async fn said(router: &Router, payload: &Value) -> Value {
    let request = Request::post(SKILL).body(Body::from(payload.to_string())).expect("a request");
    let reply = send(router, request).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    let response = reply.json();
    // The rules of a bubble hold where there is one.
    let call = Call { has_callback: payload["userRequest"]["callbackUrl"].is_string(), ..Call::default() };
    let found = Checker::new().check_call(&response, call);
    let without_template = response["useCallback"] == json!(true);
    let wrong: Vec<&String> =
        found.iter().filter(|line| !(without_template && line.starts_with("required /template"))).collect();
    assert!(wrong.is_empty(), "{wrong:?}: {response:#}");
    response
}

#[tokio::test]
async fn a_slow_answer_comes_later_and_once() {
    let mut server = Server::start(Takes::Status(200)).await;
    let (router, open) = bot(&server, &[server.host()], true);
    let payload = payload(&format!("https://{}/v1/bots/{BOT}/callback/cbtoken:0f9e", server.host()));
    let first = said(&router, &payload).await;
    assert_eq!(first["useCallback"], json!(true), "{first:#}");
    assert!(first.get("template").is_none(), "{first:#}");
    assert!(first["context"]["values"][0]["params"]["thread"].is_string(), "{first:#}");
    assert!(server.more().is_none(), "nothing is posted before it is known");

    open.send(true).expect("the source waits");
    let posted = server.next().await;
    assert_eq!(posted.path, format!("/v1/bots/{BOT}/callback/cbtoken:0f9e"));
    let answer: Value = serde_json::from_slice(&posted.body).expect("JSON");
    assert!(answer.to_string().contains(BALANCE), "{answer:#}");
    assert_eq!(Checker::new().check(&answer), [""; 0]);

    // The same call again is answered, but promises nothing: its address is used up.
    let again = said(&router, &payload).await;
    assert!(again.get("useCallback").is_none() && again.to_string().contains(BALANCE), "{again:#}");
    assert!(server.more().is_none());
}

/// The process ends between the promise and the answer: nothing is kept, so nothing is posted, neither then nor by the
/// process after it, which answers the next call.
#[tokio::test]
async fn a_promise_ends_with_the_process() {
    let mut server = Server::start(Takes::Status(200)).await;
    let [first, second] = ["0001", "0002"]
        .map(|token| payload(&format!("https://{}/v1/bots/{BOT}/callback/cbtoken:{token}", server.host())));
    let process = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let (router, open) = bot(&server, &[server.host()], true);
    let promised = process.spawn(async move { said(&router, &first).await }).await.expect("it answers");
    assert_eq!(promised["useCallback"], json!(true), "{promised:#}");
    tokio::task::spawn_blocking(move || process.shutdown_timeout(LONG)).await.expect("it ends");
    open.send_replace(true);
    assert!(server.more().is_none(), "nobody is left who could post");

    let (router, open) = bot(&server, &[server.host()], true);
    open.send_replace(true);
    let next = said(&router, &second).await;
    assert!(next.to_string().contains(BALANCE), "{next:#}");
    assert!(server.more().is_none(), "what was promised before is not known any more");
}

#[tokio::test]
async fn a_call_that_comes_again_meanwhile_is_answered_without_own_state() {
    let mut server = Server::start(Takes::Status(200)).await;
    let (router, open) = bot(&server, &[server.host()], true);
    let payload = payload(&format!("https://{}/callback/cbtoken:0f9e", server.host()));
    assert_eq!(said(&router, &payload).await["useCallback"], json!(true));
    let again = said(&router, &payload).await;
    assert!(again["template"].is_object() && !again.to_string().contains(BALANCE), "{again:#}");
    open.send(true).expect("the source waits");
    server.next().await;
    assert!(server.more().is_none(), "one answer, not two");
}

#[tokio::test]
async fn a_fast_answer_is_given_at_once() {
    let mut server = Server::start(Takes::Status(200)).await;
    let (router, open) = bot(&server, &[server.host()], true);
    open.send(true).expect("the source waits");
    let url = format!("https://{}/callback/cbtoken:0f9e", server.host());
    let response = call(&router, payload(&url).to_string()).await;
    assert!(response.to_string().contains(BALANCE), "{response:#}");
    // What asks for no own state waits for none.
    let mut other = payload(&url);
    other["userRequest"]["utterance"] = json!("챗봇 자동결제 한도가 있나요?");
    assert!(call(&router, other.to_string()).await["template"].is_object());
    assert!(server.more().is_none());
}

#[tokio::test]
async fn nothing_is_promised_that_kakao_would_not_take() {
    let mut server = Server::start(Takes::Status(200)).await;
    let (router, _gate) = bot(&server, &[server.host()], true);
    let host = server.host();
    let urls = [
        format!("https://{host}/v1/bots/{BOT}!/callback/cbtest:0f9e"),
        format!("http://{host}/callback/cbtoken:0f9e"),
        "https://evil.example/callback/cbtoken:0f9e".to_owned(),
        format!("https://{host}@evil.example/callback/cbtoken:0f9e"),
        "https://169.254.169.254/callback".to_owned(),
        "cbtoken:0f9e".to_owned(),
    ];
    let asked = join_all(urls.iter().map(async |url| (url, said(&router, &payload(url)).await))).await;
    for (url, response) in asked {
        assert!(response["template"].is_object() && response.get("useCallback").is_none(), "{url}: {response:#}");
    }
    let url = format!("https://{host}/callback/cbtoken:0f9e");
    let mut bot_test = payload(&url);
    bot_test["userRequest"]["params"] = json!({"surface": "BuilderBotTest", "ignoreMe": "true"});
    assert!(said(&router, &bot_test).await["template"].is_object(), "a bot test");
    let (not_opted_in, _gate) = bot(&server, &[server.host()], false);
    assert!(said(&not_opted_in, &payload(&url)).await["template"].is_object(), "a bot without callback");
    assert!(server.more().is_none());
}

async fn post(takes: Takes, within: Duration) -> (Result<(), PostError>, Vec<String>, usize) {
    let mut server = Server::start(takes).await;
    let poster = Poster::new(vec![server.host()], Trust::Only(server.authority.as_bytes())).expect("a client");
    let ticket = poster.claim(&format!("https://{}/callback/t", server.host())).expect("an address");
    let result = poster.post(ticket, b"{}".to_vec(), within).await;
    let paths = std::iter::from_fn(|| server.more()).map(|posted| posted.path).collect();
    (result, paths, server.connections())
}

#[tokio::test]
async fn a_post_is_tried_again_only_if_nothing_can_have_arrived() {
    let once = vec!["/callback/t".to_owned()];
    assert_eq!(post(Takes::Status(200), LONG).await, (Ok(()), once.clone(), 1));
    // Kakao answers 400 for a token that is used or too old.
    assert_eq!(post(Takes::Status(400), LONG).await, (Err(PostError::Status { status: 400 }), once.clone(), 1));
    assert_eq!(post(Takes::Status(500), LONG).await, (Err(PostError::Status { status: 500 }), once.clone(), 1));
    // A redirect is not followed.
    for status in [302, 307, 308] {
        assert_eq!(post(Takes::Status(status), LONG).await, (Err(PostError::Status { status }), once.clone(), 1));
    }
    assert_eq!(post(Takes::Closes, LONG).await, (Err(PostError::Broken), once.clone(), 1));
    assert_eq!(post(Takes::Hangs, Duration::from_millis(500)).await, (Err(PostError::Late), once, 1));
    assert_eq!(post(Takes::Refuses, LONG).await, (Err(PostError::Unreachable), vec![], 2));
}

#[tokio::test]
async fn neither_a_stranger_nor_too_much_is_posted() {
    let mut server = Server::start(Takes::Status(200)).await;
    let poster = Poster::new(vec![server.host()], Trust::Only(server.authority.as_bytes())).expect("a client");
    let url = |at: u8| format!("https://{}/callback/{at}", server.host());
    let ticket = poster.claim(&url(1)).expect("an address");
    let large = poster.post(ticket, vec![b' '; MOST_BYTES + 1], LONG).await;
    assert_eq!(large, Err(PostError::TooLarge(MOST_BYTES + 1)));
    // A certificate of nobody who is trusted.
    let system = Poster::new(vec![server.host()], Trust::System).expect("a client");
    let ticket = system.claim(&url(2)).expect("an address");
    assert_eq!(system.post(ticket, b"{}".to_vec(), LONG).await, Err(PostError::Unreachable));
    assert!(server.more().is_none());
}
