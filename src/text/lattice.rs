//! The morpheme lattice: `MeCab`'s search, on lindera's dictionary data.
//!
//! lindera's own `Segmenter` keeps a space as a node of the lattice and connects its neighbours through it; mecab-ko
//! skips the space, connects the two words directly and adds a penalty to a particle or ending that stands after one.
//! Only 84 % of real sentences come out alike, and the differences hit content words, so the search is our own: the same
//! candidates, costs and ties as mecab-ko 0.9.2 (`tests/fixtures/golden.jsonl` holds it to that, text by text).
//!
//! Not here: cleaning, expansion of compounds, the choice of index terms (see `normalize`, `terms`).

use lindera::dictionary::{Dictionary, UserDictionary};
use lindera_dictionary::dictionary::DetailFields;

use super::tags::Tags;

/// `MeCab`'s `max-grouping-size`: an unknown run longer than this is not grouped. It also keeps the scan linear.
const MAX_GROUPING: usize = 24;

/// A piece longer than this many characters is cut, at a space where there is one.
/// `i32` path costs overflow only past some 200,000 unknown characters; a piece this long is no sentence anyway.
const MAX_PIECE_CHARS: usize = 8_000;

/// Bytes of one record of lindera's word values: word id u32, cost i16, left id u16, right id u16, little-endian.
const RECORD_BYTES: usize = 10;

const NONE: u32 = u32::MAX;

/// One morpheme of a text: where it stands, and which dictionary entry it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Morpheme {
    /// First byte in the analysed text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The entry, for [`Morphology::tag`] and [`Morphology::parts`].
    pub word: Word,
}

/// Where a word comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lexicon {
    System,
    User,
    Unknown,
}

/// A dictionary entry: the lexicon in the two highest bits, its number in the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word(u32);

impl Word {
    const LEXICON_SHIFT: u32 = 30;

    fn new(lexicon: Lexicon, id: u32) -> Self {
        Self((lexicon as u32) << Self::LEXICON_SHIFT | id)
    }

    pub(super) fn lexicon(self) -> Lexicon {
        match self.0 >> Self::LEXICON_SHIFT {
            0 => Lexicon::System,
            1 => Lexicon::User,
            _ => Lexicon::Unknown,
        }
    }

    pub(super) fn id(self) -> usize {
        (self.0 & ((1 << Self::LEXICON_SHIFT) - 1)) as usize
    }
}

/// The loaded dictionary with all that the search looks up per character or per candidate.
pub struct Morphology {
    dictionary: Dictionary,
    user: Option<UserDictionary>,
    tags: Tags,
    chars: Box<[CharClass]>,
    categories: Vec<Category>,
    space: u16,
}

/// What the dictionary's `char.def` says of one character.
#[derive(Debug, Clone, Copy, Default)]
struct CharClass {
    /// A bit for each category that the character belongs to.
    mask: u16,
    /// The category that decides how unknown words are formed.
    default: u8,
}

struct Category {
    invoke: bool,
    group: bool,
    length: usize,
    unknown_words: Vec<Candidate>,
}

#[derive(Debug, Clone, Copy)]
struct Candidate {
    end: u32,
    cost: i32,
    left_id: u16,
    right_id: u16,
    word: Word,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    begin: u32,
    end: u32,
    previous: u32,
    /// The node added before this one that ends at the same position.
    next_at_end: u32,
    cost: i32,
    right_id: u16,
    word: Word,
}

/// The working memory of a search. Keep one per thread and reuse it: a query then allocates nothing.
#[derive(Default)]
pub struct Lattice {
    chars: Vec<char>,
    classes: Vec<CharClass>,
    /// Byte offset of each character, and of the end.
    offsets: Vec<u32>,
    nodes: Vec<Node>,
    /// For each character position the last node added that ends there. Walking `next_at_end` gives the newest first,
    /// as `MeCab`'s linked lists do: of equal costs the same one wins.
    ends: Vec<u32>,
    candidates: Vec<Candidate>,
    /// User words of the piece: (first character, candidate), by first character.
    user_words: Vec<(u32, Candidate)>,
}

