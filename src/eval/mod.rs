//! Measures answering against judged utterances. Pure: the caller asks, this counts.
//!
//! [`judgments`] reads a set, [`measure`] asks it, [`metrics`] turns what was answered into figures, [`calibration`] says
//! what the probabilities are worth and [`invariance`] whether [`variants`] are answered alike. [`baseline`] compares
//! two sets of figures, [`reason`] finds why an item went wrong, [`quality`] writes it all down. The metrics and their names are those of `corpus/eval/README.md`.

pub mod baseline;
pub mod calibration;
pub mod fit;
pub mod fit_own_state;
pub mod invariance;
pub mod judgments;
pub mod measure;
pub mod metrics;
pub mod quality;
pub mod reason;
pub mod variants;

pub use judgments::{Judgment, JudgmentsError};
pub use metrics::{Outcome, Report, Share};
