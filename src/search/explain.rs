//! Why a search came out as it did: the question as it was read, and for the best articles every feature with its weight.
//!
//! It is the search itself that is written down, not another one beside it. For people to read, so figures are rounded to three
//! decimals. Decides nothing: what is made of it is for `answer` to add.

use serde::Serialize;
use tantivy::Searcher;

use super::choice;
use super::engine::{Engine, SearchError};
use super::help_center::HelpCenter;
use super::hit::{Hit, Hits};
use super::model;
use super::query::{self, Query};
use super::question::Question;
use super::rank::{self, Ranking};
use super::reading::{Corrected, ReadTerm, Reading, Spelling};
use super::rejection;
use super::retrieve::term_rarity;

/// Articles that are explained when the caller does not say.
pub const DEFAULT_TOP: usize = 5;
/// Most articles that are explained: those that get a probability.
pub const MAX_TOP: usize = rank::CANDIDATES;

/// Why a search came out as it did. All figures are rounded to three decimals.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The generation that was searched.
    pub generation: String,
    /// What was typed, as far as it was read.
    pub utterance: String,
    /// Whether it was cut because it was too long.
    pub cut: bool,
    /// The cleaned text that was searched for: corrected, if a correction was taken.
    pub question: String,
    pub corrections: Corrections,
    pub services: SpokenOf,
    /// The terms of `question` in order, compounds with their parts.
    pub terms: Vec<ExplainedTerm>,
    /// The best articles, best first.
    pub hits: Vec<ExplainedHit>,
    pub none: ExplainedNone,
    /// Whether the customer has to choose; absent in a general collection, which has no model for it.
    pub choice: Option<ExplainedChoice>,
}

/// What else the question may have meant.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Corrections {
    /// Worth of the question as typed: the best article's coverage and a little certainty; in a general collection the
    /// share of its terms that the index knows. Absent if no other reading was looked at.
    pub typed_worth: Option<f64>,
    /// What another reading had to exceed to be taken.
    pub needed_worth: Option<f64>,
    /// Every other reading, in the order of trying.
    pub tried: Vec<TriedCorrection>,
}

/// One other reading of the question.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TriedCorrection {
    pub to: String,
    pub worth: f64,
    /// Whether it is what was searched for in the end.
    pub taken: bool,
}

/// Slugs of the services that the question speaks of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SpokenOf {
    /// By name: binding.
    pub named: Vec<String>,
    /// By a word that belongs to one.
    pub implied: Vec<String>,
    /// Of the bot or page.
    pub default: Option<String>,
}

/// A term of the question.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "facts about a word, each to be read by itself")]
pub struct ExplainedTerm {
    pub text: String,
    pub noun: bool,
    /// Whether it says nothing about the matter.
    pub junk: bool,
    pub names_service: bool,
    /// Whether any article holds it.
    pub known: bool,
    /// Whether it is looked for: junk beside other words, a repetition, and an unknown compound with parts are not.
    pub counted: bool,
    /// What it weighs, at least 0; absent if it is not looked for.
    pub rarity: Option<f64>,
    /// What it also finds.
    pub also: Vec<AlsoFinds>,
}

/// A word that is found in place of a term.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AlsoFinds {
    pub text: String,
    /// How much it counts where the term itself counts 1.
    pub share: f64,
    /// Whether any article holds it.
    pub known: bool,
}

/// An article that was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExplainedHit {
    pub key: String,
    pub title: String,
    /// The service's slug.
    pub service: String,
    /// Sum of the contributions; in a general collection BM25 times coverage.
    pub score: f64,
    /// That it answers, 0 to 1.
    pub probability: f64,
    /// Share of the question that it holds, 0 to 1.
    pub coverage: f64,
    /// Highest contribution first, whatever its sign; empty in a general collection.
    pub features: Vec<Contribution>,
}

/// "None of them", which competes with the articles.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExplainedNone {
    /// That no article answers, 0 to 1.
    pub probability: f64,
    /// Sum of the contributions; absent in a general collection and where nothing was asked.
    pub score: Option<f64>,
    pub features: Vec<Contribution>,
    /// The second opinion, which counts as much as the softmax over the scores; absent as above.
    pub rejection: Option<ExplainedRejection>,
}

