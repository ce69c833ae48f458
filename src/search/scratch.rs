//! What a question shares with the bags of an article, by dense tables that are set for one question and cleared after
//! it: a question looks at thousands of bags, and several readings of it are ranked one after another.

use std::cell::RefCell;

use super::query::{Query, Sought};
use crate::index::forward::{Bag, Forward};

/// The tables.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    /// By term: what it gives.
    gives: Vec<f32>,
    /// By term: one more than the place of its entry in `counts_for`; 0 for none.
    entry: Vec<u16>,
    /// Of each term of the question, or what counts for one: the places in [`Query::sought`], and how much.
    counts_for: Vec<Vec<(u16, f32)>>,
    bigrams: Vec<f32>,
    /// How much of each sought term the bag in hand holds.
    held: RefCell<Vec<f32>>,
}

impl Scratch {
    /// Sets the tables for a question.
    pub(super) fn set(&mut self, forward: &Forward, query: &Query) {
        self.gives.resize(forward.terms.rarity.len(), 0.0);
        self.entry.resize(forward.terms.rarity.len(), 0);
        self.bigrams.resize(forward.bigrams.rarity.len(), 0.0);
        for (number, sought) in query.sought.iter().enumerate() {
            for (id, share) in &sought.alternatives {
                let at = *id as usize;
                self.gives[at] = self.gives[at].max(sought.rarity * share);
                if self.entry[at] == 0 {
                    self.counts_for.push(Vec::new());
                    self.entry[at] = self.counts_for.len() as u16;
                }
                self.counts_for[usize::from(self.entry[at]) - 1].push((number as u16, *share));
            }
        }
        for id in &query.bigrams {
            self.bigrams[*id as usize] = forward.bigrams.rarity[*id as usize];
        }
        self.held.borrow_mut().resize(query.sought.len(), 0.0);
    }

    /// Clears what was set for a question.
    pub(super) fn clear(&mut self, query: &Query) {
        for (id, _) in query.sought.iter().flat_map(|sought| &sought.alternatives) {
            self.gives[*id as usize] = 0.0;
            self.entry[*id as usize] = 0;
        }
        self.counts_for.clear();
        for id in &query.bigrams {
            self.bigrams[*id as usize] = 0.0;
        }
    }

    /// Rarity of what a bag shares with the question's terms.
    pub(super) fn shared_terms(&self, bag: &Bag) -> f32 {
        bag.ids.iter().map(|id| self.gives[*id as usize]).sum()
    }

    pub(super) fn shared_bigrams(&self, bag: &Bag) -> f32 {
        bag.ids.iter().map(|id| self.bigrams[*id as usize]).sum()
    }

    /// Share of the question's terms that a bag holds.
    pub(super) fn coverage(&self, query: &Query, bag: &Bag) -> f32 {
        ratio(self.covered(query, bag, |_| true), query.weight)
    }

    /// The same for the matter alone; all of it where nothing but a service is named.
    pub(super) fn matter(&self, query: &Query, bag: &Bag) -> f32 {
        if query.matter_weight <= 0.0 {
            return 1.0;
        }
        ratio(self.covered(query, bag, |sought| sought.matter), query.matter_weight)
    }

    /// The same for the nouns of the matter.
    pub(super) fn nouns(&self, query: &Query, bag: &Bag) -> f32 {
        let counts = |sought: &Sought| sought.matter && sought.noun;
        let weight: f32 = query.sought.iter().filter(|sought| counts(sought)).map(|sought| sought.rarity).sum();
        if weight <= 0.0 { 1.0 } else { ratio(self.covered(query, bag, counts), weight) }
    }

    /// Rarity of the sought terms that a bag holds.
    fn covered(&self, query: &Query, bag: &Bag, counts: impl Fn(&Sought) -> bool) -> f32 {
        let mut held = self.held.borrow_mut();
        held.fill(0.0);
        for id in &bag.ids {
            let Some(entry) = usize::from(self.entry[*id as usize]).checked_sub(1) else { continue };
            for (number, share) in &self.counts_for[entry] {
                let held = &mut held[usize::from(*number)];
                *held = held.max(*share);
            }
        }
        let counted = held.iter().zip(&query.sought).filter(|(_, sought)| counts(sought));
        counted.map(|(held, sought)| held * sought.rarity).sum()
    }
}

/// `part / whole` between 0 and 1; 0 of nothing.
pub(super) fn ratio(part: f32, whole: f32) -> f32 {
    if whole > 0.0 { (part / whole).min(1.0) } else { 0.0 }
}
