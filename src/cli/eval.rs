//! `haedap eval`: the figures of a judged set, and whether they hold against the committed ones.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;

use super::{Outcome, fit, open, quality};
use crate::config::Config;
use crate::eval::judgments::{self, Judgment};
use crate::eval::measure::{Measured, measure};
use crate::eval::{Report, baseline};

#[derive(Debug, Args)]
pub(super) struct Eval {
    /// The judged set; several count as one
    #[arg(long, value_name = "FILE", default_value = "corpus/eval/dev.jsonl")]
    judgments: Vec<PathBuf>,
    /// Print the figures as JSON
    #[arg(long)]
    json: bool,
    /// Figures to compare with; exit code 1 if one got worse
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Fit weights and thresholds on the set, cross-validated, and write them to this file (`ranking.toml`)
    #[arg(long, value_name = "FILE", conflicts_with_all = ["baseline", "json"])]
    fit: Option<PathBuf>,
    /// Write all there is to say about quality to this file (`docs/quality.md`): each set apart, cross-validated together
    #[arg(long, value_name = "FILE", conflicts_with_all = ["baseline", "json", "fit", "errors"])]
    report: Option<PathBuf>,
    /// A judged set that --fit and --report learn from as well, and whose figures stand apart; may stand several times
    #[arg(long, value_name = "FILE")]
    learn: Vec<PathBuf>,
    /// A judged set from which --fit learns only what tells own state from how it works; may stand several times
    #[arg(long, value_name = "FILE")]
    own_state: Vec<PathBuf>,
    /// List the items that went wrong and the variants that were answered otherwise
    #[arg(long, conflicts_with = "json")]
    errors: bool,
}

impl Eval {
    pub(super) fn run(self, config: &Config) -> anyhow::Result<Outcome> {
        let answerer = open::answerer(config)?;
        let read = |paths: &[PathBuf]| paths.iter().map(|path| judgments::read(path)).collect::<Result<Vec<_>, _>>();
        let learned = read(&self.learn)?.concat();
        let sets = read(&self.judgments)?;
        if let Some(path) = &self.report {
            let names = self.judgments.iter().map(|path| file_name(path));
            return quality::write_report(&answerer, names.zip(sets).collect(), &learned, path);
        }
        let judgments = sets.concat();
        if let Some(path) = &self.fit {
            let sets = fit::Sets { judged: judgments, learned, own_state: read(&self.own_state)?.concat() };
            return fit::fit_ranking(&answerer, &sets, &self.judgments, path);
        }
        let measured = measure(&answerer, &judgments)?;
        let report = &measured.report;
        let mut out = std::io::stdout().lock();
        if self.errors {
            list_errors(&mut out, &judgments, &measured)?;
        }
        if self.json {
            writeln!(out, "{}", serde_json::to_string_pretty(report)?)?;
        } else {
            writeln!(out, "{report}")?;
        }
        let Some(path) = self.baseline else { return Ok(Outcome::Success) };
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read the baseline {}", path.display()))?;
        let before: Report =
            serde_json::from_str(&text).with_context(|| format!("{} is no baseline", path.display()))?;
        let losses = baseline::losses(&before, report);
        for loss in &losses {
            eprintln!("{} fell from {:.3} to {:.3}", loss.metric, loss.baseline, loss.now);
        }
        Ok(if losses.is_empty() { Outcome::Success } else { Outcome::Negative })
    }
}

/// A set as figures name it: where it lies is of no matter.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn list_errors(out: &mut impl Write, judgments: &[Judgment], measured: &Measured) -> std::io::Result<()> {
    let items = judgments.iter().zip(&measured.outcomes);
    for (judgment, outcome) in items.filter(|(judgment, outcome)| !outcome.is_as_judged(judgment)) {
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
    for unlike in &measured.unlike {
        let first = unlike.outcome.ranking.first().map_or("", String::as_str);
        writeln!(
            out,
            "{} {}\n  {}\n  got {:?}: {first}",
            unlike.id, unlike.sort, unlike.text, unlike.outcome.decision
        )?;
    }
    Ok(())
}
