//! Cash: what can be spent, how far it is below nothing, and free cash that has to be started in time.

use super::phrase::{date, left, shifted, short};
use super::rules::Service;
use super::{Asked, Said};
use crate::slot::Slot;
use crate::wallet::Won;
use crate::wallet::state::{Balance, FreeCash, FreeCashState};

/// Most grants that are told one by one.
const MOST_GRANTS: usize = 3;

pub(super) fn tell(asked: &Asked, said: &mut Said) {
    let slots = &asked.state.slots;
    // Whichever was asked first comes first.
    let first = asked.slots.iter().find(|slot| matches!(slot, Slot::Balance | Slot::Freecash));
    let freecash = |said: &mut Said| {
        if let (true, Some(grants)) = (asked.asks(Slot::Freecash), &slots.freecash) {
            tell_freecash(asked, grants, said);
        }
    };
    if first == Some(&Slot::Freecash) {
        freecash(said);
    }
    if let (true, Some(balance)) = (asked.asks(Slot::Balance), &slots.balance) {
        tell_balance(asked, balance, said);
    }
    if first == Some(&Slot::Balance) {
        freecash(said);
    }
}

fn tell_balance(asked: &Asked, balance: &Balance, said: &mut Said) {
    let Balance { paid, free, negative } = balance;
    if *negative > Won::ZERO {
        said.line(format!("잔액이 0원보다 {negative} 모자라요."));
        // What a cut-off bot needs is told with its debt.
        let unpaid = asked.state.slots.unpaid_amount.as_ref().filter(|_| asked.asks(Slot::UnpaidAmount));
        let told = asked.service == Service::Chatbot && unpaid.is_some_and(|unpaid| unpaid.failed > Won::ZERO);
        if let (false, Some(least)) = (told, asked.service.settles_by_charging()) {
            said.line(format!("유상캐시를 {} 충전하면 마이너스가 정산돼요.", (*negative).max(least)));
        }
        if asked.service.invoices_negative() {
            said.line("마이너스 잔액도 정상적으로 쓴 비용이라 세금계산서에 포함돼요.");
        }
        said.item("모자란 금액", negative);
    } else if let Some(total) = balance.total() {
        said.line(format!("총 캐시 잔액은 {total}이에요. 유상캐시 {paid}, 무상캐시 {free}이에요."));
        said.sum("총 캐시", &total);
    } else {
        said.line(format!("캐시 잔액은 유상캐시 {paid}, 무상캐시 {free}이에요."));
    }
    said.item("유상캐시", paid);
    said.item("무상캐시", free);
    if asked.asks(Slot::RefundStatus) || asked.asks(Slot::RefundAccount) {
        said.line(format!("환불받을 수 있는 건 쓰지 않은 유상캐시 {paid}이에요."));
    }
}

fn tell_freecash(asked: &Asked, grants: &[FreeCash], said: &mut Said) {
    if grants.is_empty() {
        said.line("받은 무상캐시가 없어요.");
        return;
    }
    let (mut told, mut unused) = (0, false);
    // What has to be done first, then what is running; each in the order in which it expires.
    let alive = |grant: &&FreeCash| grant.expires_on > asked.today;
    let waiting = grants.iter().filter(alive).filter(|grant| grant.state == FreeCashState::Unused);
    let running = grants.iter().filter(alive).filter(|grant| grant.state == FreeCashState::InUse);
    let unknown = grants.iter().filter(|grant| grant.state == FreeCashState::Unknown);
    for grant in waiting.chain(running).chain(unknown).take(MOST_GRANTS) {
        told += 1;
        let (name, amount, end) = (short(grant.name.as_str()), grant.amount, date(grant.expires_on));
        match grant.state {
            FreeCashState::Unused => {
                unused = true;
                said.line(format!("무상캐시 '{name}' {amount}은 아직 '사용하기'를 누르지 않았어요."));
                let last = shifted(grant.expires_on, -1).unwrap_or(grant.expires_on);
                let left = left(asked.today, last).unwrap_or_default();
                said.line(format!("{end}에 사라지니 {}까지 눌러 주세요. {left}.", date(last)));
            }
            FreeCashState::InUse => {
                said.line(format!("무상캐시 '{name}' {amount}은 사용중이고, {end}에 남은 금액이 사라져요."));
            }
            _ => said.line(format!("무상캐시 '{name}' {amount}의 상태: {}", grant.state)),
        }
        said.item("무상캐시", &format!("{amount} {}", grant.state));
    }
    if told == 0 {
        let count = |state: FreeCashState| grants.iter().filter(|grant| grant.state == state).count();
        let used = count(FreeCashState::UsedUp);
        let gone = grants.len() - used;
        said.line(format!("지금 쓸 수 있는 무상캐시는 없어요. 사용완료 {used}건, 만료 {gone}건이에요."));
    }
    if unused {
        said.line("'사용하기'를 누르기 전의 무상캐시는 총 캐시 잔액에 들어 있지 않아요.");
        if asked.service == Service::Moment {
            said.line("한번 시작한 무상캐시는 취소하거나 시작일을 다시 정할 수 없어요.");
        }
        if let Some(menu) = asked.service.freecash_menu() {
            said.line(format!("{menu}에서 누를 수 있어요."));
        }
    }
}
