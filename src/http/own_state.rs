//! Own state in the webhook: who is asking, what the link commands do, what is attached. The time is kept by a deadline.

use super::state::AppState;
use crate::answer::Answer;
use crate::answer::own_state::Attached;
use crate::clock::{Clock, SystemClock};
use crate::link::{Command, LinkStore, Person, wording};
use crate::wallet::{Deadline, WalletId};

/// Links or unlinks a person, and says what came of it.
pub(super) async fn obey(links: &LinkStore, person: &Person, command: Command) -> String {
    let now = SystemClock.now();
    let done = match command {
        Command::Redeem(code) => links.redeem(person, &code, now).await.map(|outcome| wording::redeemed(outcome, now)),
        Command::Unlink => links.unlink(person, now).await.map(|was_linked| wording::unlinked(was_linked).to_owned()),
    };
    done.unwrap_or_else(|error| {
        tracing::warn!(%error, "links cannot be used");
        wording::UNAVAILABLE.to_owned()
    })
}

/// What stands beside an answer for the person who asks; `wallet` is the one that was tapped.
pub(super) async fn attach(
    state: &AppState,
    answer: &Answer,
    person: Option<&Person>,
    wallet: Option<&WalletId>,
    deadline: Deadline,
) -> Attached {
    let own = state.own_state();
    let Some(attacher) = own.attacher.as_ref().filter(|_| !answer.slots.is_empty()) else { return Attached::Nothing };
    let member = match (person, &own.links) {
        (Some(person), Some(links)) => {
            match tokio::time::timeout(deadline.remaining(), links.member_of(person)).await {
                Ok(Ok(member)) => member,
                Ok(Err(error)) => {
                    tracing::warn!(%error, "links cannot be used");
                    return Attached::Said(wording::UNAVAILABLE);
                }
                Err(_) => return Attached::Said(wording::UNAVAILABLE),
            }
        }
        _ => None,
    };
    attacher.attach(answer, member.as_ref(), wallet, deadline).await
}
