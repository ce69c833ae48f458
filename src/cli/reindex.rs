//! `haedap reindex`: corpus in, generation in service.

use std::io::Write;

use clap::Args;

use super::{Outcome, open, progress};
use crate::clock::{Clock, SystemClock};
use crate::config::Config;
use crate::index::{Published, Store};

#[derive(Debug, Args)]
pub(super) struct Reindex {
    /// Print the manifest of the new generation as JSON
    #[arg(long)]
    json: bool,
}

impl Reindex {
    pub(super) fn run(self, config: &Config) -> anyhow::Result<Outcome> {
        let mut steps = progress::Steps::new();
        steps.begin(&format!("reading {}", config.corpus.display()));
        let (corpus, files) = open::corpus(&config.corpus)?;
        steps.begin(&format!("{} articles are in order; opening the dictionary", corpus.articles.len()));
        let analyzer = open::analyzer(config, &files)?;
        let doubtful = open::check_lexicon(&config.corpus, &corpus, &files, &analyzer)?;
        steps.begin("indexing");
        steps.end();
        for problem in doubtful {
            eprintln!("note: {problem}");
        }
        let bar = progress::bar(corpus.articles.len(), "indexing");
        let store = Store::new(&config.index);
        let Published { manifest, taken_over } =
            store.publish(&corpus, &analyzer, &files, SystemClock.now(), |done| bar.set_position(done as u64))?;
        bar.finish_and_clear();
        let counts = manifest.counts;
        eprintln!(
            "generation {} is in service: {} articles, {} phrasings, {} terms{}",
            manifest.generation,
            counts.articles,
            counts.phrasings,
            counts.terms,
            taken_over.map_or_else(String::new, |from| {
                format!("; the articles did not change: the index of {from} was taken over")
            })
        );
        if self.json {
            let mut out = std::io::stdout().lock();
            writeln!(out, "{}", serde_json::to_string(&manifest)?)?;
        }
        Ok(Outcome::Success)
    }
}
