//! A help center's engine: all articles in memory, every reading of a question ranked over them.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::OnceLock;

use tantivy::schema::Value;
use tantivy::{DocAddress, TantivyDocument};

use super::columns::Columns;
use super::correct::{Correction, Corrector};
use super::engine::{Engine, SearchError};
use super::highlight::{Highlighted, Highlighter};
use super::hit::Hit;
use super::model::Model;
use super::passage::{self, Found, ReadArticle};
use super::pool::Pool;
use super::query::{self, Query};
use super::question::{Question, junk_terms};
use super::rank::{self, Ranked, Ranking};
use super::reading::{Corrected, Reading, Spelling};
use super::scratch::Scratch;
use super::service::{ServiceMatcher, service_synonyms};
use super::synonyms::Synonyms;
use crate::faq::{Article, Slot};
use crate::index::forward::{Forward, Texts, decode};
use crate::text::bigrams::Bigram;
use crate::text::figures::Figures;
use crate::text::lexicon::Synonym;
use crate::text::terms::Term;

/// What the ranking of a help center needs, in memory.
pub(super) struct HelpCenter {
    pub(super) forward: Forward,
    /// Each article of `forward` as it is found, without score.
    pub(super) articles: Vec<Hit>,
    /// Of each article: title and phrasings, cleaned.
    texts: Vec<Vec<String>>,
    pub(super) model: Model,
    pub(super) services: ServiceMatcher,
    pub(super) synonyms: Synonyms,
    /// Terms that say nothing about the matter.
    pub(super) junk: HashSet<String>,
    corrector: Corrector,
    /// Of each article, once it was shown among results: what is shown of it.
    shown: Vec<OnceLock<ReadArticle>>,
    /// Tables not in use: a ranking takes one and gives it back.
    scratch: Pool<Scratch>,
}

/// A question is read otherwise only if that covers this much more of it.
const CORRECTION_GAIN: f32 = 0.1;
/// What certainty counts beside coverage.
const CERTAINTY_SHARE: f32 = 0.1;

/// A reading that is covered wholly and whose best article is nearly certain: no other is looked at, since each takes
/// a ranking.
const GOOD_ENOUGH: f32 = 1.0 + 0.9 * CERTAINTY_SHARE;

impl HelpCenter {
    /// A ranked article as it is found.
    pub(super) fn hit(&self, ranked: &Ranked) -> Hit {
        let Ranked { article, score, probability, coverage, .. } = *ranked;
        Hit { score, probability, coverage, ..self.articles[article].clone() }
    }

    /// The place of a hit's article in the order of the corpus.
    fn place(&self, hit: &Hit) -> Option<usize> {
        self.articles.binary_search_by_key(&hit.address, |hit| hit.address).ok()
    }

    /// The keys of those that got a probability, best first.
    fn keys(&self, ranking: &Ranking) -> Vec<String> {
        let ranked = ranking.articles.iter().take(rank::CANDIDATES);
        ranked.map(|ranked| self.articles[ranked.article].key.clone()).collect()
    }
}

