//! What the bot says that is no answer: welcome, help, the way to a person, feedback. Its sentences stand in
//! `answer/manners.rs`.

use super::render::{human_reply, list};
use super::response::{Button, Output, QuickReply, SimpleText, SkillResponse, TextCard, limit};
use super::seal::Sealed;
use super::tap::{Act, Tap};
use crate::answer::{Choice, manners as said, wording};
use crate::faq::Topic;

/// Words that are exactly one of the bot's own commands. Anything more is a question.
const START_OVER: [&str; 8] = ["처음으로", "처음", "처음부터", "첫화면", "메뉴", "홈", "홈으로", "시작하기"];
const HELP: [&str; 6] = ["도움말", "사용법", "사용방법", "이용방법", "뭐할수있어", "뭘할수있어"];
/// The name that Kakao gives to the block that opens a conversation.
const WELCOME_BLOCK: &str = "웰컴 블록";

/// What a bot says in words of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tone {
    /// The first message.
    pub greeting: Option<String>,
    /// After the customer said that an answer helped.
    pub closing: Option<String>,
}

/// The way to a person at this moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonWay {
    /// Whether somebody is there, or when again; `None` where no hours are known.
    pub hours: Option<String>,
    /// A page where a person can be reached.
    pub support: Option<String>,
}

/// Reads a command that was typed.
pub fn command(utterance: &str) -> Option<Act> {
    let word: String = utterance.chars().filter(|c| !c.is_whitespace() && !"?.!~".contains(*c)).collect();
    let is = |words: &[&str]| words.contains(&word.trim_end_matches('요'));
    if is(&START_OVER) {
        Some(Act::StartOver)
    } else if is(&HELP) {
        Some(Act::Help)
    } else {
        None
    }
}

/// Whether a block opens a conversation.
pub fn is_welcome_block(name: &str) -> bool {
    name == WELCOME_BLOCK
}

/// The first message.
pub fn welcome(tone: &Tone, topics: &[Topic]) -> SkillResponse {
    let greeting = SkillResponse::text(tone.greeting.as_deref().unwrap_or(said::GREETING));
    greeting.with_replies(below(topics, [help_reply()]))
}

/// Begins anew.
pub fn started_over(topics: &[Topic]) -> SkillResponse {
    SkillResponse::text(said::STARTED_OVER).with_replies(below(topics, [help_reply()]))
}

/// What is said to an empty message.
pub fn nothing_asked(topics: &[Topic]) -> SkillResponse {
    SkillResponse::text(wording::NOTHING_ASKED).with_replies(below(topics, [human_reply()]))
}

/// What the bot can do.
pub fn help(topics: &[Topic]) -> SkillResponse {
    SkillResponse::text(said::HELP).with_replies(below(topics, [start_over_reply(), human_reply()]))
}

/// How to reach a person.
pub fn person(way: &PersonWay, topics: &[Topic]) -> SkillResponse {
    SkillResponse::new(person_card(wording::HUMAN, way)).with_replies(below(topics, []))
}

/// Nothing answered twice in a row: a person is offered before anything else.
pub fn missed_again(way: &PersonWay, nearest: &[Choice]) -> SkillResponse {
    let response = SkillResponse::new(person_card(said::MISSED_AGAIN, way));
    let response = match list(wording::NEAREST, nearest) {
        Some(card) => response.and(card),
        None => response,
    };
    response.with_replies([human_reply(), start_over_reply()])
}

/// Asks under an answer whether it helped.
pub fn feedback_replies(helped: Sealed, did_not_help: Sealed) -> [QuickReply; 2] {
    [
        QuickReply::tap(said::HELPED_REPLY, &Tap::Helped(helped)),
        QuickReply::tap(said::DID_NOT_HELP_REPLY, &Tap::DidNotHelp(did_not_help)),
    ]
}

/// The answer helped.
pub fn helped(tone: &Tone, topics: &[Topic]) -> SkillResponse {
    SkillResponse::text(tone.closing.as_deref().unwrap_or(said::HELPED)).with_replies(below(topics, []))
}

/// The answer did not help: what comes next, and a person.
pub fn did_not_help(next: &[Choice], way: &PersonWay) -> SkillResponse {
    let response = match list(said::DID_NOT_HELP, next) {
        Some(card) => SkillResponse::new(card),
        None => SkillResponse::new(person_card(said::DID_NOT_HELP_AT_ALL, way)),
    };
    response.with_replies([human_reply(), start_over_reply()])
}

fn person_card(text: &str, way: &PersonWay) -> Output {
    let text = way.hours.as_ref().map_or_else(|| text.to_owned(), |hours| format!("{text}\n{hours}"));
    match way.support.as_deref().and_then(|url| Button::web(wording::HUMAN_BUTTON, url)) {
        Some(button) => Output::TextCard(TextCard::new("", &text).with_button(Some(button))),
        None => Output::SimpleText(SimpleText::new(&text)),
    }
}

/// Topics to tap, and below them what is there whatever topics there are.
fn below<const N: usize>(topics: &[Topic], always: [QuickReply; N]) -> impl Iterator<Item = QuickReply> {
    let topics = topics.iter().take(limit::QUICK_REPLIES.saturating_sub(N));
    topics.map(|topic| QuickReply::message(&topic.label, &topic.question)).chain(always)
}

fn help_reply() -> QuickReply {
    QuickReply::tap(said::HELP_REPLY, &Tap::Do(Act::Help))
}

fn start_over_reply() -> QuickReply {
    QuickReply::tap(said::START_OVER_REPLY, &Tap::Do(Act::StartOver))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_utterance_is_a_command() {
        for (utterance, act) in [
            ("처음으로", Act::StartOver),
            (" 처음 으로요~ ", Act::StartOver),
            ("메뉴", Act::StartOver),
            ("도움말", Act::Help),
            ("뭐 할 수 있어요?", Act::Help),
        ] {
            assert_eq!(command(utterance), Some(act), "{utterance}");
        }
        for question in [
            "",
            "처음으로 충전하면요?",
            "메뉴 버튼이 안 보여요",
            "도움말 글은 어디 있어요",
            "상담원",
            "사용법이 궁금해요",
        ] {
            assert_eq!(command(question), None, "{question}");
        }
    }
}
