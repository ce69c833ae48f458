//! What several tests need: the dictionary, an index of the shipped corpus, a router over it, requests.

pub mod https;
pub mod log;
pub mod openapi;
pub mod postgres;
pub mod typing;
pub mod upstream;

use std::path::{Path, PathBuf};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use haedap::answer::Answerer;
use haedap::config::{Config, Layer, Secret, merge};
use haedap::faq::{self, Corpus};
use haedap::http::{AppState, HttpConfig, router};
use haedap::index::Store;
use haedap::kakao::Links;
use haedap::search::Engine;
use haedap::text::{Analyzer, Lexicon, LexiconFiles, UserWords, dictionary};
use serde_json::Value;
use time::macros::datetime;
use tower::ServiceExt as _;

/// The folder of the package.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Where the dictionary lies; `make test` installs it.
pub fn dictionary_path() -> PathBuf {
    #[expect(clippy::disallowed_methods, reason = "tests find the dictionary where the program does")]
    let names = ["HOME", "XDG_DATA_HOME", "HAEDAP_DICTIONARY"].map(|name| (name.to_owned(), std::env::var(name)));
    let environment = names.into_iter().filter_map(|(name, value)| Some((name, value.ok()?))).collect();
    let config: Config = merge(Layer::default(), &environment, Layer::default()).expect("the default configuration");
    config.dictionary
}

/// The token of the admin listener as a setting, which is the only way to make one.
pub fn admin_token(token: &str) -> Secret {
    let variables = [("HOME", "/u"), ("HAEDAP_ADMIN_LISTEN", "127.0.0.1:0"), ("HAEDAP_ADMIN_TOKEN", token)];
    let environment = variables.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    let config = merge(Layer::default(), &environment, Layer::default()).expect("the settings are in order");
    config.admin.expect("a listener").token
}

/// The analysis chain with the given words.
pub fn analyzer(words: &UserWords) -> Analyzer {
    let installed = dictionary::open(&dictionary_path()).expect("`make test` installs the Korean dictionary first");
    Analyzer::new(installed, words).expect("the dictionary is a mecab-ko-dic")
}

/// The shipped corpus and its lexicon.
pub fn shipped_corpus() -> (Corpus, LexiconFiles) {
    let folder = root().join("corpus");
    let corpus = faq::load(&folder).unwrap_or_else(|error| panic!("{error}"));
    let files = LexiconFiles::read(|name| std::fs::read_to_string(folder.join("lexicon").join(name)).ok());
    (corpus, files)
}

/// The words of a lexicon.
pub fn words(files: &LexiconFiles) -> UserWords {
    Lexicon::parse(files).expect("the lexicon is in order").words
}

/// An engine over the generation in service.
pub fn open_engine(store: &Store) -> Engine {
    let current = store.current().expect("a generation is in service");
    let files = store.lexicon(&current).expect("its lexicon");
    let analyzer = analyzer(&words(&files));
    let generation = store.open(&current, &analyzer).expect("the index opens");
    Engine::new(generation, analyzer, &files).expect("the lexicon is in order")
}

/// An answerer over an index of the shipped corpus. The index is built once per corpus and analysis and kept in the
/// target folder, for every test runs in a process of its own.
pub fn shipped_answerer() -> Answerer {
    let (corpus, files) = shipped_corpus();
    let analyzer = analyzer(&words(&files));
    let format = haedap::index::schema::FORMAT;
    let name = format!("index-{format}-{}-{}", &corpus.hash[..16], analyzer.fingerprint());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let store = Store::new(&folder);
    if store.current().is_err() {
        // Two test processes may come here at once: each builds aside, the first rename wins.
        let aside = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary folder");
        let now = datetime!(2026-11-21 09:00 UTC);
        Store::new(aside.path()).publish(&corpus, &analyzer, &files, now, |_| {}).expect("the corpus is indexed");
        let _ = std::fs::rename(aside.path(), &folder);
    }
    Answerer::new(open_engine(&store))
}

/// A router over the shipped corpus.
pub fn shipped_router(config: HttpConfig) -> Router {
    router(AppState::new(shipped_answerer(), config))
}

/// Settings with a help center at an address of its own.
pub fn http_config() -> HttpConfig {
    HttpConfig {
        kakao_secret: None,
        kakao_header: "X-Haedap-Secret".to_owned(),
        links: Links { help_center: Some("https://help.example.com".to_owned()), support: None },
        ..HttpConfig::default()
    }
}

/// A response, read to its end.
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Sends one request through the router in process.
pub async fn send(router: &Router, request: Request<Body>) -> Reply {
    log::to_file();
    let response = router.clone().oneshot(request).await.expect("the router is infallible");
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.expect("the body ends");
    Reply { status: parts.status, headers: parts.headers, body: body.to_vec() }
}

pub async fn get(router: &Router, path: &str) -> Reply {
    send(router, Request::get(path).body(Body::empty()).expect("a request")).await
}

pub async fn post(router: &Router, path: &str, body: impl Into<Body>) -> Reply {
    let request = Request::post(path).header("content-type", "application/json");
    send(router, request.body(body.into()).expect("a request")).await
}
