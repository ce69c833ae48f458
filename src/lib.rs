//! haedap (해답, "the answer"): answers Korean customers' questions from a company's own help articles.
pub mod answer;
pub mod eval;
pub mod faq;
pub mod index;
pub mod search;
pub mod text;
