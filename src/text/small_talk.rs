//! `small_talk.toml`: what people type to a bot without asking anything, what is said to it, and how they ask for a
//! person. Checked with line numbers; the shipped file stands in for an absent one.
//!
//! Not here: whether a question is small talk (`search::small_talk`, which knows its terms).

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::lexicon::LexiconError;

/// The name of the file.
pub const FILE: &str = "small_talk.toml";

/// The shipped file.
const DEFAULT: &str = include_str!("../../corpus/lexicon/small_talk.toml");

/// A reply longer than this many characters is no line in a chat bubble any more.
const MAX_REPLY_CHARS: usize = 100;

/// What kind of small talk a question is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Greeting,
    Thanks,
    Farewell,
    Praise,
    /// Anger at the bot, swearing.
    Complaint,
    /// Who or what the bot is.
    Identity,
    /// Whether the bot works.
    Test,
    /// About the customer or the bot, and not about the services.
    Chat,
    /// Yes, no, well, laughter.
    Filler,
    /// The wish to talk to a person; its reply is not in the file, for a button comes with it.
    Person,
}

/// The file, checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SmallTalkWords {
    /// Words or a few words, of every kind but [`Kind::Person`].
    pub words: Vec<(String, Kind)>,
    /// What is said to each kind.
    pub replies: BTreeMap<Kind, String>,
    /// What may stand beside small talk and changes nothing.
    pub beside: Vec<String>,
    pub person: PersonWords,
}

/// Words of the wish to talk to a person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonWords {
    /// Say it by themselves.
    pub words: Vec<String>,
    /// Say it only together with one of `asking`.
    pub words_with_asking: Vec<String>,
    pub asking: Vec<String>,
    /// What may stand beside them and changes nothing.
    pub beside: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    beside: Vec<String>,
    #[serde(default)]
    person: PersonWords,
    #[serde(default)]
    kind: BTreeMap<Kind, KindTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindTable {
    reply: Spanned<String>,
    words: Vec<Spanned<String>>,
}

impl SmallTalkWords {
    /// Reads the file; the shipped one for an empty text.
    ///
    /// # Errors
    /// With line and cause when it is malformed, a reply is missing or too long, or a word is missing or of two kinds.
    pub fn parse(text: &str) -> Result<Self, LexiconError> {
        let text = if text.is_empty() { DEFAULT } else { text };
        let error = |at: usize, problem: String| LexiconError {
            file: FILE,
            line: text[..at].matches('\n').count() + 1,
            problem,
        };
        let File { beside, person, kind: kinds } = toml::from_str(text)
            .map_err(|wrong| error(wrong.span().map_or(0, |span| span.start), wrong.message().to_owned()))?;
        let mut kind_of: HashMap<&str, Kind> = HashMap::new();
        for (kind, KindTable { reply, words }) in &kinds {
            if *kind == Kind::Person {
                let problem = "write [person] instead of [kind.person]; it takes no reply".to_owned();
                return Err(error(reply.span().start, problem));
            }
            let chars = reply.as_ref().trim().chars().count();
            if chars == 0 || chars > MAX_REPLY_CHARS || reply.as_ref().contains('\n') {
                let problem = format!("a reply is one line of 1 to {MAX_REPLY_CHARS} characters");
                return Err(error(reply.span().start, problem));
            }
            for word in words {
                let at = word.span().start;
                if word.as_ref().trim().is_empty() {
                    return Err(error(at, "a word is missing; write it or take the quotes out".to_owned()));
                }
                if kind_of.insert(word.as_ref(), *kind).is_some_and(|other| other != *kind) {
                    return Err(error(at, format!("'{}' stands under two kinds; keep one", word.as_ref())));
                }
            }
        }
        let words = kind_of.into_iter().map(|(word, kind)| (word.to_owned(), kind)).collect();
        let replies = kinds.iter().map(|(kind, table)| (*kind, table.reply.as_ref().clone())).collect();
        Ok(Self { words, replies, beside, person })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_file_has_a_reply_for_every_kind() {
        let SmallTalkWords { words, replies, .. } = SmallTalkWords::parse("").unwrap();
        let spoken = [
            Kind::Greeting,
            Kind::Thanks,
            Kind::Farewell,
            Kind::Praise,
            Kind::Complaint,
            Kind::Identity,
            Kind::Test,
            Kind::Chat,
            Kind::Filler,
        ];
        assert_eq!(replies.keys().copied().collect::<Vec<_>>(), spoken);
        assert!(spoken.iter().all(|kind| words.iter().any(|(_, of)| of == kind)));
    }

    #[test]
    fn names_the_line_that_cannot_be_used() {
        let check = |text: &str, expect: &str| {
            assert_eq!(SmallTalkWords::parse(text).unwrap_err().to_string(), expect);
        };
        let kind =
            |name: &str, reply: &str, words: &str| format!("[kind.{name}]\nreply = '{reply}'\nwords = [{words}]\n");
        check(&kind("thanks", " ", "'고맙다'"), "small_talk.toml:2: a reply is one line of 1 to 100 characters");
        check(&kind("thanks", &"네".repeat(101), ""), "small_talk.toml:2: a reply is one line of 1 to 100 characters");
        check(
            &kind("thanks", "네", "'고맙다', ''"),
            "small_talk.toml:3: a word is missing; write it or take the quotes out",
        );
        check(
            &(kind("greeting", "네", "'하이'") + &kind("thanks", "네", "\n'하이'")),
            "small_talk.toml:7: '하이' stands under two kinds; keep one",
        );
        check(
            &kind("person", "네", "'상담원'"),
            "small_talk.toml:2: write [person] instead of [kind.person]; it takes no reply",
        );
        let unknown = SmallTalkWords::parse("\n[kind.joke]\nreply = '하하'\nwords = []\n").unwrap_err();
        assert_eq!((unknown.file, unknown.line), (FILE, 2), "{}", unknown.problem);
        assert!(unknown.problem.contains("joke"), "{}", unknown.problem);
    }
}
