//! The index: what is written for each article, and how a finished generation is published and opened.
//!
//! [`build`] makes a generation aside, or `takeover` from the one before if the articles are the same; [`store`]
//! publishes it atomically and opens the current one, [`schema`] says what the fields hold, [`manifest`] what a generation says of itself. With `search`, the sole user of tantivy.

mod build;
pub mod forward;
pub mod manifest;
pub mod schema;
pub mod store;
mod takeover;

pub use build::{build, content_hash};
pub use manifest::{Counts, Manifest};
pub use schema::Fields;
pub use store::{Generation, IndexError, Published, Store};
