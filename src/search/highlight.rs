//! Marks what matched, on whole words of the original text.

use std::collections::HashMap;
use std::ops::Range;

use serde::Serialize;

use super::engine::Engine;
use super::passage::{self, Found, ReadArticle, Sentence};
use super::question::Question;
use crate::faq::Article;
use crate::text::normalize::joins_the_character_before;

/// A word that more than every second article holds marks next to everything and is left out, if there is another:
/// the rarity of such a word is below ln(1 + 2), see `index::forward`.
const COMMON: f32 = 1.0986;

/// Words of a question that are told apart; a question has at most 300 characters, and nobody writes that many.
const MOST_WORDS: usize = 64;

/// A text and the byte ranges in it that matched: in order, apart, on character boundaries.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Highlighted {
    pub text: String,
    pub marks: Vec<Range<usize>>,
}

impl Highlighted {
    /// The pieces of the text in order, each with whether it matched; none is empty.
    pub fn pieces(&self) -> impl Iterator<Item = (&str, bool)> {
        let mut from = 0;
        let marks = self.marks.iter().cloned().chain(std::iter::once(self.text.len()..self.text.len()));
        let pieces = marks.flat_map(move |mark| {
            let plain = (&self.text[from..mark.start], false);
            from = mark.end;
            [plain, (&self.text[mark], true)]
        });
        pieces.filter(|(piece, _)| !piece.is_empty())
    }

    /// The text with each mark between `open` and `close`; nothing is escaped.
    pub fn render(&self, open: &str, close: &str) -> String {
        let piece = |(piece, marked): (&str, bool)| {
            if marked { format!("{open}{piece}{close}") } else { piece.to_owned() }
        };
        self.pieces().map(piece).collect()
    }
}

/// Marks one question's matches in any text.
pub struct Highlighter<'a> {
    engine: &'a Engine,
    /// By a term: the word of the question that it matches.
    wanted: HashMap<&'a str, usize>,
    /// What each word of the question is worth.
    weights: Vec<f32>,
}

impl<'a> Highlighter<'a> {
    /// Prepares to mark the matches of a question: its words and their synonyms, without those that say nothing.
    pub fn new(engine: &'a Engine, question: &'a Question) -> Self {
        let mut highlighter = Self { engine, wanted: HashMap::new(), weights: Vec::new() };
        match engine.help_center() {
            Some(help_center) => {
                let vocabulary = &help_center.forward.terms;
                let rarity = |word: &str| vocabulary.id(word).map(|id| vocabulary.rarity[id as usize]);
                let words: Vec<Vec<&str>> = help_center
                    .read_terms(question)
                    .into_iter()
                    .filter(|read| read.matter)
                    .map(|read| read.query.words.into_iter().map(|(word, _)| word).collect())
                    .collect();
                let common = |word: &&str| rarity(word).is_some_and(|rarity| rarity < COMMON);
                let all_common = words.iter().all(|words| words.first().is_some_and(common));
                for words in words {
                    let weight = words.first().and_then(|word| rarity(word)).unwrap_or(vocabulary.unknown);
                    let kept = words.into_iter().filter(|word| all_common || !common(word));
                    highlighter.want(kept, weight);
                }
            }
            None => {
                for term in question.terms() {
                    highlighter.want(std::iter::once(term.text.as_str()), 1.0);
                }
            }
        }
        highlighter
    }

    fn want(&mut self, words: impl Iterator<Item = &'a str>, weight: f32) {
        let place = self.weights.len();
        if place < MOST_WORDS {
            self.weights.push(weight);
            for word in words {
                self.wanted.entry(word).or_insert(place);
            }
        }
    }

    /// The title, and the passage that shares most with the question; the beginning if none shares more. It starts with
    /// a sentence.
    pub fn article(&self, article: &Article) -> (Highlighted, Highlighted) {
        self.read_article(&self.engine.read_for_results(article))
    }

