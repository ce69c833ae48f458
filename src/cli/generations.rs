//! `haedap generations` and `haedap rollback`.

use std::io::Write;

use clap::Args;
use serde_json::json;

use super::Outcome;
use crate::config::Config;
use crate::index::Store;

#[derive(Debug, Args)]
pub(super) struct Generations {
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

impl Generations {
    pub(super) fn run(self, config: &Config) -> anyhow::Result<Outcome> {
        let store = Store::new(&config.index);
        let mut out = std::io::stdout().lock();
        let current = store.current()?;
        let manifests = store.generations()?.iter().map(|name| store.manifest(name)).collect::<Result<Vec<_>, _>>()?;
        if self.json {
            writeln!(out, "{}", json!({"current": current, "generations": manifests}))?;
            return Ok(Outcome::Success);
        }
        for manifest in manifests {
            let mark = if manifest.generation == current { '*' } else { ' ' };
            let created = manifest.created.replace_nanosecond(0)?;
            writeln!(out, "{mark} {}  {} articles  {created}", manifest.generation, manifest.counts.articles)?;
        }
        Ok(Outcome::Success)
    }
}

#[derive(Debug, Args)]
pub(super) struct Rollback {
    /// The generation to go back to; without it the one before the current
    generation: Option<String>,
}

impl Rollback {
    pub(super) fn run(self, config: &Config) -> anyhow::Result<Outcome> {
        let store = Store::new(&config.index);
        let target = store.earlier(self.generation.as_deref())?;
        store.set_current(&target)?;
        eprintln!("generation {target} is in service");
        Ok(Outcome::Success)
    }
}
