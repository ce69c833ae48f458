//! The one way to ask for wallet state. Four sources implement it, and all of them pass the same tests.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use tokio::time::Instant;

use super::ids::{MemberId, WalletId};
use super::role::Role;
use super::state::{WalletState, WalletSummary};
use crate::slot::Slot;

/// Until when an answer is wanted. Every question carries one; after it there is [`WalletError::Slow`], never silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deadline(Instant);

impl Deadline {
    /// That long from now.
    pub fn after(budget: Duration) -> Self {
        Self(Instant::now() + budget)
    }

    /// What is left; nothing when it has passed.
    pub fn remaining(self) -> Duration {
        self.0.saturating_duration_since(Instant::now())
    }

    /// Runs what a source does, and drops it at the deadline.
    ///
    /// # Errors
    /// Its own, or [`WalletError::Slow`].
    pub async fn hold<T>(self, work: impl Future<Output = Result<T, WalletError>> + Send) -> Result<T, WalletError> {
        tokio::time::timeout_at(self.0, work).await.unwrap_or(Err(WalletError::Slow))
    }
}

/// Why there is no wallet state. Each has a sentence of its own for the customer; none holds data of the customer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WalletError {
    /// The service has no such member: the link is out of date.
    #[error("the wallet source does not know this member; the link is out of date")]
    MemberUnknown,
    /// There is no such wallet, or the member has no role on it; which of the two is not said.
    #[error("this member has no such wallet")]
    WalletUnknown,
    /// The member has a role on the wallet that does not show one of the slots that were asked for.
    #[error("the role '{role}' does not show all that was asked for")]
    NotPermitted { role: Role },
    /// The deadline passed.
    #[error("the wallet source did not answer in time")]
    Slow,
    /// It cannot be reached, refuses, fails, or was left alone by the breaker.
    #[error("the wallet source is out of order: {cause}")]
    Down { cause: String },
    /// It answered with something that is no wallet state.
    #[error("the wallet source gave wrong data: {cause}")]
    Invalid { cause: String },
}

impl WalletError {
    /// Whether the source is at fault, rather than the question.
    pub fn is_outage(&self) -> bool {
        matches!(self, Self::Slow | Self::Down { .. } | Self::Invalid { .. })
    }
}

/// Where wallet state comes from. Reads only.
///
/// An implementation keeps every deadline by itself, never gives a state to a member without a role on the wallet,
/// and gives no slot that was not asked for.
#[async_trait]
pub trait WalletSource: Send + Sync {
    /// The wallets on which the member has a role, by service, then by id; empty for a member without any.
    ///
    /// # Errors
    /// [`WalletError::MemberUnknown`], or an outage.
    async fn wallets(&self, member: &MemberId, deadline: Deadline) -> Result<Vec<WalletSummary>, WalletError>;

    /// The slots of one wallet, as this member sees it. A slot that the source cannot give is absent.
    ///
    /// # Errors
    /// All of [`WalletError`].
    async fn state(
        &self,
        member: &MemberId,
        wallet: &WalletId,
        slots: &[Slot],
        deadline: Deadline,
    ) -> Result<WalletState, WalletError>;
}

/// Shared sources are sources.
#[async_trait]
impl<S: WalletSource + ?Sized> WalletSource for Arc<S> {
    async fn wallets(&self, member: &MemberId, deadline: Deadline) -> Result<Vec<WalletSummary>, WalletError> {
        (**self).wallets(member, deadline).await
    }

    async fn state(
        &self,
        member: &MemberId,
        wallet: &WalletId,
        slots: &[Slot],
        deadline: Deadline,
    ) -> Result<WalletState, WalletError> {
        (**self).state(member, wallet, slots, deadline).await
    }
}

/// Refuses what the role does not show.
///
/// # Errors
/// [`WalletError::NotPermitted`].
pub(super) fn permit(role: Role, slots: &[Slot]) -> Result<(), WalletError> {
    if slots.iter().all(|slot| role.may_see(*slot)) { Ok(()) } else { Err(WalletError::NotPermitted { role }) }
}
