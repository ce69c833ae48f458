//! Campaigns of 브랜드 이모티콘 and the review of what they show.

use serde::{Deserialize, Serialize};
use time::Date;

use super::super::day::iso;
use super::super::mask::Text;
use super::super::won::{Won, not_negative};
use super::super::words::words;

words! {
    /// How people get the emoticons.
    CampaignKind {
        FriendAdd = "채널추가형",
        Coupon = "쿠폰형",
    }
}

words! {
    /// How far a campaign is. `scheduled` and `running` are this product's words: the articles name the others alone.
    CampaignState {
        Scheduled = "시작 전",
        Running = "진행 중",
        Off = "OFF",
        Cancelled = "취소",
        /// Its creative was not approved in time.
        AutoCancelled = "자동 취소",
        /// Its budget was used up.
        AutoEnded = "자동 종료",
    }
}

/// One of `campaign`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    pub name: Text,
    pub kind: CampaignKind,
    /// The day from which all its deadlines count back.
    #[serde(with = "iso")]
    pub starts_on: Date,
    #[serde(deserialize_with = "not_negative")]
    pub budget: Won,
    #[serde(deserialize_with = "not_negative")]
    pub spent: Won,
    pub state: CampaignState,
}

words! {
    /// How far the review of a creative (소재) is.
    ReviewState {
        Missing = "소재 미등록",
        InReview = "심사 중",
        Approved = "심사 승인",
        Rejected = "심사 보류",
    }
}

/// One of `creative_review_state`: the review for one campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreativeReview {
    /// Name of the campaign.
    pub campaign: Text,
    pub state: ReviewState,
    /// What the reviewer wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "iso::option")]
    pub decided_on: Option<Date>,
}
