//! Demonstration members of 브랜드 이모티콘 and other advertising: campaigns at each deadline, kinds of card, companies
//! that handle payments, an overseas wallet, and a member with several wallets.

use serde_json::{Value, json};

use super::super::role::Role;
use super::super::source::WalletError;
use super::super::state::WalletType;
use super::builder::{Demo, Head, card};
use crate::slot::Slot;

const EMOTICON: &str = "brand-emoticon";

pub(super) fn add(demo: &mut Demo) -> Result<(), WalletError> {
    campaigns(demo)?;
    payments(demo)?;
    several(demo)
}

/// A campaign: its name, how many days from today it starts, its state, the state of its creative.
type Planned = (&'static str, i64, &'static str, &'static str);

fn planned(demo: &Demo, kind: &str, campaigns: &[Planned]) -> [(Slot, Value); 2] {
    let campaign = |(name, days, state, _): &Planned| {
        let spent = if *days < 0 { 2_400_000 } else { 0 };
        let spent = if *state == "auto_ended" { 5_000_000 } else { spent };
        json!({
            "name": name, "kind": kind, "starts_on": demo.day(*days), "budget": 5_000_000, "spent": spent,
            "state": state,
        })
    };
    let review = |(name, days, _, state): &Planned| {
        let mut review = json!({ "campaign": name, "state": state });
        if *state == "rejected" {
            review["reason"] = "로고가 화면의 20%를 넘음".into();
        }
        if matches!(*state, "approved" | "rejected") {
            review["decided_on"] = demo.day((*days - 12).min(-1)).into();
        }
        review
    };
    [
        (Slot::Campaign, campaigns.iter().map(campaign).collect()),
        (Slot::CreativeReviewState, campaigns.iter().map(review).collect()),
    ]
}

fn campaigns(demo: &mut Demo) -> Result<(), WalletError> {
    let before = [
        ("봄 새싹 이모티콘", 21, "scheduled", "missing"),
        ("설맞이 이모티콘", 12, "scheduled", "missing"),
        ("겨울 감사 이모티콘", 8, "scheduled", "in_review"),
        ("연말 인사 이모티콘", 5, "scheduled", "rejected"),
        ("첫눈 이모티콘", 4, "scheduled", "approved"),
    ];
    let slots = planned(demo, "friend_add", &before);
    let head = Head::business("B-3001", EMOTICON, "해답상회 광고계정");
    demo.own("demo-26", "브랜드 이모티콘 캠페인 다섯, 마감마다 하나씩", Role::AdAccountMaster, head, slots)?;

    let after = [
        ("가을 이모티콘", -3, "running", "approved"),
        ("추석 이모티콘", -40, "auto_ended", "approved"),
        ("여름 이모티콘", -1, "auto_cancelled", "missing"),
        ("바다 이모티콘", 6, "cancelled", "in_review"),
        ("산 이모티콘", 30, "off", "missing"),
    ];
    let slots = planned(demo, "coupon", &after);
    let head = Head::business("B-3002", EMOTICON, "구름제과 광고계정");
    demo.own("demo-27", "시작했거나 자동 취소된 캠페인", Role::AdAccountMember, head, slots)
}

fn payments(demo: &mut Demo) -> Result<(), WalletError> {
    let of_kind = |order: u8, name: &str, kind: &str| {
        let mut card = card(order, name, "untried", None);
        card["kind"] = kind.into();
        card
    };
    let cards = [("카카오페이", "kakaopay"), ("비씨카드 1122", "corporate"), ("씨티카드 3344", "hybrid")];
    let cards: Value = (1..).zip(cards).map(|(order, (name, kind))| of_kind(order, name, kind)).collect();
    let receipts = json!([
        demo.receipt(-2, 1_000_000, "card", Some("toss_payments")),
        demo.receipt(-15, 500_000, "card", Some("danal_pay")),
        demo.receipt(-33, 200_000, "kakaopay", None),
    ]);
    let head = Head::business("B-3003", EMOTICON, "모아가구 광고계정");
    let slots = [(Slot::Cards, cards), (Slot::Receipts, receipts)];
    demo.own("demo-28", "카드 종류와 PG사가 여럿", Role::AdAccountMaster, head, slots)?;

    let head = Head { wallet_type: WalletType::Overseas, ..Head::business("B-3004", EMOTICON, "Haedap Global") };
    let slots = [
        (Slot::Balance, json!({ "paid": 0, "free": 0, "negative": 37_800 })),
        (Slot::Cards, json!([of_kind(1, "카카오뱅크 체크 5566", "check")])),
        (Slot::Receipts, json!([])),
    ];
    demo.own("demo-29", "해외 비즈월렛, 잔액이 0원 미만", Role::WalletMaster, head, slots)
}

fn several(demo: &mut Demo) -> Result<(), WalletError> {
    demo.member("demo-30", "두 서비스에 월렛 셋")?;
    let first = Head::business("W-4001", "chatbot", "열매마켓 주문봇");
    let second = Head::business("W-4002", "chatbot", "열매마켓 상담봇");
    let third = Head::business("B-4003", EMOTICON, "열매마켓 광고계정");
    demo.wallet(first, "demo-30", [])?;
    demo.wallet(second, "demo-30", [(Slot::Balance, json!({ "paid": 4_200, "free": 0, "negative": 0 }))])?;
    let slots = planned(demo, "friend_add", &[("열매 이모티콘", 18, "scheduled", "missing")]);
    demo.wallet(third, "demo-30", slots)?;
    demo.role("demo-30", first.id, Role::WalletMaster)?;
    demo.role("demo-30", second.id, Role::WalletWorker)?;
    demo.role("demo-30", third.id, Role::WalletMember)
}
