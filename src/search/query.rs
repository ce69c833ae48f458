//! The question by numbers: its terms with what each also finds, its bigrams, and what it asks for.

use std::collections::BTreeSet;

use crate::faq::Slot;
use crate::index::forward::{Forward, Id};
use crate::text::figures::Figures;

/// The question by numbers.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// Each term once, with what it also finds.
    pub sought: Vec<Sought>,
    /// Sum of their rarities.
    pub weight: f32,
    /// The same without the names of services.
    pub matter_weight: f32,
    /// Known bigrams.
    pub bigrams: Vec<Id>,
    /// Sum of the rarities of all bigrams, known or not.
    pub bigram_weight: f32,
    /// Kinds of figures that are asked for.
    pub figures: Figures,
    /// That the customer asks for their own state, and of what.
    pub own: f32,
    pub evoked: BTreeSet<Slot>,
    /// Whether the question denies something, and the ids of the denying terms.
    pub negation: Vec<Id>,
    pub negated: bool,
}

/// A term that is looked for.
#[derive(Debug, Clone, Default)]
pub struct Sought {
    /// Terms that count for it, and how much: 1 for the term itself.
    pub alternatives: Vec<(Id, f32)>,
    pub rarity: f32,
    /// Whether it is of the matter, not the name of a service.
    pub matter: bool,
    /// Whether it names something.
    pub noun: bool,
}

/// Services that the question speaks of, as places in the list of services.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Services {
    /// By name.
    pub named: Vec<u16>,
    /// By a word that belongs to one.
    pub implied: Vec<u16>,
    /// Of the bot or page.
    pub default: Option<u16>,
}

impl Services {
    /// Whether it is open which service is meant.
    pub fn are_open(&self) -> bool {
        self.named.is_empty() && self.implied.is_empty() && self.default.is_none()
    }
}

/// A term of a question with what it also finds, and how much each counts.
#[derive(Debug, Clone)]
pub struct QueryTerm<'a> {
    pub words: Vec<(&'a str, f32)>,
    /// Whether it counts even if no article knows it; a compound does not, its parts do.
    pub required: bool,
    pub noun: bool,
}

/// What a verb, adverb or pronoun of a question counts for against a noun as rare: customers vary these most.
const OTHER_THAN_NOUN: f32 = 0.6;

impl Query {
    /// Numbers the words of a question: `terms` with what each also finds, and its bigrams.
    pub fn new<'a>(
        forward: &Forward,
        terms: impl Iterator<Item = QueryTerm<'a>>,
        bigrams: impl Iterator<Item = &'a str>,
        naming: &[String],
    ) -> Self {
        let mut query = Self::default();
        for QueryTerm { words, required, noun } in terms {
            let vocabulary = &forward.terms;
            let alternatives: Vec<(Id, f32)> =
                words.iter().filter_map(|(word, share)| Some((vocabulary.id(word)?, *share))).collect();
            // A compound that no article knows stands for its parts, which follow.
            if alternatives.is_empty() && !required {
                continue;
            }
            let rarity = alternatives.iter().map(|(id, _)| vocabulary.rarity[*id as usize]).next();
            let rarity = rarity.unwrap_or(vocabulary.unknown) * if noun { 1.0 } else { OTHER_THAN_NOUN };
            if words.first().is_some_and(|(word, _)| is_negation(word)) {
                query.negated = true;
                query.negation.extend(alternatives.iter().map(|(id, _)| *id));
            }
            let matter = !words.first().is_some_and(|(word, _)| naming.iter().any(|name| name == word));
            query.weight += rarity;
            query.matter_weight += if matter { rarity } else { 0.0 };
            query.sought.push(Sought { alternatives, rarity, matter, noun });
        }
        for bigram in bigrams {
            let id = forward.bigrams.id(bigram);
            query.bigram_weight += id.map_or(forward.bigrams.unknown, |id| forward.bigrams.rarity[id as usize]);
            query.bigrams.extend(id);
        }
        query.bigrams.sort_unstable();
        query.bigrams.dedup();
        query
    }
}

/// Terms that turn a statement into its opposite.
pub fn is_negation(term: &str) -> bool {
    matches!(term, "안" | "못" | "없" | "아니" | "불가" | "실패")
}
