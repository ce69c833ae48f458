//! A virtual account for one bank transfer: what is awaited, or which check a deposit did not pass.

use super::phrase::{date, left, short};
use super::rules::Service;
use super::{Asked, Said};
use crate::wallet::state::VirtualAccount;

pub(super) fn tell(asked: &Asked, said: &mut Said) {
    let Some(accounts) = &asked.state.slots.virtual_account else { return };
    // The newest that is still open; else the newest of all.
    let open = accounts.iter().find(|account| !account.credited);
    let Some(account) = open.or(accounts.first()) else {
        said.line("발급된 가상계좌가 없어요.");
        return;
    };
    said.item("충전 금액", &account.amount);
    if let Some(paid) = account.deposited_amount {
        said.item("입금액", &paid);
    }
    if account.credited {
        let on = account.deposited_on.map_or_else(String::new, |day| format!("{}에 입금한 ", date(day)));
        said.line(format!("{on}가상계좌 충전 {}은 완료됐어요.", account.amount));
    } else if account.deposited_on.is_some() || account.deposited_amount.is_some() {
        tell_checks(asked, account, said);
    } else {
        tell_waiting(asked, account, said);
    }
}

/// 30 days are stated by `cb-bank-transfer-how` alone.
fn last_day(asked: &Asked, account: &VirtualAccount) -> Option<time::Date> {
    account.deposit_until().filter(|_| asked.service == Service::Chatbot)
}

fn tell_waiting(asked: &Asked, account: &VirtualAccount, said: &mut Said) {
    let (number, amount) = (&account.account, account.amount);
    let until = last_day(asked, account);
    if let Some(until) = until.filter(|until| *until < asked.today) {
        said.line(format!("가상계좌({number})의 입금 기간 30일이 {}에 끝났어요.", date(until)));
        said.line("이 계좌로는 입금할 수 없으니 나의 월렛 > 캐시 관리 > 충전에서 새로 발급받아 주세요.");
        said.item("입금 기한", &date(until));
        return;
    }
    said.line(format!("가상계좌({number})로 아직 입금되지 않았어요. 입금할 금액은 {amount}이에요."));
    if let Some(until) = until {
        let left = left(asked.today, until).unwrap_or_default();
        said.line(format!("발급 후 30일인 {}까지 같은 금액을 입금해 주세요. {left}.", date(until)));
        said.item("입금 기한", &date(until));
    }
    if let Some(payee) = asked.service.payee() {
        said.line(format!("받는 계좌의 예금주가 {payee}인지 확인해 주세요."));
    }
}

/// The checks of `cb-bank-transfer-not-confirmed` in its order: payee, amount, period.
fn tell_checks(asked: &Asked, account: &VirtualAccount, said: &mut Said) {
    let before = said.lines.len();
    let mut passed = Vec::new();
    let payee = asked.service.payee().unwrap_or(account.payee.as_str());
    match &account.deposited_payee {
        Some(named) if !same_payee(named.as_str(), payee) => {
            said.line(format!("예금주가 다른 계좌('{}')로 입금하셨어요.", short(named.as_str())));
            said.line(match asked.service.payee() {
                Some(payee) => format!("받는 계좌의 예금주가 {payee}가 아니면 잘못된 계좌로 입금하신 거예요."),
                None => format!("발급된 가상계좌의 예금주: '{}'", short(payee)),
            });
        }
        Some(_) => passed.push("예금주"),
        None => {}
    }
    let amount = account.amount;
    match account.deposited_amount {
        Some(paid) if paid != amount => {
            let rule = if asked.service == Service::Chatbot { " 두 금액이 같아야 충전돼요." } else { "" };
            said.line(format!("실제 입금액 {paid}이 충전 금액 {amount}과 달라요.{rule}"));
        }
        Some(_) => passed.push("입금액"),
        None => {}
    }
    if let (Some(paid_on), Some(until)) = (account.deposited_on, last_day(asked, account)) {
        if paid_on > until {
            said.line(format!("{}에 입금해 입금 기간({}까지)이 지났어요.", date(paid_on), date(until)));
        } else {
            passed.push("입금 기간");
        }
    }
    let found = said.lines.len() > before;
    let fine = passed.join(", ");
    match (found, passed.is_empty()) {
        (true, true) => {}
        (true, false) => said.line(format!("확인한 나머지 항목은 맞아요: {fine}.")),
        (false, true) => said.line("가상계좌 입금이 아직 충전되지 않았어요. 예금주와 금액을 확인해 주세요."),
        (false, false) => {
            said.line(format!("가상계좌 입금이 아직 충전되지 않았는데, 확인한 항목은 모두 맞아요: {fine}."));
            said.line("충전이 계속 확인되지 않으면 고객센터에 문의해 주세요.");
        }
    }
    if account.deposited_payee.is_none() {
        said.line(format!("입금한 계좌의 예금주 정보는 받지 못했으니 '{}'인지 확인해 주세요.", short(payee)));
    }
}

/// The same name in another spelling of the legal form, with other spaces or letters of another size.
fn same_payee(a: &str, b: &str) -> bool {
    let plain = |name: &str| {
        let name = name.replace('㈜', "(주)").replace("주식회사", "(주)");
        name.split_whitespace().collect::<String>().to_lowercase()
    };
    plain(a) == plain(b)
}
