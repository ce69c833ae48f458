//! Several bots behind one address: who may call, what each says, who is asking.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use haedap::attach::Attacher;
use haedap::config::{Bot as Settings, Identity};
use haedap::http::kakao_skill::bots::{Bot, Bots};
use haedap::http::state::OwnStateConfig;
use haedap::http::{AppState, HttpConfig, KakaoChannel, router};
use haedap::wallet::Calendar;
use serde_json::{Value, json};

use super::{SKILL, call, contexts_of, first_text, fixture, list_items, reply};
use crate::support::{Reply, http_config, send, shipped_answerer, shipped_router};
use crate::wallet::{Sunday, memory};

const SHOP: &str = "6721b0c4d5e6f708192a3b4c";
const OTHER: &str = "6721b0c4d5e6f708192a3b4d";
const SHOP_OLD: &str = "old-secret-of-the-shop";
const SHOP_NEW: &str = "new-secret-of-the-shop";
const OTHERS: &str = "the-secret-of-another";

fn settings(id: &str, name: &str, more: Value) -> Settings {
    let Value::Object(mut all) = more else { panic!("{more} is no object") };
    all.insert("id".to_owned(), json!(id));
    all.insert("name".to_owned(), json!(name));
    let all = Value::Object(all);
    serde_json::from_value(all).expect("settings of a bot")
}

fn state(bots: Vec<Settings>) -> AppState {
    let bots = Bots::listed(bots.into_iter().map(|bot| Bot::new(bot, None)).collect());
    AppState::new(shipped_answerer(), http_config()).with_kakao(KakaoChannel::new(None).with_bots(bots))
}

fn two() -> Router {
    router(state(vec![
        settings(SHOP, "shop", json!({"secrets": [SHOP_NEW, SHOP_OLD], "greeting": "안녕하세요. 해답상회예요."})),
        settings(OTHER, "other", json!({"secrets": [OTHERS]})),
    ]))
}

async fn as_bot(router: &Router, bot: &Value, secret: &str, utterance: &str) -> Reply {
    let mut payload = fixture("live");
    payload["bot"]["id"] = bot.clone();
    payload["userRequest"]["utterance"] = json!(utterance);
    let request = Request::post(SKILL).header("X-Haedap-Secret", secret).body(Body::from(payload.to_string()));
    send(router, request.expect("a request")).await
}

#[tokio::test]
async fn each_bot_has_its_own_secrets() {
    let router = two();
    let check = async |bot: Value, secret: &str, status: u16, code: &str| {
        let reply = as_bot(&router, &bot, secret, "챗봇 자동결제 한도가 있나요?").await;
        assert_eq!(reply.status, status, "{bot} {secret}: {}", reply.text());
        if status != 200 {
            assert_eq!(
                (&reply.json()["code"], reply.headers["content-type"].as_bytes()),
                (&json!(code), &b"application/problem+json"[..])
            );
            assert!(!reply.text().contains(SHOP_NEW) && !reply.text().contains(SHOP), "{}", reply.text());
        }
    };
    // Two at a time, so that the header in the admin centre can be changed without a gap; also on the development channel.
    check(json!(SHOP), SHOP_NEW, 200, "").await;
    check(json!(SHOP), SHOP_OLD, 200, "").await;
    check(json!(format!("{SHOP}!")), SHOP_OLD, 200, "").await;
    check(json!(OTHER), OTHERS, 200, "").await;
    // The secret of another bot opens none.
    check(json!(OTHER), SHOP_NEW, 401, "unauthorized").await;
    check(json!(SHOP), OTHERS, 401, "unauthorized").await;
    check(json!(SHOP), "", 401, "unauthorized").await;
    check(json!(SHOP), "new-secret-of-the-shox", 401, "unauthorized").await;
    // Whoever knows a secret learns that the bot is not listed; nobody else learns anything.
    for unknown in [json!("6721b0c4d5e6f708192a3b4e"), json!(""), json!(null), json!(7), json!(format!("{SHOP}!!"))] {
        check(unknown.clone(), SHOP_NEW, 403, "unknown_bot").await;
        check(unknown, "guessed", 401, "unauthorized").await;
    }
}

#[tokio::test]
async fn the_skill_test_needs_a_listed_bot_and_its_secret() {
    let router = two();
    let test = async |bot: &str, secret: &str| {
        let mut payload = fixture("skill_test");
        payload["bot"]["id"] = json!(bot);
        let request = Request::post(SKILL).header("X-Haedap-Secret", secret).body(Body::from(payload.to_string()));
        send(&router, request.expect("a request")).await.status.as_u16()
    };
    assert_eq!(test(SHOP, SHOP_NEW).await, 200);
    assert_eq!(test("6721b0c4d5e6f708192a3b4e", SHOP_NEW).await, 403);
    assert_eq!(test(SHOP, "").await, 401);
}

#[tokio::test]
async fn without_a_list_any_bot_is_answered() {
    let router = shipped_router(HttpConfig::default());
    for bot in [json!(SHOP), json!("anything"), json!(null)] {
        assert_eq!(as_bot(&router, &bot, "", "환불").await.status, 200);
    }
}

