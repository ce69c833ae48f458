//! The skill payload as it really comes: live, bot test and skill test differ, fields are added without notice.
//!
//! Nothing is required but that the body is a JSON object. A missing object, a `null` and an empty object are the same;
//! a field of an unexpected type is read as absent; unknown fields are ignored.
//!
//! [`context`] reads the contexts that come in, [`param`] what Kakao took out of the utterance, [`flow`] how the customer
//! came here, [`knowledge`] what Kakao itself would have answered, [`private`] what must never be printed.

pub mod context;
pub mod flow;
pub mod knowledge;
pub mod param;
pub mod private;

use serde_json::{Map, Value};

use super::conversation::Conversation;
pub use context::Context;
pub use flow::{Flow, Input};
pub use param::{Entity, Param};
pub use private::{AppUserId, CallbackUrl};

/// What haedap uses of a skill payload.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SkillRequest {
    /// Which of Kakao's ways of calling a skill it is.
    pub origin: Origin,
    /// Without the `!` that the development channel and the bot test append.
    pub bot_id: String,
    /// Whether the bot's id had that `!`.
    pub development: bool,
    /// Name of the block that called the skill, as written in the admin centre.
    pub block_name: String,
    /// What the user said; without the newline that the bot test appends.
    pub utterance: String,
    /// `userRequest.user.id`: the key of this person in this bot.
    pub user_key: Option<String>,
    /// The person at the bot's Kakao app, where one is set and the person is registered with it.
    pub app_user_id: Option<AppUserId>,
    /// What the tapped button, quick reply or list item carried; empty when the user typed.
    pub client_extra: Map<String, Value>,
    /// What Kakao took out of the utterance, and what the block fixes, by name.
    pub params: Vec<Param>,
    /// All contexts that are alive.
    pub contexts: Vec<Context>,
    /// What our own context keeps of the conversation.
    pub conversation: Conversation,
    /// How the customer came here.
    pub flow: Flow,
    /// Questions of the knowledge entries that Kakao itself found.
    pub knowledge: Vec<String>,
    /// Where an answer may be posted later, once, within a minute.
    pub callback_url: Option<CallbackUrl>,
}

/// Where a call comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Origin {
    /// A person in `KakaoTalk`, on the operating or the development channel.
    #[default]
    Live,
    /// The chat panel of the admin centre.
    BotTest,
    /// "스킬서버로 전송" on the skill's page, which sends placeholders.
    SkillTest,
}

/// A body that is no skill payload.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    #[error("the body is not JSON: {0}")]
    NotJson(String),
    #[error("the body is no JSON object")]
    NotAnObject,
}

/// The literal utterance of the skill test, and the type of its user.
const SKILL_TEST_UTTERANCE: &str = "발화 내용";
const SKILL_TEST_USER: &str = "accountId";
/// The surface of the bot test.
const BOT_TEST_SURFACE: &str = "BuilderBotTest";

impl SkillRequest {
    /// Reads a body.
    ///
    /// # Errors
    /// When it is not a JSON object.
    pub fn parse(body: &[u8]) -> Result<Self, RequestError> {
        let value: Value = serde_json::from_slice(body).map_err(|error| RequestError::NotJson(error.to_string()))?;
        if !value.is_object() {
            return Err(RequestError::NotAnObject);
        }
        let text = |path: &str| value.pointer(path).and_then(Value::as_str).unwrap_or_default().trim();
        let bot_id = text("/bot/id");
        let utterance = text("/userRequest/utterance");
        let user_key = Some(text("/userRequest/user/id")).filter(|key| !key.is_empty());
        let contexts = context::read(value.get("contexts"));
        let origin = if text("/userRequest/user/type") == SKILL_TEST_USER && utterance == SKILL_TEST_UTTERANCE {
            Origin::SkillTest
        } else if text("/userRequest/params/surface") == BOT_TEST_SURFACE {
            Origin::BotTest
        } else {
            Origin::Live
        };
        Ok(Self {
            origin,
            bot_id: bot_id.strip_suffix('!').unwrap_or(bot_id).to_owned(),
            development: bot_id.ends_with('!'),
            block_name: text("/userRequest/block/name").to_owned(),
            utterance: utterance.to_owned(),
            user_key: user_key.map(str::to_owned),
            app_user_id: AppUserId::read(value.pointer("/userRequest/user/properties")),
            // The v1 documents show the text "null" here; like null and {} it means that nothing was tapped.
            client_extra: value.pointer("/action/clientExtra").and_then(Value::as_object).cloned().unwrap_or_default(),
            params: param::read(value.get("action")),
            conversation: Conversation::from_contexts(&contexts),
            contexts,
            flow: Flow::read(value.get("flow")),
            knowledge: knowledge::questions(value.pointer("/intent/extra")),
            callback_url: CallbackUrl::read(text("/userRequest/callbackUrl")),
        })
    }

