//! `haedap ask`: the whole path of a question, shown as bubbles or as JSON.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;
use serde::{Deserialize, Serialize};

use super::{Outcome, bubbles, open};
use crate::answer::decide::Decision;
use crate::answer::{self, AnswerView, Answerer};
use crate::config::Config;
use crate::kakao::{Links, render};

#[derive(Debug, Args)]
pub(super) struct Ask {
    /// What the customer types
    #[arg(required_unless_present = "batch", conflicts_with = "batch")]
    utterance: Option<String>,
    /// The service that the bot is for, by slug or name
    #[arg(long)]
    service: Option<String>,
    /// `context` of the answer before, from --json
    #[arg(long, value_name = "TOKEN")]
    context: Option<String>,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
    /// JSONL of questions, `id`, `utterance` and at most `service` a line; writes one JSON object a line
    #[arg(long, value_name = "FILE")]
    batch: Option<PathBuf>,
}

/// A line of a batch. Other fields, such as those of a judged set, are passed over.
#[derive(Debug, Deserialize)]
struct Item {
    id: String,
    utterance: String,
    service: Option<String>,
}

#[derive(Debug, Serialize)]
struct Answered {
    id: String,
    #[serde(flatten)]
    answer: AnswerView,
}

impl Ask {
    pub(super) fn run(self, config: &Config) -> anyhow::Result<Outcome> {
        let answerer = open::answerer(config)?;
        match (self.utterance, self.batch) {
            (Some(utterance), _) => {
                let links = open::links(config, config.listen);
                let thread = self.context.as_deref().and_then(answer::Thread::from_token);
                once(&answerer, &answer::Ask { utterance, service: self.service, thread }, self.json, &links)
            }
            (None, Some(batch)) => answer_batch(&answerer, &batch, self.service.as_deref()),
            _ => bail!("either an utterance or --batch is needed"),
        }
    }
}

fn once(answerer: &Answerer, ask: &answer::Ask, json: bool, links: &Links) -> anyhow::Result<Outcome> {
    let answer = answerer.ask(ask)?;
    let mut out = std::io::stdout().lock();
    if json {
        serde_json::to_writer(&mut out, &AnswerView::new(&answer))?;
        writeln!(out)?;
    } else {
        write!(out, "{}", bubbles::draw(&render(&answer, answerer.topics(), links)))?;
    }
    Ok(if answer.decision == Decision::Fallback { Outcome::Negative } else { Outcome::Success })
}

fn answer_batch(answerer: &Answerer, batch: &Path, service: Option<&str>) -> anyhow::Result<Outcome> {
    let input = File::open(batch).with_context(|| format!("cannot read {}", batch.display()))?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for (index, line) in BufReader::new(input).lines().enumerate() {
        let place = || format!("{}:{}", batch.display(), index + 1);
        let line = line.with_context(place)?;
        if line.trim().is_empty() {
            continue;
        }
        let item: Item = serde_json::from_str(&line).with_context(place)?;
        let service = item.service.or_else(|| service.map(str::to_owned));
        let answer = answerer.ask(&answer::Ask { utterance: item.utterance, service, thread: None })?;
        serde_json::to_writer(&mut out, &Answered { id: item.id, answer: AnswerView::new(&answer) })?;
        writeln!(out)?;
    }
    out.flush()?;
    Ok(Outcome::Success)
}
