//! What holds for any state: it does not panic, stays short, tells nothing unmasked, speaks of every slot that was
//! asked for, and gives no service another's rules.

use haedap::answer::own_state::{MOST_ITEMS, own_state};
use haedap::slot::Slot;
use haedap::wallet::WalletState;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::Config;
use serde_json::{Map, Value, json};
use time::macros::date;
use time::{Duration, OffsetDateTime};

use super::{calendar, said};

/// Longest line, in characters.
const LONGEST_LINE: usize = 120;
/// Longest label of a Kakao item, in characters.
const LONGEST_LABEL: usize = 6;

const SERVICES: [&str; 9] = [
    "chatbot",
    "brand-emoticon",
    "brand-search",
    "channel",
    "moment",
    "keyword-ad",
    "shopping-ad",
    "developers",
    "something-new",
];

/// Articles that change what comes first, and one that does not.
const ARTICLES: [&str; 7] = [
    "ch-wallet-delete",
    "be-budget-increase",
    "be-usage-period",
    "be-campaign-schedule-change",
    "cb-autopay-fail-reconnect",
    "cb-individual-proof",
    "",
];

/// Parts of sentences that are a rule, and the services whose articles state it.
const RULES: [(&str, &[&str]); 12] = [
    ("결제 예정 금액", &["chatbot"]),
    ("두 금액이 같아야", &["chatbot"]),
    ("입금 기간", &["chatbot"]),
    ("kakao", &["brand-emoticon"]),
    ("부가가치세", &["brand-emoticon"]),
    ("영업일 2~3일", &["brand-emoticon", "brand-search"]),
    ("영업일 1~2일", &["moment"]),
    ("영업일 3~5일", &["chatbot", "brand-emoticon", "brand-search", "moment"]),
    ("1시간", &["brand-emoticon", "brand-search", "moment"]),
    ("자동 취소돼요", &["brand-emoticon"]),
    ("환불만 할 수", &["channel"]),
    ("이 되면 결제되고", &["chatbot"]),
];

/// One of these has to be said for a slot.
fn marks(slot: Slot) -> &'static [&'static str] {
    match slot {
        Slot::Balance => &["잔액", "유상캐시"],
        Slot::Freecash => &["무상캐시"],
        Slot::Cards => &["카드"],
        Slot::DailyLimit => &["한도"],
        Slot::UnpaidAmount => &["결제 예정 금액", "미수", "결제 예정액"],
        Slot::ConnectionState => &["연결"],
        Slot::VirtualAccount => &["가상계좌", "입금"],
        Slot::Receipts => &["결제"],
        Slot::RefundStatus => &["환불"],
        Slot::RefundAccount => &["환불 계좌"],
        Slot::TaxInvoices => &["세금계산서"],
        Slot::InvoiceEmail => &["메일"],
        Slot::AgencyRight => &["영업권"],
        Slot::Campaign => &["캠페인"],
        Slot::CreativeReviewState => &["소재"],
        Slot::WalletState => &["월렛 상태"],
        Slot::WalletType => &["월렛 유형"],
        Slot::MyRole => &["내 권한"],
    }
}

fn day() -> BoxedStrategy<Value> {
    let near = (-60..60_i64).prop_map(|days| json!((date!(2026 - 11 - 22) + Duration::days(days)).to_string()));
    let far = select(vec!["1970-01-01", "2028-12-30", "2029-01-01", "9999-12-31", "-9999-01-01"]).prop_map(Value::from);
    prop_oneof![8 => near, 1 => far].boxed()
}

fn amount() -> BoxedStrategy<Value> {
    prop_oneof![Just(0), 1..2_000_000_i64, Just(i64::MAX)].prop_map(Value::from).boxed()
}

/// A text that a careless source wrote.
fn text() -> BoxedStrategy<Value> {
    let long = "가".repeat(300);
    let texts = ["꽃집", "110-234-567890 예금", "kim.minsu@kakao.example 로", "9410-1234-5678-1234", "", long.as_str()];
    select(texts.map(str::to_owned).to_vec()).prop_map(Value::from).boxed()
}

fn word(words: &'static [&'static str]) -> BoxedStrategy<Value> {
    prop_oneof![6 => select(words).prop_map(Value::from), 1 => Just(json!("newly_added"))].boxed()
}

