//! What is said about the customer's own state: short sentences from the slots of one wallet, with the rules of its
//! service alone.
//!
//! A file per subject; [`rules`](self) holds what only some services' articles state, [`wording`] the sentences that
//! belong to no subject. Pure: the moment and the calendar are passed in, nothing is fetched or kept.

mod agency;
mod campaign;
mod cards;
mod cash;
mod invoices;
mod payments;
mod phrase;
mod receipts;
mod refunds;
mod rules;
mod virtual_account;
mod wallet;
pub mod wording;

use serde::Serialize;
use time::{Date, OffsetDateTime};

use crate::slot::Slot;
use crate::wallet::{Calendar, WalletState, WalletSummary, day};
use rules::Service;
pub use wording::trouble;

/// Most lines of [`OwnState::items`].
pub const MOST_ITEMS: usize = 5;

/// What is said about the customer's own state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OwnState {
    /// Which wallet: `챗봇 월렛 '꽃집'`.
    pub wallet: String,
    /// When it was so: `11월 22일 10:32 기준`.
    pub as_of: String,
    /// The answer first, in 해요체, a sentence or two each; at most 120 characters.
    pub lines: Vec<String>,
    /// At most [`MOST_ITEMS`].
    pub items: Vec<Item>,
}

/// What stands beside a general answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Attached {
    /// No own state was asked for.
    #[default]
    Nothing,
    /// It was, and nobody knows whose.
    Unlinked,
    /// Here it is.
    Shown(OwnState),
    /// More than one wallet could be meant.
    Which(Vec<WalletChoice>),
    /// Why there is none.
    Said(&'static str),
}

/// A wallet to choose. Its id shows nothing to anybody who has no role on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WalletChoice {
    pub id: String,
    pub name: String,
    /// What kind of wallet: `사업자 · 선불`.
    pub kind: String,
}

impl From<&WalletSummary> for WalletChoice {
    fn from(wallet: &WalletSummary) -> Self {
        Self {
            id: wallet.wallet_id.as_str().to_owned(),
            name: wallet.name.as_str().to_owned(),
            kind: format!("{} · {}", wallet.wallet_type, wallet.billing),
        }
    }
}

impl Attached {
    /// What is said, as plain text; `None` where nothing was asked for.
    pub fn text(&self) -> Option<String> {
        match self {
            Self::Nothing => None,
            Self::Unlinked => Some(wording::UNLINKED.to_owned()),
            Self::Said(sentence) => Some((*sentence).to_owned()),
            Self::Which(_) => Some(wording::WHICH_WALLET.to_owned()),
            Self::Shown(OwnState { wallet, as_of, lines, items }) => {
                let head = format!("{wallet} · {as_of}");
                let items = items.iter().map(|Item { label, value, .. }| format!("{label}: {value}"));
                Some(std::iter::once(head).chain(lines.iter().cloned()).chain(items).collect::<Vec<_>>().join("\n"))
            }
        }
    }
}

/// A line of a card: what it is, and how much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// At most 6 characters, Kakao's limit for such a label.
    pub label: String,
    pub value: String,
    /// Whether it is the sum of other items.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_sum: bool,
}

