//! `haedap eval --fit`: fits the ranking on a judged set and writes it with where it comes from.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::Outcome;
use crate::answer::Answerer;
use crate::clock::{Clock, SystemClock};
use crate::eval::fit::{self, Example, Fit, HeldOut};
use crate::eval::{self, Judgment, Report};
use crate::search::model::NAMES;
use crate::search::thresholds::{ThresholdTable, Thresholds};
use crate::search::{choice, rejection};

/// Opens a fitted `ranking.toml`.
const HEAD: &str = "\
# Weights of the ranking and thresholds of the decision, written by `haedap eval --fit`.
# The thresholds are yours to move: a higher `answer` answers less and asks more. For one service or category write
# `[thresholds.category.'slug>category']`, see corpus/README.md.
# What the features mean: src/search/model.rs.

";

/// Every third phrasing is learned from; all of them would only take longer.
const PHRASING_STEP: usize = 3;

/// A fit, and its figures on held-out items.
pub(super) struct CrossValidated {
    fit: Fit,
    /// Of the judged items.
    pub(super) judged: Report,
    /// Of those that were only learned from.
    pub(super) learned: Report,
}

/// Fits on judged items, and on others that are only learned from.
pub(super) fn cross_validate(
    answerer: &Answerer,
    judged: &[Judgment],
    learned: &[Judgment],
) -> anyhow::Result<CrossValidated> {
    let engine = answerer.engine();
    let mut examples = Vec::with_capacity(judged.len() + learned.len());
    for (place, judgment) in judged.iter().chain(learned).enumerate() {
        let question = engine.question(&judgment.utterance);
        let examined = engine.examine(&question);
        let (ranking, keys) = examined.context("a collection without phrasings has nothing to fit")?;
        let settled = engine.small_talk(&question).is_some();
        examples.push(Example::new(judgment, &ranking, &keys, settled, place < judged.len()));
    }
    let phrasings = engine.examine_phrasings(PHRASING_STEP);
    let phrasings: Vec<Example> =
        phrasings.into_iter().map(|(key, ranking, keys)| Example::from_phrasing(key, &ranking, &keys)).collect();
    let fit = fit::fit(&examples, &phrasings);
    let outcomes: Vec<eval::Outcome> = examples
        .iter()
        .zip(&fit.held_out)
        .map(|(example, probabilities)| held_out_outcome(example, probabilities, fit.thresholds))
        .collect();
    let (of_judged, of_learned) = outcomes.split_at(judged.len());
    let (judged, learned) = (Report::new(judged, of_judged), Report::new(learned, of_learned));
    Ok(CrossValidated { fit, judged, learned })
}

/// Fits on the judged `sets`, read as `judged`, and on `learned`, and writes the weights, with where they come from.
pub(super) fn fit_ranking(
    answerer: &Answerer,
    judged: &[Judgment],
    learned: &[Judgment],
    sets: &[PathBuf],
    path: &Path,
) -> anyhow::Result<Outcome> {
    let CrossValidated { fit, judged: report, learned: of_learned } = cross_validate(answerer, judged, learned)?;
    let Fit { weights, rejection, choice, thresholds, .. } = fit;
    let mut out = std::io::stdout().lock();
    writeln!(out, "held out, {} folds\n\n{report}\n{thresholds:?}", fit::FOLDS)?;
    if !learned.is_empty() {
        writeln!(out, "\nonly learned from, held out as well\n\n{of_learned}")?;
    }
    let total = &report.total;
    let mut text = String::from(HEAD);
    text.push_str("[fitted]\n");
    let _ = writeln!(text, "date = {}", SystemClock.now().date());
    let names: Vec<String> = sets.iter().map(|set| super::eval::file_name(set)).collect();
    let _ = writeln!(text, "set = \"{}, {} items\"", names.join(", "), judged.len());
    let _ = writeln!(text, "learned_from_as_well = {}", learned.len());
    let _ = writeln!(text, "folds = {}", fit::FOLDS);
    for (name, share) in [
        ("success_at_1", total.success_at_1),
        ("success_at_3", total.success_at_3),
        ("answered_right", total.answered_right),
        ("answered_wrong", total.answered_wrong),
        ("false_rejection", total.false_rejection),
        ("choices_two", total.choices_two),
        ("rejected", total.rejected),
    ] {
        let _ = writeln!(text, "{name} = {:.3}", share.value());
    }
    let _ = writeln!(text, "calibration_error = {:.3}\n", report.calibration.error);
    // What an operator set for a category stays.
    let category = answerer.engine().thresholds().map(|table| table.category.clone()).unwrap_or_default();
    let table = ThresholdTable { category, ..thresholds.into() };
    text.push_str(&toml::to_string(&BTreeMap::from([("thresholds", table)]))?);
    text.push_str("\n[weights]\n");
    for (name, weight) in NAMES.iter().zip(weights) {
        let _ = writeln!(text, "{name} = {weight:.3}");
    }
    text.push_str("\n[rejection]\n");
    for (name, weight) in rejection::NAMES.iter().zip(rejection) {
        let _ = writeln!(text, "{name} = {weight:.3}");
    }
    text.push_str("\n[choice]\n");
    for (name, weight) in choice::NAMES.iter().zip(choice) {
        let _ = writeln!(text, "{name} = {weight:.3}");
    }
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(Outcome::Success)
}

/// The decision that the held-out weights lead to.
fn held_out_outcome(example: &Example, held_out: &HeldOut, thresholds: Thresholds) -> eval::Outcome {
    let articles = &held_out.probabilities[..held_out.probabilities.len().saturating_sub(1)];
    let mut order: Vec<usize> = (0..articles.len()).collect();
    order.sort_by(|a, b| articles[*b].total_cmp(&articles[*a]));
    eval::Outcome {
        decision: held_out.band(thresholds),
        ranking: order.iter().take(10).map(|at| example.candidates[*at].0.clone()).collect(),
        probability: order.first().map_or(0.0, |at| articles[*at]),
        choices: example.offered.clone(),
        slots: Vec::new(),
    }
}
