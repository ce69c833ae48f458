//! Publishing: the same corpus gives the same results, old generations go, and whatever interrupts a reindex, the
//! index in service stays whole (DESIGN §4.2).

mod killed;
mod takeover;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;

use haedap::faq::{self, Corpus};
use haedap::index::{IndexError, Store};
use haedap::search::Engine;
use haedap::text::LexiconFiles;
use time::macros::datetime;

use super::cli::Place;
use super::corpus::Folder;
use super::support;

/// Generations kept besides the current one, as `index::store` says.
const KEPT: usize = 4;

fn publish(store: &Store, corpus: &Corpus, files: &LexiconFiles) -> Result<String, IndexError> {
    let now = datetime!(2026-11-21 09:00 UTC);
    let published = store.publish(corpus, &support::analyzer(&support::words(files)), files, now, |_| {})?;
    Ok(published.manifest.generation)
}

fn small() -> Corpus {
    faq::load(Folder::small().path()).unwrap_or_else(|error| panic!("{error}"))
}

fn engine(store: &Store) -> Engine {
    support::open_engine(store)
}

/// Keys and scores of a question, best first.
fn hits(engine: &Engine, question: &str) -> Vec<(String, u32)> {
    let hits = engine.hits(&engine.question(question), None).expect("the index can be read").hits;
    // Bits, so that equal means equal.
    hits.into_iter().map(|hit| (hit.key, hit.score.to_bits())).collect()
}

/// Every file below a folder with its content.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            found.extend(files(&entry));
        } else {
            found.insert(entry.display().to_string(), fs::read(&entry).expect("a file"));
        }
    }
    found
}

#[test]
fn the_same_corpus_gives_the_same_results() {
    let (corpus, words) = support::shipped_corpus();
    let folders = [(); 2].map(|()| tempfile::tempdir().expect("a folder"));
    let stores = folders.each_ref().map(|folder| Store::new(folder.path()));
    let names = stores.each_ref().map(|store| publish(store, &corpus, &words).expect("published"));
    assert_eq!(names[0], names[1]);
    let engines = stores.each_ref().map(engine);
    assert_eq!(engines[0].manifest(), engines[1].manifest());
    let judged = support::root().join("corpus/eval/dev.jsonl");
    let judged = haedap::eval::judgments::read(&judged).unwrap_or_else(|error| panic!("{error}"));
    let mut found = 0;
    for judgment in judged.iter().step_by(3) {
        let (one, two) = (hits(&engines[0], &judgment.utterance), hits(&engines[1], &judgment.utterance));
        assert_eq!(one, two, "{}", judgment.utterance);
        found += one.len();
    }
    assert!(found > 1_000, "the questions found something: {found}");
}

#[test]
fn only_the_last_generations_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, corpus) = (Store::new(folder.path()), small());
    let names: Vec<String> =
        (0..KEPT + 3).map(|_| publish(&store, &corpus, &LexiconFiles::default()).expect("published")).collect();
    assert_eq!(store.generations().expect("a list"), names[2..], "the current one and {KEPT} to go back to");
    assert_eq!(store.current().expect("one"), names[KEPT + 2]);
    for name in &names[..2] {
        assert!(!folder.path().join(name).exists(), "{name} takes up no space any more");
    }
    // Back to the oldest: it stays until another takes its place.
    store.set_current(&names[2]).expect("it is there");
    assert_eq!(engine(&store).manifest().generation, names[2]);
    let next = publish(&store, &corpus, &LexiconFiles::default()).expect("published");
    assert_eq!(store.current().expect("one"), next);
    assert!(next > names[KEPT + 2], "numbers go on from the highest, not from the current: {next}");
}

#[test]
fn an_opened_generation_outlives_its_removal() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, corpus) = (Store::new(folder.path()), small());
    let first = publish(&store, &corpus, &LexiconFiles::default()).expect("published");
    let held = engine(&store);
    let before = hits(&held, "환불은 어떻게 신청하나요");
    assert!(!before.is_empty());
    for _ in 0..=KEPT {
        publish(&store, &corpus, &LexiconFiles::default()).expect("published");
    }
    assert!(!folder.path().join(&first).exists());
    assert_eq!(hits(&held, "환불은 어떻게 신청하나요"), before, "a reader sees one generation to its end");
}

