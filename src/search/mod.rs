//! From a question to ranked hits, and from hits to a page of a help center.
//!
//! [`question`] analyses what was asked, `retrieve` finds candidates in tantivy, [`engine`] keeps those that answer
//! the question at all, [`page`] filters, counts ([`facets`]), sorts and pages, [`highlight`]
//! marks what matched, `passage` picks what is shown of an article, [`suggest`] completes what is being typed.
//! [`lexicon_check`] finds lines of the lexicon that can never match.
//! With `index`, the sole user of tantivy. Synchronous; decides nothing.

pub mod choice;
mod columns;
pub mod correct;
pub mod engine;
pub mod explain;
pub mod facets;
mod help_center;
pub mod highlight;
pub mod hit;
pub mod lexicon_check;
pub mod model;
mod neighbours;
pub mod own_state;
pub mod page;
mod passage;
mod pool;
pub mod query;
pub mod question;
pub mod rank;
mod reading;
pub mod rejection;
mod retrieve;
mod scratch;
pub mod service;
pub mod small_talk;
pub mod suggest;
pub mod synonyms;
pub mod thresholds;

pub use engine::{Engine, SearchError};
pub use hit::{Hit, Hits};
pub use page::{Page, PageRequest, Sort};
pub use question::{Matter, Question};
pub use reading::Spelling;
pub use suggest::{SuggestRequest, Suggestions};
