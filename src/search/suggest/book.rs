//! All texts that can be suggested, and where in them something can be found: every letter of every text, sorted by
//! what follows it, so that what begins with the typed keys is one stretch of the list.

use std::ops::Range;

use super::keys::{Keys, continues_syllable};

/// A text is searched up to this letter; titles and phrasings are far shorter (the longest shipped one has 43, 2026-11-26).
pub(super) const SEARCHED_LETTERS: usize = 200;

/// Where in its text a place lies; the better one is less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    TextStart,
    WordStart,
    Inside,
}

pub(super) const CLASSES: [Class; 3] = [Class::TextStart, Class::WordStart, Class::Inside];

/// What a list of places is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Keys,
    Initials,
}

/// A title or a phrasing.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) content: Box<str>,
    /// Its article's place.
    pub(super) article: u32,
    keys: u32,
    letters: u32,
}

/// A letter of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) text: u32,
    pub(super) letter: u16,
}

/// The texts with their keys.
#[derive(Debug, Default)]
pub(super) struct Book {
    pub(super) texts: Vec<Text>,
    keys: Vec<u8>,
    /// Of each letter of all texts: first byte and first key within its text.
    letters: Vec<(u16, u16)>,
    /// Of each letter of all texts.
    initials: Vec<u8>,
}

impl Book {
    /// Adds a text and hands its places to `found`.
    pub(super) fn add(&mut self, text: &str, article: u32, mut found: impl FnMut(Class, Place)) {
        let Keys { keys, letters } = Keys::new(text, SEARCHED_LETTERS);
        let number = self.texts.len() as u32;
        self.texts.push(Text {
            content: text.into(),
            article,
            keys: self.keys.len() as u32,
            letters: self.letters.len() as u32,
        });
        for (at, letter) in letters.iter().enumerate() {
            let class = match at {
                0 => Class::TextStart,
                _ if letter.starts_word => Class::WordStart,
                _ => Class::Inside,
            };
            found(class, Place { text: number, letter: at as u16 });
            self.letters.push((letter.byte, letter.key));
            self.initials.push(letter.initial);
        }
        self.keys.extend(keys);
    }

    /// All keys of a text.
    pub(super) fn keys(&self, text: u32) -> &[u8] {
        let end = self.texts.get(text as usize + 1).map_or(self.keys.len(), |next| next.keys as usize);
        &self.keys[self.texts[text as usize].keys as usize..end]
    }

    fn letters(&self, text: u32) -> &[(u16, u16)] {
        &self.letters[self.letter_range(text)]
    }

    fn letter_range(&self, text: u32) -> Range<usize> {
        let end = self.texts.get(text as usize + 1).map_or(self.letters.len(), |next| next.letters as usize);
        self.texts[text as usize].letters as usize..end
    }

    /// What follows from a place on.
    pub(super) fn tail(&self, by: By, Place { text, letter }: Place) -> &[u8] {
        match by {
            By::Keys => &self.keys(text)[usize::from(self.letters(text)[usize::from(letter)].1)..],
            By::Initials => &self.initials[self.letter_range(text)][usize::from(letter)..],
        }
    }

    /// The keys of the letter at a place alone.
    pub(super) fn letter_keys(&self, Place { text, letter }: Place) -> &[u8] {
        let (letters, keys) = (self.letters(text), self.keys(text));
        let at = |letter: u16| letters.get(usize::from(letter)).map_or(keys.len(), |(_, key)| usize::from(*key));
        &keys[at(letter)..at(letter + 1)]
    }

    /// The best place of `keys` in a text: at its start, at the start of a word, inside of one; there the first.
    pub(super) fn best_place(&self, text: u32, keys: &[u8]) -> Option<(Class, Place)> {
        let content = &self.texts[text as usize].content;
        let letters = self.letters(text);
        let whole = self.keys(text);
        let mut inside = None;
        for (at, (byte, key)) in letters.iter().enumerate() {
            if !whole[usize::from(*key)..].starts_with(keys) {
                continue;
            }
            let place = Place { text, letter: at as u16 };
            let before = content[..usize::from(*byte)].chars().next_back();
            match before {
                _ if at == 0 => return Some((Class::TextStart, place)),
                Some(c) if !c.is_alphanumeric() && !continues_syllable(c) => return Some((Class::WordStart, place)),
                _ => inside = inside.or(Some((Class::Inside, place))),
            }
        }
        inside
    }

    /// The letters from a place on that `keys` keys touch, in bytes of the text.
    pub(super) fn span_of_keys(&self, place: Place, keys: usize) -> Range<usize> {
        let letters = self.letters(place.text);
        let from = usize::from(place.letter);
        let end = usize::from(letters[from].1) + keys;
        let touched = letters[from..].iter().take_while(|(_, key)| usize::from(*key) < end).count();
        self.span_of_letters(place, touched)
    }

