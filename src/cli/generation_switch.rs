//! Which generation a server answers from: looks at the index folder, and changes over when it or an operator says so.

use std::sync::{Mutex, PoisonError};

use time::format_description::well_known::Rfc3339;

use super::open;
use crate::config::Config;
use crate::http::AppState;
use crate::http::admin::{Change, GenerationControl, GenerationError, GenerationList, GenerationRow};
use crate::index::{IndexError, Store};

/// The switch of one server. Changes are made one after another, whoever asks for them.
pub(super) struct GenerationSwitch {
    config: Config,
    state: AppState,
    changing: Mutex<()>,
}

impl GenerationSwitch {
    pub(super) fn new(config: Config, state: AppState) -> Self {
        Self { config, state, changing: Mutex::new(()) }
    }

    /// The name of the generation that the index folder calls current.
    pub(super) fn current(&self) -> Result<String, IndexError> {
        self.store().current()
    }

    /// The name of the generation that is answered from.
    pub(super) fn served(&self) -> String {
        self.state.answerer().engine().manifest().generation.clone()
    }

    fn store(&self) -> Store {
        Store::new(&self.config.index)
    }

    /// Opens what `choose` names, makes it current if `and_current`, and answers from it.
    fn change(
        &self,
        choose: impl FnOnce(&Store) -> Result<String, IndexError>,
        and_current: bool,
    ) -> Result<Change, GenerationError> {
        // It guards no data, so a change that panicked has left nothing behind.
        let _one_at_a_time = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let store = self.store();
        let generation = choose(&store).map_err(in_folder)?;
        let previous = self.served();
        let opened = if generation == previous {
            None
        } else {
            let unusable = |error: anyhow::Error| GenerationError::Unusable(format!("{generation}: {error:#}"));
            let answerer = open::answerer_of(&self.config, &generation).map_err(unusable)?;
            // Now rather than at the first keystroke.
            answerer.engine().suggester().map_err(anyhow::Error::from).map_err(unusable)?;
            Some(answerer)
        };
        // Only what has been opened becomes current: a restart would otherwise find it unusable.
        if and_current {
            store.set_current(&generation).map_err(in_folder)?;
        }
        if let Some(answerer) = opened {
            self.state.replace(answerer);
            tracing::info!(generation, previous, "changed to generation {generation}");
        }
        Ok(Change { generation, previous })
    }
}

impl GenerationControl for GenerationSwitch {
    fn list(&self) -> Result<GenerationList, GenerationError> {
        let store = self.store();
        let row = |generation: String| {
            let manifest = store.manifest(&generation).ok();
            let created = manifest.as_ref().and_then(|manifest| manifest.created.format(&Rfc3339).ok());
            GenerationRow { generation, created, articles: manifest.map(|manifest| manifest.counts.articles) }
        };
        let current = store.current().map_err(in_folder)?;
        let generations = store.generations().map_err(in_folder)?.into_iter().map(row).collect();
        Ok(GenerationList { current, served: self.served(), generations })
    }

    fn reload(&self) -> Result<Change, GenerationError> {
        self.change(Store::current, false)
    }

    fn roll_back(&self, generation: Option<&str>) -> Result<Change, GenerationError> {
        self.change(|store| store.earlier(generation), true)
    }
}

fn in_folder(error: IndexError) -> GenerationError {
    match error {
        IndexError::UnknownGeneration(name) => GenerationError::Unknown(name),
        IndexError::NoEarlier(_) => GenerationError::NoEarlier,
        IndexError::Busy(_) => GenerationError::ReindexRunning,
        other => GenerationError::Folder(other.to_string()),
    }
}
