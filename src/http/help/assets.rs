//! What the pages load besides themselves: a style sheet, an icon and a script that they work without, kept by browsers as long as they like, since a
//! changed one has another name.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};

use super::super::error::ApiError;
use crate::digest;
use sha2::{Digest as _, Sha256};

const STYLES: &str = include_str!("../../../web/help.css");
const ICON: &str = include_str!("../../../web/icon.svg");
/// The same rule for Enter as in the widget, around the forms of the pages.
const SCRIPT: &str = concat!(
    "(() => {\n\"use strict\";\n",
    include_str!("../../../web/ime.js"),
    include_str!("../../../web/search_form.js"),
    "})();\n"
);

/// Addresses of the assets.
pub(super) static STYLES_PATH: LazyLock<String> = LazyLock::new(|| path("help", STYLES, "css"));
pub(super) static ICON_PATH: LazyLock<String> = LazyLock::new(|| path("icon", ICON, "svg"));

pub(super) static SCRIPT_PATH: LazyLock<String> = LazyLock::new(|| path("search", SCRIPT, "js"));

/// Hexadecimal figures of the content in a name: enough to tell two versions apart.
const FIGURES: usize = 12;

const FOR_GOOD: (HeaderName, &str) = (header::CACHE_CONTROL, "public, max-age=31536000, immutable");

fn path(name: &str, content: &str, extension: &str) -> String {
    let hash = digest::hex(Sha256::new_with_prefix(content));
    format!("/help/assets/{name}-{}.{extension}", &hash[..FIGURES])
}

pub(in super::super) async fn get_asset(name: Result<Path<String>, PathRejection>) -> Result<Response, ApiError> {
    let Ok(Path(name)) = name else { return Err(ApiError::NotFound) };
    let asset = format!("/help/assets/{name}");
    let (content, kind) = if asset == *STYLES_PATH {
        (STYLES, "text/css; charset=utf-8")
    } else if asset == *ICON_PATH {
        (ICON, "image/svg+xml")
    } else if asset == *SCRIPT_PATH {
        (SCRIPT, "text/javascript; charset=utf-8")
    } else {
        return Err(ApiError::NotFound);
    };
    Ok(([(header::CONTENT_TYPE, kind), FOR_GOOD, (header::X_CONTENT_TYPE_OPTIONS, "nosniff")], content).into_response())
}