    /// Whether the customer typed or tapped. Older payloads do not tell; there, what comes with an extra was tapped.
    pub fn input(&self) -> Input {
        let by_extra = if self.client_extra.is_empty() { Input::Typed } else { Input::Tapped };
        self.flow.input().unwrap_or(by_extra)
    }

    /// The text of a parameter.
    pub fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|param| param.name == name)?.value.text()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn parse(value: &Value) -> SkillRequest {
        SkillRequest::parse(value.to_string().as_bytes()).unwrap()
    }

    #[test]
    fn takes_what_is_missing_null_or_of_another_type_as_absent() {
        for value in [
            json!({}),
            json!({"bot": null, "userRequest": null, "action": null, "intent": null, "contexts": null, "flow": null}),
            json!({"bot": {"id": null}, "userRequest": {"utterance": null, "user": null}, "action": {"clientExtra": null}}),
            json!({"bot": [], "userRequest": {"utterance": 7, "user": {"id": {}}}, "action": {"clientExtra": "null"}}),
            json!({"intent": {"extra": 7}, "contexts": {}, "flow": [], "action": {"params": [], "detailParams": "x"}}),
            json!({"userRequest": {"callbackUrl": 7, "user": {"properties": {"appUserId": {}}}, "params": []}}),
        ] {
            assert_eq!(parse(&value), SkillRequest::default(), "{value}");
        }
    }

    #[test]
    fn trims_the_bot_tests_newline_and_mark() {
        let request =
            parse(&json!({"bot": {"id": "66a0!"}, "userRequest": {"utterance": "환불\n", "user": {"id": "k"}}}));
        assert_eq!((request.bot_id.as_str(), request.development), ("66a0", true));
        assert_eq!(request.utterance, "환불");
        assert_eq!(request.user_key.as_deref(), Some("k"));
    }

    #[test]
    fn tells_where_a_call_comes_from() {
        let origin = |user: &str, utterance: &str, surface: &str| {
            let user_request = json!({"utterance": utterance, "user": {"type": user}, "params": {"surface": surface}});
            parse(&json!({ "userRequest": user_request })).origin
        };
        assert_eq!(origin("botUserKey", "환불", "Kakaotalk.plusfriend"), Origin::Live);
        assert_eq!(origin("botUserKey", "환불\n", "BuilderBotTest"), Origin::BotTest);
        assert_eq!(origin("accountId", "발화 내용", ""), Origin::SkillTest);
        // A customer may type the same words.
        assert_eq!(origin("botUserKey", "발화 내용", "Kakaotalk.plusfriend"), Origin::Live);
    }

    #[test]
    fn tells_typing_from_tapping() {
        let input = |flow: Value, extra: Value| parse(&json!({"flow": flow, "action": {"clientExtra": extra}})).input();
        let trigger = |name: &str| json!({"trigger": {"type": name}});
        assert_eq!(input(trigger("TEXT_INPUT"), json!({"article": "a"})), Input::Typed);
        assert_eq!(input(trigger("QUICKREPLY_BUTTON_MESSAGE"), json!({})), Input::Tapped);
        assert_eq!(input(trigger("SOMETHING_NEW"), json!(null)), Input::Tapped);
        assert_eq!(input(json!(null), json!({"article": "a"})), Input::Tapped);
        assert_eq!(input(json!({}), json!({})), Input::Typed);
    }

    #[test]
    fn prints_neither_person_nor_callback() {
        let printed = format!(
            "{:?}",
            parse(&json!({"userRequest": {
                "callbackUrl": "https://bot-api.kakao.com/v1/bots/b/callback/cbtoken:secret",
                "user": {"properties": {"appUserId": "3901827465", "appUserStatus": "REGISTERED"}}
            }}))
        );
        assert!(!printed.contains("3901827465") && !printed.contains("secret"), "{printed}");
    }

    #[test]
    fn refuses_what_is_no_object() {
        assert_eq!(SkillRequest::parse(b"[]"), Err(RequestError::NotAnObject));
        assert!(matches!(SkillRequest::parse(b"{\"bot\":"), Err(RequestError::NotJson(_))));
        assert!(matches!(SkillRequest::parse(b"\xff"), Err(RequestError::NotJson(_))));
    }
}
