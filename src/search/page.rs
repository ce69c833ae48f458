//! A page of search results as a help center shows it: filtered, counted, sorted, with highlighted snippets.

use std::cmp::Reverse;
use std::collections::HashMap;

use serde::Serialize;
use time::Date;

use super::correct::Correction;
use super::engine::{Engine, SearchError};
use super::facets::{Facets, Filter};
use super::highlight::{Highlighted, Highlighter};
use super::hit::{Hit, Hits};
use super::question::Question;
use super::reading::Spelling;
use crate::text::small_talk::Kind;

/// Most results of one page.
pub const MAX_SIZE: usize = 50;

/// The score of an article without votes: as likely to help as not.
pub const NO_VOTES: f64 = 0.5;

/// The order of the results.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Sort {
    /// Best answer first.
    #[default]
    Relevance,
    /// Last change first; equal days by relevance.
    Newest,
    /// What customers found helpful first, by a score from 0 to 1 for each key; equal ones by relevance, and an article
    /// that nobody voted on is at [`NO_VOTES`].
    Helpful(HashMap<String, f64>),
}

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct PageRequest {
    /// Empty, with a service or category, gives all its articles in the order of the corpus.
    pub query: String,
    /// Slug or name; `None` for all.
    pub service: Option<String>,
    /// `category` or `category>subcategory`; `None` for all.
    pub category: Option<String>,
    pub sort: Sort,
    pub spelling: Spelling,
    /// Counted from 1.
    pub page: usize,
    /// 1 to [`MAX_SIZE`].
    pub size: usize,
}

/// A page of results.
#[derive(Debug, Clone, Serialize)]
pub struct Page {
    /// The query that was searched for.
    pub query: String,
    /// Whether the query was cut, because it was too long.
    pub query_cut: bool,
    /// What was read otherwise than typed.
    pub corrections: Vec<Correction>,
    /// Results over all pages.
    pub total: usize,
    pub page: usize,
    pub size: usize,
    pub results: Vec<PageResult>,
    /// What comes nearest to a query without results, at most [`NEAREST`].
    pub nearest: Vec<Nearest>,
    pub facets: Facets,
}

/// An article that does not answer, and is the nearest there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Nearest {
    pub key: String,
    pub title: String,
    /// The service's name.
    pub service: String,
}

/// Most articles that are named to who got no results.
pub const NEAREST: usize = 3;

/// One result.
#[derive(Debug, Clone, Serialize)]
pub struct PageResult {
    pub key: String,
    /// The service's name.
    pub service: String,
    /// The service's slug.
    pub service_slug: String,
    pub category: Vec<String>,
    pub score: f32,
    pub title: Highlighted,
    pub snippet: Highlighted,
    /// The day of the last change.
    #[serde(with = "crate::faq::article::iso_day")]
    pub updated: Option<Date>,
}

/// From this probability of "none of them" on, what a help center would show is junk. On the development sets
/// (2026-11-26) that leaves 60 of 64 questions about something else without results, and 2 of 792 others, of which
/// each has but one word that any article knows.
const JUNK: f32 = 0.8;

impl Engine {
    /// Searches for a page.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn page(&self, request: &PageRequest) -> Result<Page, SearchError> {
        let question = self.question(&request.query);
        let (utterance, cut) = (question.utterance.clone(), question.cut);
        let filter = Filter::new(self.services(), request.service.as_deref(), request.category.as_deref());
        let (Hits { hits, corrections, .. }, near) = if utterance.is_empty() && !filter.is_empty() {
            (Hits { hits: self.all_hits()?, ..Hits::default() }, Vec::new())
        } else {
            self.worth_showing(&question, request.spelling)?
        };
        // What matched is marked by the words that were searched for.
        let question = corrections.first().map_or(question, |correction| self.question(&correction.to));
        let facets = Facets::count(self.services(), &hits, &filter);
        let mut hits: Vec<&Hit> = hits.iter().filter(|hit| filter.keeps(hit)).collect();
        match &request.sort {
            Sort::Relevance => {}
            Sort::Newest => hits.sort_by_key(|hit| Reverse(hit.updated)),
            Sort::Helpful(scores) => {
                let score = |hit: &Hit| scores.get(&hit.key).copied().unwrap_or(NO_VOTES);
                hits.sort_by(|a, b| score(b).total_cmp(&score(a)));
            }
        }
        let (page, size) = (request.page.max(1), request.size.clamp(1, MAX_SIZE));
        let shown = hits.iter().skip((page - 1).saturating_mul(size)).take(size);
        let highlighter = Highlighter::new(self, &question);
        let results = shown.map(|hit| self.result(hit, &highlighter)).collect::<Result<_, _>>()?;
        let nearest = near.iter().map(|hit| self.nearest(hit)).collect::<Result<_, _>>()?;
        let (query, query_cut, total) = (utterance, cut, hits.len());
        Ok(Page { query, query_cut, corrections, total, page, size, results, nearest, facets })
    }

    /// How many articles there are, by service and category.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn contents(&self) -> Result<Facets, SearchError> {
        Ok(Facets::count(self.services(), &self.all_hits()?, &Filter::default()))
    }

    /// What is found for a question without what shares only chance with it, and nothing at all for one that no
    /// article is about; then what comes nearest.
    fn worth_showing(&self, question: &Question, spelling: Spelling) -> Result<(Hits, Vec<Hit>), SearchError> {
        let mut found = self.hits_spelled(question, None, spelling)?;
        if self.small_talk(question).is_some_and(|kind| kind != Kind::Person) {
            found.hits.clear();
        }
        let junk = self.help_center().is_some() && found.none >= JUNK;
        if !junk && found.hits.iter().any(Hit::is_relevant) {
            found.hits.retain(Hit::is_relevant);
            return Ok((found, Vec::new()));
        }
        let near = found.near().take(NEAREST).cloned().collect();
        found.hits.clear();
        Ok((found, near))
    }

    fn nearest(&self, hit: &Hit) -> Result<Nearest, SearchError> {
        let service = self.services().name(&hit.service).to_owned();
        Ok(Nearest { key: hit.key.clone(), title: self.article(hit)?.title, service })
    }

    fn result(&self, hit: &Hit, highlighter: &Highlighter<'_>) -> Result<PageResult, SearchError> {
        let article = self.article(hit)?;
        let (title, snippet) = self.show(hit, &article, highlighter);
        Ok(PageResult {
            key: hit.key.clone(),
            service: self.services().name(&hit.service).to_owned(),
            service_slug: hit.service.clone(),
            score: hit.score,
            title,
            snippet,
            updated: article.updated,
            category: article.category,
        })
    }
}
