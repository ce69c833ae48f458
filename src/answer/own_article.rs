//! Beside which article an own state is told: where a customer asks for their own state, the state answers, and which of
//! several articles about it stands beside it matters less than in a general question.

use super::decide::Decision;
use crate::faq::Slot;
use crate::search::{Engine, Hit, Hits, Question, SearchError};

/// Best articles among which one about the state is looked for.
const LOOKED_AT: usize = 12;
/// How much of the question the best article must hold, so that a stray word for a state is not taken for a question
/// about it.
const LEAST_COVERAGE: f32 = 0.4;
/// How probable it must be, so that a state is not told beside an article about something else.
const LEAST_PROBABILITY: f32 = 0.1;
/// What an article's probability counts for each slot of it that is asked for, beside the first, and if its first slot
/// is among them: it is about that state.
const FURTHER_SLOT: f32 = 0.25;
const FIRST_SLOT: f32 = 3.0;

/// The place of the article to tell the own state beside; `None` where none is asked for, the decision may stay as it
/// is, or it is open of which service the state would be. `default` is the service that the question came with.
pub(super) fn place(
    engine: &Engine,
    question: &Question,
    found: &Hits,
    default: Option<&str>,
    decision: Decision,
) -> Result<Option<usize>, SearchError> {
    let evoked = engine.evoked_slots(question);
    let Some(best) = found.hits.first().filter(|best| !evoked.is_empty() && best.coverage >= LEAST_COVERAGE) else {
        return Ok(None);
    };
    let mut about: Vec<(usize, &Hit, f32)> = Vec::new();
    for (place, hit) in found.hits.iter().take(LOOKED_AT).enumerate() {
        let worth = worth(&engine.article(hit)?.live, &evoked);
        if worth > 0.0 {
            about.push((place, hit, worth * hit.probability));
        }
    }
    let service = match (found.named.first().map(String::as_str).or(default), decision) {
        (Some(service), _) => service,
        // Nobody said which service: only where the state exists in one alone is it clear.
        (None, Decision::Choose) if about.iter().all(|(_, hit, _)| hit.service == best.service) => &best.service,
        (None, _) => return Ok(None),
    };
    let is_likely = |hit: &Hit| hit.service == service && hit.probability >= LEAST_PROBABILITY;
    if decision == Decision::Answer && about.iter().any(|(place, ..)| *place == 0) {
        return Ok(None);
    }
    let likely = about.into_iter().filter(|(_, hit, _)| is_likely(hit));
    Ok(likely.max_by(|a, b| a.2.total_cmp(&b.2).then(b.0.cmp(&a.0))).map(|(place, ..)| place))
}

/// What the probability of an article counts by its slots and those that are asked for; 0 if it has none of them.
fn worth(live: &[Slot], evoked: &[Slot]) -> f32 {
    let shared = live.iter().filter(|slot| evoked.contains(slot)).count();
    let Some(further) = shared.checked_sub(1) else { return 0.0 };
    let first = if live.first().is_some_and(|slot| evoked.contains(slot)) { FIRST_SLOT } else { 1.0 };
    first * (1.0 + FURTHER_SLOT * further as f32)
}
