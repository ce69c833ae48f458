//! How a question was read: which of its terms are looked for, what each also finds, and what else it may have meant.

use std::collections::HashSet;

use super::correct::Correction;
use super::help_center::HelpCenter;
use super::query::{self, QueryTerm};
use super::question::Question;
use super::rank::Ranking;
use crate::text::terms::Term;

/// Whether a question may be read otherwise than typed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Spelling {
    /// With a correction, if that is covered clearly better.
    #[default]
    AsMeant,
    /// As it stands: the customer has said that the correction is wrong.
    AsTyped,
}

/// What the ranking of a help center made of a question, as typed or as it was meant.
pub(super) struct Reading<'e> {
    pub(super) help_center: &'e HelpCenter,
    pub(super) ranking: Ranking,
    pub(super) services: query::Services,
}

/// What else a question may have meant, and whether it was read so.
#[derive(Default)]
pub(super) struct Corrected {
    /// The question as it was meant, if that is not as it was typed.
    pub(super) meant: Option<Question>,
    /// The change, if there is one.
    pub(super) corrections: Vec<Correction>,
    /// Every other reading that was looked at, in this order, with its worth. Empty if the question's words are known.
    pub(super) tried: Vec<(String, f32)>,
    /// What the question as typed is worth, and what another reading had to exceed; 0 if none was looked at.
    pub(super) typed: f32,
    pub(super) needed: f32,
}

/// What a term of the question is to the ranking.
pub(super) struct ReadTerm<'a> {
    pub(super) term: &'a Term,
    pub(super) query: QueryTerm<'a>,
    /// Whether it says nothing about the matter.
    pub(super) junk: bool,
    /// Whether it is of the matter: no junk, or there is nothing but junk.
    pub(super) matter: bool,
    /// Whether it is looked for: of the matter, and for the first time.
    pub(super) wanted: bool,
}

impl HelpCenter {
    /// The terms of a question in order, each with what the ranking makes of it.
    pub(super) fn read_terms<'a>(&'a self, question: &'a Question) -> Vec<ReadTerm<'a>> {
        let terms = question.terms();
        let is_junk = |term: &Term| self.junk.contains(&term.text);
        let all_junk = terms.iter().all(is_junk);
        let has_parts = |at: usize| terms.get(at + 1).is_some_and(|next| next.position == terms[at].position);
        let mut seen: HashSet<&str> = HashSet::new();
        let read = |(at, words): (usize, Vec<(&'a str, f32)>)| {
            let term = &terms[at];
            let junk = is_junk(term);
            let matter = all_junk || !junk;
            let wanted = matter && seen.insert(&term.text);
            let query = QueryTerm { words, required: !has_parts(at), noun: term.noun };
            ReadTerm { term, query, junk, matter, wanted }
        };
        self.synonyms.expand(question).into_iter().enumerate().map(read).collect()
    }
}
