//! What only some services' articles state, each with the keys of the articles that state it. A service that is not
//! named has no such rule: it is never told another's.

use crate::wallet::Won;
use crate::wallet::state::{Pg, RefundMethod};

/// A service that has rules of its own, by its slug in `services.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Service {
    Chatbot,
    BrandEmoticon,
    BrandSearch,
    Channel,
    Moment,
    Keyword,
    Shopping,
    Developers,
    Other,
}

impl Service {
    pub(super) fn of(slug: &str) -> Self {
        match slug {
            "chatbot" => Self::Chatbot,
            "brand-emoticon" => Self::BrandEmoticon,
            "brand-search" => Self::BrandSearch,
            "channel" => Self::Channel,
            "moment" => Self::Moment,
            "keyword-ad" => Self::Keyword,
            "shopping-ad" => Self::Shopping,
            "developers" => Self::Developers,
            _ => Self::Other,
        }
    }

    /// What a wallet is called there: 월렛 and 비즈월렛 are two families, 모먼트 and 키워드 keep cash in the ad account.
    pub(super) fn wallet_name(self) -> &'static str {
        match self {
            Self::Chatbot => "챗봇 월렛",
            Self::BrandEmoticon => "브랜드 이모티콘 비즈월렛",
            Self::BrandSearch => "브랜드검색 비즈월렛",
            Self::Channel => "채널 월렛",
            Self::Moment => "모먼트 광고계정",
            Self::Keyword => "키워드 광고계정",
            Self::Shopping => "쇼핑광고 비즈월렛",
            Self::Developers => "디벨로퍼스 비즈월렛",
            Self::Other => "월렛",
        }
    }

    /// Whether charging settles a balance below nothing, and from how much on one can charge: `be-negative-balance`,
    /// `bs-negative-balance`; `cb-autopay-fail-reconnect` names no least amount.
    pub(super) fn settles_by_charging(self) -> Option<Won> {
        match self {
            Self::BrandEmoticon | Self::BrandSearch => Some(Won(1_000)),
            Self::Chatbot => Some(Won::ZERO),
            _ => None,
        }
    }

    /// Whether a balance below nothing is said to go into the tax invoice: `be-negative-balance`,
    /// `bs-negative-balance`.
    pub(super) fn invoices_negative(self) -> bool {
        matches!(self, Self::BrandEmoticon | Self::BrandSearch)
    }

    /// Where free cash is started: `be-freecash-what`, `moment-freecash-what`.
    pub(super) fn freecash_menu(self) -> Option<&'static str> {
        match self {
            Self::BrandEmoticon => Some("광고계정 > 설정 > 비즈월렛 > 캐시 관리 > 무상캐시 사용현황"),
            Self::Moment => Some("설정 > 캐시관리 > 무상캐시 사용현황"),
            _ => None,
        }
    }

    /// Whether 일 지출한도 is said to bind auto-payment alone: `cb-autopay-daily-limit`, `moment-autopay-daily-limit`.
    pub(super) fn limit_binds_auto_payment_alone(self) -> bool {
        matches!(self, Self::Chatbot | Self::Moment)
    }

    /// Whether 유상캐시 is said to be used before auto-payment: the same, and `bs-autopay-daily-limit`.
    pub(super) fn uses_cash_first(self) -> bool {
        matches!(self, Self::Chatbot | Self::Moment | Self::BrandSearch)
    }

    /// Whose name the virtual account carries: `cb-bank-transfer-not-confirmed`, `be-bank-transfer-not-confirmed`.
    pub(super) fn payee(self) -> Option<&'static str> {
        match self {
            Self::Chatbot => Some("(주)카카오"),
            Self::BrandEmoticon => Some("kakao"),
            _ => None,
        }
    }

    /// How to find a card payment at a company: `cb-receipt-card-charge`, `be-receipt-card-charge`,
    /// `moment-receipt-card-charge`, `kw-receipt-card-charge`. The menus differ between the services.
    pub(super) fn receipt_menu(self, pg: Pg) -> Option<&'static str> {
        Some(match (self, pg) {
            (Self::Chatbot, Pg::Inicis) => {
                "KG이니시스 고객센터 > 결제내역 조회 > 조회하기에서 결제수단 유형을 '신용카드'로 골라 주세요."
            }
            (Self::Chatbot, Pg::Danal) => {
                "다날 고객지원 > 결제내역 조회에서 '신용카드'를 고르고 카드번호, 거래금액, 거래기간으로 조회해 주세요."
            }
            (Self::BrandEmoticon, Pg::TossPayments) => {
                "토스페이먼츠 메인 우측상단의 '결제 내역 확인'에서 결제일자로 조회해 주세요."
            }
            (Self::BrandEmoticon | Self::Moment | Self::Keyword, Pg::Inicis) => {
                "KG이니시스 고객센터 > 거래내역조회에서 확인해 주세요."
            }
            (Self::BrandEmoticon, Pg::DanalPay) => {
                "다날페이 '결제 내역 조회'에서 신용카드를 고르고 결제일자와 카드번호로 조회해 주세요."
            }
            (Self::Moment, Pg::DanalPay) => "다날페이 '결제 내역 조회'에서 결제일자와 카드번호로 조회해 주세요.",
            (Self::Keyword, Pg::Danal) => "다날 '결제 내역 조회'에서 결제일자와 카드번호로 조회해 주세요.",
            _ => return None,
        })
    }

    /// Business days from the approval of a refund to the money, at least and at most: `be-refund-approved-not-seen`,
    /// `bs-refund-approved-not-seen`, `moment-refund-approved-not-done`. For 챗봇 the domain sheet (§8) has card
    /// cancellation alone; no article states its transfers.
    pub(super) fn refund_days(self, method: RefundMethod) -> Option<(u32, u32)> {
        match (self, method) {
            (Self::Chatbot | Self::BrandEmoticon | Self::BrandSearch | Self::Moment, RefundMethod::Card) => {
                Some((3, 5))
            }
            (Self::BrandEmoticon | Self::BrandSearch, RefundMethod::Transfer) => Some((2, 3)),
            (Self::Moment, RefundMethod::Transfer) => Some((1, 2)),
            _ => None,
        }
    }

    /// Whether a full refund is said to be approved within an hour: the same three articles.
    pub(super) fn approves_in_an_hour(self) -> bool {
        matches!(self, Self::BrandEmoticon | Self::BrandSearch | Self::Moment)
    }

    /// Whether a refund is said to need a balance of nothing or more at its approval: `be-refund-fail`,
    /// `bs-refund-fail`.
    pub(super) fn refund_needs_no_debt(self) -> bool {
        matches!(self, Self::BrandEmoticon | Self::BrandSearch)
    }

    /// Whose name a refund account has to carry: `cb-refund-account-register`, `ch-refund-account-fail`,
    /// `bs-refund-account`, `moment-refund-how`.
    pub(super) fn refund_holder(self) -> Option<&'static str> {
        Some(match self {
            Self::Chatbot => "예금주명이 카카오비즈니스 관리자센터의 사업자명·대표자명과 정확히 일치해야 해요.",
            Self::Channel => "채널에 연결된 월렛의 업체명이나 대표자 명의 계좌만 등록할 수 있어요.",
            Self::BrandSearch => "카카오비즈니스에 등록된 사업자 정보나 대표자 정보와 일치하는 계좌여야 해요.",
            Self::Moment => "환불 계좌는 마스터 또는 사업자 명의여야 해요.",
            _ => return None,
        })
    }

    /// Whether invoices are said to come early in the month after: `cb-taxinvoice-failed`, `moment-taxinvoice-failed`.
    pub(super) fn invoices_next_month(self) -> bool {
        matches!(self, Self::Chatbot | Self::Moment)
    }

    /// Where a failed invoice is asked for anew, or its reason is shown: `cb-taxinvoice-failed`,
    /// `moment-taxinvoice-failed`, `be-taxinvoice-failed`.
    pub(super) fn after_failed_invoice(self) -> Option<&'static str> {
        Some(match self {
            Self::Chatbot => "바뀐 사업자 정보로 받으려면 '챗봇 관리자센터 고객센터' 상담톡으로 요청해 주세요.",
            Self::Moment => "바뀐 사업자 정보로 받으려면 담당 대행사나 '카카오비즈니스' 상담톡으로 요청해 주세요.",
            Self::BrandEmoticon => "세금계산서 발행내역에서 '발행실패'를 누르면 실패사유가 표시돼요.",
            _ => return None,
        })
    }

    /// Whether individuals are said to get no tax invoice: `cb-taxinvoice-required`, `ch-wallet-what`.
    pub(super) fn individuals_get_no_invoice(self) -> bool {
        matches!(self, Self::Chatbot | Self::Channel)
    }

    /// Who accepts or refuses an agency: `cb-agency-right-who`, `be-master-member`, `bs-agency-right-individual`.
    pub(super) fn accepts_agency(self) -> Option<&'static str> {
        match self {
            Self::Chatbot => Some("월렛 마스터"),
            Self::BrandEmoticon | Self::BrandSearch => Some("광고계정 마스터"),
            _ => None,
        }
    }
}
