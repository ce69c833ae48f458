//! Answer, choose or fall back: the three bands.

use serde::Serialize;

use crate::search::Hit;

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
    #[serde(skip)]
    pub service: String,
}

/// A decision and the keys of what is offered with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    pub decision: Decision,
    pub offered: Vec<String>,
}

/// Most choices offered at once.
const MOST_CHOICES: usize = 4;
/// Nearest topics shown when nothing answers.
const NEAREST: usize = 3;

/// Hits of another service than the named one keep this share of their score. A named service is binding, but what a
/// customer calls a service is sometimes a word of the matter (`채널` in a question about a bot).
const OTHER_SERVICE: f32 = 0.6;
/// Hits of the default service gain this much: the bot or page that was asked, not a word of the customer.
const DEFAULT_SERVICE: f32 = 1.15;

/// Least coverage that is taken for an answer, and for a choice.
const ANSWER_COVERAGE: f32 = 0.6;
const CHOICE_COVERAGE: f32 = 0.5;
/// Less than this is not near.
const NEAR: f32 = 0.35;
/// Another hit this close to the best makes it a choice.
const CLOSE: f32 = 0.9;

/// Weighs hits by service and judges them; best first.
pub fn judge(hits: &[Hit], named: &[String], default: Option<&str>) -> Vec<Judged> {
    let mut judged: Vec<Judged> = hits
        .iter()
        .map(|hit| {
            let factor = if named.contains(&hit.service) || named.is_empty() && default.is_none() {
                1.0
            } else if named.is_empty() && default == Some(&hit.service) {
                DEFAULT_SERVICE
            } else if named.is_empty() {
                1.0
            } else {
                OTHER_SERVICE
            };
            Judged {
                key: hit.key.clone(),
                score: hit.score * factor,
                probability: hit.coverage,
                service: hit.service.clone(),
            }
        })
        .collect();
    judged.sort_by(|a, b| b.score.total_cmp(&a.score));
    // The probability of each: how much of the question it holds, by how close it comes to the best.
    let best = judged.first().map_or(1.0, |hit| hit.score.max(f32::MIN_POSITIVE));
    for hit in &mut judged {
        hit.probability *= hit.score / best;
    }
    judged
}

/// Decides on judged hits.
pub fn decide(judged: &[Judged]) -> Verdict {
    let Some(best) = judged.first() else { return Verdict::fallback(judged) };
    let close = |hit: &&Judged| hit.score >= best.score * CLOSE && hit.probability >= CHOICE_COVERAGE;
    let offered: Vec<String> = judged.iter().filter(close).take(MOST_CHOICES).map(|hit| hit.key.clone()).collect();
    if offered.len() >= 2 {
        Verdict { decision: Decision::Choose, offered }
    } else if best.probability >= ANSWER_COVERAGE {
        Verdict { decision: Decision::Answer, offered: Vec::new() }
    } else {
        Verdict::fallback(judged)
    }
}

impl Verdict {
    /// No answer; the nearest topics are named.
    pub fn fallback(judged: &[Judged]) -> Self {
        Self {
            decision: Decision::Fallback,
            offered: judged
                .iter()
                .filter(|hit| hit.probability >= NEAR)
                .take(NEAREST)
                .map(|hit| hit.key.clone())
                .collect(),
        }
    }
}
