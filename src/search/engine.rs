//! The search engine over one generation: question in, hits out.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Mutex;

use tantivy::columnar::{Column, StrColumn};
use tantivy::schema::Value;
use tantivy::{DocAddress, Searcher, TantivyDocument};

use super::correct::{Correction, Corrector, other_layout};
use super::model::{Model, Thresholds};
use super::question::Question;
use super::rank::{self, Query, QueryTerm, Ranked, Ranking};
use super::retrieve::{Candidate, candidates};
use super::service::ServiceMatcher;
use super::synonyms::Synonyms;
use crate::faq::{Article, Service, Services};
use crate::index::forward::{Forward, MOST_ARTICLES, Texts, decode};
use crate::index::{Generation, Manifest};
use crate::text::bigrams::Bigram;
use crate::text::lexicon::{Synonym, Variant};
use crate::text::terms::Term;
use crate::text::{Analyzer, Lattice, Lexicon, LexiconFiles};

/// Candidates that are looked at; more are neither counted nor shown.
const CANDIDATES: usize = 1_000;

/// A candidate that covers less of the question than this shares only chance with it.
/// On the development set (2026-11-21) every right article that ranks in the first three covers more.
const COVERAGE_FLOOR: f32 = 0.3;

/// Why a search failed.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    #[error("the index cannot be read: {0}; run `haedap reindex`")]
    Index(#[from] tantivy::TantivyError),
    #[error("the lexicon of the index cannot be used: {0}; mend it and run `haedap reindex`")]
    Lexicon(String),
}

/// An article that answers the question, more or less.
#[derive(Debug, Clone)]
pub struct Hit {
    pub key: String,
    pub service: String,
    /// Category path, joined by `index::schema::PATH_SEPARATOR`.
    pub category: String,
    /// Days since 1970-01-01.
    pub updated: Option<i64>,
    /// Higher is better; comparable within one question only.
    pub score: f32,
    /// That this article answers, 0 to 1.
    pub probability: f32,
    /// Share of the question that the article holds, 0 to 1.
    pub coverage: f32,
    address: DocAddress,
}

impl Hit {
    /// Whether the article shares more with the question than chance.
    pub fn is_relevant(&self) -> bool {
        self.coverage >= COVERAGE_FLOOR
    }
}

/// All that was found for a question.
#[derive(Debug, Clone, Default)]
pub struct Hits {
    /// Best first; equal scores in the order of the corpus.
    pub hits: Vec<Hit>,
    /// That no article answers, 0 to 1.
    pub none: f32,
    /// That the customer has to choose, 0 to 1, and the places of the hits to offer then.
    pub choice: f32,
    pub offered: Vec<usize>,
    /// What was read otherwise than typed.
    pub corrections: Vec<Correction>,
    /// Slugs of the services that the question names.
    pub named: Vec<String>,
}

/// A generation ready to be searched, from any number of threads.
pub struct Engine {
    generation: Generation,
    analyzer: Analyzer,
    variants: Vec<Variant>,
    /// Of a help center; a general collection has no phrasings to rank by.
    help_center: Option<HelpCenter>,
    /// Lattices not in use: a question takes one and gives it back.
    lattices: Mutex<Vec<Lattice>>,
}

/// What the ranking of a help center needs, in memory.
struct HelpCenter {
    forward: Forward,
    /// Of each article of `forward`.
    addresses: Vec<DocAddress>,
    /// Of each article: title and phrasings, cleaned.
    texts: Vec<Vec<String>>,
    model: Model,
    services: ServiceMatcher,
    synonyms: Synonyms,
    /// Terms that say nothing about the matter.
    junk: HashSet<String>,
    corrector: Corrector,
}

/// A question is read otherwise only if that covers this much more of it.
const CORRECTION_GAIN: f32 = 0.1;
/// What certainty counts beside coverage.
const CERTAINTY_SHARE: f32 = 0.1;

impl Engine {
    /// Puts a generation, the analyzer that it was opened with, and its lexicon together.
    ///
    /// # Errors
    /// When the index cannot be read or the lexicon's weights are not in order.
    pub fn new(generation: Generation, analyzer: Analyzer, files: &LexiconFiles) -> Result<Self, SearchError> {
        let lexicon = Lexicon::parse(files).map_err(|error| SearchError::Lexicon(error.to_string()))?;
        let mut engine =
            Self { generation, analyzer, variants: lexicon.variants, help_center: None, lattices: Mutex::default() };
        let counts = engine.manifest().counts;
        if counts.phrasings > 0 && counts.articles <= MOST_ARTICLES {
            engine.help_center = Some(engine.read_help_center(files, &lexicon.synonyms, &lexicon.junk_words)?);
        }
        Ok(engine)
    }

