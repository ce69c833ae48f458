//! The best few of all that matches, one for each article.

use super::book::{Book, Class, Place};

/// How something was found; the better way is less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    /// The keys stand in the text one after another.
    Run,
    /// Each word stands somewhere in the text.
    Pieces,
    /// The initial consonants do.
    Initials,
}

const WAYS: [Way; 3] = [Way::Run, Way::Pieces, Way::Initials];

/// A text that matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    /// Less is better, see [`Pick::offer`].
    rank: u64,
    article: u32,
    /// How many keys or letters of the text matched, by the way.
    pub(super) reach: u16,
}

impl Found {
    pub(super) fn place(self) -> Place {
        Place { text: self.rank as u32, letter: (self.rank >> LETTER) as u16 }
    }

    pub(super) fn way(self) -> Way {
        WAYS[((self.rank >> WAY) as usize).min(2)]
    }
}

/// First bits of the parts of a rank, from the most important down; the text's number has the lowest 32.
const WAY: u32 = 58;
const COST: u32 = 53;
const OTHER_SERVICE: u32 = 52;
const PHRASING: u32 = 51;
const CLASS: u32 = 49;
const LETTER: u32 = 32;

/// Keeps the best.
pub(super) struct Pick<'a> {
    book: &'a Book,
    /// Texts from this number on are phrasings.
    phrasings: u32,
    /// Place of the service of each article, and which one goes first.
    services: &'a [u16],
    first_service: Option<u16>,
    size: usize,
    /// Best first, one of an article.
    best: Vec<Found>,
    /// Best first: phrasings that begin with what was typed, whether or not they are their article's best.
    beginnings: Vec<Found>,
}

impl<'a> Pick<'a> {
    pub(super) fn new(
        book: &'a Book,
        phrasings: u32,
        services: &'a [u16],
        first_service: Option<u16>,
        size: usize,
    ) -> Self {
        Self { book, phrasings, services, first_service, size, best: Vec::new(), beginnings: Vec::new() }
    }

    /// How many are kept: some more than wanted, for some may turn out to say the same.
    fn kept(&self) -> usize {
        self.size * 2
    }

    pub(super) fn len(&self) -> usize {
        self.best.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.best.is_empty()
    }

    /// Whether there is room for more.
    pub(super) fn is_short(&self) -> bool {
        self.best.len() < self.size
    }

    /// Considers a text. Better is, in this order: the way it was found, fewer typing errors (`cost`, in halves), the
    /// service that goes first, a title, a better class of place, an earlier letter, a lower number of the text.
    pub(super) fn offer(&mut self, way: Way, cost: u8, class: Class, place: Place, reach: usize) {
        let is_phrasing = place.text >= self.phrasings;
        let mut rank = (way as u64) << WAY
            | u64::from(cost.min(31)) << COST
            | u64::from(is_phrasing) << PHRASING
            | (class as u64) << CLASS
            | u64::from(place.letter) << LETTER
            | u64::from(place.text);
        // Most places are worse than what there is even if their service goes first.
        let hopeless = self.best.len() == self.kept() && self.best.last().is_some_and(|worst| worst.rank < rank);
        let begins = is_phrasing && class == Class::TextStart && way == Way::Run;
        if hopeless && !begins {
            return;
        }
        let article = self.book.texts[place.text as usize].article;
        if self.first_service.is_some_and(|first| self.services[article as usize] != first) {
            rank |= 1 << OTHER_SERVICE;
        }
        let found = Found { rank, article, reach: reach as u16 };
        if begins {
            insert(&mut self.beginnings, found, self.size * 2);
        }
        match self.best.iter().position(|other| other.article == article) {
            Some(at) if self.best[at].rank <= rank => return,
            Some(at) => drop(self.best.remove(at)),
            None => {}
        }
        insert(&mut self.best, found, self.size * 2);
    }

    /// The best, best first. Of texts that say the same in the same service the best alone; if there is room, further
    /// phrasings of an article that begin with what was typed.
    pub(super) fn finish(self) -> Vec<Found> {
        let mut out: Vec<Found> = Vec::new();
        for found in self.best.iter().chain(&self.beginnings) {
            if out.len() == self.size {
                break;
            }
            if !out.iter().any(|other| self.says_the_same(*other, *found)) {
                out.push(*found);
            }
        }
        out.sort_unstable_by_key(|found| found.rank);
        out
    }

    fn says_the_same(&self, one: Found, other: Found) -> bool {
        let service = |found: Found| self.services[found.article as usize];
        service(one) == service(other) && self.book.keys(one.place().text) == self.book.keys(other.place().text)
    }
}

fn insert(list: &mut Vec<Found>, found: Found, most: usize) {
    let at = list.partition_point(|other| other.rank <= found.rank);
    if at < most {
        list.truncate(most - 1);
        list.insert(at, found);
    }
}
