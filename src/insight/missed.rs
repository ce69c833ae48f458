//! What customers asked and did not get, the same question once: what the team looks at.

use std::collections::{HashMap, HashSet};

use serde::Serialize;
use sqlx::Row as _;
use sqlx::any::AnyRow;
use time::OffsetDateTime;

use super::InsightError;
use super::scrub::{Scrubbed, scrub};
use super::store::FeedbackStore;
use crate::database::DatabaseError;

/// Newest questions that are looked at: a month of a bot with 600 misses a day, and a second of grouping.
const MOST_ROWS: i64 = 20_000;

/// One question, however often it was asked.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MissedGroup {
    /// As it was written last.
    pub question: Scrubbed,
    pub times: u64,
    /// Persons who asked it, as far as they are known.
    pub persons: u64,
    /// How often it got no answer, and how often one that did not help.
    pub unanswered: u64,
    pub not_helpful: u64,
    #[serde(with = "time::serde::rfc3339")]
    pub first: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    pub last: OffsetDateTime,
    /// Key of the best hit, or of the article that did not help, the last time that there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nearest: Option<String>,
    /// What it was given then, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
}

/// One row of either table.
struct Row {
    question: Scrubbed,
    at: OffsetDateTime,
    person: Option<String>,
    nearest: Option<String>,
    probability: Option<f64>,
    unanswered: bool,
}

impl FeedbackStore {
    /// The questions that were missed most, most often first, then newest first; questions that differ in signs, blanks
    /// and capitals alone are one.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn missed(&self, limit: usize) -> Result<Vec<MissedGroup>, InsightError> {
        let database = &self.shared.database;
        let rows = database
            .hold(async {
                let mut work = database.plain().await?;
                let select = "select question, at, person, nearest, probability, 1 as unanswered, id \
                              from haedap_insight_missed \
                              union all \
                              select question, at, person, article, probability, 0, id from haedap_insight_feedback \
                              where helpful = 0 and question is not null \
                              order by at desc, unanswered, id desc limit $1";
                let rows = sqlx::query(select).bind(MOST_ROWS).fetch_all(&mut *work.connection).await?;
                work.done();
                rows.iter().map(row).collect::<Result<Vec<Row>, InsightError>>()
            })
            .await?;
        let mut groups = grouped(rows);
        groups.truncate(limit);
        Ok(groups)
    }
}

/// Groups rows that come newest first.
fn grouped(rows: Vec<Row>) -> Vec<MissedGroup> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut groups: Vec<(MissedGroup, HashSet<String>)> = Vec::new();
    for row in rows {
        let letters: String =
            row.question.as_str().chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        let place = *places.entry(letters).or_insert_with(|| {
            let group = MissedGroup {
                question: row.question,
                times: 0,
                persons: 0,
                unanswered: 0,
                not_helpful: 0,
                first: row.at,
                last: row.at,
                nearest: None,
                probability: None,
            };
            groups.push((group, HashSet::new()));
            groups.len() - 1
        });
        let (group, persons) = &mut groups[place];
        group.times += 1;
        *(if row.unanswered { &mut group.unanswered } else { &mut group.not_helpful }) += 1;
        group.first = row.at;
        if group.nearest.is_none() {
            (group.nearest, group.probability) = (row.nearest, row.probability);
        }
        persons.extend(row.person);
        group.persons = persons.len() as u64;
    }
    let mut groups: Vec<MissedGroup> = groups.into_iter().map(|(group, _)| group).collect();
    groups.sort_by(|a, b| b.times.cmp(&a.times).then(b.last.cmp(&a.last)));
    groups
}

fn row(row: &AnyRow) -> Result<Row, InsightError> {
    let at: i64 = row.try_get("at")?;
    let question: String = row.try_get("question")?;
    // In PostgreSQL a figure of a query is of four bytes, in SQLite of eight.
    let unanswered =
        row.try_get::<i64, _>("unanswered").or_else(|_| row.try_get::<i32, _>("unanswered").map(i64::from))?;
    let at = OffsetDateTime::from_unix_timestamp(at)
        .map_err(|_| DatabaseError::Unusable { cause: "a question was asked at no moment".to_owned() })?;
    Ok(Row {
        question: scrub(&question),
        at,
        person: row.try_get("person")?,
        nearest: row.try_get("nearest")?,
        probability: row.try_get("probability")?,
        unanswered: unanswered != 0,
    })
}