impl Morphology {
    /// Prepares a loaded dictionary for searching.
    ///
    /// # Errors
    /// When the dictionary names no space penalties or no `SPACE` category: it is not a mecab-ko-dic.
    pub(super) fn new(dictionary: Dictionary, tags: Tags, user: Option<UserDictionary>) -> Result<Self, String> {
        let config = dictionary.metadata.space_penalty.clone().ok_or("it has no space penalties")?;
        let tags = tags.complete(&dictionary, user.as_ref(), &config);
        let definitions = &dictionary.character_definition;
        let space = definitions.category_id_by_name("SPACE").ok_or("it has no SPACE category")?.0;
        if definitions.categories().len() > 16 {
            return Err("it has more than 16 character categories".to_owned());
        }
        let classify = |c: char| {
            let ids = definitions.lookup_categories(c);
            CharClass {
                mask: ids.iter().fold(0, |mask, id| mask | 1 << id.0),
                default: ids.first().map_or(0, |id| id.0 as u8),
            }
        };
        // Characters above U+FFFF are of the DEFAULT category, like U+FFFF itself: the table ends there.
        let chars = (0..=0xFFFF).map(|c| char::from_u32(c).map_or(CharClass::default(), classify)).collect();
        let categories = definitions
            .categories()
            .iter()
            .filter_map(|name| definitions.category_id_by_name(name))
            .map(|id| {
                let definition = definitions.lookup_definition(id);
                let unknown = &dictionary.unknown_dictionary;
                Category {
                    invoke: definition.invoke,
                    group: definition.group,
                    length: definition.length as usize,
                    unknown_words: unknown
                        .lookup_word_ids(id)
                        .iter()
                        .map(|&word_id| {
                            let entry = unknown.word_entry(word_id);
                            Candidate {
                                end: 0,
                                cost: i32::from(entry.word_cost()),
                                left_id: entry.left_id() as u16,
                                right_id: entry.right_id() as u16,
                                word: Word::new(Lexicon::Unknown, word_id),
                            }
                        })
                        .collect(),
                }
            })
            .collect();
        Ok(Self { tags, chars, categories, space: 1 << space, dictionary, user })
    }

