//! `SkillResponse` 2.0, built so that what Kakao would not deliver cannot be built.
//!
//! Whole responses are in [`SkillResponse`], [`Promise`] and [`WebhookValues`]; a file per family of bubbles holds the
//! rest. Every constructor cuts text to the documented limit ([`limit`] is the one table of them) and drops what goes
//! beyond a documented count, as its documentation says. Text is cut at the end of a line or sentence, else of a word,
//! else between letters; each bubble says whether it is whole, so that the way to the rest can be offered. What would
//! be wrong when cut (an address, an amount, a map of values) cannot be made from what is too long.
//!
//! Nothing is ever read from these types: they serialise, and that is all.

mod address;
mod button;
mod card;
mod carousel;
mod commerce_card;
mod context;
mod envelope;
mod extra;
mod item_card;
pub mod limit;
mod list_card;
mod output;
mod picture;
mod simple;
mod text;

pub use address::{BlockId, Link, PhoneNumber, WebAddress};
pub use button::{Button, QuickReply};
pub use card::{BasicCard, TextCard};
pub use carousel::{Carousel, CarouselHeader};
pub use commerce_card::{CommerceCard, Price};
pub use context::ContextValue;
pub use envelope::{Promise, SkillResponse, WebhookValues};
pub use extra::Data;
pub use item_card::{ImageTitle, Item, ItemCard, Summary};
pub use list_card::{ListCard, ListItem};
pub use output::Output;
pub use picture::{ItemThumbnail, Profile, Ratio, Thumbnail};
pub use simple::{SimpleImage, SimpleText};
