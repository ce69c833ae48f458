//! Campaigns: until when a creative has to be registered and approved for this start, what happens otherwise, what is
//! left of the budget, and how far the review is. The deadlines are those of 브랜드 이모티콘 (`be-creative-deadline`).

use time::Date;

use super::phrase::{date, left, shifted, short};
use super::rules::Service;
use super::{Asked, Said};
use crate::slot::Slot;
use crate::wallet::Won;
use crate::wallet::state::{Campaign, CampaignKind, CampaignState, CreativeReview, ReviewState};

/// Most campaigns that are told one by one.
const MOST_CAMPAIGNS: usize = 3;
/// Days before the start: making a campaign, registering its creative, approval.
const CREATE: i64 = 14;
const REGISTER: i64 = 10;
const APPROVE: i64 = 2;

pub(super) fn tell(asked: &Asked, said: &mut Said) {
    let slots = &asked.state.slots;
    let campaigns = slots.campaign.as_ref().filter(|_| asked.asks(Slot::Campaign));
    let reviews = slots.creative_review_state.as_ref().filter(|_| asked.asks(Slot::CreativeReviewState));
    match (campaigns, reviews) {
        (Some(campaigns), _) if campaigns.is_empty() => said.line("만들어 둔 캠페인이 없어요."),
        (Some(campaigns), _) => tell_campaigns(asked, campaigns, reviews.map_or(&[], Vec::as_slice), said),
        (None, _) => {}
    }
    // Deadlines tell the review of their creative; what is running or over does not.
    let told = campaigns.is_some() && said.lines.iter().any(|line| line.contains("소재"));
    if let (false, Some(reviews)) = (told, reviews) {
        tell_reviews(reviews, said);
    }
}

/// What the article is about.
fn about_budget(asked: &Asked) -> bool {
    asked.article == "be-budget-increase"
}

fn tell_campaigns(asked: &Asked, campaigns: &[Campaign], reviews: &[CreativeReview], said: &mut Said) {
    let review_of = |campaign: &Campaign| {
        reviews.iter().find(|review| review.campaign.as_str() == campaign.name.as_str()).map(|review| review.state)
    };
    // What can still be missed comes first, what is over last; each in the order in which it starts.
    let rank = |campaign: &&Campaign| match campaign.state {
        CampaignState::Running if about_budget(asked) => 0,
        CampaignState::Scheduled if review_of(campaign) != Some(ReviewState::Approved) => 1,
        CampaignState::Scheduled => 2,
        CampaignState::Running => 3,
        CampaignState::AutoCancelled | CampaignState::AutoEnded => 4,
        CampaignState::Off | CampaignState::Unknown => 5,
        CampaignState::Cancelled => 6,
    };
    let mut order: Vec<&Campaign> = campaigns.iter().collect();
    order.sort_by_key(rank);
    for (index, campaign) in order.iter().take(MOST_CAMPAIGNS).enumerate() {
        let review = reviews.iter().find(|review| review.campaign.as_str() == campaign.name.as_str());
        let one = One { asked, campaign, review };
        one.tell(said);
        if index == 0 {
            one.show(said);
        }
    }
    if order.len() > MOST_CAMPAIGNS {
        said.line(format!("그 밖의 캠페인이 {}개 더 있어요.", order.len() - MOST_CAMPAIGNS));
    }
}

/// One campaign with the review of its creative.
struct One<'a> {
    asked: &'a Asked<'a>,
    campaign: &'a Campaign,
    review: Option<&'a CreativeReview>,
}

