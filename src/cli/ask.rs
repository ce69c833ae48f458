//! `haedap ask`: the whole path of a question, shown as bubbles or as JSON.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;
use serde::{Deserialize, Serialize};

use super::{Outcome, bubbles, open};
use crate::answer::decide::Decision;
use crate::answer::own_state::Attached;
use crate::answer::{self, Answer, AnswerView, Answerer};
use crate::attach::BUDGET;
use crate::config::Config;
use crate::kakao::{Links, render};
use crate::wallet::{Deadline, MemberId, WalletId};

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
    /// The member to answer for, of the configured wallet source
    #[arg(long = "as", value_name = "MEMBER", conflicts_with = "batch")]
    member: Option<String>,
    /// Which of the member's wallets, by its id
    #[arg(long, value_name = "WALLET", requires = "member")]
    wallet: Option<String>,
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
                let ask = answer::Ask { utterance, service: self.service, thread, ..answer::Ask::default() };
                let (answer, attached) = match &self.member {
                    Some(member) => ask_as(config, &answerer, ask, member, self.wallet.as_deref())?,
                    None => (answerer.ask(&ask)?, Attached::Nothing),
                };
                show(&answerer, &answer, &attached, self.json, &links)
            }
            (None, Some(batch)) => answer_batch(&answerer, &batch, self.service.as_deref()),
            _ => bail!("either an utterance or --batch is needed"),
        }
    }
}

/// Asks for a member: the service of their wallets is the one that is meant, and their own state joins the answer.
fn ask_as(
    config: &Config,
    answerer: &Answerer,
    mut ask: answer::Ask,
    member: &str,
    wallet: Option<&str>,
) -> anyhow::Result<(Answer, Attached)> {
    let member = MemberId::parse(member)?;
    let wallet = wallet.map(WalletId::parse).transpose()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let own_states = open::attacher(config)?.context(
            "--as needs a wallet source: set HAEDAP_WALLET, for example to sqlite:demo-wallets.sqlite after `haedap \
             demo-wallets`",
        )?;
        let deadline = Deadline::after(BUDGET);
        let owner = own_states.owner(member, deadline).await;
        ask.service = ask.service.or_else(|| owner.service().map(str::to_owned));
        let answer = answerer.ask(&ask)?;
        let attached = own_states.attach(&answer, Some(&owner), wallet.as_ref(), deadline).await;
        Ok((answer, attached))
    })
}

fn show(
    answerer: &Answerer,
    answer: &Answer,
    attached: &Attached,
    json: bool,
    links: &Links,
) -> anyhow::Result<Outcome> {
    let mut out = std::io::stdout().lock();
    if json {
        serde_json::to_writer(&mut out, &AnswerView::new(answer, attached))?;
        writeln!(out)?;
    } else {
        write!(out, "{}", bubbles::draw(&render(answer, attached, answerer.topics(), links)))?;
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
        let answer = answerer.ask(&answer::Ask { utterance: item.utterance, service, ..answer::Ask::default() })?;
        serde_json::to_writer(
            &mut out,
            &Answered { id: item.id, answer: AnswerView::new(&answer, &Attached::Nothing) },
        )?;
        writeln!(out)?;
    }
    out.flush()?;
    Ok(Outcome::Success)
}
