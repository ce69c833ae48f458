//! Opens what several commands need: the dictionary, the index, an answerer over both.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;

use crate::answer::Answerer;
use crate::attach::Attacher;
use crate::clock::{Clock, SystemClock};
use crate::config::{Config, DatabaseAddress, Secret};
use crate::faq::{self, Corpus, CorpusError, Problem};
use crate::index::Store;
use crate::insight::FeedbackStore;
use crate::kakao::Links;
use crate::link::LinkStore;
use crate::search::Engine;
use crate::search::lexicon_check::{self, Findings};
use crate::search::model::Model;
use crate::search::own_state::{self, OwnStateWords};
use crate::search::thresholds;
use crate::text::{Analyzer, Lexicon, LexiconError, LexiconFiles, dictionary};
use crate::wallet::sources::{HttpSource, SqlSource};
use crate::wallet::{Breaker, Calendar, WalletSource};

/// The analysis chain with the words of a lexicon.
pub(super) fn analyzer(config: &Config, files: &LexiconFiles) -> anyhow::Result<Analyzer> {
    let installed = dictionary::open(&config.dictionary)?;
    let lexicon = Lexicon::parse(files)?;
    Analyzer::new(installed, &lexicon.words).map_err(anyhow::Error::msg).context("cannot set up the Korean analysis")
}

/// The corpus, checked, with its lexicon: a folder of articles, or a JSONL file, which has none.
pub(super) fn corpus(path: &Path) -> Result<(Corpus, LexiconFiles), CorpusError> {
    if path.is_file() {
        return Ok((faq::collection::read(path)?, LexiconFiles::default()));
    }
    // A file that cannot be read as text is reported by `faq::load`.
    let folder = Path::new("lexicon");
    let files = LexiconFiles::read(|name| std::fs::read_to_string(path.join(folder).join(name)).ok());
    let corpus = faq::load(path);
    let lexicon = Lexicon::parse(&files)
        .map_err(|LexiconError { file, line, problem }| Problem::at(&folder.join(file), line, problem));
    let model = Model::parse(&files.ranking).map_err(|error| Problem::in_file(&folder.join("ranking.toml"), error));
    let own_state =
        OwnStateWords::parse(&files.own_state).map_err(|error| Problem::in_file(&folder.join(own_state::FILE), error));
    let mut wrong: Vec<Problem> = lexicon.err().into_iter().chain(own_state.err()).collect();
    match (&corpus, model) {
        (Ok(corpus), Ok(model)) => wrong.extend(thresholds_for_nothing(&model, corpus, &files.ranking)),
        (_, model) => wrong.extend(model.err()),
    }
    match corpus {
        Ok(corpus) if wrong.is_empty() => Ok((corpus, files)),
        Ok(_) => Err(CorpusError { root: path.to_owned(), problems: wrong }),
        Err(CorpusError { root, mut problems }) => {
            problems.extend(wrong);
            Err(CorpusError { root, problems })
        }
    }
}

/// The holidays: those of the corpus, or those that come with haedap.
pub(super) fn calendar(config: &Config) -> anyhow::Result<Calendar> {
    let path = config.corpus.join("holidays.toml");
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        // A corpus of one's own need not repeat them, and a JSONL file is no folder.
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(Calendar::shipped()?);
        }
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
    };
    Calendar::parse(&text).with_context(|| format!("cannot use {}", path.display()))
}

/// Thresholds of categories that no article is in.
fn thresholds_for_nothing(model: &Model, corpus: &Corpus, ranking: &str) -> Vec<Problem> {
    let path = |article: &faq::Article| {
        let parts = [&article.service].into_iter().chain(&article.category);
        parts.map(String::as_str).collect::<Vec<_>>().join(&thresholds::SEPARATOR.to_string())
    };
    let paths: Vec<String> = corpus.articles.iter().map(path).collect();
    let problem = |category: &str| {
        let line = ranking.lines().position(|line| line.contains(category)).map_or(1, |at| at + 1);
        let message = format!(
            "no article is in the category '{category}'; write the service's slug, or 'slug>category' as in the articles"
        );
        Problem::at(&Path::new("lexicon").join("ranking.toml"), line, message)
    };
    model.thresholds.unused(&paths).map(problem).collect()
}

