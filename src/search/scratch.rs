//! What a question shares with the bags of an article, by dense tables that are set for one question and cleared after
//! it: a question looks at thousands of bags, and several readings of it are ranked one after another.

use std::cell::RefCell;

use super::query::Query;
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

    /// How much of the question a bag holds.
    pub(super) fn shares(&self, query: &Query, bag: &Bag) -> Shares {
        let mut held = self.held.borrow_mut();
        held.fill(0.0);
        for id in &bag.ids {
            let Some(entry) = usize::from(self.entry[*id as usize]).checked_sub(1) else { continue };
            for (number, share) in &self.counts_for[entry] {
                let held = &mut held[usize::from(*number)];
                *held = held.max(*share);
            }
        }
        let (mut all, mut matter, mut nouns, mut noun_weight) = (0.0, 0.0, 0.0, 0.0);
        for (held, sought) in held.iter().zip(&query.sought) {
            let covered = held * sought.rarity;
            all += covered;
            if sought.matter {
                matter += covered;
                if sought.noun {
                    nouns += covered;
                    noun_weight += sought.rarity;
                }
            }
        }
        Shares {
            all: ratio(all, query.weight),
            matter: if query.matter_weight > 0.0 { ratio(matter, query.matter_weight) } else { 1.0 },
            nouns: if noun_weight > 0.0 { ratio(nouns, noun_weight) } else { 1.0 },
        }
    }
}

/// Shares of a question that a bag holds, by rarity.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shares {
    pub(super) all: f32,
    /// Of the matter; all of it where nothing but a service is named.
    pub(super) matter: f32,
    /// Of the nouns of the matter; all where there are none.
    pub(super) nouns: f32,
}

/// `part / whole` between 0 and 1; 0 of nothing.
pub(super) fn ratio(part: f32, whole: f32) -> f32 {
    if whole > 0.0 { (part / whole).min(1.0) } else { 0.0 }
}
