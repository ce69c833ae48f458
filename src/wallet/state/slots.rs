//! The slots together: set one by one from what a source says, and checked on the way in.

use std::cmp::Reverse;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use serde_json::Value;

use super::super::source::WalletError;
use super::{
    AgencyRight, AutoPayCard, Balance, Campaign, ConnectionState, CreativeReview, DailyLimit, FreeCash, InvoiceEmail,
    Receipt, Refund, RefundAccount, Status, TaxInvoice, UnpaidAmount, VirtualAccount,
};
use crate::slot::Slot;

/// Most entries of a list that are kept, the newest: a bubble shows three, and a year of invoices has 12.
pub const MOST_ENTRIES: usize = 50;

macro_rules! slots {
    ($($field:ident: $slot:ident = $kind:ty,)+) => {
        /// All slots but `wallet_type` and `my_role`, which [`super::WalletSummary`] answers.
        #[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
        pub struct Slots {
            $(#[serde(default, skip_serializing_if = "Option::is_none")] pub $field: Option<$kind>,)+
        }

        impl Slots {
            /// Whether this slot is there.
            pub fn gives(&self, slot: Slot) -> bool {
                match slot {
                    $(Slot::$slot => self.$field.is_some(),)+
                    Slot::WalletType | Slot::MyRole => false,
                }
            }

            /// Takes what a source says of one slot, in its JSON form; `null` says nothing.
            ///
            /// # Errors
            /// [`WalletError::Invalid`] when it is not of the slot's form; the value itself is not in the message.
            pub fn set(&mut self, slot: Slot, value: Value) -> Result<(), WalletError> {
                match slot {
                    $(Slot::$slot => self.$field = read(slot.name(), value)?,)+
                    Slot::WalletType | Slot::MyRole => {}
                }
                self.sort();
                Ok(())
            }

            /// Drops every slot but these.
            pub fn keep_only(&mut self, slots: &[Slot]) {
                $(if !slots.contains(&Slot::$slot) { self.$field = None; })+
            }
        }
    };
}

slots! {
    balance: Balance = Balance,
    freecash: Freecash = Vec<FreeCash>,
    cards: Cards = Vec<AutoPayCard>,
    daily_limit: DailyLimit = DailyLimit,
    unpaid_amount: UnpaidAmount = UnpaidAmount,
    connection_state: ConnectionState = ConnectionState,
    virtual_account: VirtualAccount = Vec<VirtualAccount>,
    receipts: Receipts = Vec<Receipt>,
    refund_status: RefundStatus = Vec<Refund>,
    refund_account: RefundAccount = RefundAccount,
    tax_invoices: TaxInvoices = Vec<TaxInvoice>,
    invoice_email: InvoiceEmail = InvoiceEmail,
    agency_right: AgencyRight = AgencyRight,
    campaign: Campaign = Vec<Campaign>,
    creative_review_state: CreativeReviewState = Vec<CreativeReview>,
    wallet_state: WalletState = Status,
}

impl Slots {
    /// Lists in one order, whatever the source's: cards as they are tried, free cash as it expires, campaigns as they
    /// start, everything else newest first. Beyond the first 50 entries a list ends.
    pub(crate) fn sort(&mut self) {
        fn order<T, K: Ord>(list: Option<&mut Vec<T>>, key: impl Fn(&T) -> K) {
            if let Some(list) = list {
                list.sort_by_key(key);
                list.truncate(MOST_ENTRIES);
            }
        }
        order(self.cards.as_mut(), |card| card.order);
        order(self.freecash.as_mut(), |cash| (cash.expires_on, cash.name.clone()));
        order(self.virtual_account.as_mut(), |account| (Reverse(account.issued_on), account.amount));
        order(self.receipts.as_mut(), |receipt| (Reverse(receipt.paid_on), receipt.amount));
        order(self.refund_status.as_mut(), |refund| (Reverse(refund.requested_on), refund.amount));
        order(self.tax_invoices.as_mut(), |invoice| Reverse(invoice.month));
        order(self.campaign.as_mut(), |campaign| (campaign.starts_on, campaign.name.clone()));
        order(self.creative_review_state.as_mut(), |review| review.campaign.clone());
    }
}

/// Names the slots and shows no amount.
impl fmt::Debug for Slots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(Slot::ALL.iter().filter(|slot| self.gives(**slot)).map(|slot| slot.name())).finish()
    }
}

