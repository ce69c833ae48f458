//! Whether the customer has to choose: how close another article comes to the best one, and whether the service is open.
//!
//! The same question has different answers in different services. A phrasing of one of them may by chance be closer to
//! the customer's words, so the ranking alone is too sure of it; what tells is that the rival covers the question as well.

use super::model::{dot, logistic};
use super::query::{Query, Services};
use super::rank::Ranked;

/// Number of features.
pub const FEATURES: usize = NAMES.len();

/// What is looked at; "open" features are 0 unless no service is named, implied or given.
pub const NAMES: [&str; 15] = [
    "bias",
    "open",
    // Distance of the scores of best and rival, at most 5; the same if open, and if the rival is of another service.
    "gap",
    "open_gap",
    // Share of the best one's coverage that the rival has; the same if open.
    "coverage",
    "open_coverage",
    // Share of the best one's likeness to the question, by its most alike title or phrasing; the same if open.
    "likeness",
    "open_likeness",
    // Whether the rival is of another service, if open.
    "open_other_service",
    // Length of the question (ln of its terms).
    "length",
    // Share of the best one's coverage that the third has; whether the best title holds all that was asked.
    "third_coverage",
    "title",
    // Of the matter: the nouns' share, and how much there is (ln of its terms). Who only names a topic has to choose.
    "nouns",
    "matter_length",
    // That the customer asks for an own state.
    "own",
];

/// The features of one question.
pub type Features = [f32; FEATURES];

/// Looks at the best articles, best first.
pub fn features(
    ranked: &[Ranked],
    query: &Query,
    services: &Services,
    service_of: impl Fn(&Ranked) -> u16,
) -> Features {
    let mut features = [0.0; FEATURES];
    features[0] = 1.0;
    let open = f32::from(u8::from(services.are_open()));
    features[1] = open;
    features[9] = (query.sought.len() as f32 + 1.0).ln();
    let matter = || query.sought.iter().filter(|sought| sought.matter);
    let nouns: f32 = matter().filter(|sought| sought.noun).map(|sought| sought.rarity).sum();
    features[12] = if query.matter_weight > 0.0 { nouns / query.matter_weight } else { 1.0 };
    features[13] = (matter().count() as f32 + 1.0).ln();
    features[14] = query.own;
    let Some(best) = ranked.first() else { return features };
    // If the service is open the rival is sought in the others, else anywhere.
    let is_rival = |ranked: &&Ranked| open == 0.0 || service_of(ranked) != service_of(best);
    let rival = ranked.iter().skip(1).find(is_rival).or(ranked.get(1));
    let gap = rival.map_or(MOST_GAP, |rival| (best.score - rival.score).min(MOST_GAP));
    let share = |value: f32, of: f32| if of > 0.0 { (value / of).min(1.0) } else { 0.0 };
    let coverage = rival.map_or(0.0, |rival| share(rival.coverage_all(), best.coverage_all()));
    let likeness = rival.map_or(0.0, |rival| share(rival.likeness(), best.likeness()));
    let other = rival.is_some_and(|rival| service_of(rival) != service_of(best));
    features[2] = gap;
    features[3] = open * gap;
    features[4] = coverage;
    features[5] = open * coverage;
    features[6] = likeness;
    features[7] = open * likeness;
    features[8] = open * f32::from(u8::from(other));
    features[10] = ranked.get(2).map_or(0.0, |third| share(third.coverage_all(), best.coverage_all()));
    features[11] = best.title_likeness();
    features
}

const MOST_GAP: f32 = 5.0;

/// How likely it is that the customer has to choose.
pub fn probability(features: &Features, weights: &Features) -> f32 {
    logistic(dot(features, weights))
}

/// Most articles offered, fewest, and how much of the best one's coverage each must have.
const MOST: usize = 4;
const FEWEST: usize = 2;
const COVERAGE_SHARE: f32 = 0.5;
/// Articles that are looked at for it.
const LOOKED_AT: usize = 25;
/// What an article's score loses for each one of its service that is offered before it, where the service is open.
/// On 221 judged questions of this kind (2026-11-22) two right ones are so among those offered in 205; in 200 with one
/// article of each service before any second.
const SAME_SERVICE: f32 = 1.0;

/// The places of the articles to offer, best first; where the service is open, those of other services come forward.
pub fn offered(ranked: &[Ranked], open: bool, service_of: impl Fn(&Ranked) -> u16) -> Vec<usize> {
    let Some(best) = ranked.first() else { return Vec::new() };
    let floor = COVERAGE_SHARE * best.coverage_all();
    let mut left: Vec<usize> =
        (0..ranked.len().min(LOOKED_AT)).filter(|at| ranked[*at].coverage_all() >= floor).collect();
    let mut offered: Vec<usize> = Vec::new();
    while offered.len() < MOST {
        let worth = |at: usize| {
            let same = |other: &&usize| service_of(&ranked[**other]) == service_of(&ranked[at]);
            let before = if open { offered.iter().filter(same).count() } else { 0 };
            ranked[at].score - SAME_SERVICE * before as f32
        };
        let next = left.iter().enumerate().max_by(|a, b| worth(*a.1).total_cmp(&worth(*b.1)).then(b.0.cmp(&a.0)));
        let Some(place) = next.map(|(place, _)| place) else { break };
        offered.push(left.remove(place));
    }
    // One is no choice: the next best joins, whatever it covers.
    let missing = FEWEST.saturating_sub(offered.len());
    let further: Vec<usize> = (0..ranked.len()).filter(|at| !offered.contains(at)).take(missing).collect();
    offered.extend(further);
    offered
}
