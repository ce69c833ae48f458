//! Puts demonstration wallets together from their JSON forms: an ordinary wallet, and what is different.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use time::{Date, Duration};

use super::super::day::YearMonth;
use super::super::ids::{BadId, MemberId, WalletId};
use super::super::mask::Text;
use super::super::role::Role;
use super::super::source::WalletError;
use super::super::sources::Record;
use super::super::state::{Billing, Slots, WalletType};
use super::DemoMember;
use crate::slot::Slot;

/// What has been put together so far.
pub(super) struct Demo {
    today: Date,
    pub(super) members: Vec<DemoMember>,
    pub(super) roles: BTreeMap<MemberId, BTreeMap<WalletId, Role>>,
    pub(super) wallets: BTreeMap<WalletId, Record>,
}

/// The head of a wallet.
#[derive(Clone, Copy)]
pub(super) struct Head {
    pub(super) id: &'static str,
    pub(super) service: &'static str,
    pub(super) name: &'static str,
    pub(super) wallet_type: WalletType,
    pub(super) billing: Billing,
}

impl Head {
    /// A prepaid wallet of a company.
    pub(super) fn business(id: &'static str, service: &'static str, name: &'static str) -> Self {
        Self { id, service, name, wallet_type: WalletType::Business, billing: Billing::Prepaid }
    }
}

fn id(_: BadId) -> WalletError {
    WalletError::Invalid { cause: "a demonstration id".to_owned() }
}

impl Demo {
    pub(super) fn new(today: Date) -> Self {
        Self { today, members: Vec::new(), roles: BTreeMap::new(), wallets: BTreeMap::new() }
    }

    /// The day that many days from today.
    pub(super) fn day(&self, days: i64) -> String {
        (self.today + Duration::days(days)).to_string()
    }

    /// The month that many months before this one, written `2026-10`.
    pub(super) fn month(&self, before: usize) -> Value {
        let month = (0..before).fold(YearMonth::of(self.today), |month, _| month.before());
        json!(month)
    }

    /// The first days of this month, when last month's invoices are issued; never after today.
    pub(super) fn invoice_day(&self) -> String {
        let second = self.today.replace_day(2).unwrap_or(self.today);
        second.min(self.today).to_string()
    }

    /// A member without wallets yet.
    pub(super) fn member(&mut self, name: &str, description: &str) -> Result<(), WalletError> {
        let member = MemberId::parse(name).map_err(id)?;
        self.roles.entry(member.clone()).or_default();
        self.members.push(DemoMember { id: member, description: description.to_owned() });
        Ok(())
    }

    /// Gives a member a role on a wallet.
    pub(super) fn role(&mut self, member: &str, wallet: &str, role: Role) -> Result<(), WalletError> {
        let member = MemberId::parse(member).map_err(id)?;
        self.roles.entry(member).or_default().insert(WalletId::parse(wallet).map_err(id)?, role);
        Ok(())
    }

    /// A wallet: an ordinary one of its service, with these slots instead. Its cards are `owner`'s.
    pub(super) fn wallet(
        &mut self,
        head: Head,
        owner: &str,
        instead: impl IntoIterator<Item = (Slot, Value)>,
    ) -> Result<(), WalletError> {
        let owner = MemberId::parse(owner).map_err(id)?;
        let mut slots = Slots::default();
        for (slot, value) in self.ordinary(head).into_iter().chain(instead) {
            slots.set(slot, value)?;
        }
        let orders = slots.cards.iter().flatten().map(|card| (card.order, owner.clone()));
        let card_owners = orders.collect();
        let record = Record {
            service: Text::new(head.service),
            name: Text::new(head.name),
            wallet_type: head.wallet_type,
            billing: head.billing,
            slots,
            card_owners,
        };
        self.wallets.insert(WalletId::parse(head.id).map_err(id)?, record);
        Ok(())
    }

    /// A member with one wallet of their own.
    pub(super) fn own(
        &mut self,
        member: &str,
        description: &str,
        role: Role,
        head: Head,
        instead: impl IntoIterator<Item = (Slot, Value)>,
    ) -> Result<(), WalletError> {
        self.member(member, description)?;
        self.role(member, head.id, role)?;
        self.wallet(head, member, instead)
    }

