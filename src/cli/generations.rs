//! `haedap generations` and `haedap rollback`.

use std::io::Write;

use anyhow::bail;
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
        let (current, names) = (store.current()?, store.generations()?);
        let target = match self.generation {
            Some(name) if names.contains(&name) => name,
            Some(name) => bail!("there is no generation {name}; `haedap generations` lists them"),
            None => {
                let at = names.iter().position(|name| *name == current).unwrap_or(names.len());
                match names[..at].last() {
                    Some(name) => name.clone(),
                    None => bail!("there is no generation before {current}"),
                }
            }
        };
        store.set_current(&target)?;
        eprintln!("generation {target} is in service");
        Ok(Outcome::Success)
    }
}