    fn read_help_center(
        &self,
        files: &LexiconFiles,
        synonyms: &[Synonym],
        junk_words: &[String],
    ) -> Result<HelpCenter, SearchError> {
        let model = Model::parse(&files.ranking).map_err(SearchError::Lexicon)?;
        let searcher = self.generation.searcher();
        let columns = Columns::open(&searcher)?;
        let places: HashMap<&str, u16> =
            self.services().iter().enumerate().map(|(at, service)| (service.slug.as_str(), at as u16)).collect();
        let mut addresses = Vec::new();
        let mut articles = Vec::new();
        for (segment, reader) in searcher.segment_readers().iter().enumerate() {
            for doc in reader.doc_ids_alive() {
                let address = DocAddress::new(segment as u32, doc);
                let document: TantivyDocument = searcher.doc(address)?;
                let kept = document.get_first(self.generation.fields.forward).and_then(|value| value.as_str());
                let service = columns.text(address, |columns| &columns.service).unwrap_or_default();
                let place = places.get(service.as_str()).copied().unwrap_or(u16::MAX);
                articles.push((place, decode(kept.unwrap_or_default())));
                addresses.push(address);
            }
        }
        let analyse = |text: &str| self.question(text);
        let texts: Vec<Vec<String>> = articles
            .iter()
            .map(|(_, texts): &(u16, Texts)| texts.units.iter().map(|(text, _)| text.clone()).collect())
            .collect();
        let forward = Forward::new(articles.into_iter());
        let corrector = Corrector::new(texts.iter().flatten().map(|text| analyse(text)), &forward.terms);
        Ok(HelpCenter {
            forward,
            addresses,
            texts,
            corrector,
            junk: junk_words
                .iter()
                .flat_map(|word| analyse(word).terms().iter().map(|t| t.text.clone()).collect::<Vec<_>>())
                .filter(|term| term != "하")
                .collect(),
            model,
            services: ServiceMatcher::new(self.services(), analyse),
            synonyms: Synonyms::new(&[synonyms, &service_synonyms(self.services())].concat(), analyse),
        })
    }

