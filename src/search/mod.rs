//! From a question to ranked hits, and from hits to a page of a help center.
//!
//! [`question`] analyses what was asked, `retrieve` finds candidates in tantivy, [`engine`] keeps those that answer
//! the question at all, [`page`] filters, counts, sorts and pages, [`highlight`] marks what matched.
//! With `index`, the sole user of tantivy. Synchronous; decides nothing.

pub mod choice;
pub mod correct;
pub mod engine;
pub mod highlight;
pub mod model;
pub mod page;
pub mod question;
pub mod rank;
mod retrieve;
pub mod service;
pub mod small_talk;
pub mod synonyms;
pub mod thresholds;

pub use engine::{Engine, Hit, Hits, SearchError};
pub use page::{Page, PageRequest, Sort};
pub use question::Question;
