//! Looks at every article for a question: the features of the model, and from them probabilities.

use super::choice;
use super::model::{FEATURES, Features, Model, softmax};
use super::query::{Query, Services, Sought};
use super::rejection;
use super::scratch::{Scratch, ratio};
use crate::index::forward::{Bag, Forward, ForwardArticle, Id, Vocabulary};

/// An article that may answer.
#[derive(Debug, Clone)]
pub struct Ranked {
    /// Place in the order of the corpus.
    pub article: usize,
    pub score: f32,
    /// That this article answers, given that one article or none does.
    pub probability: f32,
    /// Share of the question that the article holds.
    pub coverage: f32,
    /// Share of the matter that all of it holds.
    pub matter_all: f32,
    pub features: Features,
}

impl Ranked {
    /// Share of the question's terms that the article holds.
    pub fn coverage_all(&self) -> f32 {
        self.features[COVERAGE_ALL].max(self.features[COVERAGE_BIGRAMS])
    }

    /// Likeness of its most alike title or phrasing.
    pub fn likeness(&self) -> f32 {
        self.features[UNIT_TERMS] + BIGRAM_SHARE * self.features[UNIT_BIGRAMS]
    }

    /// Likeness of its title.
    pub fn title_likeness(&self) -> f32 {
        self.features[TITLE_TERMS]
    }
}

/// What came out for a question.
#[derive(Debug, Clone)]
pub struct Ranking {
    /// Best first; articles that share nothing with the question are left out.
    pub articles: Vec<Ranked>,
    /// That no article answers.
    pub none: f32,
    pub none_features: Features,
    pub rejection_features: rejection::Features,
    /// That the customer has to choose, given that an article answers.
    pub choice: f32,
    pub choice_features: choice::Features,
    /// Places in `articles` to offer if the customer has to choose.
    pub offered: Vec<usize>,
}

/// Articles that get a probability; the others are too far behind to matter.
pub const CANDIDATES: usize = 50;

/// Ranks all articles for a question. `without` is a phrasing that is looked away from, as (article, unit): the
/// question is that phrasing itself, asked to learn from the others.
pub(super) fn rank(
    forward: &Forward,
    model: &Model,
    query: &Query,
    services: &Services,
    without: Option<(usize, usize)>,
    scratch: &mut Scratch,
) -> Ranking {
    scratch.set(forward, query);
    let ranking = rank_with(forward, model, query, services, without, scratch);
    scratch.clear(query);
    ranking
}

fn rank_with(
    forward: &Forward,
    model: &Model,
    query: &Query,
    services: &Services,
    without: Option<(usize, usize)>,
    scratch: &Scratch,
) -> Ranking {
    let mut ranked: Vec<Ranked> = Vec::new();
    for (place, article) in forward.articles.iter().enumerate() {
        let without = without.filter(|(skipped, _)| *skipped == place).map(|(_, unit)| unit);
        if let Some((features, matter_all)) = features(forward, query, services, scratch, article, without) {
            let coverage = features[COVERAGE_ALL].max(features[COVERAGE_BIGRAMS]);
            let score = model.score(&features);
            ranked.push(Ranked { article: place, score, probability: 0.0, coverage, matter_all, features });
        }
    }
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score));
    let none_features = none_features(query, services, &ranked, forward, scratch);
    let considered = ranked.len().min(CANDIDATES);
    let mut scores: Vec<f32> = ranked[..considered].iter().map(|ranked| ranked.score).collect();
    scores.push(model.score(&none_features));
    let mut probabilities = softmax(&scores);
    let rejection_features = rejection::features(&ranked, query, services, forward, scratch, &none_features);
    rejection::moderate(&mut probabilities, rejection::probability(&rejection_features, &model.rejection));
    for (ranked, probability) in ranked.iter_mut().zip(&probabilities[..considered]) {
        ranked.probability = *probability;
    }
    let service_of = |ranked: &Ranked| forward.articles[ranked.article].service;
    let choice_features = choice::features(&ranked, query, services, service_of);
    Ranking {
        none: probabilities[considered],
        none_features,
        rejection_features,
        choice: choice::probability(&choice_features, &model.choice),
        choice_features,
        offered: choice::offered(&ranked, services.are_open(), service_of),
        articles: ranked,
    }
}

