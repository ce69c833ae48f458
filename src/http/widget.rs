//! `GET /widget.js`: the search box, popup or chat that a page embeds with one script tag (`docs/widget.md`).
//!
//! The parts are readable files of `web/`; here they become one script with one scope, as they are, in this order.
//! `tests/browser` reads the order from here.

use std::sync::LazyLock;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::digest;

/// The whole widget.
pub(super) const WIDGET: &str = concat!(
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
