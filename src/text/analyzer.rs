//! The one analysis chain of index and query: clean, find morphemes, choose terms.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::bigrams::{Bigram, bigrams};
use super::dictionary::InstalledDictionary;
use super::lattice::{Lattice, Morpheme, Morphology};
use super::normalize::Cleaned;
use super::terms::{Term, select};
use super::user_words::UserWords;
use crate::digest;

/// Raise it with every change of cleaning, search, expansion or choice of terms: an index made before it is refused.
const CHAIN_VERSION: u32 = 3;

/// A text taken apart.
#[derive(Debug, Clone, Default)]
pub struct Analysis {
    /// The text that all ranges refer to, with the way back to the original.
    pub cleaned: Cleaned,
    pub terms: Vec<Term>,
}

impl Analysis {
    /// The syllable bigrams of the cleaned text.
    pub fn bigrams(&self) -> Vec<Bigram> {
        bigrams(self.cleaned.text())
    }
}

/// A morpheme with its words, for people: what `haedap analyze --raw` shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaggedMorpheme<'a> {
    pub surface: &'a str,
    pub tag: &'a str,
    /// Byte range in the text.
    pub start: usize,
    pub end: usize,
}

/// The analysis chain. Cheap to clone; every thread brings its own [`Lattice`].
#[derive(Clone)]
pub struct Analyzer {
    morphology: Arc<Morphology>,
    fingerprint: Arc<str>,
}

impl Analyzer {
    /// Sets up the chain.
    ///
    /// # Errors
    /// When the dictionary is not a mecab-ko-dic or a user word has a form that lindera refuses.
    pub fn new(installed: InstalledDictionary, words: &UserWords) -> Result<Self, String> {
        let user = words.dictionary(&installed.dictionary)?;
        let mut hash = Sha256::new();
        for part in [&CHAIN_VERSION.to_string(), &installed.source_sha256, &words.entries()] {
            hash.update(part);
            hash.update([0]);
        }
        let hex = digest::hex(hash);
        let morphology = Morphology::new(installed.dictionary, installed.tags, user)?;
        Ok(Self { morphology: Arc::new(morphology), fingerprint: format!("{CHAIN_VERSION}-{}", &hex[..16]).into() })
    }

    /// Changes whenever the same text could give other terms: chain version, dictionary, user words.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The bare morphemes of a text as it stands, without cleaning.
    pub fn morphemes<'a>(&'a self, lattice: &mut Lattice, text: &'a str) -> Vec<TaggedMorpheme<'a>> {
        let mut found = Vec::new();
        self.morphology.analyse(lattice, text, &mut found);
        let tagged = found.into_iter().map(|Morpheme { start, end, word }| TaggedMorpheme {
            surface: &text[start..end],
            tag: self.morphology.tag(word),
            start,
            end,
        });
        tagged.collect()
    }

    /// The index terms of a text.
    pub fn analyse(&self, lattice: &mut Lattice, text: &str) -> Analysis {
        let cleaned = Cleaned::new(text);
        let mut found = Vec::with_capacity(cleaned.text().len() / 4);
        self.morphology.analyse(lattice, cleaned.text(), &mut found);
        let terms = select(&self.morphology, cleaned.text(), &found);
        Analysis { cleaned, terms }
    }
}
