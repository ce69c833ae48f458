//! The shipped lexicon does what its lines say: every pair is asked for, over a corpus with an article for every word.

mod checked;

use std::collections::{BTreeSet, HashMap};

use haedap::faq::{Article, Body, Corpus};
use haedap::index::Store;
use haedap::search::Engine;
use haedap::search::model::NAMES;
use haedap::text::{Lexicon, LexiconFiles};
use tempfile::TempDir;
use time::macros::datetime;

use super::support;

/// An article that holds a word and nothing else.
fn article(number: usize, word: &str, service: &str) -> Article {
    Article {
        key: format!("w{number}"),
        title: word.to_owned(),
        service: service.to_owned(),
        category: Vec::new(),
        phrasings: vec![word.to_owned()],
        live: Vec::new(),
        related: Vec::new(),
        links: Vec::new(),
        updated: None,
        review_by: None,
        source: Vec::new(),
        body: Body::from_plain(word),
    }
}

/// An engine over an article for each word, with a lexicon.
struct Words {
    engine: Engine,
    places: HashMap<String, usize>,
    _folder: TempDir,
}

impl Words {
    /// `words` with the slug of their service.
    fn new(words: &BTreeSet<(String, String)>, files: &LexiconFiles) -> Self {
        let (mut corpus, _) = support::shipped_corpus();
        let numbered = words.iter().enumerate();
        corpus.articles = numbered.clone().map(|(at, (word, service))| article(at, word, service)).collect();
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::new(folder.path());
        let analyzer = support::analyzer(&support::words(files));
        let now = datetime!(2026-11-21 09:00 UTC);
        store.publish(&Corpus { ..corpus }, &analyzer, files, now, |_| {}).expect("published");
        let places = numbered.map(|(at, (word, _))| (word.clone(), at)).collect();
        Self { engine: support::open_engine(&store), places, _folder: folder }
    }

    /// A feature of the article that holds `word`, for a question; 0 if it was not found.
    fn feature(&self, name: &str, question: &str, word: &str) -> f32 {
        let (ranking, _) = self.engine.examine(&self.engine.question(question)).expect("a help center");
        let place = NAMES.iter().position(|known| *known == name).expect("a feature");
        let found = ranking.articles.iter().find(|ranked| ranked.article == self.places[word]);
        found.map_or(0.0, |ranked| ranked.features[place])
    }

    /// Share of the question that the article holding `word` covers by terms.
    fn covered(&self, question: &str, word: &str) -> f32 {
        self.feature("coverage_all", question, word)
    }
}

/// A word without a service.
fn plain<'a>(words: impl Iterator<Item = &'a String>) -> BTreeSet<(String, String)> {
    words.map(|word| (word.clone(), String::new())).collect()
}

#[test]
fn every_synonym_finds_what_its_line_says() {
    let (_, files) = support::shipped_corpus();
    let lexicon = Lexicon::parse(&files).expect("the lexicon is in order");
    let words = plain(lexicon.synonyms.iter().flat_map(|synonym| [&synonym.from].into_iter().chain(&synonym.to)));
    let with = Words::new(&words, &files);
    let without = Words::new(&words, &LexiconFiles { synonyms: String::new(), ..files.clone() });
    let widened = |question: &str, word: &str| with.covered(question, word) > without.covered(question, word) + 1e-3;
    let spelled = |word: &str| with.engine.question(word).text().to_owned();
    let (mut both_ways, mut one_way) = (0, 0);
    let mut wrong = Vec::new();
    for synonym in &lexicon.synonyms {
        let alike = synonym.to.iter().filter(|to| without.covered(&synonym.from, to) < 0.999);
        for to in alike {
            if !widened(&synonym.from, to) {
                wrong.push(format!("{}: '{}' does not find '{to}'", synonym.line, synonym.from));
            }
            // Whoever says the right side is led elsewhere by no other line.
            let said = spelled(to);
            let led = |other: &&haedap::text::lexicon::Synonym| said.contains(&spelled(&other.from));
            let back: Vec<_> = lexicon.synonyms.iter().filter(led).collect();
            if back.iter().any(|other| other.line == synonym.line) {
                both_ways += 1;
            } else if back.is_empty() {
                one_way += 1;
                if widened(to, &synonym.from) {
                    wrong.push(format!("{}: '{to}' finds '{}'", synonym.line, synonym.from));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} pairs:\n{}", wrong.len(), wrong.join("\n"));
    assert!(both_ways > 80 && one_way > 80, "pairs were looked at: {both_ways} both ways, {one_way} one way");
}

#[test]
fn every_spelling_finds_its_word() {
    let (_, files) = support::shipped_corpus();
    let lexicon = Lexicon::parse(&files).expect("the lexicon is in order");
    let words = plain(lexicon.variants.iter().flat_map(|variant| [&variant.word, &variant.spelling]));
    let with = Words::new(&words, &files);
    let files = LexiconFiles { variants: String::new(), synonyms: String::new(), ..files };
    let without = Words::new(&words, &files);
    let mut changed = 0;
    for variant in &lexicon.variants {
        let covered = with.covered(&variant.spelling, &variant.word);
        assert!(covered > 0.999, "'{}' covers {covered} of '{}'", variant.spelling, variant.word);
        changed += usize::from(without.covered(&variant.spelling, &variant.word) < 0.999);
        let back = with.covered(&variant.word, &variant.word);
        assert!(back > 0.999, "'{}' is not found by itself: {back}", variant.word);
    }
    assert!(changed > 70, "{changed} spellings would not be found without their line");
}

#[test]
fn every_name_and_hint_of_a_service_leads_to_it() {
    let (corpus, files) = support::shipped_corpus();
    let services = || corpus.services.iter();
    let words = services()
        .flat_map(|service| {
            let words = service.aliases.iter().chain(&service.hints);
            words.map(|word| (word.clone(), service.slug.clone()))
        })
        .collect();
    let words = Words::new(&words, &files);
    let mut wrong = Vec::new();
    for service in services() {
        for (name, feature) in service
            .aliases
            .iter()
            .map(|alias| (alias, "named"))
            .chain(service.hints.iter().map(|hint| (hint, "implied")))
        {
            if words.feature(feature, name, name) < 0.999 {
                wrong.push(format!("'{name}' does not lead to {}", service.slug));
            }
        }
        for alias in &service.aliases {
            for main in service.aliases.iter().take(2) {
                if words.covered(alias, main) <= 0.0 {
                    wrong.push(format!("'{alias}' does not find '{main}' of {}", service.slug));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