#[test]
fn leftovers_of_an_interrupted_reindex_go() {
    let place = Place::empty();
    let corpus = Folder::small();
    place.write("index/.building-abc123/tantivy/meta.json", "{}");
    place.write("index/.tmpabc123", "000001-0000");
    place.write("index/README.md", "not ours to remove");
    let ran = place.run(&["reindex", "--corpus", corpus.argument()]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(!place.path("index/.building-abc123").exists());
    assert!(!place.path("index/.tmpabc123").exists());
    assert!(place.path("index/README.md").exists());
    let current = fs::read_to_string(place.path("index/current")).expect("a generation");
    assert!(current.starts_with("000001-"), "what was never finished has no number: {current}");
}

#[test]
fn a_broken_corpus_leaves_the_generation_in_service_untouched() {
    let place = Place::empty();
    let corpus = Folder::small();
    let reindex = ["reindex", "--corpus", corpus.argument()];
    assert_eq!(place.run(&reindex).code, 0);
    let before = files(&place.path("index"));
    let sound = fs::read(corpus.path().join("articles/emoticon/be-size.md")).expect("an article");
    let check = |file: &str, text: &[u8]| {
        corpus.write(file, text);
        let ran = place.run(&reindex);
        assert_eq!((ran.code, ran.stderr.contains("; nothing was changed\n  ")), (2, true), "{file}: {}", ran.stderr);
        assert!(files(&place.path("index")) == before, "{file}: the index changed");
        fs::remove_file(corpus.path().join(file)).expect("removed");
    };
    check("articles/emoticon/be-none.md", b"no head");
    check("articles/emoticon/be-bytes.md", b"\xFF\xFE");
    check("articles/chatbot/be-size.md", &sound);
    check("lexicon/user_words.txt", "비즈 월렛".as_bytes());
    assert_eq!(place.run(&["search", "환불"]).code, 0);
    assert_eq!(place.run(&reindex).code, 0, "once it is mended, it goes on");
}

#[test]
fn a_dictionary_that_is_missing_leaves_the_index_untouched() {
    let place = Place::empty();
    let corpus = Folder::small();
    assert_eq!(place.run(&["reindex", "--corpus", corpus.argument()]).code, 0);
    let before = files(&place.path("index"));
    assert_eq!(place.run(&["reindex", "--corpus", corpus.argument(), "--dictionary", "none"]).code, 2);
    assert!(files(&place.path("index")) == before);
}

#[test]
fn of_two_reindexes_one_wins_and_the_other_wins_later_or_says_busy() {
    let place = Place::empty();
    let corpus = Folder::small();
    let start = || place.command(&["reindex", "--corpus", corpus.argument()]).spawn().expect("the program starts");
    let mut children = [start(), start(), start(), start()];
    let codes = children.each_mut().map(|child| child.wait().expect("it ends").code());
    let won = codes.iter().filter(|code| **code == Some(0)).count();
    assert!(won >= 1 && codes.iter().all(|code| matches!(code, Some(0 | 2))), "{codes:?}");
    let store = Store::new(&place.path("index"));
    assert_eq!(store.generations().expect("a list").len(), won, "each that won has its generation");
    assert!(!hits(&engine(&store), "환불").is_empty());
}

/// Holds the lock that a reindex holds while it works.
fn hold_lock(place: &Place) -> File {
    let lock = File::create(place.path("index/.lock")).expect("the lock file");
    lock.try_lock().expect("nobody else holds it");
    lock
}

#[test]
fn a_reindex_beside_another_says_busy() {
    let place = Place::empty();
    let corpus = Folder::small();
    let reindex = ["reindex", "--corpus", corpus.argument()];
    assert_eq!(place.run(&reindex).code, 0);
    // The other's work must not be taken for a leftover.
    place.write("index/.building-other/manifest.json", "{}");
    let lock = hold_lock(&place);
    let ran = place.run(&reindex);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("another reindex of index is running; wait for it to end"), "{}", ran.stderr);
    assert!(place.path("index/.building-other/manifest.json").exists());
    assert_eq!(place.run(&["search", "환불"]).code, 0, "readers need no lock");
    drop(lock);
    assert_eq!(place.run(&reindex).code, 0);
}