impl Engine {
    pub(super) fn read_help_center(
        &self,
        model: Model,
        synonyms: &[Synonym],
        junk_words: &[String],
    ) -> Result<HelpCenter, SearchError> {
        let searcher = self.searcher();
        let columns = Columns::open(&searcher)?;
        let places: HashMap<&str, u16> =
            self.services().iter().enumerate().map(|(at, service)| (service.slug.as_str(), at as u16)).collect();
        let mut found = Vec::new();
        let mut articles = Vec::new();
        for (segment, reader) in searcher.segment_readers().iter().enumerate() {
            for doc in reader.doc_ids_alive() {
                let address = DocAddress::new(segment as u32, doc);
                let Some(hit) = Hit::new(&columns, address, 0.0, 0.0, 0.0) else { continue };
                let document: TantivyDocument = searcher.doc(address)?;
                let kept = document.get_first(self.fields().forward).and_then(|value| value.as_str());
                let place = places.get(hit.service.as_str()).copied().unwrap_or(u16::MAX);
                articles.push((place, decode(kept.unwrap_or_default()), self.article_of(&document)?.live));
                found.push(hit);
            }
        }
        let analyse = |text: &str| self.question(text);
        let texts: Vec<Vec<String>> = articles
            .iter()
            .map(|(_, texts, _): &(u16, Texts, Vec<Slot>)| texts.units.iter().map(|(text, _)| text.clone()).collect())
            .collect();
        let forward = Forward::new(articles.into_iter());
        let corrector = Corrector::new(texts.iter().flatten().map(|text| analyse(text)), &forward.terms);
        Ok(HelpCenter {
            forward,
            texts,
            corrector,
            shown: vec![OnceLock::new(); found.len()],
            articles: found,
            scratch: Pool::default(),
            junk: junk_terms(junk_words, analyse),
            model,
            services: ServiceMatcher::new(self.services(), analyse),
            synonyms: Synonyms::new(&[synonyms, &service_synonyms(self.services())].concat(), analyse),
        })
    }

    /// Title and passage of a hit's article, marked; an article of a help center is read but once.
    pub(super) fn show(
        &self,
        hit: &Hit,
        article: &Article,
        highlighter: &Highlighter<'_>,
    ) -> (Highlighted, Highlighted) {
        match self.help_center().and_then(|help_center| Some((help_center, help_center.place(hit)?))) {
            Some((help_center, place)) => {
                let read = help_center.shown[place].get_or_init(|| self.read_for_results(article));
                highlighter.read_article(read)
            }
            None => highlighter.article(article),
        }
    }

    /// The own state that a hit's article has; none outside a help center.
    pub fn live_of(&self, hit: &Hit) -> &[Slot] {
        let Some(help_center) = self.help_center() else { return &[] };
        help_center.place(hit).map_or(&[], |place| &help_center.forward.articles[place].live)
    }

    pub(super) fn read_for_results(&self, article: &Article) -> ReadArticle {
        passage::read(article, |text| self.terms_of(text))
    }

    /// The terms of a text with the bytes that they were read from.
    pub(super) fn terms_of(&self, text: &str) -> Vec<Found> {
        let analysis = self.with_lattice(|lattice| self.analyzer().analyse(lattice, text));
        let found = analysis.terms.into_iter();
        found.map(|term| (term.text, analysis.cleaned.original_range(term.start..term.end))).collect()
    }

    /// The words of a question that no article knows, nor a synonym of them; none in a general collection.
    pub fn unknown_words(&self, question: &Question) -> Vec<String> {
        let Some(HelpCenter { forward, synonyms, junk, .. }) = self.help_center() else { return Vec::new() };
        let expanded = synonyms.expand(question);
        let is_known = |at: usize| expanded[at].iter().any(|(word, _)| forward.terms.id(word).is_some());
        let terms = question.terms();
        // A compound that no article knows stands for its parts, which follow.
        let has_parts = |at: usize| terms.get(at + 1).is_some_and(|next| next.position == terms[at].position);
        let unknown =
            (0..terms.len()).filter(|at| !has_parts(*at) && !junk.contains(&terms[*at].text) && !is_known(*at));
        unknown.map(|at| terms[at].text.clone()).collect()
    }

    /// What the ranking of a help center saw for a question, for fitting, with the keys of the articles; `None` in a
    /// general collection.
    pub fn examine(&self, question: &Question) -> Option<(Ranking, Vec<String>)> {
        let (Reading { help_center, ranking, .. }, _) = self.read(question, None, Spelling::AsMeant)?;
        let keys = help_center.keys(&ranking);
        Some((ranking, keys))
    }

