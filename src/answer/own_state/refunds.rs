//! Refunds: when the money comes, why one failed, and the account it goes to.

use time::Date;

use super::phrase::{date, short};
use super::rules::Service;
use super::{Asked, Said};
use crate::slot::Slot;
use crate::wallet::state::{Refund, RefundAccount, RefundFailure, RefundKind, RefundMethod, RefundState};

pub(super) fn tell(asked: &Asked, said: &mut Said) {
    let slots = &asked.state.slots;
    if let (true, Some(refunds)) = (asked.asks(Slot::RefundStatus), &slots.refund_status) {
        match refunds.first() {
            None => said.line("신청한 환불이 없어요."),
            Some(newest) => {
                tell_refund(asked, newest, said);
                let open = |refund: &&Refund| matches!(refund.state, RefundState::Waiting | RefundState::Approved);
                let more = refunds.iter().skip(1).filter(open).count();
                if more > 0 {
                    said.line(format!("그 밖에 진행 중인 환불이 {more}건 더 있어요."));
                }
            }
        }
    }
    if let (true, Some(account)) = (asked.asks(Slot::RefundAccount), &slots.refund_account) {
        tell_account(asked, account, said);
    }
}

fn tell_refund(asked: &Asked, refund: &Refund, said: &mut Said) {
    let what = match refund.kind {
        RefundKind::Unknown => format!("환불 {}", refund.amount),
        kind => format!("{kind} {}", refund.amount),
    };
    let requested = date(refund.requested_on);
    match refund.state {
        RefundState::Waiting => {
            said.line(format!("{requested}에 신청한 {what}은 승인을 기다리고 있어요."));
            if refund.kind == RefundKind::Full && asked.service.approves_in_an_hour() {
                said.line("전액 환불은 승인 대기를 거쳐 1시간 뒤 승인돼요.");
            }
            tell_days(asked, refund, None, said);
        }
        RefundState::Approved => {
            let on = refund.approved_on.map_or_else(String::new, |day| format!("{}에 ", date(day)));
            said.line(format!("{what}은 {on}승인됐고, 아직 들어오지 않았어요."));
            tell_days(asked, refund, refund.approved_on, said);
        }
        RefundState::Done => {
            let on = refund.done_on.map_or_else(String::new, |day| format!("{}에 ", date(day)));
            said.line(format!("{what}은 {on}{}(으)로 완료됐어요.", refund.method));
        }
        RefundState::Failed => tell_failure(asked, refund, &what, said),
        RefundState::Unknown => said.line(format!("{requested}에 신청한 {what}의 상태: {}", refund.state)),
    }
    said.item("환불 금액", &refund.amount);
    said.item("환불 상태", &refund.state);
}

/// When the money comes, counted from the approval.
fn tell_days(asked: &Asked, refund: &Refund, approved_on: Option<Date>, said: &mut Said) {
    let method = refund.method;
    let Some((least, most)) = asked.service.refund_days(method) else {
        let what =
            if method == RefundMethod::Transfer { "계좌로 들어오기까지" } else { "돈이 돌아오기까지" };
        said.line(format!("승인 후 {what} 며칠 걸리는지는 안내된 기간이 없어요. 고객센터에서 확인해 주세요."));
        return;
    };
    let span = |approved: Date| {
        let from = asked.calendar.add_business_days(approved, least).ok()?;
        Some((from, asked.calendar.add_business_days(approved, most).ok()?))
    };
    let takes = format!("{method}까지 승인 후 영업일 {least}~{most}일 걸려요.");
    match approved_on.and_then(span) {
        Some((_, until)) if until < asked.today => {
            said.line(format!("{takes} 예정일인 {}이 지났으니 고객센터에 문의해 주세요.", date(until)));
        }
        Some((from, until)) => {
            said.line(format!("{takes} {}에서 {} 사이에 처리될 예정이에요.", date(from), date(until)));
            said.item("예정일", &format!("{}~{}", date(from), date(until)));
        }
        None => said.line(takes),
    }
}

fn tell_failure(asked: &Asked, refund: &Refund, what: &str, said: &mut Said) {
    let reason = refund.failure.map_or_else(|| "받지 못했어요".to_owned(), |failure| failure.to_string());
    said.line(format!("{}에 신청한 {what}은 실패했어요. 이유: {reason}.", date(refund.requested_on)));
    if let Some(balance) = refund.balance_at_approval {
        said.line(format!("승인 시점의 잔액은 {balance}이었어요."));
    }
    match refund.failure {
        Some(RefundFailure::BalanceBelowZero) if asked.service.refund_needs_no_debt() => {
            said.line("환불이 승인되는 시점에 잔액이 0원 이상이어야 해요.");
        }
        Some(RefundFailure::HolderMismatch | RefundFailure::BadAccount) => {
            said.lines.extend(asked.service.refund_holder().map(str::to_owned));
        }
        _ => {}
    }
}

fn tell_account(asked: &Asked, account: &RefundAccount, said: &mut Said) {
    let Some(number) = &account.account else {
        said.line("등록된 환불 계좌가 없어요.");
        match asked.service {
            Service::Moment => said.line("마스터가 환불 계좌를 먼저 등록해야 환불을 신청할 수 있어요."),
            Service::BrandEmoticon => said.line("환불 계좌가 등록돼 있어야 환불을 신청할 수 있어요."),
            _ => {}
        }
        return;
    };
    let holder = account.holder.as_ref().map_or_else(String::new, |holder| format!(" (예금주 {holder})"));
    said.line(format!("등록된 환불 계좌는 {number}{holder}이에요."));
    if let Some(problem) = &account.problem {
        said.line(format!("이 계좌는 확인에 실패했어요. 이유: {}.", short(problem.as_str())));
        if let Some(rule) = asked.service.refund_holder() {
            said.once(rule);
        }
    }
    said.item("환불 계좌", number);
}
