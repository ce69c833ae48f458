//! The search engine over one generation: question in, hits out.

use std::sync::OnceLock;

use tantivy::schema::Value;
use tantivy::{DocAddress, Searcher, TantivyDocument};

use super::columns::Columns;
use super::correct::{Correction, other_layout};
use super::help_center::HelpCenter;
use super::hit::{Hit, Hits};
use super::model::Model;
use super::own_state::{Evoked, OwnStateModel, OwnStateWords};
use super::pool::Pool;
use super::question::{Matter, Question, whole_or_parts};
use super::reading::{Corrected, Reading, Spelling};
use super::retrieve::{Candidate, candidates};
use super::small_talk::SmallTalk;
use super::thresholds::ThresholdTable;
use crate::faq::{Article, Services, Slot};
use crate::index::forward::MOST_ARTICLES;
use crate::index::{Fields, Generation, Manifest};
use crate::text::lexicon::Variant;
use crate::text::small_talk::Kind;
use crate::text::terms::Term;
use crate::text::{Analyzer, Lattice, Lexicon, LexiconFiles};

/// Candidates that are looked at; more are neither counted nor shown.
const CANDIDATES: usize = 1_000;

/// Why a search failed.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    #[error("the index cannot be read: {0}; run `haedap reindex`")]
    Index(#[from] tantivy::TantivyError),
    #[error("the lexicon of the index cannot be used: {0}; mend it and run `haedap reindex`")]
    Lexicon(String),
}

/// A generation ready to be searched, from any number of threads.
pub struct Engine {
    generation: Generation,
    analyzer: Analyzer,
    variants: Vec<Variant>,
    small_talk: SmallTalk,
    own_state: OwnStateWords,
    own_state_model: OwnStateModel,
    /// Of a help center; a general collection has no phrasings to rank by.
    help_center: Option<HelpCenter>,
    /// Of [`Engine::suggester`].
    pub(super) suggester: OnceLock<super::suggest::Suggester>,
    /// Lattices not in use: a question takes one and gives it back.
    lattices: Pool<Lattice>,
}