/// Places of the features in `model::NAMES`.
pub(super) mod place {
    pub const UNIT_TERMS: usize = 0;
    pub const UNIT_BIGRAMS: usize = 1;
    pub const UNIT_PRECISION: usize = 2;
    pub const TITLE_TERMS: usize = 3;
    pub const TITLE_BIGRAMS: usize = 4;
    pub const UNITS_MEAN: usize = 5;
    pub const UNIT_RECALL: usize = 6;
    pub const UNIT_BIGRAMS_BEST: usize = 7;
    pub const COVERAGE_ALL: usize = 8;
    pub const COVERAGE_QUESTIONS: usize = 9;
    pub const COVERAGE_BODY: usize = 10;
    pub const COVERAGE_PATH: usize = 11;
    pub const COVERAGE_BIGRAMS: usize = 12;
    pub const RAREST: usize = 13;
    pub const NEGATION: usize = 14;
    pub const NAMED: usize = 15;
    pub const NAMED_OTHER: usize = 16;
    pub const IMPLIED: usize = 17;
    pub const IMPLIED_OTHER: usize = 18;
    pub const NONE: usize = 19;
    pub const NONE_UNIT: usize = 20;
    pub const NONE_BIGRAMS: usize = 21;
    pub const NONE_COVERAGE: usize = 22;
    pub const NONE_UNKNOWN: usize = 23;
    pub const NONE_LENGTH: usize = 24;
    pub const NONE_NAMED_COVERAGE: usize = 25;
    pub const NONE_NAMED: usize = 26;
    pub const MATTER: usize = 27;
    pub const NONE_MATTER: usize = 28;
    pub const NONE_MATTER_ALL: usize = 29;
    pub const NOUNS: usize = 30;
    pub const NONE_NOUNS: usize = 31;
    pub const NONE_MISSING: usize = 32;
    pub const FIGURE: usize = 33;
    pub const OWN_LIVE: usize = 34;
    pub const OWN_SLOT: usize = 35;
}
#[allow(clippy::wildcard_imports, reason = "they are this file's own; under test the lint keeps silent")]
use place::*;

fn cosine(shared: f32, left: f32, right: f32) -> f32 {
    ratio(shared, (left * right).sqrt())
}

/// How much the likeness by bigrams counts against that by terms when the most alike unit is chosen.
const BIGRAM_SHARE: f32 = 0.6;

/// What the service of the bot or the conversation counts where a named one counts 1: nobody said that it is meant.
/// Set by hand, for judged utterances come without a bot.
const DEFAULT_SHARE: f32 = 0.7;

/// What a state counts that an article has beside the one that it is about.
const FURTHER_SLOT: f32 = 0.5;

/// The features of an article, and [`Ranked::matter_all`]; `None` if it shares nothing with the question.
fn features(
    forward: &Forward,
    query: &Query,
    services: &Services,
    scratch: &Scratch,
    article: &ForwardArticle,
    without: Option<usize>,
) -> Option<(Features, f32)> {
    let mut features = [0.0; FEATURES];
    let mut best = (0.0, 0);
    let mut three = [0.0_f32; 3];
    let mut most_bigrams = scratch.shared_bigrams(&article.body_bigrams);
    for (number, unit) in article.units.iter().enumerate().filter(|(number, _)| Some(*number) != without) {
        let shared = scratch.shared_terms(&unit.terms);
        let shared_bigrams = scratch.shared_bigrams(&unit.bigrams);
        most_bigrams = most_bigrams.max(shared_bigrams);
        let terms = cosine(shared, query.weight, unit.terms.weight);
        let bigrams = cosine(shared_bigrams, query.bigram_weight, unit.bigrams.weight);
        let alike = terms + BIGRAM_SHARE * bigrams;
        if alike > best.0 {
            best = (alike, number);
            features[UNIT_TERMS] = terms;
            features[UNIT_BIGRAMS] = bigrams;
            features[UNIT_PRECISION] = ratio(shared, unit.terms.weight);
        }
        if number == 0 {
            features[TITLE_TERMS] = terms;
            features[TITLE_BIGRAMS] = bigrams;
        }
        features[UNIT_RECALL] = features[UNIT_RECALL].max(ratio(shared, query.weight));
        features[UNIT_BIGRAMS_BEST] = features[UNIT_BIGRAMS_BEST].max(bigrams);
        let lowest = three.iter_mut().min_by(|a, b| a.total_cmp(b))?;
        *lowest = lowest.max(alike);
    }
    features[UNITS_MEAN] = three.iter().sum::<f32>() / (3.0 * (1.0 + BIGRAM_SHARE));
    let rest;
    let (questions, all) = match without {
        None => (&article.questions, &article.all),
        Some(unit) => {
            rest = article.without(unit);
            (&rest.0, &rest.1)
        }
    };
    let of_all = scratch.shares(query, all);
    features[COVERAGE_ALL] = of_all.all;
    features[COVERAGE_BIGRAMS] = ratio(most_bigrams, query.bigram_weight);
    if features[COVERAGE_ALL] <= 0.0 && best.0 <= 0.0 && features[COVERAGE_BIGRAMS] <= 0.0 {
        return None;
    }
    let of_questions = scratch.shares(query, questions);
    features[MATTER] = of_questions.matter;
    features[NOUNS] = of_all.nouns;
    features[COVERAGE_QUESTIONS] = of_questions.all;
    features[COVERAGE_BODY] = scratch.shares(query, &article.body).all;
    features[COVERAGE_PATH] = scratch.shares(query, &article.path).all;
    let rarest = query.sought.iter().filter(|sought| !sought.alternatives.is_empty());
    let rarest = rarest.max_by(|a, b| a.rarity.total_cmp(&b.rarity));
    let holds_rarest = |sought: &Sought| sought.alternatives.iter().any(|(id, _)| questions.holds(*id));
    features[RAREST] = rarest.map_or(0.0, |sought| f32::from(u8::from(holds_rarest(sought))));
    if let Some(unit) = article.units.get(best.1) {
        let denies = negations(&forward.terms).any(|id| unit.terms.holds(id));
        features[NEGATION] = match (query.negated, denies) {
            (true, true) => 1.0,
            (false, false) => 0.0,
            _ => -1.0,
        };
    }
    if !query.figures.is_empty() {
        features[FIGURE] = if query.figures.are_in(article.figures) { 1.0 } else { -1.0 };
    }
    if let Some(first) = article.live.first() {
        features[OWN_LIVE] = query.own;
        let shared = article.live.iter().any(|slot| query.evoked.contains(slot));
        let worth = if query.evoked.contains(first) { 1.0 } else { FURTHER_SLOT * f32::from(u8::from(shared)) };
        features[OWN_SLOT] = query.own * worth;
    }
    let among = |list: &[u16]| list.contains(&article.service);
    let flag = |value: bool| f32::from(u8::from(value));
    features[NAMED] = flag(among(&services.named));
    features[NAMED_OTHER] = flag(!services.named.is_empty() && !among(&services.named));
    if services.named.is_empty() {
        features[IMPLIED] = flag(among(&services.implied));
        features[IMPLIED_OTHER] = flag(!services.implied.is_empty() && !among(&services.implied));
        // A word that belongs to a service counts before the service of the bot or the conversation.
        if let Some(default) = services.default.filter(|_| services.implied.is_empty()) {
            features[NAMED] = DEFAULT_SHARE * flag(default == article.service);
            features[NAMED_OTHER] = DEFAULT_SHARE * flag(default != article.service);
        }
    }
    Some((features, of_all.matter))
}

