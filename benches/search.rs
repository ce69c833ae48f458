//! Speed of a search and of a whole answer over the shipped corpus, and of the start.

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use haedap::answer::{Answerer, Ask};
use haedap::config::{Layer, merge};
use haedap::index::Store;
use haedap::search::{Engine, PageRequest};
use haedap::text::{Analyzer, Lexicon, LexiconFiles, dictionary};
use haedap::{eval, faq};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let environment = std::env::vars().filter(|(name, _)| name == "HOME" || name == "XDG_DATA_HOME").collect();
    let config = merge(Layer::default(), &environment, Layer::default()).expect("the default configuration");
    let files = LexiconFiles::read(|name| std::fs::read_to_string(root.join("corpus/lexicon").join(name)).ok());
    let words = Lexicon::parse(&files).expect("the lexicon is in order").words;

    let started = Instant::now();
    let installed = dictionary::open(&config.dictionary).expect("`make test` installs the dictionary");
    let analyzer = Analyzer::new(installed, &words).expect("the analysis");
    println!("opening the dictionary and setting up the analysis: {:?}", started.elapsed());

    let started = Instant::now();
    let corpus = faq::load(&root.join("corpus")).expect("the corpus");
    println!("reading and checking {} articles: {:?}", corpus.articles.len(), started.elapsed());

    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = Store::new(folder.path());
    let started = Instant::now();
    store.publish(&corpus, &analyzer, &files, time::OffsetDateTime::UNIX_EPOCH, |_| {}).expect("the index");
    println!("building and publishing their index: {:?}", started.elapsed());

    let started = Instant::now();
    let generation = store.open(&store.current().expect("the index"), &analyzer).expect("the index");
    let answerer = Answerer::new(Engine::new(generation, analyzer, &files).expect("the lexicon"));
    println!("opening it: {:?}", started.elapsed());

    let judged = eval::judgments::read(&root.join("corpus/eval/dev.jsonl")).expect("the judged set");
    let utterances: Vec<&str> = judged.iter().map(|judgment| judgment.utterance.as_str()).collect();
    measure("an answer", &utterances, |utterance| {
        black_box(answerer.ask(&Ask { utterance: utterance.to_owned(), ..Ask::default() }).expect("an answer"));
    });
    measure("a page of ten results", &utterances, |query| {
        let request = PageRequest { query: query.to_owned(), page: 1, size: 10, ..PageRequest::default() };
        black_box(answerer.engine().page(&request).expect("a page"));
    });
}

fn measure(what: &str, utterances: &[&str], mut run: impl FnMut(&str)) {
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..5 {
        for utterance in utterances {
            let started = Instant::now();
            run(utterance);
            times.push(started.elapsed());
        }
    }
    times.sort();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!("{what}: p50 {:?}, p99 {:?}", at(0.5), at(0.99));
}
