//! A page of search results as a help center shows it: filtered, counted, sorted, with highlighted snippets.

use std::collections::BTreeMap;

use serde::Serialize;

use super::correct::Correction;
use super::engine::{Engine, Hit, Hits, SearchError};
use super::highlight::{Highlighted, Highlighter};
use crate::faq::Article;
use crate::index::schema::PATH_SEPARATOR;

/// Most results of one page.
pub const MAX_SIZE: usize = 50;

/// The order of the results.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best answer first.
    #[default]
    Relevance,
    /// Last change first; equal days by relevance.
    Newest,
}

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct PageRequest {
    pub query: String,
    /// Slug or name; `None` for all.
    pub service: Option<String>,
    /// `category` or `category>subcategory`; `None` for all.
    pub category: Option<String>,
    pub sort: Sort,
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
    pub facets: Facets,
}

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
    /// `2026-11-21`.
    pub updated: Option<String>,
}

/// How many results there are by service and by category. Each counts under the other's filter, not under its own, so
/// that one can see what another choice would give.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Facets {
    pub services: Vec<FacetCount>,
    pub categories: Vec<FacetCount>,
}

/// A value and its number of results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FacetCount {
    /// What to filter by.
    pub value: String,
    /// What to show.
    pub label: String,
    pub count: usize,
}

impl Engine {
    /// Searches for a page.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn page(&self, request: &PageRequest) -> Result<Page, SearchError> {
        let question = self.question(&request.query);
        let (utterance, cut) = (question.utterance.clone(), question.cut);
        let Hits { mut hits, corrections, .. } = self.hits(&question, None)?;
        hits.retain(Hit::is_relevant);
        // What matched is marked by the words that were searched for.
        let question = corrections.first().map_or(question, |correction| self.question(&correction.to));
        let slug = request.service.as_deref().map(|wanted| self.services().find(wanted).map_or(wanted, |s| &s.slug));
        let category = request.category.as_ref().map(|path| path.replace('>', &PATH_SEPARATOR.to_string()));
        let of_service = |hit: &&Hit| slug.is_none_or(|slug| hit.service == slug);
        let of_category = |hit: &&Hit| category.as_ref().is_none_or(|path| is_under(&hit.category, path));
        let facets = Facets {
            services: self.count_services(hits.iter().filter(of_category)),
            categories: count_categories(hits.iter().filter(of_service)),
        };
        let mut hits: Vec<&Hit> = hits.iter().filter(of_service).filter(of_category).collect();
        if request.sort == Sort::Newest {
            hits.sort_by_key(|hit| std::cmp::Reverse(hit.updated));
        }
        let (page, size) = (request.page.max(1), request.size.clamp(1, MAX_SIZE));
        let shown = hits.iter().skip((page - 1).saturating_mul(size)).take(size);
        let highlighter = Highlighter::new(self, &question);
        let results = shown.map(|hit| self.result(hit, &highlighter)).collect::<Result<_, _>>()?;
        Ok(Page { query: utterance, query_cut: cut, corrections, total: hits.len(), page, size, results, facets })
    }

    fn result(&self, hit: &Hit, highlighter: &Highlighter<'_>) -> Result<PageResult, SearchError> {
        let article: Article = self.article(hit)?;
        Ok(PageResult {
            key: hit.key.clone(),
            service: self.services().name(&hit.service).to_owned(),
            service_slug: hit.service.clone(),
            score: hit.score,
            title: highlighter.title(&article),
            snippet: highlighter.snippet(&article),
            updated: article.updated.map(|day| day.to_string()),
            category: article.category,
        })
    }

    fn count_services<'a>(&self, hits: impl Iterator<Item = &'a Hit>) -> Vec<FacetCount> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for hit in hits {
            *counts.entry(&hit.service).or_default() += 1;
        }
        let listed = self.services().iter().filter_map(|service| {
            let count = *counts.get(service.slug.as_str())?;
            Some(FacetCount { value: service.slug.clone(), label: service.name.clone(), count })
        });
        listed.collect()
    }
}

fn count_categories<'a>(hits: impl Iterator<Item = &'a Hit>) -> Vec<FacetCount> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for hit in hits.filter(|hit| !hit.category.is_empty()) {
        let shown = hit.category.replace(PATH_SEPARATOR, ">");
        if let Some((above, _)) = shown.split_once('>') {
            *counts.entry(above.to_owned()).or_default() += 1;
        }
        *counts.entry(shown).or_default() += 1;
    }
    let facet = |(value, count): (String, usize)| {
        let label = value.rsplit('>').next().unwrap_or(&value).to_owned();
        FacetCount { value, label, count }
    };
    counts.into_iter().map(facet).collect()
}

fn is_under(category: &str, path: &str) -> bool {
    category.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with(PATH_SEPARATOR))
}
