//! What is tried when no text goes on as it was typed: the other keyboard layout, pieces, typing errors, the beginning.

use std::ops::Range;

use super::book::{By, CLASSES, Class, Sorted};
use super::keys::{Keys, MOST_KEYS, is_consonants};
use super::pick::{Pick, Way};
use super::typos::Near;
use super::{Suggester, Suggestion, layouts, typos};

/// Shortest piece that is looked for by itself, in letters and keys, and most pieces of one text.
const SHORTEST_PIECE: usize = 2;
const FEWEST_KEYS_OF_PIECE: usize = 4;
const MOST_PIECES: usize = 6;

/// Words that are taken for others at most; who has more of them asks for something else.
const MOST_WRONG_WORDS: usize = 2;

/// Spellings of a word that are tried.
const MOST_SPELLINGS: usize = 4;

/// The beginning of what was typed counts if it is two syllables, and this share of all keys. With half, 오늘 날씨 would
/// find whatever begins with 오늘.
const FEWEST_KEYS_OF_BEGINNING: usize = 6;
const LEAST_SHARE_OF_BEGINNING: f32 = 0.6;

impl Suggester {
    /// With some keys read on the other layout; with what was meant.
    pub(super) fn on_layouts(&self, query: &str, mut pick: Pick<'_>) -> Option<(Vec<Suggestion>, String)> {
        let readings = layouts::read(&self.book, &self.by_keys, &layouts::characters(query));
        for reading in &readings {
            for ((class, list), range) in CLASSES.into_iter().zip(&self.by_keys).zip(&reading.ranges) {
                for place in list.places(range.clone()) {
                    pick.offer(Way::Run, 0, class, *place, reading.keys.len());
                }
            }
        }
        let best = pick.finish();
        let place = best.first()?.place();
        let meant = readings.iter().find(|reading| self.book.tail(By::Keys, place).starts_with(&reading.keys))?;
        Some((best.into_iter().map(|found| self.suggestion(found, &[])).collect(), meant.text.clone()))
    }

    /// Without spaces, and with something between (자동결제카드등록 for 자동결제 카드를 등록): the longest pieces that
    /// texts hold, all of them in one text.
    pub(super) fn in_pieces(&self, typed: &Keys, pick: Pick<'_>) -> Vec<Suggestion> {
        let mut pick = pick;
        let letters = typed.letters.len();
        if typed.keys.len() > MOST_KEYS {
            return Vec::new();
        }
        let longest = self.longest_piece(typed, 0);
        // Two letters of Latin stand in many a word by chance, as two syllables do not.
        let is_long_enough =
            |from: usize, to: usize| to - from >= SHORTEST_PIECE && typed.of(from, to).len() >= FEWEST_KEYS_OF_PIECE;
        for first in (1..=longest).rev().filter(|first| is_long_enough(0, *first)) {
            let mut cuts = vec![0, first];
            while let Some(from) = cuts.last().copied().filter(|from| *from < letters) {
                let length = self.longest_piece(typed, from);
                // The last piece may be as short as it is while it is typed.
                let to = from + length;
                if length == 0 || to < letters && !is_long_enough(from, to) || cuts.len() > MOST_PIECES {
                    break;
                }
                cuts.push(to);
            }
            if cuts.last() != Some(&letters) {
                continue;
            }
            let pieces: Vec<&[u8]> = cuts.windows(2).map(|cut| typed.of(cut[0], cut[1])).collect();
            self.offer_holders(&pieces, &mut pick);
            if !pick.is_empty() {
                return self.shown(pick, &pieces);
            }
        }
        Vec::new()
    }

    /// How many letters from `from` on stand in some text one after another.
    fn longest_piece(&self, typed: &Keys, from: usize) -> usize {
        let mut ranges: Vec<Range<usize>> = self.by_keys.iter().map(Sorted::whole).collect();
        let mut depth = 0;
        let known = |at: &usize| {
            for key in typed.of(*at, at + 1) {
                for (list, range) in self.by_keys.iter().zip(&mut ranges) {
                    *range = list.narrow(&self.book, range.clone(), depth, *key);
                }
                depth += 1;
            }
            ranges.iter().any(|range| !range.is_empty())
        };
        (from..typed.letters.len()).take_while(known).count()
    }

