//! What is shown of an article below its title: whole sentences from the one on that says most about the question.
//!
//! A passage starts with a sentence, never in the middle of one, and is cut only if its first sentence alone is too
//! long, at the end of a word.

use std::ops::Range;

use crate::faq::{Article, Block};
use crate::text::normalize::joins_the_character_before;

/// Shows that a text was cut.
const CUT: char = '…';

/// A passage has at most this many characters: three lines on a phone, two on a desktop.
pub(super) const MOST_CHARS: usize = 160;

/// The sentence on which an article begins answers by itself, so another place must say more of the question by this
/// share of it.
const LEAD_ADVANTAGE: f32 = 0.2;
/// What the first sentence of a passage counts beside the passage as a whole, so that it starts where the matter does.
const FIRST_SENTENCE: f32 = 0.25;

/// The passage to show of an article that was [read](read). `worth` says which words of the question some terms match,
/// as bits, and `weight` what a set of bits is worth.
pub(super) fn best(body: &[Sentences], worth: impl Fn(&[Found]) -> u64, weight: impl Fn(u64) -> f32) -> Sentence {
    let held: Vec<Vec<u64>> =
        body.iter().map(|block| block.iter().map(|sentence| worth(&sentence.terms)).collect()).collect();
    let union = |held: &[u64]| held.iter().fold(0, |all, held| all | held);
    let all = weight(held.iter().fold(0, |all, block| all | union(block)));
    let mut best: Option<(f32, &[Sentence])> = None;
    let starts =
        body.iter().zip(&held).flat_map(|(block, held)| (0..block.len()).map(|at| (&block[at..], &held[at..])));
    for (number, (following, held)) in starts.enumerate() {
        let fitting = fitting(following);
        let (window, held) = (&following[..fitting], &held[..fitting]);
        let advantage = if number == 0 { LEAD_ADVANTAGE * all } else { 0.0 };
        let score = weight(union(held)) + FIRST_SENTENCE * weight(held[0]) + advantage;
        if best.is_none_or(|(most, _)| score > most) {
            best = Some((score, window));
        }
    }
    joined(best.map_or(&[], |(_, window)| window))
}

/// Sentences as one, with a space between them.
fn joined(window: &[Sentence]) -> Sentence {
    let mut all = Sentence::default();
    for sentence in window {
        if !all.text.is_empty() {
            all.text.push(' ');
        }
        let start = all.text.len();
        all.text.push_str(&sentence.text);
        let moved = |(term, range): &Found| (term.clone(), start + range.start..start + range.end);
        all.terms.extend(sentence.terms.iter().map(moved));
    }
    let kept = shortened(&all.text, MOST_CHARS);
    if kept != all.text {
        // The cut shows as one more character.
        let end = kept.len() - CUT.len_utf8();
        all.terms.retain(|(_, range)| range.end <= end);
        all.text = kept;
    }
    all
}

/// The sentences of one block.
pub(super) type Sentences = Vec<Sentence>;

/// A term, and the bytes of the text that it was read from.
pub(super) type Found = (String, Range<usize>);

#[derive(Debug, Clone, Default)]
pub(super) struct Sentence {
    pub(super) text: String,
    chars: usize,
    pub(super) terms: Vec<Found>,
}

/// What is shown of an article among results.
#[derive(Debug, Clone)]
pub(super) struct ReadArticle {
    pub(super) title: Sentence,
    /// The sentences of the body by block.
    pub(super) body: Vec<Sentences>,
}

/// Reads an article; `terms` analyses a text.
pub(super) fn read(article: &Article, terms: impl Fn(&str) -> Vec<Found>) -> ReadArticle {
    let title = Sentence { text: article.title.clone(), chars: 0, terms: terms(&article.title) };
    ReadArticle { title, body: article.body.blocks.iter().map(|block| read_block(block, &terms)).collect() }
}

/// A heading says what follows is about and answers nothing.
fn read_block(block: &Block, terms: &impl Fn(&str) -> Vec<Found>) -> Sentences {
    let texts = match block {
        Block::Heading(_) => Vec::new(),
        Block::Paragraph(text) => vec![text],
        Block::Steps(items) | Block::Bullets(items) => items.iter().collect(),
    };
    let of_text = |text: &String| -> Vec<Sentence> {
        let found = sentences(text).into_iter().map(|range| &text[range]);
        found.map(|text| Sentence { text: text.to_owned(), chars: text.chars().count(), terms: terms(text) }).collect()
    };
    texts.into_iter().flat_map(of_text).collect()
}

