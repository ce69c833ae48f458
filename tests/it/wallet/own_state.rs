//! What is said about own state: a committed table of members and questions, and properties that hold for any state.

mod asked;
mod edges;
pub mod properties;

use std::fs;

use haedap::answer::own_state::{OwnState, own_state, trouble, wording};
use haedap::clock::Clock;
use haedap::slot::Slot;
use haedap::wallet::{Calendar, WalletSource};
use serde::Deserialize;

use super::{Sunday, ample, member, memory, run, wallet};
use crate::support::{root, shipped_corpus};

/// A customer's question and what has to be said, as of Sunday, 22 November 2026, 10:32 in Seoul.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    member: String,
    /// Absent when the member's wallets leave no choice, or when the bot has to ask.
    wallet: Option<String>,
    utterance: String,
    /// Key of the article that answers in general.
    article: String,
    slots: Vec<Slot>,
    /// Parts of what is said.
    expect: Vec<String>,
    /// Parts of what must not be said.
    not: Vec<String>,
    /// Whether the words alone lead there, without article and slots being given.
    #[serde(default = "yes")]
    asked: bool,
}

fn yes() -> bool {
    true
}

/// What a text lacks, or has too much.
fn faults(row: &Row, text: &str) -> Vec<String> {
    let missing = row.expect.iter().filter(|part| !text.contains(*part)).map(|part| format!("lacks {part:?}"));
    let surplus = row.not.iter().filter(|part| text.contains(*part)).map(|part| format!("has {part:?}"));
    missing.chain(surplus).collect()
}

fn rows() -> Vec<Row> {
    let text = fs::read_to_string(root().join("tests/fixtures/own_state.jsonl")).expect("the table");
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"))).collect()
}

fn calendar() -> Calendar {
    Calendar::shipped().expect("the holidays are in order")
}

/// All that is said, a line each.
fn said(own: &OwnState) -> String {
    let items = own.items.iter().map(|item| format!("{}: {}", item.label, item.value));
    let head = [own.wallet.clone(), own.as_of.clone()];
    head.into_iter().chain(own.lines.iter().cloned()).chain(items).collect::<Vec<_>>().join("\n")
}

async fn answer(row: &Row) -> String {
    let source = memory();
    let member = member(&row.member);
    let wallets = source.wallets(&member, ample()).await.expect("a member of the demonstration");
    let chosen = match (&row.wallet, wallets.as_slice()) {
        (Some(id), _) => wallet(id),
        (None, []) => return wording::NO_WALLET.to_owned(),
        (None, [only]) => only.wallet_id.clone(),
        (None, _) => return wording::WHICH_WALLET.to_owned(),
    };
    match source.state(&member, &chosen, &row.slots, ample()).await {
        Ok(state) => said(&own_state(&row.article, &row.slots, &state, &calendar(), Sunday.now())),
        Err(error) => trouble(&error).to_owned(),
    }
}

#[test]
fn the_table_is_answered() {
    let mut wrong = Vec::new();
    for row in rows() {
        let text = run(answer(&row));
        let faults = faults(&row, &text);
        if !faults.is_empty() {
            wrong.push(format!("{} {}: {}\n{text}\n", row.member, row.utterance, faults.join(", ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_covers_every_slot_and_real_articles() {
    let rows = rows();
    assert!(rows.len() >= 44, "{} rows", rows.len());
    for slot in Slot::ALL {
        assert!(rows.iter().any(|row| row.slots.contains(&slot)), "no row asks for {slot:?}");
    }
    let (corpus, _) = shipped_corpus();
    for row in &rows {
        assert!(corpus.articles.iter().any(|article| article.key == row.article), "no article {}", row.article);
        assert!(!row.expect.is_empty(), "{} expects nothing", row.utterance);
    }
}
