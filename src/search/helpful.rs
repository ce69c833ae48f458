//! How helpful customers found the articles: votes, smoothed so that few of them do not decide.

use std::collections::BTreeMap;

/// Votes of the average article that every article begins with. With ten, one single vote moves an article by less
/// than a twentieth, and fifty votes outweigh the average clearly; no vote has been counted yet to fit it by.
const PRIOR_VOTES: f64 = 10.0;

/// Votes by article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Helpfulness(BTreeMap<String, (u64, u64)>);

impl Helpfulness {
    /// From the votes by article key: helpful, not helpful.
    pub fn new(votes: BTreeMap<String, (u64, u64)>) -> Self {
        Self(votes)
    }

    /// Whether nobody has voted.
    pub fn is_empty(&self) -> bool {
        self.0.values().all(|(helpful, not)| helpful + not == 0)
    }

    /// The share of helpful votes by article, each drawn towards the share of all; an article without votes has that.
    pub(super) fn shares(&self) -> impl Fn(&str) -> f64 + '_ {
        let (helpful, not) = self
            .0
            .values()
            .fold((0, 0), |sum: (u64, u64), votes| (sum.0.saturating_add(votes.0), sum.1.saturating_add(votes.1)));
        let average = if helpful + not == 0 { 0.5 } else { helpful as f64 / (helpful as f64 + not as f64) };
        move |key: &str| {
            let (helpful, not) = self.0.get(key).copied().unwrap_or_default();
            (helpful as f64 + PRIOR_VOTES * average) / (helpful as f64 + not as f64 + PRIOR_VOTES)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_votes_do_not_decide() {
        let votes = [("many", (90, 10)), ("one", (1, 0)), ("bad", (2, 30))];
        let helpfulness = Helpfulness::new(votes.map(|(key, votes)| (key.to_owned(), votes)).into());
        let share = helpfulness.shares();
        assert!(share("many") > share("one"), "a hundred votes say more than one");
        assert!(share("one") > share("none") && share("none") > share("bad"));
        assert!((share("none") - 93.0 / 133.0).abs() < 1e-9, "without votes the average");
    }

    #[test]
    fn without_votes_all_are_alike() {
        let helpfulness = Helpfulness::default();
        assert!(helpfulness.is_empty());
        assert!((helpfulness.shares()("any") - 0.5).abs() < 1e-9);
    }
}