    /// The dictionary's columns of a word: tag, class, final consonant, reading, type, first tag, last tag, expression.
    fn details(&self, word: Word) -> DetailFields<'_> {
        let id = word.id();
        match (word.lexicon(), &self.user) {
            (Lexicon::System, _) => self.dictionary.word_details_iter(id),
            (Lexicon::User, Some(user)) => user.word_details_iter(id),
            _ => self.dictionary.unknown_word_details_iter(id),
        }
    }

    /// The part-of-speech tag of a word, `VV+EP` for an inflected one.
    pub fn tag(&self, word: Word) -> &str {
        self.tags.tag(word)
    }

    /// How a word is formed and what of, as `("Inflect", "되/VV/*+었/EP/*")`; `None` for one without parts.
    pub fn parts(&self, word: Word) -> Option<(&str, &str)> {
        if !self.tags.expands(word) {
            return None;
        }
        let mut details = self.details(word).skip(4);
        let kind = details.next()?;
        Some((kind, details.nth(2)?))
    }

    /// Appends the morphemes of `text` to `out`, in order. White space belongs to none.
    pub fn analyse(&self, lattice: &mut Lattice, text: &str, out: &mut Vec<Morpheme>) {
        let mut base = 0;
        for line in text.split_inclusive('\n') {
            let mut rest = line;
            while !rest.is_empty() {
                let (piece, tail) = rest.split_at(piece_bytes(rest));
                self.analyse_piece(lattice, piece, base, out);
                base += piece.len();
                rest = tail;
            }
        }
    }

    fn class(&self, c: char) -> CharClass {
        self.chars[(c as usize).min(0xFFFF)]
    }

    fn analyse_piece(&self, lattice: &mut Lattice, text: &str, base: usize, out: &mut Vec<Morpheme>) {
        lattice.fill(self, text);
        let n = lattice.chars.len();
        if n == 0 {
            return;
        }
        if let Some(user) = &self.user {
            lattice.find_user_words(user, text);
        }
        let mut user_from = 0;
        for pos in 0..n {
            if lattice.ends[pos] == NONE {
                continue;
            }
            let begin = lattice.skip_space(pos, self.space);
            if begin == n {
                continue;
            }
            while lattice.user_words.get(user_from).is_some_and(|(at, _)| (*at as usize) < pos) {
                user_from += 1;
            }
            self.collect_candidates(lattice, begin, user_from);
            self.connect(lattice, pos, begin);
        }
        lattice.read_back(self, base, out);
    }

    fn collect_candidates(&self, lattice: &mut Lattice, begin: usize, user_from: usize) {
        let Lattice { chars, classes, candidates, user_words, .. } = lattice;
        let n = chars.len();
        candidates.clear();
        for (records, length) in self.dictionary.prefix_dictionary.common_prefix_search(&chars[begin..]) {
            let end = (begin + length) as u32;
            candidates
                .extend(records.as_chunks::<RECORD_BYTES>().0.iter().map(|r| read_record(r, end, Lexicon::System)));
        }
        let of_begin = user_words[user_from..].iter().skip_while(|(at, _)| (*at as usize) < begin);
        candidates.extend(of_begin.take_while(|(at, _)| *at as usize == begin).map(|(_, candidate)| *candidate));

        let category = &self.categories[usize::from(classes[begin].default)];
        if !candidates.is_empty() && !category.invoke {
            return;
        }
        let add_unknown = |candidates: &mut Vec<Candidate>, end: usize| {
            candidates.extend(category.unknown_words.iter().map(|word| Candidate { end: end as u32, ..*word }));
        };
        let mut grouped_end = None;
        if category.group {
            let mut end = begin + 1;
            while end < n && end - begin - 1 <= MAX_GROUPING && classes[end].mask & classes[end - 1].mask != 0 {
                end += 1;
            }
            if end - begin - 1 <= MAX_GROUPING {
                add_unknown(candidates, end);
            }
            grouped_end = Some(end);
        }
        let mut end = begin + 1;
        for _ in 0..category.length {
            // MeCab leaves the loop's rest undone once it meets the group's end: `end` stays where it is.
            if Some(end) == grouped_end {
                continue;
            }
            add_unknown(candidates, end);
            if end == n || classes[end].mask & classes[begin].mask == 0 {
                break;
            }
            end += 1;
        }
        if candidates.is_empty() {
            add_unknown(candidates, begin + 1);
        }
    }

    fn connect(&self, lattice: &mut Lattice, pos: usize, begin: usize) {
        let Lattice { nodes, ends, candidates, .. } = lattice;
        let (mut left_id, mut best, mut cost) = (None, NONE, 0);
        for candidate in candidates.iter().rev() {
            // Neighbours are often nouns alike and share a left id, and with it the best node to their left.
            if left_id != Some(candidate.left_id) {
                let row = self.dictionary.connection_cost_matrix.row(u32::from(candidate.left_id));
                (best, cost) = best_left(nodes, ends[pos], row);
                left_id = Some(candidate.left_id);
            }
            let penalty = if begin > pos { self.tags.penalty(candidate.word) } else { 0 };
            let end = candidate.end as usize;
            nodes.push(Node {
                begin: begin as u32,
                end: candidate.end,
                previous: best,
                next_at_end: ends[end],
                cost: cost + candidate.cost + penalty,
                right_id: candidate.right_id,
                word: candidate.word,
            });
            ends[end] = (nodes.len() - 1) as u32;
        }
    }
}

