//! What a generation says of itself: `manifest.json`.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::faq::{Services, Topic};

/// The manifest of a generation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// `000007-1a2b3c4d`: a running number and the beginning of the corpus hash.
    pub generation: String,
    /// [`super::schema::FORMAT`] at the time.
    pub format: u32,
    /// Fingerprint of the analysis chain; queries must be analysed by the same.
    pub analysis: String,
    /// SHA-256 of the corpus.
    pub corpus_hash: String,
    /// [`super::build::content_hash`]: with the same one, format and analysis, the tantivy folder would be the same.
    /// Empty in manifests from before there was one.
    #[serde(default)]
    pub content_hash: String,
    pub counts: Counts,
    #[serde(with = "time::serde::rfc3339")]
    pub created: OffsetDateTime,
    /// The services of the corpus, so that serving needs the index alone.
    pub services: Services,
    /// The first taps that a bot offers.
    pub topics: Vec<Topic>,
}

/// How much a generation holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub articles: usize,
    pub phrasings: usize,
    /// Distinct terms over title, phrasings and body.
    pub terms: usize,
}
