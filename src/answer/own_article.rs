//! Beside which article an own state is told: where a customer asks for their own state, the state answers, and which of
//! several articles about it stands beside it matters less than in a general question.

use std::collections::BTreeSet;

use super::decide::Decision;
use crate::faq::Slot;
use crate::search::own_state::Evoked;
use crate::search::{Engine, Hit, Hits, Question};

/// Best articles among which one about the state is looked for.
const LOOKED_AT: usize = 12;
/// The same where the state is asked for beyond doubt: any article about it will do.
const LOOKED_AT_BEYOND_DOUBT: usize = 60;
/// From this probability on it is beyond doubt.
const BEYOND_DOUBT: f32 = 0.6;
/// How much of the question the best article must hold, so that a stray word for a state is not taken for a question
/// about it.
const LEAST_COVERAGE: f32 = 0.4;
/// How probable an article must be, so that a state is not told beside one about something else.
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
) -> Option<usize> {
    let Evoked { slots: evoked, is_said, probability } = engine.evoked_slots(question);
    let best = found.hits.first().filter(|best| !evoked.is_empty() && best.coverage >= LEAST_COVERAGE)?;
    let mut about: Vec<About> = Vec::new();
    for (place, hit) in found.hits.iter().take(LOOKED_AT).enumerate() {
        let worth = worth(engine.live_of(hit), &evoked);
        if worth > 0.0 {
            about.push(About { place, hit, worth: worth * hit.probability });
        }
    }
    let is_meant = |service: &str| match default {
        _ if !found.named.is_empty() => found.named.iter().any(|named| named == service),
        Some(default) => default == service,
        // Nobody said which service: only where the state exists in one alone is it clear.
        None => service == best.service,
    };
    let is_clear = !found.named.is_empty()
        || default.is_some()
        || decision == Decision::Choose && about.iter().all(|about| is_meant(&about.hit.service));
    if !is_clear {
        return None;
    }
    // An answer stands, unless another article about the state is as good: the ranking knows which service was named. Only
    // where none was, and the one of the bot or page is meant, an answer about another one is doubted.
    let is_answered = decision == Decision::Answer && (!found.named.is_empty() || is_meant(&best.service));
    if is_answered && about.first().is_some_and(|about| about.place == 0) {
        return None;
    }
    let is_likely = |about: &&About| {
        is_meant(&about.hit.service)
            && about.hit.probability >= LEAST_PROBABILITY
            && !(is_answered && about.worth < best.probability)
    };
    let likely = about.iter().filter(is_likely);
    if let Some(likely) = likely.max_by(|a, b| a.worth.total_cmp(&b.worth).then(b.place.cmp(&a.place))) {
        return Some(likely.place);
    }
    if is_answered || !is_said || probability < BEYOND_DOUBT {
        return None;
    }
    for (place, hit) in found.hits.iter().take(LOOKED_AT_BEYOND_DOUBT).enumerate() {
        let is_first = |live: &[Slot]| live.first().is_some_and(|slot| evoked.contains(slot));
        if is_meant(&hit.service) && is_first(engine.live_of(hit)) {
            return Some(place);
        }
    }
    None
}

/// An article that has a slot that is asked for.
struct About<'a> {
    place: usize,
    hit: &'a Hit,
    worth: f32,
}

/// What the probability of an article counts by its slots and those that are asked for; 0 if it has none of them.
fn worth(live: &[Slot], evoked: &BTreeSet<Slot>) -> f32 {
    let shared = live.iter().filter(|slot| evoked.contains(slot)).count();
    let Some(further) = shared.checked_sub(1) else { return 0.0 };
    let first = if live.first().is_some_and(|slot| evoked.contains(slot)) { FIRST_SLOT } else { 1.0 };
    first * (1.0 + FURTHER_SLOT * further as f32)
}
