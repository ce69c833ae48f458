//! Suggestions while a question is typed: titles and phrasings that go on as it begins, after every key.
//!
//! All texts are in memory by their keys ([`keys`]), every letter of them sorted by what follows ([`book`]), so that a
//! keystroke is a look-up and no search of the index. In this order, each only if the ones before found nothing or too
//! little: what was typed in one piece; its words anywhere in a text, and initial consonants (초성); the other keyboard
//! layout; pieces of what was typed without spaces; typing errors.

mod book;
mod keys;
mod layouts;
mod pick;
mod typos;

use std::ops::Range;

use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;
use tantivy::schema::Value;

use super::correct::Correction;
use super::engine::{Engine, SearchError};
use super::question::MAX_CHARS;
use crate::faq::Services;
use crate::text::hangul::from_english_layout;
use book::{Book, By, CLASSES, Class, Place, Sorted};
use keys::{Keys, is_consonants};
use pick::{Pick, Way};

/// Most suggestions at once.
pub const MAX_SIZE: usize = 20;

/// Texts that are kept at most, titles before phrasings: about 120 MB, see `benches/README.md`.
const MOST_TEXTS: usize = 200_000;

/// Texts that hold every word of a question and are compared; more would be too many to show whatever their order.
const MOST_HOLDERS: usize = 1_000;

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct SuggestRequest {
    /// What is typed so far, as it stands in the box; cut after [`MAX_CHARS`] characters.
    pub query: String,
    /// Slug or name of the service whose articles go first.
    pub service: Option<String>,
    /// 1 to [`MAX_SIZE`].
    pub size: usize,
}

/// What may be meant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Suggestions {
    /// What was typed, unchanged.
    pub query: String,
    /// What was read otherwise than typed.
    pub corrections: Vec<Correction>,
    /// Best first.
    pub suggestions: Vec<Suggestion>,
}

/// What a suggestion's text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Title,
    Phrasing,
}

/// A title or phrasing, and the article that it leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    pub text: String,
    pub key: String,
    pub kind: Kind,
    /// Name and slug; both empty in a general collection.
    pub service: String,
    pub service_slug: String,
    /// Start and end in `text` of what matched: in order, apart, on character boundaries, in bytes.
    pub marks: Vec<[usize; 2]>,
}

impl Suggestions {
    /// The same with marks in UTF-16 code units, as JavaScript counts.
    #[must_use]
    pub fn in_utf16(mut self) -> Self {
        for suggestion in &mut self.suggestions {
            let text = &suggestion.text;
            let units = |byte: usize| text[..byte].encode_utf16().count();
            suggestion.marks.iter_mut().flatten().for_each(|at| *at = units(*at));
        }
        self
    }
}

/// The texts of an article.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Source {
    pub key: String,
    pub title: String,
    /// Slug.
    #[serde(default)]
    pub service: String,
    #[serde(default)]
    pub phrasings: Vec<String>,
}

/// Texts ready to be suggested, from any number of threads.
pub struct Suggester {
    book: Book,
    /// Texts from this number on are phrasings.
    phrasings: u32,
    /// Of each article.
    keys: Vec<String>,
    /// Of each article its service's place in `services`.
    services_of: Vec<u16>,
    services: Services,
    /// By what follows in keys, and in initial consonants: a list for each class of places.
    by_keys: Vec<Sorted>,
    by_initials: Vec<Sorted>,
}

impl Suggester {
    /// Takes in the texts of articles. Of texts that match equally well the shorter one is suggested first, then the one
    /// whose service is listed first, then the one that comes first here.
    pub fn new(services: &Services, sources: Vec<Source>) -> Self {
        let place = |slug: &str| services.iter().position(|service| service.slug == slug).map_or(u16::MAX, |at| at as u16);
        let services_of: Vec<u16> = sources.iter().map(|source| place(&source.service)).collect();
        let mut texts: Vec<(bool, usize, u16, u32, &str)> = Vec::new();
        for (article, Source { title, phrasings, .. }) in sources.iter().enumerate() {
            let all = [(false, title)].into_iter().chain(phrasings.iter().map(|phrasing| (true, phrasing)));
            texts.extend(all.map(|(is_phrasing, text)| {
                (is_phrasing, text.chars().count(), services_of[article], article as u32, text.as_str())
            }));
        }
        texts.sort_by_key(|(is_phrasing, length, service, article, _)| (*is_phrasing, *length, *service, *article));
        texts.truncate(MOST_TEXTS);
        let mut book = Book::default();
        let mut places: [Vec<Place>; 3] = Default::default();
        for (.., article, text) in &texts {
            book.add(text, *article, |class, place| places[class as usize].push(place));
        }
        let sorted = |by: By| places.iter().map(|places| Sorted::new(&book, by, places)).collect();
        Self {
            by_keys: sorted(By::Keys),
            by_initials: sorted(By::Initials),
            phrasings: texts.partition_point(|(is_phrasing, ..)| !is_phrasing) as u32,
            book,
            services_of,
            services: services.clone(),
            keys: sources.into_iter().map(|source| source.key).collect(),
        }
    }