/// The model of the rejection.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExplainedRejection {
    /// That no article answers, by this model alone, 0 to 1.
    pub probability: f64,
    pub features: Vec<Contribution>,
}

/// The model of the choice.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExplainedChoice {
    /// That the customer has to choose, given that an article answers, 0 to 1.
    pub probability: f64,
    /// Keys of what is offered then.
    pub offered: Vec<String>,
    pub features: Vec<Contribution>,
}

/// What a feature adds to a score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contribution {
    /// One of `model::NAMES`, `rejection::NAMES` or `choice::NAMES`.
    pub name: &'static str,
    pub value: f64,
    pub weight: f64,
    /// `value * weight`.
    pub contribution: f64,
}

impl Engine {
    /// The same as [`Engine::hits`] with the reasons; `top` articles are explained, at most [`MAX_TOP`].
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn explain(
        &self,
        question: &Question,
        default: Option<&str>,
        top: usize,
    ) -> Result<(Explanation, Hits), SearchError> {
        let (found, reading, corrected) = self.find(question, default, Spelling::AsMeant)?;
        let meant = corrected.meant.as_ref().unwrap_or(question);
        let ranking = reading.as_ref().map(|reading| (reading.help_center, &reading.ranking));
        let hits = found.hits.iter().take(top.min(MAX_TOP)).enumerate();
        let explanation = Explanation {
            generation: self.manifest().generation.clone(),
            utterance: question.utterance.clone(),
            cut: question.cut,
            question: meant.text().trim().to_owned(),
            corrections: explain_corrections(&corrected),
            services: reading.as_ref().map(|reading| self.explain_services(reading)).unwrap_or_default(),
            terms: match self.help_center() {
                Some(help_center) => explain_terms(help_center, meant),
                None => self.explain_plain_terms(&self.searcher(), meant)?,
            },
            hits: hits.map(|(at, hit)| self.explain_hit(hit, at, ranking)).collect::<Result<_, _>>()?,
            none: explain_none(found.none, ranking),
            choice: ranking.map(|(help_center, ranking)| explain_choice(help_center, ranking, &found)),
        };
        Ok((explanation, found))
    }

    fn explain_services(&self, reading: &Reading<'_>) -> SpokenOf {
        let query::Services { named, implied, default } = &reading.services;
        let default = self.slugs(default.as_slice()).pop();
        SpokenOf { named: self.slugs(named), implied: self.slugs(implied), default }
    }

    /// Terms of a question to a general collection: each finds itself alone.
    fn explain_plain_terms(&self, searcher: &Searcher, question: &Question) -> Result<Vec<ExplainedTerm>, SearchError> {
        let explain = |term: &crate::text::terms::Term| {
            let (rarity, known) = term_rarity(searcher, self.fields(), &term.text)?;
            Ok(ExplainedTerm {
                text: term.text.clone(),
                noun: term.noun,
                junk: false,
                names_service: false,
                known,
                counted: true,
                rarity: Some(rounded(rarity)),
                also: Vec::new(),
            })
        };
        question.terms().iter().map(explain).collect()
    }

    fn explain_hit(
        &self,
        hit: &Hit,
        at: usize,
        ranking: Option<(&HelpCenter, &Ranking)>,
    ) -> Result<ExplainedHit, SearchError> {
        let features = ranking.and_then(|(help_center, ranking)| {
            Some(contributions(&model::NAMES, &ranking.articles.get(at)?.features, &help_center.model.weights))
        });
        Ok(ExplainedHit {
            key: hit.key.clone(),
            title: self.article(hit)?.title,
            service: hit.service.clone(),
            score: rounded(hit.score),
            probability: rounded(hit.probability),
            coverage: rounded(hit.coverage),
            features: features.unwrap_or_default(),
        })
    }
}

fn explain_corrections(corrected: &Corrected) -> Corrections {
    let taken = |to: &String| corrected.corrections.iter().any(|correction| correction.to == *to);
    let tried = corrected.tried.iter();
    let tried: Vec<TriedCorrection> =
        tried.map(|(to, worth)| TriedCorrection { to: to.clone(), worth: rounded(*worth), taken: taken(to) }).collect();
    let of_tried = |worth: f32| (!tried.is_empty()).then(|| rounded(worth));
    Corrections { typed_worth: of_tried(corrected.typed), needed_worth: of_tried(corrected.needed), tried }
}

