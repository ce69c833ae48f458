//! What was asked, cleaned and analysed.

use crate::text::bigrams::Bigram;
use crate::text::terms::Term;
use crate::text::{Analysis, Analyzer, Lattice};

/// An utterance is cut after this many characters (DESIGN: with a note): nobody asks longer questions, and every
/// further term costs time.
pub const MAX_CHARS: usize = 300;

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
    /// Analyses an utterance.
    pub fn new(analyzer: &Analyzer, lattice: &mut Lattice, utterance: &str) -> Self {
        let utterance = utterance.trim();
        let end = utterance.char_indices().nth(MAX_CHARS).map(|(at, _)| at);
        let kept = &utterance[..end.unwrap_or(utterance.len())];
        let analysis = analyzer.analyse(lattice, kept);
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

    /// Whether there is nothing to look for: only spaces and signs.
    pub fn is_empty(&self) -> bool {
        self.analysis.terms.is_empty() && self.bigrams.is_empty()
    }
}