/// Reads a value of JSON; `what` names it in an error.
pub(in crate::wallet) fn read<T: for<'de> Deserialize<'de>>(what: &str, value: Value) -> Result<T, WalletError> {
    serde_json::from_value(value)
        .map_err(|error| WalletError::Invalid { cause: format!("{what}: {}", without_values(&error)) })
}

/// What is wrong with JSON, without the values in it: serde quotes them, and they may be a customer's.
pub(in crate::wallet) fn without_values(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.split_once('`') {
        Some(("missing field ", name)) => format!("the field '{}' is missing", name.trim_end_matches('`')),
        _ if error.is_data() => "a field has a value of the wrong kind".to_owned(),
        _ => format!("no JSON from line {} on", error.line()),
    }
}

/// Reads yes or no, which a database may write as 1 or 0.
pub(super) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Bool(yes) => Ok(yes),
        Value::Number(number) if number.as_i64() == Some(1) => Ok(true),
        Value::Number(number) if number.as_i64() == Some(0) => Ok(false),
        _ => Err(D::Error::custom("neither yes nor no")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::wallet::Won;

    fn set(slot: Slot, value: Value) -> Result<Slots, WalletError> {
        let mut slots = Slots::default();
        slots.set(slot, value).map(|()| slots)
    }

    #[test]
    fn not_given_is_not_none() {
        assert!(!set(Slot::Receipts, Value::Null).unwrap().gives(Slot::Receipts));
        assert_eq!(set(Slot::Receipts, json!([])).unwrap().receipts, Some(Vec::new()));
        let email = set(Slot::InvoiceEmail, json!({})).unwrap();
        assert_eq!(email.invoice_email.unwrap().email, None);
    }

    #[test]
    fn what_an_upstream_adds_is_unknown_and_not_wrong() {
        let state = json!({ "state": "hibernating", "colour": "blue" });
        let slots = set(Slot::WalletState, state).unwrap();
        assert_eq!(slots.wallet_state.unwrap().state.to_string(), "확인 불가");
    }

    #[test]
    fn wrong_values_are_refused_without_being_repeated() {
        let cause = |slot, value| match set(slot, value) {
            Err(WalletError::Invalid { cause }) => cause,
            other => panic!("{other:?}"),
        };
        let text = cause(Slot::Balance, json!({ "paid": "칠십칠만원", "free": 0, "negative": 0 }));
        assert_eq!(text, "balance: a field has a value of the wrong kind");
        let text = cause(Slot::Balance, json!({ "paid": -770_000, "free": 0, "negative": 0 }));
        assert_eq!(text, "balance: a field has a value of the wrong kind");
        let text = cause(Slot::Balance, json!({ "paid": 770_000, "free": 0 }));
        assert_eq!(text, "balance: the field 'negative' is missing");
        assert!(cause(Slot::Receipts, json!({})).starts_with("receipts: "));
        assert!(
            cause(Slot::Freecash, json!([{ "name": "a", "amount": 1, "state": "unused", "expires_on": "내일" }]))
                .ends_with("kind")
        );
    }

    #[test]
    fn a_card_number_is_cut_on_entry() {
        let card = json!({ "order": 1, "kind": "credit", "owner_is_me": 1, "card": "신한카드 9410-1234-5678-1234", "last_result": "paid" });
        let slots = set(Slot::Cards, json!([card])).unwrap();
        let text = serde_json::to_string(&slots).unwrap();
        assert!(text.contains("신한카드 1234") && !text.contains("9410") && !text.contains("5678"), "{text}");
    }

    #[test]
    fn lists_have_one_order_and_an_end() {
        let month = |month: u32| json!({ "month": format!("2026-{month:02}"), "state": "issued", "amount": month });
        let slots = set(Slot::TaxInvoices, (1..=9).map(month).collect()).unwrap();
        assert_eq!(slots.tax_invoices.unwrap()[0].amount, Won(9));
        let slots = set(Slot::TaxInvoices, std::iter::repeat_n(month(1), 70).collect()).unwrap();
        assert_eq!(slots.tax_invoices.unwrap().len(), MOST_ENTRIES);
    }

    #[test]
    fn only_what_was_asked_for_is_kept() {
        let mut slots = set(Slot::Balance, json!({ "paid": 1, "free": 0, "negative": 0 })).unwrap();
        slots.set(Slot::Receipts, json!([])).unwrap();
        assert_eq!(format!("{slots:?}"), "{\"balance\", \"receipts\"}");
        slots.keep_only(&[Slot::Receipts, Slot::MyRole]);
        assert_eq!(format!("{slots:?}"), "{\"receipts\"}");
    }
}
