//! Opens what several commands need: the dictionary, the index, an answerer over both.

use std::net::SocketAddr;
use std::path::Path;

use anyhow::Context as _;

use crate::answer::Answerer;
use crate::config::Config;
use crate::faq::{self, Corpus, CorpusError, Problem};
use crate::index::Store;
use crate::kakao::Links;
use crate::search::Engine;
use crate::text::{Analyzer, UserWords, dictionary};

/// The list of the service's own words in a corpus folder.
const USER_WORDS: &str = "lexicon/user_words.txt";

/// The analysis chain with the given words.
pub(super) fn analyzer(config: &Config, words: &UserWords) -> anyhow::Result<Analyzer> {
    let installed = dictionary::open(&config.dictionary)?;
    Analyzer::new(installed, words).map_err(anyhow::Error::msg).context("cannot set up the Korean analysis")
}

/// The corpus, checked, with its own words: a folder of articles, or a JSONL file.
pub(super) fn corpus(path: &Path) -> Result<(Corpus, UserWords), CorpusError> {
    if path.is_file() {
        return Ok((faq::collection::read(path)?, UserWords::default()));
    }
    let words = match std::fs::read_to_string(path.join(USER_WORDS)) {
        Ok(source) => UserWords::parse(&source),
        // No list is an empty list; a list that cannot be read as text is reported by `faq::load`.
        Err(_) => Ok(UserWords::default()),
    };
    let corpus = faq::load(path);
    match (corpus, words) {
        (Ok(corpus), Ok(words)) => Ok((corpus, words)),
        (Err(error), Ok(_)) => Err(error),
        (corpus, Err(words)) => {
            let mut problems = corpus.err().map(|error| error.problems).unwrap_or_default();
            problems.push(Problem::at(Path::new(USER_WORDS), words.line, words.problem));
            Err(CorpusError { root: path.to_owned(), problems })
        }
    }
}

/// Where buttons lead, for a server that listens on `address`.
pub(super) fn links(config: &Config, address: SocketAddr) -> Links {
    let help_center = config.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
    Links { help_center: Some(help_center), support: config.support_url.clone() }
}

/// An answerer over the generation in service.
pub(super) fn answerer(config: &Config) -> anyhow::Result<Answerer> {
    let store = Store::new(&config.index);
    let name = store.current()?;
    let analyzer = analyzer(config, &store.user_words(&name)?)?;
    let generation = store.open(&name, &analyzer)?;
    Ok(Answerer::new(Engine::new(generation, analyzer)))
}
