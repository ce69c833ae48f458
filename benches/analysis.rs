//! Speed of the Korean analysis, side by side with lindera's own segmenter in one run.
//!
//! `make bench`. The machine's load changes the figures, hardly their ratio; see benches/README.md for kept runs.

use std::borrow::Cow;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use haedap::config::{Layer, merge};
use haedap::text::{Analyzer, Lattice, UserWords, dictionary};
use lindera::dictionary::load_dictionary;
use lindera::mode::Mode;
use lindera::segmenter::Segmenter;

/// Rounds over all texts; the best counts, for others on the machine only ever make a round slower.
const ROUNDS: usize = 7;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let environment = std::env::vars().filter(|(name, _)| name == "HOME" || name == "XDG_DATA_HOME").collect();
    let config = merge(Layer::default(), &environment, Layer::default()).expect("the default configuration");
    let golden = std::fs::read_to_string(root.join("tests/fixtures/golden.jsonl")).expect("the golden texts");
    let texts: Vec<String> = golden
        .lines()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).expect("a line")["text"].as_str().unwrap_or("").to_owned()
        })
        .collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    let words = std::fs::read_to_string(root.join("corpus/lexicon/user_words.txt")).expect("the word list");
    let words = UserWords::parse(&words).expect("the word list is in order");
    let open = || dictionary::open(&config.dictionary).expect("`make test` installs the dictionary");
    let raw = Analyzer::new(open(), &UserWords::default()).expect("the analysis");
    let full = Analyzer::new(open(), &words).expect("the analysis");
    let segmenter = Segmenter::new(
        Mode::Normal,
        load_dictionary(config.dictionary.to_str().expect("UTF-8")).expect("the dictionary"),
        None,
    );
    let mut lattice = Lattice::default();

    println!("{} texts, {bytes} bytes, best of {ROUNDS} rounds, one thread", texts.len());
    let rate = |name: &str, run: &mut dyn FnMut(&str)| {
        let mut round = || {
            let started = Instant::now();
            for text in &texts {
                run(black_box(text));
            }
            started.elapsed()
        };
        let best = (0..ROUNDS).map(|_| round()).min().unwrap_or_default();
        println!("{name:<44} {:>6.2} MB/s", bytes as f64 / best.as_secs_f64() / 1e6);
    };
    rate("lindera Segmenter, tokens with tags", &mut |text| {
        for mut token in segmenter.segment(Cow::Borrowed(text)).expect("segments") {
            black_box(token.details().first().copied());
        }
    });
    rate("haedap, morphemes with tags", &mut |text| {
        black_box(raw.morphemes(&mut lattice, text));
    });
    let mut lattice = Lattice::default();
    rate("haedap, cleaned index terms, user words", &mut |text| {
        black_box(full.analyse(&mut lattice, text));
    });

    let questions: Vec<String> =
        texts.iter().filter(|text| (25..=35).contains(&text.chars().count())).take(300).cloned().collect();
    let mut times: Vec<Duration> = Vec::new();
    let mut lattice = Lattice::default();
    for _ in 0..20 {
        for question in &questions {
            let started = Instant::now();
            black_box(full.analyse(&mut lattice, black_box(question)));
            times.push(started.elapsed());
        }
    }
    times.sort();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!("a question of 25 to 35 characters: p50 {:?}, p99 {:?}", at(0.5), at(0.99));
}
