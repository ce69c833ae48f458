//! Cash: what is there, what is given free, what is owed, what a day may cost, and the account to pay into.

use serde::{Deserialize, Serialize};
use time::{Date, Duration};

use super::super::day::iso;
use super::super::mask::{BankAccount, HolderName, Text};
use super::super::won::{Won, not_negative};
use super::super::words::words;
use super::payment::CardFailure;

/// `balance`: what can be spent, and how far it is below nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// 유상캐시 that is left; the part that can be refunded.
    #[serde(deserialize_with = "not_negative")]
    pub paid: Won,
    /// 무상캐시 that was started and is left.
    #[serde(deserialize_with = "not_negative")]
    pub free: Won,
    /// How far the balance is below nothing; nothing when it is not.
    #[serde(deserialize_with = "not_negative")]
    pub negative: Won,
}

impl Balance {
    /// 총 캐시 잔액: paid and started free cash, less what is below nothing.
    pub fn total(&self) -> Option<Won> {
        self.paid.checked_add(self.free)?.checked_sub(self.negative)
    }
}

words! {
    /// What became of free cash.
    FreeCashState {
        /// 사용하기 was not pressed; it is in no total yet.
        Unused = "사용전",
        InUse = "사용중",
        UsedUp = "사용완료",
        Expired = "만료",
    }
}

/// One of `freecash`: 무상캐시 of one promotion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreeCash {
    pub name: Text,
    #[serde(deserialize_with = "not_negative")]
    pub amount: Won,
    pub state: FreeCashState,
    /// It has to be started before this day and is gone on it.
    #[serde(with = "iso")]
    pub expires_on: Date,
}

/// `daily_limit`: 일 지출한도, which binds auto-payment alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DailyLimit {
    /// Absent when none is set, as before the first card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Won>,
    /// What auto-payment has taken today, in Korea.
    #[serde(deserialize_with = "not_negative")]
    pub spent_today: Won,
}

impl DailyLimit {
    /// What auto-payment may still take today; absent when no limit is set.
    pub fn remaining(&self) -> Option<Won> {
        self.limit?.checked_sub(self.spent_today).map(Won::at_least_zero)
    }
}

/// `unpaid_amount`: what auto-payment will take, and what it could not take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnpaidAmount {
    /// 결제 예정액: used and not yet asked of the card.
    #[serde(deserialize_with = "not_negative")]
    pub accrued: Won,
    /// 미수: asked of the cards, which refused.
    #[serde(deserialize_with = "not_negative")]
    pub failed: Won,
    /// Why the last payment failed; absent when none failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_failure: Option<CardFailure>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "iso::option")]
    pub last_failed_on: Option<Date>,
    /// The sum at which auto-payment charges, 500,000 won in 챗봇 and 모먼트; absent where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge_threshold: Option<Won>,
}

impl UnpaidAmount {
    /// What has to be charged to be clear at once.
    pub fn due(&self) -> Option<Won> {
        self.accrued.checked_add(self.failed)
    }
}

/// Days that a virtual account takes a deposit. Source: the article `cb-bank-transfer-how`.
const DEPOSIT_DAYS: i64 = 30;

/// One of `virtual_account`: an account for one bank transfer (1회성 가상계좌).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VirtualAccount {
    pub account: BankAccount,
    /// What has to be paid in, to the won.
    #[serde(deserialize_with = "not_negative")]
    pub amount: Won,
    /// Whose name the account carries; a company, so it is not masked.
    pub payee: Text,
    #[serde(with = "iso")]
    pub issued_on: Date,
    /// Absent as long as nothing was paid in.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "iso::option")]
    pub deposited_on: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deposited_amount: Option<Won>,
    /// Who paid it in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depositor: Option<HolderName>,
    /// The payee that the transfer named; absent where the bank does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deposited_payee: Option<Text>,
    /// Whether the deposit became cash.
    #[serde(deserialize_with = "super::slots::flag")]
    pub credited: bool,
}

impl VirtualAccount {
    /// The last day for a deposit: issue plus 30 days. Whether the day of issue counts is not stated anywhere; this is
    /// the later of the two readings.
    pub fn deposit_until(&self) -> Option<Date> {
        self.issued_on.checked_add(Duration::days(DEPOSIT_DAYS))
    }
}
