//! From what is typed to suggestions, in the order that `suggest` describes.

use std::ops::Range;

use super::book::{Book, By, CLASSES, Class, Place, SEARCHED_LETTERS, Sorted};
use super::initials::InitialPattern;
use super::keys::{Keys, MOST_KEYS, is_consonants};
use super::pick::{Found, Pick, Way};
use super::{Kind, MAX_SIZE, Source, SuggestRequest, Suggestion, Suggestions};
use crate::faq::Services;
use crate::search::correct::Correction;
use crate::search::question::MAX_CHARS;
use crate::text::hangul::from_english_layout;

/// Texts that are kept at most, titles before phrasings: about 130 MB, see `benches/README.md`.
const MOST_TEXTS: usize = 200_000;

/// Texts that hold every word of a question and are compared; more would be too many to show whatever their order.
const MOST_HOLDERS: usize = 1_000;

/// Texts ready to be suggested, from any number of threads.
pub struct Suggester {
    pub(super) book: Book,
    /// Texts from this number on are phrasings.
    phrasings: u32,
    /// Of each article.
    keys: Vec<String>,
    /// Of each article its service's place in `services`.
    services_of: Vec<u16>,
    services: Services,
    /// By what follows in keys, and in initial consonants: a list for each class of places.
    pub(super) by_keys: Vec<Sorted>,
    by_initials: Vec<Sorted>,
}

impl Suggester {
    /// Takes in the texts of articles. Of texts that match equally well the shorter one is suggested first, then the one
    /// whose service is listed first, then the one that comes first here.
    pub fn new(services: &Services, sources: Vec<Source>) -> Self {
        let place =
            |slug: &str| services.iter().position(|service| service.slug == slug).map_or(u16::MAX, |at| at as u16);
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
        self.book.bytes()
            + lists.sum::<usize>()
            + self.keys.iter().map(|key| key.len() + size_of::<String>()).sum::<usize>()
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
        let typed = Keys::new(query, SEARCHED_LETTERS);
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
        let korean = (korean != query).then(|| (Keys::new(&korean, SEARCHED_LETTERS), korean));
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
        let as_it_stands = (query, &typed, None);
        let readings =
            [Some(as_it_stands), korean.as_ref().map(|(keys, text)| (text.as_str(), keys, Some(text.clone())))];
        for (text, keys, _) in readings.iter().flatten() {
            if let Some((found, meant)) = self.with_errors(text, keys, pick) {
                return (found, Some(meant));
            }
        }
        for (_, keys, meant) in readings.into_iter().flatten() {
            let found = self.beginning(keys, pick);
            if !found.is_empty() {
                return (found, meant);
            }
        }
        (Vec::new(), None)
    }

    /// In one piece; if that gives too little, also word by word and by initial consonants.
    pub(super) fn as_typed(&self, typed: &Keys, mut pick: Pick<'_>) -> Vec<Suggestion> {
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
    pub(super) fn offer_holders(&self, pieces: &[&[u8]], pick: &mut Pick<'_>) {
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
        let numbers = holders.iter().enumerate().filter(|(_, bits)| **bits != 0).flat_map(|(at, bits)| {
            let set = (0..64).filter(move |bit| bits >> bit & 1 == 1);
            set.map(move |bit| (at * 64) as u32 + bit).filter(|text| *text < self.texts() as u32)
        });
        for text in numbers.take(MOST_HOLDERS) {
            if let Some((class, place)) = self.book.best_place(text, pieces[0]) {
                pick.offer(Way::Pieces, 0, class, place, 0);
            }
        }
    }

    /// Texts with these initial consonants one after another, if some letters are typed as such: ㅈㄷㄱㅈ, 자동ㄱㅈ.
    fn offer_initials(&self, typed: &Keys, pick: &mut Pick<'_>) {
        let letters: Vec<&[u8]> = (0..typed.letters.len()).map(|at| typed.of(at, at + 1)).collect();
        if letters.len() > MOST_KEYS || !letters.iter().any(|letter| is_consonants(letter)) {
            return;
        }
        // 결젝ㅈ may be 결제ㄱㅈ: the consonant went under the syllable before it.
        for moves in [false, true] {
            let before = pick.len();
            self.offer_pattern(&InitialPattern::new(typed, &letters, moves), pick);
            if pick.len() > before {
                return;
            }
        }
    }

    fn offer_pattern(&self, pattern: &InitialPattern<'_>, pick: &mut Pick<'_>) {
        let InitialPattern { initials, letters } = pattern;
        if initials.len() < 2 {
            return;
        }
        for (class, list) in CLASSES.into_iter().zip(&self.by_initials) {
            for place in list.places(list.find(&self.book, initials)) {
                let fits = |(at, wanted): (usize, Option<&[u8]>)| {
                    let Some(wanted) = wanted else { return true };
                    let here = self.book.letter_keys(Place { letter: place.letter + at as u16, ..*place });
                    // The last letter may be half typed.
                    if at + 1 == letters.len() { here.starts_with(wanted) } else { here == wanted }
                };
                if letters.iter().copied().enumerate().all(fits) {
                    pick.offer(Way::Initials, 0, class, *place, initials.len());
                }
            }
        }
    }

    /// What was picked, as it is shown; `pieces` are what texts were found by that hold them here and there.
    pub(super) fn shown(&self, pick: Pick<'_>, pieces: &[&[u8]]) -> Vec<Suggestion> {
        pick.finish().into_iter().map(|found| self.suggestion(found, pieces)).collect()
    }

    pub(super) fn suggestion(&self, found: Found, pieces: &[&[u8]]) -> Suggestion {
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
            text: text.content.to_string(),
            key: self.keys[text.article as usize].clone(),
            kind: if place.text < self.phrasings { Kind::Title } else { Kind::Phrasing },
            service: service.map(|service| service.name.clone()).unwrap_or_default(),
            service_slug: service.map(|service| service.slug.clone()).unwrap_or_default(),
            marks: apart,
        }
    }
}
