//! `GET /widget.js`: the search box, popup or chat that a page embeds with one script tag (`docs/widget.md`).
//!
//! The parts are readable files of `web/`; here they become one script with one scope, as they are, in this order.
//! `tests/browser` reads the order from here.

use std::sync::LazyLock;

use axum::http::{HeaderMap, header};
use axum::response::Response;

use super::built_in;

const WIDGET: &str = concat!(
    "(() => {\n\"use strict\";\n",
    include_str!("../../web/ime.js"),
    include_str!("../../web/widget/wording.js"),
    include_str!("../../web/widget/style.js"),
    include_str!("../../web/widget/dom.js"),
    include_str!("../../web/widget/api.js"),
    include_str!("../../web/widget/recent.js"),
    include_str!("../../web/widget/search_box.js"),
    include_str!("../../web/widget/chat.js"),
    include_str!("../../web/widget/main.js"),
    "})();\n",
);

static TAG: LazyLock<String> = LazyLock::new(|| built_in::tag(WIDGET));

/// The script, for pages of any origin: it holds nothing that is not public, and an integrity hash needs both headers.
pub(super) async fn get_widget(asked: HeaderMap) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        // An hour unasked, so that a new version reaches every page on the day of its release.
        (header::CACHE_CONTROL, "public, max-age=3600, stale-while-revalidate=86400"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    built_in::send(&asked, WIDGET, &TAG, headers)
}
