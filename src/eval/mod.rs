//! Measures answering against judged utterances. Pure: the caller asks, this counts.
//!
//! [`judgments`] reads a set, [`metrics`] turns what was answered into figures, [`baseline`] compares two sets of
//! figures. The metrics and their names are those of `corpus/eval/README.md`.

pub mod baseline;
pub mod fit;
pub mod judgments;
pub mod metrics;

pub use judgments::{Judgment, JudgmentsError};
pub use metrics::{Outcome, Report, Share};
