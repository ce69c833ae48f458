//! What is selected from which view. The columns are those of the JSON form of each slot.

use crate::slot::Slot;

/// The view behind a slot.
pub(super) struct View {
    pub(super) name: &'static str,
    /// `$1` is the member, `$2` the wallet.
    pub(super) select: &'static str,
    /// Whether the slot is a list.
    pub(super) list: bool,
}

pub(super) const MEMBER: &str = "select member_id from haedap_members where member_id = $1";

pub(super) const WALLETS: &str = "select w.wallet_id, w.service, w.name, w.wallet_type, w.billing, r.my_role \
    from haedap_roles r join haedap_wallets w on w.wallet_id = r.wallet_id where r.member_id = $1";

pub(super) const WALLET: &str = "select w.wallet_id, w.service, w.name, w.wallet_type, w.billing, w.as_of, r.my_role \
    from haedap_roles r join haedap_wallets w on w.wallet_id = r.wallet_id \
    where r.member_id = $1 and r.wallet_id = $2";

macro_rules! view {
    ($list:literal, $name:literal, $columns:literal) => {
        View {
            name: $name,
            // The join with the role costs nothing and makes it impossible to read a wallet without one.
            select: concat!(
                "select ",
                $columns,
                " from ",
                $name,
                " v join haedap_roles r on r.wallet_id = v.wallet_id where r.member_id = $1 and v.wallet_id = $2"
            ),
            list: $list,
        }
    };
}

/// The view of a slot; none for what every wallet tells.
pub(super) fn of(slot: Slot) -> Option<View> {
    Some(match slot {
        Slot::Balance => view!(false, "haedap_balances", "v.paid, v.free, v.negative"),
        Slot::Freecash => view!(true, "haedap_freecash", "v.name, v.amount, v.state, v.expires_on"),
        Slot::Cards => view!(
            true,
            "haedap_cards",
            "v.\"order\", v.kind, case when v.owner_member_id = $1 then 1 else 0 end as owner_is_me, \
             v.card, v.last_result, v.failure, v.last_tried_on"
        ),
        Slot::DailyLimit => view!(false, "haedap_daily_limits", "v.\"limit\", v.spent_today"),
        Slot::UnpaidAmount => view!(
            false,
            "haedap_unpaid_amounts",
            "v.accrued, v.failed, v.last_failure, v.last_failed_on, v.charge_threshold"
        ),
        Slot::ConnectionState => view!(false, "haedap_connections", "v.state, v.reason, v.since, v.bot, v.channel"),
        Slot::VirtualAccount => view!(
            true,
            "haedap_virtual_accounts",
            "v.account, v.amount, v.payee, v.issued_on, v.deposited_on, v.deposited_amount, \
             v.depositor, v.deposited_payee, v.credited"
        ),
        Slot::Receipts => {
            view!(true, "haedap_receipts", "v.paid_on, v.amount, v.method, v.pg, v.payer, v.email, v.card")
        }
        Slot::RefundStatus => view!(
            true,
            "haedap_refunds",
            "v.kind, v.method, v.state, v.amount, v.requested_on, v.approved_on, v.done_on, v.failure, \
             v.balance_at_approval"
        ),
        Slot::RefundAccount => view!(false, "haedap_refund_accounts", "v.account, v.holder, v.problem"),
        Slot::TaxInvoices => view!(true, "haedap_tax_invoices", "v.month, v.state, v.amount, v.failure, v.issued_on"),
        Slot::InvoiceEmail => view!(false, "haedap_invoice_emails", "v.email, v.changed_on"),
        Slot::AgencyRight => view!(false, "haedap_agency_rights", "v.state, v.agency, v.refuses_requests"),
        Slot::Campaign => view!(true, "haedap_campaigns", "v.name, v.kind, v.starts_on, v.budget, v.spent, v.state"),
        Slot::CreativeReviewState => {
            view!(true, "haedap_creative_reviews", "v.campaign, v.state, v.reason, v.decided_on")
        }
        Slot::WalletState => view!(false, "haedap_wallet_states", "v.state, v.reason, v.since"),
        Slot::WalletType | Slot::MyRole => return None,
    })
}
