//! Questions typed as initial consonants: all of them as one phrase, else word by word, as they are found together in
//! one title or phrasing.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::search::question::{Question, whole_or_parts};
use crate::text::hangul::{initials, is_lone_consonant};

/// Most readings of the same initials.
const READINGS: usize = 6;
/// Most words of a question whose initials are read.
const MOST_WORDS: usize = 12;
/// Most neighbouring words that are known by their initials together.
const LONGEST_PHRASE: usize = 5;

/// Reads initial consonants by the words of titles and phrasings.
pub(super) struct InitialsReader {
    /// Initial consonants of a word or of neighbouring words → the words, most frequent first, a few.
    by_initials: HashMap<String, Vec<String>>,
    units: Units,
}

impl InitialsReader {
    /// Learns the words of titles and phrasings, each analysed. Gives pairs of words that stand together more than once,
    /// as well.
    pub(super) fn new(units: impl Iterator<Item = Question>) -> (Self, Vec<String>) {
        // By the words with a space between them; no term holds one.
        let mut phrases: HashMap<String, usize> = HashMap::new();
        let mut phrase = String::new();
        let mut kept = Units::default();
        for unit in units {
            // Compounds whole (사용자), and their parts in their place (결제 카드 in 자동결제카드).
            for whole in [true, false] {
                let words: Vec<&str> = whole_or_parts(unit.terms(), whole).map(|term| term.text.as_str()).collect();
                kept.add(&words);
                for from in 0..words.len() {
                    phrase.clear();
                    for word in &words[from..words.len().min(from + LONGEST_PHRASE)] {
                        if !phrase.is_empty() {
                            phrase.push(' ');
                        }
                        phrase.push_str(word);
                        match phrases.get_mut(&phrase) {
                            Some(count) => *count += 1,
                            None => drop(phrases.insert(phrase.clone(), 1)),
                        }
                    }
                }
            }
        }
        let mut by_initials: HashMap<String, Vec<(usize, String)>> = HashMap::new();
        for (phrase, count) in &phrases {
            if let Some(key) = initials(&phrase.replace(' ', "")).filter(|key| key.chars().count() >= 2) {
                by_initials.entry(key).or_default().push((*count, phrase.clone()));
            }
        }
        let few = |mut readings: Vec<(usize, String)>| -> Vec<String> {
            // Of equally frequent phrases the first in the alphabet, so that every run gives the same.
            readings.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
            readings.into_iter().take(READINGS).map(|(_, phrase)| phrase).collect()
        };
        let pairs = phrases.iter().filter(|(phrase, count)| **count >= 2 && phrase.matches(' ').count() == 1);
        let pairs = pairs.map(|(phrase, _)| phrase.replace(' ', "")).collect();
        let by_initials = by_initials.into_iter().map(|(key, readings)| (key, few(readings))).collect();
        (Self { by_initials, units: kept }, pairs)
    }

