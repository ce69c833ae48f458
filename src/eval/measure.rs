//! Asks a judged set, and the variants of its utterances.

use std::num::NonZero;
use std::thread;

use super::invariance::{Invariance, is_alike};
use super::judgments::Judgment;
use super::metrics::{Outcome, Report};
use super::variants::{Sort, Variant, variants, without_negation};
use crate::answer::{Answerer, Ask};
use crate::search::SearchError;

/// A judged set, asked.
#[derive(Debug, Clone, Default)]
pub struct Measured {
    pub report: Report,
    /// In the order of the set.
    pub outcomes: Vec<Outcome>,
    /// The variants that were answered otherwise.
    pub unlike: Vec<Unlike>,
}

/// A variant that was answered otherwise than its utterance.
#[derive(Debug, Clone)]
pub struct Unlike {
    /// Of the judged utterance.
    pub id: String,
    pub sort: Sort,
    pub text: String,
    pub outcome: Outcome,
}

/// Asks every utterance of a set.
///
/// # Errors
/// When the index cannot be read.
pub fn ask_all(answerer: &Answerer, judgments: &[Judgment]) -> Result<Vec<Outcome>, SearchError> {
    in_parallel(judgments, |judgment| ask(answerer, &judgment.utterance)).into_iter().collect()
}

/// Asks every utterance of a set and all its variants, and counts.
///
/// # Errors
/// When the index cannot be read.
pub fn measure(answerer: &Answerer, judgments: &[Judgment]) -> Result<Measured, SearchError> {
    let outcomes = ask_all(answerer, judgments)?;
    let mut report = Report::new(judgments, &outcomes);
    let mut invariance = Invariance::default();
    let mut unlike = Vec::new();
    let asked = in_parallel(judgments, |judgment| ask_variants(answerer, judgment));
    for ((judgment, original), asked) in judgments.iter().zip(&outcomes).zip(asked) {
        let AskedVariants { variants, without_negation } = asked?;
        for (Variant { sort, text }, outcome) in variants {
            invariance.count(sort, original, &outcome);
            if !is_alike(original, &outcome) {
                unlike.push(Unlike { id: judgment.id.clone(), sort, text, outcome });
            }
        }
        if let Some(without) = without_negation {
            invariance.count_negation(original, &without);
        }
    }
    report.invariance = Some(invariance);
    Ok(Measured { report, outcomes, unlike })
}

struct AskedVariants {
    variants: Vec<(Variant, Outcome)>,
    without_negation: Option<Outcome>,
}

fn ask_variants(answerer: &Answerer, judgment: &Judgment) -> Result<AskedVariants, SearchError> {
    let utterance = judgment.utterance.trim();
    let question = answerer.engine().question(utterance);
    // Places are those of the cleaned text: where the texts part, they are no longer those of the utterance.
    let cleaned = question.text();
    let same = utterance.bytes().zip(cleaned.bytes()).take_while(|(a, b)| a == b).count();
    let nouns = question.terms().iter().filter(|term| term.noun && term.end <= same);
    let nouns: Vec<_> = nouns.map(|term| term.start..term.end).collect();
    let asked = variants(judgment, &nouns).into_iter().map(|variant| {
        let outcome = ask(answerer, &variant.text)?;
        Ok((variant, outcome))
    });
    Ok(AskedVariants {
        variants: asked.collect::<Result<_, SearchError>>()?,
        without_negation: without_negation(judgment).map(|text| ask(answerer, &text)).transpose()?,
    })
}

fn ask(answerer: &Answerer, utterance: &str) -> Result<Outcome, SearchError> {
    let answer = answerer.ask(&Ask { utterance: utterance.to_owned(), ..Ask::default() })?;
    Ok(Outcome {
        decision: answer.decision,
        probability: answer.hits.first().map_or(0.0, |hit| hit.probability),
        ranking: answer.hits.into_iter().map(|hit| hit.key).collect(),
        choices: answer.choices.into_iter().map(|choice| choice.key).collect(),
        slots: answer.slots,
    })
}

/// Does something for every item on all processors; the results are in the order of the items.
fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let share = items.len().div_ceil(thread::available_parallelism().map_or(1, NonZero::get)).max(1);
    let work = &work;
    thread::scope(|scope| {
        let started: Vec<_> =
            items.chunks(share).map(|chunk| scope.spawn(move || chunk.iter().map(work).collect::<Vec<R>>())).collect();
        let finished = started.into_iter().map(|thread| match thread.join() {
            Ok(results) => results,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        finished.flatten().collect()
    })
}

#[cfg(test)]
mod tests {
    use super::in_parallel;

    #[test]
    fn the_order_is_that_of_the_items() {
        for count in [0, 1, 2, 3, 10, 101] {
            let items: Vec<usize> = (0..count).collect();
            let doubled: Vec<usize> = items.iter().map(|n| n * 2).collect();
            assert_eq!(in_parallel(&items, |n| n * 2), doubled);
        }
    }
}
