//! Tax invoices: last month's, why it failed, where it goes, and when the next comes.

use super::phrase::date;
use super::rules::Service;
use super::{Asked, Said};
use crate::slot::Slot;
use crate::wallet::day::YearMonth;
use crate::wallet::state::{InvoiceEmail, InvoiceState, TaxInvoice, WalletType};

/// Months that a card shows.
const MOST_MONTHS: usize = 3;

pub(super) fn tell(asked: &Asked, said: &mut Said) {
    let slots = &asked.state.slots;
    let individual = asked.state.wallet.wallet_type == WalletType::Individual;
    if let (true, Some(invoices)) = (asked.asks(Slot::TaxInvoices), &slots.tax_invoices) {
        if individual && asked.service.individuals_get_no_invoice() {
            said.line("개인 월렛은 세금계산서를 발행하지 않아요.");
        } else {
            tell_invoices(asked, invoices, said);
        }
    }
    if let (true, Some(email)) = (asked.asks(Slot::InvoiceEmail), &slots.invoice_email) {
        tell_email(asked, email, said);
    }
}

fn tell_invoices(asked: &Asked, invoices: &[TaxInvoice], said: &mut Said) {
    let this = YearMonth::of(asked.today);
    let last = this.before();
    match invoices.iter().find(|invoice| invoice.month == last) {
        None => said.line(format!("지난달({last}) 사용분의 세금계산서 내역이 없어요.")),
        Some(invoice) => tell_last(asked, invoice, said),
    }
    if asked.service.invoices_next_month() {
        let next = u8::from(this.month.next());
        said.line(format!("이번 달({this})에 쓴 금액의 세금계산서는 {next}월 초에 발행돼요."));
    }
    for invoice in invoices.iter().take(MOST_MONTHS) {
        said.item(format!("{}분", invoice.month), &format!("{} {}", invoice.amount, invoice.state));
    }
}

fn tell_last(asked: &Asked, invoice: &TaxInvoice, said: &mut Said) {
    let TaxInvoice { month, amount, state, failure, issued_on } = invoice;
    let what = format!("지난달({month}) 사용분 {amount}의 세금계산서");
    match state {
        InvoiceState::Issued => {
            let on = issued_on.map_or_else(String::new, |day| format!("{}에 ", date(day)));
            said.line(format!("{what}는 {on}발행됐어요."));
        }
        InvoiceState::NotYet => {
            said.line(format!("{what}는 아직 발행 전이에요."));
            if asked.service.invoices_next_month() {
                let early = u8::from(month.month.next());
                said.line(format!("{month}분은 {early}월 초에 발행돼요. 계속 보이지 않으면 고객센터에 문의해 주세요."));
            }
        }
        InvoiceState::Failed => {
            let reason = failure.map_or_else(|| "받지 못했어요".to_owned(), |failure| failure.to_string());
            said.line(format!("{what}는 발행에 실패했어요. 이유: {reason}."));
            said.lines.extend(asked.service.after_failed_invoice().map(str::to_owned));
        }
        InvoiceState::Unknown => said.line(format!("{what} 상태: {state}")),
    }
}

fn tell_email(asked: &Asked, email: &InvoiceEmail, said: &mut Said) {
    let Some(address) = &email.email else {
        said.line("세금계산서를 받을 메일이 등록돼 있지 않아요.");
        if asked.service == Service::Chatbot {
            said.line("월렛 마스터가 나의 월렛 > 세금계산서 탭에서 메일 주소를 정할 수 있어요.");
        }
        return;
    };
    said.line(format!("세금계산서는 {address} 메일로 보내요."));
    // A change long ago is in force anyway; the rule is that of `cb-taxinvoice-mail-missing`.
    let since = YearMonth::of(asked.today).before();
    if let Some(changed_on) = email.changed_on.filter(|day| YearMonth::of(*day) >= since) {
        let from = if asked.service == Service::Chatbot {
            format!(" {}분부터 이 메일로 발행돼요.", YearMonth::of(changed_on))
        } else {
            String::new()
        };
        said.line(format!("{}에 바꾼 메일 주소예요.{from}", date(changed_on)));
    }
}
