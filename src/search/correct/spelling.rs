//! Typing errors, by keys: the word that an article knows and whose keys are nearest to what was typed.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::search::question::Question;
use crate::text::hangul::{keystrokes, slip};

/// Words that may be meant, by the number of their keys.
pub(super) struct Speller {
    by_length: Vec<Words>,
}

/// Words of equally many keys.
#[derive(Default)]
struct Words {
    words: Vec<Word>,
    /// Of each word a bit for each key that occurs, side by side, to tell at a glance that most words are too far.
    masks: Vec<u64>,
}

struct Word {
    text: String,
    keys: Vec<char>,
}

/// The best replacement so far: its cost for each key that was typed, where it begins and ends, and the word.
type Best<'a> = Option<(f32, usize, usize, &'a str)>;

/// A bit for each key of a word; keys of Hangul have one of their own.
fn mask(keys: &[char]) -> u64 {
    keys.iter().fold(0, |mask, key| mask | 1 << (*key as u32 % 64))
}

/// Shortest word that is corrected to, in letters and in keys: shorter ones are near to everything.
const SHORTEST: usize = 2;
const FEWEST_KEYS: usize = 4;
/// Longest run of letters that is looked at.
const LONGEST: usize = 8;

/// What a replacement costs besides its errors: of two that fit exactly the longer one is meant.
const BASE: f32 = 0.5;

/// How far a word may be from what was typed: one slip of a neighbouring key in a short word, two errors in a long one.
fn tolerance(keys: usize) -> f32 {
    match keys {
        0..=4 => 0.5,
        5..=6 => 1.0,
        7..=9 => 1.5,
        _ => 2.0,
    }
}

impl Speller {
    pub(super) fn new(words: impl Iterator<Item = String>) -> Self {
        // Sorted, so that of two words equally near the same one is taken in every run.
        let words: BTreeSet<String> = words.filter(|word| word.chars().all(|c| matches!(c, '가'..='힣'))).collect();
        let mut by_length: Vec<Words> = Vec::new();
        for text in words {
            let keys = keystrokes(&text);
            if text.chars().count() < SHORTEST || keys.len() < FEWEST_KEYS {
                continue;
            }
            if by_length.len() <= keys.len() {
                by_length.resize_with(keys.len() + 1, Words::default);
            }
            let alike = &mut by_length[keys.len()];
            alike.masks.push(mask(&keys));
            alike.words.push(Word { text, keys });
        }
        Self { by_length }
    }

    /// The text of a question with each stretch around an unknown term replaced by the nearest known word.
    pub(super) fn respell(&self, question: &Question, knows: &impl Fn(&str) -> bool) -> Option<String> {
        let text = question.text();
        let mut out = String::new();
        let mut done = 0;
        for term in question.terms().iter().filter(|term| !knows(&term.text)) {
            // Text before what was replaced is out of reach.
            if term.start < done {
                continue;
            }
            let Some((start, end, word)) = self.nearest_around(text, done, term.start, term.end) else { continue };
            out.push_str(&text[done..start]);
            out.push_str(word);
            done = end;
        }
        (done > 0).then(|| out + &text[done..])
    }

    /// The best replacement of a stretch of letters that holds the bytes `start..end` and begins at `from` or later.
    fn nearest_around(&self, text: &str, from: usize, start: usize, end: usize) -> Option<(usize, usize, &str)> {
        let is_letter = |c: char| c.is_alphabetic();
        let before = text[from..start].char_indices().rev().take_while(|(_, c)| is_letter(*c)).take(LONGEST);
        let mut starts: Vec<usize> = before.map(|(at, _)| from + at).collect();
        starts.insert(0, start);
        let after = text[end..].char_indices().take_while(|(_, c)| is_letter(*c)).take(LONGEST);
        let mut ends: Vec<usize> = after.map(|(at, c)| end + at + c.len_utf8()).collect();
        ends.insert(0, end);
        let mut best = None;
        let mut table = Table::default();
        for &start in &starts {
            for &end in &ends {
                if (SHORTEST..=LONGEST).contains(&text[start..end].chars().count()) {
                    self.look_for(text, start..end, &mut table, &mut best);
                }
            }
        }
        best.map(|(_, start, end, word)| (start, end, word))
    }

