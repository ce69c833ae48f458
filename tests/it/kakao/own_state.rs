//! A conversation about the customer's own wallet: unlinked, linked, another customer, unlinked again.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use haedap::attach::Attacher;
use haedap::clock::{Clock, SystemClock};
use haedap::http::state::OwnStateConfig;
use haedap::http::{AppState, router};
use haedap::link::LinkStore;
use haedap::wallet::demo::{wallets, write_file};
use haedap::wallet::sources::SqlSource;
use haedap::wallet::{Calendar, MemberId, day};
use serde_json::json;

use super::checker::Checker;
use crate::support::{self, http_config};

const QUESTION: &str = "제 챗봇 월렛에 지금 유상캐시 잔액 얼마 남았어요?";

#[tokio::test]
async fn only_the_linked_customer_sees_the_wallet() {
    let folder = tempfile::tempdir().expect("a folder");
    let now = SystemClock.now();
    let file = folder.path().join("wallets.sqlite");
    let demo = wallets(day::in_seoul(now)).expect("the demonstration");
    write_file(&demo, &file).await.expect("the file is written");
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let source = SqlSource::new(&format!("sqlite:{}", file.display()), Arc::clone(&clock)).expect("a source");
    let attacher = Attacher::new(Arc::new(source), Arc::new(Calendar::shipped().expect("the holidays")), clock);
    let links = LinkStore::open_file(&folder.path().join("links.sqlite"), None, Duration::from_secs(5)).expect("links");
    let own_state = OwnStateConfig { attacher: Some(attacher), links: Some(links.clone()) };
    let app = router(AppState::new(support::shipped_answerer(), http_config()).with_own_state(own_state));

    let say = |user: &'static str, bot: &'static str, utterance: String| {
        let app = app.clone();
        async move {
            let body = json!({"bot": {"id": bot}, "userRequest": {"utterance": utterance, "user": {"id": user}}});
            let request = Request::post("/kakao/skill").body(Body::from(body.to_string())).expect("a request");
            let reply = support::send(&app, request).await;
            assert_eq!(Checker::shared().check(&reply.json()), [""; 0], "{}", reply.text());
            reply.text()
        }
    };
    let unlinked = say("u1", "b1", QUESTION.to_owned()).await;
    assert!(unlinked.contains("회원 연결을 하면") && !unlinked.contains("350,000원"), "{unlinked}");

    let member = MemberId::parse("demo-01").expect("an id");
    let code = links.issue(&member, now).await.expect("a code").code.shown();
    let linked = say("u1", "b1", format!("연결 {code}")).await;
    assert!(linked.contains("연결됐어요"), "{linked}");
    let own = say("u1", "b1", QUESTION.to_owned()).await;
    assert!(own.contains("350,000원") && own.contains("기준"), "{own}");

    // Neither another customer, nor the same one in another bot or its development channel, nor whoever names the member.
    for (user, bot) in [("u2", "b1"), ("u1", "b2"), ("u1", "b1!")] {
        let said = say(user, bot, format!("demo-01 {QUESTION}")).await;
        assert!(!said.contains("350,000원"), "{user} {bot}: {said}");
    }
    // A code is good once.
    let again = say("u2", "b1", format!("연결 {code}")).await;
    assert!(again.contains("코드가 맞지 않거나"), "{again}");

    let done = say("u1", "b1", "연결 해제".to_owned()).await;
    assert!(done.contains("연결을 해제했어요"), "{done}");
    let after = say("u1", "b1", QUESTION.to_owned()).await;
    assert!(!after.contains("350,000원"), "{after}");
}
