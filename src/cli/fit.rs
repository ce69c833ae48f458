//! `haedap eval --fit`: fits the ranking on a judged set and writes it with where it comes from.

use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::Outcome;
use crate::answer::Answerer;
use crate::clock::{Clock, SystemClock};
use crate::eval::fit::{self, Example, Fit, HeldOut};
use crate::eval::fit_own_state::{OwnStateExample, OwnStateFit, fit_own_state};
use crate::eval::judgments::Expect;
use crate::eval::{self, Judgment, Report};
use crate::search::model::NAMES;
use crate::search::thresholds::{ThresholdTable, Thresholds};
use crate::search::{choice, own_state, rejection};

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

/// What is fitted on.
pub(super) struct Sets {
    pub(super) judged: Vec<Judgment>,
    /// Only learned from.
    pub(super) learned: Vec<Judgment>,
    /// Only learned from, and only what tells own state from how it works.
    pub(super) own_state: Vec<Judgment>,
}

/// Fits on the sets and writes the weights, with where they come from; `names` are the files of the judged ones.
pub(super) fn fit_ranking(
    answerer: &Answerer,
    Sets { judged, learned, own_state }: &Sets,
    names: &[PathBuf],
    path: &Path,
) -> anyhow::Result<Outcome> {
    let CrossValidated { fit, judged: report, learned: of_learned } = cross_validate(answerer, judged, learned)?;
    let Fit { weights, rejection, choice, thresholds, .. } = fit;
    let mut out = std::io::stdout().lock();
    writeln!(out, "held out, {} folds\n\n{report}\n{thresholds:?}", fit::FOLDS)?;
    if !learned.is_empty() {
        writeln!(out, "\nonly learned from, held out as well\n\n{of_learned}")?;
    }
    let threshold = answerer.engine().own_state_words().threshold();
    let examples = own_state_examples(answerer, judged.iter().chain(learned).chain(own_state))?;
    let OwnStateFit { precision, recall, model } = fit_own_state(&examples, threshold);
    writeln!(
        out,
        "\nown state, held out: precision {precision}, recall {recall}, {} fragments",
        model.fragments.len()
    )?;
    let total = &report.total;
    let mut text = String::from(HEAD);
    text.push_str("[fitted]\n");
    let _ = writeln!(text, "date = {}", SystemClock.now().date());
    let names: Vec<String> = names.iter().map(|set| super::eval::file_name(set)).collect();
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
    let _ = writeln!(text, "calibration_error = {:.3}", report.calibration.error);
    let _ =
        writeln!(text, "own_state_precision = {:.3}\nown_state_recall = {:.3}\n", precision.value(), recall.value());
    // What an operator set for a category stays.
    let category = answerer.engine().thresholds().map(|table| table.category.clone()).unwrap_or_default();
    let table = ThresholdTable { category, ..thresholds.into() };
    text.push_str(&toml::to_string(&BTreeMap::from([("thresholds", table)]))?);
    table_of(&mut text, "weights", NAMES.iter().zip(weights));
    table_of(&mut text, "rejection", rejection::NAMES.iter().zip(rejection));
    table_of(&mut text, "choice", choice::NAMES.iter().zip(choice));
    table_of(&mut text, "own_state.weights", own_state::model::NAMES.iter().zip(model.weights));
    // Fragments hold spaces: they are quoted.
    table_of(
        &mut text,
        "own_state.fragments",
        model.fragments.iter().map(|(text, weight)| (format!("{text:?}"), *weight)),
    );
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(Outcome::Success)
}

fn table_of(text: &mut String, name: &str, weights: impl Iterator<Item = (impl Display, f32)>) {
    let _ = writeln!(text, "\n[{name}]");
    for (name, weight) in weights {
        let _ = writeln!(text, "{name} = {weight:.3}");
    }
}

/// The items that an article with live state answers: whether they ask for it is what there is to learn.
fn own_state_examples<'a>(
    answerer: &Answerer,
    judged: impl Iterator<Item = &'a Judgment>,
) -> anyhow::Result<Vec<OwnStateExample>> {
    let engine = answerer.engine();
    let mut examples = Vec::new();
    for judgment in judged.filter(|judgment| judgment.expect == Expect::Answer) {
        for article in &judgment.gold {
            if engine.article_by_key(article)?.is_none_or(|article| article.live.is_empty()) {
                continue;
            }
            let question = engine.question(&judgment.utterance);
            examples.push(OwnStateExample {
                features: own_state::model::features(engine.own_state_words(), question.text()),
                fragments: own_state::model::fragments(question.text()),
                wanted: !judgment.live.is_empty(),
                article: article.clone(),
            });
            break;
        }
    }
    Ok(examples)
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
