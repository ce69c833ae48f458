//! A lexicon changed without indexing again: the articles' index is taken over, and only then.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use haedap::index::Store;

use super::super::cli::{Place, Ran};
use super::super::corpus::Folder;
use super::{engine, hits};

const SAID: &str = "the articles did not change: the index of ";

fn reindex(place: &Place, corpus: &Folder) -> Ran {
    let ran = place.run(&["reindex", "--corpus", corpus.argument()]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    ran
}

/// The files of the index in service by name, but for locks.
fn index_files(place: &Place) -> BTreeMap<String, Vec<u8>> {
    let current = fs::read_to_string(place.path("index/current")).expect("a generation");
    let folder = place.path("index").join(current.trim()).join("tantivy");
    let entries = fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry"));
    let named = entries.map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()));
    named
        .filter(|(name, _)| Path::new(name).extension().is_none_or(|extension| extension != "lock"))
        .map(|(name, path)| (name, fs::read(path).expect("a file")))
        .collect()
}

#[test]
fn a_changed_lexicon_takes_the_index_over_and_is_in_force() {
    let (place, corpus) = (Place::empty(), Folder::small());
    assert!(!reindex(&place, &corpus).stderr.contains(SAID), "there was nothing to take over");
    let store = Store::new(&place.path("index"));
    let (first, before) = (store.current().expect("one"), index_files(&place));
    let asked = "카드 영수증";
    let found = hits(&engine(&store), asked);
    let widened = |store: &Store| {
        let hits = engine(store);
        let hits = hits.hits(&hits.question("날개"), None).expect("the index can be read").hits;
        hits.iter().any(|hit| hit.key == "cb-refund" && hit.coverage > 0.5)
    };
    assert!(!widened(&store));

    corpus.write("lexicon/synonyms.txt", "날개 > 환불\n");
    corpus.write("topics.toml", "[[topic]]\nlabel = \"환불\"\nquestion = \"환불은 어떻게 받나요?\"\n");
    let ran = reindex(&place, &corpus);
    assert!(ran.stderr.contains(&format!("{SAID}{first} was taken over")), "{}", ran.stderr);
    let second = store.current().expect("one");
    assert_ne!(first, second);
    assert!(index_files(&place) == before, "the same files with the same content");
    assert_eq!(hits(&engine(&store), asked), found, "what the change does not touch is found as before");
    assert!(widened(&store), "the new synonym is in force");
    let manifest = store.manifest(&second).expect("its manifest");
    assert_eq!((manifest.topics.len(), manifest.counts.articles), (1, 3));

    // Anew, the same comes out.
    let afresh = Place::empty();
    assert!(!reindex(&afresh, &corpus).stderr.contains(SAID));
    assert_eq!(hits(&engine(&Store::new(&afresh.path("index"))), asked), found);

    // Each generation is whole by itself: the first can be gone back to, and removed.
    assert_eq!(place.run(&["rollback"]).code, 0);
    assert!(!widened(&store));
    store.set_current(&second).expect("it is there");
    fs::remove_dir_all(place.path("index").join(&first)).expect("removed");
    assert_eq!(hits(&engine(&store), asked), found);
}

#[test]
fn what_the_index_depends_on_is_indexed_again() {
    let (place, corpus) = (Place::empty(), Folder::small());
    reindex(&place, &corpus);
    let check = |file: &str, text: &str, taken_over: bool| {
        corpus.write(file, text);
        let ran = reindex(&place, &corpus);
        assert_eq!(ran.stderr.contains(SAID), taken_over, "{file}: {}", ran.stderr);
    };
    let article = "articles/chatbot/cb-refund.md";
    let services = fs::read_to_string(corpus.path().join("services.toml")).expect("the services");
    check("lexicon/junk_words.txt", "문의\n", true);
    check("lexicon/user_words.txt", "무통장\n", false);
    check(article, &Folder::article().replace("돈을 돌려받고 싶어요", "돈을 돌려받을래요"), false);
    check(article, Folder::article(), false);
    check("services.toml", &services.replace("\"봇\"", "\"보트\""), true);
    check("services.toml", &services.replace("챗봇 관리자센터", "챗봇 만들기"), false);
    check(article, &Folder::article().replace("환불 신청을 눌러", "환불을 눌러"), false);
}

#[test]
fn a_damaged_index_is_not_taken_over() {
    let (place, corpus) = (Place::empty(), Folder::small());
    reindex(&place, &corpus);
    let current = fs::read_to_string(place.path("index/current")).expect("a generation");
    let folder = place.path("index").join(current.trim()).join("tantivy");
    let entries = fs::read_dir(&folder).expect("the folder").map(|entry| entry.expect("an entry").path());
    let store = entries.into_iter().find(|path| path.extension().is_some_and(|kind| kind == "store"));
    let store = store.expect("the stored articles");
    let mut bytes = fs::read(&store).expect("bytes");
    bytes[10] ^= 0xFF;
    fs::write(&store, bytes).expect("written");
    assert!(!reindex(&place, &corpus).stderr.contains(SAID), "it is made anew");
    assert!(reindex(&place, &corpus).stderr.contains(SAID), "and that can be taken over");
    assert!(!hits(&engine(&Store::new(&place.path("index"))), "환불").is_empty());
}
