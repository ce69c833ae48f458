//! The help center for browsers: first page, results, articles; made here, and whole without script.
//!
//! [`wording`] has every sentence, `templates/help/` the markup, `web/help.css` the look. An address is read leniently
//! (`address`): an old link or a mended one still shows something. Refusals that the API gives as a problem a browser
//! gets as a page ([`trouble`]).

mod address;
pub(super) mod article;
pub(super) mod assets;
pub(super) mod feedback;
pub(super) mod home;
pub(super) mod results;
pub(super) mod trouble;
mod wording;

use askama::Template;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};

use super::error::ApiError;
use super::state::AppState;

/// What browsers are told with every page. Nothing from elsewhere, no frame around it, no script but the server's own,
/// which may call the API; the addresses of pages, which hold queries, are not told to other sites.
const HEADERS: [(HeaderName, &str); 3] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; \
         form-action 'self'; frame-ancestors 'none'",
    ),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
];

/// What every page has around its own part.
struct Frame {
    /// In front of the name of the help center.
    title: String,
    /// The one address of the page, for search engines.
    canonical: Option<String>,
    /// Whether search engines leave it out.
    noindex: bool,
    styles: &'static str,
    icon: &'static str,
    script: &'static str,
    /// Where a person can be reached.
    support: Option<String>,
    /// What stands in the search box, and the service that is searched.
    query: String,
    service: Option<String>,
}

impl Frame {
    /// For the page at `path`.
    fn new(state: &AppState, title: String, path: &str) -> Self {
        let links = &state.config.links;
        Self {
            title,
            canonical: links.help_center.as_ref().map(|base| format!("{base}{path}")),
            noindex: false,
            styles: &assets::STYLES_PATH,
            icon: &assets::ICON_PATH,
            script: &assets::SCRIPT_PATH,
            support: links.support.clone(),
            query: String::new(),
            service: None,
        }
    }

    /// For what stands at no address of its own.
    fn without_address(state: &AppState, title: &str) -> Self {
        Self { canonical: None, noindex: true, ..Self::new(state, title.to_owned(), "") }
    }
}

/// A link in a list.
struct LinkTo {
    href: String,
    text: String,
    /// Stands beside the text: a service, a number.
    note: String,
}

/// Sends a page.
fn page(status: StatusCode, template: &impl Template) -> Result<Response, ApiError> {
    let html = template.render().map_err(|error| ApiError::Internal(error.to_string()))?;
    Ok((status, HEADERS, Html(html)).into_response())
}
