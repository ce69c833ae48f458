//! The names of the kinds of live state. Articles ask for them (`live` in their head), the wallet gives them.

use serde::{Deserialize, Serialize};

/// One kind of live wallet state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Slot {
    Balance,
    Freecash,
    Cards,
    DailyLimit,
    UnpaidAmount,
    ConnectionState,
    VirtualAccount,
    Receipts,
    RefundStatus,
    RefundAccount,
    TaxInvoices,
    InvoiceEmail,
    AgencyRight,
    Campaign,
    CreativeReviewState,
    WalletState,
    WalletType,
    MyRole,
}

impl Slot {
    /// Every slot.
    pub const ALL: [Self; 18] = [
        Self::Balance,
        Self::Freecash,
        Self::Cards,
        Self::DailyLimit,
        Self::UnpaidAmount,
        Self::ConnectionState,
        Self::VirtualAccount,
        Self::Receipts,
        Self::RefundStatus,
        Self::RefundAccount,
        Self::TaxInvoices,
        Self::InvoiceEmail,
        Self::AgencyRight,
        Self::Campaign,
        Self::CreativeReviewState,
        Self::WalletState,
        Self::WalletType,
        Self::MyRole,
    ];

    /// The name as written in an article's head, in the HTTP contract and in the names of SQL views.
    pub fn name(self) -> &'static str {
        match self {
            Self::Balance => "balance",
            Self::Freecash => "freecash",
            Self::Cards => "cards",
            Self::DailyLimit => "daily_limit",
            Self::UnpaidAmount => "unpaid_amount",
            Self::ConnectionState => "connection_state",
            Self::VirtualAccount => "virtual_account",
            Self::Receipts => "receipts",
            Self::RefundStatus => "refund_status",
            Self::RefundAccount => "refund_account",
            Self::TaxInvoices => "tax_invoices",
            Self::InvoiceEmail => "invoice_email",
            Self::AgencyRight => "agency_right",
            Self::Campaign => "campaign",
            Self::CreativeReviewState => "creative_review_state",
            Self::WalletState => "wallet_state",
            Self::WalletType => "wallet_type",
            Self::MyRole => "my_role",
        }
    }

    /// The slot of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|slot| slot.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_serde_writes() {
        for slot in Slot::ALL {
            assert_eq!(serde_json::to_value(slot).unwrap(), slot.name());
            assert_eq!(Slot::named(slot.name()), Some(slot));
        }
        assert_eq!(Slot::named("wallet_id"), None);
    }
}
