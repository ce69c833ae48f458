//! Synonyms on analysed terms: what a question's words also find.

use super::question::{Question, whole_or_parts};
use crate::text::lexicon::Synonym;

/// How much a synonym counts where the word itself counts 1: finding the very word is better evidence.
const SHARE: f32 = 0.8;

/// The synonyms of the lexicon as sequences of terms.
#[derive(Debug, Clone, Default)]
pub struct Synonyms(Vec<Entry>);

#[derive(Debug, Clone)]
struct Entry {
    from: Vec<String>,
    to: Vec<String>,
}

impl Synonyms {
    /// Prepares the entries with the engine's own analysis.
    pub fn new(entries: &[Synonym], analyse: impl Fn(&str) -> Question) -> Self {
        let terms = |word: &str| sequence(&analyse(word));
        let entry = |synonym: &Synonym| Entry {
            from: terms(&synonym.from),
            to: synonym.to.iter().flat_map(|word| terms(word)).collect(),
        };
        Self(entries.iter().map(entry).filter(|entry| !entry.from.is_empty() && !entry.to.is_empty()).collect())
    }

    /// For each term of the question in order: the term and what it also finds, with how much each counts.
    pub fn expand<'a>(&'a self, question: &'a Question) -> Vec<Vec<(&'a str, f32)>> {
        let terms = question.terms();
        let mut expanded: Vec<Vec<(&str, f32)>> = terms.iter().map(|term| vec![(term.text.as_str(), 1.0)]).collect();
        for Entry { from, to } in &self.0 {
            for at in 0..terms.len() {
                let Some(matched) = match_at(terms, at, from) else { continue };
                for place in matched {
                    for word in to {
                        if !expanded[place].iter().any(|(known, _)| known == word) {
                            expanded[place].push((word, SHARE));
                        }
                    }
                }
            }
        }
        expanded
    }
}

/// The terms of a word or a few words, compounds whole.
pub(super) fn sequence(word: &Question) -> Vec<String> {
    whole_or_parts(word.terms(), true).map(|term| term.text.clone()).collect()
}

/// The places of the terms that match a sequence from `at` on, each word whole or by its parts.
fn match_at(terms: &[crate::text::terms::Term], at: usize, from: &[String]) -> Option<Vec<usize>> {
    let mut places = Vec::with_capacity(from.len());
    let mut position = terms[at].position;
    for (number, wanted) in from.iter().enumerate() {
        let here = |(_, term): &(usize, &crate::text::terms::Term)| term.position == position && term.text == *wanted;
        let found = if number == 0 {
            Some(at).filter(|at| terms[*at].text == *wanted)
        } else {
            terms.iter().enumerate().find(here).map(|(place, _)| place)
        };
        let place = found?;
        position = terms[place].position + terms[place].span;
        places.push(place);
    }
    Some(places)
}
