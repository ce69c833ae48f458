//! What was typed with the keyboard in the other state, wholly or in part: `wkehdruf` is 자동결, `PGtk` is PG사, and
//! ㅁㅔㅑ is api.
//!
//! Each key may be meant as it is or as the other layout has it; only what some text goes on with is followed.

use std::ops::Range;

use super::book::{Book, Sorted};
use super::keys::{MOST_KEYS, push_jamo};
use crate::text::hangul::{compose, extend_with_jamo, on_other_layout};

/// Readings that are looked at most; real ones are one or two.
const MOST_READINGS: usize = 8;
/// Keys that are tried most.
const MOST_STEPS: usize = 4_000;

/// A reading that some text begins or goes on with.
pub(super) struct OnLayouts {
    /// The keys that were meant, as a text: `자동겨`.
    pub(super) text: String,
    pub(super) keys: Vec<u8>,
    /// In each of the lists what begins so.
    pub(super) ranges: Vec<Range<usize>>,
}

/// What was typed, character by character without spaces and signs: Hangul by jamo, Latin letters with their case.
pub(super) fn characters(text: &str) -> Vec<char> {
    let mut out = Vec::new();
    for c in text.chars() {
        if !extend_with_jamo(&mut out, c) && c.is_alphanumeric() {
            out.push(c);
        }
    }
    out.truncate(MOST_KEYS);
    out
}

/// The readings of `typed` that differ from it and that some text goes on with; the one with most keys read otherwise
/// first.
pub(super) fn read(book: &Book, lists: &[Sorted], typed: &[char]) -> Vec<OnLayouts> {
    let ranges = lists.iter().map(Sorted::whole).collect();
    let mut reader = Reader { book, lists, typed, meant: Vec::new(), keys: Vec::new(), found: Vec::new(), steps: 0 };
    reader.read(ranges, false);
    reader.found
}

struct Reader<'a> {
    book: &'a Book,
    lists: &'a [Sorted],
    typed: &'a [char],
    meant: Vec<char>,
    keys: Vec<u8>,
    found: Vec<OnLayouts>,
    steps: usize,
}

impl Reader<'_> {
    fn read(&mut self, ranges: Vec<Range<usize>>, changed: bool) {
        let Some(typed) = self.typed.get(self.meant.len()).copied() else {
            if changed && self.found.len() < MOST_READINGS {
                self.found.push(OnLayouts { text: compose(&self.meant), keys: self.keys.clone(), ranges });
            }
            return;
        };
        let other = on_other_layout(typed);
        for (c, changes) in other.map(|c| (c, true)).into_iter().chain([(typed, false)]) {
            self.steps += 1;
            if self.steps > MOST_STEPS {
                return;
            }
            let length = self.keys.len();
            push(c, &mut self.keys);
            let narrowed: Vec<Range<usize>> = self
                .lists
                .iter()
                .zip(&ranges)
                .map(|(list, range)| {
                    (length..self.keys.len())
                        .fold(range.clone(), |range, depth| list.narrow(self.book, range, depth, self.keys[depth]))
                })
                .collect();
            if narrowed.iter().any(|range| !range.is_empty()) {
                self.meant.push(c);
                self.read(narrowed, changed || changes);
                self.meant.pop();
            }
            self.keys.truncate(length);
        }
    }
}

fn push(c: char, keys: &mut Vec<u8>) {
    let from = keys.len();
    push_jamo(c, keys);
    if keys.len() == from {
        for small in c.to_lowercase() {
            keys.extend_from_slice(small.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }
}
