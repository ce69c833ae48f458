//! Marks what matched, on whole words of the original text, and picks the passage worth showing.

use std::collections::HashSet;
use std::ops::Range;

use serde::Serialize;

use super::engine::Engine;
use super::question::Question;
use crate::faq::Article;

/// A snippet is cut after this many characters, at the end of a word.
const SNIPPET_CHARS: usize = 160;

/// A text and the byte ranges in it that matched: in order, apart, on character boundaries.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Highlighted {
    pub text: String,
    pub marks: Vec<Range<usize>>,
}

impl Highlighted {
    /// The text with each mark between `open` and `close`; nothing is escaped.
    pub fn render(&self, open: &str, close: &str) -> String {
        let mut out = String::with_capacity(self.text.len() + self.marks.len() * (open.len() + close.len()));
        let mut from = 0;
        for mark in &self.marks {
            out.push_str(&self.text[from..mark.start]);
            out.push_str(open);
            out.push_str(&self.text[mark.clone()]);
            out.push_str(close);
            from = mark.end;
        }
        out.push_str(&self.text[from..]);
        out
    }
}

/// Marks one question's matches in any text.
pub struct Highlighter<'a> {
    engine: &'a Engine,
    wanted: HashSet<&'a str>,
}

impl<'a> Highlighter<'a> {
    /// Prepares to mark the matches of a question.
    pub fn new(engine: &'a Engine, question: &'a Question) -> Self {
        Self { engine, wanted: question.terms().iter().map(|term| term.text.as_str()).collect() }
    }

    /// The title.
    pub fn title(&self, article: &Article) -> Highlighted {
        self.mark(&article.title)
    }

    /// The passage that shares most with the question; the first paragraph if none shares anything. It starts at the
    /// start of a sentence.
    pub fn snippet(&self, article: &Article) -> Highlighted {
        let blocks: Vec<String> = article.body.blocks.iter().map(super::super::faq::body::Block::text).collect();
        let passages = blocks.iter().flat_map(|block| passages(block));
        let mut best: Option<(usize, Highlighted)> = None;
        for passage in passages {
            let marked = self.mark(passage);
            let distinct: HashSet<&str> = marked.marks.iter().map(|mark| &marked.text[mark.clone()]).collect();
            let worth = distinct.len();
            if best.as_ref().is_none_or(|(most, _)| worth > *most) {
                best = Some((worth, marked));
            }
        }
        best.map(|(_, marked)| marked).unwrap_or_default()
    }

    /// Marks a text.
    pub fn mark(&self, text: &str) -> Highlighted {
        let analyzer = self.engine.analyzer();
        let analysis = self.engine.with_lattice(|lattice| analyzer.analyse(lattice, text));
        let mut marks: Vec<Range<usize>> = Vec::new();
        for term in analysis.terms.iter().filter(|term| self.wanted.contains(term.text.as_str())) {
            let range = whole_word(text, analysis.cleaned.original_range(term.start..term.end));
            match marks.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => marks.push(range),
            }
        }
        Highlighted { text: text.to_owned(), marks }
    }
}

/// A lone syllable says nothing: it grows to the letters and figures around it. Longer marks stay as they are.
fn whole_word(text: &str, range: Range<usize>) -> Range<usize> {
    if text[range.clone()].chars().count() != 1 {
        return range;
    }
    let before: usize = text[..range.start].chars().rev().take_while(|c| c.is_alphanumeric()).map(char::len_utf8).sum();
    let after: usize = text[range.end..].chars().take_while(|c| c.is_alphanumeric()).map(char::len_utf8).sum();
    range.start - before..range.end + after
}

/// Pieces of at most [`SNIPPET_CHARS`] that start with a sentence.
fn passages(block: &str) -> impl Iterator<Item = &str> {
    let mut rest = block.trim();
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let limit = rest.char_indices().nth(SNIPPET_CHARS).map_or(rest.len(), |(at, _)| at);
        let window = &rest[..limit];
        let end = if limit == rest.len() {
            limit
        } else {
            window
                .rfind(['.', '\n'])
                .map(|at| at + 1)
                .or_else(|| window.rfind(' '))
                .filter(|end| *end > 0)
                .unwrap_or(limit)
        };
        let (passage, tail) = rest.split_at(end);
        rest = tail.trim_start();
        Some(passage.trim_end())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grows_a_lone_syllable_to_its_word() {
        let text = "카드가 됐어요.";
        let at = text.find('됐').unwrap();
        assert_eq!(&text[whole_word(text, at..at + 3)], "됐어요");
        assert_eq!(&text[whole_word(text, 0..6)], "카드");
    }

    #[test]
    fn cuts_passages_at_sentences() {
        let long = "가나다라 마바사. ".repeat(40);
        let found: Vec<&str> = passages(&long).collect();
        assert!(found.len() > 1);
        for passage in &found {
            assert!(passage.starts_with("가나다라") && passage.ends_with('.'), "{passage:?}");
            assert!(passage.chars().count() <= SNIPPET_CHARS);
        }
        assert_eq!(passages("짧아요").collect::<Vec<_>>(), ["짧아요"]);
    }
}
