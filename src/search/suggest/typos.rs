//! What begins nearly as typed: a walk down the sorted texts as down a tree, with the edit distance of keys.
//!
//! Every key may be wrong, the first ones, too. A branch is left as soon as it has more errors than allowed, so that
//! few of the texts are looked at.

use std::ops::Range;
use std::sync::LazyLock;

use super::book::{Book, Sorted};
use super::keys::{JAMO, MOST_KEYS};
use crate::text::hangul::slip;

/// An error in halves: a wrong, missing or superfluous key, or two in the wrong order; half of it for a key beside the
/// right one, one that sounds alike, and a key that was typed once too often or too rarely.
const WHOLE: u8 = 2;
const HALF: u8 = 1;
/// More than any limit.
const FAR: u8 = 100;

/// Branches that are looked at most for one list, so that no text takes long: some hundred microseconds (2026-11-26).
/// One wrong key in a title of the shipped articles takes at most a few hundred branches.
const MOST_BRANCHES: usize = 4_000;

/// The errors, in halves, that are looked for in so many keys, first few, then more: none in one key, one error in a
/// syllable or two, two in a sentence.
pub(super) fn limits(keys: usize) -> &'static [u8] {
    match keys {
        0..=1 => &[],
        2..=5 => &[WHOLE],
        6..=8 => &[WHOLE, WHOLE + HALF],
        _ => &[WHOLE, 2 * WHOLE],
    }
}

/// The cost of a wrong key, by the keys of the typed and the right jamo.
static SLIPS: LazyLock<Vec<[u8; JAMO.len() + 1]>> = LazyLock::new(|| {
    let cost = |a: char, b: char| if slip(a, b) < 1.0 { HALF } else { WHOLE };
    let row = |a: char| {
        let mut row = [WHOLE; JAMO.len() + 1];
        JAMO.iter().enumerate().for_each(|(at, b)| row[at + 1] = cost(a, *b));
        row
    };
    [[WHOLE; JAMO.len() + 1]].into_iter().chain(JAMO.iter().map(|a| row(*a))).collect()
});

fn replaced(a: u8, b: u8) -> u8 {
    if a == b {
        return 0;
    }
    SLIPS.get(usize::from(a)).and_then(|row| row.get(usize::from(b))).copied().unwrap_or(WHOLE)
}

/// What it costs to have the last of these keys too many or too few: less if it only repeats the one before it, once.
fn gap(keys: &[u8]) -> u8 {
    match keys {
        [.., first, before, key] if before == key && first != key => HALF,
        [before, key] if before == key => HALF,
        _ => WHOLE,
    }
}

/// A stretch of a sorted list that begins nearly as typed.
pub(super) struct Near {
    pub(super) range: Range<usize>,
    /// Errors in halves.
    pub(super) cost: u8,
    /// Keys of the text that were compared.
    pub(super) depth: usize,
}

struct Walk<'a> {
    book: &'a Book,
    sorted: &'a Sorted,
    typed: &'a [u8],
    /// What it costs that each of the typed keys is too many.
    gaps: Vec<u8>,
    limit: u8,
    branches: usize,
    /// The way down, and the row of the distance table of each depth.
    path: Vec<u8>,
    rows: Vec<Vec<u8>>,
    found: Vec<Near>,
}

/// The stretches whose keys begin with `typed`, but for errors that cost at most `limit`.
pub(super) fn near(book: &Book, sorted: &Sorted, typed: &[u8], limit: u8) -> Vec<Near> {
    let typed = &typed[..typed.len().min(MOST_KEYS)];
    let mut first = vec![0_u8];
    let gaps: Vec<u8> = (1..=typed.len()).map(|end| gap(&typed[..end])).collect();
    for (at, gap) in gaps.iter().enumerate() {
        first.push(first[at].saturating_add(*gap).min(FAR));
    }
    let (branches, path) = (0, Vec::new());
    let mut walk = Walk { book, sorted, typed, gaps, limit, branches, path, rows: vec![first], found: Vec::new() };
    if !sorted.whole().is_empty() {
        walk.descend(sorted.whole(), FAR);
    }
    walk.found
}

impl Walk<'_> {
    /// Looks at every branch below a stretch whose tails are alike so far; `best` is what was found on the way there.
    fn descend(&mut self, range: Range<usize>, best: u8) {
        let depth = self.path.len();
        let mut at = range.start;
        while at < range.end && self.branches < MOST_BRANCHES {
            let (key, end) = self.sorted.branch(self.book, &(at..range.end), depth);
            let branch = at..end;
            at = end;
            if key == 0 {
                continue;
            }
            self.branches += 1;
            self.path.push(key);
            let (least, whole) = self.step();
            let mut best = best;
            if whole <= self.limit && whole < best {
                best = whole;
                self.found.push(Near { range: branch.clone(), cost: whole, depth: depth + 1 });
            }
            // Deeper it can only get better if some part of what was typed has fewer errors still.
            if least <= self.limit && least < best {
                self.descend(branch, best);
            }
            self.path.pop();
        }
    }

    /// Fills the row of the last key of `path`: the least cost in it, and that of all that was typed.
    fn step(&mut self) -> (u8, u8) {
        let depth = self.path.len();
        if self.rows.len() <= depth {
            self.rows.resize_with(depth + 1, || vec![FAR; self.typed.len() + 1]);
        }
        let (above, rest) = self.rows.split_at_mut(depth);
        let (row, previous) = (&mut rest[0], &above[depth - 1]);
        let key = self.path[depth - 1];
        let before = depth.checked_sub(2).map(|place| self.path[place]);
        let typed = self.typed;
        let added = gap(&self.path);
        // Further from the diagonal than the limit no cost is within it, for each step aside costs a half or more.
        let band = usize::from(self.limit) + 1;
        let from = depth.saturating_sub(band);
        let to = (depth + band).min(typed.len());
        // The row is that of another branch; what the next one reads of it beside the band must say so.
        for edge in [from.checked_sub(1), Some(to + 1)].into_iter().flatten() {
            if let Some(cost) = row.get_mut(edge) {
                *cost = FAR;
            }
        }
        let mut least = FAR;
        for at in from..=to {
            let mut cost = previous[at].saturating_add(added);
            if at > 0 {
                cost = cost.min(previous[at - 1].saturating_add(replaced(typed[at - 1], key)));
                let before_typed = at.checked_sub(2).map(|place| typed[place]);
                cost = cost.min(row[at - 1].saturating_add(self.gaps[at - 1]));
                if depth > 1 && before_typed == Some(key) && before == Some(typed[at - 1]) {
                    cost = cost.min(above[depth - 2][at - 2].saturating_add(WHOLE));
                }
            }
            row[at] = cost.min(FAR);
            least = least.min(cost);
        }
        (least, if (from..=to).contains(&typed.len()) { row[typed.len()] } else { FAR })
    }
}
