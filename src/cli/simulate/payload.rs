//! What Kakao would send: the payload of a turn in each of the ways in which it calls a skill.

use clap::ValueEnum;
use serde_json::{Value, json};

use crate::digest;

/// How Kakao calls the skill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Origin {
    /// A person in the operating channel
    Live,
    /// A person in the development channel
    Dev,
    /// The admin centre's bot test
    Bottest,
    /// The admin centre's skill test, which sends placeholders
    Skilltest,
}

/// The bot and the person who talks to it.
#[derive(Debug, Clone)]
pub(super) struct Party {
    pub(super) origin: Origin,
    /// Without the `!` of the development channel.
    pub(super) bot: String,
    pub(super) user: String,
}

/// One thing that the person does.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Act {
    /// What is said by it.
    pub(super) utterance: String,
    /// `flow.trigger.type`.
    pub(super) trigger: &'static str,
    /// What a tap brings back; null when it was typed.
    pub(super) extra: Value,
    /// The block that a tap runs; none for words, which run the one that answers everything.
    pub(super) block: Option<String>,
}

impl Act {
    /// Words that were typed.
    pub(super) fn typed(utterance: &str) -> Self {
        Self { utterance: utterance.to_owned(), trigger: "TEXT_INPUT", extra: Value::Null, block: None }
    }
}

/// A made-up id of 24 hexadecimal figures, the same for the same name.
pub(super) fn made_up_id(name: &str) -> String {
    digest::hex_of(format!("haedap simulate {name}").as_bytes())[..24].to_owned()
}

/// A made-up user key of 66 hexadecimal figures, as Kakao's are.
pub(super) fn made_up_user() -> String {
    format!("{}00", digest::hex_of(b"haedap simulate user"))
}

/// The payload of a turn. `last_block` is the block that answered before, if one did.
pub(super) fn payload(party: &Party, act: &Act, contexts: &Value, last_block: Option<&str>) -> Value {
    let Party { origin, bot, user } = party;
    if *origin == Origin::Skilltest {
        return skill_test(bot);
    }
    let block = act.block.clone().unwrap_or_else(|| made_up_id("block"));
    let is_test = *origin == Origin::Bottest;
    let bot = if *origin == Origin::Live { bot.clone() } else { format!("{bot}!") };
    let extra = match (&act.extra, is_test) {
        (Value::Null, false) => json!({}),
        (extra, _) => extra.clone(),
    };
    let block = json!({"id": block, "name": if act.block.is_some() { "블록" } else { "폴백 블록" }});
    let mut payload = json!({
        "bot": {"id": bot, "name": "시뮬레이터"},
        "intent": {"id": block["id"], "name": block["name"], "extra": {"reason": {"code": 1, "message": "OK"}}},
        "action": {"id": made_up_id("skill"), "name": "haedap", "params": {}, "detailParams": {}, "clientExtra": extra},
        "userRequest": {
            "timezone": "Asia/Seoul",
            "lang": if is_test { "kr" } else { "ko" },
            "utterance": if is_test { format!("{}\n", act.utterance) } else { act.utterance.clone() },
            "block": block,
            "params": {"surface": "Kakaotalk.plusfriend"},
            "user": {"id": user, "type": "botUserKey", "properties": {"botUserKey": user}},
        },
        "contexts": contexts,
    });
    if is_test {
        payload["userRequest"]["params"] = json!({"surface": "BuilderBotTest", "ignoreMe": "true"});
        return payload;
    }
    let properties = &mut payload["userRequest"]["user"]["properties"];
    properties["bot_user_key"] = json!(user);
    properties["plusfriendUserKey"] = json!(&made_up_id("channel")[..12]);
    properties["isFriend"] = json!(true);
    let mut flow = json!({"trigger": {"type": act.trigger}});
    if let Some(last) = last_block {
        flow["lastBlock"] = json!({"id": last, "name": "폴백 블록"});
        if act.trigger != "TEXT_INPUT" {
            flow["trigger"]["referrerBlock"] = flow["lastBlock"].clone();
        }
    }
    payload["flow"] = flow;
    payload
}

/// Placeholders, whatever was typed.
fn skill_test(bot: &str) -> Value {
    let block = json!({"id": made_up_id("test block"), "name": "블록 이름"});
    json!({
        "intent": block,
        "userRequest": {
            "timezone": "Asia/Seoul",
            "params": {"ignoreMe": "true"},
            "block": block,
            "utterance": "발화 내용",
            "lang": null,
            "user": {"id": "482913", "type": "accountId", "properties": {}},
        },
        "bot": {"id": bot, "name": "봇 이름"},
        "action": {
            "name": "simulate00", "clientExtra": null, "params": {}, "id": made_up_id("test skill"), "detailParams": {},
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(origin: Origin, act: &Act, last_block: Option<&str>) -> Value {
        let party = Party { origin, bot: "66a0".to_owned(), user: "k".to_owned() };
        payload(&party, act, &json!([{"name": "a"}]), last_block)
    }

    #[test]
    fn each_origin_has_its_form() {
        let act = Act::typed("환불");
        for (origin, bot, said, extra, surface) in [
            (Origin::Live, "66a0", "환불", json!({}), "Kakaotalk.plusfriend"),
            (Origin::Dev, "66a0!", "환불", json!({}), "Kakaotalk.plusfriend"),
            (Origin::Bottest, "66a0!", "환불\n", Value::Null, "BuilderBotTest"),
        ] {
            let payload = sent(origin, &act, None);
            assert_eq!((&payload["bot"]["id"], &payload["userRequest"]["utterance"]), (&json!(bot), &json!(said)));
            assert_eq!(payload["action"]["clientExtra"], extra, "{origin:?}");
            assert_eq!(payload["userRequest"]["params"]["surface"], surface);
            assert_eq!(payload["contexts"], json!([{"name": "a"}]));
            assert_eq!(payload.get("flow").is_some(), origin != Origin::Bottest);
        }
        let test = sent(Origin::Skilltest, &act, None);
        assert_eq!(test["userRequest"]["user"]["type"], "accountId");
        assert!(test.get("contexts").is_none() && test["action"]["clientExtra"].is_null());
    }

    #[test]
    fn a_tap_says_where_it_came_from() {
        let extra = json!({"article": "a"});
        let act = Act {
            utterance: "환불".to_owned(),
            trigger: "LIST_ITEM_BLOCK",
            extra: extra.clone(),
            block: Some("66b1".to_owned()),
        };
        let payload = sent(Origin::Live, &act, Some("66b0"));
        assert_eq!(payload["action"]["clientExtra"], extra);
        assert_eq!(
            (&payload["userRequest"]["block"]["id"], &payload["intent"]["id"]),
            (&json!("66b1"), &json!("66b1"))
        );
        assert_eq!(payload["flow"]["trigger"]["type"], "LIST_ITEM_BLOCK");
        assert_eq!(payload["flow"]["trigger"]["referrerBlock"]["id"], "66b0");
        assert_eq!(made_up_user().len(), 66);
    }
}