fn explain_terms(help_center: &HelpCenter, question: &Question) -> Vec<ExplainedTerm> {
    let vocabulary = &help_center.forward.terms;
    let (_, naming) = help_center.services.find(question);
    let explain = |read: ReadTerm<'_>| {
        let also = read.query.words.iter().skip(1).map(|(text, share)| AlsoFinds {
            text: (*text).to_owned(),
            share: rounded(*share),
            known: vocabulary.id(text).is_some(),
        });
        let also = also.collect();
        // A query of this term alone says what it weighs in the whole one.
        let alone = std::iter::once(read.query).filter(|_| read.wanted);
        let query = Query::new(&help_center.forward, alone, std::iter::empty(), &naming);
        ExplainedTerm {
            text: read.term.text.clone(),
            noun: read.term.noun,
            junk: read.junk,
            names_service: naming.contains(&read.term.text),
            known: vocabulary.id(&read.term.text).is_some(),
            counted: !query.sought.is_empty(),
            rarity: query.sought.first().map(|sought| rounded(sought.rarity)),
            also,
        }
    };
    help_center.read_terms(question).into_iter().map(explain).collect()
}

fn explain_none(probability: f32, ranking: Option<(&HelpCenter, &Ranking)>) -> ExplainedNone {
    ExplainedNone {
        probability: rounded(probability),
        score: ranking.map(|(help_center, ranking)| rounded(help_center.model.score(&ranking.none_features))),
        features: ranking.map_or_else(Vec::new, |(help_center, ranking)| {
            contributions(&model::NAMES, &ranking.none_features, &help_center.model.weights)
        }),
        rejection: ranking.map(|(HelpCenter { model, .. }, ranking)| ExplainedRejection {
            probability: rounded(rejection::probability(&ranking.rejection_features, &model.rejection)),
            features: contributions(&rejection::NAMES, &ranking.rejection_features, &model.rejection),
        }),
    }
}

fn explain_choice(help_center: &HelpCenter, ranking: &Ranking, found: &Hits) -> ExplainedChoice {
    let offered = found.offered.iter().filter_map(|at| found.hits.get(*at));
    ExplainedChoice {
        probability: rounded(ranking.choice),
        offered: offered.map(|hit| hit.key.clone()).collect(),
        features: contributions(&choice::NAMES, &ranking.choice_features, &help_center.model.choice),
    }
}

/// Each feature with what it adds, the one that adds or takes most first.
fn contributions<const N: usize>(
    names: &[&'static str; N],
    values: &[f32; N],
    weights: &[f32; N],
) -> Vec<Contribution> {
    let of = |at: usize| values[at] * weights[at];
    let mut order: Vec<usize> = (0..N).collect();
    order.sort_by(|a, b| of(*b).abs().total_cmp(&of(*a).abs()));
    let contribution = |at: usize| Contribution {
        name: names[at],
        value: rounded(values[at]),
        weight: rounded(weights[at]),
        contribution: rounded(of(at)),
    };
    order.into_iter().map(contribution).collect()
}

/// To three decimals, never minus zero.
fn rounded(value: f32) -> f64 {
    (f64::from(value) * 1000.0).round() / 1000.0 + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_rounded_for_people() {
        for (value, expect) in [(0.7, "0.7"), (-0.0001, "0.0"), (2.34567, "2.346"), (-1.0, "-1.0")] {
            assert_eq!(serde_json::to_string(&rounded(value)).unwrap(), expect);
        }
    }

    #[test]
    fn what_moves_the_score_most_comes_first() {
        let sorted = contributions(&["a", "b", "c"], &[1.0, 0.5, 0.0], &[0.5, -3.0, 9.0]);
        let names: Vec<&str> = sorted.iter().map(|contribution| contribution.name).collect();
        assert_eq!(names, ["b", "a", "c"]);
        assert!((sorted[0].contribution + 1.5).abs() < 1e-9, "{sorted:?}");
    }
}
