//! Wallet state: the slots of one wallet, as one member sees it, at one moment.
//!
//! A slot that is absent was not asked for, or the source cannot give it; "there is none" is said inside the slot, by
//! an empty list or an absent field. The JSON form of a slot, the columns of its SQL view and the fields of its type
//! have the same names.

mod account;
mod campaign;
mod cash;
mod payment;
mod slots;

use std::fmt;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::ids::WalletId;
use super::mask::Text;
use super::role::Role;
use super::words::words;
use crate::slot::Slot;

pub use account::{
    AgencyRight, AgencyState, Connection, ConnectionState, DisconnectReason, InvoiceEmail, InvoiceFailure,
    InvoiceState, Operation, Status, TaxInvoice,
};
pub use campaign::{Campaign, CampaignKind, CampaignState, CreativeReview, ReviewState};
pub use cash::{Balance, DailyLimit, FreeCash, FreeCashState, UnpaidAmount, VirtualAccount};
pub use payment::{
    AutoPayCard, CardFailure, CardKind, CardResult, Method, Pg, Receipt, Refund, RefundAccount, RefundFailure,
    RefundKind, RefundMethod, RefundState,
};
pub use slots::{MOST_ENTRIES, Slots};
pub(super) use slots::{read, without_values};

words! {
    /// Who may own the wallet; never changes after it was made.
    WalletType {
        Business = "사업자",
        Individual = "개인",
        Overseas = "해외",
    }
}

words! {
    /// Whether cash is charged before or paid after.
    Billing {
        Prepaid = "선불",
        Postpaid = "후불",
    }
}

/// A wallet, and what the member is to it. Answers the slots `wallet_type` and `my_role`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WalletSummary {
    pub wallet_id: WalletId,
    /// Slug of the service, as in `services.toml`.
    pub service: Text,
    pub name: Text,
    pub wallet_type: WalletType,
    pub billing: Billing,
    pub my_role: Role,
}

/// The slots of one wallet at one moment.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WalletState {
    pub wallet: WalletSummary,
    /// When it was so.
    #[serde(with = "time::serde::rfc3339")]
    pub as_of: OffsetDateTime,
    pub slots: Slots,
}

impl WalletState {
    /// Whether the source gave this slot.
    pub fn gives(&self, slot: Slot) -> bool {
        matches!(slot, Slot::WalletType | Slot::MyRole) || self.slots.gives(slot)
    }
}

/// Names the slots and shows no amount, so that a state in a log tells nothing of the customer.
impl fmt::Debug for WalletState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WalletState")
            .field("wallet_id", &self.wallet.wallet_id)
            .field("as_of", &self.as_of)
            .field("slots", &self.slots)
            .finish()
    }
}
