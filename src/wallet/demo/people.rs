//! Demonstration members of 챗봇 and 카카오톡 채널: cash, cards, debts, transfers, refunds, invoices, agencies, roles.

use serde_json::{Value, json};

use super::super::role::Role;
use super::super::source::WalletError;
use super::super::state::{Billing, WalletType};
use super::builder::{Demo, Head, card, connection, failed_card, unpaid, without_null};
use crate::slot::Slot;

const BOT: &str = "chatbot";
const CHANNEL: &str = "channel";

pub(super) fn add(demo: &mut Demo) -> Result<(), WalletError> {
    cards_and_debts(demo)?;
    cash_and_transfers(demo)?;
    refunds(demo)?;
    invoices_and_agencies(demo)?;
    roles_and_states(demo)
}

fn cards_and_debts(demo: &mut Demo) -> Result<(), WalletError> {
    let master = Role::WalletMaster;
    let head = Head::business("W-1001", BOT, "해답상회 챗봇");
    demo.own("demo-01", "챗봇 사업자 월렛, 아무 문제 없음", master, head, [])?;

    let yesterday = demo.day(-1);
    let refused = json!([
        failed_card(1, "신한카드 1234", "limit_exceeded", &yesterday),
        failed_card(2, "국민카드 5678", "card_expired", &yesterday),
    ]);
    let owed = json!({
        "accrued": 12_300, "failed": 500_000, "last_failure": "limit_exceeded", "last_failed_on": yesterday,
        "charge_threshold": 500_000,
    });
    let head = Head::business("W-1002", BOT, "달빛서점 챗봇");
    let cut = connection(head.name, "disconnected", Some("unpaid"), Some(&demo.day(-1)));
    let slots = [
        (Slot::Balance, json!({ "paid": 0, "free": 0, "negative": 512_300 })),
        (Slot::Cards, refused),
        (Slot::UnpaidAmount, owed),
        (Slot::ConnectionState, cut),
    ];
    demo.own("demo-02", "자동결제 실패로 미수, 챗봇 연결 해제", master, head, slots)?;

    let head = Head::business("W-1003", BOT, "가온카페 챗봇");
    let waiting = connection(head.name, "waiting", Some("unpaid"), Some(&demo.day(0)));
    let paid = demo.receipt(0, 512_300, "card", Some("danal"));
    let slots = [(Slot::UnpaidAmount, unpaid(0, 0)), (Slot::ConnectionState, waiting), (Slot::Receipts, json!([paid]))];
    demo.own("demo-03", "미수를 갚아 챗봇 연결 대기중", master, head, slots)?;

    let head = Head::business("W-1004", BOT, "바다여행 챗봇");
    let slots = [
        (Slot::Balance, json!({ "paid": 0, "free": 0, "negative": 0 })),
        (Slot::DailyLimit, json!({ "limit": 300_000, "spent_today": 287_700 })),
        (Slot::UnpaidAmount, unpaid(470_000, 0)),
        (Slot::Receipts, json!([demo.receipt(0, 287_700, "auto_payment", Some("inicis"))])),
    ];
    demo.own("demo-04", "일 지출한도를 거의 씀, 결제 예정액 47만원", master, head, slots)?;

    let head = Head::business("W-1005", BOT, "온누리약국 챗봇");
    let cards = json!([
        failed_card(1, "삼성카드 4321", "dormant", &demo.day(-2)),
        card(2, "현대카드 8765", "paid", Some(&demo.day(-2))),
        failed_card(3, "하나카드 2468", "bank_maintenance", &demo.day(-40)),
    ]);
    demo.own("demo-05", "휴면 카드라 결제카드 실패, 예비카드로 결제됨", master, head, [(Slot::Cards, cards)])?;

    let wallet_type = WalletType::Individual;
    let head = Head { wallet_type, ..Head::business("W-1006", BOT, "홍길동 챗봇") };
    let cards =
        json!([failed_card(1, "롯데카드 1357", "stopped", &demo.day(-3)), card(2, "우리카드 9753", "untried", None)]);
    let slots = [
        (Slot::Cards, cards),
        (Slot::DailyLimit, json!({ "spent_today": 0 })),
        (Slot::ConnectionState, connection(head.name, "disconnected", Some("by_member"), Some(&demo.day(-20)))),
        (Slot::RefundAccount, json!({})),
    ];
    demo.own("demo-06", "챗봇 개인 월렛, 일 지출한도와 환불 계좌 없음", master, head, slots)
}

