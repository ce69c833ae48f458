//! An answer as `KakaoTalk` bubbles: the customer's own state first, then the answer, where to read on, and what to tap.
//!
//! Three bubbles are all there is. What is said of the question itself (a correction, a cut) has one of them where there
//! is such a thing, own state at most as many as leave one for the answer. Says no sentence of its own.

mod article;
mod own_state;

use super::response::{Button, ListCard, ListItem, Output, QuickReply, SimpleText, SkillResponse, TextCard, limit};
use super::tap::Tap;
use crate::answer::decide::Decision;
use crate::answer::own_state::Attached;
use crate::answer::shorten::shorten;
use crate::answer::{Answer, Choice, wording};
use crate::faq::Topic;
pub use article::Links;

/// What is shown of a question that was read otherwise than typed, in characters: a line or two on a phone.
const LONGEST_READING: usize = 80;

/// Renders an answer.
pub fn render(answer: &Answer, attached: &Attached, topics: &[Topic], links: &Links) -> SkillResponse {
    let note = note(answer);
    let room = limit::OUTPUTS - usize::from(note.is_some());
    let own = own_state::bubbles(answer, attached, room - 1);
    // A state that is told answers; the article is what to read besides, and its page holds the rest of it.
    let aside = matches!(attached, Attached::Shown(_)) && links.help_center.is_some();
    let said = said(answer, links, if aside { 1 } else { room - own.len() });
    // Who is not linked came for the article; how to see more stands below it.
    let (above, below) = if matches!(attached, Attached::Unlinked) { (Vec::new(), own) } else { (own, Vec::new()) };
    let mut bubbles = above.into_iter().chain(said).chain(below).chain(note);
    let first = bubbles.next().unwrap_or_else(|| text_bubble(wording::TROUBLE));
    let response = bubbles.fold(SkillResponse::new(first), SkillResponse::and);
    response.with_replies(replies(answer, topics)).with_thread(answer.thread.as_ref())
}

/// How the question was read, where that was not as it was typed.
fn note(answer: &Answer) -> Option<Output> {
    let corrected = answer.corrections.first().filter(|_| answer.decision != Decision::Fallback);
    let corrected = corrected.map(|correction| shorten(&correction.to, LONGEST_READING).0);
    let lines = corrected.map(|meant| wording::read_as(&meant)).into_iter();
    let cut = answer.question_cut.then(|| wording::QUESTION_CUT.to_owned());
    let lines: Vec<String> = lines.chain(cut).collect();
    (!lines.is_empty()).then(|| text_bubble(&lines.join("\n")))
}

/// What answers, in at most `most` bubbles, at least one.
fn said(answer: &Answer, links: &Links, most: usize) -> Vec<Output> {
    match (answer.decision, &answer.article) {
        (Decision::Answer, Some(article)) => article::bubbles(article, links, most),
        (Decision::Choose, _) => match list(wording::CHOOSE, &answer.choices) {
            Some(list) => vec![list],
            None => no_answer(answer, links, most),
        },
        _ => no_answer(answer, links, most),
    }
}

fn no_answer(answer: &Answer, links: &Links, most: usize) -> Vec<Output> {
    let person = |text: &str| match links.support.as_deref().and_then(|url| Button::web(wording::HUMAN_BUTTON, url)) {
        Some(button) => TextCard::new("", text).with_button(Some(button)).into(),
        None => text_bubble(text),
    };
    if answer.wants_human {
        return vec![person(wording::HUMAN)];
    }
    if let Some(small_talk) = &answer.small_talk {
        return vec![text_bubble(&small_talk.reply)];
    }
    let nearest = list(wording::NEAREST, &answer.choices);
    std::iter::once(person(wording::FALLBACK)).chain(nearest).take(most).collect()
}

/// Articles to tap; `None` for none.
pub(super) fn list(title: &str, choices: &[Choice]) -> Option<Output> {
    let item = |choice: &Choice| {
        let tap = Tap::Article { key: choice.key.clone(), slots: Vec::new() };
        // A document of a collection may have no title; its key is better than an empty line.
        let title = if choice.title.is_empty() { &choice.key } else { &choice.title };
        ListItem::new(title, &choice.service, tap.extra())
    };
    ListCard::new(title, choices.iter().map(item)).map(Output::from)
}

/// What to tap below: topics where nothing was answered, and a person unless that is what was just said.
fn replies(answer: &Answer, topics: &[Topic]) -> Vec<QuickReply> {
    let answered = match answer.decision {
        Decision::Answer => answer.article.is_some(),
        Decision::Choose => !answer.choices.is_empty(),
        Decision::Fallback => false,
    };
    first_taps(if answered { &[] } else { topics }, answered || !answer.wants_human)
}

/// Topics to tap, and a person below all of them, however many they are.
fn first_taps(topics: &[Topic], person: bool) -> Vec<QuickReply> {
    let person = person.then(human_reply);
    let room = limit::QUICK_REPLIES - person.iter().len();
    let topics = topics.iter().take(room).map(|topic| QuickReply::message(&topic.label, &topic.question));
    topics.chain(person).collect()
}

/// The way to a person.
pub(super) fn human_reply() -> QuickReply {
    QuickReply::message(wording::HUMAN_REPLY, wording::HUMAN_REPLY)
}

fn text_bubble(text: &str) -> Output {
    SimpleText::new(text).into()
}
