//! The service's own words: a plain list, checked line by line, made into lindera's user dictionary.
//!
//! A line is a word, or a word with the parts that it should also be found by: `무통장입금 = 무통장 + 입금`.
//! `#` starts a comment. Words are nouns; whoever writes the list needs to know nothing of costs and context ids.

use std::fmt::Write as _;

use lindera::dictionary::{Dictionary, DictionaryBuilder, UserDictionary};

/// mecab-ko-dic's left context id of a general noun, and its right ids without and with a final consonant.
/// Ids 0, which lindera gives to short entries, mean a sentence boundary and damage the neighbours.
const NOUN_LEFT: u16 = 1780;
const NOUN_RIGHT_OPEN: u16 = 3533;
const NOUN_RIGHT_CLOSED: u16 = 3534;

/// The cost of a word. The dictionary's own compounds have about 2,639; below 500 a word begins to break its
/// neighbours (`영업권한이` → `영업권 한 이`), at 2,500 all test words hold and none breaks.
const COST: i16 = 2500;

/// A checked word list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserWords {
    words: Vec<UserWord>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct UserWord {
    surface: String,
    parts: Vec<String>,
}

/// A line of a word list that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct UserWordsError {
    /// Counted from 1.
    pub line: usize,
    pub problem: String,
}

impl UserWords {
    /// Reads a list.
    ///
    /// # Errors
    /// For the first line that is no word of letters and digits, stands twice, or whose parts do not make up the word.
    pub fn parse(source: &str) -> Result<Self, UserWordsError> {
        let mut words: Vec<UserWord> = Vec::new();
        for (index, line) in source.lines().enumerate() {
            let error = |problem: String| UserWordsError { line: index + 1, problem };
            let content = line.split('#').next().unwrap_or_default().trim();
            if content.is_empty() {
                continue;
            }
            let (surface, parts) = content.split_once('=').unwrap_or((content, ""));
            let surface = surface.trim().to_owned();
            if surface.chars().count() < 2 || !surface.chars().all(char::is_alphanumeric) {
                return Err(error(format!(
                    "'{surface}' is not a word of two or more letters or digits without spaces"
                )));
            }
            let parts: Vec<String> =
                parts.split('+').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect();
            if !parts.is_empty() && parts.concat() != surface {
                return Err(error(format!("the parts {} do not make up '{surface}'", parts.join(" + "))));
            }
            if words.iter().any(|word| word.surface == surface) {
                return Err(error(format!("'{surface}' stands here for the second time")));
            }
            words.push(UserWord { surface, parts });
        }
        Ok(Self { words })
    }

    /// What decides the analysis, for the fingerprint: the entries without comments and blank lines.
    pub(super) fn entries(&self) -> String {
        let mut rows: Vec<String> = self.words.iter().map(row).collect();
        rows.sort();
        rows.concat()
    }

    /// The user dictionary, or `None` for an empty list.
    pub(super) fn dictionary(&self, system: &Dictionary) -> Result<Option<UserDictionary>, String> {
        if self.words.is_empty() {
            return Ok(None);
        }
        let rows: String = self.words.iter().map(row).collect();
        let mut user = DictionaryBuilder::new((*system.metadata).clone())
            .build_user_dict_from_reader(rows.as_bytes())
            .map_err(|error| error.to_string())?;
        if let Some(map) = &system.metadata.context_id_map {
            user.remap_context_ids(map);
        }
        Ok(Some(user))
    }
}

/// A full row of mecab-ko-dic's form.
fn row(word: &UserWord) -> String {
    let UserWord { surface, parts } = word;
    let closed = surface.chars().next_back().is_some_and(has_final_consonant);
    let right = if closed { NOUN_RIGHT_CLOSED } else { NOUN_RIGHT_OPEN };
    let flag = if closed { 'T' } else { 'F' };
    let mut out = format!("{surface},{NOUN_LEFT},{right},{COST},NNG,*,{flag},{surface},");
    if parts.len() < 2 {
        out.push_str("*,*,*,*\n");
    } else {
        let expression: Vec<String> = parts.iter().map(|part| format!("{part}/NNG/*")).collect();
        let _ = writeln!(out, "Compound,*,*,{}", expression.join("+"));
    }
    out
}

/// Whether a syllable ends in a consonant; 28 is the number of finals, none included, in a row of Unicode syllables.
fn has_final_consonant(c: char) -> bool {
    matches!(c, '가'..='힣') && !(c as u32 - '가' as u32).is_multiple_of(28)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_words_parts_and_comments() {
        let words = UserWords::parse("# 목록\n무통장입금 = 무통장 + 입금\n\n말풍선  # 답장\n").unwrap();
        assert_eq!(
            words.entries(),
            "말풍선,1780,3534,2500,NNG,*,T,말풍선,*,*,*,*\n\
             무통장입금,1780,3534,2500,NNG,*,T,무통장입금,Compound,*,*,무통장/NNG/*+입금/NNG/*\n"
        );
    }

    #[test]
    fn names_the_line_of_a_bad_word() {
        let check = |source: &str, expect: &str| {
            assert_eq!(UserWords::parse(source).unwrap_err().to_string(), expect);
        };
        check("월렛\n월렛", "line 2: '월렛' stands here for the second time");
        check("비즈 월렛", "line 1: '비즈 월렛' is not a word of two or more letters or digits without spaces");
        check("무통장입금 = 무통장 + 환불", "line 1: the parts 무통장 + 환불 do not make up '무통장입금'");
    }
}
