//! Help articles: their types, the corpus folder they are written in, and every check of it.
//!
//! [`load`] reads a corpus folder, [`collection::read`] any JSONL collection; both give [`Article`]s or a list of
//! problems, each with file, line and cure. Synchronous; knows nothing of indexes, questions or channels.

pub mod article;
pub mod body;
pub mod collection;
mod front_matter;
mod load;
pub mod problem;
pub mod service;
pub mod topic;

pub use crate::slot::Slot;
pub use article::{Article, Link};
pub use body::{Block, Body};
pub use load::{Corpus, load};
pub use problem::{CorpusError, Problem};
pub use service::{Service, Services};
pub use topic::Topic;
