//! A set of judged utterances: JSONL, one item a line.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::answer::decide::Decision;
use crate::faq::Slot;

/// An utterance with its right answers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judgment {
    pub id: String,
    pub utterance: String,
    /// Any one of these articles is right; for `choose` the acceptable choices; for `fallback` none.
    pub gold: Vec<String>,
    /// Name of the service that the utterance names or implies.
    pub service: Option<String>,
    /// How the utterance was written.
    pub kind: String,
    pub expect: Expect,
    /// Own state that the answer needs.
    pub live: Vec<Slot>,
}

/// The right decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Expect {
    Answer,
    Choose,
    Fallback,
}

impl Expect {
    /// The decision that is expected.
    pub fn decision(self) -> Decision {
        match self {
            Self::Answer => Decision::Answer,
            Self::Choose => Decision::Choose,
            Self::Fallback => Decision::Fallback,
        }
    }
}

/// A set that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum JudgmentsError {
    #[error("cannot read the judgments {}: {error}", path.display())]
    Read { path: PathBuf, error: std::io::Error },
    #[error("{}:{line}: {problem}", path.display())]
    Line { path: PathBuf, line: usize, problem: String },
    #[error("{}: the set is empty", .0.display())]
    Empty(PathBuf),
}

/// Reads a set.
///
/// # Errors
/// When the file cannot be read, is empty, or a line is malformed or contradicts itself.
pub fn read(path: &Path) -> Result<Vec<Judgment>, JudgmentsError> {
    let text = std::fs::read_to_string(path).map_err(|error| JudgmentsError::Read { path: path.to_owned(), error })?;
    let mut set = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let problem = |problem: String| JudgmentsError::Line { path: path.to_owned(), line: index + 1, problem };
        let judgment: Judgment = serde_json::from_str(line).map_err(|error| problem(error.to_string()))?;
        let wanted = match judgment.expect {
            Expect::Answer => !judgment.gold.is_empty(),
            Expect::Choose => judgment.gold.len() >= 2,
            Expect::Fallback => judgment.gold.is_empty(),
        };
        if !wanted {
            return Err(problem(format!("{} gold articles do not go with {:?}", judgment.gold.len(), judgment.expect)));
        }
        set.push(judgment);
    }
    if set.is_empty() { Err(JudgmentsError::Empty(path.to_owned())) } else { Ok(set) }
}
