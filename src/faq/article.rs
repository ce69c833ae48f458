//! The help article and its parts.

use serde::{Deserialize, Serialize};
use time::Date;

use super::body::Body;
use crate::slot::Slot;

/// One help article, checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Stable name: `cb-receipt-card-charge`.
    pub key: String,
    pub title: String,
    /// Slug of the service; empty in a general collection.
    pub service: String,
    /// Category, then subcategory; the service is not repeated.
    pub category: Vec<String>,
    /// How customers say it.
    pub phrasings: Vec<String>,
    /// The customer's own state that completes the answer.
    pub live: Vec<Slot>,
    /// Keys of articles to read next.
    pub related: Vec<String>,
    pub links: Vec<Link>,
    #[serde(with = "iso_day")]
    pub updated: Option<Date>,
    /// After this day somebody has to check whether the article still holds.
    #[serde(with = "iso_day")]
    pub review_by: Option<Date>,
    /// Where the facts come from.
    pub source: Vec<String>,
    pub body: Body,
}

/// A page to open from the article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    pub label: String,
    /// `https://…` or `http://…`.
    pub url: String,
}

/// Days as `2026-11-21`.
pub(crate) mod iso_day {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
    use time::Date;
    use time::format_description::BorrowedFormatItem;
    use time::macros::format_description;

    const FORMAT: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");

    #[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "the form that serde calls")]
    pub fn serialize<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
        day.and_then(|day| day.format(FORMAT).ok()).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
        let day = Option::<String>::deserialize(deserializer)?;
        day.map(|day| Date::parse(&day, FORMAT).map_err(D::Error::custom)).transpose()
    }
}