fn cash_and_transfers(demo: &mut Demo) -> Result<(), WalletError> {
    let grant = |name: &str, amount: i64, state: &str, day: String| json!({ "name": name, "amount": amount, "state": state, "expires_on": day });
    let cash = json!([
        grant("신규 가입 무상캐시", 50_000, "unused", demo.day(3)),
        grant("겨울 프로모션", 100_000, "in_use", demo.day(20)),
        grant("가을 프로모션", 30_000, "used_up", demo.day(-10)),
        grant("여름 프로모션", 30_000, "expired", demo.day(-95)),
    ]);
    let slots = [(Slot::Balance, json!({ "paid": 120_000, "free": 64_000, "negative": 0 })), (Slot::Freecash, cash)];
    let head = Head::business("W-1007", CHANNEL, "새봄꽃집 채널");
    demo.own("demo-07", "3일 뒤 사라지는 무상캐시를 아직 시작하지 않음", Role::ChannelMaster, head, slots)?;

    let account = |issued: String, payee: &str| json!({ "account": "우리은행 ***789", "amount": 330_000, "payee": payee, "issued_on": issued, "credited": 0 });
    let deposited = |mut account: Value, day: String, amount: i64, payee: &str, credited: u8| {
        account["deposited_on"] = day.into();
        account["deposited_amount"] = amount.into();
        account["depositor"] = "홍*동".into();
        account["deposited_payee"] = payee.into();
        account["credited"] = credited.into();
        account
    };
    let kakao = "(주)카카오";
    let less = deposited(account(demo.day(-2), kakao), demo.day(-1), 300_000, kakao, 0);
    let head = Head::business("W-1008", BOT, "한결공방 챗봇");
    let slots = [(Slot::VirtualAccount, json!([less]))];
    demo.own("demo-08", "가상계좌에 다른 금액을 입금함", Role::WalletMaster, head, slots)?;

    let other = deposited(account(demo.day(-3), kakao), demo.day(-1), 330_000, "카카오페이", 0);
    let head = Head::business("W-1009", BOT, "푸른세탁 챗봇");
    let slots = [(Slot::VirtualAccount, json!([other]))];
    demo.own("demo-09", "가상계좌 입금의 예금주가 다름", Role::WalletMaster, head, slots)?;

    let late = account(demo.day(-34), kakao);
    let done = deposited(account(demo.day(-60), kakao), demo.day(-59), 330_000, kakao, 1);
    let head = Head::business("W-1010", BOT, "다온학원 챗봇");
    let transfer = demo.receipt(-59, 330_000, "bank_transfer", None);
    let slots = [(Slot::VirtualAccount, json!([late, done])), (Slot::Receipts, json!([transfer]))];
    demo.own("demo-10", "가상계좌 입금 기한 30일이 지남", Role::WalletMaster, head, slots)?;

    let waiting = account(demo.day(-1), kakao);
    let head = Head::business("W-1011", BOT, "소담김밥 챗봇");
    let slots = [(Slot::VirtualAccount, json!([waiting]))];
    demo.own("demo-11", "어제 받은 가상계좌에 아직 입금하지 않음", Role::WalletMaster, head, slots)
}

fn refunds(demo: &mut Demo) -> Result<(), WalletError> {
    let refund = |demo: &Demo, kind: &str, method: &str, state: &str, days: [Option<i64>; 3]| {
        let [requested, approved, done] = days.map(|days| days.map(|days| demo.day(days)));
        without_null(json!({
            "kind": kind, "method": method, "state": state, "amount": 150_000, "requested_on": requested,
            "approved_on": approved, "done_on": done,
        }))
    };
    let card = refund(demo, "partial", "card", "approved", [Some(-1), Some(-1), None]);
    let earlier = refund(demo, "partial", "card", "done", [Some(-30), Some(-30), Some(-25)]);
    let head = Head::business("W-1012", BOT, "누리펫 챗봇");
    let slots = [(Slot::RefundStatus, json!([card, earlier]))];
    demo.own("demo-12", "카드 취소 환불 승인, 아직 들어오지 않음", Role::WalletMaster, head, slots)?;

    let transfer = refund(demo, "full", "transfer", "approved", [Some(-1), Some(0), None]);
    let head = Head::business("W-1013", BOT, "솔잎한의원 챗봇");
    let slots =
        [(Slot::Balance, json!({ "paid": 0, "free": 0, "negative": 0 })), (Slot::RefundStatus, json!([transfer]))];
    demo.own("demo-13", "계좌 환불 승인, 입금을 기다림", Role::WalletMaster, head, slots)?;

    let waiting = refund(demo, "full", "transfer", "waiting", [Some(0), None, None]);
    let head = Head::business("W-1014", BOT, "미소치과 챗봇");
    let slots = [(Slot::RefundStatus, json!([waiting]))];
    demo.own("demo-14", "전액 환불 승인 대기", Role::WalletMaster, head, slots)?;

    let failed = |failure: &str, days: i64| {
        let mut refund = refund(demo, "partial", "transfer", "failed", [Some(days), None, None]);
        refund["failure"] = failure.into();
        refund
    };
    let mut below = failed("balance_below_zero", -4);
    below["balance_at_approval"] = (-21_500).into();
    let all = [failed("holder_mismatch", -1), below, failed("bad_account", -12), failed("wrong_request", -20)];
    let account = json!({ "account": "농협은행 ***456", "holder": "김*수", "problem": "예금주명이 일치하지 않음" });
    let slots = [(Slot::RefundStatus, all.into()), (Slot::RefundAccount, account)];
    let head = Head::business("W-1015", BOT, "별하공인중개 챗봇");
    demo.own("demo-15", "환불 실패, 예금주명 불일치와 그 밖의 이유", Role::WalletMaster, head, slots)
}

