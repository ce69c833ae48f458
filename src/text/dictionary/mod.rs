//! The Korean dictionary on disk: where it lies, how it is opened, how it is installed.
//!
//! It is mecab-ko-dic 2.1.1-20180720 in lindera's format, memory-mapped; 83 MB, so it is no part of the binary and no
//! part of the repository. `haedap dictionary install` fetches the compiled files and calls [`install`].
//!
//! Not here: the network (`cli::dictionary` runs the package clients).

mod binary;
mod install;

use std::path::{Path, PathBuf};

pub use binary::BinaryError;
pub use install::{COMPILED_FILES, InstallError, Step, install};

use lindera::dictionary::{Dictionary, load_dictionary};

use super::tags::Tags;

/// Rows of mecab-ko-dic 2.1.1-20180720; every one must be there after the conversion.
pub const WORD_COUNT: usize = 816_283;

/// Why the dictionary could not be opened. Each message names the cure.
#[derive(Debug, thiserror::Error)]
pub enum DictionaryError {
    #[error("there is no Korean dictionary in {}; run `haedap dictionary install`", .0.display())]
    Missing(PathBuf),
    #[error("the Korean dictionary in {} cannot be used: {cause}; run `haedap dictionary install`", path.display())]
    Unusable { path: PathBuf, cause: String },
}

/// An opened dictionary.
pub struct InstalledDictionary {
    /// Where it lies.
    pub path: PathBuf,
    /// SHA-256 of the `sys.dic` that it was made from, in hex: what the analysis fingerprint is made of.
    pub source_sha256: String,
    /// lindera's own structure.
    pub(super) dictionary: Dictionary,
    pub(super) tags: Tags,
}

/// Opens an installed dictionary by memory-mapping its files: about a millisecond, 20 the first time.
///
/// # Errors
/// When nothing is installed at `path`, or what is there is damaged or of another format.
pub fn open(path: &Path) -> Result<InstalledDictionary, DictionaryError> {
    let unusable = |cause: String| DictionaryError::Unusable { path: path.to_owned(), cause };
    let source = match std::fs::read_to_string(path.join(install::SOURCE_FILE)) {
        Ok(source) => source,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(DictionaryError::Missing(path.to_owned()));
        }
        Err(error) => return Err(unusable(error.to_string())),
    };
    let source: install::Source = serde_json::from_str(&source).map_err(|error| unusable(error.to_string()))?;
    let location = path.to_str().ok_or_else(|| unusable("its path is not UTF-8".to_owned()))?;
    let dictionary = load_dictionary(location).map_err(|error| unusable(error.to_string()))?;
    let words = dictionary.prefix_dictionary.word_count();
    if words != WORD_COUNT {
        return Err(unusable(format!("it holds {words} words instead of {WORD_COUNT}")));
    }
    let tags = std::fs::read(path.join(install::TAGS_FILE)).map_err(|error| unusable(error.to_string()))?;
    let tags = Tags::from_bytes(&tags, words).ok_or_else(|| unusable("its table of tags is damaged".to_owned()))?;
    Ok(InstalledDictionary { path: path.to_owned(), source_sha256: source.sys_sha256, dictionary, tags })
}