impl One<'_> {
    fn tell(&self, said: &mut Said) {
        let Campaign { starts_on, state, kind, .. } = self.campaign;
        let name = format!("'{}'", short(self.campaign.name.as_str()));
        let start = date(*starts_on);
        let with_rules = self.asked.service == Service::BrandEmoticon;
        match state {
            CampaignState::Scheduled if with_rules && !about_budget(self.asked) => self.tell_deadlines(&name, said),
            CampaignState::Scheduled => said.line(format!("캠페인 {name}의 시작일은 {start}이에요.")),
            CampaignState::Running => said.line(format!("캠페인 {name}: {start}부터 진행 중이에요.")),
            CampaignState::AutoCancelled if with_rules => {
                let until = self.approve_until().map_or_else(|| "D-2".to_owned(), date);
                said.line(format!("캠페인 {name}: 소재가 {until}까지 승인되지 않아 자동 취소됐어요."));
            }
            CampaignState::AutoEnded if with_rules => {
                said.line(format!("캠페인 {name}: 예산을 모두 써서 자동 종료됐어요."));
            }
            _ => said.line(format!("캠페인 {name} 상태: {state}. 시작일은 {start}이에요.")),
        }
        let alive = matches!(state, CampaignState::Scheduled | CampaignState::Running);
        if *state == CampaignState::Running || (alive && about_budget(self.asked)) {
            self.tell_budget(said);
        }
        let about_coupons = matches!(self.asked.article, "be-usage-period" | "be-coupon-extend");
        if about_coupons && with_rules && alive && *kind == CampaignKind::Coupon {
            said.line(format!("쿠폰은 시작일 {start}부터 91일 동안 쓸 수 있고, 늘릴 수 없어요."));
        }
        if self.asked.article == "be-campaign-schedule-change" && with_rules {
            said.once("등록이 끝난 캠페인의 일정은 수정할 수 없어요.");
        }
    }

    fn tell_deadlines(&self, name: &str, said: &mut Said) {
        let today = self.asked.today;
        let review = self.review.map(|review| review.state);
        let start = date(self.campaign.starts_on);
        let reason = self.review.and_then(|review| review.reason.as_ref()).map(|reason| short(reason.as_str()));
        match review {
            Some(ReviewState::Approved) => {
                said.line(format!("캠페인 {name}: 소재 심사가 승인됐고 {start}에 시작해요."));
                return;
            }
            Some(ReviewState::InReview) => said.line(format!("캠페인 {name}: {start} 시작이고, 소재는 심사 중이에요.")),
            Some(ReviewState::Rejected) => {
                let reason = reason.map_or_else(String::new, |reason| format!(" 사유: {reason}."));
                said.line(format!("캠페인 {name}: {start} 시작인데 소재 심사가 보류됐어요.{reason}"));
            }
            Some(ReviewState::Unknown) => said.line(format!("캠페인 {name}: {start} 시작, 소재 상태: 확인 불가")),
            Some(ReviewState::Missing) | None => match shifted(self.campaign.starts_on, -REGISTER) {
                Some(until) => match left(today, until) {
                    Some(left) => {
                        said.line(format!(
                            "캠페인 {name}: {start} 시작이라 소재를 {}까지 등록해야 해요. {left}.",
                            date(until)
                        ));
                    }
                    None => said
                        .line(format!("캠페인 {name}: {start} 시작이고, 소재 등록 기한 {}이 지났어요.", date(until))),
                },
                None => said.line(format!("캠페인 {name}의 시작일은 {start}이에요.")),
            },
        }
        match self.approve_until() {
            Some(until) => said.line(match left(today, until) {
                Some(left) => format!("{}까지 소재가 승인되지 않으면 캠페인이 자동 취소돼요. {left}.", date(until)),
                None => format!("승인 기한 {}이 지났어요. 그때까지 승인되지 않은 캠페인은 자동 취소돼요.", date(until)),
            }),
            None => {
                said.line("시작일 2일 전(영업일이 아니면 그 전 영업일)까지 승인되지 않으면 자동 취소돼요.");
            }
        }
    }

    fn tell_budget(&self, said: &mut Said) {
        let Campaign { budget, spent, .. } = self.campaign;
        let rest = budget.checked_sub(*spent).map_or(Won::ZERO, Won::at_least_zero);
        said.line(format!("예산 {budget} 중 {rest} 남았어요."));
        if self.asked.service == Service::BrandEmoticon {
            said.once("예산은 변경하거나 늘릴 수 없고, 다 쓰면 캠페인이 자동으로 종료돼요.");
        }
    }

    /// S-2, or the business day before; nothing beyond the list of holidays.
    fn approve_until(&self) -> Option<Date> {
        let day = shifted(self.campaign.starts_on, -APPROVE)?;
        self.asked.calendar.business_day_on_or_before(day).ok()
    }

    fn show(&self, said: &mut Said) {
        let Campaign { starts_on, budget, spent, state, .. } = self.campaign;
        said.item("시작일", &date(*starts_on));
        if *state == CampaignState::Scheduled && self.asked.service == Service::BrandEmoticon {
            let days = [("캠페인 생성", shifted(*starts_on, -CREATE)), ("소재 등록", shifted(*starts_on, -REGISTER))];
            for (label, day) in days.into_iter().chain([("소재 승인", self.approve_until())]) {
                if let Some(day) = day {
                    said.item(label, &format!("{}까지", date(day)));
                }
            }
        }
        if let Some(rest) = budget.checked_sub(*spent) {
            said.item("남은 예산", &rest.at_least_zero());
        }
    }
}

fn tell_reviews(reviews: &[CreativeReview], said: &mut Said) {
    if reviews.is_empty() {
        said.line("등록된 소재가 없어요.");
    }
    // What needs something done first.
    let rank = |review: &&CreativeReview| match review.state {
        ReviewState::Rejected => 0,
        ReviewState::InReview => 1,
        ReviewState::Missing => 2,
        ReviewState::Unknown => 3,
        ReviewState::Approved => 4,
    };
    let mut order: Vec<&CreativeReview> = reviews.iter().collect();
    order.sort_by_key(rank);
    for review in order.iter().take(MOST_CAMPAIGNS) {
        let reason =
            review.reason.as_ref().map_or_else(String::new, |text| format!(" 사유: {}.", short(text.as_str())));
        let on = review.decided_on.map_or_else(String::new, |day| format!(" ({})", date(day)));
        said.line(format!("'{}' 소재 상태: {}{on}.{reason}", short(review.campaign.as_str()), review.state));
    }
    if order.len() > MOST_CAMPAIGNS {
        said.line(format!("그 밖의 소재가 {}건 더 있어요.", order.len() - MOST_CAMPAIGNS));
    }
}
