//! Payments: cards that are charged by themselves, receipts, refunds.

use serde::{Deserialize, Serialize};
use time::Date;

use super::super::day::iso;
use super::super::mask::{BankAccount, Card, Email, HolderName, Text};
use super::super::won::{Won, not_negative};
use super::super::words::words;
use super::slots::flag;

words! {
    /// What kind of card it is; 챗봇 takes 일반 신용카드 alone.
    CardKind {
        Credit = "일반 신용카드",
        Kakaopay = "카카오페이",
        Corporate = "공용법인카드",
        Check = "체크카드",
        Hybrid = "하이브리드카드",
    }
}

words! {
    /// How the last automatic payment with a card ended.
    CardResult {
        /// It was never tried.
        Untried = "결제 이력 없음",
        Paid = "결제 성공",
        Failed = "결제 실패",
    }
}

words! {
    /// Why a card was refused.
    CardFailure {
        LimitExceeded = "카드 한도 초과",
        CardExpired = "카드 유효기간 만료",
        Dormant = "휴면 카드",
        Stopped = "정지된 카드",
        BankMaintenance = "은행 점검 시간",
    }
}

/// One of `cards`: a card for auto-payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AutoPayCard {
    /// 1 is 결제카드, 2 and 3 are 예비카드; they are tried in this order.
    pub order: u8,
    pub kind: CardKind,
    /// Whether the member registered it: only an own card can be deleted.
    #[serde(deserialize_with = "flag")]
    pub owner_is_me: bool,
    pub card: Card,
    pub last_result: CardResult,
    /// Why it failed, when it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<CardFailure>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "iso::option")]
    pub last_tried_on: Option<Date>,
}

words! {
    /// How cash was paid for.
    Method {
        Card = "신용카드",
        BankTransfer = "무통장입금",
        Kakaopay = "카카오페이",
        AutoPayment = "자동결제",
    }
}

words! {
    /// The company that handled a payment (PG) and keeps its record.
    Pg {
        Inicis = "KG이니시스",
        Danal = "다날",
        DanalPay = "다날페이",
        TossPayments = "토스페이먼츠",
    }
}

/// One of `receipts`: a payment that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    #[serde(with = "iso")]
    pub paid_on: Date,
    pub amount: Won,
    pub method: Method,
    /// Absent where no such company was between, as with a bank transfer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pg: Option<Pg>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<HolderName>,
    /// The address typed at payment, to which the record was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<Card>,
}

words! {
    /// How much is given back.
    RefundKind {
        /// Approved at once.
        Partial = "부분 환불",
        /// Waits, and is approved about an hour later.
        Full = "전액 환불",
    }
}

words! {
    /// The way the money takes.
    RefundMethod {
        /// The card payment is cancelled.
        Card = "카드 취소",
        Transfer = "계좌 입금",
    }
}

words! {
    /// How far a refund is.
    RefundState {
        Waiting = "승인 대기",
        Approved = "승인 완료",
        Done = "환불 완료",
        Failed = "환불 실패",
    }
}

words! {
    /// Why a refund failed.
    RefundFailure {
        BalanceBelowZero = "승인 시점 잔액이 0원 미만",
        HolderMismatch = "예금주명 불일치",
        BadAccount = "계좌 오류",
        WrongRequest = "신청 정보 오류",
    }
}

/// One of `refund_status`: a refund that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    pub kind: RefundKind,
    pub method: RefundMethod,
    pub state: RefundState,
    #[serde(deserialize_with = "not_negative")]
    pub amount: Won,
    #[serde(with = "iso")]
    pub requested_on: Date,
    /// Business days until the money count from here.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "iso::option")]
    pub approved_on: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "iso::option")]
    pub done_on: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<RefundFailure>,
    /// The balance when it was to be approved, where a failure has to do with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub balance_at_approval: Option<Won>,
}

/// `refund_account`: where refunds by transfer go.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundAccount {
    /// Absent when none is registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<BankAccount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<HolderName>,
    /// What the bank said to it when it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Text>,
}