    /// What a text may mean; nothing if it has no word of initials.
    pub(super) fn read(&self, text: &str) -> Vec<String> {
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
        // What is found of each word, by unit; of one unit the first place counts.
        let mut runs: Vec<FoundRun> = Vec::new();
        for (place, word) in words.iter().enumerate() {
            runs.extend(self.units.runs(word).map(|run| (run, place)));
        }
        runs.sort_by_key(|(run, place)| (run.unit, *place));
        runs.dedup_by_key(|(run, place)| (run.unit, *place));
        // The units that hold most letters, of these the shortest; most hold next to nothing and are not looked at.
        let letters = |found: &[FoundRun]| -> usize { found.iter().map(|(_, at)| words[*at].chars().count()).sum() };
        let mut units: Vec<(usize, Reverse<usize>, &[FoundRun])> = runs
            .chunk_by(|(a, _), (b, _)| a.unit == b.unit)
            .map(|found| (letters(found), Reverse(self.units.words_of(found[0].0.unit)), found))
            .collect();
        units.sort_by_key(|(letters, shortness, _)| Reverse((*letters, *shortness)));
        let texts_of = |found: &[FoundRun]| -> Vec<Option<String>> {
            let run_of = |place: usize| found.iter().find(|(_, at)| *at == place).map(|(run, _)| *run);
            (0..words.len()).map(|place| run_of(place).map(|run| self.units.text(run))).collect()
        };
        let alike = units.chunk_by(|(letters, shortness, _), (other, other_shortness, _)| {
            (letters, shortness) == (other, other_shortness)
        });
        let best_first = alike.flat_map(|alike| {
            let mut texts: Vec<Vec<Option<String>>> = alike.iter().map(|(.., found)| texts_of(found)).collect();
            texts.sort_by(|a, b| b.cmp(a));
            texts
        });
        let mut distinct: Vec<String> = Vec::new();
        for found in best_first.chain([vec![None; words.len()]]) {
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

/// The words of all titles and phrasings, one after another, and their initials as one text that is searched at once.
#[derive(Default)]
struct Units {
    words: Vec<String>,
    /// Of each word the byte in `letters` at which it begins.
    starts: Vec<u32>,
    /// Initials of the words; a word without any is a [`GAP`], and every unit ends in one.
    letters: String,
    /// Of each unit the number of its first word.
    first_words: Vec<u32>,
}

/// A run, and the place of the word of the question that it is found for.
type FoundRun = (Run, usize);

/// Stands in no search.
const GAP: char = '\n';

/// Neighbouring words of a unit.
#[derive(Clone, Copy)]
struct Run {
    unit: u32,
    from: usize,
    to: usize,
}

impl Units {
    fn add(&mut self, words: &[&str]) {
        self.first_words.push(self.words.len() as u32);
        for word in words {
            self.starts.push(self.letters.len() as u32);
            match initials(word).filter(|letters| !letters.is_empty()) {
                Some(letters) => self.letters.push_str(&letters),
                None => self.letters.push(GAP),
            }
            self.words.push((*word).to_owned());
        }
        self.starts.push(self.letters.len() as u32);
        self.words.push(String::new());
        self.letters.push(GAP);
    }

    /// The first run of each unit whose initials together are `wanted`, at least.
    fn runs(&self, wanted: &str) -> impl Iterator<Item = Run> {
        let word_at = |byte: usize| self.starts.binary_search(&(byte as u32)).ok();
        // Overlapping places count as well: of ㄱㄱㄱ the second ㄱㄱ may be the word.
        let mut from = 0;
        let places = std::iter::from_fn(move || {
            let at = from + self.letters.get(from..)?.find(wanted).filter(|_| !wanted.is_empty())?;
            from = at + self.letters[at..].chars().next().map_or(1, char::len_utf8);
            Some(at)
        });
        let length = wanted.len();
        places.filter_map(move |at| {
            let (from, to) = (word_at(at)?, word_at(at + length)?);
            let unit = self.first_words.partition_point(|first| *first as usize <= from) as u32 - 1;
            Some(Run { unit, from, to })
        })
    }

    fn text(&self, run: Run) -> String {
        self.words[run.from..run.to].join(" ")
    }

    fn words_of(&self, unit: u32) -> usize {
        let first = self.first_words[unit as usize] as usize;
        let end = self.first_words.get(unit as usize + 1).map_or(self.words.len(), |next| *next as usize);
        end - first - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_whole_words_of_one_unit() {
        let mut units = Units::default();
        units.add(&["자동", "결제", "카드"]);
        units.add(&["PG", "카드", "등록"]);
        let found = |wanted: &str| -> Vec<(u32, String)> {
            units.runs(wanted).map(|run| (run.unit, units.text(run))).collect()
        };
        assert_eq!(found("ㅈㄷㄱㅈ"), [(0, "자동 결제".to_owned())]);
        assert_eq!(found("ㅋㄷ"), [(0, "카드".to_owned()), (1, "카드".to_owned())]);
        assert_eq!(found("ㅋㄷㄷㄹ"), [(1, "카드 등록".to_owned())]);
        // Half a word, and words of two units, are none.
        assert_eq!(found("ㄷㄱㅈ"), []);
        assert_eq!(found("ㅋㄷㅋㄷ"), []);
        assert_eq!(found(""), []);
        assert_eq!((units.words_of(0), units.words_of(1)), (3, 3));
    }
}
