//! A browser that is refused gets a page, not the API's problem.

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::super::state::AppState;
use super::{Frame, page, wording};

#[derive(Template)]
#[template(path = "help/message.html")]
pub(super) struct MessagePage<'a> {
    pub(super) frame: Frame,
    pub(super) heading: &'a str,
    pub(super) text: &'a str,
}

/// Gives a page with the same status in place of a problem, to who asks for pages.
pub(in super::super) async fn show_trouble(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let wants_page = wants_page(request.headers());
    let response = next.run(request).await;
    let is_problem =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/problem+json");
    if !wants_page || !is_problem {
        return response;
    }
    let status = response.status();
    let (heading, text) = match status {
        StatusCode::TOO_MANY_REQUESTS => (wording::TOO_MANY_TITLE, wording::TOO_MANY),
        StatusCode::NOT_FOUND => (wording::MISSING_TITLE, wording::MISSING),
        _ => (wording::TROUBLE_TITLE, wording::TROUBLE),
    };
    let frame = Frame::without_address(&state, heading);
    let mut told = match page(status, &MessagePage { frame, heading, text }) {
        Ok(told) => told,
        Err(error) => return error.into_response(),
    };
    if let Some(wait) = response.headers().get(header::RETRY_AFTER) {
        told.headers_mut().insert(header::RETRY_AFTER, wait.clone());
    }
    told
}

/// Browsers name HTML when they open a page; programs take what they get.
fn wants_page(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|kind| kind.trim().starts_with("text/html"))
}
