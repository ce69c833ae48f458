//! Whether an utterance is answered alike in other clothes: the share of its variants that get the same decision and
//! the same first article.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::metrics::{Outcome, Share};
use super::variants::Sort;

/// How many variants are answered like the utterance that they are made from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invariance {
    pub total: Share,
    pub by_sort: BTreeMap<Sort, Share>,
    /// The counter-check, which is no part of the total: without its negation an utterance means something else. How
    /// many get another decision or first article then; `왜 안 돼요` and `왜 돼요` may still be for one article.
    pub negation_noticed: Share,
}

/// Whether two utterances are answered alike.
pub fn is_alike(one: &Outcome, other: &Outcome) -> bool {
    one.decision == other.decision && one.ranking.first() == other.ranking.first()
}

impl Invariance {
    /// Counts a variant.
    pub fn count(&mut self, sort: Sort, original: &Outcome, variant: &Outcome) {
        let alike = is_alike(original, variant);
        self.total.count(alike);
        self.by_sort.entry(sort).or_default().count(alike);
    }

    /// Counts an utterance whose negation was taken out.
    pub fn count_negation(&mut self, original: &Outcome, without: &Outcome) {
        self.negation_noticed.count(!is_alike(original, without));
    }
}

impl fmt::Display for Invariance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<22} {}", "invariance", self.total)?;
        for (sort, share) in &self.by_sort {
            write!(f, "\n  {sort:<20} {share}")?;
        }
        write!(f, "\n{:<22} {}", "negation noticed", self.negation_noticed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::decide::Decision;

    fn outcome(decision: Decision, first: &str) -> Outcome {
        let ranking = vec![first.to_owned(), "other".to_owned()];
        Outcome { decision, ranking, probability: 0.5, choices: Vec::new(), slots: Vec::new() }
    }

    #[test]
    fn decision_and_first_article_both_count() {
        let original = outcome(Decision::Answer, "a");
        let mut invariance = Invariance::default();
        invariance.count(Sort::Ending, &original, &outcome(Decision::Answer, "a"));
        invariance.count(Sort::Ending, &original, &outcome(Decision::Choose, "a"));
        invariance.count(Sort::Spaces, &original, &outcome(Decision::Answer, "b"));
        assert_eq!(invariance.total, Share { of: 3, hit: 1 });
        assert_eq!(invariance.by_sort[&Sort::Ending], Share { of: 2, hit: 1 });
        assert_eq!(invariance.by_sort[&Sort::Spaces], Share { of: 1, hit: 0 });
    }

    #[test]
    fn a_negation_is_noticed_by_another_answer() {
        let original = outcome(Decision::Answer, "a");
        let mut invariance = Invariance::default();
        invariance.count_negation(&original, &outcome(Decision::Answer, "b"));
        invariance.count_negation(&original, &outcome(Decision::Answer, "a"));
        assert_eq!(invariance.negation_noticed, Share { of: 2, hit: 1 });
        assert_eq!(invariance.total, Share::default(), "it is no part of the score");
    }
}
