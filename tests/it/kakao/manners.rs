//! Conversations: the bot greets, helps, begins anew, hands over, takes feedback, and takes a choice at its word.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use haedap::answer::hours::Hours;
use haedap::answer::{manners, wording};
use haedap::attach::Attacher;
use haedap::clock::{Clock, SystemClock};
use haedap::config::Identity;
use haedap::http::kakao_skill::bots::{Bot, Bots};
use haedap::http::state::OwnStateConfig;
use haedap::http::{AppState, KakaoChannel, router};
use haedap::kakao::seal::Sealer;
use haedap::link::LinkStore;
use haedap::wallet::{Calendar, MemberId};
use serde_json::{Value, json};
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

use super::checker::Checker;
use super::{article_url, button_urls, contexts_of, first_text, fixture, list_items, reply};
use crate::support::{http_config, send, shipped_answerer};
use crate::wallet::{Sunday, memory};

const BOT: &str = "6721b0c4d5e6f708192a3b4c";
const RECEIPTS: &str = "카드 영수증 어디서 봐요?";
const NONSENSE: &str = "비트코인 시세 알려줘";

/// A clock that is moved by hand.
struct Moved(Mutex<OffsetDateTime>);

impl Clock for Moved {
    fn now(&self) -> OffsetDateTime {
        *self.0.lock().expect("no panic")
    }
}

/// The server that all conversations of a test are with.
struct Server {
    router: Router,
    clock: Arc<Moved>,
}

impl Server {
    fn start() -> Self {
        Self::start_with(OwnStateConfig::default())
    }

    fn start_with(own_state: OwnStateConfig) -> Self {
        // A Sunday morning in Seoul.
        let clock = Arc::new(Moved(Mutex::new(datetime!(2026-11-22 10:32 +9))));
        let hours = Hours::parse("09:00-18:00", None, None).expect("hours");
        let settings = json!({"id": BOT, "name": "shop", "identity": "app_user_id"});
        let settings: haedap::config::Bot = serde_json::from_value(settings).expect("settings");
        assert_eq!(settings.identity, Identity::AppUserId);
        let channel = KakaoChannel::new(None)
            .with_bots(Bots::listed(vec![Bot::new(settings, Some(hours))]))
            .with_calendar(Arc::new(Calendar::shipped().expect("the holidays")))
            .with_sealer(Sealer::new(&[7; 32]))
            .with_clock(Arc::clone(&clock) as Arc<dyn Clock>);
        let state = AppState::new(shipped_answerer(), http_config()).with_kakao(channel).with_own_state(own_state);
        Self { router: router(state), clock }
    }

    fn pass(&self, time: Duration) {
        *self.clock.0.lock().expect("no panic") += time;
    }
}

/// One person in a conversation, whose contexts Kakao keeps.
struct Chat<'a> {
    server: &'a Server,
    user: &'static str,
    properties: Value,
    contexts: Value,
}

impl<'a> Chat<'a> {
    fn of(server: &'a Server, user: &'static str) -> Self {
        Self { server, user, properties: json!({}), contexts: json!([]) }
    }

    async fn say(&mut self, utterance: &str) -> Value {
        self.send(utterance, &json!({})).await
    }

    /// Taps a reply or an item of a list.
    async fn tap(&mut self, tapped: &Value) -> Value {
        let words = tapped["messageText"].as_str().or(tapped["title"].as_str()).expect("words");
        let words = words.to_owned();
        self.send(&words, &tapped["extra"]).await
    }

    async fn send(&mut self, utterance: &str, extra: &Value) -> Value {
        let mut payload = fixture("live");
        payload["userRequest"]["utterance"] = json!(utterance);
        payload["userRequest"]["user"] =
            json!({"id": self.user, "type": "botUserKey", "properties": self.properties.clone()});
        payload["action"]["clientExtra"] = extra.clone();
        payload["contexts"] = self.contexts.clone();
        let request = Request::post(super::SKILL).body(Body::from(payload.to_string())).expect("a request");
        let reply = send(&self.server.router, request).await;
        assert_eq!(reply.status, 200, "{utterance}: {}", reply.text());
        let response = reply.json();
        assert_eq!(Checker::new().check(&response), [""; 0], "{utterance}: {response:#}");
        if response.get("context").is_some() {
            self.contexts = contexts_of(&response);
        }
        response
    }
}

fn opens(response: &Value, key: &str) -> bool {
    button_urls(response).contains(&article_url(key).as_str())
}

