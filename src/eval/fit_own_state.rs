//! Fits what tells own state from how it works, on judged utterances that an article with live state answers.
//!
//! A logistic regression with a pull towards zero, and for fragments a toll besides: of thousands only those are kept
//! that tell something.

use std::collections::{BTreeMap, BTreeSet};

use super::fit::{FOLDS, fold_of};
use super::metrics::Share;
use crate::search::own_state::OwnStateModel;
use crate::search::own_state::model::{FEATURES, Features};

/// A judged utterance that an article with live state answers.
#[derive(Debug, Clone)]
pub struct OwnStateExample {
    pub features: Features,
    pub fragments: BTreeSet<String>,
    /// Whether the judges want a state attached.
    pub wanted: bool,
    /// The article; items of one are held out together.
    pub article: String,
}

/// What came out.
#[derive(Debug, Clone)]
pub struct OwnStateFit {
    /// Fitted on all examples.
    pub model: OwnStateModel,
    /// By weights of the other folds: of those that are asked for a state the ones that want it, and the reverse.
    pub precision: Share,
    pub recall: Share,
}

/// Utterances in which a fragment must stand to be looked at.
const LEAST_OFTEN: usize = 5;
/// What a fragment counts in the descent against a feature of deviation 1.
const FRAGMENT_SCALE: f64 = 0.5;
/// Pull towards zero of features and fragments, and the toll of fragments. Chosen by the loss on held-out items of six
/// sets, 1,032 items (2026-11-26): .302, and .343 with a pull of .005 and a toll of .001; a weaker one gains next to
/// nothing and keeps every fragment.
const PULL: f64 = 0.003;
const FRAGMENT_PULL: f64 = 0.001;
const FRAGMENT_TOLL: f64 = 0.0003;
/// Steps of the descent; more change the held-out figures by less than an item.
const STEPS: usize = 300;

/// Fits, and measures at `threshold` by cross-validation.
pub fn fit_own_state(examples: &[OwnStateExample], threshold: f32) -> OwnStateFit {
    let (mut precision, mut recall) = (Share::default(), Share::default());
    for fold in 0..FOLDS {
        let is_held_out = |example: &&OwnStateExample| fold_of(&example.article) == fold;
        let others: Vec<&OwnStateExample> = examples.iter().filter(|example| !is_held_out(example)).collect();
        let model = fit(&others);
        for example in examples.iter().filter(is_held_out) {
            let asked = model.weigh(&example.features, &example.fragments) >= threshold;
            if asked {
                precision.count(example.wanted);
            }
            if example.wanted {
                recall.count(asked);
            }
        }
    }
    OwnStateFit { model: fit(&examples.iter().collect::<Vec<_>>()), precision, recall }
}

/// An example as the descent sees it: features of mean 0 and deviation 1, and the places of its fragments.
struct Row {
    features: [f64; FEATURES],
    fragments: Vec<usize>,
    wanted: f64,
}

fn fit(examples: &[&OwnStateExample]) -> OwnStateModel {
    let mut often: BTreeMap<&str, usize> = BTreeMap::new();
    for fragment in examples.iter().flat_map(|example| &example.fragments) {
        *often.entry(fragment).or_default() += 1;
    }
    let known: Vec<&str> = often.into_iter().filter(|(_, count)| *count >= LEAST_OFTEN).map(|(text, _)| text).collect();
    let places: BTreeMap<&str, usize> = known.iter().enumerate().map(|(place, text)| (*text, place)).collect();
    let (means, deviations) = standard(examples);
    let rows: Vec<Row> = examples
        .iter()
        .map(|example| Row {
            features: std::array::from_fn(|at| (f64::from(example.features[at]) - means[at]) / deviations[at]),
            fragments: example.fragments.iter().filter_map(|text| places.get(text.as_str()).copied()).collect(),
            wanted: f64::from(u8::from(example.wanted)),
        })
        .collect();
    let weights = descend(&rows, FEATURES + known.len());
    let mut model = OwnStateModel::default();
    let mut bias = weights[0];
    for at in 1..FEATURES {
        let weight = weights[at] / deviations[at];
        model.weights[at] = weight as f32;
        bias -= weight * means[at];
    }
    model.weights[0] = bias as f32;
    let kept = known.iter().zip(&weights[FEATURES..]).filter(|(_, weight)| weight.abs() * FRAGMENT_SCALE >= 0.0005);
    model.fragments = kept.map(|(text, weight)| ((*text).to_owned(), (weight * FRAGMENT_SCALE) as f32)).collect();
    model
}

