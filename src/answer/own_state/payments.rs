//! Auto-payment: why a bot is cut off and how it comes back, what will be charged, what is left of the day's limit, and
//! how each card did. The four are told together, the connection first, since it explains why the others are asked.

use super::phrase::{date, shifted};
use super::rules::Service;
use super::{Asked, Said, cards};
use crate::slot::Slot;
use crate::wallet::Won;
use crate::wallet::state::{Connection, ConnectionState, DailyLimit, DisconnectReason, UnpaidAmount};

/// The sum at which 챗봇 charges (`cb-autopay-timing`), where the source does not name it.
const CHATBOT_THRESHOLD: Won = Won(500_000);

pub(super) fn tell(asked: &Asked, said: &mut Said) {
    let slots = &asked.state.slots;
    if let (true, Some(connection)) = (asked.asks(Slot::ConnectionState), &slots.connection_state) {
        tell_connection(asked, connection, said);
    }
    for slot in &asked.slots {
        match slot {
            Slot::DailyLimit => slots.daily_limit.iter().for_each(|limit| tell_limit(asked, limit, said)),
            Slot::UnpaidAmount => slots.unpaid_amount.iter().for_each(|unpaid| tell_unpaid(asked, unpaid, said)),
            Slot::Cards => slots.cards.iter().for_each(|all| cards::tell(asked, all, said)),
            _ => {}
        }
    }
}

fn tell_connection(asked: &Asked, connection: &ConnectionState, said: &mut Said) {
    let on = connection.since.map_or_else(String::new, |day| format!("{}에 ", date(day)));
    said.line(match (connection.state, connection.reason) {
        (Connection::Connected, _) => "챗봇과 채널은 지금 연결돼 있어요.".to_owned(),
        (Connection::Waiting, _) if asked.service == Service::Chatbot => {
            "지금은 '연결 대기중'이에요. 챗봇과 채널을 다시 연결하면 돼요.".to_owned()
        }
        (Connection::Waiting, _) => "지금은 '연결 대기중'이에요.".to_owned(),
        (Connection::Disconnected, Some(DisconnectReason::Unpaid)) => {
            format!("자동결제가 실패해 미수가 생기면서 {on}챗봇과 채널의 연결이 끊겼어요.")
        }
        (Connection::Disconnected, Some(DisconnectReason::ByMember)) => {
            format!("{on}직접 해제해서 챗봇과 채널의 연결이 끊긴 상태예요.")
        }
        (Connection::Disconnected, Some(DisconnectReason::Sanction)) => {
            format!("운영정책 위반으로 {on}챗봇과 채널의 연결이 끊겼어요. 자세한 사유는 고객센터에 문의해 주세요.")
        }
        (Connection::Disconnected, _) => format!("{on}챗봇과 채널의 연결이 끊겼어요. 끊긴 이유: 확인 불가"),
        (Connection::Unknown, _) => format!("챗봇과 채널의 연결 상태: {}", connection.state),
    });
    said.item("연결 상태", &connection.state);
}

fn tell_unpaid(asked: &Asked, unpaid: &UnpaidAmount, said: &mut Said) {
    let UnpaidAmount { accrued, failed, .. } = unpaid;
    let chatbot = asked.service == Service::Chatbot;
    if *failed > Won::ZERO {
        match unpaid.due().filter(|_| chatbot) {
            Some(due) => tell_way_back(asked, due, said),
            None => said.line(format!("결제되지 않은 미수는 {failed}, 결제 예정액은 {accrued}이에요.")),
        }
        // The cards say it themselves.
        let cards_tell = asked.asks(Slot::Cards) && asked.state.slots.cards.as_ref().is_some_and(|all| !all.is_empty());
        if let Some(failure) = unpaid.last_failure.filter(|_| !cards_tell) {
            let on = unpaid.last_failed_on.map_or_else(String::new, |day| format!("{}에 ", date(day)));
            said.line(format!("마지막 자동결제는 {on}실패했어요. 이유: {failure}."));
        }
        said.item("미수", failed);
    } else if *accrued == Won::ZERO {
        said.line("결제 예정액과 미수가 없어요.");
    } else {
        said.line(format!("지금까지 쌓인 결제 예정액은 {accrued}이고, 미수는 없어요."));
        tell_when(asked, unpaid, said);
    }
    said.item("결제 예정액", accrued);
}

