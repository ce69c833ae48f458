//! Where a search goes on: a page of one search in one generation, opaque to the caller.
//!
//! It is not signed, for it says nothing that a caller could not ask for with `page`.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use super::error::ApiError;
use super::search_api::MAX_PAGE;
use crate::digest;
use crate::search::{PageRequest, Sort, Spelling};

/// Longest cursor that is read, in characters; ours have about 90.
const LONGEST: usize = 400;
/// Hexadecimal figures of a search's fingerprint: one search is told from another, nothing is proven.
const FINGERPRINT: usize = 16;

/// A page of a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cursor {
    page: usize,
    search: String,
    generation: String,
}

impl Cursor {
    pub(super) fn new(generation: &str, search: &str, page: usize) -> Self {
        Self { page, search: search.to_owned(), generation: generation.to_owned() }
    }

    pub(super) fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(format!("{} {} {}", self.page, self.search, self.generation))
    }

    /// # Errors
    /// [`ApiError::InvalidCursor`] for what no server of ours made.
    pub(super) fn parse(text: &str) -> Result<Self, ApiError> {
        if text.len() > LONGEST {
            return Err(ApiError::InvalidCursor);
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| ApiError::InvalidCursor)?;
        let plain = String::from_utf8(bytes).map_err(|_| ApiError::InvalidCursor)?;
        let mut parts = plain.splitn(3, ' ');
        let (Some(page), Some(search), Some(generation)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(ApiError::InvalidCursor);
        };
        let page = page.parse().ok().filter(|page| (1..=MAX_PAGE).contains(page)).ok_or(ApiError::InvalidCursor)?;
        Ok(Self { page, search: search.to_owned(), generation: generation.to_owned() })
    }

    /// The page, if the cursor is of this generation and search.
    ///
    /// # Errors
    /// [`ApiError::StaleCursor`] for another generation, [`ApiError::InvalidCursor`] for another search.
    pub(super) fn page(&self, generation: &str, search: &str) -> Result<usize, ApiError> {
        if self.search != search {
            Err(ApiError::InvalidCursor)
        } else if self.generation != generation {
            Err(ApiError::StaleCursor)
        } else {
            Ok(self.page)
        }
    }
}

/// What makes a search the same one, its page left out.
pub(super) fn fingerprint(request: &PageRequest) -> String {
    let PageRequest { query, service, category, sort, spelling, page: _, size } = request;
    let sort = match sort {
        Sort::Relevance => "relevance",
        Sort::Newest => "newest",
        // Votes may come in between; the search is the same.
        Sort::Helpful(_) => "helpful",
    };
    let spelling = if *spelling == Spelling::AsTyped { "typed" } else { "meant" };
    let size = size.to_string();
    let part = |part: &Option<String>| part.clone().unwrap_or_default();
    let mut hash = Sha256::new();
    for part in [query.trim(), &part(service), &part(category), sort, spelling, &size] {
        hash.update(part);
        hash.update([0]);
    }
    digest::hex(hash)[..FINGERPRINT].to_owned()
}