    /// What the generation says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.generation.manifest
    }

    /// The services that articles belong to.
    pub fn services(&self) -> &Services {
        &self.generation.manifest.services
    }

    /// The analysis chain of this generation.
    pub fn analyzer(&self) -> &Analyzer {
        &self.analyzer
    }

    /// Where the bands of the decision begin.
    pub fn thresholds(&self) -> Option<Thresholds> {
        self.help_center.as_ref().map(|help_center| help_center.model.thresholds)
    }

    /// Runs something that analyses text.
    pub fn with_lattice<T>(&self, run: impl FnOnce(&mut Lattice) -> T) -> T {
        let pooled = self.lattices.lock().ok().and_then(|mut pool| pool.pop());
        let mut lattice = pooled.unwrap_or_default();
        let out = run(&mut lattice);
        if let Ok(mut pool) = self.lattices.lock() {
            pool.push(lattice);
        }
        out
    }

    /// Analyses an utterance.
    pub fn question(&self, utterance: &str) -> Question {
        self.with_lattice(|lattice| Question::new(&self.analyzer, lattice, utterance, &self.variants))
    }

    /// Everything that shares something with the question. `default` is the slug of the service of the bot or page.
    /// Whether a hit is good enough is for the caller to say, see [`Hit::is_relevant`].
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn hits(&self, question: &Question, default: Option<&str>) -> Result<Hits, SearchError> {
        if question.is_empty() {
            return Ok(Hits { none: 1.0, ..Hits::default() });
        }
        let searcher = self.generation.searcher();
        let columns = Columns::open(&searcher)?;
        if let Some((help_center, ranking, services, corrections)) = self.rank_corrected(question, default) {
            let hit = |ranked: Ranked| {
                let Ranked { article, score, probability, coverage, .. } = ranked;
                columns.hit(help_center.addresses[article], score, probability, coverage)
            };
            let slug = |place: &u16| self.services().iter().nth(usize::from(*place)).map(|s| s.slug.clone());
            return Ok(Hits {
                hits: ranking.articles.into_iter().filter_map(hit).collect(),
                none: ranking.none,
                choice: ranking.choice,
                offered: ranking.offered,
                corrections,
                named: services.named.iter().filter_map(slug).collect(),
            });
        }
        let meant = self.on_other_layout(&searcher, question);
        let correction =
            |meant: &Question| Correction { from: question.text().to_owned(), to: meant.text().to_owned() };
        let corrections = meant.iter().map(correction).collect();
        let found = candidates(&searcher, &self.generation.fields, meant.as_ref().unwrap_or(question), CANDIDATES)?;
        let certainty = found.first().map_or(0.0, |best| best.coverage / best.score.max(f32::MIN_POSITIVE));
        let hit = |Candidate { address, score, coverage }| columns.hit(address, score, certainty * score, coverage);
        let hits: Vec<Hit> = found.into_iter().filter_map(hit).collect();
        let none = 1.0 - hits.first().map_or(0.0, |hit| hit.probability);
        Ok(Hits { hits, none, corrections, ..Hits::default() })
    }

    /// The question as it was meant if the keyboard was on the other layout: only if more of it is in the index then.
    fn on_other_layout(&self, searcher: &Searcher, question: &Question) -> Option<Question> {
        let knows = |term: &str| {
            let term = tantivy::Term::from_field_text(self.generation.fields.text, term);
            searcher.doc_freq(&term).is_ok_and(|documents| documents > 0)
        };
        let familiar = |question: &Question| {
            let found = question.terms().iter().filter(|term| knows(&term.text)).count();
            found as f32 / question.terms().len().max(1) as f32
        };
        let meant = self.question(&other_layout(question.text(), &knows)?);
        (familiar(&meant) > familiar(question)).then_some(meant)
    }

    /// The words of a question that no article knows, nor a synonym of them; none in a general collection.
    pub fn unknown_words(&self, question: &Question) -> Vec<String> {
        let Some(HelpCenter { forward, synonyms, junk, .. }) = &self.help_center else { return Vec::new() };
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
        let (help_center, ranking, ..) = self.rank_corrected(question, None)?;
        let keys = self.keys(help_center, &ranking)?;
        Some((ranking, keys))
    }

    /// The same for every `step`th phrasing, each asked of the articles without itself; with the key of its article.
    pub fn examine_phrasings(&self, step: usize) -> Vec<(String, Ranking, Vec<String>)> {
        let Some(help_center) = &self.help_center else { return Vec::new() };
        let of_article = |(article, texts): (usize, &Vec<String>)| -> Vec<(usize, usize, String)> {
            texts.iter().enumerate().skip(1).map(|(unit, text)| (article, unit, text.clone())).collect()
        };
        let all = help_center.texts.iter().enumerate().flat_map(of_article).step_by(step);
        let examine = |(article, unit, text): (usize, usize, String)| {
            let (_, ranking, _) = self.rank(&self.question(&text), None, Some((article, unit)))?;
            let keys = self.keys(help_center, &ranking)?;
            let columns = Columns::open(&self.generation.searcher()).ok()?;
            Some((columns.text(help_center.addresses[article], |columns| &columns.key)?, ranking, keys))
        };
        all.filter_map(examine).collect()
    }

    fn keys(&self, help_center: &HelpCenter, ranking: &Ranking) -> Option<Vec<String>> {
        let columns = Columns::open(&self.generation.searcher()).ok()?;
        let key = |ranked: &Ranked| columns.text(help_center.addresses[ranked.article], |columns| &columns.key);
        ranking.articles.iter().take(rank::CANDIDATES).map(key).collect()
    }

    /// Ranks for the question as typed, or as it may have been meant if that is covered clearly better.
    fn rank_corrected(
        &self,
        question: &Question,
        default: Option<&str>,
    ) -> Option<(&HelpCenter, Ranking, rank::Services, Vec<Correction>)> {
        let (help_center, mut ranking, mut services) = self.rank(question, default, None)?;
        let vocabulary = &help_center.forward.terms;
        let knows = |term: &str| vocabulary.id(term).is_some();
        let mut corrections = Vec::new();
        if question.terms().iter().all(|term| knows(&term.text)) {
            return Some((help_center, ranking, services, corrections));
        }
        // Of two readings that are covered alike the one whose best article is more certain.
        let worth = |ranking: &Ranking| {
            let covered = ranking.articles.iter().map(|ranked| ranked.coverage).fold(0.0, f32::max);
            covered + CERTAINTY_SHARE * ranking.articles.first().map_or(0.0, |best| best.probability)
        };
        let mut best = worth(&ranking) + CORRECTION_GAIN;
        for proposal in help_center.corrector.propose(question, knows) {
            let meant = self.question(&proposal);
            let (_, other, spoken_of) = self.rank(&meant, default, None)?;
            if worth(&other) > best {
                best = worth(&other);
                (ranking, services) = (other, spoken_of);
                corrections = vec![Correction { from: question.text().to_owned(), to: proposal }];
            }
        }
        Some((help_center, ranking, services, corrections))
    }

    /// Ranks the articles of a help center; `None` in a general collection.
    fn rank(
        &self,
        question: &Question,
        default: Option<&str>,
        without: Option<(usize, usize)>,
    ) -> Option<(&HelpCenter, Ranking, rank::Services)> {
        let help_center = self.help_center.as_ref()?;
        let HelpCenter { forward, model, services, synonyms, junk, .. } = help_center;
        let expanded = synonyms.expand(question);
        let terms = question.terms();
        let mut seen: HashSet<&str> = HashSet::new();
        let is_junk = |at: usize| junk.contains(&terms[at].text);
        let all_junk = (0..terms.len()).all(is_junk);
        let words = expanded.into_iter().enumerate().filter(|(at, _)| all_junk || !is_junk(*at));
        let words = words.filter(|(at, _)| seen.insert(&terms[*at].text));
        let has_parts = |at: usize| terms.get(at + 1).is_some_and(|next| next.position == terms[at].position);
        let words = words.map(|(at, words)| QueryTerm { words, required: !has_parts(at), noun: terms[at].noun });
        // Endings and politeness make bigrams too; only those that touch a word of the matter count.
        let matter: Vec<&Term> =
            terms.iter().enumerate().filter(|(at, _)| all_junk || !is_junk(*at)).map(|(_, term)| term).collect();
        let touches = |bigram: &&Bigram| matter.iter().any(|term| bigram.start < term.end && term.start < bigram.end);
        let bigrams: BTreeSet<&str> = question.bigrams().iter().filter(touches).map(|b| b.text.as_str()).collect();
        let (mut spoken_of, naming) = services.find(question);
        let query = Query::new(forward, words, bigrams.into_iter(), &naming);
        spoken_of.default =
            default.and_then(|slug| self.services().iter().position(|s| s.slug == slug)).map(|at| at as u16);
        Some((help_center, rank::rank(forward, model, &query, &spoken_of, without), spoken_of))
    }

    /// The article of a hit.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn article(&self, hit: &Hit) -> Result<Article, SearchError> {
        self.read_article(&self.generation.searcher(), hit.address)
    }

    /// The article with a key.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn article_by_key(&self, key: &str) -> Result<Option<Article>, SearchError> {
        let searcher = self.generation.searcher();
        let term = tantivy::Term::from_field_text(self.generation.fields.key, key);
        let query = tantivy::query::TermQuery::new(term, tantivy::schema::IndexRecordOption::Basic);
        let found = searcher.search(&query, &tantivy::collector::TopDocs::with_limit(1).order_by_score())?;
        found.first().map(|(_, address)| self.read_article(&searcher, *address)).transpose()
    }

    fn read_article(&self, searcher: &Searcher, address: DocAddress) -> Result<Article, SearchError> {
        let document: TantivyDocument = searcher.doc(address)?;
        let json = document.get_first(self.generation.fields.article).and_then(|value| value.as_str());
        let article = serde_json::from_str(json.unwrap_or_default());
        article
            .map_err(|error| SearchError::Index(tantivy::TantivyError::SchemaError(format!("stored article: {error}"))))
    }
}

