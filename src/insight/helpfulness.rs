//! How often each article was found helpful: counted in the database, kept in memory for sorting.

use std::collections::HashMap;

use sqlx::Row as _;

use super::InsightError;
use super::store::Shared;

/// The votes on one article.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Votes {
    pub helpful: u64,
    pub not_helpful: u64,
}

impl Votes {
    /// How likely the next vote is to be a good one, 0 to 1: one good and one bad vote are there to begin with (Laplace's
    /// rule of succession), so that a single vote puts no article above one that hundreds found helpful.
    pub fn score(self) -> f64 {
        (self.helpful as f64 + 1.0) / ((self.helpful + self.not_helpful) as f64 + 2.0)
    }
}

/// The votes on all articles at one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Helpfulness(HashMap<String, Votes>);

impl Helpfulness {
    /// The votes on an article; none for one that nobody voted on.
    pub fn of(&self, article: &str) -> Votes {
        self.0.get(article).copied().unwrap_or_default()
    }

    /// Whether nobody voted on anything.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The articles that somebody voted on.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Votes)> {
        self.0.iter().map(|(article, votes)| (article.as_str(), *votes))
    }
}

impl Shared {
    /// Counts anew.
    pub(super) async fn refresh(&self) -> Result<(), InsightError> {
        let rows = self
            .database
            .hold(async {
                let mut work = self.database.plain().await?;
                let select = "select article, helpful, count(*) as votes from haedap_insight_feedback \
                              group by article, helpful";
                let rows = sqlx::query(select).fetch_all(&mut *work.connection).await?;
                work.done();
                Ok::<_, InsightError>(rows)
            })
            .await?;
        let mut counted: HashMap<String, Votes> = HashMap::new();
        for row in &rows {
            let (helpful, count): (i64, i64) = (row.try_get("helpful")?, row.try_get("votes")?);
            let votes = counted.entry(row.try_get("article")?).or_default();
            *(if helpful == 0 { &mut votes.not_helpful } else { &mut votes.helpful }) += count as u64;
        }
        self.set_helpfulness(Helpfulness(counted));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_votes_weigh_more_than_one() {
        let score = |helpful, not_helpful| Votes { helpful, not_helpful }.score();
        assert!(score(90, 10) > score(1, 0));
        assert!(score(1, 0) > score(0, 0));
        assert!(score(0, 0) > score(0, 1));
        assert!((score(0, 0) - 0.5).abs() < f64::EPSILON);
    }
}
