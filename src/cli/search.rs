//! `haedap search`: one search for people or programs, why it came out so, or a file of queries to a TREC run.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use serde::Deserialize;

use super::{Outcome, open};
use crate::answer::decide::Decision;
use crate::answer::{Answerer, Ask, wording};
use crate::config::Config;
use crate::search::explain::{DEFAULT_TOP, MAX_TOP};
use crate::search::{PageRequest, Sort, Spelling};

/// Name of this system in a run file.
const RUN_NAME: &str = "haedap";
/// Hits a query in a run when the caller does not say.
const DEFAULT_RUN: u16 = 10;

#[derive(Debug, Args)]
pub(super) struct Search {
    /// What to search for
    #[arg(required_unless_present = "queries", conflicts_with = "queries")]
    query: Option<String>,
    /// Print the page as JSON
    #[arg(long, conflicts_with = "queries")]
    json: bool,
    /// Print why the search came out so, as JSON
    #[arg(long, conflicts_with_all = ["queries", "category", "sort", "page", "size"])]
    explain: bool,
    /// Only this service, by slug or name; with --explain the service that the bot or page is for
    #[arg(long, conflicts_with = "queries")]
    service: Option<String>,
    /// Only this category: `category` or `category>subcategory`
    #[arg(long, conflicts_with = "queries")]
    category: Option<String>,
    /// Order of the results
    #[arg(long, value_enum, default_value = "relevance", conflicts_with = "queries")]
    sort: SortBy,
    /// Page, counted from 1
    #[arg(long, default_value_t = 1, conflicts_with = "queries", value_parser = clap::value_parser!(u16).range(1..))]
    page: u16,
    /// Results on a page
    #[arg(long, default_value_t = 10, conflicts_with = "queries", value_parser = clap::value_parser!(u16).range(1..=50))]
    size: u16,
    /// JSONL of queries, `_id` and `text` a line
    #[arg(long, value_name = "FILE", requires = "run")]
    queries: Option<PathBuf>,
    /// Where the run goes: `qid Q0 docid rank score haedap` a line
    #[arg(long, value_name = "FILE", requires = "queries")]
    run: Option<PathBuf>,
    /// Hits a query in the run [default: 10], or articles that are explained, at most 50 [default: 5]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1000))]
    top: Option<u16>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SortBy {
    Relevance,
    Newest,
}

#[derive(Debug, Deserialize)]
struct Query {
    #[serde(rename = "_id")]
    id: String,
    text: String,
}

impl Search {
    pub(super) fn run(self, config: &Config) -> anyhow::Result<Outcome> {
        let answerer = open::answerer(config)?;
        match (&self.query, &self.queries, &self.run) {
            (Some(query), _, _) if self.explain => self.explain(&answerer, query.clone()),
            (Some(_), _, _) if self.top.is_some() => bail!("--top goes with --queries or --explain; use --size"),
            (Some(query), _, _) => self.once(&answerer, query.clone()),
            (None, Some(queries), Some(run)) => self.batch(&answerer, queries, run),
            _ => bail!("either a query or --queries with --run is needed"),
        }
    }

    fn once(&self, answerer: &Answerer, query: String) -> anyhow::Result<Outcome> {
        let page = answerer.engine().page(&PageRequest {
            query,
            service: self.service.clone(),
            category: self.category.clone(),
            sort: if self.sort == SortBy::Newest { Sort::Newest } else { Sort::Relevance },
            spelling: Spelling::AsMeant,
            page: usize::from(self.page),
            size: usize::from(self.size),
        })?;
        let mut out = std::io::stdout().lock();
        if self.json {
            serde_json::to_writer(&mut out, &page)?;
            writeln!(out)?;
        } else {
            if page.query_cut {
                eprintln!("the query was cut after {} characters", crate::search::question::MAX_CHARS);
            }
            for correction in &page.corrections {
                writeln!(out, "{}", wording::read_as(&correction.to))?;
            }
            writeln!(out, "검색 결과 {}건", page.total)?;
            for result in &page.results {
                let place: Vec<&str> = std::iter::once(result.service.as_str())
                    .chain(result.category.iter().map(String::as_str))
                    .collect();
                writeln!(out, "\n[{}]  {}", place.join("]["), result.key)?;
                writeln!(out, "  {}", result.title.render("«", "»"))?;
                writeln!(out, "  {}", result.snippet.render("«", "»").replace('\n', " "))?;
            }
        }
        Ok(if page.total > 0 { Outcome::Success } else { Outcome::Negative })
    }

    fn explain(&self, answerer: &Answerer, utterance: String) -> anyhow::Result<Outcome> {
        if let Some(unknown) = self.service.as_deref().filter(|s| answerer.engine().services().find(s).is_none()) {
            bail!("there is no service '{unknown}'; write its slug or name as in services.toml");
        }
        let top = self.top.map_or(DEFAULT_TOP, usize::from);
        if top > MAX_TOP {
            bail!("--top is {top}; at most {MAX_TOP} articles are explained");
        }
        let explained = answerer.explain(&Ask { utterance, service: self.service.clone(), ..Ask::default() }, top)?;
        let mut out = std::io::stdout().lock();
        serde_json::to_writer_pretty(&mut out, &explained)?;
        writeln!(out)?;
        Ok(if explained.decision == Decision::Fallback { Outcome::Negative } else { Outcome::Success })
    }

    fn batch(&self, answerer: &Answerer, queries: &Path, run: &Path) -> anyhow::Result<Outcome> {
        let queries = read_queries(queries)?;
        let output = File::create(run).with_context(|| format!("cannot write {}", run.display()))?;
        let mut output = BufWriter::new(output);
        let engine = answerer.engine();
        for query in queries {
            let hits = engine.hits(&engine.question(&query.text), None)?.hits;
            for (rank, hit) in hits.iter().take(usize::from(self.top.unwrap_or(DEFAULT_RUN))).enumerate() {
                writeln!(output, "{} Q0 {} {} {:.6} {RUN_NAME}", query.id, hit.key, rank + 1, hit.score)?;
            }
        }
        output.flush()?;
        Ok(Outcome::Success)
    }
}

fn read_queries(path: &Path) -> anyhow::Result<Vec<Query>> {
    let input = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut queries = Vec::new();
    for (index, line) in BufReader::new(input).lines().enumerate() {
        let place = || format!("{}:{}", path.display(), index + 1);
        let line = line.with_context(place)?;
        if !line.trim().is_empty() {
            queries.push(serde_json::from_str(&line).with_context(place)?);
        }
    }
    Ok(queries)
}