/// Means and deviations of the features; the bias stays as it is.
fn standard(examples: &[&OwnStateExample]) -> ([f64; FEATURES], [f64; FEATURES]) {
    let total = examples.len().max(1) as f64;
    let mean =
        |of: &dyn Fn(&Features) -> f64| examples.iter().map(|example| of(&example.features)).sum::<f64>() / total;
    let means: [f64; FEATURES] =
        std::array::from_fn(|at| if at == 0 { 0.0 } else { mean(&|features| f64::from(features[at])) });
    let deviations = std::array::from_fn(|at| {
        let deviation = mean(&|features| (f64::from(features[at]) - means[at]).powi(2)).sqrt();
        if at == 0 || deviation < 1e-6 { 1.0 } else { deviation }
    });
    (means, deviations)
}

/// Proximal gradient descent with Nesterov's momentum (Beck, Teboulle 2009).
fn descend(rows: &[Row], size: usize) -> Vec<f64> {
    let total = rows.len().max(1) as f64;
    let pull = |at: usize| if at < FEATURES { PULL } else { FRAGMENT_PULL };
    let toll = |at: usize| if at < FEATURES { 0.0 } else { FRAGMENT_TOLL };
    let rate = 1.0 / (0.25 * largest_curvature(rows, size) / total + FRAGMENT_PULL);
    let (mut weights, mut ahead, mut momentum) = (vec![0.0; size], vec![0.0; size], 1.0_f64);
    for _ in 0..STEPS {
        let mut gradient: Vec<f64> = ahead.iter().enumerate().map(|(at, weight)| pull(at) * weight).collect();
        for row in rows {
            let error = (1.0 / (1.0 + (-product(row, &ahead)).exp()) - row.wanted) / total;
            add(row, error, &mut gradient);
        }
        let next_momentum = f64::midpoint(1.0, (1.0 + 4.0 * momentum * momentum).sqrt());
        for at in 0..size {
            let step = ahead[at] - rate * gradient[at];
            let next = step.signum() * (step.abs() - rate * toll(at)).max(0.0);
            ahead[at] = next + (momentum - 1.0) / next_momentum * (next - weights[at]);
            weights[at] = next;
        }
        momentum = next_momentum;
    }
    weights
}

/// The largest eigenvalue of the rows' product with themselves, by power iteration; a little is added, since the
/// iteration comes from below.
fn largest_curvature(rows: &[Row], size: usize) -> f64 {
    let mut vector = vec![1.0; size];
    let mut value = 1.0;
    for _ in 0..30 {
        let mut next = vec![0.0; size];
        for row in rows {
            add(row, product(row, &vector), &mut next);
        }
        value = next.iter().map(|x| x * x).sum::<f64>().sqrt().max(f64::MIN_POSITIVE);
        vector = next.iter().map(|x| x / value).collect();
    }
    1.05 * value
}

fn product(row: &Row, weights: &[f64]) -> f64 {
    let plain: f64 = row.features.iter().zip(weights).map(|(feature, weight)| feature * weight).sum();
    plain + FRAGMENT_SCALE * row.fragments.iter().map(|place| weights[FEATURES + place]).sum::<f64>()
}

fn add(row: &Row, times: f64, sum: &mut [f64]) {
    for (slot, feature) in sum.iter_mut().zip(&row.features) {
        *slot += times * feature;
    }
    for place in &row.fragments {
        sum[FEATURES + place] += times * FRAGMENT_SCALE;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::own_state::model::fragments;

    #[test]
    fn finds_the_fragment_that_tells() {
        let example = |n: usize| {
            let wanted = n.is_multiple_of(2);
            let text =
                if wanted { format!("제 잔액 {n} 남았나요") } else { format!("잔액 보는 {n} 방법") };
            let mut features = [0.0; FEATURES];
            features[0] = 1.0;
            OwnStateExample { features, fragments: fragments(&text), wanted, article: format!("a{}", n % 7) }
        };
        let examples: Vec<OwnStateExample> = (0..60).map(example).collect();
        let fit = fit_own_state(&examples, 0.5);
        assert!(fit.model.fragments["남았"] > 0.0 && fit.model.fragments["방법"] < 0.0, "{:?}", fit.model.fragments);
        assert_eq!((fit.precision.value(), fit.recall.value()), (1.0, 1.0));
        assert!(!fit.model.fragments.contains_key(" 잔"), "what stands in all of them tells nothing");
    }
}
