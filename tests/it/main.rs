//! Behaviour tests: one binary, a module per area.

mod analysis;
mod cli;
mod corpus;
mod eval;
mod follow_up;
mod help;
mod highlight;
mod http;
mod insight;
mod kakao;
mod lexicon;
mod link;
mod reindex;
mod small_talk;
mod suggest;
mod support;
mod tidy;
mod wallet;
