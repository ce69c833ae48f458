//! An answer as JSON: what `haedap ask --json` prints and `/api/v1/ask` sends.

use serde::Serialize;

use super::compose::plain_text;
use super::decide::{Decision, Judged};
use super::own_state::{Attached, OwnState};
use super::{Answer, Thread, wording};
use crate::faq::Slot;
use crate::search::correct::Correction;

/// The public form of an answer (DESIGN §3.2).
#[derive(Debug, Clone, Serialize)]
pub struct AnswerView {
    pub decision: Decision,
    /// Ranked, whatever was decided.
    pub hits: Vec<Judged>,
    /// Keys that are offered when the decision is to choose.
    pub choices: Vec<String>,
    /// Name of the service.
    pub service: Option<String>,
    /// Own state that the question asks for, linked or not.
    pub slots: Vec<Slot>,
    /// What was read otherwise than typed.
    pub corrections: Vec<Correction>,
    /// Opaque; to be sent as `context` with the next question of the conversation.
    pub context: Option<String>,
    /// The customer's own state, where it was asked for and is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own_state: Option<OwnState>,
    /// What is said, as plain text.
    pub answer: String,
}

impl AnswerView {
    /// The public form.
    pub fn new(answer: &Answer, attached: &Attached) -> Self {
        let titles = |lead: &str| {
            let lines = answer.choices.iter().map(|choice| format!("- {} ({})", choice.title, choice.service));
            std::iter::once(lead.to_owned()).chain(lines).collect::<Vec<_>>().join("\n")
        };
        let said = match (answer.decision, &answer.article) {
            (Decision::Answer, Some(article)) => {
                let (text, _) = plain_text(&article.body, usize::MAX);
                format!("{}\n\n{text}", article.title)
            }
            (Decision::Choose, _) => titles(wording::CHOOSE),
            _ if answer.wants_human => wording::HUMAN.to_owned(),
            _ => answer.small_talk.as_ref().map_or(wording::FALLBACK, |small_talk| &small_talk.reply).to_owned(),
        };
        let offered = answer.choices.iter().filter(|_| answer.decision == Decision::Choose);
        Self {
            decision: answer.decision,
            hits: answer.hits.clone(),
            choices: offered.map(|choice| choice.key.clone()).collect(),
            service: answer.service.clone(),
            slots: answer.slots.clone(),
            corrections: answer.corrections.clone(),
            context: answer.thread.as_ref().map(Thread::token),
            own_state: match attached {
                Attached::Shown(own) => Some(own.clone()),
                _ => None,
            },
            answer: attached.text().map_or(said.clone(), |own| format!("{own}\n\n{said}")),
        }
    }
}
