//! What may have been meant by a question with words that no article knows: other keyboard layout, initial consonants,
//! typing errors. Only ever proposed for such words, and only ever a word that an article knows.

mod layout;
mod spelling;

use std::collections::HashMap;

use serde::Serialize;

use super::question::{Question, whole_or_parts};
use crate::index::forward::Vocabulary;
use crate::text::hangul::{initials, is_lone_consonant};
pub(super) use layout::other_layout;
use spelling::Speller;

/// A change to a question, as it is shown to the customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Correction {
    /// What was typed.
    pub from: String,
    /// What was searched for instead.
    pub to: String,
}

/// Proposes corrections from the words of the articles.
pub struct Corrector {
    speller: Speller,
    /// Initial consonants of a word or of neighbouring words → the words, most frequent first, a few.
    by_initials: HashMap<String, Vec<String>>,
    /// The words of each title and phrasing, with their initials.
    units: Vec<Vec<(String, String)>>,
}

/// Most readings of the same initials.
const READINGS: usize = 6;
/// Most words of a question whose initials are read, and most unknown terms that are taken for typing errors: more are
/// no question with a slip in it, and each costs a look at every word that articles know.
const MOST_WORDS: usize = 12;
const MOST_UNKNOWN: usize = 12;
/// Most neighbouring words that are known by their initials together.
const LONGEST_PHRASE: usize = 5;

impl Corrector {
    /// Learns the words of titles and phrasings, each analysed.
    pub fn new(units: impl Iterator<Item = Question>, vocabulary: &Vocabulary) -> Self {
        let mut phrases: HashMap<Vec<String>, usize> = HashMap::new();
        let mut kept = Vec::new();
        for unit in units {
            // Compounds whole (사용자), and their parts in their place (결제 카드 in 자동결제카드).
            for whole in [true, false] {
                let words: Vec<&str> = whole_or_parts(unit.terms(), whole).map(|term| term.text.as_str()).collect();
                let with_initials = |word: &&str| ((*word).to_owned(), initials(word).unwrap_or_default());
                kept.push(words.iter().map(with_initials).collect());
                for from in 0..words.len() {
                    for to in from + 1..=words.len().min(from + LONGEST_PHRASE) {
                        *phrases.entry(words[from..to].iter().map(|word| (*word).to_owned()).collect()).or_default() +=
                            1;
                    }
                }
            }
        }
        let mut by_initials: HashMap<String, Vec<(usize, String)>> = HashMap::new();
        for (words, count) in &phrases {
            if let Some(key) = initials(&words.concat()).filter(|key| key.chars().count() >= 2) {
                by_initials.entry(key).or_default().push((*count, words.join(" ")));
            }
        }
        let few = |mut readings: Vec<(usize, String)>| -> Vec<String> {
            // Of equally frequent phrases the first in the alphabet, so that every run gives the same.
            readings.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
            readings.into_iter().take(READINGS).map(|(_, phrase)| phrase).collect()
        };
        let pairs = phrases.iter().filter(|(words, count)| words.len() == 2 && **count >= 2);
        let pairs = pairs.map(|(words, _)| words.concat());
        let words = vocabulary.words().map(|(word, _)| word.to_owned()).chain(pairs);
        Self {
            speller: Speller::new(words),
            units: kept,
            by_initials: by_initials.into_iter().map(|(key, readings)| (key, few(readings))).collect(),
        }
    }

    /// Other readings of a question, each as a whole text; `knows` says whether an article knows a term.
    pub fn propose(&self, question: &Question, knows: impl Fn(&str) -> bool) -> Vec<String> {
        let text = question.text().trim();
        let mut proposals = Vec::new();
        proposals.extend(self.read_initials(text));
        proposals.extend(layout::other_layout(text, &knows));
        if question.terms().iter().filter(|term| !knows(&term.text)).count() <= MOST_UNKNOWN {
            proposals.extend(self.speller.respell(question, &knows));
        }
        proposals.retain(|proposal| proposal != text);
        proposals
    }

    /// Reads initial consonants: all of them as one phrase in each way, else word by word.
    fn read_initials(&self, text: &str) -> Vec<String> {
        let only_consonants = |word: &str| word.chars().count() >= 2 && word.chars().all(is_lone_consonant);
        let is_sign = |c: char| c.is_ascii_punctuation();
        let words: Vec<&str> = text.split_whitespace().map(|word| word.trim_matches(is_sign)).collect();
        if words.len() > MOST_WORDS || !words.iter().any(|word| only_consonants(word)) {
            return Vec::new();
        }
        let all = words.concat();
        let mut readings = Vec::new();
        if only_consonants(&all) {
            readings.extend(self.by_initials.get(&all).into_iter().flatten().cloned());
        }
        readings.extend(self.read_together(&words));
        readings
    }

    /// Readings of several words of initials: as they are found together in one title or phrasing, the others by
    /// themselves.
    fn read_together(&self, words: &[&str]) -> Vec<String> {
        let alone = |word: &str| -> Option<String> {
            let is_initials = word.chars().all(is_lone_consonant);
            if is_initials { self.by_initials.get(word)?.first().cloned() } else { Some(word.to_owned()) }
        };
        let mut readings: Vec<(usize, std::cmp::Reverse<usize>, Vec<Option<String>>)> = Vec::new();
        for unit in &self.units {
            let found: Vec<Option<String>> = words.iter().map(|word| find_run(unit, word)).collect();
            let letters = found.iter().zip(words).filter(|(found, _)| found.is_some());
            let letters: usize = letters.map(|(_, word)| word.chars().count()).sum();
            if letters > 0 {
                readings.push((letters, std::cmp::Reverse(unit.len()), found));
            }
        }
        readings.sort();
        let mut distinct: Vec<String> = Vec::new();
        let unread = vec![None; words.len()];
        let all = readings.into_iter().rev().map(|(_, _, found)| found).chain([unread]);
        for found in all {
            let filled = found.into_iter().zip(words).map(|(found, word)| found.or_else(|| alone(word)));
            if let Some(reading) = filled.collect::<Option<Vec<String>>>().map(|words| words.join(" "))
                && !distinct.contains(&reading)
            {
                distinct.push(reading);
            }
            if distinct.len() == READINGS {
                break;
            }
        }
        distinct
    }
}

/// Neighbouring words of a unit whose initials together are `wanted`.
fn find_run(unit: &[(String, String)], wanted: &str) -> Option<String> {
    for from in 0..unit.len() {
        let mut together = String::new();
        for to in from..unit.len() {
            together.push_str(&unit[to].1);
            if together == wanted {
                return Some(unit[from..=to].iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(" "));
            }
            if !wanted.starts_with(&together) || unit[to].1.is_empty() {
                break;
            }
        }
    }
    None
}
