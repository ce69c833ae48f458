//! The part-of-speech tag of every word of the dictionary, as a table.
//!
//! lindera keeps a word's columns as text that is validated and split at every look. The search and the choice of terms
//! want only the tag of most words, and whether there is an expression to expand; two bytes a word answer both. The
//! table is made once, at installation (`tags.bin`).

use std::collections::HashMap;

use lindera::dictionary::{Dictionary, UserDictionary};
use lindera_dictionary::dictionary::DetailFields;
use lindera_dictionary::space_penalty::SpacePenaltyConfig;

use super::lattice::{Lexicon, Word};

/// Set where the word is a compound, a pre-analysed or an inflected form with its parts.
const EXPANDS: u16 = 0x8000;

/// The columns of the dictionary after the tag, counted from it: how the word was formed, and its parts.
const TYPE_COLUMN: usize = 4;
const EXPRESSION_COLUMN: usize = 7;

/// Tags of all words of a lexicon each.
#[derive(Debug, Default)]
pub(super) struct Tags {
    names: Vec<String>,
    /// By lexicon, then by word number.
    words: [Vec<u16>; 3],
    /// What a word of each tag costs more behind a space.
    penalties: Vec<i32>,
}

impl Tags {
    /// Makes the table of the system dictionary.
    pub(super) fn build(dictionary: &Dictionary) -> Self {
        let mut builder = Builder::default();
        let count = dictionary.prefix_dictionary.word_count();
        let system = (0..count).map(|id| builder.code(dictionary.word_details_iter(id))).collect();
        Self { names: builder.names, words: [system, Vec::new(), Vec::new()], penalties: Vec::new() }
    }

    /// The table as it is kept: the names, a line each, an empty line, then a u16 for each word, little-endian.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.names.join("\n").into_bytes();
        bytes.extend_from_slice(b"\n\n");
        bytes.extend(self.words[0].iter().flat_map(|code| code.to_le_bytes()));
        bytes
    }

    /// Reads the table of the system dictionary; `None` if it is not one of `words` words.
    pub(super) fn from_bytes(bytes: &[u8], words: usize) -> Option<Self> {
        let end = bytes.windows(2).position(|pair| pair == b"\n\n")?;
        let names: Vec<String> = std::str::from_utf8(&bytes[..end]).ok()?.split('\n').map(str::to_owned).collect();
        let (codes, rest) = bytes[end + 2..].as_chunks::<2>();
        let system: Vec<u16> = codes.iter().map(|code| u16::from_le_bytes(*code)).collect();
        let known = |code: &u16| usize::from(code & !EXPANDS) < names.len();
        let whole = rest.is_empty() && system.len() == words && system.iter().all(known);
        whole.then_some(Self { names, words: [system, Vec::new(), Vec::new()], penalties: Vec::new() })
    }

    /// Adds the other lexicons and what the tags cost behind a space.
    pub(super) fn complete(
        self,
        dictionary: &Dictionary,
        user: Option<&UserDictionary>,
        config: &SpacePenaltyConfig,
    ) -> Self {
        let [system, ..] = self.words;
        let by_name = self.names.iter().enumerate().map(|(at, name)| (name.clone(), at as u16)).collect();
        let mut builder = Builder { names: self.names, by_name };
        let user = user.map_or_else(Vec::new, |user| {
            (0..user.dict.word_count()).map(|id| builder.code(user.word_details_iter(id))).collect()
        });
        let unknown_count = dictionary.unknown_dictionary.costs.len();
        let unknown = (0..unknown_count).map(|id| builder.code(dictionary.unknown_word_details_iter(id))).collect();
        let penalties = builder.names.iter().map(|name| config.cost_for_tag(name)).collect();
        Self { names: builder.names, words: [system, user, unknown], penalties }
    }

    fn code(&self, word: Word) -> u16 {
        let lexicon = match word.lexicon() {
            Lexicon::System => 0,
            Lexicon::User => 1,
            Lexicon::Unknown => 2,
        };
        self.words[lexicon][word.id()]
    }

    /// The tag of a word.
    pub(super) fn tag(&self, word: Word) -> &str {
        &self.names[usize::from(self.code(word) & !EXPANDS)]
    }

    /// Whether a word has parts to expand.
    pub(super) fn expands(&self, word: Word) -> bool {
        self.code(word) & EXPANDS != 0
    }

    /// What a word costs more behind a space.
    pub(super) fn penalty(&self, word: Word) -> i32 {
        self.penalties[usize::from(self.code(word) & !EXPANDS)]
    }
}

#[derive(Default)]
struct Builder {
    names: Vec<String>,
    by_name: HashMap<String, u16>,
}

impl Builder {
    fn code(&mut self, mut details: DetailFields<'_>) -> u16 {
        let tag = details.next().unwrap_or("UNKNOWN");
        let kind = details.nth(TYPE_COLUMN - 1).unwrap_or("*");
        let expression = details.nth(EXPRESSION_COLUMN - TYPE_COLUMN - 1).unwrap_or("*");
        let number = self.by_name.get(tag).copied().unwrap_or_else(|| {
            let number = self.names.len() as u16;
            self.names.push(tag.to_owned());
            self.by_name.insert(tag.to_owned(), number);
            number
        });
        if kind == "*" || expression == "*" { number } else { number | EXPANDS }
    }
}
