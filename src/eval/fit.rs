//! Fits the weights of the ranking and the thresholds of the decision on judged utterances, by cross-validation.
//!
//! A conditional logit: among the candidates of a question and "none of them" the right ones should have the mass.
//! Items with the same gold articles are held out together, so that no fold has seen the articles that it is tested on.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::judgments::{Expect, Judgment};
use crate::answer::decide::{Decision, band};
use crate::search::model::{FEATURES, Features, dot, logistic, softmax};
use crate::search::rank::Ranking;
use crate::search::thresholds::Thresholds;
use crate::search::{choice, rejection};

/// What the ranking saw for one judged utterance.
#[derive(Debug, Clone)]
pub struct Example {
    /// Keys and features of the candidates; "none of them" is the last, with an empty key.
    pub candidates: Vec<(String, Features)>,
    /// Whether no article answers, as it looks.
    pub rejection: rejection::Features,
    /// Whether the customer has to choose, as it looks.
    pub choice: choice::Features,
    /// Keys that would be offered.
    pub offered: Vec<String>,
    pub gold: Vec<String>,
    pub expect: Expect,
    /// What the example counts in the fits; judged utterances count 1.
    pub weight: f32,
    /// Whether it is small talk or the wish for a person: decided before any model is asked, and never learned from.
    pub settled: bool,
    /// Whether the thresholds are chosen by it; a set that is hard on purpose is only learned from.
    pub counted: bool,
}

/// What came out of a fit.
#[derive(Debug, Clone)]
pub struct Fit {
    /// Fitted on all examples.
    pub weights: Features,
    pub rejection: rejection::Features,
    pub choice: choice::Features,
    pub thresholds: Thresholds,
    /// By weights of the other folds, in the order of the examples.
    pub held_out: Vec<HeldOut>,
}

/// What the weights of the other folds say of an example.
#[derive(Debug, Clone, Default)]
pub struct HeldOut {
    /// Of the candidates, in their order, with the second opinion on "none of them".
    pub probabilities: Vec<f32>,
    /// That the customer has to choose.
    pub choice: f32,
    /// See [`Example::settled`].
    pub settled: bool,
}

impl HeldOut {
    /// Place and probability of the best article.
    fn best(&self) -> Option<(usize, f32)> {
        let articles = &self.probabilities[..self.probabilities.len().saturating_sub(1)];
        articles.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// That none answers.
    pub fn none(&self) -> f32 {
        self.probabilities.last().copied().unwrap_or(1.0)
    }

    /// The decision.
    pub fn band(&self, thresholds: Thresholds) -> Decision {
        if self.settled {
            return Decision::Fallback;
        }
        band(self.best().map_or(0.0, |(_, p)| p), self.none(), self.choice, thresholds)
    }
}

/// What a phrasing counts against a judged utterance: it may fit another article as well, and nobody judged it.
pub const PHRASING_WEIGHT: f32 = 0.03;

/// What an utterance of a set that is only learned from counts: with as much weight as the others its many hard
/// rejections would make every answer less certain than it is. In whether to choose or to reject it counts more: that is
/// what it is there for.
const LEARNED_WEIGHT: f32 = 0.2;
const LEARNED_WEIGHT_BANDS: f32 = 0.7;

/// What the fitted weights are multiplied by: phrasings, hard sets and questions with several right articles make them
/// less certain than they are right. On held-out items of four sets (1,700, 2026-11-26) the calibration error is .053
/// with 1, .036 with 1.2, .025 with 1.4; the decisions, whose thresholds are chosen after it, are the same but for a few.
const SHARPNESS: f32 = 1.3;

/// Folds of the cross-validation.
pub const FOLDS: u64 = 5;
/// Steps of the descent; more change the held-out figures by less than an item.
const STEPS: usize = 600;
/// Pull of the weights towards zero, against fitting chance.
const PULL: f32 = 0.00002;
/// The same for rejection and choice, on standard features.
const LOGISTIC_PULL: f32 = 0.001;
const RATE: f32 = 0.1;

impl Example {
    /// An example from a judged utterance and what the ranking saw; `keys` are those of its first articles.
    pub fn new(judgment: &Judgment, ranking: &Ranking, keys: &[String], settled: bool, counted: bool) -> Self {
        Self {
            candidates: candidates(ranking, keys),
            rejection: ranking.rejection_features,
            choice: ranking.choice_features,
            offered: ranking.offered.iter().filter_map(|at| keys.get(*at).cloned()).collect(),
            gold: judgment.gold.clone(),
            expect: judgment.expect,
            weight: if counted { 1.0 } else { LEARNED_WEIGHT },
            settled,
            counted,
        }
    }

