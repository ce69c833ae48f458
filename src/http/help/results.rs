//! `GET /help/search`: results, what they can be narrowed to, and an honest page when there are none.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::super::error::ApiError;
use super::super::search_api::{MAX_PAGE, helpful_first};
use super::super::state::AppState;
use super::address::{self, Order, SIZE, SearchAddress, shown};
use super::home::topic_links;
use super::{Frame, LinkTo, page, wording};
use crate::answer::Answerer;
use crate::search::facets::{FacetCount, Facets};
use crate::search::highlight::Highlighted;
use crate::search::page::{Nearest, PageResult};
use crate::search::{Page, PageRequest, SearchError, Sort, Spelling};

#[derive(Template)]
#[template(path = "help/results.html")]
struct ResultsPage {
    frame: Frame,
    heading: String,
    /// Absent before anything was searched for.
    total: Option<String>,
    correction: Option<Correction>,
    /// The query was longer than is read.
    cut: bool,
    sorts: Vec<Choice>,
    services: Vec<Choice>,
    categories: Vec<Choice>,
    results: Vec<Shown>,
    pages: Pages,
    nothing: Option<Nothing>,
    /// Where to go when there is nothing, or nothing was asked.
    topics: Vec<LinkTo>,
}

/// The query was read otherwise than typed.
struct Correction {
    said: String,
    undo: LinkTo,
}

/// One of several things to choose from.
struct Choice {
    href: String,
    text: String,
    count: Option<usize>,
    chosen: bool,
    /// Below the one before.
    inner: bool,
}

/// A result as it is shown.
struct Shown {
    href: String,
    /// Service, category, subcategory.
    path: Vec<String>,
    title: Highlighted,
    snippet: Highlighted,
    updated: Option<String>,
}

#[derive(Default)]
struct Pages {
    previous: Option<String>,
    next: Option<String>,
    /// Empty if there is but one page.
    numbers: Vec<Choice>,
}

/// Why there is nothing, and what is nearest.
struct Nothing {
    said: String,
    advice: Option<&'static str>,
    way_back: Option<LinkTo>,
    nearest: Vec<LinkTo>,
}

/// All that is read of the index for one page.
struct Found {
    search: SearchAddress,
    page: Page,
    service: Option<String>,
    topics: Vec<LinkTo>,
}

/// Pages that are offered before and after the one that is shown.
const NEIGHBOURS: usize = 2;

pub(in super::super) async fn show_results(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let search = SearchAddress::read(&query.unwrap_or_default());
    let may_sort_by_votes = state.feedback().is_some_and(|store| !store.helpfulness().is_empty());
    let sort = match search.order {
        Order::Newest => Sort::Newest,
        Order::Helpful => helpful_first(&state),
        Order::Relevance => Sort::Relevance,
    };
    let found = state.run(move |answerer| find(answerer, search, sort)).await?;
    page(StatusCode::OK, &results_page(&state, found, may_sort_by_votes))
}

fn find(answerer: &Answerer, mut search: SearchAddress, sort: Sort) -> Result<Found, SearchError> {
    let engine = answerer.engine();
    search.page = search.page.clamp(1, MAX_PAGE);
    // A service that is gone since narrows nothing.
    let service = search.service.as_deref().and_then(|wanted| engine.services().find(wanted));
    search.service = service.map(|service| service.slug.clone());
    let page = engine.page(&PageRequest {
        query: search.query.clone(),
        service: search.service.clone(),
        category: search.category.clone(),
        sort,
        spelling: search.spelling,
        page: search.page,
        size: SIZE,
    })?;
    // What was cut off is in no address either.
    search.query = shown(&page.query);
    let service = service.map(|service| service.name.clone());
    Ok(Found { search, page, service, topics: topic_links(answerer.topics()) })
}

/// The titles that come nearest to a query that no article answers.
fn nearest_links(page: &Page) -> Vec<LinkTo> {
    let link = |near: &Nearest| LinkTo {
        href: address::article(&near.key),
        text: near.title.clone(),
        note: near.service.clone(),
    };
    page.nearest.iter().map(link).collect()
}

fn results_page(state: &AppState, found: Found, may_sort_by_votes: bool) -> ResultsPage {
    let Found { search, page, service, topics } = found;
    let heading = match (&service, search.query.as_str()) {
        (Some(service), "") => wording::browse_title(service),
        (None, "") => wording::SEARCH_TITLE.to_owned(),
        (_, query) => wording::results_title(query),
    };
    let frame = Frame {
        noindex: true,
        query: search.query.clone(),
        service: search.service.clone(),
        ..Frame::new(state, heading.clone(), &search.href())
    };
    let asked = !search.query.is_empty() || search.service.is_some() || search.category.is_some();
    let nothing = (asked && page.results.is_empty()).then(|| nothing(&search, &page));
    ResultsPage {
        frame,
        heading,
        total: asked.then(|| wording::total(page.total)),
        correction: correction(&search, &page),
        cut: page.query_cut,
        sorts: if page.total > 1 { sorts(&search, may_sort_by_votes) } else { Vec::new() },
        services: service_choices(&search, &page.facets),
        categories: category_choices(&search, &page.facets),
        pages: pages(&search, &page),
        topics: if nothing.is_some() || !asked { topics } else { Vec::new() },
        nothing,
        results: page.results.into_iter().map(result).collect(),
    }
}