fn negations(terms: &Vocabulary) -> impl Iterator<Item = Id> {
    ["안", "못", "없", "아니", "불가", "실패"].into_iter().filter_map(|term| terms.id(term))
}

fn none_features(
    query: &Query,
    services: &Services,
    ranked: &[Ranked],
    forward: &Forward,
    scratch: &Scratch,
) -> Features {
    let mut features = [0.0; FEATURES];
    let best = |place: usize| ranked.iter().map(|ranked| ranked.features[place]).fold(0.0, f32::max);
    features[NONE] = 1.0;
    features[NONE_UNIT] = best(UNIT_TERMS);
    features[NONE_BIGRAMS] = best(UNIT_BIGRAMS_BEST);
    features[NONE_COVERAGE] = best(COVERAGE_ALL);
    let unknown: f32 =
        query.sought.iter().filter(|sought| sought.alternatives.is_empty()).map(|sought| sought.rarity).sum();
    features[NONE_UNKNOWN] = ratio(unknown, query.weight);
    features[NONE_LENGTH] = (query.sought.len() as f32 + 1.0).ln();
    let is_named = |ranked: &&Ranked| services.named.contains(&forward.articles[ranked.article].service);
    let spoken_of = |ranked: &&Ranked| services.named.is_empty() || is_named(ranked);
    // What shares nothing with the question holds what an empty bag does.
    let nothing = scratch.shares(query, &Bag::default());
    (features[NONE_MATTER], features[NONE_MATTER_ALL], features[NONE_NOUNS]) =
        (nothing.matter, nothing.matter, nothing.nouns);
    for ranked in ranked.iter().filter(spoken_of) {
        features[NONE_MATTER] = features[NONE_MATTER].max(ranked.features[MATTER]);
        features[NONE_MATTER_ALL] = features[NONE_MATTER_ALL].max(ranked.matter_all);
        features[NONE_NOUNS] = features[NONE_NOUNS].max(ranked.features[NOUNS]);
    }
    if let Some(best) = ranked.first() {
        let all = &forward.articles[best.article].all;
        let held = |sought: &Sought| sought.alternatives.iter().any(|(id, _)| all.holds(*id));
        let missing = query.sought.iter().filter(|sought| sought.matter && sought.noun && !held(sought));
        let rarest = missing.map(|sought| sought.rarity).fold(0.0, f32::max);
        features[NONE_MISSING] = ratio(rarest, forward.terms.unknown);
    }
    if !services.named.is_empty() {
        features[NONE_NAMED] = 1.0;
        let of_named = ranked.iter().filter(is_named).map(|ranked| ranked.features[COVERAGE_QUESTIONS]);
        features[NONE_NAMED_COVERAGE] = of_named.fold(0.0, f32::max);
    }
    features
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::model::NAMES;

    #[test]
    fn places_are_those_of_the_names() {
        for (place, name) in [
            (UNIT_TERMS, "unit_terms"),
            (UNITS_MEAN, "units_mean"),
            (COVERAGE_ALL, "coverage_all"),
            (COVERAGE_BIGRAMS, "coverage_bigrams"),
            (NEGATION, "negation"),
            (NONE, "none"),
            (NONE_NAMED, "none_named"),
        ] {
            assert_eq!(NAMES[place], name);
        }
    }
}
