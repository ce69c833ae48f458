//! The sentences around own state that belong to no subject: the file for a writer to edit. 해요체, short, no emoji, no
//! exclamation marks. What is said of a balance, a card or a campaign stands in the file of that subject.

use crate::slot::Slot;
use crate::wallet::{Role, WalletError};

/// The customer asks about their own state and is not linked with a member.
pub const UNLINKED: &str = "회원 연결을 하면 내 월렛의 실제 상태로 답해 드려요. 지금은 일반 안내를 보여 드릴게요.";
/// More than one wallet could be meant.
pub const WHICH_WALLET: &str = "어느 월렛을 확인할까요?";
/// The member has no wallet at all.
pub const NO_WALLET: &str = "연결된 회원에게 월렛이 없어요. 일반 안내를 보여 드릴게요.";
/// The member has wallets, but none in the service that was asked about.
pub const NO_WALLET_HERE: &str = "이 서비스에는 볼 수 있는 월렛이 없어요. 일반 안내를 보여 드릴게요.";
/// The wallet that was chosen is none of the member's any more.
pub const WALLET_GONE: &str = "고르신 월렛을 지금은 볼 수 없어요. 다시 질문해 주세요.";
/// Above the general article, below the own state.
pub const GENERAL: &str = "자세한 방법은 아래 안내를 봐 주세요.";

/// Why there is no own state; the general answer follows.
pub fn trouble(error: &WalletError) -> &'static str {
    match error {
        WalletError::MemberUnknown => "연결된 회원을 찾지 못했어요. 연결을 해제하고 다시 연결해 주세요.",
        WalletError::WalletUnknown => "이 월렛을 찾을 수 없어요. 내가 볼 수 있는 월렛인지 확인해 주세요.",
        WalletError::NotPermitted { role: Role::BotWorker | Role::BotMaster } => {
            "월렛 작업 권한이 있어야 볼 수 있는 정보예요. 이 권한은 챗봇 마스터가 봇 작업자에게 줘요."
        }
        WalletError::NotPermitted { .. } => "지금 권한으로는 볼 수 없는 정보예요. 월렛 마스터에게 확인해 주세요.",
        WalletError::Slow => "내 월렛 정보가 제때 오지 않았어요. 잠시 후 다시 물어봐 주세요.",
        WalletError::Down { .. } => "지금은 내 월렛 정보를 불러올 수 없어요. 잠시 후 다시 물어봐 주세요.",
        WalletError::Invalid { .. } => "받은 월렛 정보를 읽을 수 없어 보여 드리지 않았어요. 고객센터에 문의해 주세요.",
    }
}

/// The source did not give a slot.
pub(super) fn not_given(slot: Slot) -> String {
    format!("{} 정보는 지금 받지 못했어요.", name(slot))
}

/// What customers call a slot.
fn name(slot: Slot) -> &'static str {
    match slot {
        Slot::Balance => "캐시 잔액",
        Slot::Freecash => "무상캐시",
        Slot::Cards => "자동결제 카드",
        Slot::DailyLimit => "일 지출한도",
        Slot::UnpaidAmount => "결제 예정액과 미수",
        Slot::ConnectionState => "챗봇 연결 상태",
        Slot::VirtualAccount => "가상계좌",
        Slot::Receipts => "결제 내역",
        Slot::RefundStatus => "환불 진행",
        Slot::RefundAccount => "환불 계좌",
        Slot::TaxInvoices => "세금계산서",
        Slot::InvoiceEmail => "세금계산서 받는 메일",
        Slot::AgencyRight => "영업권",
        Slot::Campaign => "캠페인",
        Slot::CreativeReviewState => "소재 심사",
        Slot::WalletState => "월렛 상태",
        Slot::WalletType => "월렛 유형",
        Slot::MyRole => "내 권한",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_has_a_sentence_of_its_own() {
        let cause = || "x".to_owned();
        let errors = [
            WalletError::MemberUnknown,
            WalletError::WalletUnknown,
            WalletError::NotPermitted { role: Role::BotWorker },
            WalletError::NotPermitted { role: Role::Unknown },
            WalletError::Slow,
            WalletError::Down { cause: cause() },
            WalletError::Invalid { cause: cause() },
        ];
        let sentences: std::collections::BTreeSet<&str> = errors.iter().map(trouble).collect();
        assert_eq!(sentences.len(), errors.len());
    }
}
