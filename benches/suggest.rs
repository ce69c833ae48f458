//! Speed of suggestions, key by key, side by side with a plain scan of all texts in one run; memory and time to build.
//!
//! `make bench`. The plain scan looks for what stands in the box in every title and phrasing, as a first version of
//! any such box does; how often it finds nothing while a title is typed is told beside its time.

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use haedap::faq::{self, Services};
use haedap::search::SuggestRequest;
use haedap::search::suggest::{Source, Suggester};
use haedap::text::hangul::{compose, from_korean_layout, initials, keystrokes};

/// What the memory must hold at least.
const MANY_TEXTS: usize = 100_000;

/// Times that each state is asked; the best counts, for others on the machine only ever make it slower.
const ROUNDS: usize = 3;

/// Judged questions that are typed, too: no text goes on as most of them do, the hardest case for a suggestion.
const QUESTIONS: usize = 100;

fn main() {
    let corpus = faq::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")).expect("the corpus");
    let titles: Vec<String> = corpus.articles.iter().map(|article| article.title.clone()).collect();
    let source = |article: &faq::Article| Source {
        key: article.key.clone(),
        title: article.title.clone(),
        service: article.service.clone(),
        phrasings: article.phrasings.clone(),
    };
    let shipped: Vec<Source> = corpus.articles.iter().map(source).collect();
    measure("the shipped articles", &corpus.services, &shipped, &titles);
    let many = recombined(&shipped);
    measure("texts of the same words in other order", &corpus.services, &many, &titles);
}

/// Many texts with the words of the shipped ones, by a fixed rule; the shipped ones first.
fn recombined(shipped: &[Source]) -> Vec<Source> {
    let words: Vec<&str> =
        shipped.iter().flat_map(|source| &source.phrasings).flat_map(|phrasing| phrasing.split(' ')).collect();
    let mut sources = shipped.to_vec();
    let mut texts: usize = sources.iter().map(|source| 1 + source.phrasings.len()).sum();
    let mut state = 1_usize;
    let mut word = || {
        // Knuth's constants; any rule without a pattern does.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        words[(state >> 33) % words.len()]
    };
    while texts < MANY_TEXTS {
        let mut text = || (0..5).map(|_| word()).collect::<Vec<_>>().join(" ");
        let number = sources.len();
        sources.push(Source {
            key: format!("many-{number}"),
            title: text(),
            service: shipped[number % shipped.len()].service.clone(),
            phrasings: (0..14).map(|_| text()).collect(),
        });
        texts += 15;
    }
    sources
}

fn measure(what: &str, services: &Services, sources: &[Source], titles: &[String]) {
    let copy = sources.to_vec();
    let started = Instant::now();
    let suggester = Suggester::new(services, copy);
    let built = started.elapsed();
    println!("{what}: {} texts, built in {built:?}, {:.1} MB", suggester.texts(), suggester.bytes() as f64 / 1e6);
    let plain: Vec<String> = sources
        .iter()
        .flat_map(|source| [&source.title].into_iter().chain(&source.phrasings))
        .map(|text| text.replace(' ', "").to_lowercase())
        .collect();

    let judged = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/eval/dev.jsonl"));
    let questions: Vec<String> = judged
        .expect("the judged set")
        .lines()
        .take(QUESTIONS)
        .filter_map(|line| {
            serde_json::from_str::<serde_json::Value>(line).ok()?["utterance"].as_str().map(str::to_owned)
        })
        .collect();
    let shown = |keys: &[char]| (1..=keys.len()).map(|count| compose(&keys[..count])).collect::<Vec<_>>();
    let typed = |text: &str| shown(&keystrokes(text));
    let initial = |c: char| initials(c.encode_utf8(&mut [0; 4])).unwrap_or_else(|| c.to_string());
    let ways: [(&str, Vec<String>); 6] = [
        ("every key of every title", titles.iter().flat_map(|title| typed(title)).collect()),
        ("without spaces", titles.iter().flat_map(|title| typed(&title.replace(' ', ""))).collect()),
        ("on the wrong keyboard", titles.iter().flat_map(|title| prefixes(&from_korean_layout(title))).collect()),
        (
            "initial consonants",
            titles.iter().flat_map(|title| typed(&title.chars().map(initial).collect::<String>())).collect(),
        ),
        ("every key of questions in other words", questions.iter().flat_map(|text| typed(text)).collect()),
        ("with a wrong key", titles.iter().enumerate().flat_map(|(at, title)| shown(&slipped(title, at))).collect()),
    ];
    for (way, states) in &ways {
        let suggest = |query: &String| {
            suggester.suggest(&SuggestRequest { query: query.clone(), service: None, size: 8 }).suggestions.len()
        };
        // So many texts take a plain scan minutes for all states; a share says as much.
        let step = if plain.len() > 10_000 { 100 } else { 4 };
        let scan = |query: &String| {
            let query = query.replace(' ', "").to_lowercase();
            plain.iter().filter(|text| text.contains(&query)).take(8).count()
        };
        println!("  {way}, {} states", states.len());
        report("haedap", states.iter(), suggest);
        report("plain scan", states.iter().step_by(step), scan);
    }
}

fn prefixes(text: &str) -> Vec<String> {
    text.char_indices().map(|(at, c)| text[..at + c.len_utf8()].to_owned()).collect()
}

/// The keys of a text, one of them wrong.
fn slipped(text: &str, number: usize) -> Vec<char> {
    let mut keys = keystrokes(text);
    let at = 2 + number * 7 % (keys.len() - 4);
    keys[at] = 'ㅁ';
    keys
}

fn report<'a>(what: &str, states: impl Iterator<Item = &'a String>, run: impl Fn(&String) -> usize) {
    let mut times: Vec<Duration> = Vec::new();
    let mut blank = 0;
    for state in states {
        let mut found = 0;
        let mut once = || {
            let started = Instant::now();
            found = black_box(run(black_box(state)));
            started.elapsed()
        };
        times.extend((0..ROUNDS).map(|_| once()).min());
        blank += usize::from(found == 0);
    }
    times.sort();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    let blank = blank as f64 * 100.0 / times.len() as f64;
    println!(
        "    {what:<11} p50 {:>9.1?}, p99 {:>9.1?}, longest {:>9.1?}, {blank:.1} % of the lists empty",
        at(0.5),
        at(0.99),
        at(1.0)
    );
}