    /// Looks for a word that replaces a stretch of a text better than the best so far.
    fn look_for<'a>(&'a self, text: &str, stretch: Range<usize>, table: &mut Table, best: &mut Best<'a>) {
        let keys = keystrokes(&text[stretch.clone()]);
        let count = keys.len() as f32;
        let typed = mask(&keys);
        let longest = (keys.len() + 2).min(self.by_length.len().saturating_sub(1));
        for length in keys.len().saturating_sub(2)..=longest {
            let Some(Words { words, masks }) = self.by_length.get(length) else { continue };
            let tolerance = tolerance(length);
            // Per key, so that a long stretch that fits well wins over a short one that fits exactly as well.
            let limit = |best: &Best| best.map_or(tolerance, |(least, ..)| tolerance.min(least * count - BASE));
            let mut allowed = limit(best);
            for (word, mask) in words.iter().zip(masks) {
                // A key that only one of the two has costs half at least.
                let missing = (typed & !mask).count_ones().max((mask & !typed).count_ones());
                if missing as f32 * 0.5 > allowed {
                    continue;
                }
                let Some(cost) = table.distance(&keys, &word.keys, allowed) else { continue };
                let cost = (cost + BASE) / count;
                if best.is_none_or(|(least, ..)| cost < least) {
                    *best = Some((cost, stretch.start, stretch.end, &word.text));
                    allowed = limit(best);
                }
            }
        }
    }
}

/// Room for the distance of two words, kept between them: a row for each key of the first.
#[derive(Default)]
struct Table {
    cells: Vec<f32>,
}

impl Table {
    /// Edit distance by keys, up to `limit`: a slip costs by how near the keys are, a doubled key half, a swap of two
    /// neighbours one.
    fn distance(&mut self, a: &[char], b: &[char], limit: f32) -> Option<f32> {
        if a.len().abs_diff(b.len()) as f32 * 0.5 > limit {
            return None;
        }
        let gap = |keys: &[char], at: usize| if at > 0 && keys[at] == keys[at - 1] { 0.5 } else { 1.0 };
        let width = b.len() + 1;
        let cells = &mut self.cells;
        cells.resize(cells.len().max(width * (a.len() + 1)), 0.0);
        cells.iter_mut().take(width).enumerate().for_each(|(at, cost)| *cost = at as f32);
        for i in 1..=a.len() {
            let (above, row) = cells.split_at_mut(i * width);
            let (before, above) = above[i.saturating_sub(2) * width..].split_at(if i > 1 { width } else { 0 });
            let dropping = gap(a, i - 1);
            row[0] = i as f32;
            let mut least = row[0];
            for j in 1..width {
                let replaced = above[j - 1] + slip(a[i - 1], b[j - 1]);
                let dropped = above[j] + dropping;
                let added = row[j - 1] + gap(b, j - 1);
                let mut cost = replaced.min(dropped).min(added);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    cost = cost.min(before[j - 2] + 1.0);
                }
                row[j] = cost;
                least = least.min(cost);
            }
            if least > limit {
                return None;
            }
        }
        Some(cells[a.len() * width + b.len()]).filter(|cost| *cost <= limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearer_keys_cost_less() {
        let cost = |a: &str, b: &str| Table::default().distance(&keystrokes(a), &keystrokes(b), 2.0);
        assert_eq!(cost("결재", "결제"), Some(0.5));
        assert_eq!(cost("ㄱㅏ드", "가드"), Some(0.0));
        assert_eq!(cost("캠페인", "캠페인"), Some(0.0));
        assert_eq!(cost("충저", "충전"), Some(1.0));
        assert_eq!(cost("환불", "광고"), None);
    }
}