    /// The same for an article that was read before.
    pub(super) fn read_article(&self, article: &ReadArticle) -> (Highlighted, Highlighted) {
        let weight = |holds: u64| -> f32 {
            let held = |(place, weight): (usize, &f32)| (holds >> place & 1 == 1).then_some(*weight);
            self.weights.iter().enumerate().filter_map(held).sum()
        };
        let worth = |terms: &[Found]| -> u64 {
            let places = terms.iter().filter_map(|(term, _)| self.wanted.get(term.as_str()));
            places.fold(0, |holds, place| holds | 1 << place)
        };
        let passage = passage::best(&article.body, worth, weight);
        (self.mark_sentence(&article.title), self.mark_sentence(&passage))
    }

    fn mark_sentence(&self, Sentence { text, terms, .. }: &Sentence) -> Highlighted {
        let found = terms.iter().filter(|(term, _)| self.wanted.contains_key(term.as_str()));
        marked(text, found.map(|(_, range)| range.clone()))
    }

    /// Marks a text.
    pub fn mark(&self, text: &str) -> Highlighted {
        if self.wanted.is_empty() {
            return Highlighted { text: text.to_owned(), marks: Vec::new() };
        }
        let terms = self.engine.terms_of(text);
        let found = terms.into_iter().filter(|(term, _)| self.wanted.contains_key(term.as_str()));
        marked(text, found.map(|(_, range)| range))
    }
}

/// A text with the ranges that were found in it as marks.
fn marked(text: &str, found: impl Iterator<Item = Range<usize>>) -> Highlighted {
    let mut found: Vec<Range<usize>> =
        found.filter(|range| !range.is_empty()).map(|range| whole_word(text, range)).collect();
    // A grown mark may begin before the one that was found before it.
    found.sort_by_key(|range| range.start);
    let mut marks: Vec<Range<usize>> = Vec::with_capacity(found.len());
    for range in found {
        match marks.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => marks.push(range),
        }
    }
    Highlighted { text: text.to_owned(), marks }
}

/// A range as people see words: a lone syllable says nothing and grows to the letters and figures around it, a longer
/// one stays; none ends inside what is seen as one character.
fn whole_word(text: &str, range: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = range;
    let part_of_word = |c: char| c.is_alphanumeric() || joins_the_character_before(c);
    let seen = text[start..end].chars().filter(|c| !joins_the_character_before(*c)).count();
    if seen <= 1 {
        start -= text[..start].chars().rev().take_while(|c| part_of_word(*c)).map(char::len_utf8).sum::<usize>();
        end += text[end..].chars().take_while(|c| part_of_word(*c)).map(char::len_utf8).sum::<usize>();
    }
    let joined = |c: &char| joins_the_character_before(*c);
    end += text[end..].chars().take_while(joined).map(char::len_utf8).sum::<usize>();
    while text[start..].starts_with(joins_the_character_before) {
        // After a space there is nothing to join, so it stands by itself.
        let before = text[..start].char_indices().next_back().filter(|(_, c)| !c.is_whitespace() && !c.is_control());
        let Some((at, _)) = before else { break };
        start = at;
    }
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grows_a_lone_syllable_to_its_word() {
        let check = |text: &str, part: &str, expect: &str| {
            let at = text.find(part).unwrap();
            assert_eq!(&text[whole_word(text, at..at + part.len())], expect, "{part} in {text}");
        };
        check("카드가 됐어요.", "됐", "됐어요");
        check("카드가 됐어요.", "카드", "카드");
        check("3일 안에", "3", "3일");
        check("(돈)", "돈", "돈");
        // An accent belongs to its letter, whether or not the letter is all there is.
        check("cafe\u{301} 카드", "cafe", "cafe\u{301}");
        check("e\u{301}가", "e", "e\u{301}가");
        check("카드\n\u{1161}됐", "됐", "\u{1161}됐");
        check("\u{112B}\u{119E}\u{11AF}가나", "\u{112B}", "\u{112B}\u{119E}\u{11AF}가나");
    }

    #[test]
    fn pieces_are_the_whole_text() {
        let text = |marks: &[Range<usize>]| Highlighted { text: "abcdef".to_owned(), marks: marks.to_vec() };
        let check = |marks: &[Range<usize>], expect: &str| assert_eq!(text(marks).render("<", ">"), expect);
        check(&[], "abcdef");
        check(&[0..2, 3..6], "<ab>c<def>");
        check(&[1..2, 4..5], "a<b>cd<e>f");
        assert_eq!(Highlighted::default().pieces().count(), 0);
    }
}