fn invoices_and_agencies(demo: &mut Demo) -> Result<(), WalletError> {
    let right = |state: &str, agency: Option<&str>, refuses: u8| {
        without_null(json!({ "state": state, "agency": agency, "refuses_requests": refuses }))
    };
    let head = Head::business("W-1016", BOT, "옛골식당 챗봇");
    let slots = [
        (Slot::TaxInvoices, demo.invoices("failed", Some("closed_business"))),
        (Slot::AgencyRight, right("granted", Some("바른애드"), 0)),
    ];
    demo.own("demo-16", "지난달 세금계산서 발행 실패(휴폐업), 대행사 있음", Role::WalletMaster, head, slots)?;

    let head = Head::business("W-1017", BOT, "하늘물류 챗봇");
    let slots = [
        (Slot::TaxInvoices, demo.invoices("failed", Some("bad_number"))),
        (Slot::InvoiceEmail, json!({})),
        (Slot::AgencyRight, right("requested", Some("한빛에이전시"), 0)),
    ];
    demo.own("demo-17", "사업자번호 오류로 발행 실패, 영업권 요청이 옴", Role::WalletMaster, head, slots)?;

    let head = Head::business("W-1018", BOT, "큰나무교육 챗봇");
    let slots = [
        (Slot::TaxInvoices, demo.invoices("not_yet", None)),
        (Slot::InvoiceEmail, json!({ "email": "bi***@haedap.example", "changed_on": demo.day(0) })),
        (Slot::AgencyRight, right("absent", None, 1)),
    ];
    demo.own("demo-18", "지난달 세금계산서 발행 전, 영업권 요청 거부", Role::WalletMaster, head, slots)
}

fn roles_and_states(demo: &mut Demo) -> Result<(), WalletError> {
    demo.member("demo-19", "월렛이 하나도 없음")?;
    demo.member("demo-20", "월렛 작업 권한이 없는 봇 작업자")?;
    demo.role("demo-20", "W-1001", Role::BotWorker)?;
    demo.member("demo-21", "월렛 작업 권한이 있는 봇 작업자, 카드는 남의 것")?;
    demo.role("demo-21", "W-1002", Role::WalletWorker)?;
    demo.member("demo-22", "챗봇 마스터, 월렛은 볼 수 없음")?;
    demo.role("demo-22", "W-1002", Role::BotMaster)?;

    let sanction = json!({ "state": "suspended", "reason": "운영정책 위반", "since": demo.day(-6) });
    let head = Head::business("W-2001", CHANNEL, "반짝쇼핑 채널");
    let slots = [(Slot::WalletState, sanction)];
    demo.own("demo-23", "채널 월렛이 정책 위반으로 정지됨", Role::ChannelMaster, head, slots)?;

    let off = json!({ "state": "off", "since": demo.day(-2) });
    let head = Head::business("W-2002", CHANNEL, "느린우체국 채널");
    demo.own("demo-24", "채널 월렛을 사용중지해 둠", Role::ChannelManager, head, [(Slot::WalletState, off)])?;

    let head = Head { billing: Billing::Postpaid, ..Head::business("W-2003", CHANNEL, "우주마트 채널") };
    let slots = [
        (Slot::Balance, json!({ "paid": 0, "free": 0, "negative": 0 })),
        (Slot::Cards, json!([])),
        (Slot::ConnectionState, connection(head.name, "disconnected", Some("sanction"), Some(&demo.day(-1)))),
    ];
    demo.own("demo-25", "채널 후불 월렛", Role::ChannelMaster, head, slots)
}
