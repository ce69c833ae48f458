//! Every recorded shape of a request: what is said to it, and that nothing private of it is printed.

use haedap::answer::{manners, wording};
use haedap::kakao::SkillRequest;
use haedap::kakao::request::{Entity, Input, Origin};
use serde_json::Value;

use super::{article_url, button_urls, call, first_text, fixture};
use crate::support::{http_config, root, shipped_router};

/// What a response must be.
#[derive(Debug)]
enum Expect {
    /// The first bubble is this sentence, or begins with it.
    Says(&'static str),
    /// The article is opened, or among those that are offered.
    Leads(&'static str),
    /// Anything but an apology for a fault.
    Anything,
}
use Expect::{Anything, Leads, Says};

const RECONNECT: Expect = Leads("cb-autopay-fail-reconnect");
const LIMIT: Expect = Leads("cb-autopay-daily-limit");

/// All of them; a payload without a line here fails the test.
const RECORDED: [(&str, Expect); 44] = [
    ("bot_test", RECONNECT),
    ("bot_test_callback", LIMIT),
    ("bot_test_start_over", Says(manners::STARTED_OVER)),
    ("least", RECONNECT),
    ("live", RECONNECT),
    ("live_app_user_unregistered", LIMIT),
    ("live_article_tap_with_slots", LIMIT),
    ("live_callback", LIMIT),
    ("live_card_block_tap", Says(manners::HELP)),
    ("live_contexts_broken", LIMIT),
    ("live_development", RECONNECT),
    ("live_empty", Says(wording::NOTHING_ASKED)),
    ("live_entities_and_contexts", Anything),
    ("live_entities_broken", LIMIT),
    ("live_event", LIMIT),
    ("live_fixed_service", Leads("cb-receipt-card-charge")),
    ("live_flow_new_trigger", LIMIT),
    ("live_follow_up", Leads("be-receipt-card-charge")),
    // A seal that was made up: the words count, not the extra.
    ("live_forged_feedback_tap", LIMIT),
    ("live_forged_wallet_tap", LIMIT),
    ("live_greeting", Says("안녕하세요")),
    ("live_help", Says(manners::HELP)),
    ("live_knowledge", Anything),
    ("live_knowledges", Anything),
    ("live_list_block_tap", Leads("cb-receipt-card-charge")),
    ("live_list_tap", Leads("cb-receipt-card-charge")),
    ("live_long", LIMIT),
    ("live_media_and_chat", LIMIT),
    ("live_miss", Says(wording::FALLBACK)),
    ("live_nulls", RECONNECT),
    ("live_old", RECONNECT),
    ("live_person", Says(wording::HUMAN)),
    ("live_person_tap", Says(wording::HUMAN)),
    ("live_pick_number", Leads("cb-receipt-card-charge")),
    ("live_pick_service", Leads("cb-receipt-card-charge")),
    ("live_quick_reply_tap", Anything),
    ("live_second_miss", Says(manners::MISSED_AGAIN)),
    ("live_start_over", Says(manners::STARTED_OVER)),
    ("live_thanks", Anything),
    ("live_unknown_fields", RECONNECT),
    ("live_welcome", Says(manners::GREETING)),
    ("live_wrong_types", LIMIT),
    ("skill_test", Says(wording::SKILL_TEST)),
    ("skill_test_development", Says(wording::SKILL_TEST)),
];

#[tokio::test]
async fn every_recorded_request_gets_its_answer() {
    let router = shipped_router(http_config());
    let mut on_disk: Vec<String> = std::fs::read_dir(root().join("tests/fixtures/kakao"))
        .expect("the payloads")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
        .collect();
    on_disk.sort();
    assert_eq!(on_disk, RECORDED.map(|(name, _)| format!("{name}.json")), "each payload has its line");
    for (name, expect) in &RECORDED {
        let response = call(&router, fixture(name).to_string()).await;
        let text = first_text(&response);
        assert_ne!(text, wording::TROUBLE, "{name}");
        match expect {
            Says(sentence) => assert!(text.starts_with(sentence), "{name}: {response:#}"),
            Leads(key) => assert!(leads_to(&response, key), "{name}: {response:#}"),
            Anything => {}
        }
    }
}

fn leads_to(response: &Value, key: &str) -> bool {
    let outputs = response["template"]["outputs"].as_array().into_iter().flatten();
    let items = outputs.filter_map(|output| output["listCard"]["items"].as_array()).flatten();
    button_urls(response).contains(&article_url(key).as_str())
        || items.into_iter().any(|item| item["extra"]["article"] == key)
}

fn parsed(name: &str) -> SkillRequest {
    SkillRequest::parse(fixture(name).to_string().as_bytes()).expect("a payload")
}

#[test]
fn the_ways_of_calling_are_told_apart() {
    for (name, origin, development) in [
        ("live", Origin::Live, false),
        ("live_development", Origin::Live, true),
        ("bot_test", Origin::BotTest, true),
        ("skill_test", Origin::SkillTest, false),
        ("skill_test_development", Origin::SkillTest, true),
        ("live_wrong_types", Origin::Live, false),
    ] {
        let request = parsed(name);
        assert_eq!((request.origin, request.development), (origin, development), "{name}");
    }
    assert_eq!(parsed("live_list_tap").input(), Input::Tapped);
    assert_eq!(parsed("live_flow_new_trigger").input(), Input::Tapped);
    assert_eq!(parsed("live").input(), Input::Typed);
}

#[test]
fn entities_contexts_and_knowledge_are_read() {
    let request = parsed("live_entities_and_contexts");
    let value = |name: &str| request.params.iter().find(|param| param.name == name).map(|param| param.value.clone());
    assert!(matches!(value("when"), Some(Entity::Day { date: Some(_), tag: Some(tag) }) if tag == "yesterday"));
    assert!(matches!(value("money"), Some(Entity::Number { amount: 100_000.0, unit: Some(unit) }) if unit == "원"));
    assert_eq!(request.param("topic"), Some("환불"));
    let context = &request.contexts[0];
    assert_eq!((context.name.as_str(), context.lifespan, context.ttl), ("refund", 3, 480));
    assert_eq!(context.params["step"], "2");
    let questions = ["세금계산서는 언제 발행되나요?", "세금계산서는 어디서 보나요?"];
    assert_eq!(parsed("live_knowledge").knowledge, questions);
    assert_eq!(parsed("live_knowledges").knowledge, questions);
}

#[test]
fn nobody_is_registered_by_halves_and_nothing_private_is_printed() {
    assert_eq!(parsed("live").app_user_id.map(|id| id.as_str().to_owned()).as_deref(), Some("3901827465"));
    assert_eq!(parsed("live_app_user_unregistered").app_user_id, None);
    let printed = format!("{:?} {:?}", parsed("live"), parsed("live_callback"));
    assert!(!printed.contains("3901827465") && !printed.contains("cbtoken"), "{printed}");
    assert!(parsed("live_callback").callback_url.is_some());
}