impl Engine {
    /// Puts a generation, the analyzer that it was opened with, and its lexicon together.
    ///
    /// # Errors
    /// When the index cannot be read or the lexicon's weights are not in order.
    pub fn new(generation: Generation, analyzer: Analyzer, files: &LexiconFiles) -> Result<Self, SearchError> {
        let lexicon = Lexicon::parse(files).map_err(|error| SearchError::Lexicon(error.to_string()))?;
        let model = Model::parse(&files.ranking).map_err(SearchError::Lexicon)?;
        let mut engine = Self {
            generation,
            analyzer,
            variants: lexicon.variants,
            small_talk: SmallTalk::default(),
            own_state: OwnStateWords::parse(&files.own_state).map_err(SearchError::Lexicon)?,
            own_state_model: model.own_state.clone(),
            help_center: None,
            suggester: OnceLock::new(),
            lattices: Pool::default(),
        };
        engine.small_talk =
            SmallTalk::new(&lexicon.small_talk, &lexicon.junk_words, |word: &str| engine.question(word));
        let counts = engine.manifest().counts;
        if counts.phrasings > 0 && counts.articles <= MOST_ARTICLES {
            engine.help_center = Some(engine.read_help_center(model, &lexicon.synonyms, &lexicon.junk_words)?);
        }
        Ok(engine)
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
    pub fn thresholds(&self) -> Option<&ThresholdTable> {
        self.help_center.as_ref().map(|help_center| &help_center.model.thresholds)
    }

    /// Runs something that analyses text.
    pub fn with_lattice<T>(&self, run: impl FnOnce(&mut Lattice) -> T) -> T {
        self.lattices.with(run)
    }

    /// Analyses an utterance.
    pub fn question(&self, utterance: &str) -> Question {
        self.with_lattice(|lattice| Question::new(&self.analyzer, lattice, utterance, &self.variants))
    }

    /// What a question is about.
    pub fn matter<'a>(&self, question: &'a Question) -> Matter<'a> {
        let all = whole_or_parts(question.terms(), true);
        let Some(HelpCenter { services, junk, .. }) = &self.help_center else {
            return Matter { words: all.collect(), ..Matter::default() };
        };
        let words: Vec<&Term> = all.filter(|term| !junk.contains(&term.text)).collect();
        let (spoken_of, naming) = services.find(question);
        let names_service = !spoken_of.named.is_empty();
        let only_services = names_service && words.iter().all(|term| naming.contains(&term.text));
        Matter { words, naming, names_service, only_services, named: spoken_of.named }
    }

    /// The kind of small talk that a question is, or that it is the wish for a person; `None` for a real question.
    pub fn small_talk(&self, question: &Question) -> Option<Kind> {
        self.small_talk.kind(question)
    }

    /// The slots of an article that a question asks for, see [`OwnStateWords::asked`].
    pub fn asked_slots(&self, question: &Question, live: &[Slot]) -> Vec<Slot> {
        self.own_state.asked(question.text(), self.own_state_probability(question), live)
    }

    /// That a question asks for the customer's own state, 0 to 1.
    pub fn own_state_probability(&self, question: &Question) -> f32 {
        self.own_state_model.probability(&self.own_state, question.text())
    }

    /// What tells own state from how it works, see [`own_state::model`](super::own_state::model).
    pub fn own_state_words(&self) -> &OwnStateWords {
        &self.own_state
    }

    /// The slots whose words a question has, see [`OwnStateWords::evoked`].
    pub fn evoked_slots(&self, question: &Question) -> Evoked {
        self.own_state.evoked(question.text(), self.own_state_probability(question))
    }

    /// Whether a question is the wish to talk to a person and nothing else.
    pub fn asks_for_a_person(&self, question: &Question) -> bool {
        self.small_talk(question) == Some(Kind::Person)
    }

    /// What is said to a kind of small talk; nothing to [`Kind::Person`].
    pub fn small_talk_reply(&self, kind: Kind) -> Option<&str> {
        self.small_talk.reply(kind)
    }

    /// Everything that shares something with the question. `default` is the slug of the service of the bot or page.
    /// Whether a hit is good enough is for the caller to say, see [`Hit::is_relevant`].
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn hits(&self, question: &Question, default: Option<&str>) -> Result<Hits, SearchError> {
        self.hits_spelled(question, default, Spelling::AsMeant)
    }

    /// The same for a question that may have to be taken as typed.
    ///
    /// # Errors
    /// As [`Engine::hits`].
    pub fn hits_spelled(
        &self,
        question: &Question,
        default: Option<&str>,
        spelling: Spelling,
    ) -> Result<Hits, SearchError> {
        Ok(self.find(question, default, spelling)?.0)
    }

    /// Every article, in the order of the corpus, as if it were found for nothing in particular.
    pub(super) fn all_hits(&self) -> Result<Vec<Hit>, SearchError> {
        let searcher = self.searcher();
        let columns = Columns::open(&searcher)?;
        let of_segment = |(segment, reader): (usize, &tantivy::SegmentReader)| {
            reader.doc_ids_alive().map(|doc| DocAddress::new(segment as u32, doc)).collect::<Vec<_>>()
        };
        let addresses = searcher.segment_readers().iter().enumerate().flat_map(of_segment);
        Ok(addresses.filter_map(|address| Hit::new(&columns, address, 0.0, 0.0, 0.0)).collect())
    }

    /// The same with what the ranking of a help center saw, and what else the question may have meant.
    pub(super) fn find(
        &self,
        question: &Question,
        default: Option<&str>,
        spelling: Spelling,
    ) -> Result<(Hits, Option<Reading<'_>>, Corrected), SearchError> {
        if question.is_empty() || self.small_talk.is_letters(question) {
            return Ok((Hits { none: 1.0, ..Hits::default() }, None, Corrected::default()));
        }
        if let Some((reading, corrected)) = self.read(question, default, spelling) {
            let Reading { help_center, ranking, services } = &reading;
            let hits = Hits {
                hits: ranking.articles.iter().map(|ranked| help_center.hit(ranked)).collect(),
                none: ranking.none,
                choice: ranking.choice,
                offered: ranking.offered.clone(),
                corrections: corrected.corrections.clone(),
                named: self.slugs(&services.named),
            };
            return Ok((hits, Some(reading), corrected));
        }
        let searcher = self.searcher();
        let columns = Columns::open(&searcher)?;
        let corrected = match spelling {
            Spelling::AsMeant => self.on_other_layout(&searcher, question),
            Spelling::AsTyped => Corrected::default(),
        };
        let meant = corrected.meant.as_ref().unwrap_or(question);
        let found = candidates(&searcher, self.fields(), meant, CANDIDATES)?;
        let certainty = found.first().map_or(0.0, |best| best.coverage / best.score.max(f32::MIN_POSITIVE));
        let hit =
            |Candidate { address, score, coverage }| Hit::new(&columns, address, score, certainty * score, coverage);
        let hits: Vec<Hit> = found.into_iter().filter_map(hit).collect();
        let none = 1.0 - hits.first().map_or(0.0, |hit| hit.probability);
        Ok((Hits { hits, none, corrections: corrected.corrections.clone(), ..Hits::default() }, None, corrected))
    }

    pub(super) fn searcher(&self) -> Searcher {
        self.generation.searcher()
    }

    pub(super) fn fields(&self) -> &Fields {
        &self.generation.fields
    }

    pub(super) fn help_center(&self) -> Option<&HelpCenter> {
        self.help_center.as_ref()
    }

    /// The slugs of services by their places.
    pub(super) fn slugs(&self, places: &[u16]) -> Vec<String> {
        let slug = |place: &u16| self.services().iter().nth(usize::from(*place)).map(|s| s.slug.clone());
        places.iter().filter_map(slug).collect()
    }

    /// In a general collection, the question as it was meant if the keyboard was on the other layout: only if more of it
    /// is in the index then.
    fn on_other_layout(&self, searcher: &Searcher, question: &Question) -> Corrected {
        let knows = |term: &str| {
            let term = tantivy::Term::from_field_text(self.generation.fields.text, term);
            searcher.doc_freq(&term).is_ok_and(|documents| documents > 0)
        };
        let familiar = |question: &Question| {
            let found = question.terms().iter().filter(|term| knows(&term.text)).count();
            found as f32 / question.terms().len().max(1) as f32
        };
        let Some(other) = other_layout(question.text(), &knows) else { return Corrected::default() };
        let meant = self.question(&other);
        let (typed, worth) = (familiar(question), familiar(&meant));
        let corrected = Corrected { tried: vec![(other, worth)], typed, needed: typed, ..Corrected::default() };
        if worth <= typed {
            return corrected;
        }
        let correction = Correction { from: question.text().to_owned(), to: meant.text().to_owned() };
        Corrected { meant: Some(meant), corrections: vec![correction], ..corrected }
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
        self.article_of(&searcher.doc(address)?)
    }

    /// The article that a document of the index stores.
    pub(super) fn article_of(&self, document: &TantivyDocument) -> Result<Article, SearchError> {
        let json = document.get_first(self.generation.fields.article).and_then(|value| value.as_str());
        let article = serde_json::from_str(json.unwrap_or_default());
        article
            .map_err(|error| SearchError::Index(tantivy::TantivyError::SchemaError(format!("stored article: {error}"))))
    }
}