    /// Texts that can be suggested.
    pub fn texts(&self) -> usize {
        self.book.texts.len()
    }

    /// Memory that is taken, in bytes.
    pub fn bytes(&self) -> usize {
        let lists = self.by_keys.iter().chain(&self.by_initials).map(Sorted::bytes);
        self.book.bytes() + lists.sum::<usize>() + self.keys.iter().map(|key| key.len() + size_of::<String>()).sum::<usize>()
    }

    /// What may be meant by what is typed so far. A service that there is not puts nothing first.
    pub fn suggest(&self, request: &SuggestRequest) -> Suggestions {
        let query: String = request.query.chars().take(MAX_CHARS).collect();
        let wanted = request.service.as_deref().and_then(|service| self.services.find(service));
        let first = wanted.and_then(|wanted| self.services.iter().position(|service| service.slug == wanted.slug));
        let pick = || {
            let size = request.size.clamp(1, MAX_SIZE);
            Pick::new(&self.book, self.phrasings, &self.services_of, first.map(|at| at as u16), size)
        };
        let (suggestions, meant) = self.read(&query, &pick);
        let corrections = meant.map(|to| Correction { from: query.trim().to_owned(), to });
        Suggestions { query, corrections: corrections.into_iter().collect(), suggestions }
    }

    /// What is suggested, and what was meant if that is something else than was typed.
    fn read<'a>(&'a self, query: &str, pick: &impl Fn() -> Pick<'a>) -> (Vec<Suggestion>, Option<String>) {
        let typed = Keys::new(query, book::SEARCHED_LETTERS);
        if typed.keys.is_empty() {
            return (Vec::new(), None);
        }
        let as_typed = self.as_typed(&typed, pick());
        if !as_typed.is_empty() {
            return (as_typed, None);
        }
        if let Some((found, meant)) = self.on_layouts(query, pick()) {
            return (found, Some(meant));
        }
        // Korean typed in the English state, where no text goes on as it begins.
        let korean = from_english_layout(query);
        let korean = (korean != query).then(|| (Keys::new(&korean, book::SEARCHED_LETTERS), korean));
        if let Some((keys, text)) = &korean {
            let found = self.as_typed(keys, pick());
            if !found.is_empty() {
                return (found, Some(text.clone()));
            }
        }
        let found = self.in_pieces(&typed, pick());
        if !found.is_empty() {
            return (found, None);
        }
        for keys in [Some(&typed), korean.as_ref().map(|(keys, _)| keys)].into_iter().flatten() {
            if let Some((found, meant)) = self.with_errors(keys, pick) {
                return (found, Some(meant));
            }
        }
        (Vec::new(), None)
    }

    /// In one piece; if that gives too little, also word by word and by initial consonants.
    fn as_typed(&self, typed: &Keys, mut pick: Pick<'_>) -> Vec<Suggestion> {
        for (class, list) in CLASSES.into_iter().zip(&self.by_keys) {
            // One key is found inside of nearly every text.
            if class == Class::Inside && typed.keys.len() == 1 && !pick.is_empty() {
                break;
            }
            for place in list.places(list.find(&self.book, &typed.keys)) {
                pick.offer(Way::Run, 0, class, *place, typed.keys.len());
            }
        }
        let bounds = typed.word_bounds();
        let words: Vec<&[u8]> = bounds.windows(2).map(|bounds| typed.of(bounds[0], bounds[1])).collect();
        if pick.is_short() && words.len() > 1 {
            self.offer_holders(&words, &mut pick);
        }
        if pick.is_short() {
            self.offer_initials(typed, &mut pick);
        }
        self.shown(pick, &words)
    }

    /// Texts that hold every piece at the start of some letter.
    fn offer_holders(&self, pieces: &[&[u8]], pick: &mut Pick<'_>) {
        let mut holders = vec![u64::MAX; self.texts().div_ceil(64)];
        for piece in pieces {
            let mut holds = vec![0_u64; holders.len()];
            // A lone key stands in nearly every text; only where it begins a word it says something.
            let lists = if piece.len() == 1 { &self.by_keys[..2] } else { &self.by_keys };
            for list in lists {
                for place in list.places(list.find(&self.book, piece)) {
                    holds[place.text as usize / 64] |= 1 << (place.text % 64);
                }
            }
            holders.iter_mut().zip(holds).for_each(|(all, one)| *all &= one);
        }
        let numbers = (0..self.texts() as u32).filter(|text| holders[*text as usize / 64] >> (text % 64) & 1 == 1);
        for text in numbers.take(MOST_HOLDERS) {
            if let Some((class, place)) = self.book.best_place(text, pieces[0]) {
                pick.offer(Way::Pieces, 0, class, place, 0);
            }
        }
    }

    /// Texts with these initial consonants one after another, if some letters are typed as such: ㅈㄷㄱㅈ, 자동ㄱㅈ.
    fn offer_initials(&self, typed: &Keys, pick: &mut Pick<'_>) {
        let letters: Vec<&[u8]> = (0..typed.letters.len()).map(|at| typed.of(at, at + 1)).collect();
        if letters.len() > keys::MOST_KEYS || !letters.iter().any(|letter| is_consonants(letter)) {
            return;
        }
        let mut wanted: Vec<u8> = Vec::new();
        // What a letter must be beside its initial.
        let mut whole: Vec<Option<&[u8]>> = Vec::new();
        for (at, letter) in letters.iter().enumerate() {
            let initial = typed.letters[at].initial;
            match letter {
                // ㄳ, as it stands there after ㄱ and ㅅ.
                [a, b] if is_consonants(letter) && a != b => {
                    wanted.extend([a, b]);
                    whole.extend([None, None]);
                }
                _ if is_consonants(letter) => {
                    wanted.push(initial);
                    whole.push(None);
                }
                _ => {
                    wanted.push(initial);
                    whole.push(Some(*letter));
                    // 결젝ㅈ is 결제ㄱㅈ: the consonant went under the syllable before it.
                    let next_is_lone = letters.get(at + 1).is_some_and(|next| is_consonants(next));
                    if next_is_lone && letter.len() > 2 && is_consonants(&letter[letter.len() - 1..]) {
                        let (syllable, last) = letter.split_at(letter.len() - 1);
                        whole.pop();
                        whole.extend([Some(syllable), None]);
                        wanted.push(last[0]);
                    }
                }
            }
        }
        if wanted.len() < 2 {
            return;
        }
        for (class, list) in CLASSES.into_iter().zip(&self.by_initials) {
            for place in list.places(list.find(&self.book, &wanted)) {
                let fits = whole.iter().enumerate().all(|(at, letter)| {
                    let here = || self.book.letter_keys(Place { letter: place.letter + at as u16, ..*place });
                    letter.is_none_or(|letter| if at + 1 == whole.len() { here().starts_with(letter) } else { here() == letter })
                });
                if fits {
                    pick.offer(Way::Initials, 0, class, *place, wanted.len());
                }
            }
        }
    }

    /// With some keys read on the other layout; with what was meant.
    fn on_layouts(&self, query: &str, mut pick: Pick<'_>) -> Option<(Vec<Suggestion>, String)> {
        let readings = layouts::read(&self.book, &self.by_keys, &layouts::characters(query));
        for reading in &readings {
            for ((class, list), range) in CLASSES.into_iter().zip(&self.by_keys).zip(&reading.ranges) {
                for place in list.places(range.clone()) {
                    pick.offer(Way::Run, 0, class, *place, reading.keys.len());
                }
            }
        }
        let best = pick.finish();
        let place = best.first()?.place();
        let meant = readings.iter().find(|reading| self.book.tail(By::Keys, place).starts_with(&reading.keys))?;
        Some((best.into_iter().map(|found| self.suggestion(found, &[])).collect(), meant.text.clone()))
    }

    /// Without spaces, and with something between (자동결제카드등록 for 자동결제 카드를 등록): the longest pieces that
    /// texts hold, all of them in one text.
    fn in_pieces(&self, typed: &Keys, pick: Pick<'_>) -> Vec<Suggestion> {
        let mut pick = pick;
        let letters = typed.letters.len();
        if typed.keys.len() > keys::MOST_KEYS {
            return Vec::new();
        }
        let longest = self.longest_piece(typed, 0);
        for first in (SHORTEST_PIECE..=longest).rev() {
            let mut cuts = vec![0, first];
            while let Some(from) = cuts.last().copied().filter(|from| *from < letters) {
                let length = self.longest_piece(typed, from);
                // The last piece may be as short as it is while it is typed.
                if length == 0 || length < SHORTEST_PIECE && from + length < letters || cuts.len() > MOST_PIECES {
                    break;
                }
                cuts.push(from + length);
            }
            if cuts.last() != Some(&letters) {
                continue;
            }
            let pieces: Vec<&[u8]> = cuts.windows(2).map(|cut| typed.of(cut[0], cut[1])).collect();
            self.offer_holders(&pieces, &mut pick);
            if !pick.is_empty() {
                return self.shown(pick, &pieces);
            }
        }
        Vec::new()
    }

    /// How many letters from `from` on stand in some text one after another.
    fn longest_piece(&self, typed: &Keys, from: usize) -> usize {
        let known = |to: &usize| {
            let piece = typed.of(from, *to);
            self.by_keys.iter().any(|list| !list.find(&self.book, piece).is_empty())
        };
        (from + 1..=typed.letters.len()).take_while(known).count()
    }

    /// With typing errors: of all that was typed together, else of one word; with what was meant.
    fn with_errors<'a>(
        &'a self,
        typed: &Keys,
        pick: &impl Fn() -> Pick<'a>,
    ) -> Option<(Vec<Suggestion>, String)> {
        let mut together = pick();
        for limit in 1..=typos::limit(typed.keys.len()) {
            for (class, list) in CLASSES.into_iter().zip(&self.by_keys).take(2) {
                for near in typos::near(&self.book, list, &typed.keys, limit) {
                    for place in list.places(near.range) {
                        together.offer(Way::Run, near.cost, class, *place, near.depth);
                    }
                }
            }
            if !together.is_empty() {
                let found = self.shown(together, &[]);
                let meant = found.first().and_then(|best| Some(best.text[mark(best.marks.first()?)].to_owned()))?;
                return Some((found, meant));
            }
        }
        None
    }

    /// What was picked, as it is shown; `pieces` are what texts were found by that hold them here and there.
    fn shown(&self, pick: Pick<'_>, pieces: &[&[u8]]) -> Vec<Suggestion> {
        pick.finish().into_iter().map(|found| self.suggestion(found, pieces)).collect()
    }

    fn suggestion(&self, found: pick::Found, pieces: &[&[u8]]) -> Suggestion {
        let place = found.place();
        let reach = usize::from(found.reach);
        let mut marks: Vec<Range<usize>> = match found.way() {
            Way::Run => vec![self.book.span_of_keys(place, reach)],
            Way::Initials => vec![self.book.span_of_letters(place, reach)],
            Way::Pieces => {
                let place = |piece: &&[u8]| self.book.best_place(place.text, piece);
                let places = pieces.iter().filter_map(|piece| Some((place(piece)?.1, piece.len())));
                places.map(|(place, keys)| self.book.span_of_keys(place, keys)).collect()
            }
        };
        marks.sort_unstable_by_key(|mark| mark.start);
        let mut apart: Vec<[usize; 2]> = Vec::new();
        for mark in marks {
            match apart.last_mut() {
                Some(last) if mark.start <= last[1] => last[1] = last[1].max(mark.end),
                _ => apart.push([mark.start, mark.end]),
            }
        }
        let text = &self.book.texts[place.text as usize];
        let service = self.services.iter().nth(usize::from(self.services_of[text.article as usize]));
        Suggestion {
            text: text.text.to_string(),
            key: self.keys[text.article as usize].clone(),
            kind: if place.text < self.phrasings { Kind::Title } else { Kind::Phrasing },
            service: service.map(|service| service.name.clone()).unwrap_or_default(),
            service_slug: service.map(|service| service.slug.clone()).unwrap_or_default(),
            marks: apart,
        }
    }
}

