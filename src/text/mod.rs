//! Korean text: cleaning, morphemes, index terms. The sole user of lindera.
//!
//! Reading order: [`normalize`] (what people type → one spelling), [`lattice`] (morphemes), [`terms`] (what is
//! indexed), [`analyzer`] (the chain of the three). [`dictionary`] and [`user_words`] supply the words.
//!
//! Synchronous, no network, nothing of ours above it.

pub mod analyzer;
pub mod bigrams;
pub mod dictionary;
pub mod figures;
pub mod hangul;
pub mod lattice;
pub mod lexicon;
pub mod normalize;
mod numbers;
pub mod small_talk;
mod tags;
pub mod terms;
pub mod user_words;

pub use analyzer::{Analysis, Analyzer};
pub use lattice::Lattice;
pub use lexicon::{Lexicon, LexiconError, LexiconFiles};
pub use user_words::{UserWords, UserWordsError};
