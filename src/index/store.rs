//! The index folder: generations side by side, and one file that names the current one.
//!
//! ```text
//! index/current                    the name of the generation in service, replaced by a rename
//! index/000007-1a2b3c4d/           manifest.json, lexicon/, tantivy/
//! index/.building-…/               a generation being made; removed by the next reindex if it was left
//! index/.lock                      held while a generation is made
//! ```
//!
//! A generation is complete and synced before it gets its name, and gets its name before `current` points to it. So a
//! process killed at any moment leaves the old or the new generation in service, never a mix, never none.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use tantivy::{Index, IndexReader, ReloadPolicy};
use time::OffsetDateTime;

use super::build::{build, content_hash};
use super::manifest::{Counts, Manifest};
use super::schema::{FORMAT, Fields, schema};
use super::takeover::{is_whole, link_files};
use crate::faq::Corpus;
use crate::text::{Analyzer, LexiconFiles};

const CURRENT: &str = "current";
const LOCK: &str = ".lock";
const BUILDING: &str = ".building-";
const MANIFEST: &str = "manifest.json";
const LEXICON: &str = "lexicon";
const TANTIVY: &str = "tantivy";

/// Generations kept besides the current one, to go back to.
const KEPT: usize = 4;

/// What can go wrong with an index. Each message names the cure.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    #[error("there is no index in {}; run `haedap reindex`", .0.display())]
    Missing(PathBuf),
    #[error("the index {generation} was made by another analysis ({index}, this is {ours}); run `haedap reindex`")]
    OtherAnalysis { generation: String, index: String, ours: String },
    #[error("the index {generation} has format {index}, this program reads {FORMAT}; run `haedap reindex`")]
    OtherFormat { generation: String, index: u32 },
    #[error("the index is damaged: {0}; run `haedap reindex`")]
    Damaged(String),
    #[error("there is no generation {0}; `haedap generations` lists them")]
    UnknownGeneration(String),
    #[error("there is no generation before {0}")]
    NoEarlier(String),
    #[error("another reindex of {} is running; wait for it to end", .0.display())]
    Busy(PathBuf),
    #[error("cannot use {}: {error}", path.display())]
    Io { path: PathBuf, error: io::Error },
}

impl From<tantivy::TantivyError> for IndexError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Damaged(error.to_string())
    }
}

fn io_error(path: &Path) -> impl FnOnce(io::Error) -> IndexError {
    let path = path.to_owned();
    move |error| IndexError::Io { path, error }
}

/// An index folder.
#[derive(Debug, Clone)]
pub struct Store {
    root: PathBuf,
}

/// An opened generation, good for as long as it is held, whatever is published meanwhile.
pub struct Generation {
    pub manifest: Manifest,
    pub fields: Fields,
    reader: IndexReader,
}

/// A generation that was put into service.
#[derive(Debug)]
pub struct Published {
    pub manifest: Manifest,
    /// The generation whose tantivy folder was taken over, since the articles and their analysis are the same.
    pub taken_over: Option<String>,
}

impl Generation {
    /// A snapshot to search in.
    pub fn searcher(&self) -> tantivy::Searcher {
        self.reader.searcher()
    }
}

