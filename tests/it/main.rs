//! Behaviour tests: one binary, a module per area.

mod analysis;
mod cli;
mod corpus;
mod eval;
mod http;
mod kakao;
mod reindex;
mod support;
mod tidy;
mod wallet;
