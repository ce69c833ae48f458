//! The lexicon of the support team: own words, synonyms, spelling variants, junk words. Plain text, checked line by line.
//!
//! `synonyms.txt`: `영수증 = 전표 = 매출전표` (each finds the others) and `돈 나가다 > 결제` (the left also finds the
//! right). `variants.txt`: `캐쉬 > 캐시` (the left is another spelling of the right). `#` starts a comment.
//! `junk_words.txt`: a word a line that says nothing about the matter. `small_talk.toml`: see [`small_talk`].
//! Synonyms, variants and junk words change the question only, never the index.

use super::small_talk::{self, SmallTalkWords};
use super::user_words::{UserWords, UserWordsError};

/// Files of the lexicon by name, as they were written; absent ones are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LexiconFiles {
    pub user_words: String,
    pub synonyms: String,
    pub variants: String,
    pub junk_words: String,
    /// Weights and thresholds; read by `search`.
    pub ranking: String,
    pub small_talk: String,
    /// Words of own state; read by `search`.
    pub own_state: String,
}

/// Names of the files, in the order of the fields of [`LexiconFiles`].
pub const LEXICON_FILES: [&str; 7] = [
    "user_words.txt",
    "synonyms.txt",
    "variants.txt",
    "junk_words.txt",
    "ranking.toml",
    small_talk::FILE,
    "own_state.toml",
];

impl LexiconFiles {
    /// Reads each file by `read`, which gives `None` for one that is not there.
    pub fn read(mut read: impl FnMut(&str) -> Option<String>) -> Self {
        let [user_words, synonyms, variants, junk_words, ranking, small_talk, own_state] =
            LEXICON_FILES.map(|name| read(name).unwrap_or_default());
        Self { user_words, synonyms, variants, junk_words, ranking, small_talk, own_state }
    }

    /// Names and texts.
    pub fn entries(&self) -> [(&'static str, &str); 7] {
        let Self { user_words, synonyms, variants, junk_words, ranking, small_talk, own_state } = self;
        let texts = [user_words, synonyms, variants, junk_words, ranking, small_talk, own_state].map(String::as_str);
        std::array::from_fn(|at| (LEXICON_FILES[at], texts[at]))
    }
}

/// The lexicon, checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lexicon {
    pub words: UserWords,
    pub synonyms: Vec<Synonym>,
    pub variants: Vec<Variant>,
    /// Words that say nothing about the matter of a question.
    pub junk_words: Vec<String>,
    pub small_talk: SmallTalkWords,
}

/// Who says one of `from` also finds all of `to`. Each is a word or a few words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Synonym {
    pub from: String,
    pub to: Vec<String>,
    /// Line in `synonyms.txt`.
    pub line: usize,
}

/// Another spelling of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    pub spelling: String,
    pub word: String,
    /// Line in `variants.txt`.
    pub line: usize,
}

/// A line of the lexicon that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {problem}")]
pub struct LexiconError {
    pub file: &'static str,
    /// Counted from 1.
    pub line: usize,
    pub problem: String,
}

impl Lexicon {
    /// Reads the files.
    ///
    /// # Errors
    /// For the first line that cannot be used.
    pub fn parse(files: &LexiconFiles) -> Result<Self, LexiconError> {
        let words = UserWords::parse(&files.user_words).map_err(|UserWordsError { line, problem }| LexiconError {
            file: LEXICON_FILES[0],
            line,
            problem,
        })?;
        let junk_words = contents(&files.junk_words).map(|(_, word)| word.to_owned()).collect();
        let (synonyms, variants) = (parse_synonyms(&files.synonyms)?, parse_variants(&files.variants)?);
        let small_talk = SmallTalkWords::parse(&files.small_talk)?;
        Ok(Self { words, synonyms, variants, junk_words, small_talk })
    }
}

/// The lines with something on them: number and content.
fn contents(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate().map(|(at, line)| (at + 1, line.split('#').next().unwrap_or_default().trim()));
    lines.filter(|(_, content)| !content.is_empty())
}