/// Refuses a lexicon with a line that can never match; gives what is doubtful about the others.
pub(super) fn check_lexicon(
    path: &Path,
    corpus: &Corpus,
    files: &LexiconFiles,
    analyzer: &Analyzer,
) -> anyhow::Result<Vec<Problem>> {
    let lexicon = Lexicon::parse(files)?;
    let services = std::fs::read_to_string(path.join("services.toml")).unwrap_or_default();
    let Findings { wrong, doubtful } = lexicon_check::check(analyzer, corpus, &lexicon, &services);
    if wrong.is_empty() { Ok(doubtful) } else { Err(CorpusError { root: path.to_owned(), problems: wrong }.into()) }
}

/// Where buttons lead, for a server that listens on `address`.
pub(super) fn links(config: &Config, address: SocketAddr) -> Links {
    let help_center = config.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
    Links { help_center: Some(help_center), support: config.support_url.clone() }
}

/// An answerer over the generation in service.
pub(super) fn answerer(config: &Config) -> anyhow::Result<Answerer> {
    answerer_of(config, &Store::new(&config.index).current()?)
}

/// An answerer over a generation.
pub(super) fn answerer_of(config: &Config, generation: &str) -> anyhow::Result<Answerer> {
    let store = Store::new(&config.index);
    let files = store.lexicon(generation)?;
    let analyzer = analyzer(config, &files)?;
    let generation = store.open(generation, &analyzer)?;
    Ok(Answerer::new(Engine::new(generation, analyzer, &files)?))
}

/// What attaches own state to answers, if a wallet source is configured; on a Tokio runtime. Nothing is asked yet.
pub(super) fn attacher(config: &Config) -> anyhow::Result<Option<Attacher>> {
    let Some(address) = &config.wallet else { return Ok(None) };
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let address = address.expose();
    let source: Arc<dyn WalletSource> = if address.starts_with("http://") || address.starts_with("https://") {
        let token = config.wallet_token.as_ref().map(Secret::expose);
        let source = HttpSource::new(address, token).context("the wallet source of HAEDAP_WALLET cannot be used")?;
        Arc::new(Breaker::new(source, Arc::clone(&clock)))
    } else {
        let source =
            SqlSource::new(address, Arc::clone(&clock)).context("the wallet source of HAEDAP_WALLET cannot be used")?;
        Arc::new(Breaker::new(source, Arc::clone(&clock)))
    };
    Ok(Some(Attacher::new(source, Arc::new(calendar(config)?), clock)))
}

/// The store of links, on a Tokio runtime; `patience` is how long a call may take. Connects when it is asked.
pub(super) fn link_store(config: &Config, patience: Duration) -> anyhow::Result<LinkStore> {
    let database = config.link_database.as_ref();
    let database = database
        .context("there is no place for the database of links: set HAEDAP_LINK_DATABASE, XDG_DATA_HOME or HOME")?;
    let secret = config.link_secret.as_ref().map(Secret::expose);
    Ok(match database {
        DatabaseAddress::File(path) => LinkStore::open_file(path, secret, patience)?,
        DatabaseAddress::Postgres(url) => {
            // The configuration was refused without one.
            LinkStore::open_postgres(url.expose(), secret.unwrap_or_default(), patience)?
        }
    })
}

/// The store of feedback, on a Tokio runtime; `None` where it is off. Connects when it is asked.
pub(super) fn feedback_store(config: &Config, patience: Duration) -> anyhow::Result<Option<FeedbackStore>> {
    let keep_days = config.insight.keep_days;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    Ok(match &config.insight.database {
        None => None,
        Some(DatabaseAddress::File(path)) => Some(FeedbackStore::open_file(path, keep_days, clock, patience)?),
        Some(DatabaseAddress::Postgres(url)) => {
            Some(FeedbackStore::open_postgres(url.expose(), keep_days, clock, patience)?)
        }
    })
}