    /// An example from a phrasing that was asked of the other phrasings.
    pub fn from_phrasing(key: String, ranking: &Ranking, keys: &[String]) -> Self {
        Self {
            candidates: candidates(ranking, keys),
            rejection: ranking.rejection_features,
            choice: ranking.choice_features,
            offered: Vec::new(),
            gold: vec![key],
            expect: Expect::Answer,
            weight: PHRASING_WEIGHT,
            settled: false,
            counted: false,
        }
    }

    fn weight_of_band(&self) -> f32 {
        if self.counted { 1.0 } else { LEARNED_WEIGHT_BANDS }
    }

    fn is_right(&self, key: &str) -> bool {
        if self.expect == Expect::Fallback { key.is_empty() } else { self.gold.iter().any(|gold| gold == key) }
    }

    fn fold(&self) -> u64 {
        let first = self.gold.iter().min().or(self.candidates.first().map(|(key, _)| key));
        fold_of(first.map_or("", String::as_str))
    }
}

/// The fold in which what belongs to an article is held out.
pub(super) fn fold_of(article: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    Some(article).hash(&mut hasher);
    hasher.finish() % FOLDS
}

/// Keys and features of what the ranking saw, "none of them" last.
fn candidates(ranking: &Ranking, keys: &[String]) -> Vec<(String, Features)> {
    let articles = keys.iter().zip(&ranking.articles).map(|(key, ranked)| (key.clone(), ranked.features));
    articles.chain([(String::new(), ranking.none_features)]).collect()
}

/// Fits on judged examples, and for the ranking also on `phrasings`. It starts from nothing: weights that were fitted
/// before have seen every fold.
pub fn fit(examples: &[Example], phrasings: &[Example]) -> Fit {
    let mut held_out = vec![HeldOut::default(); examples.len()];
    let learned = || examples.iter().filter(|example| !example.settled);
    for fold in 0..FOLDS {
        let others: Vec<&Example> = learned().filter(|example| example.fold() != fold).collect();
        let choice = fit_choice(&others);
        let rejection = fit_rejection(&others);
        let others: Vec<&Example> =
            others.into_iter().chain(phrasings.iter().filter(|example| example.fold() != fold)).collect();
        let weights = fit_weights(&others);
        for (example, out) in examples.iter().zip(&mut held_out).filter(|(example, _)| example.fold() == fold) {
            out.probabilities = probabilities(example, &weights);
            let rejected = rejection::probability(&example.rejection, &rejection);
            rejection::moderate(&mut out.probabilities, rejected);
            out.choice = choice::probability(&example.choice, &choice);
            out.settled = example.settled;
        }
    }
    let judged: Vec<&Example> = learned().collect();
    let all: Vec<&Example> = learned().chain(phrasings).collect();
    Fit {
        weights: fit_weights(&all),
        rejection: fit_rejection(&judged),
        choice: fit_choice(&judged),
        thresholds: best_thresholds(examples, &held_out),
        held_out,
    }
}

fn fit_weights(examples: &[&Example]) -> Features {
    descend(&[0.0; FEATURES], |weights| gradient(examples, weights)).map(|weight| SHARPNESS * weight)
}

/// Whether the customer has to choose, on the examples that an article answers.
fn fit_choice(examples: &[&Example]) -> choice::Features {
    let answered = examples.iter().filter(|example| example.expect != Expect::Fallback);
    let choice = |example: &&Example| (example.choice, example.expect == Expect::Choose, example.weight_of_band());
    fit_logistic(&answered.map(choice).collect::<Vec<_>>())
}

/// Whether no article answers.
fn fit_rejection(examples: &[&Example]) -> rejection::Features {
    let rejected =
        |example: &&Example| (example.rejection, example.expect == Expect::Fallback, example.weight_of_band());
    fit_logistic(&examples.iter().map(rejected).collect::<Vec<_>>())
}

/// A logistic regression on features, what is wanted, and what it counts. The first feature is the bias.
///
/// Fitted on features of mean 0 and deviation 1: as they are, some are ten times as wide as others, and the descent
/// would end long before it is done.
fn fit_logistic<const N: usize>(examples: &[([f32; N], bool, f32)]) -> [f32; N] {
    let total: f32 = examples.iter().map(|(.., counts)| counts).sum::<f32>().max(1.0);
    let mean_of = |of: &dyn Fn(&[f32; N]) -> f32| {
        examples.iter().map(|(features, _, counts)| counts * of(features)).sum::<f32>() / total
    };
    let means: [f32; N] = std::array::from_fn(|at| if at == 0 { 0.0 } else { mean_of(&|f| f[at]) });
    let deviations: [f32; N] = std::array::from_fn(|at| {
        let deviation = mean_of(&|f| (f[at] - means[at]).powi(2)).sqrt();
        if at == 0 || deviation < 1e-6 { 1.0 } else { deviation }
    });
    let standard = |features: &[f32; N]| std::array::from_fn(|at| (features[at] - means[at]) / deviations[at]);
    let examples: Vec<([f32; N], bool, f32)> = examples.iter().map(|(f, w, c)| (standard(f), *w, *c)).collect();
    let mut weights = descend(&[0.0; N], |weights| {
        let mut gradient = weights.map(|weight| LOGISTIC_PULL * weight);
        for (features, wanted, counts) in &examples {
            let error = logistic(dot(features, weights)) - f32::from(u8::from(*wanted));
            for (slope, feature) in gradient.iter_mut().zip(features) {
                *slope += counts * error * feature / total;
            }
        }
        gradient
    });
    for at in 1..N {
        weights[at] /= deviations[at];
        weights[0] -= weights[at] * means[at];
    }
    weights
}

/// Probabilities of an example's candidates.
pub fn probabilities(example: &Example, weights: &Features) -> Vec<f32> {
    let scores: Vec<f32> = example.candidates.iter().map(|(_, features)| dot(features, weights)).collect();
    softmax(&scores)
}

/// Gradient descent with Adam's step sizes (Kingma, Ba 2015, the paper's constants).
fn descend<const N: usize>(start: &[f32; N], gradient: impl Fn(&[f32; N]) -> [f32; N]) -> [f32; N] {
    let (mut weights, mut first, mut second) = (*start, [0.0_f32; N], [0.0_f32; N]);
    for step in 1..=STEPS {
        let gradient = gradient(&weights);
        for at in 0..N {
            first[at] = 0.9 * first[at] + 0.1 * gradient[at];
            second[at] = 0.999 * second[at] + 0.001 * gradient[at] * gradient[at];
            let mean = first[at] / (1.0 - 0.9_f32.powi(step as i32));
            let spread = second[at] / (1.0 - 0.999_f32.powi(step as i32));
            weights[at] -= RATE * mean / (spread.sqrt() + 1e-8);
        }
    }
    weights
}

/// Of the mean of -ln(mass on the right candidates), with the pull towards zero.
fn gradient(examples: &[&Example], weights: &Features) -> Features {
    let mut gradient = [0.0; FEATURES];
    let mut counted = 0.0;
    for example in examples {
        let probabilities = probabilities(example, weights);
        let right: Vec<bool> = example.candidates.iter().map(|(key, _)| example.is_right(key)).collect();
        let mass: f32 = probabilities.iter().zip(&right).filter(|(_, right)| **right).map(|(p, _)| p).sum();
        if mass <= 0.0 {
            continue;
        }
        counted += example.weight;
        for (((_, features), probability), right) in example.candidates.iter().zip(&probabilities).zip(&right) {
            let wanted = if *right { probability / mass } else { 0.0 };
            for (slope, feature) in gradient.iter_mut().zip(features) {
                *slope += example.weight * (probability - wanted) * feature;
            }
        }
    }
    for (slope, weight) in gradient.iter_mut().zip(weights) {
        *slope = *slope / f32::max(counted, 1.0) + PULL * weight;
    }
    gradient
}

/// What a decision is worth. A wrong answer costs a customer's trust, a needless choice one tap.
fn worth(example: &Example, held_out: &HeldOut, thresholds: Thresholds) -> f32 {
    let right = held_out.best().is_some_and(|(at, _)| example.is_right(&example.candidates[at].0));
    let offered = example.offered.iter().filter(|key| example.is_right(key)).count();
    match (held_out.band(thresholds), example.expect) {
        (Decision::Answer, Expect::Answer) => {
            if right {
                1.0
            } else {
                -2.5
            }
        }
        (Decision::Answer, Expect::Choose) => {
            if right {
                -2.0
            } else {
                -2.5
            }
        }
        (Decision::Answer, Expect::Fallback) => -4.5,
        (Decision::Fallback, Expect::Fallback) => 3.0,
        (Decision::Fallback, _) => -1.0,
        (Decision::Choose, Expect::Answer) => {
            if offered > 0 {
                0.2
            } else {
                -0.8
            }
        }
        (Decision::Choose, Expect::Choose) => {
            if offered >= 2 {
                1.5
            } else {
                -0.5
            }
        }
        (Decision::Choose, Expect::Fallback) => -3.5,
    }
}

/// Share of the questions without an answer that should be rejected, if that is possible within the other limit: a
/// customer who is sent to a person loses less than one who is told something else than what was asked.
const LEAST_TURNED_AWAY: f32 = 0.89;
/// Largest share of answerable questions that may be rejected, whatever it is worth.
const MOST_REJECTED: f32 = 0.0275;

fn best_thresholds(examples: &[Example], held_out: &[HeldOut]) -> Thresholds {
    // Thresholds that reject enough come before all that do not.
    let mut best = ((false, f32::NEG_INFINITY), Thresholds { answer: 0.5, fallback: 0.5, choice: 0.5 });
    let steps = |from: u16, to: u16| (from..=to).step_by(2).map(|n| f32::from(n) / 100.0);
    let counted = || examples.iter().zip(held_out).filter(|(example, _)| example.counted);
    let rejected = |expect: Expect, thresholds: Thresholds| {
        let of = counted().filter(|(example, _)| example.expect == expect);
        let of: Vec<bool> = of.map(|(_, held_out)| held_out.band(thresholds) == Decision::Fallback).collect();
        of.iter().filter(|rejected| **rejected).count() as f32 / of.len().max(1) as f32
    };
    for answer in steps(16, 80) {
        for fallback in steps(10, 80) {
            for choice in steps(10, 80) {
                let thresholds = Thresholds { answer, fallback, choice };
                let total: f32 = counted().map(|(e, h)| worth(e, h, thresholds)).sum();
                let value = (rejected(Expect::Fallback, thresholds) >= LEAST_TURNED_AWAY, total);
                if value > best.0 && rejected(Expect::Answer, thresholds) <= MOST_REJECTED {
                    best = (value, thresholds);
                }
            }
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Articles whose first feature says whether they are right.
    fn example(key: &str, right: f32, wrong: f32) -> Example {
        let features = |value: f32| {
            let mut features = [0.0; FEATURES];
            features[0] = value;
            features
        };
        let candidates = vec![
            (key.to_owned(), features(right)),
            ("other".to_owned(), features(wrong)),
            (String::new(), [0.0; FEATURES]),
        ];
        let (rejection, choice) = ([0.0; rejection::FEATURES], [0.0; choice::FEATURES]);
        Example {
            candidates,
            rejection,
            choice,
            offered: Vec::new(),
            gold: vec![key.to_owned()],
            expect: Expect::Answer,
            weight: 1.0,
            settled: false,
            counted: true,
        }
    }

    #[test]
    fn learns_what_tells_right_from_wrong() {
        let examples: Vec<Example> = (0..40).map(|n| example(&format!("a{n}"), 0.8, 0.2)).collect();
        let fit = fit(&examples, &[]);
        assert!(fit.weights[0] > 1.0, "{:?}", fit.weights);
        assert!(fit.held_out.iter().all(|h| h.probabilities[0] > h.probabilities[1]));
    }
}
