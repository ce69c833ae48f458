//! The tantivy side of a search: weighted BM25, and how much of the question a candidate covers.
//!
//! Queries are built by hand from analysed terms. tantivy's query parser would read signs in a question as operators
//! and make every compound a mandatory phrase.

use std::collections::BTreeMap;

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocId, DocSet, Searcher, TERMINATED, Term};

use super::question::Question;
use crate::index::Fields;

/// How much a match in a field counts. Measured on general Korean retrieval sets (2026-11-22,
/// docs/quality.md): round figures from a plateau. `path` is a guess, as those sets have no categories.
const WEIGHTS: FieldWeights = FieldWeights { questions: 0.5, path: 0.5, text: 1.0, bigrams: 0.5 };

struct FieldWeights {
    questions: f32,
    path: f32,
    text: f32,
    bigrams: f32,
}

/// An article that shares something with the question.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub address: DocAddress,
    /// Weighted BM25 times the mean coverage by terms and by bigrams, unbounded.
    pub score: f32,
    /// Share of the question that the article holds, 0 to 1: its terms weighted by rarity, or its bigrams.
    pub coverage: f32,
}

/// The best `limit` candidates, best first; equal scores in the order of the corpus.
pub(super) fn candidates(
    searcher: &Searcher,
    fields: &Fields,
    question: &Question,
    limit: usize,
) -> tantivy::Result<Vec<Candidate>> {
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    let mut add = |field: Field, text: &str, weight: f32| {
        let term = Term::from_field_text(field, text);
        let query = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
        clauses.push((Occur::Should, Box::new(BoostQuery::new(query, weight))));
    };
    let terms = counted(question.terms().iter().map(|term| term.text.as_str()));
    for (text, times) in &terms {
        add(fields.questions, text, WEIGHTS.questions * times);
        add(fields.path, text, WEIGHTS.path * times);
        add(fields.text, text, WEIGHTS.text * times);
    }
    let bigrams = counted(question.bigrams().iter().map(|bigram| bigram.text.as_str()));
    for (text, times) in &bigrams {
        add(fields.bigrams, text, WEIGHTS.bigrams * times);
    }
    let found = searcher.search(&BooleanQuery::new(clauses), &TopDocs::with_limit(limit).order_by_score())?;
    let by_terms = coverage(searcher, &[fields.text, fields.path], terms.keys().copied(), &found)?;
    let by_bigrams = coverage(searcher, &[fields.bigrams], bigrams.keys().copied(), &found)?;
    let coverages = by_terms.into_iter().zip(by_bigrams);
    let candidate = |((score, address), (terms, bigrams)): ((f32, DocAddress), (f32, f32))| Candidate {
        address,
        score: score * f32::midpoint(terms, bigrams),
        coverage: terms.max(bigrams),
    };
    let mut candidates: Vec<Candidate> = found.into_iter().zip(coverages).map(candidate).collect();
    // Coverage has changed the order of BM25.
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.address.cmp(&b.address)));
    Ok(candidates)
}

/// Each text once with the number of times it came, in a fixed order.
fn counted<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, f32> {
    let mut counts = BTreeMap::new();
    for text in texts {
        *counts.entry(text).or_insert(0.0) += 1.0;
    }
    counts
}

/// For each found document the share of `texts` that it holds in any of the fields, weighted by rarity. A text that no
/// document holds counts as the rarest: what nobody wrote about is not covered by writing about the rest.
fn coverage<'a>(
    searcher: &Searcher,
    fields: &[Field],
    texts: impl Iterator<Item = &'a str>,
    found: &[(f32, DocAddress)],
) -> tantivy::Result<Vec<f32>> {
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|&at| found[at].1);
    let mut covered = vec![0.0; found.len()];
    let mut total = 0.0;
    let mut holds = vec![false; found.len()];
    for text in texts {
        holds.fill(false);
        for field in fields {
            mark_holders(searcher, &Term::from_field_text(*field, text), found, &order, &mut holds)?;
        }
        let (rarity, _) = rarity(searcher, fields, text)?;
        total += rarity;
        for (share, _) in covered.iter_mut().zip(&holds).filter(|(_, holds)| **holds) {
            *share += rarity;
        }
    }
    Ok(covered.into_iter().map(|share| if total > 0.0 { share / total } else { 0.0 }).collect())
}

/// What a text weighs, by how few documents hold it in the field that knows it best, and whether any does.
fn rarity(searcher: &Searcher, fields: &[Field], text: &str) -> tantivy::Result<(f32, bool)> {
    let mut frequency = 0;
    for field in fields {
        frequency = frequency.max(searcher.doc_freq(&Term::from_field_text(*field, text))?);
    }
    let documents = searcher.num_docs() as f32;
    Ok(((1.0 + documents / (1.0 + frequency as f32)).ln(), frequency > 0))
}

/// The same for a term of a question.
pub(super) fn term_rarity(searcher: &Searcher, fields: &Fields, term: &str) -> tantivy::Result<(f32, bool)> {
    rarity(searcher, &[fields.text, fields.path], term)
}

fn mark_holders(
    searcher: &Searcher,
    term: &Term,
    found: &[(f32, DocAddress)],
    order: &[usize],
    holds: &mut [bool],
) -> tantivy::Result<()> {
    for (segment, reader) in searcher.segment_readers().iter().enumerate() {
        let inverted = reader.inverted_index(term.field())?;
        let Some(mut postings) = inverted.read_postings(term, IndexRecordOption::Basic)? else { continue };
        let mut at: DocId = postings.doc();
        for &index in order.iter().filter(|&&index| found[index].1.segment_ord as usize == segment) {
            let wanted = found[index].1.doc_id;
            if at < wanted {
                at = postings.seek(wanted);
            }
            if at == TERMINATED {
                break;
            }
            holds[index] |= at == wanted;
        }
    }
    Ok(())
}
