//! 영업권: whether an agency runs the wallet, who accepts or releases, and whether requests are refused.

use super::phrase::short;
use super::rules::Service;
use super::{Asked, Said};
use crate::slot::Slot;
use crate::wallet::Role;
use crate::wallet::state::AgencyState;

pub(super) fn tell(asked: &Asked, said: &mut Said) {
    let Some(right) = &asked.state.slots.agency_right else { return };
    let agency = right.agency.as_ref().map(|name| short(name.as_str()));
    let by = agency.as_ref().map_or_else(String::new, |name| format!(" 대행사: {name}."));
    match right.state {
        AgencyState::Absent => said.line("설정된 영업권이 없고, 들어온 요청도 없어요."),
        AgencyState::Requested => {
            said.line(format!("영업권 요청이 들어와 있어요.{by}"));
            tell_who(asked, said);
        }
        AgencyState::Granted => {
            said.line(format!("영업권이 설정돼 있어요.{by}"));
            match asked.service {
                Service::Chatbot => said.line("해제는 월렛 마스터만 나의 월렛 > 영업권 관리에서 할 수 있어요."),
                Service::BrandEmoticon => said.line("영업권관리 탭에서 '영업권 해제'를 누르면 바로 해제돼요."),
                _ => {}
            }
        }
        AgencyState::Unknown => said.line(format!("영업권 상태: {}", right.state)),
    }
    if right.refuses_requests {
        said.line("'영업권 요청 거부'가 체크돼 있어 새 요청이 들어올 수 없어요.");
        if asked.service == Service::BrandEmoticon {
            said.line("광고계정 > 설정 > 광고계정 관리 > 영업권 관리 탭에서 체크를 해제해 주세요.");
        }
    }
    said.item("영업권", &right.state);
    if let Some(name) = agency {
        said.item("대행사", &name);
    }
}

/// Who may accept a request, and whether that is the customer.
fn tell_who(asked: &Asked, said: &mut Said) {
    let Some(master) = asked.service.accepts_agency() else { return };
    let role = asked.state.wallet.my_role;
    let mine = matches!((asked.service, role), (Service::Chatbot, Role::WalletMaster) | (_, Role::AdAccountMaster));
    if asked.asks(Slot::MyRole) && mine {
        said.line(format!("{master}이시니 직접 수락하거나 거부할 수 있어요."));
    } else {
        said.line(format!("수락하거나 거부하는 건 {master}만 할 수 있어요."));
    }
    match asked.service {
        Service::Chatbot => said.line("나의 월렛 > 영업권 관리에서 확인해 주세요."),
        Service::BrandSearch => said.line("수락하면 바로 적용돼요."),
        _ => {}
    }
}
