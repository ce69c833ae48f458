//! The wallet itself: what its state allows, whether it can be deleted, what its type means, what the customer may do.

use super::phrase::{date, short};
use super::rules::Service;
use super::{Asked, Said};
use crate::slot::Slot;
use crate::wallet::state::{AgencyState, Billing, InvoiceState, Operation, RefundState, Status, WalletType};
use crate::wallet::{Role, Won};

pub(super) fn tell(asked: &Asked, said: &mut Said) {
    if let (true, Some(status)) = (asked.asks(Slot::WalletState), &asked.state.slots.wallet_state) {
        tell_status(asked, status, said);
    }
    if asked.asks(Slot::WalletType) {
        tell_type(asked, said);
    }
    if asked.asks(Slot::MyRole) {
        tell_role(asked, said);
    }
}

/// What a state means is stated for 채널 alone (`ch-wallet-states`).
fn tell_status(asked: &Asked, status: &Status, said: &mut Said) {
    let state = status.state;
    let since = status.since.map_or_else(String::new, |day| format!(" {}부터예요.", date(day)));
    said.line(format!("월렛 상태: {state}.{since}"));
    if asked.service == Service::Channel {
        match state {
            Operation::Active => said.line("충전과 환불, 소진을 모두 할 수 있어요."),
            Operation::Off => said.line("월렛 마스터가 OFF로 바꾼 상태라 충전과 환불은 되지만 소진은 되지 않아요."),
            Operation::Suspended => {
                said.line("운영정책에 따라 제재를 받은 상태라 충전과 소진은 되지 않고 환불만 할 수 있어요.");
            }
            Operation::Unknown => {}
        }
    }
    if let Some(reason) = &status.reason {
        said.line(format!("사유: {}. 구체적인 사유는 고객센터에 문의해 주세요.", short(reason.as_str())));
    }
    said.item("월렛 상태", &state);
}

/// What the conditions of deletion are read from.
pub(super) const DELETION: [Slot; 5] =
    [Slot::WalletState, Slot::Balance, Slot::AgencyRight, Slot::RefundStatus, Slot::TaxInvoices];

/// The six conditions of `ch-wallet-delete`, as far as the state shows them.
pub(super) fn deletion(asked: &Asked, said: &mut Said) {
    let slots = &asked.state.slots;
    let refunds = slots.refund_status.as_ref().map(|refunds| {
        let open = |state: RefundState| matches!(state, RefundState::Waiting | RefundState::Approved);
        refunds.iter().filter(|refund| open(refund.state)).count()
    });
    let invoices = slots
        .tax_invoices
        .as_ref()
        .map(|invoices| invoices.iter().filter(|invoice| invoice.state != InvoiceState::Issued).count());
    let operation = slots.wallet_state.as_ref().map(|status| status.state);
    let agency = slots.agency_right.as_ref().map(|right| right.state);
    let billing = asked.state.wallet.billing;
    let paid = slots.balance.as_ref().map(|balance| balance.paid);
    // Each with whether it is met, where that is known, and what is left to do.
    let conditions = [
        (
            "월렛 상태 OFF",
            operation.filter(|state| *state != Operation::Unknown).map(|state| state == Operation::Off),
            "월렛 상태를 OFF로 바꾸기".to_owned(),
        ),
        (
            "영업권 해제",
            agency.filter(|state| *state != AgencyState::Unknown).map(|state| state != AgencyState::Granted),
            "영업권 해제하기".to_owned(),
        ),
        (
            "유상캐시 0원",
            paid.map(|paid| paid == Won::ZERO),
            format!("유상캐시 {}을 0원으로 만들기", paid.unwrap_or_default()),
        ),
        (
            "후불 월렛 아님",
            Some(billing == Billing::Prepaid).filter(|_| billing != Billing::Unknown),
            "후불 월렛이 아니어야 함".to_owned(),
        ),
        (
            "환불 요청 없음",
            refunds.map(|count| count == 0),
            format!("진행 중인 환불 {}건 끝내기", refunds.unwrap_or_default()),
        ),
        (
            "세금계산서 미발행 없음",
            invoices.map(|count| count == 0),
            format!("세금계산서 미발행 내역 {}건 없애기", invoices.unwrap_or_default()),
        ),
    ];
    let named = |known: Option<bool>| {
        let found = conditions.iter().filter(|(_, met, _)| *met == known).map(|(name, ..)| *name);
        found.collect::<Vec<_>>()
    };
    let (met, open, unseen) = (named(Some(true)), named(Some(false)), named(None));
    let where_to = "월렛 마스터가 내 월렛 > 월렛 상세에서 삭제할 수 있어요.";
    if !open.is_empty() {
        said.line(format!("지금은 월렛을 삭제할 수 없어요. 남은 조건이 {}가지예요.", open.len()));
        for (_, _, left) in conditions.iter().filter(|(_, met, _)| *met == Some(false)) {
            said.line(format!("남은 조건: {left}"));
        }
    } else if unseen.is_empty() {
        said.line(format!("삭제 조건을 모두 갖췄어요. {where_to}"));
    } else {
        said.line("확인한 삭제 조건은 모두 갖췄어요.");
    }
    if !met.is_empty() {
        said.line(format!("갖춘 조건: {}", met.join(", ")));
    }
    if !unseen.is_empty() {
        said.line(format!("확인하지 못한 조건: {}", unseen.join(", ")));
    }
    if !open.is_empty() || !unseen.is_empty() {
        said.line(format!("조건을 모두 갖추면 {where_to}"));
    }
    said.item("갖춘 조건", &format!("{}가지", met.len()));
    said.item("남은 조건", &format!("{}가지", open.len()));
}

