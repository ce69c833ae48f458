//! Answer, choose or fall back: the three bands.

use serde::Serialize;

use crate::search::thresholds::{ThresholdTable, Thresholds};
use crate::search::{Hit, Hits};

/// What is done with a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// One article answers.
    Answer,
    /// Two to four articles are offered.
    Choose,
    /// An honest "I don't know" with a way on.
    Fallback,
}

/// A hit with the probability that it answers the question.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judged {
    pub key: String,
    pub score: f32,
    /// 0 to 1.
    pub probability: f32,
}

impl From<&Hit> for Judged {
    fn from(hit: &Hit) -> Self {
        Self { key: hit.key.clone(), score: hit.score, probability: hit.probability }
    }
}

/// A decision and the keys of what is offered with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    pub decision: Decision,
    pub offered: Vec<String>,
}

/// Nearest topics shown when nothing answers.
const NEAREST: usize = 3;

/// For a general collection, which has no fitted thresholds: answer what holds most of the question.
pub const UNFITTED: Thresholds = Thresholds { answer: 0.6, fallback: 0.5, choice: 1.0 };

/// The thresholds that hold for what was found: those of the best article's category.
pub fn thresholds_for(found: &Hits, table: Option<&ThresholdTable>) -> Thresholds {
    let path = found.hits.first().map(Hit::path).unwrap_or_default();
    table.map_or(UNFITTED, |table| table.of(&path))
}

/// Decides on what was found.
pub fn decide(found: &Hits, thresholds: Thresholds) -> Verdict {
    let best = found.hits.first().map_or(0.0, |hit| hit.probability);
    match band(best, found.none, found.choice, thresholds) {
        Decision::Answer => Verdict { decision: Decision::Answer, offered: Vec::new() },
        Decision::Choose if found.offered.len() >= 2 => {
            let offered = found.offered.iter().filter_map(|at| found.hits.get(*at)).map(|hit| hit.key.clone());
            Verdict { decision: Decision::Choose, offered: offered.collect() }
        }
        _ => fallback(found),
    }
}

/// The band of a question: by the probability of the best article, that none answers, that the customer has to choose.
pub fn band(best: f32, none: f32, choice: f32, thresholds: Thresholds) -> Decision {
    if none >= thresholds.fallback {
        Decision::Fallback
    } else if choice >= thresholds.choice || best < thresholds.answer {
        Decision::Choose
    } else {
        Decision::Answer
    }
}

/// No answer; the nearest topics are named.
pub fn fallback(found: &Hits) -> Verdict {
    let nearest = found.near().take(NEAREST).map(|hit| hit.key.clone());
    Verdict { decision: Decision::Fallback, offered: nearest.collect() }
}
