//! Where the bands of the decision begin: for all articles, and otherwise for a service or a category of it.
//!
//! ```toml
//! [thresholds]
//! answer = 0.58
//! fallback = 0.38
//! choice = 0.12
//!
//! [thresholds.category."chatbot"]                       # a service by its slug
//! answer = 0.70
//!
//! [thresholds.category."chatbot>봇 관리하기>월렛 안내"]   # a category path as in the articles; the longest one wins
//! answer = 0.80
//! ```

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Stands between the parts of a category path, as in the API's `category`.
pub const SEPARATOR: char = '>';

/// Where the bands begin, as probabilities.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Thresholds {
    /// The best article answers if it is at least this probable.
    pub answer: f32,
    /// Nothing answers if "none of them" is at least this probable.
    pub fallback: f32,
    /// The customer chooses if that is at least this probable.
    pub choice: f32,
}

impl Thresholds {
    /// These with what is set otherwise.
    #[must_use]
    pub fn with(self, set: Override) -> Self {
        Self {
            answer: set.answer.unwrap_or(self.answer),
            fallback: set.fallback.unwrap_or(self.fallback),
            choice: set.choice.unwrap_or(self.choice),
        }
    }
}

/// What a category or a bot sets otherwise.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Override {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fallback: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub choice: Option<f32>,
}

/// The thresholds of all articles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThresholdTable {
    pub answer: f32,
    pub fallback: f32,
    pub choice: f32,
    /// By `slug` or `slug>category>subcategory`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub category: BTreeMap<String, Override>,
}

impl From<Thresholds> for ThresholdTable {
    fn from(Thresholds { answer, fallback, choice }: Thresholds) -> Self {
        Self { answer, fallback, choice, category: BTreeMap::new() }
    }
}

impl ThresholdTable {
    /// The thresholds for an article with this path (`slug>category>subcategory`): each value from the longest path
    /// that sets it.
    pub fn of(&self, path: &str) -> Thresholds {
        let mut found = Thresholds { answer: self.answer, fallback: self.fallback, choice: self.choice };
        let mut above: Vec<(&String, &Override)> =
            self.category.iter().filter(|(category, _)| is_under(path, category)).collect();
        above.sort_by_key(|(category, _)| category.len());
        for (_, set) in above {
            found = found.with(*set);
        }
        found
    }

    /// A value that is no probability, by its name.
    pub fn out_of_range(&self) -> Option<String> {
        let base = [("answer", self.answer), ("fallback", self.fallback), ("choice", self.choice)];
        let base = base.map(|(name, value)| (name.to_owned(), value));
        let set = self.category.iter().flat_map(|(category, set)| {
            let values = [("answer", set.answer), ("fallback", set.fallback), ("choice", set.choice)];
            values.into_iter().filter_map(move |(name, value)| Some((format!("{name} of '{category}'"), value?)))
        });
        base.into_iter().chain(set).find(|(_, value)| !(0.0..=1.0).contains(value)).map(|(name, _)| name)
    }

    /// Categories under which none of these paths is.
    pub fn unused<'a>(&'a self, paths: &[String]) -> impl Iterator<Item = &'a str> {
        let unused = |category: &&String| !paths.iter().any(|path| is_under(path, category));
        self.category.keys().filter(unused).map(String::as_str).collect::<Vec<_>>().into_iter()
    }
}

fn is_under(path: &str, category: &str) -> bool {
    path.strip_prefix(category).is_some_and(|rest| rest.is_empty() || rest.starts_with(SEPARATOR))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> ThresholdTable {
        toml::from_str(text).unwrap()
    }

    const TABLE: &str = "answer = 0.5\nfallback = 0.4\nchoice = 0.3\n[category.bot]\nanswer = 0.6\nchoice = 0.2\n\
                         [category.'bot>월렛']\nanswer = 0.9\n";

    #[test]
    fn the_longest_path_that_sets_a_value_wins() {
        let of = |path: &str| {
            let Thresholds { answer, fallback, choice } = table(TABLE).of(path);
            format!("{answer} {fallback} {choice}")
        };
        assert_eq!(of("emoticon>월렛"), "0.5 0.4 0.3");
        assert_eq!(of("bot"), "0.6 0.4 0.2");
        assert_eq!(of("bot>월렛>카드"), "0.9 0.4 0.2");
        assert_eq!(of("bot>월렛들"), "0.6 0.4 0.2");
    }

    #[test]
    fn says_what_cannot_be_meant() {
        assert_eq!(table(TABLE).out_of_range(), None);
        let wrong = table(&TABLE.replace("0.9", "9.0"));
        assert_eq!(wrong.out_of_range().as_deref(), Some("answer of 'bot>월렛'"));
        let paths = ["bot>충전".to_owned()];
        assert_eq!(table(TABLE).unused(&paths).collect::<Vec<_>>(), ["bot>월렛"]);
    }

    #[test]
    fn is_written_as_it_is_read() {
        let table = table(TABLE);
        assert_eq!(toml::from_str::<ThresholdTable>(&toml::to_string(&table).unwrap()).unwrap(), table);
    }
}