/// How many sentences fit, at least the first.
fn fitting(sentences: &[Sentence]) -> usize {
    let mut chars = 0;
    let fits = sentences.iter().take_while(|sentence| {
        chars += sentence.chars + usize::from(chars > 0);
        chars <= MOST_CHARS
    });
    fits.count().max(1)
}

/// The sentences of a text without the space between them, in order. A full stop ends one before a space, or between
/// two Hangul letters, as in hasty writing (했어요.그리고), but not in `1.5`, `www.example.com` or the `1.` of a list.
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    let mut chars = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let end = at + c.len_utf8();
        let ends = match c {
            '\n' | '\r' | '。' => true,
            '!' | '?' | '…' | '！' | '？' => next.is_none_or(char::is_whitespace),
            '.' => {
                let numbering = text[from..at].trim_start().bytes().all(|byte| byte.is_ascii_digit());
                let hasty = is_hangul(before) && next.is_some_and(is_hangul);
                !numbering && (next.is_none_or(char::is_whitespace) || hasty)
            }
            // A closing sign belongs to the sentence whose full stop it follows.
            ')' | ']' | '"' | '\'' | '”' | '’' | '」' | '』' => {
                matches!(before, '.' | '!' | '?') && next.is_none_or(char::is_whitespace)
            }
            _ => false,
        };
        if ends {
            push(text, from..end, &mut found);
            from = end;
        }
        before = c;
    }
    push(text, from..text.len(), &mut found);
    found
}

fn push(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let piece = &text[range.clone()];
    let start = range.start + piece.len() - piece.trim_start().len();
    let trimmed = piece.trim();
    if !trimmed.is_empty() {
        found.push(start..start + trimmed.len());
    }
}

fn is_hangul(c: char) -> bool {
    matches!(c, '가'..='힣')
}

/// A text of at most so many characters, cut at the end of a word if it is longer, and between characters as people see
/// them if it is one long word; the cut shows as `…`.
pub(super) fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let limit = text.char_indices().nth(most.saturating_sub(1)).map_or(text.len(), |(at, _)| at);
    let starts_word = text[limit..].starts_with(char::is_whitespace);
    let mut end = match text[..limit].rfind(char::is_whitespace) {
        Some(space) if !starts_word && !text[..space].trim().is_empty() => space,
        _ => limit,
    };
    while end > 0 && text[end..].starts_with(joins_the_character_before) {
        end = text[..end].char_indices().next_back().map_or(0, |(at, _)| at);
    }
    format!("{}{CUT}", text[..end].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_sentences() {
        let check = |text: &str, expect: &[&str]| {
            let found: Vec<&str> = sentences(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expect, "{text:?}");
        };
        check("", &[]);
        check("  \n ", &[]);
        check("짧아요", &["짧아요"]);
        check("한도는 1.5배예요. 그 뒤는 달라요.", &["한도는 1.5배예요.", "그 뒤는 달라요."]);
        check("등록할 수 있어요.본인 카드만 돼요.", &["등록할 수 있어요.", "본인 카드만 돼요."]);
        check("www.example.com 에서 봐요. 끝", &["www.example.com 에서 봐요.", "끝"]);
        check("1. 충전해요. 2. 연결해요.", &["1. 충전해요.", "2. 연결해요."]);
        check("될까요? 네!\n줄이 바뀌어요", &["될까요?", "네!", "줄이 바뀌어요"]);
        check("'처음부터 해요.' 라고 해요.", &["'처음부터 해요.'", "라고 해요."]);
    }

    #[test]
    fn cuts_at_words_and_never_inside_a_character() {
        assert_eq!(shortened("가나 다라", 5), "가나 다라");
        assert_eq!(shortened("가나 다라 마바", 5), "가나…");
        assert_eq!(shortened("가나 다라 마바", 6), "가나 다라…");
        assert_eq!(shortened("가나다라마바사", 4), "가나다…");
        // The mark of the third letter goes with it.
        assert_eq!(shortened("abc\u{301}def", 4), "ab…");
        assert_eq!(shortened("가나", 0), "…");
    }
}