#[tokio::test]
async fn each_bot_speaks_for_its_service_in_its_own_tone() {
    let receipts = "카드 영수증 어디서 봐요?";
    let shop = json!({"greeting": "안녕하세요. 해답상회예요.", "closing": "또 오세요.", "services": ["chatbot"],
        "support_url": "https://shop.example.com/contact", "answer_block": "block-a", "person_block": "block-p"});
    let other = json!({"services": ["moment"], "thresholds": {"fallback": 0.0}});
    let router = router(state(vec![settings(SHOP, "shop", shop), settings(OTHER, "other", other)]));
    let said = async |bot: &str, utterance: &str| as_bot(&router, &json!(bot), "", utterance).await.json();

    let greeting = said(SHOP, "안녕하세요").await;
    assert_eq!(first_text(&greeting), "안녕하세요. 해답상회예요.");
    assert_eq!(first_text(&said(SHOP, "고마워요").await), "또 오세요.");
    let answer = said(SHOP, receipts).await;
    assert!(answer.to_string().contains("cb-receipt-card-charge"), "{answer:#}");
    // Every way to a person runs the block that hands over; taps of articles run the block that calls the skill.
    let human = reply(&answer, "상담원 연결");
    assert_eq!((&human["action"], &human["blockId"]), (&json!("block"), &json!("block-p")), "{answer:#}");
    let choices = said(SHOP, "챗봇이랑 모먼트 영수증").await;
    for item in list_items(&choices) {
        assert_eq!((&item["action"], &item["blockId"]), (&json!("block"), &json!("block-a")), "{choices:#}");
    }
    let person = said(SHOP, "상담원").await;
    assert!(person.to_string().contains("https://shop.example.com/contact"), "{person:#}");

    // A bot whose threshold says so never answers.
    let never = said(OTHER, receipts).await;
    assert_eq!(first_text(&never), haedap::answer::wording::FALLBACK);
}

#[tokio::test]
async fn a_block_fixes_the_service() {
    let router = shipped_router(http_config());
    let mut payload = fixture("live_fixed_service");
    for (service, key) in [("chatbot", "cb-receipt-card-charge"), ("brand-emoticon", "be-receipt-card-charge")] {
        payload["action"]["params"]["service"] = json!(service);
        let response = call(&router, payload.to_string()).await;
        assert!(response.to_string().contains(key), "{service}: {response:#}");
    }
}

/// The member of the demonstration with this balance.
const MEMBER: &str = "demo-01";
const BALANCE: &str = "350,000원";

fn with_wallets(identity: Identity) -> Router {
    let bot = Settings { identity, ..settings(SHOP, "shop", json!({"secrets": [SHOP_NEW]})) };
    let calendar = Arc::new(Calendar::shipped().expect("the holidays"));
    let attacher = Attacher::new(Arc::new(memory()), calendar, Arc::new(Sunday));
    router(state(vec![bot]).with_own_state(OwnStateConfig { attacher: Some(attacher), links: None }))
}

async fn asks_own_state(router: &Router, utterance: &str, properties: Value) -> String {
    let mut payload = fixture("live");
    payload["userRequest"]["utterance"] = json!(utterance);
    payload["userRequest"]["user"]["properties"] = properties;
    let request = Request::post(SKILL).header("X-Haedap-Secret", SHOP_NEW).body(Body::from(payload.to_string()));
    send(router, request.expect("a request")).await.text()
}

#[tokio::test]
async fn the_id_at_the_bots_app_is_the_member_only_where_it_is_set_up_so() {
    const QUESTION: &str = "제 챗봇 월렛에 지금 유상캐시 잔액 얼마 남았어요?";
    let by_app = with_wallets(Identity::AppUserId);
    let id = json!({"appUserId": MEMBER, "appUserStatus": "REGISTERED"});
    assert!(asks_own_state(&by_app, QUESTION, id.clone()).await.contains(BALANCE));
    assert!(asks_own_state(&by_app, QUESTION, json!({"app_user_id": MEMBER})).await.contains(BALANCE));
    for other in [
        json!({}),
        json!({"appUserId": "demo-02"}),
        json!({"appUserId": MEMBER, "appUserStatus": "UNREGISTERED"}),
        json!({"appUserId": "../demo-01"}),
        json!({"accountId": MEMBER, "talkUserId": MEMBER, "plusfriendUserKey": MEMBER}),
    ] {
        let said = asks_own_state(&by_app, &format!("{MEMBER} {QUESTION}"), other.clone()).await;
        assert!(!said.contains(BALANCE), "{other}: {said}");
    }
    let by_link = with_wallets(Identity::Link);
    assert!(!asks_own_state(&by_link, QUESTION, id).await.contains(BALANCE));
}

#[tokio::test]
async fn an_offer_made_on_the_way_leads_to_own_state() {
    // The service was open, so the customer picks one; what they asked for is still their own balance.
    let router = with_wallets(Identity::AppUserId);
    let mut payload = fixture("live");
    payload["userRequest"]["user"]["properties"] = json!({"appUserId": MEMBER});
    payload["userRequest"]["utterance"] = json!("챗봇이요");
    let thread = haedap::answer::Thread::new("제 월렛에 유상캐시 잔액 얼마 남았어요?", None).token();
    let (corpus, _) = crate::support::shipped_corpus();
    let tells_balance = |article: &&haedap::faq::Article| article.live.iter().any(|slot| slot.name() == "balance");
    let article = corpus.articles.iter().filter(|article| article.service == "chatbot").find(tells_balance);
    let key = article.expect("an article of the chatbot that a balance completes").key.as_str();
    let offered = json!([key, "moment-freecash-what"]).to_string();
    let response = json!({"context": {"values": [{"name": "haedap", "lifeSpan": 5, "ttl": 600,
        "params": {"thread": thread, "offered": offered}}]}});
    payload["contexts"] = contexts_of(&response);
    let request = Request::post(SKILL).header("X-Haedap-Secret", SHOP_NEW).body(Body::from(payload.to_string()));
    let said = send(&router, request.expect("a request")).await.text();
    assert!(said.contains(BALANCE), "{key}: {said}");
}
