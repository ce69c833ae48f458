//! Receipts: which company keeps the record of this payment, how to find it there, and where its mail went.

use super::phrase::date;
use super::rules::Service;
use super::{Asked, Said};
use crate::slot::Slot;
use crate::wallet::state::{Method, Pg, Receipt, WalletType};

pub(super) fn tell(asked: &Asked, said: &mut Said) {
    let Some(receipts) = &asked.state.slots.receipts else { return };
    let Some(newest) = receipts.first() else {
        said.line("최근 결제 내역이 없어요.");
        return;
    };
    // Receipts of a PG are for what a PG handled; a bank transfer is told if there is nothing else.
    let receipt = receipts.iter().find(|receipt| receipt.pg.is_some()).unwrap_or(newest);
    tell_one(asked, receipt, said);
    if asked.service == Service::Chatbot && asked.state.wallet.wallet_type == WalletType::Individual {
        let by_card = matches!(receipt.method, Method::Card | Method::AutoPayment);
        if by_card && asked.asks(Slot::WalletType) {
            said.line("개인 월렛은 카드사가 제공하는 카드전표를 증빙으로 쓸 수 있어요.");
        }
    }
    for receipt in receipts {
        let (month, day) = (u8::from(receipt.paid_on.month()), receipt.paid_on.day());
        let by = receipt.pg.map_or_else(|| receipt.method.to_string(), |pg| pg.to_string());
        said.item(format!("{month}/{day}"), &format!("{} ({by})", receipt.amount));
    }
}

fn tell_one(asked: &Asked, receipt: &Receipt, said: &mut Said) {
    let what = format!("{} {} {} 결제", date(receipt.paid_on), receipt.method, receipt.amount);
    let Some(pg) = receipt.pg else {
        said.line(match receipt.method {
            Method::BankTransfer => format!("{what}는 카드 결제가 아니라서 PG사 카드 전표가 없어요."),
            _ => format!("{what}는 PG사 정보를 받지 못했어요."),
        });
        return;
    };
    if pg == Pg::Unknown {
        said.line(format!("{what}의 PG사: {pg}"));
    } else {
        said.line(format!("{what}의 기록은 {pg}에 있어요."));
        // The menus are stated for charges by card.
        let menu = asked.service.receipt_menu(pg).filter(|_| receipt.method == Method::Card);
        match menu {
            Some(menu) => said.line(menu),
            None => said.line(format!("{pg} 사이트에서 조회해 주세요. 메뉴를 찾기 어려우면 고객센터에 문의해 주세요.")),
        }
    }
    if let Some(email) = &receipt.email {
        said.line(format!("결제할 때 적은 {email} 메일로도 결제내역을 보냈어요."));
    } else {
        said.line("결제할 때 적은 메일 주소 정보가 없어요.");
    }
    if asked.service == Service::BrandEmoticon && receipt.method == Method::Card {
        said.line("PG사에서 조회한 카드 전표는 부가가치세 신고 용도로 쓸 수 없어요.");
    }
}
