//! Whether no article answers: a second opinion beside "none of them" of the ranking.
//!
//! The ranking weighs the same features for every article, so what makes a question strange as a whole weighs little
//! there: nouns that the best article lacks, a matter that only another service has, many articles that are all
//! equally far away. Here the best article is looked at with such features, in a logistic regression; the two
//! probabilities are averaged, which tells more questions apart than either alone (docs/quality.md).

use super::model::{self, dot, logistic};
use super::query::{Query, Services, Sought};
use super::rank::{Ranked, place};
use super::scratch::{Scratch, ratio};
use crate::index::forward::{Bag, Forward, ForwardArticle};

/// Number of features.
pub const FEATURES: usize = NAMES.len();

/// What is looked at, 0 to 1 unless it says otherwise.
pub const NAMES: [&str; 25] = [
    "bias",
    // Of the best article: as in the ranking.
    "coverage_all",
    "coverage_body",
    "matter",
    "named",
    "named_other",
    "unit_precision",
    // Best share of the question's bigrams, and of its matter, that one title or phrasing of it holds.
    "unit_bigram_recall",
    "unit_matter",
    // Share of its titles and phrasings that hold the rarest known noun of the matter.
    "rarest_noun_units",
    // Nouns of the matter that it lacks: how many; their rarity in all of it, and in its titles and phrasings, in
    // rarities of an unknown word.
    "missing_nouns",
    "missing_weight",
    "missing_weight_questions",
    // Distance of its score from the second and the tenth, at most 10.
    "gap_second",
    "gap_tenth",
    // Best share of the nouns of the matter in one title or phrasing of the service that is spoken of; how much more
    // of the matter one of another service holds.
    "unit_nouns",
    "other_service",
    // As "none of them" in the ranking.
    "none_coverage",
    "none_matter_all",
    "none_nouns",
    "none_unit",
    "none_unknown",
    // Length of the question: ln of the rarity of its bigrams.
    "bigram_weight",
    // A figure is asked for in general, and the best article states none of the kind; nor does any of the best three.
    "no_figure",
    "no_figure_near",
];

/// The features of one question.
pub type Features = [f32; FEATURES];

/// Articles among which other services are looked for.
const LOOKED_AT: usize = 30;
/// Largest distance of scores that is told apart.
const MOST_GAP: f32 = 10.0;
/// What an unheld synonym's share must reach to count as held.
const HELD: f32 = 0.5;

