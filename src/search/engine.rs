//! The search engine over one generation: question in, hits out.

use std::sync::Mutex;

use tantivy::schema::Value;
use tantivy::{DocAddress, Searcher, TantivyDocument};

use super::question::Question;
use super::retrieve::{Candidate, candidates};
use crate::faq::{Article, Services};
use crate::index::{Generation, Manifest};
use crate::text::{Analyzer, Lattice};

/// Candidates that are looked at; more are neither counted nor shown.
const CANDIDATES: usize = 1_000;

/// A candidate that covers less of the question than this shares only chance with it.
/// On the development set (2026-11-21) every right article that ranks in the first three covers more.
const COVERAGE_FLOOR: f32 = 0.3;

/// Why a search failed: the index could not be read.
#[derive(Debug, thiserror::Error)]
#[error("the index cannot be read: {0}; run `haedap reindex`")]
pub struct SearchError(#[from] tantivy::TantivyError);

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

/// A generation ready to be searched, from any number of threads.
pub struct Engine {
    generation: Generation,
    analyzer: Analyzer,
    /// Lattices not in use: a question takes one and gives it back.
    lattices: Mutex<Vec<Lattice>>,
}

impl Engine {
    /// Puts a generation and the analyzer that it was opened with together.
    pub fn new(generation: Generation, analyzer: Analyzer) -> Self {
        Self { generation, analyzer, lattices: Mutex::default() }
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
        self.with_lattice(|lattice| Question::new(&self.analyzer, lattice, utterance))
    }

    /// Everything that shares something with the question, best first; equal scores in the order of the corpus.
    /// Whether a hit is good enough is for the caller to say, see [`Hit::is_relevant`].
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn hits(&self, question: &Question) -> Result<Vec<Hit>, SearchError> {
        if question.is_empty() {
            return Ok(Vec::new());
        }
        let searcher = self.generation.searcher();
        let found = candidates(&searcher, &self.generation.fields, question, CANDIDATES)?;
        let columns = Columns::open(&searcher)?;
        Ok(found.into_iter().filter_map(|candidate| columns.hit(candidate)).collect())
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
        article.map_err(|error| SearchError(tantivy::TantivyError::SchemaError(format!("stored article: {error}"))))
    }
}

/// The fast columns of every segment.
struct Columns(Vec<SegmentColumns>);

struct SegmentColumns {
    key: Option<tantivy::columnar::StrColumn>,
    service: Option<tantivy::columnar::StrColumn>,
    category: Option<tantivy::columnar::StrColumn>,
    updated: tantivy::columnar::Column<i64>,
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

    fn hit(&self, candidate: Candidate) -> Option<Hit> {
        let Candidate { address, score, coverage } = candidate;
        let columns = self.0.get(address.segment_ord as usize)?;
        let text = |column: &Option<tantivy::columnar::StrColumn>| {
            let column = column.as_ref()?;
            let mut out = String::new();
            let ord = column.term_ords(address.doc_id).next()?;
            column.ord_to_str(ord, &mut out).ok()?;
            Some(out)
        };
        Some(Hit {
            key: text(&columns.key)?,
            service: text(&columns.service).unwrap_or_default(),
            category: text(&columns.category).unwrap_or_default(),
            updated: columns.updated.first(address.doc_id),
            score,
            coverage,
            address,
        })
    }
}
