//! `haedap eval`: the figures of a judged set, and whether they hold against the committed ones.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;

use super::{Outcome, fit, open};
use crate::answer;
use crate::config::Config;
use crate::eval::{self, Report, baseline, judgments};

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
            return fit::fit_ranking(&answerer, &judgments, &self.judgments, path);
        }
        let mut outcomes = Vec::with_capacity(judgments.len());
        for judgment in &judgments {
            let answer =
                answerer.ask(&answer::Ask { utterance: judgment.utterance.clone(), ..answer::Ask::default() })?;
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
