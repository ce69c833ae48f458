//! The ranking model: what is looked at in an article for a question, and how much each counts.
//!
//! A linear score over [`FEATURES`], turned into probabilities by a softmax over the articles and "none of them". The
//! weights are fitted on judged utterances (`haedap eval --fit`) and kept in `corpus/lexicon/ranking.toml` with the
//! date, the set and the cross-validated figures; the shipped ones are the default for any corpus.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::choice;
use super::own_state::{self, OwnStateModel};
use super::rejection;
use super::thresholds::ThresholdTable;

/// Number of features.
pub const FEATURES: usize = NAMES.len();

/// What is looked at, 0 to 1 unless it says otherwise. Those with `none_` are 0 for every article and the others 0 for
/// "none of them".
pub const NAMES: [&str; 36] = [
    // The title or phrasing that is most like the question: terms and bigrams (cosine by rarity), its share covered.
    "unit_terms",
    "unit_bigrams",
    "unit_precision",
    // The same for the title alone.
    "title_terms",
    "title_bigrams",
    // Mean of the three best titles or phrasings.
    "units_mean",
    // Best share of the question that one title or phrasing holds; best bigram likeness.
    "unit_recall",
    "unit_bigrams_best",
    // Shares of the question that are held anywhere in the article, in its titles and phrasings, its body, its path.
    "coverage_all",
    "coverage_questions",
    "coverage_body",
    "coverage_path",
    "coverage_bigrams",
    // Whether the rarest known term of the question is in the titles and phrasings.
    "rarest",
    // 1 or -1: negation in the question and in the best unit agree or not; 0 without negation.
    "negation",
    // The service is named by the question, or another is (less where it is only that of the bot or the conversation);
    // the same where a word implies it.
    "named",
    "named_other",
    "implied",
    "implied_other",
    // None of them: always 1; best values over the articles; share of the question that no article knows;
    // length of the question (ln of its terms).
    "none",
    "none_unit",
    "none_bigrams",
    "none_coverage",
    "none_unknown",
    "none_length",
    // Best coverage within the named service; whether a service is named.
    "none_named_coverage",
    "none_named",
    // Share of the matter, the question without the names of services, that titles and phrasings hold; for "none of
    // them" the best value among the articles of the service that is spoken of; the same for titles, phrasings and body.
    "matter",
    "none_matter",
    "none_matter_all",
    // Share of the nouns of the matter that the article holds; its best value in the service that is spoken of; the
    // rarest noun that the best article does not hold, as a share of the rarity of an unknown word.
    "nouns",
    "none_nouns",
    "none_missing",
    // 1 or -1: the article states a figure of the kind that is asked for or does not; 0 where none is asked for.
    "figure",
    // That the customer asks for an own state, for an article that has one; the same for one whose state is spoken of.
    "own_live",
    "own_slot",
];

/// The features of one candidate.
pub type Features = [f32; FEATURES];

/// Weights and thresholds.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    pub weights: Features,
    /// Whether no article answers.
    pub rejection: rejection::Features,
    /// Whether the customer has to choose.
    pub choice: choice::Features,
    /// Whether the customer asks for an own state.
    pub own_state: OwnStateModel,
    pub thresholds: ThresholdTable,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    #[expect(dead_code, reason = "read by people: how the weights came about")]
    fitted: toml::Table,
    thresholds: ThresholdTable,
    weights: BTreeMap<String, f32>,
    rejection: BTreeMap<String, f32>,
    choice: BTreeMap<String, f32>,
    own_state: OwnState,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnState {
    weights: BTreeMap<String, f32>,
    fragments: BTreeMap<String, f32>,
}

/// The shipped weights.
const DEFAULT: &str = include_str!("../../corpus/lexicon/ranking.toml");

impl Model {
    /// Reads `ranking.toml`; the shipped weights for an empty text.
    ///
    /// # Errors
    /// With line and cause when it is malformed, or lacks or adds a weight.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = if text.is_empty() { DEFAULT } else { text };
        let File { thresholds, weights, rejection, choice, own_state, .. } = toml::from_str(text)
            .map_err(|error| format!("ranking.toml:{}: {}", line_at(text, &error), error.message()))?;
        if let Some(name) = thresholds.out_of_range() {
            return Err(format!("ranking.toml: the threshold {name} must be between 0 and 1"));
        }
        Ok(Self {
            weights: by_place(&NAMES, weights)?,
            rejection: by_place(&rejection::NAMES, rejection)?,
            choice: by_place(&choice::NAMES, choice)?,
            own_state: OwnStateModel {
                weights: by_place(&own_state::model::NAMES, own_state.weights)?,
                fragments: own_state.fragments,
            },
            thresholds,
        })
    }

    /// The score of a candidate.
    pub fn score(&self, features: &Features) -> f32 {
        dot(features, &self.weights)
    }
}

/// The line of a text in which it is no TOML, counted from 1.
pub(super) fn line_at(text: &str, error: &toml::de::Error) -> usize {
    error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1)
}

/// Weights in the order of their names.
fn by_place<const N: usize>(names: &[&str; N], mut weights: BTreeMap<String, f32>) -> Result<[f32; N], String> {
    let mut found = [0.0; N];
    for (name, weight) in names.iter().zip(&mut found) {
        *weight = weights.remove(*name).ok_or_else(|| format!("ranking.toml: the weight of '{name}' is missing"))?;
    }
    match weights.keys().next() {
        Some(unknown) => Err(format!("ranking.toml: there is no feature '{unknown}'")),
        None => Ok(found),
    }
}

/// Sum of the features, each times its weight.
pub fn dot<const N: usize>(features: &[f32; N], weights: &[f32; N]) -> f32 {
    features.iter().zip(weights).map(|(feature, weight)| feature * weight).sum()
}

/// The probability that a score of a logistic regression stands for.
pub fn logistic(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}

/// Turns scores into probabilities that add up to one.
pub fn softmax(scores: &[f32]) -> Vec<f32> {
    let highest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers: Vec<f32> = scores.iter().map(|score| (score - highest).exp()).collect();
    let total: f32 = powers.iter().sum();
    powers.into_iter().map(|power| power / total).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_weights_are_whole() {
        let model = Model::parse("").unwrap();
        assert!(model.weights.iter().any(|weight| *weight != 0.0));
        assert!(Model::parse("[weights]").is_err());
        let renamed = DEFAULT.replace("unit_terms", "unit_trems");
        assert_eq!(Model::parse(&renamed).unwrap_err(), "ranking.toml: the weight of 'unit_terms' is missing");
    }

    #[test]
    fn probabilities_add_up() {
        let probabilities = softmax(&[1.0, 3.0, -200.0]);
        assert!((probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        assert!(probabilities[1] > probabilities[0] && probabilities[2] >= 0.0);
    }
}
