//! Wallets in memory: what the other sources are measured by.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;

use super::super::ids::{MemberId, WalletId};
use super::super::mask::Text;
use super::super::role::Role;
use super::super::source::{Deadline, WalletError, WalletSource, permit};
use super::super::state::{Billing, Slots, WalletState, WalletSummary, WalletType};
use crate::clock::Clock;
use crate::slot::Slot;

/// Members, and wallets with everything in them.
#[derive(Debug, Clone, Default)]
pub struct Records {
    /// Every member with their role on each of their wallets.
    pub members: BTreeMap<MemberId, BTreeMap<WalletId, Role>>,
    pub wallets: BTreeMap<WalletId, Record>,
}

/// One wallet, as its source keeps it: for no member in particular.
#[derive(Debug, Clone)]
pub struct Record {
    pub service: Text,
    pub name: Text,
    pub wallet_type: WalletType,
    pub billing: Billing,
    /// `owner_is_me` of its cards means nothing here.
    pub slots: Slots,
    /// Who registered the card of each order.
    pub card_owners: BTreeMap<u8, MemberId>,
}

/// [`Records`] as a source; its state is of this moment.
pub struct MemorySource {
    records: Records,
    clock: Arc<dyn Clock>,
}

impl MemorySource {
    pub fn new(records: Records, clock: Arc<dyn Clock>) -> Self {
        Self { records, clock }
    }

    fn roles(&self, member: &MemberId) -> Result<&BTreeMap<WalletId, Role>, WalletError> {
        self.records.members.get(member).ok_or(WalletError::MemberUnknown)
    }
}

impl Record {
    fn summary(&self, wallet: &WalletId, role: Role) -> WalletSummary {
        WalletSummary {
            wallet_id: wallet.clone(),
            service: self.service.clone(),
            name: self.name.clone(),
            wallet_type: self.wallet_type,
            billing: self.billing,
            my_role: role,
        }
    }
}

#[async_trait]
impl WalletSource for MemorySource {
    async fn wallets(&self, member: &MemberId, _: Deadline) -> Result<Vec<WalletSummary>, WalletError> {
        let found = self
            .roles(member)?
            .iter()
            .filter_map(|(wallet, role)| self.records.wallets.get(wallet).map(|record| record.summary(wallet, *role)));
        let mut wallets: Vec<WalletSummary> = found.collect();
        wallets.sort_by_key(|wallet| (wallet.service.clone(), wallet.wallet_id.clone()));
        Ok(wallets)
    }

    async fn state(
        &self,
        member: &MemberId,
        wallet: &WalletId,
        slots: &[Slot],
        _: Deadline,
    ) -> Result<WalletState, WalletError> {
        let role = *self.roles(member)?.get(wallet).ok_or(WalletError::WalletUnknown)?;
        let record = self.records.wallets.get(wallet).ok_or(WalletError::WalletUnknown)?;
        permit(role, slots)?;
        let mut given = record.slots.clone();
        given.keep_only(slots);
        given.sort();
        for card in given.cards.iter_mut().flatten() {
            card.owner_is_me = record.card_owners.get(&card.order) == Some(member);
        }
        Ok(WalletState { wallet: record.summary(wallet, role), as_of: self.clock.now(), slots: given })
    }
}
