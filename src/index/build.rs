//! Writes the articles of a corpus into a new tantivy index.

use std::collections::HashSet;
use std::path::Path;

use sha2::{Digest, Sha256};
use tantivy::schema::Field;
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{Index, TantivyDocument};
use time::Date;
use time::macros::date;

use super::forward::{Texts, encode};
use super::manifest::Counts;
use super::schema::{Fields, PATH_SEPARATOR, schema};
use super::store::IndexError;
use crate::digest;
use crate::faq::{Article, Corpus, Services};
use crate::text::{Analysis, Analyzer, Lattice};

/// Memory of tantivy's writer; the smallest it takes is 15 MB.
const WRITER_BYTES: usize = 128 << 20;

/// Builds an index in the empty folder `dir`. `progress` is called with the number of articles done.
///
/// One writer thread: the documents keep the order of the corpus, so equal scores come out in the same order every time.
///
/// # Errors
/// When the folder cannot be written.
pub fn build(
    dir: &Path,
    corpus: &Corpus,
    analyzer: &Analyzer,
    mut progress: impl FnMut(usize),
) -> Result<Counts, IndexError> {
    let (schema, fields) = schema();
    let index = Index::create_in_dir(dir, schema)?;
    let mut writer = index.writer_with_num_threads::<TantivyDocument>(1, WRITER_BYTES)?;
    let mut documents =
        Documents { analyzer, services: &corpus.services, fields, lattice: Lattice::default(), terms: HashSet::new() };
    for (done, article) in corpus.articles.iter().enumerate() {
        writer.add_document(documents.document(article)?)?;
        progress(done + 1);
    }
    writer.commit()?;
    let segments = index.searchable_segment_ids()?;
    if segments.len() > 1 {
        writer.merge(&segments).wait()?;
    }
    writer.garbage_collect_files().wait()?;
    writer.wait_merging_threads()?;
    Ok(Counts {
        articles: corpus.articles.len(),
        phrasings: corpus.articles.iter().map(|article| article.phrasings.len()).sum(),
        terms: documents.terms.len(),
    })
}

/// SHA-256 over what [`build`] reads of a corpus: the articles in their order, each with the name of its service. The
/// lexicon, the other names of services and the topics are not in it, for they are no part of the tantivy folder.
///
/// # Errors
/// When an article cannot be written as JSON.
pub fn content_hash(corpus: &Corpus) -> Result<String, IndexError> {
    let mut hash = Sha256::new();
    for article in &corpus.articles {
        let json = serde_json::to_vec(article).map_err(|error| IndexError::Damaged(error.to_string()))?;
        for part in [corpus.services.name(&article.service).as_bytes(), &json] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
    }
    Ok(digest::hex(hash))
}

struct Documents<'a> {
    analyzer: &'a Analyzer,
    services: &'a Services,
    fields: Fields,
    lattice: Lattice,
    terms: HashSet<String>,
}

impl Documents<'_> {
    fn document(&mut self, article: &Article) -> Result<TantivyDocument, IndexError> {
        let fields = self.fields;
        let mut document = TantivyDocument::default();
        document.add_text(fields.key, &article.key);
        document
            .add_text(fields.article, serde_json::to_string(article).map_err(|e| IndexError::Damaged(e.to_string()))?);
        document.add_text(fields.service, &article.service);
        document.add_text(fields.category, category_path(article));
        if let Some(day) = article.updated {
            document.add_i64(fields.updated, days_since_epoch(day));
        }
        let path: Vec<&str> = std::iter::once(self.services.name(&article.service))
            .chain(article.category.iter().map(String::as_str))
            .collect();
        let mut analyse = |text: &str| self.analyzer.analyse(&mut self.lattice, text);
        let path = analyse(&path.join("\n"));
        let title = analyse(&article.title);
        let phrasings: Vec<Analysis> = article.phrasings.iter().map(|phrasing| analyse(phrasing)).collect();
        let body = analyse(&article.body.text());
        let kept = |analysis: &Analysis| {
            let terms = analysis.terms.iter().map(|term| term.text.clone()).collect();
            (analysis.cleaned.text().to_owned(), terms)
        };
        let texts = Texts {
            units: std::iter::once(&title).chain(&phrasings).map(kept).collect(),
            body: kept(&body),
            path: kept(&path),
        };
        document.add_text(fields.forward, encode(&texts));
        let all: Vec<&Analysis> = std::iter::once(&title).chain(&phrasings).chain([&body]).collect();
        let questions = &all[..all.len() - 1];
        for (field, analyses) in [(fields.questions, questions), (fields.path, &[&path]), (fields.text, &all)] {
            document.add_pre_tokenized_text(field, tokens(analyses));
        }
        add_bigrams(&mut document, fields.bigrams, &all);
        for term in all.iter().flat_map(|analysis| &analysis.terms) {
            if !self.terms.contains(&term.text) {
                self.terms.insert(term.text.clone());
            }
        }
        Ok(document)
    }
}

/// The category path as it is filtered by and counted.
pub fn category_path(article: &Article) -> String {
    article.category.join(&PATH_SEPARATOR.to_string())
}

fn days_since_epoch(day: Date) -> i64 {
    (day - date!(1970 - 01 - 01)).whole_days()
}

fn token(text: &str, position: usize) -> Token {
    Token { offset_from: 0, offset_to: 0, position, text: text.to_owned(), position_length: 1 }
}

fn tokens(analyses: &[&Analysis]) -> PreTokenizedString {
    let terms = analyses.iter().flat_map(|analysis| &analysis.terms);
    let tokens = terms.enumerate().map(|(position, term)| token(&term.text, position)).collect();
    PreTokenizedString { text: String::new(), tokens }
}

fn add_bigrams(document: &mut TantivyDocument, field: Field, analyses: &[&Analysis]) {
    let bigrams = analyses.iter().flat_map(|analysis| analysis.bigrams());
    let tokens = bigrams.enumerate().map(|(position, bigram)| token(&bigram.text, position)).collect();
    document.add_pre_tokenized_text(field, PreTokenizedString { text: String::new(), tokens });
}
