//! What is wrong with a corpus, said so that a support writer can mend it.

use std::fmt;
use std::path::{Path, PathBuf};

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Relative to the corpus folder, or the collection's own path.
    pub file: PathBuf,
    /// Counted from 1; `None` when the whole file is meant.
    pub line: Option<usize>,
    /// What is wrong and what to do.
    pub message: String,
}

impl Problem {
    /// A finding about a line.
    pub fn at(file: &Path, line: usize, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line: Some(line), message: message.into() }
    }

    /// A finding about a whole file or folder.
    pub fn in_file(file: &Path, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line: None, message: message.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.message)
    }
}

/// A corpus that cannot be used: all its problems, in the order of files and lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorpusError {
    /// Where the corpus lies.
    pub root: PathBuf,
    /// Never empty.
    pub problems: Vec<Problem>,
}

/// More problems than this are counted, not listed: the first ones usually cause the rest.
const LISTED: usize = 50;

impl fmt::Display for CorpusError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.problems.len();
        let noun = if count == 1 { "problem" } else { "problems" };
        write!(f, "the corpus {} has {count} {noun}; nothing was changed", self.root.display())?;
        for problem in self.problems.iter().take(LISTED) {
            write!(f, "\n  {problem}")?;
        }
        if count > LISTED {
            write!(f, "\n  and {} more", count - LISTED)?;
        }
        Ok(())
    }
}

impl std::error::Error for CorpusError {}

/// The line, counted from 1, in which a byte offset lies.
pub(super) fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}
