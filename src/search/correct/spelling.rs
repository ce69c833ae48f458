//! Typing errors, by keys: the word that an article knows and whose keys are nearest to what was typed.

use std::collections::BTreeSet;

use crate::search::question::Question;
use crate::text::hangul::{keystrokes, slip};

/// Words that may be meant, by the number of their keys.
pub(super) struct Speller {
    by_length: Vec<Vec<Word>>,
}

struct Word {
    text: String,
    keys: Vec<char>,
    /// A bit for each key that occurs, to tell at a glance that a word is too far.
    mask: u64,
}

/// A bit for each key of a word; keys of Hangul have one of their own.
fn mask(keys: &[char]) -> u64 {
    keys.iter().fold(0, |mask, key| mask | 1 << (*key as u32 % 64))
}

/// Shortest word that is corrected to, in letters and in keys: shorter ones are near to everything.
const SHORTEST: usize = 2;
const FEWEST_KEYS: usize = 4;
/// Longest run of letters that is looked at.
const LONGEST: usize = 8;

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
        let mut by_length: Vec<Vec<Word>> = Vec::new();
        for text in words {
            let keys = keystrokes(&text);
            if text.chars().count() < SHORTEST || keys.len() < FEWEST_KEYS {
                continue;
            }
            if by_length.len() <= keys.len() {
                by_length.resize_with(keys.len() + 1, Vec::new);
            }
            let mask = mask(&keys);
            by_length[keys.len()].push(Word { text, keys, mask });
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
        let mut best: Option<(f32, usize, usize, &str)> = None;
        for &start in &starts {
            for &end in &ends {
                let typed = &text[start..end];
                if !(SHORTEST..=LONGEST).contains(&typed.chars().count()) {
                    continue;
                }
                let keys = keystrokes(typed);
                for (cost, word) in self.near(&keys) {
                    // Per key, so that a long stretch that fits well wins over a short one that fits exactly as well.
                    let cost = (cost + 0.5) / keys.len() as f32;
                    if best.is_none_or(|(least, ..)| cost < least) {
                        best = Some((cost, start, end, word));
                    }
                }
            }
        }
        best.map(|(_, start, end, word)| (start, end, word))
    }

    fn near<'a, 'k>(&'a self, keys: &'k [char]) -> impl Iterator<Item = (f32, &'a str)> + use<'a, 'k> {
        let longest = (keys.len() + 2).min(self.by_length.len().saturating_sub(1));
        let typed = mask(keys);
        let lengths = keys.len().saturating_sub(2)..=longest;
        lengths.filter_map(|length| self.by_length.get(length)).flatten().filter_map(move |word| {
            let limit = tolerance(word.keys.len());
            // A key that only one of the two has costs half at least.
            let missing = (typed & !word.mask).count_ones().max((word.mask & !typed).count_ones());
            if missing as f32 * 0.5 > limit {
                return None;
            }
            distance(keys, &word.keys, limit).map(|cost| (cost, word.text.as_str()))
        })
    }
}

/// Edit distance by keys, up to `limit`: a slip costs by how near the keys are, a doubled key half, a swap of two
/// neighbours one.
fn distance(a: &[char], b: &[char], limit: f32) -> Option<f32> {
    if a.len().abs_diff(b.len()) as f32 * 0.5 > limit {
        return None;
    }
    let gap = |keys: &[char], at: usize| if at > 0 && keys[at] == keys[at - 1] { 0.5 } else { 1.0 };
    let mut rows = vec![vec![0.0_f32; b.len() + 1]; a.len() + 1];
    for (at, cost) in rows[0].iter_mut().enumerate() {
        *cost = at as f32;
    }
    for i in 1..=a.len() {
        rows[i][0] = i as f32;
        let mut least = rows[i][0];
        for j in 1..=b.len() {
            let replaced = rows[i - 1][j - 1] + slip(a[i - 1], b[j - 1]);
            let dropped = rows[i - 1][j] + gap(a, i - 1);
            let added = rows[i][j - 1] + gap(b, j - 1);
            let mut cost = replaced.min(dropped).min(added);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cost = cost.min(rows[i - 2][j - 2] + 1.0);
            }
            rows[i][j] = cost;
            least = least.min(cost);
        }
        if least > limit {
            return None;
        }
    }
    Some(rows[a.len()][b.len()]).filter(|cost| *cost <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearer_keys_cost_less() {
        let cost = |a: &str, b: &str| distance(&keystrokes(a), &keystrokes(b), 2.0);
        assert_eq!(cost("결재", "결제"), Some(0.5));
        assert_eq!(cost("ㄱㅏ드", "가드"), Some(0.0));
        assert_eq!(cost("캠페인", "캠페인"), Some(0.0));
        assert_eq!(cost("충저", "충전"), Some(1.0));
        assert_eq!(cost("환불", "광고"), None);
    }
}