fn parse_synonyms(text: &str) -> Result<Vec<Synonym>, LexiconError> {
    let mut synonyms = Vec::new();
    for (line, content) in contents(text) {
        let error = |problem: &str| LexiconError { file: LEXICON_FILES[1], line, problem: problem.to_owned() };
        let sides: Vec<&str> = content.split('>').collect();
        let words = |side: &str| -> Vec<String> { side.split('=').map(|word| word.trim().to_owned()).collect() };
        let groups: Vec<Vec<String>> = sides.iter().map(|side| words(side)).collect();
        if groups.iter().flatten().any(String::is_empty) {
            return Err(error("a word is missing; write 'a = b' or 'a > b'"));
        }
        match &groups[..] {
            [group] if group.len() >= 2 => {
                for (at, from) in group.iter().enumerate() {
                    let others = group.iter().enumerate().filter(|(other, _)| *other != at);
                    let to = others.map(|(_, word)| word.clone()).collect();
                    synonyms.push(Synonym { from: from.clone(), to, line });
                }
            }
            [from, to] => {
                synonyms.extend(from.iter().map(|from| Synonym { from: from.clone(), to: to.clone(), line }));
            }
            [_] => return Err(error("a line needs two words; write 'a = b' or 'a > b'")),
            _ => return Err(error("a line can hold one '>' only")),
        }
    }
    Ok(synonyms)
}

fn parse_variants(text: &str) -> Result<Vec<Variant>, LexiconError> {
    let mut variants: Vec<Variant> = Vec::new();
    for (line, content) in contents(text) {
        let error = |problem: String| LexiconError { file: LEXICON_FILES[2], line, problem };
        let Some((spelling, word)) = content.split_once('>') else {
            return Err(error("write 'another spelling > word'".to_owned()));
        };
        let (spelling, word) = (spelling.trim(), word.trim());
        if spelling.chars().count() < 2 || word.is_empty() {
            return Err(error("both sides need a word, the left one of two or more letters".to_owned()));
        }
        if let Some(known) = variants.iter().find(|variant| variant.spelling == spelling) {
            return Err(error(format!("'{spelling}' is already a spelling of '{}'", known.word)));
        }
        variants.push(Variant { spelling: spelling.to_lowercase(), word: word.to_owned(), line });
    }
    // The longest first, so that a spelling inside another does not take its place.
    variants.sort_by_key(|variant| std::cmp::Reverse(variant.spelling.len()));
    Ok(variants)
}

/// Replaces other spellings in a cleaned text. A place that already holds the right word stays as it is.
pub fn respell(text: &str, variants: &[Variant]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let found = variants
            .iter()
            .find(|variant| starts_with_folded(rest, &variant.spelling) && !rest.starts_with(&variant.word));
        if let Some(Variant { spelling, word, .. }) = found {
            out.push_str(word);
            at += spelling.len();
        } else {
            out.push(c);
            at += c.len_utf8();
        }
    }
    out
}

/// Whether a text starts with a lower-case word, ASCII letters compared without case.
fn starts_with_folded(text: &str, word: &str) -> bool {
    text.as_bytes().get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_both_directions() {
        let synonyms = parse_synonyms("# 서류\n영수증 = 전표\n돈 나가다 > 결제\n").unwrap();
        let shown: Vec<String> = synonyms.iter().map(|s| format!("{}→{}", s.from, s.to.join(","))).collect();
        assert_eq!(shown, ["영수증→전표", "전표→영수증", "돈 나가다→결제"]);
    }

    #[test]
    fn names_the_line_that_cannot_be_used() {
        let check = |files: LexiconFiles, expect: &str| {
            assert_eq!(Lexicon::parse(&files).unwrap_err().to_string(), expect);
        };
        let synonyms = |text: &str| LexiconFiles { synonyms: text.to_owned(), ..LexiconFiles::default() };
        let variants = |text: &str| LexiconFiles { variants: text.to_owned(), ..LexiconFiles::default() };
        check(synonyms("가나\n"), "synonyms.txt:1: a line needs two words; write 'a = b' or 'a > b'");
        check(synonyms("\n가 = = 나"), "synonyms.txt:2: a word is missing; write 'a = b' or 'a > b'");
        check(synonyms("가 > 나 > 다"), "synonyms.txt:1: a line can hold one '>' only");
        check(variants("캐쉬"), "variants.txt:1: write 'another spelling > word'");
        check(variants("캐쉬 > 캐시\n캐쉬 > 현금"), "variants.txt:2: '캐쉬' is already a spelling of '캐시'");
    }

    #[test]
    fn respells_once() {
        let files = LexiconFiles {
            variants: "무통 > 무통장\n캐쉬 > 캐시\nPC > 피씨".to_owned(),
            ..LexiconFiles::default()
        };
        let variants = Lexicon::parse(&files).unwrap().variants;
        assert_eq!(respell("무통으로 캐쉬 넣기", &variants), "무통장으로 캐시 넣기");
        assert_eq!(respell("무통장입금", &variants), "무통장입금");
        assert_eq!(respell("pc에서", &variants), "피씨에서");
    }
}
