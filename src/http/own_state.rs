//! Own state in the webhook: who is asking, what the link commands do, what is attached. The time is kept by a deadline.

use super::state::AppState;
use crate::answer::Answer;
use crate::answer::own_state::Attached;
use crate::clock::{Clock, SystemClock};
use crate::link::{Command, LinkStore, Person, wording};
use crate::wallet::{Deadline, MemberId, WalletId};

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

/// Who is asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asker {
    Member(MemberId),
    /// Not linked, or not told by Kakao.
    Unknown,
    /// Links could not be asked.
    Unavailable,
}

/// Who a person is, and the service of all their wallets if it is one. Nobody, where no own state is attached at all.
pub(super) async fn identify(state: &AppState, person: Option<&Person>, deadline: Deadline) -> (Asker, Option<String>) {
    let own = state.own_state();
    let (Some(attacher), Some(links), Some(person)) = (&own.attacher, &own.links, person) else {
        return (Asker::Unknown, None);
    };
    match tokio::time::timeout(deadline.remaining(), links.member_of(person)).await {
        Ok(Ok(Some(member))) => {
            let service = attacher.service(&member, deadline).await;
            (Asker::Member(member), service)
        }
        Ok(Ok(None)) => (Asker::Unknown, None),
        Ok(Err(error)) => {
            tracing::warn!(%error, "links cannot be used");
            (Asker::Unavailable, None)
        }
        Err(_) => (Asker::Unavailable, None),
    }
}

/// What stands beside an answer for who asks; `wallet` is the one that was tapped.
pub(super) async fn attach(
    state: &AppState,
    answer: &Answer,
    asker: &Asker,
    wallet: Option<&WalletId>,
    deadline: Deadline,
) -> Attached {
    let Some(attacher) = state.own_state().attacher.as_ref().filter(|_| !answer.slots.is_empty()) else {
        return Attached::Nothing;
    };
    match asker {
        Asker::Member(member) => attacher.attach(answer, Some(member), wallet, deadline).await,
        Asker::Unknown => attacher.attach(answer, None, wallet, deadline).await,
        Asker::Unavailable => Attached::Said(wording::UNAVAILABLE),
    }
}
