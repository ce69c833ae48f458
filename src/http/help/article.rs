//! `GET /help/articles/{key}`: an article as a page.

use askama::Template;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::super::error::ApiError;
use super::super::state::AppState;
use super::address::{self, SearchAddress};
use super::feedback::THANKED;
use super::trouble::MessagePage;
use super::{Frame, LinkTo, page, wording};
use crate::faq::{Article, Block};
use crate::search::{Engine, SearchError};
use crate::wallet::day::in_seoul;

#[derive(Template)]
#[template(path = "help/article.html")]
struct ArticlePage<'a> {
    frame: Frame,
    article: &'a Article,
    service: &'a str,
    /// Service, category, subcategory.
    path: Vec<LinkTo>,
    /// The first paragraph, and what follows it.
    lead: &'a str,
    blocks: &'a [Block],
    updated: Option<String>,
    review_due: Option<String>,
    others: Vec<LinkTo>,
    related: Vec<LinkTo>,
    vote: Option<Vote<'a>>,
}

/// The vote below an article, where votes are kept.
enum Vote<'a> {
    /// The form posts to this address.
    Ask(&'a str),
    Thank,
}

/// What is shown of an article and around it.
struct Found {
    article: Article,
    service: String,
    others: Vec<LinkTo>,
    related: Vec<LinkTo>,
}

pub(in super::super) async fn show_article(
    State(state): State<AppState>,
    key: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    // An address that is no text belongs to no article.
    let found = match key {
        Ok(Path(key)) => state.run(move |answerer| find(answerer.engine(), &key)).await?,
        Err(_) => None,
    };
    let Some(Found { article, service, others, related }) = found else {
        let frame = Frame::without_address(&state, wording::MISSING_TITLE);
        let missing = MessagePage { frame, heading: wording::MISSING_TITLE, text: wording::MISSING };
        return page(StatusCode::NOT_FOUND, &missing);
    };
    let here = address::article(&article.key);
    let form = format!("{here}/feedback");
    let thanked = query.is_some_and(|query| query.split('&').any(|pair| pair == THANKED));
    let today = in_seoul(state.clock().now());
    let (lead, blocks) = match article.body.blocks.split_first() {
        Some((Block::Paragraph(lead), rest)) => (lead.as_str(), rest),
        _ => ("", article.body.blocks.as_slice()),
    };
    let shown = ArticlePage {
        frame: Frame::new(&state, article.title.clone(), &here),
        service: &service,
        path: path(&article, &service),
        lead,
        blocks,
        updated: article.updated.map(|day| wording::updated(&wording::day(day))),
        review_due: article.review_by.filter(|day| *day < today).map(|day| wording::review_due(&wording::day(day))),
        others,
        related,
        vote: state.feedback().map(|_| if thanked { Vote::Thank } else { Vote::Ask(&form) }),
        article: &article,
    };
    page(StatusCode::OK, &shown)
}

fn find(engine: &Engine, key: &str) -> Result<Option<Found>, SearchError> {
    let Some(article) = engine.article_by_key(key)? else { return Ok(None) };
    let name = |slug: &str| engine.services().name(slug).to_owned();
    let others = engine.same_question(&article)?;
    let related = engine.related(&article)?;
    let unlike_others = |related: &&Article| others.iter().all(|other| other.key != related.key);
    Ok(Some(Found {
        service: name(&article.service),
        // The service is what tells them apart.
        others: others.iter().map(|other| link(other, name(&other.service), other.title.clone())).collect(),
        related: related
            .iter()
            .filter(unlike_others)
            .map(|near| {
                let note = if near.service == article.service { String::new() } else { name(&near.service) };
                link(near, near.title.clone(), note)
            })
            .collect(),
        article,
    }))
}

fn link(article: &Article, text: String, note: String) -> LinkTo {
    LinkTo { href: address::article(&article.key), text, note }
}

/// The way to an article, each step as a list of what is there.
fn path(article: &Article, service: &str) -> Vec<LinkTo> {
    if article.service.is_empty() {
        return Vec::new();
    }
    let step = |text: &str, category: Option<String>| {
        let search = SearchAddress { service: Some(article.service.clone()), category, ..SearchAddress::default() };
        LinkTo { href: search.href(), text: text.to_owned(), note: String::new() }
    };
    let below =
        article.category.iter().enumerate().map(|(level, name)| step(name, Some(article.category[..=level].join(">"))));
    std::iter::once(step(service, None)).chain(below).collect()
}
