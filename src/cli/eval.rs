//! `haedap eval`: the figures of a judged set, and whether they hold against the committed ones.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;

use super::{Outcome, open};
use crate::answer::{self, Answerer};
use crate::clock::{Clock, SystemClock};
use crate::config::Config;
use crate::eval::fit::{self, Example, Fit, HeldOut};
use crate::eval::{self, Judgment, Report, baseline, judgments};
use crate::search::choice;
use crate::search::model::{Model, NAMES, Thresholds};

/// Opens a fitted `ranking.toml`.
const HEAD: &str = "\
# Weights of the ranking and thresholds of the decision, written by `haedap eval --fit`.
# The thresholds are yours to move: a higher `answer` answers less and asks more.
# What the features mean: src/search/model.rs.

";

#[derive(Debug, Args)]
pub(super) struct Eval {
    /// The judged set
    #[arg(long, value_name = "FILE", default_value = "corpus/eval/dev.jsonl")]
    judgments: PathBuf,
    /// Print the figures as JSON
    #[arg(long)]
    json: bool,
    /// Figures to compare with; exit code 1 if one got worse
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Fit weights and thresholds on the set, cross-validated, and write them to this file (`ranking.toml`)
    #[arg(long, value_name = "FILE", conflicts_with_all = ["baseline", "json"])]
    fit: Option<PathBuf>,
    /// List the items that went wrong
    #[arg(long, conflicts_with = "json")]
    errors: bool,
}

impl Eval {
    pub(super) fn run(self, config: &Config) -> anyhow::Result<Outcome> {
        let answerer = open::answerer(config)?;
        let judgments = judgments::read(&self.judgments)?;
        if let Some(path) = &self.fit {
            return fit_ranking(&answerer, &judgments, &self.judgments, path);
        }
        let mut outcomes = Vec::with_capacity(judgments.len());
        for judgment in &judgments {
            let answer = answerer.ask(&answer::Ask { utterance: judgment.utterance.clone(), service: None })?;
            outcomes.push(eval::Outcome {
                decision: answer.decision,
                ranking: answer.hits.iter().map(|hit| hit.key.clone()).collect(),
                choices: answer.choices.iter().map(|choice| choice.key.clone()).collect(),
                slots: answer.slots,
            });
        }
        let report = Report::new(&judgments, &outcomes);
        let mut out = std::io::stdout().lock();
        if self.errors {
            for (judgment, outcome) in judgments.iter().zip(&outcomes) {
                let right = outcome.decision == judgment.expect.decision()
                    && (judgment.gold.is_empty()
                        || outcome.ranking.first().is_some_and(|key| judgment.gold.contains(key)));
                if !right {
                    writeln!(
                        out,
                        "{} {} expect {:?} {}\n  {}\n  got {:?}: {}",
                        judgment.id,
                        judgment.kind,
                        judgment.expect,
                        judgment.gold.join(" "),
                        judgment.utterance,
                        outcome.decision,
                        outcome.ranking.iter().take(5).cloned().collect::<Vec<_>>().join(" ")
                    )?;
                }
            }
        }
        if self.json {
            writeln!(out, "{}", serde_json::to_string_pretty(&report)?)?;
        } else {
            writeln!(out, "{report}")?;
        }
        let Some(path) = self.baseline else { return Ok(Outcome::Success) };
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read the baseline {}", path.display()))?;
        let before: Report =
            serde_json::from_str(&text).with_context(|| format!("{} is no baseline", path.display()))?;
        let losses = baseline::losses(&before, &report);
        for loss in &losses {
            eprintln!("{} fell from {:.3} to {:.3}", loss.metric, loss.baseline, loss.now);
        }
        Ok(if losses.is_empty() { Outcome::Success } else { Outcome::Negative })
    }
}

/// Fits on a judged set and writes the weights, with where they come from.
fn fit_ranking(answerer: &Answerer, judgments: &[Judgment], set: &Path, path: &Path) -> anyhow::Result<Outcome> {
    let engine = answerer.engine();
    let mut examples = Vec::with_capacity(judgments.len());
    for judgment in judgments {
        let examined = engine.examine(&engine.question(&judgment.utterance));
        let (ranking, keys) = examined.context("a collection without phrasings has nothing to fit")?;
        examples.push(Example::new(judgment, &ranking, &keys));
    }
    let start = Model::parse("").map_err(anyhow::Error::msg)?.weights;
    let Fit { weights, choice, thresholds, held_out } = fit::fit(&examples, &start);
    let outcomes: Vec<eval::Outcome> = examples
        .iter()
        .zip(&held_out)
        .map(|(example, probabilities)| held_out_outcome(example, probabilities, thresholds))
        .collect();
    let report = Report::new(judgments, &outcomes);
    let error = fit::calibration_error(&examples, &held_out);
    let mut out = std::io::stdout().lock();
    writeln!(out, "held out, {} folds\n\n{report}\n\ncalibration error {error:.3}\n{thresholds:?}", fit::FOLDS)?;
    let total = &report.total;
    let mut text = String::from(HEAD);
    text.push_str("[fitted]\n");
    text.push_str(&format!("date = {}\n", SystemClock.now().date()));
    text.push_str(&format!(
        "set = \"{}, {} items\"\n",
        set.file_name().unwrap_or_default().to_string_lossy(),
        judgments.len()
    ));
    text.push_str(&format!("folds = {}\n", fit::FOLDS));
    for (name, share) in [
        ("success_at_1", total.success_at_1),
        ("success_at_3", total.success_at_3),
        ("answered_right", total.answered_right),
        ("answered_wrong", total.answered_wrong),
        ("false_rejection", total.false_rejection),
        ("choices_two", total.choices_two),
        ("rejected", total.rejected),
    ] {
        text.push_str(&format!("{name} = {:.3}\n", share.value()));
    }
    text.push_str(&format!("calibration_error = {error:.3}\n\n[thresholds]\n"));
    text.push_str(&toml::to_string(&thresholds)?);
    text.push_str("\n[weights]\n");
    for (name, weight) in NAMES.iter().zip(weights) {
        text.push_str(&format!("{name} = {weight:.3}\n"));
    }
    text.push_str("\n[choice]\n");
    for (name, weight) in choice::NAMES.iter().zip(choice) {
        text.push_str(&format!("{name} = {weight:.3}\n"));
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
        choices: example.offered.clone(),
        slots: Vec::new(),
    }
}
