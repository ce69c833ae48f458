//! From morphemes to index terms: compounds and their parts, stems of inflected forms, and the choice of what counts.
//!
//! Endings and particles give no term, but they are never the reason for losing the last one: a text whose every
//! morpheme would be dropped keeps what it has (see `add_floor`). Numbers and their units have one form (`numbers`).
//!
//! Not here: the search for morphemes (`lattice`), synonyms and corrections (they belong to the query).

use super::lattice::{Morpheme, Morphology};
use super::numbers::{self, Reading, Token};

/// A unit of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Lower-case.
    pub text: String,
    /// Byte range in the cleaned text: of the part if the parts make up the word, else of the whole word.
    pub start: usize,
    pub end: usize,
    /// Counts emitted words only, so that a dropped particle leaves no gap.
    pub position: usize,
    /// How many positions the term covers: a compound covers its parts.
    pub span: usize,
    /// Whether it names something: a noun with a meaning of its own, a foreign word, an unknown one.
    pub noun: bool,
}

/// Whether a tag is that of a word that names something.
fn names_something(tag: &str) -> bool {
    matches!(tag, "NNG" | "NNP" | "XR" | "SL" | "SH" | "UNKNOWN")
}

/// Tags that carry meaning of their own, by the first tag of a morpheme.
///
/// Dropped are endings `E*`, particles `J*`, signs `S*` but letters and figures, the copula `VCP`, suffixes `XS*`,
/// interjections `IC` and conjunctions `MAJ`. Auxiliary verbs `VX` are dropped but for negation.
fn carries_meaning(tag: &str) -> bool {
    matches!(
        tag,
        "NNG"
            | "NNP"
            | "NNB"
            | "NNBC"
            | "NP"
            | "NR"
            | "VV"
            | "VA"
            | "VCN"
            | "XR"
            | "MAG"
            | "MM"
            | "XPN"
            | "SL"
            | "SN"
            | "SH"
            | "NA"
            | "UNKNOWN"
    )
}

/// The term of a morpheme, or `None` if it carries none.
fn term_text(surface: &str, tag: &str) -> Option<String> {
    if tag == "VX" {
        // 되지 않아요 = 안 돼요, 하지 못해요 = 못 해요: one term for each negation.
        return match surface {
            "않" => Some("안".to_owned()),
            "못하" => Some("못".to_owned()),
            _ => None,
        };
    }
    (carries_meaning(tag) && !surface.chars().all(is_lone_jamo)).then(|| surface.to_lowercase())
}

/// Whether a character is a letter of Hangul that stands alone.
fn is_lone_jamo(c: char) -> bool {
    matches!(c, 'ㄱ'..='ㆎ' | '\u{1100}'..='\u{11FF}')
}

fn first_tag(tag: &str) -> &str {
    tag.split('+').next().unwrap_or(tag)
}

/// The index terms of a cleaned text.
pub fn select(morphology: &Morphology, text: &str, morphemes: &[Morpheme]) -> Vec<Term> {
    let mut out = Selection { terms: Vec::with_capacity(morphemes.len()), position: 0 };
    let token = |morpheme: &Morpheme| Token {
        surface: &text[morpheme.start..morpheme.end],
        tag: first_tag(morphology.tag(morpheme.word)),
        start: morpheme.start,
        end: morpheme.end,
    };
    let tokens: Vec<Token> = morphemes.iter().map(token).collect();
    let mut at = 0;
    while let Some(morpheme) = morphemes.get(at) {
        if let Some(Reading { tokens, terms }) = numbers::read(&tokens, at) {
            for (text, range) in terms {
                out.push(text, range, false);
            }
            at += tokens;
        } else {
            out.add(morphology, text, morpheme);
            at += 1;
        }
    }
    if out.terms.is_empty() {
        out.add_floor(morphology, text, morphemes);
    }
    out.terms
}

struct Selection {
    terms: Vec<Term>,
    position: usize,
}

impl Selection {
    /// Adds a term on a position of its own.
    fn push(&mut self, text: String, range: (usize, usize), noun: bool) {
        self.terms.push(Term { text, start: range.0, end: range.1, position: self.position, span: 1, noun });
        self.position += 1;
    }

    fn add(&mut self, morphology: &Morphology, text: &str, morpheme: &Morpheme) {
        let surface = &text[morpheme.start..morpheme.end];
        if let Some((kind, expression)) = morphology.parts(morpheme.word) {
            self.add_parts(surface, morpheme, kind == "Compound", expression);
        } else {
            let tag = first_tag(morphology.tag(morpheme.word));
            if let Some(term) = term_text(surface, tag) {
                self.push(term, (morpheme.start, morpheme.end), names_something(tag));
            }
        }
    }

    /// Adds the meaningful parts of a compound, a pre-analysed or an inflected form, and the compound itself.
    fn add_parts(&mut self, surface: &str, morpheme: &Morpheme, compound: bool, expression: &str) {
        let parts = expression.split('+').filter_map(|part| {
            let mut fields = part.split('/');
            Some((fields.next()?, fields.next()?))
        });
        // Parts that make up the surface have ranges of their own; those of an inflected form (되+었 in 됐) do not.
        let concatenates = parts.clone().map(|(part, _)| part.len()).sum::<usize>() == surface.len()
            && parts
                .clone()
                .scan(0, |at, (part, _)| Some(surface[*at..].starts_with(part)).inspect(|_| *at += part.len()))
                .all(|matches| matches);
        let whole = self.terms.len();
        let first_position = self.position;
        let mut at = morpheme.start;
        for (part, tag) in parts {
            let range = if concatenates { (at, at + part.len()) } else { (morpheme.start, morpheme.end) };
            at += part.len();
            // One-syllable parts of compounds (서, 권, 금) match everywhere and mean nothing.
            if compound && part.chars().nth(1).is_none() {
                continue;
            }
            if let Some(term) = term_text(part, tag) {
                self.push(term, range, names_something(tag));
            }
        }
        if compound {
            let span = (self.position - first_position).max(1);
            let term = Term {
                text: surface.to_lowercase(),
                start: morpheme.start,
                end: morpheme.end,
                position: first_position,
                span,
                noun: true,
            };
            self.terms.insert(whole, term);
            self.position = first_position + span;
        }
    }

    /// Nothing carried meaning: keep what there is, in order of worth, rather than nothing at all.
    fn add_floor(&mut self, morphology: &Morphology, text: &str, morphemes: &[Morpheme]) {
        let is_word = |surface: &str| surface.chars().any(char::is_alphanumeric);
        let worth = |tag: &str| match tag.as_bytes() {
            [b'J' | b'E', ..] => 1,
            _ => 2,
        };
        let words = morphemes.iter().map(|m| (m, &text[m.start..m.end], worth(first_tag(morphology.tag(m.word)))));
        let words: Vec<_> = words.filter(|(_, surface, _)| is_word(surface)).collect();
        let best = words.iter().map(|(_, _, worth)| *worth).max();
        for (morpheme, surface, worth) in words {
            if Some(worth) == best {
                self.push(surface.to_lowercase(), (morpheme.start, morpheme.end), false);
            }
        }
    }
}
