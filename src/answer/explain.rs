//! Why a question was answered, led to choices or fell back: the search explained, and the decision in one sentence.
//!
//! What `haedap search --explain` prints and the admin listener sends.

use serde::Serialize;

use super::decide::{self, Decision, Verdict};
use super::{Answerer, Ask};
use crate::search::explain::Explanation;
use crate::search::thresholds::Thresholds;
use crate::search::{Hits, SearchError};
use crate::text::small_talk::Kind;

/// A decision with its reasons.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explained {
    pub decision: Decision,
    /// One sentence, in English, for whoever runs the service.
    pub reason: String,
    /// Keys of what is offered with the decision: choices, or nearest topics.
    pub offered: Vec<String>,
    /// The thresholds that were compared with.
    pub thresholds: Thresholds,
    #[serde(flatten)]
    pub explanation: Explanation,
}

impl Answerer {
    /// Decides like [`Answerer::ask`] and says why; the best `top` articles are explained.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn explain(&self, ask: &Ask, top: usize) -> Result<Explained, SearchError> {
        let question = self.engine.question(&ask.utterance);
        let (explanation, found) = self.engine.explain(&question, self.default_service(ask), top)?;
        let thresholds = self.thresholds(&found, ask.thresholds);
        let (kind, Verdict { decision, offered }) = self.verdict(&question, &found, ask.thresholds);
        let reason = if kind == Some(Kind::Person) {
            "the customer wants to talk to a person and asks nothing else".to_owned()
        } else if kind.is_some() {
            "small talk: every word of it stands in small_talk.toml".to_owned()
        } else if question.is_empty() {
            "nothing was asked that could be looked for".to_owned()
        } else {
            reason(decision, &found, thresholds)
        };
        Ok(Explained { decision, reason, offered, thresholds, explanation })
    }
}

/// Which comparison led to the decision.
fn reason(decision: Decision, found: &Hits, thresholds: Thresholds) -> String {
    let best = found.hits.first();
    let article = best.map_or("no article", |hit| hit.key.as_str());
    let probability = best.map_or(0.0, |hit| hit.probability);
    let (none, choice) = (found.none, found.choice);
    match (decision, decide::band(probability, none, choice, thresholds)) {
        (Decision::Fallback, Decision::Fallback) => {
            format!("\"none of them\" has {none:.3}, and from {:.3} on nothing answers", thresholds.fallback)
        }
        (Decision::Fallback, _) => {
            "the customer would have to choose, but there are not two articles to offer".to_owned()
        }
        (Decision::Choose, _) if choice >= thresholds.choice => format!(
            "that the customer has to choose has {choice:.3}, and from {:.3} on choices are offered",
            thresholds.choice
        ),
        (Decision::Choose, _) => format!(
            "{article} is the best with {probability:.3}, but an article answers only from {:.3} on",
            thresholds.answer
        ),
        (Decision::Answer, _) => format!(
            "{article} has {probability:.3} (answers from {:.3} on), choosing {choice:.3} (below {:.3}), \
             \"none of them\" {none:.3} (below {:.3})",
            thresholds.answer, thresholds.choice, thresholds.fallback
        ),
    }
}