/// The cheapest of the nodes that end where `newest` does, and the cost up to and with its connection.
fn best_left(nodes: &[Node], newest: u32, row: &[i16]) -> (u32, i32) {
    let (mut best, mut best_cost) = (NONE, i32::MAX);
    let mut at = newest;
    while at != NONE {
        let node = &nodes[at as usize];
        let cost = node.cost + i32::from(row[usize::from(node.right_id)]);
        if cost < best_cost {
            (best, best_cost) = (at, cost);
        }
        at = node.next_at_end;
    }
    (best, best_cost)
}

fn read_record(record: &[u8; RECORD_BYTES], end: u32, lexicon: Lexicon) -> Candidate {
    let [a, b, c, d, cost0, cost1, left0, left1, right0, right1] = *record;
    Candidate {
        end,
        cost: i32::from(i16::from_le_bytes([cost0, cost1])),
        left_id: u16::from_le_bytes([left0, left1]),
        right_id: u16::from_le_bytes([right0, right1]),
        word: Word::new(lexicon, u32::from_le_bytes([a, b, c, d])),
    }
}

/// Bytes of the first piece of `text`: all of it, or up to [`MAX_PIECE_CHARS`] and then after the last space.
fn piece_bytes(text: &str) -> usize {
    match text.char_indices().nth(MAX_PIECE_CHARS) {
        None => text.len(),
        Some((limit, _)) => text[..limit].rfind(' ').map_or(limit, |space| space + 1),
    }
}

impl Lattice {
    fn fill(&mut self, morphology: &Morphology, text: &str) {
        self.chars.clear();
        self.classes.clear();
        self.offsets.clear();
        for (offset, c) in text.char_indices() {
            self.chars.push(c);
            self.classes.push(morphology.class(c));
            self.offsets.push(offset as u32);
        }
        self.offsets.push(text.len() as u32);
        self.user_words.clear();
        self.nodes.clear();
        self.ends.clear();
        self.ends.resize(self.chars.len() + 1, NONE);
        // The beginning of the sentence: context id 0 on its right side, cost 0.
        let (previous, next_at_end, word) = (NONE, NONE, Word(0));
        self.nodes.push(Node { begin: 0, end: 0, previous, next_at_end, cost: 0, right_id: 0, word });
        self.ends[0] = 0;
    }

    fn find_user_words(&mut self, user: &UserDictionary, text: &str) {
        for found in user.dict.da.find_overlapping_iter(text) {
            let bounds = (
                self.offsets.binary_search(&(found.start() as u32)),
                self.offsets.binary_search(&(found.end() as u32)),
            );
            let (Ok(begin), Ok(end)) = bounds else { continue };
            let (offset, count) = user.dict.decode_val(found.value());
            let records = user.dict.vals_data.as_chunks::<RECORD_BYTES>().0;
            let records = &records[offset as usize..(offset + count) as usize];
            self.user_words.extend(records.iter().map(|r| (begin as u32, read_record(r, end as u32, Lexicon::User))));
        }
        self.user_words.sort_by_key(|(begin, candidate)| (*begin, candidate.end));
    }

    /// The first position at or after `pos` that is no white space. After the first character of the run `MeCab` tests
    /// only that a character shares a category with the one before it.
    fn skip_space(&self, pos: usize, space: u16) -> usize {
        let mut at = pos;
        while at < self.classes.len() {
            let kind = if at == pos { space } else { self.classes[at - 1].mask };
            if self.classes[at].mask & kind == 0 {
                break;
            }
            at += 1;
        }
        at
    }

    fn read_back(&self, morphology: &Morphology, base: usize, out: &mut Vec<Morpheme>) {
        let Some(&newest) = self.ends.iter().rev().find(|&&end| end != NONE) else { return };
        let row = morphology.dictionary.connection_cost_matrix.row(0);
        let (mut at, _) = best_left(&self.nodes, newest, row);
        let from = out.len();
        while at != NONE && at != 0 {
            let node = &self.nodes[at as usize];
            out.push(Morpheme {
                start: base + self.offsets[node.begin as usize] as usize,
                end: base + self.offsets[node.end as usize] as usize,
                word: node.word,
            });
            at = node.previous;
        }
        out[from..].reverse();
    }
}
