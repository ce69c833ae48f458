//! The wallet itself: its state, its bot and channel, its invoices, and the agency that runs it.

use serde::{Deserialize, Serialize};
use time::Date;

use super::super::day::{YearMonth, iso};
use super::super::mask::{Email, Text};
use super::super::won::Won;
use super::super::words::words;
use super::slots::flag;

words! {
    /// Whether a wallet works.
    Operation {
        Active = "사용중",
        /// Switched off by its master: charging and refunds go on.
        Off = "사용중지",
        /// By sanction: refunds alone.
        Suspended = "정지",
    }
}

/// `wallet_state`: whether the wallet works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    pub state: Operation,
    /// What the service says about a sanction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "iso::option")]
    pub since: Option<Date>,
}

words! {
    /// Whether the bot is linked with its channel.
    Connection {
        Connected = "연결됨",
        /// The debt is settled; the customer has to link bot and channel again.
        Waiting = "연결 대기중",
        Disconnected = "연결 해제",
    }
}

words! {
    /// Why the bot was cut off.
    DisconnectReason {
        Unpaid = "자동결제 미수",
        ByMember = "직접 해제",
        Sanction = "운영정책 위반",
    }
}

/// `connection_state`: the bot and its channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionState {
    pub state: Connection,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<DisconnectReason>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "iso::option")]
    pub since: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bot: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Text>,
}

words! {
    /// How far a tax invoice is.
    InvoiceState {
        NotYet = "발행 전",
        Issued = "발행 완료",
        Failed = "발행 실패",
    }
}

words! {
    /// Why a tax invoice could not be issued.
    InvoiceFailure {
        ClosedBusiness = "휴업 또는 폐업한 사업자",
        BadNumber = "잘못된 사업자등록번호",
    }
}

/// One of `tax_invoices`: the invoice of one month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxInvoice {
    /// The month in which the amount was spent.
    pub month: YearMonth,
    pub state: InvoiceState,
    /// What was spent in the month.
    pub amount: Won,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<InvoiceFailure>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "iso::option")]
    pub issued_on: Option<Date>,
}

/// `invoice_email`: where tax invoices go.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceEmail {
    /// Absent when none is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// The address counts from the month of its change on.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "iso::option")]
    pub changed_on: Option<Date>,
}

words! {
    /// Whether an agency runs the wallet (영업권).
    AgencyState {
        Absent = "없음",
        Requested = "요청됨",
        Granted = "설정됨",
    }
}

/// `agency_right`: 영업권.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyRight {
    pub state: AgencyState,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<Text>,
    /// 영업권 요청 거부 is ticked, so no request can come in.
    #[serde(deserialize_with = "flag")]
    pub refuses_requests: bool,
}