/// Says what the state means for a question that an article answers in general.
///
/// `article` is its key and decides what comes first where a slot can answer more than one question; `slots` are those
/// that were asked for, the most important first. A slot that the state does not give has a sentence that says so.
pub fn own_state(
    article: &str,
    slots: &[Slot],
    state: &WalletState,
    calendar: &Calendar,
    now: OffsetDateTime,
) -> OwnState {
    let service = Service::of(state.wallet.service.as_str());
    let mut distinct: Vec<Slot> = Vec::new();
    for slot in slots {
        if !distinct.contains(slot) {
            distinct.push(*slot);
        }
    }
    let mut asked = Asked { article, slots: distinct.clone(), state, calendar, today: day::in_seoul(now), service };
    let mut said = Said::default();
    if asked.is_deletion() {
        wallet::deletion(&asked, &mut said);
        asked.slots.retain(|slot| !wallet::DELETION.contains(slot));
    }
    let mut told: Vec<Subject> = Vec::new();
    for slot in &asked.slots {
        let subject = Subject::of(*slot);
        if !told.contains(&subject) {
            told.push(subject);
            subject.tell(&asked, &mut said);
        }
    }
    for slot in distinct.into_iter().filter(|slot| !state.gives(*slot)) {
        said.line(wording::not_given(slot));
    }
    let wallet = format!("{} '{}'", service.wallet_name(), phrase::short(state.wallet.name.as_str()));
    OwnState { wallet, as_of: day::as_of_text(state.as_of), lines: said.lines, items: said.items }
}

/// What was asked, and what is known.
struct Asked<'a> {
    article: &'a str,
    /// The most important first.
    slots: Vec<Slot>,
    state: &'a WalletState,
    calendar: &'a Calendar,
    /// In Korea.
    today: Date,
    service: Service,
}

impl Asked<'_> {
    fn asks(&self, slot: Slot) -> bool {
        self.slots.contains(&slot)
    }

    /// The six conditions are stated for channel wallets alone.
    fn is_deletion(&self) -> bool {
        self.article == "ch-wallet-delete" && self.service == Service::Channel && self.asks(Slot::WalletState)
    }
}

/// What has been said so far.
#[derive(Default)]
struct Said {
    lines: Vec<String>,
    items: Vec<Item>,
}

impl Said {
    fn line(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    /// A rule that holds for several things of which something is said.
    fn once(&mut self, line: &str) {
        if !self.lines.iter().any(|said| said == line) {
            self.line(line);
        }
    }

    /// The first [`MOST_ITEMS`] stay.
    fn item(&mut self, label: impl Into<String>, value: &impl ToString) {
        self.push(Item { label: label.into(), value: value.to_string(), is_sum: false });
    }

    /// The sum of other items; it counts as one of them.
    fn sum(&mut self, label: impl Into<String>, value: &impl ToString) {
        self.push(Item { label: label.into(), value: value.to_string(), is_sum: true });
    }

    fn push(&mut self, item: Item) {
        if self.items.len() < MOST_ITEMS {
            self.items.push(item);
        }
    }
}

/// Slots that one file speaks of together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Subject {
    Cash,
    Payments,
    VirtualAccount,
    Receipts,
    Refunds,
    Invoices,
    Agency,
    Campaign,
    Wallet,
}

impl Subject {
    fn of(slot: Slot) -> Self {
        match slot {
            Slot::Balance | Slot::Freecash => Self::Cash,
            Slot::Cards | Slot::DailyLimit | Slot::UnpaidAmount | Slot::ConnectionState => Self::Payments,
            Slot::VirtualAccount => Self::VirtualAccount,
            Slot::Receipts => Self::Receipts,
            Slot::RefundStatus | Slot::RefundAccount => Self::Refunds,
            Slot::TaxInvoices | Slot::InvoiceEmail => Self::Invoices,
            Slot::AgencyRight => Self::Agency,
            Slot::Campaign | Slot::CreativeReviewState => Self::Campaign,
            Slot::WalletState | Slot::WalletType | Slot::MyRole => Self::Wallet,
        }
    }

    fn tell(self, asked: &Asked, said: &mut Said) {
        match self {
            Self::Cash => cash::tell(asked, said),
            Self::Payments => payments::tell(asked, said),
            Self::VirtualAccount => virtual_account::tell(asked, said),
            Self::Receipts => receipts::tell(asked, said),
            Self::Refunds => refunds::tell(asked, said),
            Self::Invoices => invoices::tell(asked, said),
            Self::Agency => agency::tell(asked, said),
            Self::Campaign => campaign::tell(asked, said),
            Self::Wallet => wallet::tell(asked, said),
        }
    }
}
