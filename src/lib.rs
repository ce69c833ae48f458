//! haedap (해답, "the answer"): answers Korean customers' questions from a company's own help articles.
pub mod text;
