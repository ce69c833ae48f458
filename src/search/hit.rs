//! What was found: an article with its score, and all of them with what is known of the question as a whole.

use tantivy::DocAddress;

use super::columns::Columns;
use super::correct::Correction;
use super::thresholds;
use crate::index::schema::PATH_SEPARATOR;

/// A candidate that covers less of the question than this shares only chance with it.
/// On the development set (2026-11-21) every right article that ranks in the first three covers more.
const COVERAGE_FLOOR: f32 = 0.3;

/// How much of a question an article must hold to be near at all.
const NEAR_COVERAGE: f32 = 0.4;

/// An article that answers the question, more or less.
#[derive(Debug, Clone)]
pub struct Hit {
    pub key: String,
    pub service: String,
    /// Category path, joined by `index::schema::PATH_SEPARATOR`.
    pub category: String,
    /// Days since 1970-01-01.
    pub updated: Option<i64>,
    /// Higher is better; comparable within one question only.
    pub score: f32,
    /// That this article answers, 0 to 1.
    pub probability: f32,
    /// Share of the question that the article holds, 0 to 1.
    pub coverage: f32,
    pub(super) address: DocAddress,
}

impl Hit {
    /// Service and category path as the thresholds name them.
    pub fn path(&self) -> String {
        let category = self.category.replace(PATH_SEPARATOR, &thresholds::SEPARATOR.to_string());
        if category.is_empty() {
            self.service.clone()
        } else {
            format!("{}{}{category}", self.service, thresholds::SEPARATOR)
        }
    }

    pub(super) fn new(
        columns: &Columns,
        address: DocAddress,
        score: f32,
        probability: f32,
        coverage: f32,
    ) -> Option<Self> {
        Some(Self {
            key: columns.text(address, |columns| &columns.key)?,
            service: columns.text(address, |columns| &columns.service).unwrap_or_default(),
            category: columns.text(address, |columns| &columns.category).unwrap_or_default(),
            updated: columns.updated(address),
            score,
            probability,
            coverage,
            address,
        })
    }

    /// Whether the article is near enough to be named to who got no answer, see [`Hits::near`].
    fn is_near(&self) -> bool {
        self.coverage >= NEAR_COVERAGE
    }

    /// Whether the article shares more with the question than chance.
    pub fn is_relevant(&self) -> bool {
        self.coverage >= COVERAGE_FLOOR
    }
}

/// From this probability of "none of them" on, nothing is near: the words only happen to be shared. On the development
/// sets (2026-11-26) that names nothing to 131 of 152 questions about something else, where coverage alone left out 92,
/// and costs 2 of the 38 right articles that are named to who was turned away wrongly.
const NOTHING_NEAR: f32 = 0.9;

/// All that was found for a question.
#[derive(Debug, Clone, Default)]
pub struct Hits {
    /// Best first; equal scores in the order of the corpus.
    pub hits: Vec<Hit>,
    /// That no article answers, 0 to 1.
    pub none: f32,
    /// That the customer has to choose, 0 to 1, and the places of the hits to offer then.
    pub choice: f32,
    pub offered: Vec<usize>,
    /// What was read otherwise than typed.
    pub corrections: Vec<Correction>,
    /// Slugs of the services that the question names.
    pub named: Vec<String>,
}

impl Hits {
    /// What comes nearest to a question without answer, best first.
    pub fn near(&self) -> impl Iterator<Item = &Hit> {
        let any = self.none < NOTHING_NEAR;
        self.hits.iter().filter(move |hit| any && hit.is_near())
    }
}
