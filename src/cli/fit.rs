//! `haedap eval --fit`: fits the ranking on a judged set and writes it with where it comes from.

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
use crate::search::choice;
use crate::search::model::{NAMES, Thresholds};

/// Opens a fitted `ranking.toml`.
const HEAD: &str = "\
# Weights of the ranking and thresholds of the decision, written by `haedap eval --fit`.
# The thresholds are yours to move: a higher `answer` answers less and asks more.
# What the features mean: src/search/model.rs.

";

/// Every third phrasing is learned from; all of them would only take longer.
const PHRASING_STEP: usize = 3;

/// Fits on a judged set; the figures are those of held-out items.
pub(super) fn cross_validate(answerer: &Answerer, judgments: &[Judgment]) -> anyhow::Result<(Fit, Report)> {
    let engine = answerer.engine();
    let mut examples = Vec::with_capacity(judgments.len());
    for judgment in judgments {
        let examined = engine.examine(&engine.question(&judgment.utterance));
        let (ranking, keys) = examined.context("a collection without phrasings has nothing to fit")?;
        examples.push(Example::new(judgment, &ranking, &keys));
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
    let report = Report::new(judgments, &outcomes);
    Ok((fit, report))
}

/// Fits on the judged `sets`, read as `judgments`, and writes the weights, with where they come from.
pub(super) fn fit_ranking(
    answerer: &Answerer,
    judgments: &[Judgment],
    sets: &[PathBuf],
    path: &Path,
) -> anyhow::Result<Outcome> {
    let (Fit { weights, choice, thresholds, .. }, report) = cross_validate(answerer, judgments)?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "held out, {} folds\n\n{report}\n{thresholds:?}", fit::FOLDS)?;
    let total = &report.total;
    let mut text = String::from(HEAD);
    text.push_str("[fitted]\n");
    let _ = writeln!(text, "date = {}", SystemClock.now().date());
    let names: Vec<String> = sets.iter().map(|set| super::eval::file_name(set)).collect();
    let _ = writeln!(text, "set = \"{}, {} items\"", names.join(", "), judgments.len());
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
    let _ = writeln!(text, "calibration_error = {:.3}\n\n[thresholds]", report.calibration.error);
    text.push_str(&toml::to_string(&thresholds)?);
    text.push_str("\n[weights]\n");
    for (name, weight) in NAMES.iter().zip(weights) {
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
