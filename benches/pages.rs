//! What a page of results costs beyond the search that it shows: the bare search, the page, and the page compressed,
//! side by side in one run.

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use axum::body::{Body, to_bytes};
use axum::http::Request;
use haedap::answer::Answerer;
use haedap::config::{Layer, merge};
use haedap::http::{AppState, HttpConfig, router};
use haedap::index::Store;
use haedap::search::{Engine, PageRequest};
use haedap::text::{Analyzer, Lexicon, LexiconFiles, dictionary};
use haedap::{eval, faq};
use tower::ServiceExt as _;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let environment = std::env::vars().filter(|(name, _)| name == "HOME" || name == "XDG_DATA_HOME").collect();
    let config = merge(Layer::default(), &environment, Layer::default()).expect("the default configuration");
    let files = LexiconFiles::read(|name| std::fs::read_to_string(root.join("corpus/lexicon").join(name)).ok());
    let words = Lexicon::parse(&files).expect("the lexicon is in order").words;
    let installed = dictionary::open(&config.dictionary).expect("`make test` installs the dictionary");
    let analyzer = Analyzer::new(installed, &words).expect("the analysis");
    let corpus = faq::load(&root.join("corpus")).expect("the corpus");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = Store::new(folder.path());
    store.publish(&corpus, &analyzer, &files, time::OffsetDateTime::UNIX_EPOCH, |_| {}).expect("the index");
    let generation = store.open(&store.current().expect("the index"), &analyzer).expect("the index");
    let state = AppState::new(
        Answerer::new(Engine::new(generation, analyzer, &files).expect("the lexicon")),
        HttpConfig::default(),
    );
    let answerer = state.answerer();
    let router = router(state);

    let judged = eval::judgments::read(&root.join("corpus/eval/dev.jsonl")).expect("the judged set");
    let queries: Vec<String> = judged.into_iter().map(|judgment| judgment.utterance).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let open = |query: &str, encoding: &str| {
        let query: String = form_urlencoded::byte_serialize(query.as_bytes()).collect();
        let request = Request::get(format!("/help/search?q={query}")).header("accept-encoding", encoding);
        runtime.block_on(async {
            let response = router.clone().oneshot(request.body(Body::empty()).expect("a request")).await;
            let body = to_bytes(response.expect("an answer").into_body(), usize::MAX).await;
            body.expect("a page").len()
        })
    };
    let search = |query: &str| {
        let request = PageRequest { query: query.to_owned(), page: 1, size: 10, ..PageRequest::default() };
        black_box(answerer.engine().page(&request).expect("a page")).results.len()
    };
    measure("the bare search", &queries, search);
    measure("its page", &queries, |query| open(query, "identity"));
    measure("its page, gzip", &queries, |query| open(query, "gzip"));
    measure("its page, br", &queries, |query| open(query, "br"));
}

/// Prints times, and the mean of what `run` gives: results, or bytes.
fn measure(what: &str, queries: &[String], run: impl Fn(&str) -> usize) {
    let mut times: Vec<Duration> = Vec::new();
    let mut sum = 0;
    for _ in 0..3 {
        for query in queries {
            let started = Instant::now();
            sum += run(query);
            times.push(started.elapsed());
        }
    }
    let mean = sum / times.len();
    times.sort();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!("{what}: p50 {:?}, p99 {:?}, mean size {mean}", at(0.5), at(0.99));
}