/// Looks at the ranked articles, best first; `none` are the features of "none of them".
pub(super) fn features(
    ranked: &[Ranked],
    query: &Query,
    services: &Services,
    forward: &Forward,
    scratch: &Scratch,
    none: &model::Features,
) -> Features {
    let mut features = [0.0; FEATURES];
    features[0] = 1.0;
    features[17] = none[place::NONE_COVERAGE];
    features[18] = none[place::NONE_MATTER_ALL];
    features[19] = none[place::NONE_NOUNS];
    features[20] = none[place::NONE_UNIT];
    features[21] = none[place::NONE_UNKNOWN];
    features[22] = (query.bigram_weight + 1.0).ln();
    let Some(first) = ranked.first() else { return features };
    let article = &forward.articles[first.article];
    let of_best = [
        place::COVERAGE_ALL,
        place::COVERAGE_BODY,
        place::MATTER,
        place::NAMED,
        place::NAMED_OTHER,
        place::UNIT_PRECISION,
    ];
    for (feature, place) in features[1..].iter_mut().zip(of_best) {
        *feature = first.features[place];
    }
    let is_noun = |sought: &&Sought| sought.matter && sought.noun;
    // The best matter and nouns that one title or phrasing holds.
    let best_unit = |article: &ForwardArticle| -> (f32, f32) {
        let shares = article.units.iter().map(|unit| scratch.shares(query, &unit.terms));
        shares.fold((0.0, 0.0), |(matter, nouns), of| (of.matter.max(matter), of.nouns.max(nouns)))
    };
    features[7] =
        best(article.units.iter().map(|unit| ratio(scratch.shared_bigrams(&unit.bigrams), query.bigram_weight)));
    (features[8], _) = best_unit(article);
    let known = query.sought.iter().filter(is_noun).filter(|sought| !sought.alternatives.is_empty());
    if let Some(rarest) = known.max_by(|a, b| a.rarity.total_cmp(&b.rarity)) {
        let holding = article.units.iter().filter(|unit| held(rarest, &unit.terms) > 0.0).count();
        features[9] = holding as f32 / article.units.len().max(1) as f32;
    }
    let missing = |bag: &Bag| -> f32 {
        let nouns = query.sought.iter().filter(is_noun);
        nouns.map(|sought| (1.0 - held(sought, bag)) * sought.rarity).sum::<f32>() / forward.terms.unknown.max(1.0)
    };
    features[10] =
        query.sought.iter().filter(is_noun).filter(|sought| held(sought, &article.all) < HELD).count() as f32;
    features[11] = missing(&article.all);
    features[12] = missing(&article.questions);
    if !query.figures.is_empty() {
        let states = |ranked: &Ranked| query.figures.are_in(forward.articles[ranked.article].figures);
        let general = |missing: bool| if missing { 1.0 - query.own } else { 0.0 };
        features[23] = general(!states(first));
        features[24] = general(!ranked.iter().take(3).any(states));
    }
    let gap = |at: usize| ranked.get(at).map_or(MOST_GAP, |other| (first.score - other.score).min(MOST_GAP));
    features[13] = gap(1);
    features[14] = gap(9);
    let spoken_of: Vec<u16> = services.named.iter().chain(&services.implied).copied().collect();
    let inside = |service: u16| spoken_of.is_empty() || spoken_of.contains(&service);
    let (mut matter_inside, mut matter_outside) = (0.0_f32, 0.0_f32);
    for ranked in ranked.iter().take(LOOKED_AT) {
        let article = &forward.articles[ranked.article];
        let (matter, nouns) = best_unit(article);
        if inside(article.service) {
            features[15] = features[15].max(nouns);
            matter_inside = matter_inside.max(matter);
        } else {
            matter_outside = matter_outside.max(matter);
        }
    }
    features[16] = (matter_outside - matter_inside).max(0.0);
    features
}

/// How likely it is that no article answers.
pub fn probability(features: &Features, weights: &Features) -> f32 {
    logistic(dot(features, weights))
}

/// Takes the second opinion into probabilities whose last is "none of them".
pub fn moderate(probabilities: &mut [f32], rejection: f32) {
    let Some((none, articles)) = probabilities.split_last_mut() else { return };
    if *none >= 1.0 {
        return;
    }
    let both = pooled(*none, rejection);
    let scale = (1.0 - both) / (1.0 - *none);
    for probability in articles {
        *probability *= scale;
    }
    *none = both;
}

/// The mean of two probabilities by their logits: that of the probabilities themselves is never certain of anything.
fn pooled(one: f32, other: f32) -> f32 {
    let logit = |p: f32| {
        let p = p.clamp(1e-6, 1.0 - 1e-6);
        (p / (1.0 - p)).ln()
    };
    logistic(f32::midpoint(logit(one), logit(other)))
}

/// How much a bag counts for a term of the question, by itself or a synonym.
fn held(sought: &Sought, bag: &Bag) -> f32 {
    sought.alternatives.iter().filter(|(id, _)| bag.holds(*id)).map(|(_, share)| *share).fold(0.0, f32::max)
}

fn best(values: impl Iterator<Item = f32>) -> f32 {
    values.fold(0.0, f32::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_opinions_count_alike_and_still_add_up() {
        let mut probabilities = [0.6, 0.2, 0.2];
        moderate(&mut probabilities, 0.8);
        assert!((pooled(0.2, 0.8) - 0.5).abs() < 1e-6 && pooled(0.9, 0.6) > 0.75);
        assert!((probabilities[2] - 0.5).abs() < 1e-6);
        assert!((probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        assert!((probabilities[0] / probabilities[1] - 3.0).abs() < 1e-5);
        let mut certain = [0.0, 1.0];
        moderate(&mut certain, 0.0);
        assert!(certain[1] > 0.999_999);
        moderate(&mut [], 0.5);
    }
}
