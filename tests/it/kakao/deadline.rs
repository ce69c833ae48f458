//! Whatever an answer waits for breaks: every skill call is answered, with the general answer, and the next one after
//! the outage has own state again, without a restart.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use futures_util::future::join_all;
use haedap::attach::Attacher;
use haedap::config::Identity;
use haedap::http::kakao_skill::bots::{Bot, Bots};
use haedap::http::state::OwnStateConfig;
use haedap::http::{AppState, KakaoChannel, router};
use haedap::link::LinkStore;
use haedap::wallet::sources::HttpSource;
use haedap::wallet::{Calendar, WalletSource};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::{article_url, button_urls, call, fixture};
use crate::support::upstream::{self, Fault, Proxy};
use crate::support::{http_config, shipped_answerer};
use crate::wallet::{Sunday, memory, run};

const QUESTION: &str = "제 챗봇 월렛에 지금 유상캐시 잔액 얼마 남았어요?";
const BALANCE: &str = "350,000원";
/// Kakao's own limit; an answer that needs more is none. Far above the 2.5 s that it takes.
const KAKAO: Duration = Duration::from_secs(5);
/// Calls at the same time.
const CALLS: usize = 12;

fn bot(identity: &str) -> Bots {
    let settings = json!({"id": "6721b0c4d5e6f708192a3b4c", "name": "shop", "identity": identity});
    Bots::listed(vec![Bot::new(serde_json::from_value(settings).expect("settings"), None)])
}

fn app(source: Arc<dyn WalletSource>, links: Option<LinkStore>, identity: Identity) -> Router {
    let calendar = Arc::new(Calendar::shipped().expect("the holidays"));
    let own_state = OwnStateConfig { attacher: Some(Attacher::new(source, calendar, Arc::new(Sunday))), links };
    let name = if identity == Identity::AppUserId { "app_user_id" } else { "link" };
    let channel = KakaoChannel::new(None).with_bots(bot(name));
    router(AppState::new(shipped_answerer(), http_config()).with_kakao(channel).with_own_state(own_state))
}

async fn ask(app: &Router) -> Value {
    let mut payload = fixture("live");
    payload["userRequest"]["utterance"] = json!(QUESTION);
    payload["userRequest"]["user"]["properties"] = json!({"appUserId": "demo-01"});
    let answered = tokio::time::timeout(KAKAO, call(app, payload.to_string())).await;
    answered.expect("an answer before Kakao gives up")
}

/// Asks many times at once; all get the same article, with own state or without it.
async fn ask_often(app: &Router, with_own_state: bool, name: &str) -> Vec<String> {
    let responses = join_all((0..CALLS).map(|_| ask(app))).await;
    for response in &responses {
        let said = response.to_string();
        assert_eq!(said.contains(BALANCE), with_own_state, "{name}: {response:#}");
        assert!(!said.contains(haedap::answer::wording::TROUBLE), "{name}: {response:#}");
    }
    responses
        .iter()
        .map(|response| button_urls(response).first().map(ToString::to_string).unwrap_or_default())
        .collect()
}

#[test]
fn a_broken_wallet_source_costs_own_state_and_nothing_else() {
    run(async {
        let proxy = Proxy::before(upstream::serve(Arc::new(memory())).await).await;
        let source = HttpSource::new(&format!("http://{}", proxy.address), None).expect("an address");
        let app = app(Arc::new(source), None, Identity::AppUserId);
        let whole = ask_often(&app, true, "sound").await;
        assert!(whole[0].starts_with(&article_url("")), "{whole:?}");
        let faults = [
            ("hangs", Fault::Hang),
            ("resets", Fault::Reset),
            ("500", Fault::http("500 Internal Server Error", "oops")),
            ("garbage", Fault::Answer(b"\x00\xff\x16 220 mail.example ESMTP\r\n\r\n".to_vec())),
            ("no JSON", Fault::json("<html>")),
            ("half a body", Fault::Answer(b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{\"wal".to_vec())),
        ];
        for (name, fault) in faults {
            proxy.set(fault);
            assert_eq!(ask_often(&app, false, name).await, whole, "{name}");
            proxy.set(Fault::Pass);
            assert_eq!(ask_often(&app, true, name).await, whole, "after {name}");
        }
    });
}

/// Takes connections and says nothing.
async fn silence() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        let mut open = Vec::new();
        while let Ok((connection, _)) = listener.accept().await {
            open.push(connection);
        }
    });
    address
}

#[test]
fn a_silent_database_of_links_costs_own_state_and_nothing_else() {
    run(async {
        let database = format!("postgres://haedap@{}/links", silence().await);
        // More patience than the whole call has: the call's own deadline counts.
        let links = LinkStore::open_postgres(&database, "a secret of the tests, long enough", Duration::from_mins(1));
        let app = app(Arc::new(memory()), Some(links.expect("a store")), Identity::Link);
        let articles = ask_often(&app, false, "silent links").await;
        assert!(articles[0].starts_with(&article_url("")), "{articles:?}");
        // A code cannot be redeemed then; that is said, in time.
        let mut payload = fixture("live");
        payload["userRequest"]["utterance"] = json!("연결 K7M2-9QXD");
        let said = tokio::time::timeout(KAKAO, call(&app, payload.to_string())).await.expect("an answer in time");
        assert_eq!(super::first_text(&said), haedap::link::wording::UNAVAILABLE);
    });
}
