//! Articles near an article: the same question in another service, and what to read next.

use std::collections::BTreeSet;

use super::engine::{Engine, SearchError};
use super::hit::Hit;
use super::reading::Spelling;
use crate::faq::Article;

/// Best hits for a title that are looked at.
const LOOKED_AT: usize = 30;
/// Share of the words of two titles that both must have, so that they ask the same. Below it stand titles that only
/// speak of the same thing (환불 방법, 환불 수수료), see the test over the shipped articles.
const ALIKE: f32 = 0.7;
/// Most articles of each kind.
const MOST: usize = 4;

impl Engine {
    /// The articles of other services that answer the same question, at most one of a service, likest first. Services
    /// answer it differently, so a customer has to see which one is open.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn same_question(&self, article: &Article) -> Result<Vec<Article>, SearchError> {
        if article.service.is_empty() {
            return Ok(Vec::new());
        }
        let own = self.asked_words(&article.title);
        let mut found: Vec<(f32, Article)> = Vec::new();
        for hit in self.near(article)?.iter().filter(|hit| hit.service != article.service) {
            let other = self.article(hit)?;
            let likeness = likeness(&own, &self.asked_words(&other.title));
            if likeness >= ALIKE && found.iter().all(|(_, known)| known.service != other.service) {
                found.push((likeness, other));
            }
        }
        found.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        Ok(found.into_iter().take(MOST).map(|(_, other)| other).collect())
    }

    /// What to read next: the articles that the writer named, then the nearest of the same category.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn related(&self, article: &Article) -> Result<Vec<Article>, SearchError> {
        let mut related = Vec::new();
        for key in &article.related {
            related.extend(self.article_by_key(key)?);
        }
        for hit in self.near(article)? {
            if related.len() >= MOST {
                break;
            }
            if hit.service == article.service && hit.is_relevant() && related.iter().all(|known| known.key != hit.key) {
                let near = self.article(&hit)?;
                if near.category == article.category {
                    related.push(near);
                }
            }
        }
        related.truncate(MOST);
        Ok(related)
    }

    /// The best hits for an article's own title, without itself.
    fn near(&self, article: &Article) -> Result<Vec<Hit>, SearchError> {
        let question = self.question(&article.title);
        let mut hits = self.hits_spelled(&question, None, Spelling::AsTyped)?.hits;
        hits.retain(|hit| hit.key != article.key);
        hits.truncate(LOOKED_AT);
        Ok(hits)
    }

    /// The words of a title without those that name a service, or say nothing of the matter.
    fn asked_words(&self, title: &str) -> BTreeSet<String> {
        let question = self.question(title);
        let matter = self.matter(&question);
        let words = matter.words.iter().filter(|term| !matter.naming.contains(&term.text));
        words.map(|term| term.text.clone()).collect()
    }
}

/// The share of words that are in both.
fn likeness(one: &BTreeSet<String>, other: &BTreeSet<String>) -> f32 {
    let both = one.intersection(other).count();
    let all = one.len() + other.len() - both;
    if all == 0 { 0.0 } else { both as f32 / all as f32 }
}