/// Who calls a service by one name also finds it by its two main ones.
fn service_synonyms(services: &Services) -> Vec<Synonym> {
    let of_service = |service: &Service| -> Vec<Synonym> {
        let main = service.aliases.iter().take(2);
        let others = |from: &String| main.clone().filter(|alias| *alias != from).cloned().collect();
        let synonym = |from: &String| Synonym { from: from.clone(), to: others(from), line: 0 };
        service.aliases.iter().map(synonym).collect()
    };
    services.iter().flat_map(of_service).collect()
}

/// The fast columns of every segment.
struct Columns(Vec<SegmentColumns>);

struct SegmentColumns {
    key: Option<StrColumn>,
    service: Option<StrColumn>,
    category: Option<StrColumn>,
    updated: Column<i64>,
}

impl Columns {
    fn open(searcher: &Searcher) -> Result<Self, SearchError> {
        let open = |reader: &tantivy::SegmentReader| -> tantivy::Result<SegmentColumns> {
            let fast = reader.fast_fields();
            Ok(SegmentColumns {
                key: fast.str("key")?,
                service: fast.str("service")?,
                category: fast.str("category")?,
                updated: fast.i64("updated")?,
            })
        };
        Ok(Self(searcher.segment_readers().iter().map(open).collect::<tantivy::Result<_>>()?))
    }

    fn text(&self, address: DocAddress, of: impl Fn(&SegmentColumns) -> &Option<StrColumn>) -> Option<String> {
        let column = of(self.0.get(address.segment_ord as usize)?).as_ref()?;
        let mut out = String::new();
        let ord = column.term_ords(address.doc_id).next()?;
        column.ord_to_str(ord, &mut out).ok()?;
        Some(out)
    }

    fn hit(&self, address: DocAddress, score: f32, probability: f32, coverage: f32) -> Option<Hit> {
        Some(Hit {
            key: self.text(address, |columns| &columns.key)?,
            service: self.text(address, |columns| &columns.service).unwrap_or_default(),
            category: self.text(address, |columns| &columns.category).unwrap_or_default(),
            updated: self.0.get(address.segment_ord as usize)?.updated.first(address.doc_id),
            score,
            probability,
            coverage,
            address,
        })
    }
}
