//! Edges that no demonstration wallet shows: days moved by holidays, the rules of each service, what lies beyond the
//! list of holidays.

use haedap::answer::own_state::own_state;
use haedap::slot::Slot;
use haedap::wallet::WalletState;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::macros::datetime;

use super::{calendar, said};

/// What is said of one slot in a wallet of a service.
fn told(service: &str, article: &str, slot: Slot, value: &Value, now: OffsetDateTime) -> String {
    let state = json!({
        "wallet": {
            "wallet_id": "W-1", "service": service, "name": "꽃집", "wallet_type": "business",
            "billing": "prepaid", "my_role": "wallet_master",
        },
        "as_of": "2026-11-22T10:32:00+09:00",
        "slots": { slot.name(): value },
    });
    let state: WalletState = serde_json::from_value(state).expect("a state");
    said(&own_state(article, &[slot], &state, &calendar(), now))
}

fn refund(service: &str, method: &str, approved_on: &str, now: OffsetDateTime) -> String {
    let refund = json!([{
        "kind": "partial", "method": method, "state": "approved", "amount": 1_000,
        "requested_on": approved_on, "approved_on": approved_on,
    }]);
    told(service, "", Slot::RefundStatus, &refund, now)
}

#[test]
fn refunds_are_counted_in_business_days_of_their_service() {
    let check = |service: &str, method: &str, approved_on: &str, now: OffsetDateTime, expect: &str| {
        let text = refund(service, method, approved_on, now);
        assert!(text.contains(expect), "{service} {method} lacks {expect}: {text}");
    };
    // 추석 of 2026 is Thursday to Saturday, 24 to 26 September.
    let before = datetime!(2026-09-22 12:00 +9);
    check("brand-emoticon", "card", "2026-09-22", before, "9월 29일(화)에서 10월 1일(목)");
    check("brand-emoticon", "transfer", "2026-09-22", before, "9월 28일(월)에서 9월 29일(화)");
    check("moment", "transfer", "2026-09-22", before, "9월 23일(수)에서 9월 28일(월)");
    check("chatbot", "transfer", "2026-09-22", before, "안내된 기간이 없어요");
    check("channel", "card", "2026-09-22", before, "안내된 기간이 없어요");
    // Past, and beyond the list.
    check("moment", "transfer", "2026-09-22", datetime!(2026-10-01 12:00 +9), "예정일인 9월 28일(월)이 지났으니");
    let beyond = refund("moment", "card", "2028-12-28", datetime!(2028-12-28 12:00 +9));
    assert!(beyond.contains("영업일 3~5일 걸려요.\n"), "no day is told: {beyond}");
}

#[test]
fn approval_moves_to_the_business_day_before() {
    let check = |starts_on: &str, now: OffsetDateTime, expect: &[&str]| {
        let campaign = json!([{
            "name": "봄", "kind": "coupon", "starts_on": starts_on, "budget": 10, "spent": 0, "state": "scheduled",
        }]);
        let text = told("brand-emoticon", "be-creative-deadline", Slot::Campaign, &campaign, now);
        for part in expect {
            assert!(text.contains(part), "{starts_on} lacks {part}: {text}");
        }
    };
    // Starts on Tuesday: two days before is Sunday, so Friday.
    let now = datetime!(2026-11-22 10:32 +9);
    check("2026-12-08", now, &["11월 28일(토)까지 등록", "12월 4일(금)까지 소재가 승인되지", "12일 남았어요"]);
    // Two days before is Sunday after 추석, so Wednesday.
    check(
        "2026-09-29",
        datetime!(2026-09-23 23:59 +9),
        &["9월 23일(수)까지", "오늘까지예요", "등록 기한 9월 19일(토)이 지났어요"],
    );
    check("2026-09-29", datetime!(2026-09-24 00:00 +9), &["승인 기한 9월 23일(수)이 지났어요"]);
    check("2029-02-01", datetime!(2028-12-20 12:00 +9), &["영업일이 아니면 그 전 영업일"]);
}

#[test]
fn what_adds_up_is_charged_by_the_rule_of_its_service() {
    let now = datetime!(2026-12-31 23:00 +9);
    let check = |service: &str, accrued: i64, expect: &str, not: &str| {
        let unpaid = json!({ "accrued": accrued, "failed": 0, "charge_threshold": 500_000 });
        let text = told(service, "", Slot::UnpaidAmount, &unpaid, now);
        assert!(text.contains(expect) && !text.contains(not), "{service}: {text}");
    };
    check("chatbot", 487_700, "거기까지 12,300원 남았어요", "00시");
    check("chatbot", 500_000, "기준 500,000원에 이르렀어요", "남았어요");
    check("moment", 487_700, "다음 날 00시", "12,300원");
    check("developers", 487_700, "1월 1일 오전 1시경", "500,000원");
    check("brand-emoticon", 487_700, "487,700원", "500,000원");
}

#[test]
fn the_next_midnight_is_that_of_korea() {
    let unpaid = json!({ "accrued": 0, "failed": 500_000 });
    let text = told("chatbot", "", Slot::UnpaidAmount, &unpaid, datetime!(2026-12-31 15:05 UTC));
    assert!(text.contains("1월 2일(토) 00시"), "{text}");
}

#[test]
fn a_deposit_is_checked_in_the_order_of_the_article() {
    let account = json!([{
        "account": "우리은행 ***789", "amount": 330_000, "payee": "(주)카카오", "issued_on": "2026-10-01",
        "deposited_on": "2026-11-01", "deposited_amount": 300_000, "deposited_payee": "다른곳", "credited": false,
    }]);
    let now = datetime!(2026-11-22 10:32 +9);
    let text = told("chatbot", "", Slot::VirtualAccount, &account, now);
    let places: Vec<Option<usize>> =
        ["예금주가 다른 계좌", "300,000원이 충전 금액", "입금 기간(10월 31일(토)까지)이 지났어요"]
            .map(|part| text.find(part))
            .to_vec();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{text}");
    // The period is a rule of 챗봇 alone, and the payee of 브랜드 이모티콘 is another.
    let text = told("brand-emoticon", "", Slot::VirtualAccount, &account, now);
    assert!(text.contains("kakao가 아니면") && !text.contains("기간"), "{text}");
    let mut fine = account;
    fine[0]["deposited_payee"] = "㈜ 카카오".into();
    fine[0]["deposited_amount"] = 330_000.into();
    fine[0]["deposited_on"] = "2026-10-31".into();
    let text = told("chatbot", "", Slot::VirtualAccount, &fine, now);
    assert!(text.contains("모두 맞아요: 예금주, 입금액, 입금 기간"), "{text}");
}

#[test]
fn words_that_are_not_known_are_shown_and_not_guessed() {
    let now = datetime!(2026-11-22 10:32 +9);
    let check = |slot: Slot, value: &Value| {
        let text = told("chatbot", "", slot, value, now);
        assert!(text.contains("확인 불가"), "{slot:?}: {text}");
    };
    check(Slot::WalletState, &json!({ "state": "hibernating" }));
    check(Slot::ConnectionState, &json!({ "state": "paused" }));
    check(Slot::AgencyRight, &json!({ "state": "shared", "refuses_requests": 0 }));
    check(Slot::TaxInvoices, &json!([{ "month": "2026-10", "state": "delayed", "amount": 1 }]));
    let cash = json!([{ "name": "봄", "amount": 1, "state": "frozen", "expires_on": "2026-12-01" }]);
    check(Slot::Freecash, &cash);
}
