//! What was asked, cleaned and analysed.

use std::collections::HashSet;

use crate::text::bigrams::Bigram;
use crate::text::lexicon::{Variant, respell};
use crate::text::terms::Term;
use crate::text::{Analysis, Analyzer, Lattice};

/// An utterance is cut after this many characters (DESIGN: with a note): nobody asks longer questions, and every
/// further term costs time.
pub const MAX_CHARS: usize = 300;

/// The terms in order without saying anything twice: compounds whole, or their parts in their place.
pub(super) fn whole_or_parts(terms: &[Term], whole: bool) -> impl Iterator<Item = &Term> {
    let mut covered = 0;
    terms.iter().enumerate().filter_map(move |(at, term)| {
        let has_parts = terms.get(at + 1).is_some_and(|next| next.position == term.position);
        if whole {
            let kept = term.position >= covered;
            covered = covered.max(term.position + term.span);
            kept.then_some(term)
        } else {
            (!has_parts).then_some(term)
        }
    })
}

/// What a question is about, without words that say nothing of the matter.
#[derive(Debug, Default)]
pub struct Matter<'a> {
    /// Compounds whole.
    pub words: Vec<&'a Term>,
    /// Terms that name services.
    pub naming: Vec<String>,
    /// Whether a service is named, and whether nothing else is said.
    pub names_service: bool,
    pub only_services: bool,
    /// Places in the list of services of those that are named.
    pub named: Vec<u16>,
}

/// The terms of words that say nothing about the matter. 하다 is one of them only together with its noun.
pub(super) fn junk_terms(words: &[String], analyse: impl Fn(&str) -> Question) -> HashSet<String> {
    let terms = words.iter().flat_map(|word| analyse(word).analysis.terms).map(|term| term.text);
    terms.filter(|term| term != "하").collect()
}

/// An analysed utterance.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// What was analysed: the utterance without white space at its ends, cut after [`MAX_CHARS`].
    pub utterance: String,
    /// Whether it was cut.
    pub cut: bool,
    analysis: Analysis,
    bigrams: Vec<Bigram>,
}

impl Question {
    /// Analyses an utterance, other spellings replaced.
    pub fn new(analyzer: &Analyzer, lattice: &mut Lattice, utterance: &str, variants: &[Variant]) -> Self {
        let utterance = utterance.trim();
        let end = utterance.char_indices().nth(MAX_CHARS).map(|(at, _)| at);
        let kept = &utterance[..end.unwrap_or(utterance.len())];
        let analysis = analyzer.analyse(lattice, &respell(kept, variants));
        let bigrams = analysis.bigrams();
        Self { utterance: kept.to_owned(), cut: end.is_some(), analysis, bigrams }
    }

    /// The cleaned utterance.
    pub fn text(&self) -> &str {
        self.analysis.cleaned.text()
    }

    /// Terms in order, compounds with their parts.
    pub fn terms(&self) -> &[Term] {
        &self.analysis.terms
    }

    /// Syllable bigrams in order.
    pub fn bigrams(&self) -> &[Bigram] {
        &self.bigrams
    }

    /// Whether there is nothing to look for: only spaces, signs and figures.
    pub fn is_empty(&self) -> bool {
        !self.text().chars().any(char::is_alphabetic)
    }
}
