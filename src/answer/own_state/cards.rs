//! Cards for auto-payment: how the last payment with each ended, and which of them the customer may delete.

use super::phrase::date;
use super::rules::Service;
use super::{Asked, Said};
use crate::slot::Slot;
use crate::wallet::state::{AutoPayCard, CardFailure, CardKind, CardResult, UnpaidAmount};
use crate::wallet::{Role, Won};

/// A wallet holds three (`cb-autopay-card-register`).
const MOST_CARDS: usize = 3;

pub(super) fn tell(asked: &Asked, cards: &[AutoPayCard], said: &mut Said) {
    if cards.is_empty() {
        said.line("등록된 자동결제 카드가 없어요.");
        return;
    }
    let chatbot = asked.service == Service::Chatbot;
    if chatbot && asked.asks(Slot::MyRole) {
        tell_deletion(asked, cards, said);
    }
    for card in cards.iter().take(MOST_CARDS) {
        said.line(result(card));
        said.item(place(card), &card.card);
    }
    if cards.len() > MOST_CARDS {
        said.line(format!("그 밖의 카드가 {}장 더 있어요.", cards.len() - MOST_CARDS));
    }
    if chatbot {
        tell_chatbot_rules(cards, said);
    }
}

/// 결제카드, 예비카드1 and 예비카드2, in the order in which they are tried.
fn place(card: &AutoPayCard) -> String {
    match card.order {
        0 | 1 => "결제카드".to_owned(),
        2 | 3 => format!("예비카드{}", card.order - 1),
        _ => "다른 카드".to_owned(),
    }
}

fn result(card: &AutoPayCard) -> String {
    let plain = card.kind == CardKind::Credit || card.kind.korean() == card.card.as_str();
    let kind = if plain { String::new() } else { format!(", {}", card.kind) };
    let which = format!("{}({}{kind})", place(card), card.card);
    let on = card.last_tried_on.map_or_else(String::new, |day| format!("{} ", date(day)));
    match (card.last_result, card.failure) {
        (CardResult::Paid, _) => format!("{which}: {on}결제에 성공했어요."),
        (CardResult::Failed, Some(failure)) => format!("{which}: {on}결제에 실패했어요. 이유: {failure}."),
        (CardResult::Failed, None) => format!("{which}: {on}결제에 실패했어요."),
        (CardResult::Untried, _) => format!("{which}: 아직 결제한 적이 없어요."),
        (CardResult::Unknown, _) => format!("{which}의 결제 상태: {}", card.last_result),
    }
}

/// `cb-autopay-card-dormant`, `cb-autopay-card-cannot-register`.
fn tell_chatbot_rules(cards: &[AutoPayCard], said: &mut Said) {
    if cards.iter().any(|card| card.failure == Some(CardFailure::Dormant)) {
        said.line("챗봇 관리자센터에는 카드의 휴면 상태가 표시되지 않고, 결제할 때 실패해요.");
    }
    if cards.iter().any(|card| card.kind == CardKind::Hybrid) {
        said.line("하이브리드카드는 은행 점검 시간의 영향으로 실패할 수 있어요.");
    }
}

/// `cb-autopay-card-register`: own cards, when nothing is due; the master also those of others.
fn tell_deletion(asked: &Asked, cards: &[AutoPayCard], said: &mut Said) {
    let due = asked.state.slots.unpaid_amount.as_ref().and_then(UnpaidAmount::due);
    let others = cards.iter().any(|card| !card.owner_is_me);
    if cards.iter().any(|card| card.owner_is_me) {
        said.line(match due {
            Some(due) if due > Won::ZERO => {
                format!("직접 등록한 카드는 결제 예정 금액 {due}이 결제된 뒤에 삭제할 수 있어요.")
            }
            Some(_) => "직접 등록한 카드는 지금 삭제할 수 있어요.".to_owned(),
            None => "직접 등록한 카드는 결제 예정 금액이 남아 있지 않을 때 삭제할 수 있어요.".to_owned(),
        });
    }
    if others && asked.state.wallet.my_role == Role::WalletMaster {
        said.line("다른 작업자의 카드도 월렛 마스터는 삭제할 수 있지만, 본인 카드를 다시 등록해야 해요.");
        said.line("이때 결제 예정 금액은 월렛 마스터의 결제카드로 옮겨져요.");
    } else if others {
        said.line("다른 사람이 등록한 카드는 삭제할 수 없어요. 본인 카드만 삭제할 수 있어요.");
    }
}