/// An object; fields with a question mark may be absent.
fn object(fields: Vec<(&'static str, BoxedStrategy<Value>)>) -> BoxedStrategy<Value> {
    let field = |(name, value): (&'static str, BoxedStrategy<Value>)| match name.strip_suffix('?') {
        Some(name) => proptest::option::of(value).prop_map(move |value| (name, value)).boxed(),
        None => value.prop_map(move |value| (name, Some(value))).boxed(),
    };
    let fields: Vec<_> = fields.into_iter().map(field).collect();
    fields
        .prop_map(|fields| {
            let given = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
            Value::Object(given.collect::<Map<_, _>>())
        })
        .boxed()
}

fn list(of: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    proptest::collection::vec(of, 0..5).prop_map(Value::from).boxed()
}

fn flag() -> BoxedStrategy<Value> {
    any::<bool>().prop_map(Value::from).boxed()
}

const FAILURES: &[&str] = &["limit_exceeded", "card_expired", "dormant", "stopped", "bank_maintenance"];

fn slot_value(slot: Slot) -> BoxedStrategy<Value> {
    let number = || Just(json!("신한카드 9410-1234-5678-1234")).boxed();
    let account = || Just(json!("국민은행 110-234-567890")).boxed();
    let mail = || Just(json!("kim.minsu@kakao.example")).boxed();
    let holder = || Just(json!("홍길동")).boxed();
    match slot {
        Slot::Balance => object(vec![("paid", amount()), ("free", amount()), ("negative", amount())]),
        Slot::Freecash => {
            let state = word(&["unused", "in_use", "used_up", "expired"]);
            list(object(vec![("name", text()), ("amount", amount()), ("state", state), ("expires_on", day())]))
        }
        Slot::Cards => list(object(vec![
            ("order", any::<u8>().prop_map(Value::from).boxed()),
            ("kind", word(&["credit", "kakaopay", "corporate", "check", "hybrid"])),
            ("owner_is_me", flag()),
            ("card", number()),
            ("last_result", word(&["untried", "paid", "failed"])),
            ("failure?", word(FAILURES)),
            ("last_tried_on?", day()),
        ])),
        Slot::DailyLimit => {
            let limit = prop_oneof![9 => amount(), 1 => Just(json!(i64::MIN))].boxed();
            object(vec![("limit?", limit), ("spent_today", amount())])
        }
        Slot::UnpaidAmount => object(vec![
            ("accrued", amount()),
            ("failed", amount()),
            ("last_failure?", word(FAILURES)),
            ("last_failed_on?", day()),
            ("charge_threshold?", amount()),
        ]),
        Slot::ConnectionState => object(vec![
            ("state", word(&["connected", "waiting", "disconnected"])),
            ("reason?", word(&["unpaid", "by_member", "sanction"])),
            ("since?", day()),
        ]),
        Slot::VirtualAccount => list(object(vec![
            ("account", account()),
            ("amount", amount()),
            ("payee", text()),
            ("issued_on", day()),
            ("deposited_on?", day()),
            ("deposited_amount?", amount()),
            ("depositor?", holder()),
            ("deposited_payee?", text()),
            ("credited", flag()),
        ])),
        Slot::Receipts => list(object(vec![
            ("paid_on", day()),
            ("amount", amount()),
            ("method", word(&["card", "bank_transfer", "kakaopay", "auto_payment"])),
            ("pg?", word(&["inicis", "danal", "danal_pay", "toss_payments"])),
            ("payer?", holder()),
            ("email?", mail()),
            ("card?", number()),
        ])),
        Slot::RefundStatus => list(object(vec![
            ("kind", word(&["partial", "full"])),
            ("method", word(&["card", "transfer"])),
            ("state", word(&["waiting", "approved", "done", "failed"])),
            ("amount", amount()),
            ("requested_on", day()),
            ("approved_on?", day()),
            ("done_on?", day()),
            ("failure?", word(&["balance_below_zero", "holder_mismatch", "bad_account", "wrong_request"])),
            ("balance_at_approval?", Just(json!(-21_500)).boxed()),
        ])),
        Slot::RefundAccount => object(vec![("account?", account()), ("holder?", holder()), ("problem?", text())]),
        Slot::TaxInvoices => list(object(vec![
            ("month", select(vec!["2026-11", "2026-10", "2026-09"]).prop_map(Value::from).boxed()),
            ("state", word(&["not_yet", "issued", "failed"])),
            ("amount", amount()),
            ("failure?", word(&["closed_business", "bad_number"])),
            ("issued_on?", day()),
        ])),
        Slot::InvoiceEmail => object(vec![("email?", mail()), ("changed_on?", day())]),
        Slot::AgencyRight => object(vec![
            ("state", word(&["absent", "requested", "granted"])),
            ("agency?", text()),
            ("refuses_requests", flag()),
        ]),
        Slot::Campaign => list(object(vec![
            ("name", text()),
            ("kind", word(&["friend_add", "coupon"])),
            ("starts_on", day()),
            ("budget", amount()),
            ("spent", amount()),
            ("state", word(&["scheduled", "running", "off", "cancelled", "auto_cancelled", "auto_ended"])),
        ])),
        Slot::CreativeReviewState => list(object(vec![
            ("campaign", text()),
            ("state", word(&["missing", "in_review", "approved", "rejected"])),
            ("reason?", text()),
            ("decided_on?", day()),
        ])),
        Slot::WalletState => {
            object(vec![("state", word(&["active", "off", "suspended"])), ("reason?", text()), ("since?", day())])
        }
        Slot::WalletType | Slot::MyRole => Just(Value::Null).boxed(),
    }
}

/// A state in its JSON form; some slots are not given.
pub fn state() -> BoxedStrategy<WalletState> {
    let roles = ["wallet_master", "wallet_member", "wallet_worker", "bot_worker", "bot_master", "channel_master"];
    let head = (
        select(SERVICES.to_vec()),
        text(),
        word(&["business", "individual", "overseas"]),
        word(&["prepaid", "postpaid"]),
        select(roles.to_vec()),
    );
    let slots: Vec<_> = Slot::ALL
        .into_iter()
        .map(|slot| proptest::option::weighted(0.8, slot_value(slot)).prop_map(move |value| (slot, value)))
        .collect();
    (head, slots)
        .prop_map(|((service, name, wallet_type, billing, my_role), slots)| {
            let wallet = json!({
                "wallet_id": "W-1", "service": service, "name": name, "wallet_type": wallet_type,
                "billing": billing, "my_role": my_role,
            });
            let given = slots.into_iter().filter_map(|(slot, value)| Some((slot.name().to_owned(), value?)));
            let slots: Map<String, Value> = given.filter(|(_, value)| !value.is_null()).collect();
            let state = json!({ "wallet": wallet, "as_of": "2026-11-22T10:32:00+09:00", "slots": slots });
            serde_json::from_value(state).expect("a state")
        })
        .boxed()
}

/// A moment near the state's, or far from it.
pub fn moment() -> BoxedStrategy<OffsetDateTime> {
    let near = (0..86_400 * 30_i64).prop_map(|seconds| 1_795_000_000 + seconds);
    let seconds = prop_oneof![9 => near, 1 => select(vec![0, 1_861_919_999, 250_000_000_000])];
    seconds.prop_map(|seconds| OffsetDateTime::from_unix_timestamp(seconds).expect("a moment")).boxed()
}

proptest! {
    #![proptest_config(Config { cases: 1_500, failure_persistence: None, ..Config::default() })]

    #[test]
    fn any_state_is_told_shortly_masked_and_by_its_own_rules(
        state in state(),
        slots in subsequence(Slot::ALL.to_vec(), 1..=6).prop_shuffle(),
        article in select(ARTICLES.to_vec()),
        now in moment(),
    ) {
        let own = own_state(article, &slots, &state, &calendar(), now);
        let text = said(&own);
        for line in &own.lines {
            prop_assert!(!line.is_empty() && line.chars().count() <= LONGEST_LINE, "{line}");
        }
        prop_assert!(own.items.len() <= MOST_ITEMS);
        for item in &own.items {
            prop_assert!(item.label.chars().count() <= LONGEST_LABEL, "{}", item.label);
        }
        for secret in ["110-234", "234567", "minsu", "9410", "1234-5678", "홍길동"] {
            prop_assert!(!text.contains(secret), "{secret} in {text}");
        }
        let lines = own.lines.join("\n");
        for slot in &slots {
            prop_assert!(marks(*slot).iter().any(|mark| lines.contains(mark)), "{slot:?} is missing in {text}");
        }
        let service = state.wallet.service.as_str();
        for (rule, of) in RULES {
            // The word may come from the source as well.
            let theirs = rule == "kakao" && !lines.contains("kakao인지") && !lines.contains("kakao가");
            prop_assert!(theirs || of.contains(&service) || !lines.contains(rule), "{service}: {rule} in {text}");
        }
    }
}