#[tokio::test]
async fn the_bot_greets_helps_and_begins_anew() {
    let server = Server::start();
    let mut chat = Chat::of(&server, "u1");
    let help = chat.say("도움말").await;
    assert_eq!(first_text(&help), manners::HELP);
    let over = chat.tap(reply(&help, "처음으로")).await;
    assert_eq!(first_text(&over), manners::STARTED_OVER);
    // A thread is forgotten, and said to be.
    chat.say("챗봇 카드 영수증 어디서 봐요?").await;
    assert_ne!(chat.contexts, json!([]));
    let over = chat.say("처음으로").await;
    assert_eq!(over["context"]["values"][0]["lifeSpan"], json!(0), "{over:#}");
    let alone = chat.say("브랜드 이모티콘은요?").await;
    assert!(!opens(&alone, "be-receipt-card-charge"), "nothing is left to lean on: {alone:#}");
    // What only holds the words is a question.
    assert_ne!(first_text(&chat.say("처음으로 캐시를 충전하려면 어떻게 해요?").await), manners::STARTED_OVER);
}

#[tokio::test]
async fn a_person_is_offered_at_any_time_with_hours() {
    let server = Server::start();
    let mut chat = Chat::of(&server, "u1");
    let closed = chat.say("상담원").await;
    let text = first_text(&closed).to_owned();
    assert!(text.starts_with(wording::HUMAN) && text.contains("내일 09:00부터"), "{text}");
    server.pass(Duration::days(1));
    let open = chat.say("사람 바꿔 주세요").await;
    assert!(first_text(&open).contains("지금 상담할 수 있어요. 오늘 18:00까지예요."), "{open:#}");
    // Saturday to Christmas 2026 (a Friday): the next opening is after the weekend.
    server.pass(Duration::days(32));
    let christmas = chat.say("상담원 연결").await;
    assert!(first_text(&christmas).contains("12월 28일 월요일 09:00부터"), "{christmas:#}");
}

#[tokio::test]
async fn the_second_miss_in_a_row_offers_a_person_first() {
    let server = Server::start();
    let mut chat = Chat::of(&server, "u1");
    assert_eq!(first_text(&chat.say(NONSENSE).await), wording::FALLBACK);
    // Small talk is no answer and no miss.
    chat.say("ㅋㅋㅋ").await;
    let second = chat.say("김치찌개 레시피 알려줘").await;
    assert!(first_text(&second).starts_with(manners::MISSED_AGAIN), "{second:#}");
    assert!(first_text(&second).contains("내일 09:00부터"), "{second:#}");
    // An answer ends the row.
    chat.say("챗봇 자동결제 한도가 있나요?").await;
    assert_eq!(first_text(&chat.say(NONSENSE).await), wording::FALLBACK);
    // Another person's misses are their own.
    assert_eq!(first_text(&Chat::of(&server, "u2").say(NONSENSE).await), wording::FALLBACK);
}

#[tokio::test]
async fn a_choice_is_taken_at_its_word() {
    let server = Server::start();
    for (words, place) in [("2번", 1), ("두 번째요", 1), ("1", 0), ("첫 번째 거", 0), ("마지막이요", usize::MAX)]
    {
        let mut chat = Chat::of(&server, "u1");
        let choices = chat.say(RECEIPTS).await;
        let items = list_items(&choices);
        let item = items.get(place).or(items.last()).expect("choices");
        let key = item["extra"]["article"].as_str().expect("a key").to_owned();
        let picked = chat.say(words).await;
        assert!(opens(&picked, &key), "{words}: {picked:#}");
    }
    let mut chat = Chat::of(&server, "u1");
    let choices = chat.say(RECEIPTS).await;
    assert!(list_items(&choices).len() >= 2, "{choices:#}");
    let picked = chat.say("챗봇이요").await;
    assert!(opens(&picked, "cb-receipt-card-charge"), "{picked:#}");
    // After an answer nothing is open to pick any more.
    let number = chat.say("2번").await;
    assert!(button_urls(&number).is_empty(), "{number:#}");
}

#[tokio::test]
async fn feedback_is_thanked_for_and_leads_on() {
    let server = Server::start();
    let mut chat = Chat::of(&server, "u1");
    let answer = chat.say("챗봇 자동결제 한도가 있나요?").await;
    let key = "cb-autopay-daily-limit";
    assert!(opens(&answer, key), "{answer:#}");
    let helped = chat.tap(reply(&answer, manners::HELPED_REPLY)).await;
    assert_eq!(first_text(&helped), manners::HELPED);

    let answer = chat.say("챗봇 자동결제 한도가 있나요?").await;
    let next = chat.tap(reply(&answer, manners::DID_NOT_HELP_REPLY)).await;
    let items = list_items(&next);
    assert!(!items.is_empty() && items.iter().all(|item| item["extra"]["article"] != key), "{next:#}");
    reply(&next, "상담원 연결");
    // What comes next can be picked like any offer.
    let first = items[0]["extra"]["article"].as_str().expect("a key").to_owned();
    let picked = chat.say("1번").await;
    assert!(opens(&picked, &first), "{picked:#}");
}

