//! Which services a question speaks of: by name (`챗봇`, `브이모`), or by a word that belongs to one (`블록`, `쿠폰형`).

use super::query::Services;
use super::question::{Question, whole_or_parts};
use crate::faq;
use crate::text::lexicon::Synonym;

/// The names and words of all services as sequences of terms.
pub struct ServiceMatcher {
    /// Longest first, so that `카카오톡 채널` is found before `채널`.
    patterns: Vec<Pattern>,
}

struct Pattern {
    terms: Vec<String>,
    /// Place in the list of services.
    service: u16,
    names: bool,
}

impl ServiceMatcher {
    /// Prepares the names; `analyse` is the engine's own analysis, for they are compared term by term.
    pub fn new(services: &faq::Services, analyse: impl Fn(&str) -> Question) -> Self {
        let mut patterns = Vec::new();
        for (place, service) in services.iter().enumerate() {
            let names = service.aliases.iter().chain([&service.name]).map(|word| (word, true));
            for (word, names) in names.chain(service.hints.iter().map(|word| (word, false))) {
                let terms = parts(&analyse(word));
                if !terms.is_empty() {
                    patterns.push(Pattern { terms, service: place as u16, names });
                }
            }
        }
        patterns.sort_by_key(|pattern| std::cmp::Reverse(pattern.terms.concat().len()));
        Self { patterns }
    }

    /// The services that a question speaks of, in the order of the patterns' length, and the terms that name them.
    pub fn find(&self, question: &Question) -> (Services, Vec<String>) {
        let terms = parts(question);
        let mut taken = vec![false; terms.len()];
        let mut found = Services::default();
        let mut naming: Vec<String> = Vec::new();
        for Pattern { terms: wanted, service, names } in &self.patterns {
            let length = wanted.len();
            for at in 0..(terms.len() + 1).saturating_sub(length) {
                if terms[at..at + length] == wanted[..] && !taken[at..at + length].contains(&true) {
                    taken[at..at + length].fill(true);
                    let list = if *names {
                        naming.extend_from_slice(wanted);
                        naming.push(wanted.concat());
                        &mut found.named
                    } else {
                        &mut found.implied
                    };
                    if !list.contains(service) {
                        list.push(*service);
                    }
                }
            }
        }
        (found, naming)
    }
}

/// Who calls a service by one name also finds it by its two main ones.
pub(super) fn service_synonyms(services: &faq::Services) -> Vec<Synonym> {
    let of_service = |service: &faq::Service| -> Vec<Synonym> {
        let main = service.aliases.iter().take(2);
        let others = |from: &String| main.clone().filter(|alias| *alias != from).cloned().collect();
        let synonym = |from: &String| Synonym { from: from.clone(), to: others(from), line: 0 };
        service.aliases.iter().map(synonym).collect()
    };
    services.iter().flat_map(of_service).collect()
}

/// The terms in order, parts in place of the compounds that they make up.
pub(super) fn parts(question: &Question) -> Vec<String> {
    whole_or_parts(question.terms(), false).map(|term| term.text.clone()).collect()
}