impl Store {
    /// The store in a folder, which need not exist yet.
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// Makes a generation and puts it into service: from the index of the current one if articles and analysis are the
    /// same, else anew. `progress` is called with the number of articles done, and not at all in the first case.
    ///
    /// # Errors
    /// When another reindex is running or the folder cannot be written. What was in service stays in service.
    pub fn publish(
        &self,
        corpus: &Corpus,
        analyzer: &Analyzer,
        lexicon: &LexiconFiles,
        now: OffsetDateTime,
        progress: impl FnMut(usize),
    ) -> Result<Published, IndexError> {
        fs::create_dir_all(&self.root).map_err(io_error(&self.root))?;
        let _lock = self.lock()?;
        self.remove_leftovers();
        let work = temporary().prefix(BUILDING).tempdir_in(&self.root).map_err(io_error(&self.root))?;
        let tantivy = work.path().join(TANTIVY);
        fs::create_dir(&tantivy).map_err(io_error(&tantivy))?;
        let content = content_hash(corpus)?;
        let (counts, taken_over) = match self.take_over(&tantivy, &content, analyzer)? {
            Some((counts, from)) => (counts, Some(from)),
            None => (build(&tantivy, corpus, analyzer, progress)?, None),
        };
        let manifest = Manifest {
            generation: format!("{:06}-{}", self.next_number()?, &corpus.hash[..8]),
            format: FORMAT,
            analysis: analyzer.fingerprint().to_owned(),
            corpus_hash: corpus.hash.clone(),
            content_hash: content,
            counts,
            created: now,
            services: corpus.services.clone(),
            topics: corpus.topics.clone(),
        };
        let json = serde_json::to_string_pretty(&manifest).map_err(|error| IndexError::Damaged(error.to_string()))?;
        fs::write(work.path().join(MANIFEST), json).map_err(io_error(work.path()))?;
        let folder = work.path().join(LEXICON);
        fs::create_dir(&folder).map_err(io_error(&folder))?;
        for (name, text) in lexicon.entries() {
            fs::write(folder.join(name), text).map_err(io_error(&folder))?;
        }
        sync_tree(work.path()).map_err(io_error(work.path()))?;

        let home = self.root.join(&manifest.generation);
        fs::rename(work.path(), &home).map_err(io_error(&home))?;
        self.point_to(&manifest.generation)?;
        self.remove_old(&manifest.generation);
        Ok(Published { manifest, taken_over })
    }

    /// Fills the empty folder `into` with the index of the current generation, if that has the same content, format and
    /// analysis and is not damaged; gives its counts and name. Whatever stands against it, an index can be built anew.
    fn take_over(
        &self,
        into: &Path,
        content: &str,
        analyzer: &Analyzer,
    ) -> Result<Option<(Counts, String)>, IndexError> {
        let Ok(current) = self.current().and_then(|name| self.manifest(&name)) else { return Ok(None) };
        let same = (current.format, current.analysis.as_str(), current.content_hash.as_str())
            == (FORMAT, analyzer.fingerprint(), content);
        let from = self.root.join(&current.generation).join(TANTIVY);
        if !same || !is_whole(&from, current.counts.articles) {
            return Ok(None);
        }
        link_files(&from, into).map_err(io_error(into))?;
        Ok(Some((current.counts, current.generation)))
    }

    /// The lexicon of a generation: a question is analysed with the words that the index was made with.
    ///
    /// # Errors
    /// When there is no such generation, or it is of another format.
    pub fn lexicon(&self, generation: &str) -> Result<LexiconFiles, IndexError> {
        let manifest = self.manifest(generation)?;
        if manifest.format != FORMAT {
            return Err(IndexError::OtherFormat { generation: manifest.generation, index: manifest.format });
        }
        let folder = self.root.join(generation).join(LEXICON);
        fs::metadata(&folder).map_err(io_error(&folder))?;
        Ok(LexiconFiles::read(|name| fs::read_to_string(folder.join(name)).ok()))
    }

