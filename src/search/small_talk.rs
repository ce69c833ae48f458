//! Whether a question is small talk or the wish to talk to a person: a rule over its terms, not a list of utterances.
//!
//! Nothing but words of small talk, of politeness and of what may stand beside them is small talk; one word of any
//! matter makes it a question. The words are those of `small_talk.toml` and `junk_words.txt`.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::question::{Question, whole_or_parts};
use crate::text::hangul::is_lone_jamo;
use crate::text::small_talk::{Kind, PersonWords, SmallTalkWords};

/// The verb that makes verbs of nouns: it says nothing by itself.
const LIGHT_VERB: &str = "하";

/// Words as sequences of terms.
type Vocabulary = HashSet<Vec<String>>;

/// The words of small talk, analysed like a question.
#[derive(Debug, Clone, Default)]
pub struct SmallTalk {
    kinds: HashMap<Vec<String>, Kind>,
    /// Words of lone letters (`ㄱㅅ`), which are no terms.
    letters: Vec<(Vec<char>, Kind)>,
    replies: BTreeMap<Kind, String>,
    /// Beside everything: words that say nothing about the matter.
    junk: Vocabulary,
    beside: Vocabulary,
    person: Vocabulary,
    person_with_asking: Vocabulary,
    asking: Vocabulary,
    beside_person: Vocabulary,
}

impl SmallTalk {
    /// Prepares the words with the engine's own analysis.
    pub fn new(words: &SmallTalkWords, junk_words: &[String], analyse: impl Fn(&str) -> Question) -> Self {
        let SmallTalkWords { words, replies, beside, person } = words;
        let PersonWords { words: person, words_with_asking, asking, beside: beside_person } = person;
        let terms = |word: &str| terms(&analyse(word));
        let vocabulary = |words: &[String]| -> Vocabulary {
            words.iter().map(|word| terms(word)).filter(|terms| !terms.is_empty()).collect()
        };
        let (letters, spoken): (Vec<_>, Vec<_>) = words.iter().partition(|(word, _)| word.chars().all(is_lone_jamo));
        let kinds = spoken.iter().map(|(word, kind)| (terms(word), *kind)).filter(|(terms, _)| !terms.is_empty());
        Self {
            kinds: kinds.collect(),
            letters: letters.iter().map(|(word, kind)| (word.chars().collect(), *kind)).collect(),
            replies: replies.clone(),
            junk: vocabulary(junk_words),
            beside: vocabulary(beside),
            person: vocabulary(person),
            person_with_asking: vocabulary(words_with_asking),
            asking: vocabulary(asking),
            beside_person: vocabulary(beside_person),
        }
    }

    /// The kind of small talk that a question is; `None` for a question that may have an answer, and for one that
    /// holds no word at all. Of several kinds the last one, but laughter and greetings give way to any other.
    pub fn kind(&self, question: &Question) -> Option<Kind> {
        let mut kinds = self.kinds_of_letters(&question.utterance)?;
        let terms = terms(question);
        if self.asks_for_a_person(&terms) {
            return Some(Kind::Person);
        }
        let known = |words: &[String]| {
            self.kinds.contains_key(words) || self.beside.contains(words) || self.junk.contains(words)
        };
        kinds.extend(pieces(&terms, known)?.into_iter().filter_map(|words| self.kinds.get(words)));
        kinds.into_iter().max_by_key(|kind| match kind {
            Kind::Filler => 0,
            Kind::Greeting => 1,
            _ => 2,
        })
    }

    /// What is said to a kind; nothing to a wish for a person, which is for the caller to say.
    pub fn reply(&self, kind: Kind) -> Option<&str> {
        self.replies.get(&kind).map(String::as_str)
    }

    /// Whether a question is nothing but letters that are small talk, so that they are no initials to look for.
    pub fn is_letters(&self, question: &Question) -> bool {
        let mut said = question.text().chars().filter(|c| c.is_alphabetic()).peekable();
        said.peek().is_some()
            && said.all(is_lone_jamo)
            && self.kinds_of_letters(question.text()).is_some_and(|kinds| !kinds.is_empty())
    }

    fn asks_for_a_person(&self, terms: &[String]) -> bool {
        let polite = |words: &[String]| {
            self.junk.contains(words)
                || self.beside.contains(words)
                || matches!(self.kinds.get(words), Some(Kind::Greeting | Kind::Thanks | Kind::Complaint | Kind::Filler))
        };
        let vocabularies = [&self.person, &self.person_with_asking, &self.asking, &self.beside_person];
        let known = |words: &[String]| vocabularies.iter().any(|words_of| words_of.contains(words)) || polite(words);
        let Some(pieces) = pieces(terms, known) else { return false };
        let count = |words_of: &Vocabulary| pieces.iter().filter(|words| words_of.contains(**words)).count();
        if count(&self.person) > 0 {
            return true;
        }
        // One word can be both (전화): then there must be another.
        let both =
            pieces.iter().filter(|words| self.person_with_asking.contains(**words) && self.asking.contains(**words));
        let (named, asking) = (count(&self.person_with_asking), count(&self.asking));
        named > 0 && asking > 0 && named + asking > both.count() + 1
    }

    /// The kinds of all runs of lone letters in a text; `None` if a run is something else.
    fn kinds_of_letters(&self, text: &str) -> Option<Vec<Kind>> {
        let chars: Vec<char> = text.chars().collect();
        let runs = chars.split(|c| !is_lone_jamo(*c)).filter(|run| !run.is_empty());
        let of_runs: Option<Vec<Vec<Kind>>> = runs.map(|run| self.kinds_of_run(run)).collect();
        of_runs.map(|kinds| kinds.concat())
    }

    /// The words of letters that make up a run, said once or again and again (`ㄱㅅㄱㅅ`).
    fn kinds_of_run(&self, run: &[char]) -> Option<Vec<Kind>> {
        // From each place: the kinds up to the end, if the rest can be made up of words.
        let mut from: Vec<Option<Vec<Kind>>> = vec![None; run.len()];
        from.push(Some(Vec::new()));
        for at in (0..run.len()).rev() {
            from[at] = self.letters.iter().filter(|(word, _)| run[at..].starts_with(word)).find_map(|(word, kind)| {
                let rest = from[at + word.len()].as_ref()?;
                Some([&[*kind], rest.as_slice()].concat())
            });
        }
        from.swap_remove(0)
    }
}

/// The terms of a question that can say something: compounds whole, no lone letters, no light verb.
fn terms(question: &Question) -> Vec<String> {
    let said = |text: &&String| text.as_str() != LIGHT_VERB && !text.chars().all(is_lone_jamo);
    whole_or_parts(question.terms(), true).map(|term| &term.text).filter(said).cloned().collect()
}

/// Takes terms apart into known words, the longest first; `None` if something is left.
fn pieces(terms: &[String], known: impl Fn(&[String]) -> bool) -> Option<Vec<&[String]>> {
    let mut found = Vec::new();
    let mut rest = terms;
    while !rest.is_empty() {
        let length = (1..=rest.len()).rev().find(|length| known(&rest[..*length]))?;
        let (piece, after) = rest.split_at(length);
        found.push(piece);
        rest = after;
    }
    Some(found)
}
