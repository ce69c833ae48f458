//! The fields of the index.

use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

/// Raise it when a field is added, dropped or filled otherwise: an index of another format is refused.
pub const FORMAT: u32 = 3;

/// Handles of the fields.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// The article's key.
    pub key: Field,
    /// The whole article as JSON, stored only.
    pub article: Field,
    /// The analysed texts, see [`super::forward::encode`]; stored only.
    pub forward: Field,
    /// Slug, for counting and filtering.
    pub service: Field,
    /// Category path below the service, joined by [`PATH_SEPARATOR`].
    pub category: Field,
    /// Days since 1970-01-01 of the last change; absent without a date.
    pub updated: Field,
    /// Terms of title and phrasings.
    pub questions: Field,
    /// Terms of service name and category path.
    pub path: Field,
    /// Terms of title, phrasings and body.
    pub text: Field,
    /// Syllable bigrams of title, phrasings and body.
    pub bigrams: Field,
}

/// Between the parts of a category path; no category name holds it.
pub const PATH_SEPARATOR: char = '\u{1F}';

/// The schema and its fields.
pub fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    // The terms come from `text::Analyzer` ready made; tantivy's own tokenizers never see a text.
    let indexing = TextFieldIndexing::default().set_tokenizer("raw").set_index_option(IndexRecordOption::WithFreqs);
    let terms = TextOptions::default().set_indexing_options(indexing);
    let fields = Fields {
        key: schema.add_text_field("key", STRING | FAST | STORED),
        article: schema.add_text_field("article", STORED),
        forward: schema.add_text_field("forward", STORED),
        service: schema.add_text_field("service", STRING | FAST),
        category: schema.add_text_field("category", STRING | FAST),
        updated: schema.add_i64_field("updated", NumericOptions::default().set_fast()),
        questions: schema.add_text_field("questions", terms.clone()),
        path: schema.add_text_field("path", terms.clone()),
        text: schema.add_text_field("text", terms.clone()),
        bigrams: schema.add_text_field("bigrams", terms),
    };
    (schema.build(), fields)
}