fn result(result: PageResult) -> Shown {
    let PageResult { key, service, category, title, snippet, updated, .. } = result;
    let path = std::iter::once(service).filter(|service| !service.is_empty()).chain(category).collect();
    Shown { href: address::article(&key), path, title, snippet, updated: updated.map(wording::day) }
}

fn correction(search: &SearchAddress, page: &Page) -> Option<Correction> {
    let correction = page.corrections.first()?;
    let undo = LinkTo {
        href: search.with(|search| search.spelling = Spelling::AsTyped),
        text: wording::as_typed(&shown(&correction.from)),
        note: String::new(),
    };
    Some(Correction { said: wording::read_as(&correction.to), undo })
}

fn nothing(search: &SearchAddress, page: &Page) -> Nothing {
    let nearest = nearest_links(page);
    let back = |text: &str, href: String| Some(LinkTo { href, text: text.to_owned(), note: String::new() });
    if page.total > 0 {
        // Beyond the last page.
        let way_back = back(wording::FIRST_PAGE, search.with(|_| {}));
        return Nothing { said: wording::NOTHING_HERE.to_owned(), advice: None, way_back, nearest };
    }
    let elsewhere = !page.facets.services.is_empty() || !page.facets.categories.is_empty();
    if elsewhere || search.query.is_empty() {
        let everywhere = search.with(|search| (search.service, search.category) = (None, None));
        let way_back = back(wording::WITHOUT_FILTERS, everywhere);
        return Nothing { said: wording::NOTHING_HERE.to_owned(), advice: None, way_back, nearest };
    }
    let said = wording::nothing_found(&search.query);
    Nothing { said, advice: Some(wording::TRY_OTHER_WORDS), way_back: None, nearest }
}

fn sorts(search: &SearchAddress, may_sort_by_votes: bool) -> Vec<Choice> {
    let choice = |(order, text): (Order, &str)| Choice {
        href: search.with(|search| search.order = order),
        text: text.to_owned(),
        count: None,
        chosen: search.order == order,
        inner: false,
    };
    let votes = may_sort_by_votes.then_some((Order::Helpful, wording::BY_HELPFULNESS));
    let all = [(Order::Relevance, wording::BY_RELEVANCE), (Order::Newest, wording::BY_DATE)].into_iter().chain(votes);
    all.map(choice).collect()
}

fn service_choices(search: &SearchAddress, facets: &Facets) -> Vec<Choice> {
    if facets.services.len() < 2 && search.service.is_none() {
        return Vec::new();
    }
    let everywhere = Choice {
        href: search.with(|search| search.service = None),
        text: wording::ALL.to_owned(),
        count: Some(facets.services.iter().map(|service| service.count).sum()),
        chosen: search.service.is_none(),
        inner: false,
    };
    let choice = |facet: &FacetCount| Choice {
        href: search.with(|search| search.service = Some(facet.value.clone())),
        text: facet.label.clone(),
        count: Some(facet.count),
        chosen: search.service.as_ref() == Some(&facet.value),
        inner: false,
    };
    std::iter::once(everywhere).chain(facets.services.iter().map(choice)).collect()
}

/// Categories, and of the chosen one its subcategories. Without a service they would be those of twenty services.
fn category_choices(search: &SearchAddress, facets: &Facets) -> Vec<Choice> {
    let chosen = search.category.as_deref();
    if chosen.is_none() && (search.service.is_none() || facets.categories.len() < 2) {
        return Vec::new();
    }
    let upper = chosen.map(|path| path.split('>').next().unwrap_or(path));
    let everywhere = Choice {
        href: search.with(|search| search.category = None),
        text: wording::ALL.to_owned(),
        count: Some(facets.categories.iter().filter(|facet| facet.level == 2).map(|facet| facet.count).sum()),
        chosen: chosen.is_none(),
        inner: false,
    };
    let is_shown = |facet: &&FacetCount| facet.level == 2 || facet.value.split('>').next() == upper;
    let choice = |facet: &FacetCount| Choice {
        href: search.with(|search| search.category = Some(facet.value.clone())),
        text: facet.label.clone(),
        count: Some(facet.count),
        chosen: chosen == Some(facet.value.as_str()),
        inner: facet.level == 3,
    };
    std::iter::once(everywhere).chain(facets.categories.iter().filter(is_shown).map(choice)).collect()
}

fn pages(search: &SearchAddress, page: &Page) -> Pages {
    let last = page.total.div_ceil(page.size.max(1)).min(MAX_PAGE);
    if last < 2 || page.results.is_empty() {
        return Pages::default();
    }
    let at = |number: usize| SearchAddress { page: number, ..search.clone() }.href();
    let first_shown = page.page.saturating_sub(NEIGHBOURS).min(last.saturating_sub(2 * NEIGHBOURS)).max(1);
    let last_shown = (first_shown + 2 * NEIGHBOURS).min(last);
    let number = |number: usize| Choice {
        href: at(number),
        text: number.to_string(),
        count: None,
        chosen: number == page.page,
        inner: false,
    };
    Pages {
        previous: (page.page > 1).then(|| at(page.page - 1)),
        next: (page.page < last).then(|| at(page.page + 1)),
        numbers: (first_shown..=last_shown).map(number).collect(),
    }
}
