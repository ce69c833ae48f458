//! Own state in the webhook: who is asking, what the link commands do, what is attached. The time is kept by a deadline.

use super::state::AppState;
use crate::answer::Answer;
use crate::answer::own_state::Attached;
use crate::attach::Owner;
use crate::clock::{Clock, SystemClock};
use crate::link::{Command, LinkStore, Person, wording};
use crate::wallet::{Deadline, MemberId, WalletId};

/// Links or unlinks a person, and says what came of it, by the deadline.
pub(super) async fn obey(links: &LinkStore, person: &Person, command: Command, deadline: Deadline) -> String {
    let now = SystemClock.now();
    let work = async {
        match command {
            Command::Redeem(code) => {
                links.redeem(person, &code, now).await.map(|outcome| wording::redeemed(outcome, now))
            }
            Command::Unlink => {
                links.unlink(person, now).await.map(|was_linked| wording::unlinked(was_linked).to_owned())
            }
        }
    };
    match tokio::time::timeout(deadline.remaining(), work).await {
        Ok(Ok(said)) => said,
        Ok(Err(error)) => {
            tracing::warn!(%error, "links cannot be used");
            wording::UNAVAILABLE.to_owned()
        }
        Err(_) => wording::UNAVAILABLE.to_owned(),
    }
}

/// Who is asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asker {
    Member(Owner),
    /// Not linked, or not told by Kakao.
    Unknown,
    /// Links could not be asked.
    Unavailable,
}

impl Asker {
    /// The service of all their wallets, if it is one.
    pub(super) fn service(&self) -> Option<&str> {
        match self {
            Self::Member(owner) => owner.service(),
            Self::Unknown | Self::Unavailable => None,
        }
    }
}

/// Whom Kakao names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Named {
    /// A member, by the id at the bot's own app.
    Member(MemberId),
    /// A Kakao user, who may be linked.
    Person(Person),
    Nobody,
}

/// Who is named. Nobody, where no own state is attached at all.
pub(super) async fn identify(state: &AppState, named: Named, deadline: Deadline) -> Asker {
    let own = state.own_state();
    let Some(attacher) = &own.attacher else { return Asker::Unknown };
    let person = match named {
        Named::Member(member) => return Asker::Member(attacher.owner(member, deadline).await),
        Named::Person(person) => person,
        Named::Nobody => return Asker::Unknown,
    };
    let Some(links) = &own.links else { return Asker::Unknown };
    match tokio::time::timeout(deadline.remaining(), links.member_of(&person)).await {
        Ok(Ok(Some(member))) => Asker::Member(attacher.owner(member, deadline).await),
        Ok(Ok(None)) => Asker::Unknown,
        Ok(Err(error)) => {
            tracing::warn!(%error, "links cannot be used");
            Asker::Unavailable
        }
        Err(_) => Asker::Unavailable,
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
        Asker::Member(owner) => attacher.attach(answer, Some(owner), wallet, deadline).await,
        Asker::Unknown => attacher.attach(answer, None, wallet, deadline).await,
        Asker::Unavailable => Attached::Said(wording::UNAVAILABLE),
    }
}
