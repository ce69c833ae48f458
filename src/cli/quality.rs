//! `haedap eval --report`: asks the judged sets, fits on all of them held out, and writes `docs/quality.md`.

use std::fs;
use std::path::Path;

use anyhow::Context as _;

use super::{Outcome, fit};
use crate::answer::Answerer;
use crate::clock::{Clock, SystemClock};
use crate::eval::Judgment;
use crate::eval::measure::measure;
use crate::eval::quality::{Quality, QualitySet};
use crate::eval::reason::faults;

/// Writes the report on `sets`, file names with what was read from them; `learned` is only learned from.
pub(super) fn write_report(
    answerer: &Answerer,
    sets: Vec<(String, Vec<Judgment>)>,
    learned: &[Judgment],
    path: &Path,
) -> anyhow::Result<Outcome> {
    let all: Vec<Judgment> = sets.iter().flat_map(|(_, judgments)| judgments.clone()).collect();
    let mut measured = Vec::with_capacity(sets.len());
    for (file, judgments) in sets {
        eprintln!("asking {file}, {} utterances and their variants", judgments.len());
        let set = measure(answerer, &judgments)?;
        let faults = faults(answerer, &judgments, &set.outcomes)?;
        measured.push(QualitySet { file, report: set.report, faults });
    }
    eprintln!("cross-validating on {} utterances, which takes about a minute", all.len() + learned.len());
    let validated = fit::cross_validate(answerer, &all, learned)?;
    let manifest = answerer.engine().manifest();
    let quality = Quality {
        date: SystemClock.now().date(),
        articles: manifest.counts.articles,
        corpus_hash: manifest.corpus_hash.clone(),
        sets: measured,
        held_out: validated.judged,
        learned: validated.learned,
    };
    fs::write(path, quality.markdown()?).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(Outcome::Success)
}