    /// Opens a generation.
    ///
    /// # Errors
    /// When it is not there or damaged, or was made by another format or analysis.
    pub fn open(&self, generation: &str, analyzer: &Analyzer) -> Result<Generation, IndexError> {
        let manifest = self.manifest(generation)?;
        let generation = generation.to_owned();
        if manifest.format != FORMAT {
            return Err(IndexError::OtherFormat { generation, index: manifest.format });
        }
        if manifest.analysis != analyzer.fingerprint() {
            let ours = analyzer.fingerprint().to_owned();
            return Err(IndexError::OtherAnalysis { generation, index: manifest.analysis, ours });
        }
        let (expected, fields) = schema();
        let index = Index::open_in_dir(self.root.join(&generation).join(TANTIVY))?;
        if index.schema() != expected {
            return Err(IndexError::Damaged(format!("the fields of {generation} are not those of its format")));
        }
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Generation { manifest, fields, reader })
    }

    /// The name of the generation in service.
    ///
    /// # Errors
    /// When there is none.
    pub fn current(&self) -> Result<String, IndexError> {
        let path = self.root.join(CURRENT);
        match fs::read_to_string(&path) {
            Ok(name) => Ok(name.trim().to_owned()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(IndexError::Missing(self.root.clone())),
            Err(error) => Err(io_error(&path)(error)),
        }
    }

    /// The manifest of a generation.
    ///
    /// # Errors
    /// When it is not there or cannot be read.
    pub fn manifest(&self, generation: &str) -> Result<Manifest, IndexError> {
        let path = self.root.join(generation).join(MANIFEST);
        let json = fs::read_to_string(&path).map_err(io_error(&path))?;
        serde_json::from_str(&json).map_err(|error| IndexError::Damaged(format!("{}: {error}", path.display())))
    }

    /// The names of all complete generations, oldest first.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn generations(&self) -> Result<Vec<String>, IndexError> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.root).map_err(io_error(&self.root))? {
            let name = entry.map_err(io_error(&self.root))?.file_name().to_string_lossy().into_owned();
            if number(&name).is_some() && self.root.join(&name).join(MANIFEST).is_file() {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }

    /// The generation to go back to: the named one, else the one before the current.
    ///
    /// # Errors
    /// When there is none.
    pub fn earlier(&self, named: Option<&str>) -> Result<String, IndexError> {
        let (current, generations) = (self.current()?, self.generations()?);
        match named {
            Some(name) if generations.iter().any(|known| known == name) => Ok(name.to_owned()),
            Some(name) => Err(IndexError::UnknownGeneration(name.to_owned())),
            None => {
                let before = generations.into_iter().rfind(|name| *name < current);
                before.ok_or(IndexError::NoEarlier(current))
            }
        }
    }

    /// Puts an earlier generation into service.
    ///
    /// # Errors
    /// When there is no such generation, or a reindex is running.
    pub fn set_current(&self, generation: &str) -> Result<(), IndexError> {
        let _lock = self.lock()?;
        self.manifest(generation)?;
        self.point_to(generation)
    }

    fn point_to(&self, generation: &str) -> Result<(), IndexError> {
        let path = self.root.join(CURRENT);
        let mut file = temporary().prefix(".tmp").tempfile_in(&self.root).map_err(io_error(&path))?;
        io::Write::write_all(&mut file, format!("{generation}\n").as_bytes()).map_err(io_error(&path))?;
        file.as_file().sync_all().map_err(io_error(&path))?;
        file.persist(&path).map_err(|error| io_error(&path)(error.error))?;
        sync(&self.root).map_err(io_error(&self.root))
    }

    fn lock(&self) -> Result<File, IndexError> {
        let path = self.root.join(LOCK);
        let file = File::create(&path).map_err(io_error(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(fs::TryLockError::WouldBlock) => Err(IndexError::Busy(self.root.clone())),
            Err(fs::TryLockError::Error(error)) => Err(io_error(&path)(error)),
        }
    }

    fn next_number(&self) -> Result<u32, IndexError> {
        Ok(self.generations()?.iter().filter_map(|name| number(name)).max().unwrap_or(0) + 1)
    }

    /// Removes what an interrupted reindex left: called under the lock, so nobody works in there.
    fn remove_leftovers(&self) {
        let Ok(entries) = fs::read_dir(&self.root) else { return };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            // Leftovers cost disk space and nothing else; a failure to remove them must not stop a reindex.
            if name.starts_with(BUILDING) {
                let _ = fs::remove_dir_all(entry.path());
            } else if name.starts_with(".tmp") {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    /// Removes the oldest generations beyond [`KEPT`]. A reader that still has one open keeps its files until it closes.
    fn remove_old(&self, current: &str) {
        let Ok(mut names) = self.generations() else { return };
        names.retain(|name| name != current);
        let surplus = names.len().saturating_sub(KEPT);
        for name in &names[..surplus] {
            let _ = fs::remove_dir_all(self.root.join(name));
        }
    }
}

/// Temporary files that may be read by whoever the umask lets: the server may run as another user than the reindex.
fn temporary<'a>() -> tempfile::Builder<'a, 'a> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
    builder
}

/// The running number of a generation's name.
fn number(name: &str) -> Option<u32> {
    let (number, hash) = name.split_once('-')?;
    (hash.len() == 8 && number.len() >= 6).then(|| number.parse().ok()).flatten()
}

fn sync(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

fn sync_tree(dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() { sync_tree(&path)? } else { sync(&path)? }
    }
    sync(dir)
}