    /// With typing errors: of all that was typed together, else word by word; with what was meant.
    pub(super) fn with_errors<'a>(
        &'a self,
        text: &str,
        typed: &Keys,
        pick: &impl Fn() -> Pick<'a>,
    ) -> Option<(Vec<Suggestion>, String)> {
        // Who types initial consonants leaves out every vowel; to put them in would find anything.
        if typed.letters.len() > 2 && is_consonants(&typed.keys) {
            return None;
        }
        let mut together = pick();
        for (class, list, near) in self.near(&typed.keys) {
            for place in list.places(near.range) {
                together.offer(Way::Run, near.cost, class, *place, near.depth);
            }
        }
        if together.is_empty() {
            return self.words_with_errors(text, typed, pick);
        }
        let found = self.shown(together, &[]);
        let best = found.first()?;
        let [start, end] = *best.marks.first()?;
        let meant = best.text[start..end].to_owned();
        Some((found, meant))
    }

    /// The stretches that begin nearly so, with as few errors as there are any.
    fn near(&self, typed: &[u8]) -> Vec<(Class, &Sorted, Near)> {
        for limit in typos::limits(typed.len()) {
            let lists = CLASSES.into_iter().zip(&self.by_keys).take(2);
            let near = |(class, list)| {
                let found = typos::near(&self.book, list, typed, *limit);
                found.into_iter().map(move |near| (class, list, near))
            };
            let found: Vec<_> = lists.flat_map(near).collect();
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// Words that stand in no text replaced by what is nearest to them, all in one text.
    fn words_with_errors<'a>(
        &'a self,
        text: &str,
        typed: &Keys,
        pick: &impl Fn() -> Pick<'a>,
    ) -> Option<(Vec<Suggestion>, String)> {
        let bounds = typed.word_bounds();
        let is_wrong = |bounds: &[usize]| self.longest_piece(typed, bounds[0]) < bounds[1] - bounds[0];
        let wrong = bounds.windows(2).filter(|bounds| is_wrong(bounds)).count();
        if bounds.len() < 3 || wrong > MOST_WRONG_WORDS {
            return None;
        }
        let byte = |letter: usize| typed.letters.get(letter).map_or(text.len(), |letter| usize::from(letter.byte));
        let readings = |bounds: &[usize]| -> Vec<(Vec<u8>, String)> {
            let (from, to) = (bounds[0], bounds[1]);
            let word = typed.of(from, to);
            if is_wrong(bounds) {
                self.respelled(word)
            } else {
                vec![(word.to_vec(), text[byte(from)..byte(to)].trim().to_owned())]
            }
        };
        let words: Vec<Vec<(Vec<u8>, String)>> = bounds.windows(2).map(readings).collect();
        for round in 0..MOST_SPELLINGS {
            let read: Vec<&(Vec<u8>, String)> =
                words.iter().map(|word| word.get(round).or(word.last())).collect::<Option<_>>()?;
            let pieces: Vec<&[u8]> = read.iter().map(|(keys, _)| keys.as_slice()).collect();
            let mut apart = pick();
            self.offer_holders(&pieces, &mut apart);
            if !apart.is_empty() {
                let meant: Vec<&str> = read.iter().map(|(_, text)| text.as_str()).collect();
                return Some((self.shown(apart, &pieces), meant.join(" ")));
            }
        }
        None
    }

    /// What is nearest to a word, nearest first: its keys, and the letters that they touch.
    fn respelled(&self, word: &[u8]) -> Vec<(Vec<u8>, String)> {
        let mut near = self.near(word);
        near.sort_by_key(|(_, _, near)| near.cost);
        let mut found: Vec<(Vec<u8>, String)> = Vec::new();
        for (_, list, near) in near {
            let place = list.places(near.range)[0];
            let keys = &self.book.tail(By::Keys, place)[..near.depth];
            if found.len() < MOST_SPELLINGS && found.iter().all(|(known, _)| known != keys) {
                let content = &self.book.texts[place.text as usize].content;
                found.push((keys.to_vec(), content[self.book.span_of_keys(place, near.depth)].to_owned()));
            }
        }
        found
    }

    /// By the beginning of what was typed, if that is most of it: 자동결제 카드를 등록하고 싶습니다 goes on otherwise
    /// than any text, and yet it is clear what is asked.
    pub(super) fn beginning<'a>(&'a self, typed: &Keys, pick: &impl Fn() -> Pick<'a>) -> Vec<Suggestion> {
        let fewest = FEWEST_KEYS_OF_BEGINNING.max((LEAST_SHARE_OF_BEGINNING * typed.keys.len() as f32).ceil() as usize);
        let enough = typed.letters.iter().take_while(|letter| usize::from(letter.key) < fewest).count();
        // The longest beginning that finds anything: a longer one never finds more than a shorter one.
        let (mut low, mut high) = (enough, typed.letters.len());
        let mut best = Vec::new();
        while low < high {
            let letters = low + (high - low) / 2;
            let found = self.as_typed(&typed.first(letters), pick());
            if found.is_empty() {
                high = letters;
            } else {
                best = found;
                low = letters + 1;
            }
        }
        best
    }
}