    /// A wallet with nothing special: every list is there, and all that belongs to its service.
    fn ordinary(&self, head: Head) -> Vec<(Slot, Value)> {
        let business = head.wallet_type == WalletType::Business;
        let mut slots = vec![
            (Slot::Balance, json!({ "paid": 350_000, "free": 0, "negative": 0 })),
            (Slot::Freecash, json!([])),
            (Slot::Cards, json!([card(1, "신한카드 1234", "paid", Some(&self.day(-9)))])),
            (Slot::DailyLimit, json!({ "limit": 1_000_000, "spent_today": 0 })),
            (Slot::VirtualAccount, json!([])),
            (Slot::Receipts, json!([self.receipt(-9, 300_000, "card", Some("inicis"))])),
            (Slot::RefundStatus, json!([])),
            (Slot::RefundAccount, json!({ "account": "국민은행 ***123", "holder": "홍*동" })),
            (Slot::TaxInvoices, if business { self.invoices("issued", None) } else { json!([]) }),
            (Slot::AgencyRight, json!({ "state": "absent", "refuses_requests": 0 })),
            (Slot::Campaign, json!([])),
            (Slot::CreativeReviewState, json!([])),
            (Slot::WalletState, json!({ "state": "active" })),
        ];
        if business {
            slots.push((Slot::InvoiceEmail, json!({ "email": "ta***@haedap.example", "changed_on": self.day(-200) })));
        }
        if head.service == "chatbot" {
            slots.push((Slot::UnpaidAmount, unpaid(83_400, 0)));
            slots.push((Slot::ConnectionState, connection(head.name, "connected", None, Some(&self.day(-90)))));
        }
        slots
    }

    /// A payment that many days from today.
    pub(super) fn receipt(&self, days: i64, amount: i64, method: &str, pg: Option<&str>) -> Value {
        let card = (method != "bank_transfer").then_some("신한카드 1234");
        without_null(json!({
            "paid_on": self.day(days), "amount": amount, "method": method, "pg": pg,
            "payer": "홍*동", "email": "ha***@kakao.com", "card": card,
        }))
    }

    /// Tax invoices of this month, the last (in the given state) and the one before.
    pub(super) fn invoices(&self, last: &str, failure: Option<&str>) -> Value {
        let issued_on = (last == "issued").then(|| self.invoice_day());
        let last = without_null(json!({
            "month": self.month(1), "state": last, "amount": 412_000, "failure": failure, "issued_on": issued_on,
        }));
        json!([
            { "month": self.month(0), "state": "not_yet", "amount": 236_500 },
            last,
            { "month": self.month(2), "state": "issued", "amount": 388_000, "issued_on": self.day(-51) },
        ])
    }
}

/// A card for auto-payment of the most common kind.
pub(super) fn card(order: u8, card: &str, last_result: &str, last_tried_on: Option<&str>) -> Value {
    without_null(json!({
        "order": order, "kind": "credit", "owner_is_me": 0, "card": card, "last_result": last_result,
        "last_tried_on": last_tried_on,
    }))
}

/// A card that was refused.
pub(super) fn failed_card(order: u8, name: &str, failure: &str, day: &str) -> Value {
    let mut card = card(order, name, "failed", Some(day));
    card["failure"] = failure.into();
    card
}

/// Debts without a failure.
pub(super) fn unpaid(accrued: i64, failed: i64) -> Value {
    json!({ "accrued": accrued, "failed": failed, "charge_threshold": 500_000 })
}

/// The bot of a wallet.
pub(super) fn connection(name: &str, state: &str, reason: Option<&str>, since: Option<&str>) -> Value {
    without_null(json!({ "state": state, "reason": reason, "since": since, "bot": name, "channel": name }))
}

/// The fields that are there.
pub(super) fn without_null(mut value: Value) -> Value {
    if let Value::Object(fields) = &mut value {
        fields.retain(|_, value| !value.is_null());
    }
    value
}