#[tokio::test]
async fn feedback_is_the_persons_own_and_grows_old() {
    let server = Server::start();
    let mut chat = Chat::of(&server, "u1");
    let answer = chat.say("챗봇 자동결제 한도가 있나요?").await;
    let helped = reply(&answer, manners::HELPED_REPLY).clone();
    let as_typed = Chat::of(&server, "u3").say(manners::HELPED_REPLY).await;
    let by_another = Chat::of(&server, "u2").tap(&helped).await;
    assert_eq!(by_another, as_typed, "another's tap is no more than its words");
    server.pass(Duration::minutes(16));
    let late = Chat::of(&server, "u1").tap(&helped).await;
    assert_eq!(late, as_typed, "an old tap is no more than its words");
}

fn with_wallets(links: Option<LinkStore>) -> Server {
    let calendar = Arc::new(Calendar::shipped().expect("the holidays"));
    let attacher = Attacher::new(Arc::new(memory()), calendar, Arc::new(Sunday));
    Server::start_with(OwnStateConfig { attacher: Some(attacher), links })
}

#[tokio::test]
async fn a_wallet_is_chosen_by_its_holder_alone() {
    let server = with_wallets(None);
    let member = json!({"appUserId": "demo-30"});
    let mut chat = Chat { properties: member.clone(), ..Chat::of(&server, "u1") };
    let which = chat.say("제 챗봇 월렛에 지금 유상캐시 잔액 얼마 남았어요?").await;
    let items: Vec<Value> = list_items(&which).into_iter().cloned().collect();
    assert_eq!(items.len(), 2, "{which:#}");
    let own = "10:32 기준";
    let mut told = Vec::new();
    for item in &items {
        let shown = chat.tap(item).await;
        assert!(shown.to_string().contains(own), "{shown:#}");
        told.push(shown["template"]["outputs"][0].to_string());
    }
    assert_ne!(told[0], told[1], "each tap shows its own wallet");
    // Another person, even one who is the same member, cannot use the tap: its words are asked.
    let mut other = Chat { properties: member, ..Chat::of(&server, "u2") };
    let theirs = other.tap(&items[0]).await;
    assert!(!theirs.to_string().contains(own), "{theirs:#}");
    server.pass(Duration::minutes(16));
    let late = chat.tap(&items[0]).await;
    assert!(!late.to_string().contains(own), "{late:#}");
    // Nor can the id be put in by hand.
    let mut forged = items[0].clone();
    let sealed = forged["extra"]["wallet"].as_str().expect("a seal").to_owned();
    let id = sealed.split('~').next().expect("an id").to_owned();
    for wallet in [id.clone(), format!("{id}~99999999999~AAAAAAAAAAAAAAAAAAAAAA"), sealed.replace(&id, "W-1001")] {
        forged["extra"]["wallet"] = json!(wallet);
        let said = chat.tap(&forged).await;
        assert!(!said.to_string().contains(own), "{wallet}: {said:#}");
    }
}

/// Kakao may send a call again whose answer got lost: what it did is not done twice, and the answer is the same.
#[tokio::test]
async fn a_call_that_comes_again_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("links.sqlite");
    let links = LinkStore::open_file(&path, None, std::time::Duration::from_mins(1)).expect("links");
    let member = MemberId::parse("demo-01").expect("an id");
    let code = links.issue(&member, SystemClock.now()).await.expect("a code").code.shown();
    let server = with_wallets(Some(links));
    let call = async |id: &str, user: &str, utterance: &str| {
        let mut payload = fixture("live");
        payload["userRequest"]["utterance"] = json!(utterance);
        payload["userRequest"]["user"] = json!({"id": user, "type": "botUserKey", "properties": {}});
        let request = Request::post(super::SKILL).header("X-Request-Id", id).body(Body::from(payload.to_string()));
        let reply = send(&server.router, request.expect("a request")).await;
        first_text(&reply.json()).to_owned()
    };
    let redeem = format!("연결 {code}");
    let first = call("chp-1", "u1", &redeem).await;
    assert!(first.contains("연결됐어요"), "{first}");
    assert_eq!(call("chp-1", "u1", &redeem).await, first);
    // A guessed id brings nobody another one's answer, and another call is another try.
    assert!(!call("chp-1", "u2", &redeem).await.contains("연결됐어요"));
    assert!(!call("chp-2", "u1", &redeem).await.contains("연결됐어요"));
    let gone = call("chp-3", "u1", "연결 해제").await;
    assert_eq!(gone, haedap::link::wording::UNLINKED);
    assert_eq!(call("chp-3", "u1", "연결 해제").await, gone);
    assert_eq!(call("chp-4", "u1", "연결 해제").await, haedap::link::wording::NOT_LINKED);
    // A question is simply answered again.
    let question = "챗봇 자동결제 한도가 있나요?";
    assert_eq!(call("chp-5", "u1", question).await, call("chp-5", "u1", question).await);
}