#[test]
fn a_rollback_beside_a_reindex_says_busy() {
    // The reindex would overrule it, or remove the very generation that it goes back to.
    let place = Place::empty();
    let corpus = Folder::small();
    for _ in 0..2 {
        assert_eq!(place.run(&["reindex", "--corpus", corpus.argument()]).code, 0);
    }
    let before = fs::read_to_string(place.path("index/current")).expect("a generation");
    let lock = hold_lock(&place);
    let ran = place.run(&["rollback"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("another reindex of index is running"), "{}", ran.stderr);
    assert_eq!(fs::read_to_string(place.path("index/current")).expect("a generation"), before);
    drop(lock);
    assert_eq!(place.run(&["rollback"]).code, 0);
}

#[test]
fn a_collection_is_indexed_and_searched() {
    let place = Place::empty();
    let collection = concat!(
        "{\"_id\":\"d1\",\"title\":\"서울의 날씨\",\"text\":\"서울은 오늘 맑아요.\\n내일은 비가 와요.\",\"metadata\":{\"a\":1}}\n",
        "\n",
        "{\"_id\":\"d2\",\"text\":\"제목 없이 부산의 바다만 적었어요.\"}\r\n",
        "{\"_id\":\"d3\",\"title\":\"본문 없는 제주도 여행\"}",
    );
    let file = place.write("collection.jsonl", collection);
    let ran = place.run(&["reindex", "--corpus", &file, "--json"]);
    assert_eq!((ran.code, &ran.json()["counts"]["articles"]), (0, &3.into()), "{}", ran.stderr);
    let first = |question: &str| place.run(&["search", question, "--json"]).json()["results"][0]["key"].clone();
    assert_eq!([first("서울 날씨"), first("부산 바다"), first("제주도 여행")], ["d1", "d2", "d3"]);
}

#[test]
fn a_bad_collection_is_refused_with_its_lines() {
    let place = Place::empty();
    let check = |lines: &[&str], expect: &[&str]| {
        place.write("c.jsonl", lines.join("\n"));
        let ran = place.run(&["reindex", "--corpus", "c.jsonl"]);
        assert_eq!(ran.code, 2, "{lines:?}: {}", ran.stderr);
        let said: Vec<&str> = ran.stderr.lines().filter_map(|line| line.strip_prefix("  ")).collect();
        assert!(said.len() == expect.len(), "expected {expect:?}, said {said:?}");
        for (said, expect) in said.iter().zip(expect) {
            assert!(said.starts_with(expect), "expected {expect:?}, said {said:?}");
        }
        assert!(!place.path("index").exists(), "nothing is published");
    };
    let sound = "{\"_id\":\"a\",\"title\":\"가\",\"text\":\"나\"}";
    let no_object = "is no object with a text `_id`, `title` and `text`: ";
    check(&[sound, "{\"_id\":", sound], &[&format!("c.jsonl:2: {no_object}EOF"), "c.jsonl:3: the `_id` 'a' stood in"]);
    check(
        &[sound, "", "[1]", "{\"title\":\"가\"}"],
        &[&format!("c.jsonl:3: {no_object}"), &format!("c.jsonl:4: {no_object}missing field `_id`")],
    );
    check(&["{\"_id\":7,\"text\":\"가\"}"], &[&format!("c.jsonl:1: {no_object}invalid type")]);
    check(&[sound, sound], &["c.jsonl:2: the `_id` 'a' stood in an earlier line; give it another"]);
    check(
        &["{\"_id\":\"a\"}", "{\"_id\":\"b\",\"title\":\" \",\"text\":\"\"}"],
        &["c.jsonl:1: 'a' has neither title nor text; delete the line", "c.jsonl:2: 'b' has neither"],
    );
    check(&["", " "], &["c.jsonl: the collection is empty"]);
}

#[test]
fn an_id_that_a_run_file_cannot_hold_is_refused() {
    // `qid Q0 docid rank score haedap` is divided by spaces: an empty name or one with spaces makes it unreadable.
    let place = Place::empty();
    for id in ["", " ", "a b", "a\\tb"] {
        place.write("c.jsonl", format!("{{\"_id\":\"{id}\",\"text\":\"가나다\"}}\n"));
        let ran = place.run(&["reindex", "--corpus", "c.jsonl"]);
        assert_eq!((ran.code, ran.stderr.contains("c.jsonl:1: ")), (2, true), "'{id}': {}", ran.stderr);
    }
}
