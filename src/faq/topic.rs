//! The first taps that a bot offers: `topics.toml`.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::problem::{Problem, line_of};

/// `KakaoTalk` shows this much of a quick reply (kakao/limits.json, `quickReply.label`: third-party, unconfirmed).
const LABEL_CHARS: usize = 14;

/// A question to tap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// At most 14 characters.
    pub label: String,
    /// Asked when it is tapped.
    pub question: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    topic: Vec<Topic>,
}

/// Reads and checks `topics.toml`.
pub(super) fn parse(file: &Path, text: &str, problems: &mut Vec<Problem>) -> Vec<Topic> {
    let topics = match toml::from_str::<File>(text) {
        Ok(file) => file.topic,
        Err(error) => {
            let line = error.span().map_or(1, |span| line_of(text, span.start));
            problems.push(Problem::at(file, line, error.message().to_owned()));
            return Vec::new();
        }
    };
    for topic in &topics {
        let line = text.lines().position(|line| line.contains(&topic.label)).map_or(1, |at| at + 1);
        let length = topic.label.chars().count();
        if !(1..=LABEL_CHARS).contains(&length) {
            let message = format!("the label '{}' has {length} characters; it needs 1 to {LABEL_CHARS}", topic.label);
            problems.push(Problem::at(file, line, message));
        }
        if topic.question.trim().is_empty() {
            problems.push(Problem::at(file, line, format!("the topic '{}' needs a question", topic.label)));
        }
    }
    topics
}
