//! What may have been meant by a question with words that no article knows: other keyboard layout, initial consonants,
//! typing errors. Only ever proposed for such words, and only ever a word that an article knows.

mod initials;
mod layout;
mod spelling;

use serde::Serialize;

use super::question::Question;
use crate::index::forward::Vocabulary;
use initials::InitialsReader;
pub(super) use layout::other_layout;
use spelling::Speller;

/// A change to a question, as it is shown to the customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Correction {
    /// What was typed.
    pub from: String,
    /// What was searched for instead.
    pub to: String,
}

/// Proposes corrections from the words of the articles.
pub struct Corrector {
    speller: Speller,
    initials: InitialsReader,
}

/// Most unknown terms that are taken for typing errors: more are no question with a slip in it, and each costs a look
/// at every word that articles know.
const MOST_UNKNOWN: usize = 12;

impl Corrector {
    /// Learns the words of titles and phrasings, each analysed.
    pub fn new(units: impl Iterator<Item = Question>, vocabulary: &Vocabulary) -> Self {
        let (initials, pairs) = InitialsReader::new(units);
        let words = vocabulary.words().map(|(word, _)| word.to_owned()).chain(pairs);
        Self { speller: Speller::new(words), initials }
    }

    /// Other readings of a question, each as a whole text; `knows` says whether an article knows a term.
    pub fn propose(&self, question: &Question, knows: impl Fn(&str) -> bool) -> Vec<String> {
        let text = question.text().trim();
        let mut proposals = self.initials.read(text);
        proposals.extend(layout::other_layout(text, &knows));
        if question.terms().iter().filter(|term| !knows(&term.text)).count() <= MOST_UNKNOWN {
            proposals.extend(self.speller.respell(question, &knows));
        }
        proposals.retain(|proposal| proposal != text);
        proposals
    }
}
