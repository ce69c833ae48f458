//! The command line: parse, run, exit code. Each subcommand is a file; this one wires them.
//!
//! The sole user of clap, the process environment and stdout. Results go to stdout, progress and logs to stderr.
//! Exit codes: 0 found or passed, 1 not found or below the bar, 2 error.

mod analyze;
mod ask;
mod bots;
mod bubbles;
mod check;
mod demo_wallets;
mod dictionary;
mod eval;
mod fit;
mod forget;
mod generation_switch;
mod generations;
mod open;
mod progress;
mod quality;
mod reindex;
mod search;
mod serve;
mod simulate;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::clock::SystemClock;
use crate::config::{self, Config, Layer};

/// 고객 질문에 도움말로 답해요: answers Korean customers' questions from your own help articles.
#[derive(Debug, Parser)]
#[command(name = "haedap", version, propagate_version = true, disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Args)]
struct Global {
    /// Folder of articles, or a JSONL collection [`HAEDAP_CORPUS`, default: corpus]
    #[arg(long, global = true, value_name = "PATH")]
    corpus: Option<PathBuf>,
    /// Folder of the index [`HAEDAP_INDEX`, default: index]
    #[arg(long, global = true, value_name = "DIR")]
    index: Option<PathBuf>,
    /// Folder of the Korean dictionary [`HAEDAP_DICTIONARY`, default: haedap/ko-dic in the data directory]
    #[arg(long, global = true, value_name = "DIR")]
    dictionary: Option<PathBuf>,
    /// Configuration file in TOML [`HAEDAP_CONFIG`, default: none]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the Kakao skill, the search API and the articles
    Serve(serve::Serve),
    /// Check the corpus, build an index aside and put it into service
    Reindex(reindex::Reindex),
    /// Search the articles, once or with a file of queries
    Search(search::Search),
    /// Ask like a customer and see the bubbles
    Ask(ask::Ask),
    /// Talk to the Kakao skill as in a chat, or replay recorded payloads; limits are checked
    Simulate(simulate::Simulate),
    /// Show what lines of text become: index terms, or bare morphemes
    Analyze(analyze::Analyze),
    /// Measure answering against judged utterances
    Eval(eval::Eval),
    /// Check corpus, dictionary, configuration and index
    Check,
    /// List the generations of the index
    Generations(generations::Generations),
    /// Put an earlier generation back into service
    Rollback(generations::Rollback),
    /// Write demonstration wallets to a SQLite file, and list their members
    DemoWallets(demo_wallets::DemoWallets),
    /// Erase all that is stored of a member or a Kakao user
    Forget(forget::Forget),
    /// The Korean dictionary
    #[command(subcommand)]
    Dictionary(dictionary::Dictionary),
}

/// How a command ended that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Found, passed, done: 0.
    Success,
    /// Not found, or below the bar: 1.
    Negative,
}

/// Runs the program.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(Outcome::Success) => ExitCode::SUCCESS,
        Ok(Outcome::Negative) => ExitCode::from(1),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("haedap: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<Outcome> {
    let Cli { global, command } = cli;
    // `--raw` looks at the dictionary alone and `dictionary install` makes it, but both want to know where it lies.
    let settings = Settings::read(global)?;
    match command {
        Command::Serve(serve) => serve.run(settings),
        Command::Reindex(reindex) => reindex.run(&settings.config(Layer::default())?),
        Command::Search(search) => search.run(&settings.config(Layer::default())?),
        Command::Ask(ask) => ask.run(&settings.config(Layer::default())?),
        Command::Simulate(simulate) => simulate.run(&settings.config(Layer::default())?),
        Command::Analyze(analyze) => analyze.run(&settings.config(Layer::default())?),
        Command::Eval(eval) => eval.run(&settings.config(Layer::default())?),
        Command::Check => check::run(&settings.config(Layer::default())?, &SystemClock),
        Command::Generations(list) => list.run(&settings.config(Layer::default())?),
        Command::Rollback(rollback) => rollback.run(&settings.config(Layer::default())?),
        Command::DemoWallets(demo) => demo.run(&SystemClock),
        Command::Forget(forget) => forget.run(&settings.config(Layer::default())?, &SystemClock),
        Command::Dictionary(dictionary) => dictionary.run(&settings.config(Layer::default())?),
    }
}

/// Where settings come from, read but not yet put together: a command may add flags of its own.
struct Settings {
    flags: Layer,
    environment: BTreeMap<String, String>,
    file: Layer,
}

impl Settings {
    fn read(global: Global) -> anyhow::Result<Self> {
        let environment: BTreeMap<String, String> = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        let file = config::read_file(global.config.as_deref(), &environment)?;
        let Global { corpus, index, dictionary, config: _ } = global;
        Ok(Self { flags: Layer { corpus, index, dictionary, ..Layer::default() }, environment, file })
    }

    /// The configuration, with a command's own flags on top.
    fn config(self, own: Layer) -> anyhow::Result<Config> {
        let Layer { corpus, index, dictionary, .. } = self.flags;
        let flags = Layer { corpus, index, dictionary, ..own };
        Ok(config::merge(flags, &self.environment, self.file)?)
    }
}

/// Whether the reader of stdout went away: `haedap search … | head` is no error.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let is_pipe = |error: &std::io::Error| error.kind() == std::io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| {
        let json = cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        cause.downcast_ref::<std::io::Error>().is_some_and(is_pipe) || json == Some(std::io::ErrorKind::BrokenPipe)
    })
}