/// The two ways of `cb-autopay-fail-reconnect`: charge now, or make the card good until the next 00:00.
fn tell_way_back(asked: &Asked, due: Won, said: &mut Said) {
    let connection = asked.state.slots.connection_state.as_ref().filter(|_| asked.asks(Slot::ConnectionState));
    match connection.map(|connection| connection.state) {
        Some(Connection::Disconnected) => {
            said.line(format!("유상캐시를 결제 예정 금액 {due}만큼 충전하면 바로 정산되고 '연결 대기중'이 돼요."));
            said.line("그다음 챗봇과 채널을 다시 연결해 주세요.");
        }
        known => {
            said.line(format!("유상캐시를 결제 예정 금액 {due}만큼 충전하면 미수가 바로 정산돼요."));
            if known.is_none() {
                said.line("챗봇 연결이 끊겼다면 정산한 뒤 챗봇과 채널을 다시 연결해 주세요.");
            }
        }
    }
    let next = shifted(asked.today, 1).map_or_else(|| "다음 날".to_owned(), date);
    said.line(format!("충전하지 않고 카드를 정상화해 두면 {next} 00시에 다시 결제를 시도해요."));
    said.sum("충전할 금액", &due);
}

/// When what has added up is charged; each service has a rule of its own, or none.
fn tell_when(asked: &Asked, unpaid: &UnpaidAmount, said: &mut Said) {
    match asked.service {
        Service::Chatbot => {
            let threshold = unpaid.charge_threshold.unwrap_or(CHATBOT_THRESHOLD);
            match threshold.checked_sub(unpaid.accrued).filter(|rest| *rest > Won::ZERO) {
                Some(rest) => {
                    said.line(format!("{threshold}이 되면 결제되고, 거기까지 {rest} 남았어요."));
                    said.line("그 전에 언제 결제되는지는 고객센터에서 확인해 주세요.");
                }
                None => said.line(format!("결제되는 기준 {threshold}에 이르렀어요.")),
            }
        }
        Service::Moment => said.line("마이너스 광고비가 50만원이 되거나, 그 전이라도 다음 날 00시가 되면 결제돼요."),
        Service::Developers => {
            let next = asked.today.replace_day(1).ok().and_then(|first| shifted(first, 31));
            if let Some(next) = next {
                said.line(format!("{}월 1일 오전 1시경에 결제돼요.", u8::from(next.month())));
            }
        }
        _ => {}
    }
}

fn tell_limit(asked: &Asked, limit: &DailyLimit, said: &mut Said) {
    let (Some(most), Some(rest)) = (limit.limit, limit.remaining()) else {
        said.line("일 지출한도가 설정돼 있지 않아요.");
        return;
    };
    let spent = limit.spent_today;
    if rest == Won::ZERO {
        said.line(format!("오늘 자동결제로 {spent}을 써서 일 지출한도 {most}이 남지 않았어요."));
        if asked.service == Service::Moment {
            said.line("일 지출한도에 도달하면 광고가 OFF돼요.");
        }
    } else {
        said.line(format!("오늘 남은 한도는 {rest}이에요. 일 지출한도 {most} 중 자동결제로 {spent}을 썼어요."));
    }
    if asked.service.limit_binds_auto_payment_alone() {
        said.line("이 한도는 자동결제에만 적용되고, 다른 방법의 충전은 세지 않아요.");
    }
    let paid = asked.state.slots.balance.as_ref().map(|balance| balance.paid);
    let first = paid.filter(|paid| asked.asks(Slot::Balance) && *paid > Won::ZERO && asked.service.uses_cash_first());
    if let Some(paid) = first {
        said.line(format!("유상캐시 {paid}이 남아 있어서 이것부터 쓰고 나서 자동결제가 돼요."));
    }
    said.item("남은 한도", &rest);
    said.item("일 지출한도", &most);
}