/// Shortest piece that is looked for by itself, in letters, and most pieces of one text.
const SHORTEST_PIECE: usize = 2;
const MOST_PIECES: usize = 6;

fn mark(mark: &[usize; 2]) -> Range<usize> {
    mark[0]..mark[1]
}

impl Engine {
    /// What may be meant by what is typed so far, see [`Suggester::suggest`].
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn suggest(&self, request: &SuggestRequest) -> Result<Suggestions, SearchError> {
        Ok(self.suggester()?.suggest(request))
    }

    /// The titles and phrasings of this generation. Read at the first call; a server makes it before it serves.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn suggester(&self) -> Result<&Suggester, SearchError> {
        if let Some(suggester) = self.suggester.get() {
            return Ok(suggester);
        }
        let searcher = self.searcher();
        let mut sources = Vec::new();
        for reader in searcher.segment_readers() {
            let store = reader.get_store_reader(STORE_CACHE_BLOCKS).map_err(tantivy::TantivyError::from)?;
            for doc in reader.doc_ids_alive() {
                let document: TantivyDocument = store.get(doc)?;
                let json = document.get_first(self.fields().article).and_then(|value| value.as_str());
                // An article that cannot be read is not suggested; opening it says what is wrong.
                sources.extend(serde_json::from_str::<Source>(json.unwrap_or_default()));
            }
        }
        Ok(self.suggester.get_or_init(|| Suggester::new(self.services(), sources)))
    }
}

/// Blocks of stored articles that are kept unpacked while all are read in order.
const STORE_CACHE_BLOCKS: usize = 2;