/// `cb-charge-methods`, `cb-taxinvoice-required`, `ch-wallet-create`, `ch-wallet-what`, `be-bank-transfer-individual`,
/// `be-overseas-payment`, `bs-overseas-payment`.
fn tell_type(asked: &Asked, said: &mut Said) {
    let wallet = &asked.state.wallet;
    let kind = wallet.wallet_type;
    said.line(format!("월렛 유형: {kind}({})", wallet.billing));
    let ads = matches!(asked.service, Service::BrandEmoticon | Service::BrandSearch);
    let means = match (asked.service, kind) {
        (Service::Chatbot, WalletType::Business) => "사업자 월렛이라 무통장입금을 쓸 수 있고 세금계산서가 발행돼요.",
        (Service::Chatbot, WalletType::Individual) => {
            "개인 월렛이라 무통장입금을 쓸 수 없고 세금계산서도 발행되지 않아요."
        }
        (Service::Channel, WalletType::Business) => "사업자 월렛이라 무통장입금 충전과 세금계산서 발급을 할 수 있어요.",
        (Service::Channel, WalletType::Individual) => "무통장입금 충전과 세금계산서 발급은 사업자 월렛만 할 수 있어요.",
        (Service::BrandEmoticon, WalletType::Individual) => "개인도 유상캐시를 무통장입금으로 충전할 수 있어요.",
        (_, WalletType::Overseas) if ads => "해외 광고주는 해외 인보이스를 발급받은 뒤 입금을 요청해 충전해요.",
        _ => return,
    };
    said.line(means);
}

/// Domain sheet §2, by service: `cb-wallet-master-vs-worker`, `cb-autopay-card-register`, `cb-refund-account-register`,
/// `cb-agency-right-release`, `cb-taxinvoice-mail-missing`, `ch-wallet-create`, `ch-wallet-where`, `be-master-member`.
fn tell_role(asked: &Asked, said: &mut Said) {
    let role = asked.state.wallet.my_role;
    said.line(format!("내 권한: {role}"));
    let may: &[&str] = match (asked.service, role) {
        (Service::Chatbot, Role::WalletMaster) => &[
            "영업권을 수락, 거부, 해제하고 세금계산서 받는 메일을 정할 수 있어요.",
            "다른 작업자의 카드도 삭제할 수 있어요.",
        ],
        (Service::Chatbot, Role::WalletWorker) => &[
            "자동결제 카드를 등록하고 환불을 요청할 수 있어요. 카드는 본인 것만 삭제할 수 있어요.",
            "영업권과 세금계산서 받는 메일은 월렛 마스터가 정해요.",
        ],
        (Service::Chatbot, Role::BotWorker) => {
            &["월렛 작업은 '월렛 작업 권한'이 있어야 하고, 이 권한은 챗봇 마스터가 줘요."]
        }
        (Service::Chatbot, Role::BotMaster) => &["봇 작업자에게 '월렛 작업 권한'을 줄 수 있어요."],
        (Service::Channel, Role::ChannelMaster) => &["새 월렛을 만들 수 있고, 만들면 월렛 마스터가 돼요."],
        (Service::Channel, Role::ChannelManager) => {
            &["매니저로 있는 월렛을 볼 수 있어요. 새 월렛은 채널 마스터만 만들 수 있어요."]
        }
        (Service::BrandEmoticon, Role::AdAccountMaster) => &[
            "광고 구매, 리포트 확인, 예산 충전을 할 수 있어요.",
            "멤버를 초대하거나 내보내고, 영업권을 수락하거나 거부할 수 있어요.",
        ],
        (Service::BrandEmoticon, Role::AdAccountMember) => &[
            "광고 구매, 리포트 확인, 예산 충전을 할 수 있어요.",
            "멤버 관리와 영업권 수락은 광고계정 마스터만 할 수 있어요.",
        ],
        _ => &[],
    };
    // With a card or an agency, what the role means for it has been said there.
    let told = asked.asks(Slot::Cards) || asked.asks(Slot::AgencyRight);
    said.lines.extend(may.iter().filter(|_| !told).map(|line| (*line).to_owned()));
    said.item("내 권한", &role);
}