    /// The same for every `step`th phrasing, each asked of the articles without itself; with the key of its article.
    pub fn examine_phrasings(&self, step: usize) -> Vec<(String, Ranking, Vec<String>)> {
        let Some(help_center) = self.help_center() else { return Vec::new() };
        let of_article = |(article, texts): (usize, &Vec<String>)| -> Vec<(usize, usize, String)> {
            texts.iter().enumerate().skip(1).map(|(unit, text)| (article, unit, text.clone())).collect()
        };
        let all = help_center.texts.iter().enumerate().flat_map(of_article).step_by(step);
        let examine = |(article, unit, text): (usize, usize, String)| {
            let (_, ranking, _) = self.rank(&self.question(&text), None, Some((article, unit)))?;
            let keys = help_center.keys(&ranking);
            Some((help_center.articles[article].key.clone(), ranking, keys))
        };
        all.filter_map(examine).collect()
    }

    /// Ranks for the question as typed, or as it may have been meant if that is covered clearly better; `None` in a
    /// general collection.
    pub(super) fn read(
        &self,
        question: &Question,
        default: Option<&str>,
        spelling: Spelling,
    ) -> Option<(Reading<'_>, Corrected)> {
        let (help_center, mut ranking, mut services) = self.rank(question, default, None)?;
        let vocabulary = &help_center.forward.terms;
        let knows = |term: &str| vocabulary.id(term).is_some();
        let mut corrected = Corrected::default();
        if spelling == Spelling::AsTyped || question.terms().iter().all(|term| knows(&term.text)) {
            return Some((Reading { help_center, ranking, services }, corrected));
        }
        // Of two readings that are covered alike the one whose best article is more certain.
        let worth = |ranking: &Ranking| {
            let covered = ranking.articles.iter().map(|ranked| ranked.coverage).fold(0.0, f32::max);
            covered + CERTAINTY_SHARE * ranking.articles.first().map_or(0.0, |best| best.probability)
        };
        corrected.typed = worth(&ranking);
        corrected.needed = corrected.typed + CORRECTION_GAIN;
        let mut best = corrected.needed;
        for proposal in help_center.corrector.propose(question, knows) {
            if best >= GOOD_ENOUGH {
                break;
            }
            let meant = self.question(&proposal);
            let (_, other, spoken_of) = self.rank(&meant, default, None)?;
            corrected.tried.push((proposal.clone(), worth(&other)));
            if worth(&other) > best {
                best = worth(&other);
                (ranking, services) = (other, spoken_of);
                corrected.corrections = vec![Correction { from: question.text().to_owned(), to: proposal }];
                corrected.meant = Some(meant);
            }
        }
        Some((Reading { help_center, ranking, services }, corrected))
    }

    /// Ranks the articles of a help center; `None` in a general collection.
    fn rank(
        &self,
        question: &Question,
        default: Option<&str>,
        without: Option<(usize, usize)>,
    ) -> Option<(&HelpCenter, Ranking, query::Services)> {
        let help_center = self.help_center()?;
        let HelpCenter { forward, model, services, .. } = help_center;
        let terms = help_center.read_terms(question);
        // Endings and politeness make bigrams too; only those that touch a word of the matter count.
        let matter: Vec<&Term> = terms.iter().filter(|read| read.matter).map(|read| read.term).collect();
        let touches = |bigram: &&Bigram| matter.iter().any(|term| bigram.start < term.end && term.start < bigram.end);
        let bigrams: BTreeSet<&str> = question.bigrams().iter().filter(touches).map(|b| b.text.as_str()).collect();
        let words = terms.into_iter().filter(|read| read.wanted).map(|read| read.query);
        let (mut spoken_of, naming) = services.find(question);
        let own = self.own_state_probability(question);
        let query = Query {
            figures: Figures::asked(question.text()),
            own,
            evoked: self.own_state_words().evoked(question.text(), own).slots,
            ..Query::new(forward, words, bigrams.into_iter(), &naming)
        };
        spoken_of.default =
            default.and_then(|slug| self.services().iter().position(|s| s.slug == slug)).map(|at| at as u16);
        let ranking =
            help_center.scratch.with(|scratch| rank::rank(forward, model, &query, &spoken_of, without, scratch));
        Some((help_center, ranking, spoken_of))
    }
}
