//! haedap (해답, "the answer"): answers Korean customers' questions from a company's own help articles.
//!
//! Modules in reading order; arrows of use point down this list only (`tests/it/tidy.rs` holds them to it):
//!
//! - [`cli`]: the subcommands, which wire everything below;
//! - [`http`]: routes and their errors; [`kakao`]: the skill protocol; [`eval`]: the figures of quality;
//! - [`attach`]: the customer's own state beside an answer;
//! - [`answer`]: question to answer, where the product lives;
//! - [`search`]: question to hits; [`index`]: generations and their fields;
//! - [`text`]: Korean analysis; [`faq`]: articles and their checks; [`wallet`]: the customer's own state, live;
//! - [`insight`]: what customers found helpful, and what they missed; [`link`]: which Kakao user is which member;
//! - [`database`]: SQLite or PostgreSQL, as both need it;
//! - [`slot`]: the names of live state, which articles and wallet share;
//! - [`config`], [`clock`], [`digest`], [`telemetry`]: settings, time, checksums, logs.

pub mod answer;
pub mod attach;
pub mod cli;
pub mod clock;
pub mod config;
pub mod database;
pub mod digest;
pub mod eval;
pub mod faq;
pub mod http;
pub mod index;
pub mod insight;
pub mod kakao;
pub mod link;
pub mod search;
pub mod slot;
pub mod telemetry;
pub mod text;
pub mod wallet;
