//! Which services a question names: `챗봇`, `브이모`, `오픈빌더` …

use crate::search::{Engine, Question};

/// The aliases of all services as sequences of terms.
pub struct ServiceMatcher {
    /// Longest first, so that `카카오톡 채널` is found before `채널`.
    aliases: Vec<Alias>,
}

struct Alias {
    terms: Vec<String>,
    slug: String,
}

impl ServiceMatcher {
    /// Analyses the aliases with the engine's own chain: they are compared term by term.
    pub fn new(engine: &Engine) -> Self {
        let mut aliases = Vec::new();
        for service in engine.services().iter() {
            for alias in service.aliases.iter().chain([&service.name]) {
                let terms = sequence(&engine.question(alias));
                if !terms.is_empty() {
                    aliases.push(Alias { terms, slug: service.slug.clone() });
                }
            }
        }
        aliases.sort_by_key(|alias| std::cmp::Reverse(alias.terms.concat().len()));
        Self { aliases }
    }

    /// Slugs of the services that a question names, in the order of the question.
    pub fn named(&self, question: &Question) -> Vec<String> {
        let terms = sequence(question);
        let mut taken = vec![false; terms.len()];
        let mut found: Vec<(usize, &str)> = Vec::new();
        for alias in &self.aliases {
            let length = alias.terms.len();
            for at in 0..(terms.len() + 1).saturating_sub(length) {
                if terms[at..at + length] == alias.terms[..] && !taken[at..at + length].contains(&true) {
                    taken[at..at + length].fill(true);
                    found.push((at, &alias.slug));
                }
            }
        }
        found.sort_unstable();
        let mut slugs: Vec<String> = Vec::new();
        for (_, slug) in found {
            if !slugs.iter().any(|known| known == slug) {
                slugs.push(slug.to_owned());
            }
        }
        slugs
    }
}

/// The terms in order, parts in place of the compounds that they make up.
fn sequence(question: &Question) -> Vec<String> {
    let terms = question.terms();
    let is_compound = |at: usize| terms.get(at + 1).is_some_and(|next| next.position == terms[at].position);
    (0..terms.len()).filter(|at| !is_compound(*at)).map(|at| terms[at].text.clone()).collect()
}
