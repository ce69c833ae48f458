//! How many results there are by service, category and subcategory.
//!
//! Each facet counts under the other's filter and not under its own, so that one can see what another choice would
//! give: services under the chosen category, categories and subcategories under the chosen service.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::hit::Hit;
use crate::faq::Services;
use crate::index::schema::PATH_SEPARATOR;

/// Between category and subcategory in a [`Filter`] and in the value of a [`FacetCount`].
const SHOWN_SEPARATOR: char = '>';

/// What results are narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Slug; `None` for all.
    service: Option<String>,
    /// Category path as the index has it; `None` for all.
    category: Option<String>,
}

impl Filter {
    /// A filter by a service's slug or name, and by `category` or `category>subcategory`.
    pub fn new(services: &Services, service: Option<&str>, category: Option<&str>) -> Self {
        let slug = |wanted: &str| services.find(wanted).map_or(wanted, |service| &service.slug).to_owned();
        Self {
            service: service.map(slug),
            category: category.map(|path| path.replace(SHOWN_SEPARATOR, &PATH_SEPARATOR.to_string())),
        }
    }

    /// Whether everything is kept.
    pub fn is_empty(&self) -> bool {
        self.service.is_none() && self.category.is_none()
    }

    /// Whether a hit is kept.
    pub fn keeps(&self, hit: &Hit) -> bool {
        self.keeps_service(hit) && self.keeps_category(hit)
    }

    fn keeps_service(&self, hit: &Hit) -> bool {
        self.service.as_ref().is_none_or(|slug| hit.service == *slug)
    }

    fn keeps_category(&self, hit: &Hit) -> bool {
        let under = |path: &String| {
            let rest = hit.category.strip_prefix(path.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(PATH_SEPARATOR))
        };
        self.category.as_ref().is_none_or(under)
    }
}

/// The counts of all three levels.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Facets {
    /// In the order of `services.toml`.
    pub services: Vec<FacetCount>,
    /// Categories, most results first, each followed by its subcategories, most results first.
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
    /// 1 for a service, 2 for a category, 3 for a subcategory.
    pub level: u8,
}

impl Facets {
    /// Counts hits; `filter` is what is chosen now.
    pub fn count(services: &Services, hits: &[Hit], filter: &Filter) -> Self {
        Self {
            services: count_services(services, hits.iter().filter(|hit| filter.keeps_category(hit))),
            categories: count_categories(hits.iter().filter(|hit| filter.keeps_service(hit))),
        }
    }
}

fn count_services<'a>(services: &Services, hits: impl Iterator<Item = &'a Hit>) -> Vec<FacetCount> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for hit in hits {
        *counts.entry(&hit.service).or_default() += 1;
    }
    let listed = services.iter().filter_map(|service| {
        let count = *counts.get(service.slug.as_str())?;
        Some(FacetCount { value: service.slug.clone(), label: service.name.clone(), count, level: 1 })
    });
    listed.collect()
}

fn count_categories<'a>(hits: impl Iterator<Item = &'a Hit>) -> Vec<FacetCount> {
    // By category: its count, and those of its subcategories by their whole path.
    let mut counts: BTreeMap<&str, (usize, BTreeMap<&str, usize>)> = BTreeMap::new();
    for hit in hits.filter(|hit| !hit.category.is_empty()) {
        let category = hit.category.split(PATH_SEPARATOR).next().unwrap_or_default();
        let (count, below) = counts.entry(category).or_default();
        *count += 1;
        if category.len() < hit.category.len() {
            *below.entry(&hit.category).or_default() += 1;
        }
    }
    // Of equal counts the first in the alphabet, so that every run gives the same.
    let mut categories: Vec<_> = counts.into_iter().collect();
    categories.sort_by_key(|(_, (count, _))| Reverse(*count));
    let mut facets = Vec::new();
    for (category, (count, below)) in categories {
        facets.push(category_count(category, count, 2));
        let mut below: Vec<_> = below.into_iter().collect();
        below.sort_by_key(|(_, count)| Reverse(*count));
        facets.extend(below.into_iter().map(|(path, count)| category_count(path, count, 3)));
    }
    facets
}

fn category_count(path: &str, count: usize, level: u8) -> FacetCount {
    let label = path.rsplit(PATH_SEPARATOR).next().unwrap_or(path).to_owned();
    FacetCount { value: path.replace(PATH_SEPARATOR, &SHOWN_SEPARATOR.to_string()), label, count, level }
}