    /// So many letters from a place on, in bytes of the text.
    pub(super) fn span_of_letters(&self, place: Place, count: usize) -> Range<usize> {
        let letters = self.letters(place.text);
        let text = &self.texts[place.text as usize].content;
        let from = usize::from(place.letter);
        let start = usize::from(letters[from].0);
        let last = letters[(from + count.max(1) - 1).min(letters.len() - 1)].0;
        let tail = &text[usize::from(last)..];
        // A syllable that was taken apart ends with its last jamo.
        let mut chars = tail.char_indices().skip(1);
        let length = chars.find(|(_, c)| !continues_syllable(*c)).map_or(tail.len(), |(at, _)| at);
        start..usize::from(last) + length
    }

    /// Memory that the texts take, in bytes.
    pub(super) fn bytes(&self) -> usize {
        let texts: usize = self.texts.iter().map(|text| text.content.len() + size_of::<Text>()).sum();
        texts + self.keys.len() + self.letters.len() * size_of::<(u16, u16)>() + self.initials.len()
    }
}

/// Bytes of a tail that are kept beside its place, so that comparing rarely leaves the list.
const HEAD: usize = size_of::<u64>();

/// Places of one class, sorted by what follows them; equal ones by text and letter.
#[derive(Debug)]
pub(super) struct Sorted {
    by: By,
    /// The first bytes of each tail, the first one highest; zeros past its end.
    heads: Vec<u64>,
    places: Vec<Place>,
}

fn head(tail: &[u8]) -> u64 {
    let mut bytes = [0; HEAD];
    let length = tail.len().min(HEAD);
    bytes[..length].copy_from_slice(&tail[..length]);
    u64::from_be_bytes(bytes)
}

impl Sorted {
    pub(super) fn new(book: &Book, by: By, places: &[Place]) -> Self {
        let mut all: Vec<(u64, Place)> = places.iter().map(|place| (head(book.tail(by, *place)), *place)).collect();
        all.sort_unstable_by(|(a, one), (b, other)| {
            let tails = || book.tail(by, *one).cmp(book.tail(by, *other));
            a.cmp(b).then_with(tails).then_with(|| (one.text, one.letter).cmp(&(other.text, other.letter)))
        });
        let (heads, places) = all.into_iter().unzip();
        Self { by, heads, places }
    }

    pub(super) fn whole(&self) -> Range<usize> {
        0..self.places.len()
    }

    pub(super) fn places(&self, range: Range<usize>) -> &[Place] {
        &self.places[range]
    }

    /// The stretch whose tails begin with `wanted`.
    pub(super) fn find(&self, book: &Book, wanted: &[u8]) -> Range<usize> {
        let low = head(wanted);
        let high = if wanted.len() < HEAD { low | u64::MAX >> (8 * wanted.len()) } else { low };
        let from = self.heads.partition_point(|head| *head < low);
        let to = from + self.heads[from..].partition_point(|head| *head <= high);
        let Some(rest) = wanted.get(HEAD..).filter(|rest| !rest.is_empty()) else { return from..to };
        let tail = |place: &Place| book.tail(self.by, *place).get(HEAD..).unwrap_or_default();
        let start = from + self.places[from..to].partition_point(|place| tail(place) < rest);
        let end = start + self.places[start..to].partition_point(|place| tail(place).starts_with(rest));
        start..end
    }

    /// The byte at a depth of a tail; 0 past its end.
    pub(super) fn byte(&self, book: &Book, at: usize, depth: usize) -> u8 {
        if depth < HEAD {
            (self.heads[at] >> (8 * (HEAD - 1 - depth))) as u8
        } else {
            book.tail(self.by, self.places[at]).get(depth).copied().unwrap_or(0)
        }
    }

    /// Of a stretch whose tails are alike up to `depth`, the part that goes on with `byte`.
    pub(super) fn narrow(&self, book: &Book, range: Range<usize>, depth: usize, byte: u8) -> Range<usize> {
        let from = partition(range.clone(), |at| self.byte(book, at, depth) < byte);
        from..partition(from..range.end, |at| self.byte(book, at, depth) <= byte)
    }

    /// Where in such a stretch the places end that go on as its first one does, and how that is.
    pub(super) fn branch(&self, book: &Book, range: &Range<usize>, depth: usize) -> (u8, usize) {
        let byte = self.byte(book, range.start, depth);
        if self.byte(book, range.end - 1, depth) == byte {
            return (byte, range.end);
        }
        (byte, partition(range.clone(), |at| self.byte(book, at, depth) <= byte))
    }

    /// Memory that the list takes, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.places.len() * (size_of::<Place>() + HEAD)
    }
}

/// The first number of a range for which `before` no longer holds.
fn partition(range: Range<usize>, before: impl Fn(usize) -> bool) -> usize {
    let Range { start: mut low, end: mut high } = range;
    while low < high {
        let middle = low + (high - low) / 2;
        if before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}
