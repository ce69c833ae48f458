//! The demonstration wallets: they cover every word of every list, hold on every day, and are written by the program.

use std::fmt::Debug;

use haedap::wallet::demo::wallets;
use haedap::wallet::state::{
    AgencyState, Billing, CampaignKind, CampaignState, CardFailure, CardKind, CardResult, Connection, DisconnectReason,
    FreeCashState, InvoiceFailure, InvoiceState, Method, Operation, Pg, RefundFailure, RefundKind, RefundMethod,
    RefundState, ReviewState, Slots, WalletType,
};
use haedap::wallet::{Calendar, Role};
use time::Duration;
use time::macros::date;

use super::demo;
use crate::cli::Place;

/// Every known word of a list occurs.
fn covers<T: PartialEq + Debug>(all: &[T], found: impl Iterator<Item = T>) {
    let found: Vec<T> = found.collect();
    for word in all {
        assert!(found.contains(word), "no wallet has {word:?}");
    }
}

#[test]
fn every_word_of_every_list_occurs() {
    let records = demo().records;
    let slots = || records.wallets.values().map(|record| &record.slots);
    covers(Role::ALL, records.members.values().flat_map(|roles| roles.values().copied()));
    covers(WalletType::ALL, records.wallets.values().map(|record| record.wallet_type));
    covers(Billing::ALL, records.wallets.values().map(|record| record.billing));
    let status = |slots: &Slots| slots.wallet_state.as_ref().map(|status| status.state);
    covers(Operation::ALL, slots().filter_map(status));
    let connections = || slots().filter_map(|slots| slots.connection_state.as_ref());
    covers(Connection::ALL, connections().map(|connection| connection.state));
    covers(DisconnectReason::ALL, connections().filter_map(|connection| connection.reason));
    let cards = || slots().flat_map(|slots| slots.cards.iter().flatten());
    covers(CardKind::ALL, cards().map(|card| card.kind));
    covers(CardResult::ALL, cards().map(|card| card.last_result));
    covers(CardFailure::ALL, cards().filter_map(|card| card.failure));
    covers(FreeCashState::ALL, slots().flat_map(|slots| slots.freecash.iter().flatten()).map(|cash| cash.state));
    let receipts = || slots().flat_map(|slots| slots.receipts.iter().flatten());
    covers(Method::ALL, receipts().map(|receipt| receipt.method));
    covers(Pg::ALL, receipts().filter_map(|receipt| receipt.pg));
    let refunds = || slots().flat_map(|slots| slots.refund_status.iter().flatten());
    covers(RefundKind::ALL, refunds().map(|refund| refund.kind));
    covers(RefundMethod::ALL, refunds().map(|refund| refund.method));
    covers(RefundState::ALL, refunds().map(|refund| refund.state));
    covers(RefundFailure::ALL, refunds().filter_map(|refund| refund.failure));
    let invoices = || slots().flat_map(|slots| slots.tax_invoices.iter().flatten());
    covers(InvoiceState::ALL, invoices().map(|invoice| invoice.state));
    covers(InvoiceFailure::ALL, invoices().filter_map(|invoice| invoice.failure));
    let rights = || slots().filter_map(|slots| slots.agency_right.as_ref());
    covers(AgencyState::ALL, rights().map(|right| right.state));
    covers(&[true, false], rights().map(|right| right.refuses_requests));
    let campaigns = || slots().flat_map(|slots| slots.campaign.iter().flatten());
    covers(CampaignKind::ALL, campaigns().map(|campaign| campaign.kind));
    covers(CampaignState::ALL, campaigns().map(|campaign| campaign.state));
    let reviews = || slots().flat_map(|slots| slots.creative_review_state.iter().flatten());
    covers(ReviewState::ALL, reviews().map(|review| review.state));
    covers(&[0, 1, 3], records.members.values().map(std::collections::BTreeMap::len));
}

#[test]
fn they_hold_on_every_day() {
    let expect = demo().members;
    for days in 0..800 {
        let today = date!(2026 - 01 - 01) + Duration::days(days);
        let demo = wallets(today).unwrap_or_else(|error| panic!("{today}: {error}"));
        assert_eq!(demo.members, expect);
        for invoice in demo.records.wallets.values().flat_map(|wallet| wallet.slots.tax_invoices.iter().flatten()) {
            assert!(invoice.issued_on.is_none_or(|issued| issued <= today), "{today}: an invoice of tomorrow");
        }
    }
}

/// The dates that the articles count with lie on both sides of each deadline.
#[test]
fn campaigns_lie_between_the_deadlines() {
    let today = date!(2026 - 11 - 22);
    let demo = demo();
    let campaigns = demo.records.wallets.values().flat_map(|wallet| wallet.slots.campaign.iter().flatten());
    let days: Vec<i64> = campaigns.map(|campaign| (campaign.starts_on - today).whole_days()).collect();
    for range in [15..i64::MAX, 11..14, 3..10, i64::MIN..0] {
        assert!(days.iter().any(|day| range.contains(day)), "{range:?} in {days:?}");
    }
    let calendar = Calendar::shipped().expect("the holidays are in order");
    assert!(calendar.is_business_day(today).is_ok());
}

#[test]
fn the_program_writes_them_and_leaves_other_files_alone() {
    let place = Place::empty();
    let table = place.run(&["demo-wallets"]);
    assert_eq!(table.code, 0, "{}", table.stderr);
    assert!(table.stdout.starts_with("demo-01  챗봇 사업자 월렛, 아무 문제 없음\n"), "{}", table.stdout);
    assert_eq!(table.stdout.lines().count(), 30);
    let again = place.run(&["demo-wallets", "--json"]);
    assert_eq!(again.json()["members"][1]["id"], "demo-02", "{}", again.stderr);
    assert_eq!(again.json()["file"], "demo-wallets.sqlite");

    let other = place.write("notes.txt", "not a database");
    let refused = place.run(&["demo-wallets", "--out", &other]);
    assert_eq!(refused.code, 2);
    assert!(
        refused.stderr.contains("holds no demonstration wallets; name another file with --out"),
        "{}",
        refused.stderr
    );
    assert_eq!(std::fs::read_to_string(&other).expect("the file"), "not a database");
}
