//! The skill payload as it really comes: live, bot test and skill test differ, fields are added without notice.
//!
//! Nothing is required but that the body is a JSON object. A missing object, a `null` and an empty object are the same;
//! a field of an unexpected type is read as absent; unknown fields are ignored.

use serde_json::{Map, Value};

use super::response::{CONTEXT_NAME, CONTEXT_PARAM};
use crate::answer::Thread;
use crate::faq::Slot;

/// What haedap uses of a skill payload.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SkillRequest {
    /// Without the `!` that the development channel and the bot test append.
    pub bot_id: String,
    /// Whether the call comes from the development channel or the bot test.
    pub development: bool,
    /// What the user said; without the newline that the bot test appends.
    pub utterance: String,
    /// `userRequest.user.id`: the key of this person in this bot.
    pub user_key: Option<String>,
    /// What the tapped button, quick reply or list item carried; empty when the user typed.
    pub client_extra: Map<String, Value>,
    /// What was asked before, from the context that the last response set.
    pub thread: Option<Thread>,
    /// Whether it is the admin centre's skill test, which sends placeholders.
    pub skill_test: bool,
}

/// A body that is no skill payload.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    #[error("the body is not JSON: {0}")]
    NotJson(String),
    #[error("the body is no JSON object")]
    NotAnObject,
}

/// The literal utterance of the admin centre's skill test.
const SKILL_TEST_UTTERANCE: &str = "발화 내용";

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
        let user_type = text("/userRequest/user/type");
        let user_key = Some(text("/userRequest/user/id")).filter(|key| !key.is_empty());
        Ok(Self {
            bot_id: bot_id.strip_suffix('!').unwrap_or(bot_id).to_owned(),
            development: bot_id.ends_with('!'),
            utterance: utterance.to_owned(),
            user_key: user_key.map(str::to_owned),
            // The v1 documents show the text "null" here; like null and {} it means that nothing was tapped.
            client_extra: value.pointer("/action/clientExtra").and_then(Value::as_object).cloned().unwrap_or_default(),
            thread: context(&value).and_then(Thread::from_token),
            skill_test: user_type == "accountId" && utterance == SKILL_TEST_UTTERANCE,
        })
    }

    /// The wallet that was tapped.
    pub fn tapped_wallet(&self) -> Option<&str> {
        self.client_extra.get(super::render::WALLET_EXTRA).and_then(Value::as_str)
    }

    /// The slots that were asked for before a wallet was tapped; unknown ones are passed over.
    pub fn tapped_slots(&self) -> Vec<Slot> {
        let slots = self.client_extra.get(super::render::SLOTS_EXTRA).and_then(Value::as_array);
        slots.into_iter().flatten().filter_map(|slot| serde_json::from_value(slot.clone()).ok()).collect()
    }

    /// The article that was tapped.
    pub fn tapped_article(&self) -> Option<&str> {
        self.client_extra.get(super::render::ARTICLE_EXTRA).and_then(Value::as_str)
    }
}

/// What our context holds. In a request a parameter is an object, and the life span is written `lifespan`.
fn context(value: &Value) -> Option<&str> {
    let contexts = value.pointer("/contexts")?.as_array()?;
    let ours = contexts.iter().find(|context| context["name"] == CONTEXT_NAME)?;
    let param = &ours["params"][CONTEXT_PARAM];
    param["value"].as_str().or(param.as_str())
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
            json!({"bot": null, "userRequest": null, "action": null}),
            json!({"bot": {"id": null}, "userRequest": {"utterance": null, "user": null}, "action": {"clientExtra": null}}),
            json!({"bot": [], "userRequest": {"utterance": 7, "user": {"id": {}}}, "action": {"clientExtra": "null"}}),
        ] {
            assert_eq!(parse(&value), SkillRequest::default());
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
    fn takes_up_what_was_asked_before() {
        let thread = Thread::new("신용카드 등록", Some("chatbot"));
        let context = |name: &str, params: Value| {
            parse(
                &json!({"contexts": [{"name": "other"}, {"name": name, "lifespan": 4, "ttl": 540, "params": params}]}),
            )
        };
        let param = json!({"thread": {"value": thread.token(), "resolvedValue": thread.token()}});
        assert_eq!(context(CONTEXT_NAME, param.clone()).thread, Some(thread));
        assert_eq!(context("paging", param).thread, None);
        for broken in [json!(null), json!({"thread": {"value": "?"}}), json!({"thread": 7}), json!([])] {
            assert_eq!(context(CONTEXT_NAME, broken).thread, None);
        }
    }

    #[test]
    fn refuses_what_is_no_object() {
        assert_eq!(SkillRequest::parse(b"[]"), Err(RequestError::NotAnObject));
        assert!(matches!(SkillRequest::parse(b"{\"bot\":"), Err(RequestError::NotJson(_))));
        assert!(matches!(SkillRequest::parse(b"\xff"), Err(RequestError::NotJson(_))));
    }
}
