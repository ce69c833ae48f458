//! Attaches the customer's own state to an answer: of which member, from which wallet, within the budget.
//!
//! The general answer never waits for more than its budget and never depends on this: whatever fails becomes a
//! sentence beside it. Nothing is kept between two questions.

use std::sync::Arc;
use std::time::Duration;

use crate::answer::Answer;
use crate::answer::decide::Decision;
use crate::answer::own_state::{Attached, WalletChoice, own_state, trouble, wording};
use crate::clock::Clock;
use crate::wallet::{Calendar, Deadline, MemberId, WalletError, WalletId, WalletSource, WalletSummary};

/// Asks a wallet source for what an answer wants to know; cheap to clone.
#[derive(Clone)]
pub struct Attacher {
    source: Arc<dyn WalletSource>,
    calendar: Arc<Calendar>,
    clock: Arc<dyn Clock>,
}

/// How long own state may take in all: DESIGN §4 has 2.5 s for an answer, and what else is done takes little.
pub const BUDGET: Duration = Duration::from_millis(1_800);

/// A member and their wallets, or why they are not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    member: MemberId,
    wallets: Result<Vec<WalletSummary>, WalletError>,
}

impl Owner {
    /// The service of all their wallets, if it is one: what they ask about while no service is named.
    pub fn service(&self) -> Option<&str> {
        let wallets = self.wallets.as_ref().ok()?;
        let first = wallets.first()?.service.as_str();
        wallets.iter().all(|wallet| wallet.service.as_str() == first).then_some(first)
    }
}

/// The guide to wallets of all services of its family: a question that it answers may be about any wallet.
const ANY_WALLET: &str = "bizwallet";

impl Attacher {
    /// An attacher over a source.
    pub fn new(source: Arc<dyn WalletSource>, calendar: Arc<Calendar>, clock: Arc<dyn Clock>) -> Self {
        Self { source, calendar, clock }
    }

    /// A member with their wallets, asked for once for both the question's service and the state beside its answer.
    pub async fn owner(&self, member: MemberId, deadline: Deadline) -> Owner {
        let wallets = self.source.wallets(&member, deadline).await;
        Owner { member, wallets }
    }

    /// What is said beside an answer. `owner` is who the link says it is, never what was typed; `wallet` is the one
    /// that was chosen with a tap.
    pub async fn attach(
        &self,
        answer: &Answer,
        owner: Option<&Owner>,
        wallet: Option<&WalletId>,
        deadline: Deadline,
    ) -> Attached {
        let Some(article) = answer.article.as_ref().filter(|_| answer.decision == Decision::Answer) else {
            return Attached::Nothing;
        };
        if answer.slots.is_empty() {
            return Attached::Nothing;
        }
        let Some(Owner { member, wallets }) = owner else { return Attached::Unlinked };
        let wallets = match wallets {
            Ok(wallets) => wallets,
            Err(error) => return said(error),
        };
        let chosen = match choose(wallets, &article.service, wallet) {
            Ok(chosen) => chosen,
            Err(attached) => return attached,
        };
        match self.source.state(member, &chosen.wallet_id, &answer.slots, deadline).await {
            Ok(state) => {
                let now = self.clock.now();
                Attached::Shown(own_state(&article.key, &answer.slots, &state, &self.calendar, now))
            }
            Err(error) => said(&error),
        }
    }
}

fn said(error: &WalletError) -> Attached {
    if error.is_outage() {
        // The cause is the source's, without anything of the customer's.
        tracing::warn!(%error, "no wallet state");
    }
    Attached::Said(trouble(error))
}

/// The wallet that is meant: the one that was tapped, or the only one of the service; else what is said instead.
fn choose<'a>(
    wallets: &'a [WalletSummary],
    service: &str,
    wallet: Option<&WalletId>,
) -> Result<&'a WalletSummary, Attached> {
    if let Some(wallet) = wallet {
        let chosen = wallets.iter().find(|summary| summary.wallet_id == *wallet);
        return chosen.ok_or(Attached::Said(wording::WALLET_GONE));
    }
    let of_service: Vec<&WalletSummary> =
        wallets.iter().filter(|wallet| service == ANY_WALLET || wallet.service.as_str() == service).collect();
    match of_service[..] {
        [] if wallets.is_empty() => Err(Attached::Said(wording::NO_WALLET)),
        [] => Err(Attached::Said(wording::NO_WALLET_HERE)),
        [only] => Ok(only),
        _ => Err(Attached::Which(of_service.into_iter().map(WalletChoice::from).collect())),
    }
}
