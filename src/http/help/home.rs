//! `GET /help`: search box, popular questions, services.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::super::error::ApiError;
use super::super::state::AppState;
use super::address::SearchAddress;
use super::{Frame, LinkTo, page, wording};
use crate::faq::Topic;

#[derive(Template)]
#[template(path = "help/home.html")]
struct HomePage {
    frame: Frame,
    topics: Vec<LinkTo>,
    services: Vec<LinkTo>,
}

pub(in super::super) async fn show_home(State(state): State<AppState>) -> Result<Response, ApiError> {
    let found = state.run(|answerer| Ok((topic_links(answerer.topics()), answerer.engine().contents()?.services)));
    let (topics, services) = found.await?;
    let services = services.into_iter().map(|service| LinkTo {
        href: SearchAddress { service: Some(service.value), ..SearchAddress::default() }.href(),
        text: service.label,
        note: wording::articles(service.count),
    });
    let frame = Frame::new(&state, wording::HOME_TITLE.to_owned(), "/help");
    page(StatusCode::OK, &HomePage { frame, topics, services: services.collect() })
}

/// Popular questions, each as a search for it.
pub(super) fn topic_links(topics: &[Topic]) -> Vec<LinkTo> {
    let link = |topic: &Topic| LinkTo {
        href: SearchAddress { query: topic.question.clone(), ..SearchAddress::default() }.href(),
        text: topic.label.clone(),
        note: String::new(),
    };
    topics.iter().map(link).collect()
}
