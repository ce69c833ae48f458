//! `kill -9` in the middle of a reindex: the old or the new generation answers, never a mix, never none.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use haedap::index::Store;

use super::super::cli::Place;
use super::engine;

/// Enough documents for a reindex to last long against the start of the process.
const DOCUMENTS: usize = 3_000;
/// Kills spread evenly over one full run; the last comes when the work is about done.
const MOMENTS: u32 = 12;
/// Asked of every generation. Documents are found by it in both versions.
const QUESTION: &str = "환불 신청 방법";

/// A collection of which every document says which version it is of.
fn collection(version: &str) -> String {
    let words = [
        "환불",
        "영수증",
        "충전",
        "카드",
        "이메일",
        "세금계산서",
        "자동결제",
        "챗봇",
        "이모티콘",
        "신청",
        "방법",
        "한도",
    ];
    let mut out = String::new();
    for document in 0..DOCUMENTS {
        let word = |step: usize| words[(document * step + step) % words.len()];
        let text: Vec<String> = (1..10)
            .map(|step| format!("{}은 {}에서 {}을 보고 {document}번 해요.", word(step), word(step + 3), word(step * 5)))
            .collect();
        let title = format!("{} {} {document}", word(1), word(2));
        writeln!(out, "{{\"_id\":\"{version}{document}\",\"title\":\"{title}\",\"text\":\"{}\"}}", text.join(" "))
            .expect("writing to a String cannot fail");
    }
    out
}

/// The version of the generation in service, after a look at everything that could be a mix of two.
fn version_in_service(index: &Path) -> String {
    let store = Store::new(index);
    let engine = engine(&store);
    let manifest = engine.manifest();
    assert_eq!(manifest.generation, store.current().expect("a generation"));
    assert!(manifest.generation.ends_with(&manifest.corpus_hash[..8]), "{}", manifest.generation);
    assert_eq!(manifest.counts.articles, DOCUMENTS);
    let hits = engine.hits(&engine.question(QUESTION), None).expect("the index can be read").hits;
    assert!(hits.len() > 100, "{} hits", hits.len());
    let version = hits[0].key[..1].to_owned();
    for hit in &hits {
        assert!(hit.key.starts_with(&version), "{} beside {}", hit.key, hits[0].key);
    }
    for hit in hits.iter().step_by(97) {
        assert_eq!(engine.article(hit).expect("the article").key, hit.key);
    }
    version
}

#[test]
fn a_killed_reindex_leaves_one_whole_generation() {
    let place = Place::empty();
    let versions = ["a", "b"];
    for version in versions {
        place.write(&format!("{version}.jsonl"), collection(version));
    }
    let index = place.path("index");
    let begun = Instant::now();
    let ran = place.run(&["reindex", "--corpus", "a.jsonl"]);
    let mut full = begun.elapsed();
    assert_eq!(ran.code, 0, "{}", ran.stderr);

    let (mut in_service, mut interrupted) = (version_in_service(&index), 0);
    for moment in 1..=MOMENTS {
        // Always the version that is not in service, so that old and new can be told apart.
        let next = if in_service == "a" { "b" } else { "a" };
        let mut command = place.command(&["reindex", "--corpus", &format!("{next}.jsonl")]);
        let mut child = command.stderr(Stdio::null()).spawn().expect("the program starts");
        if let Some(shorter) = ended_within(&mut child, full * moment / MOMENTS) {
            // The first run was measured beside other tests; this one was faster, and so may the next ones be.
            full = shorter;
        }
        child.kill().expect("a child can be killed");
        let status = child.wait().expect("it is gone");
        interrupted += u32::from(!status.success());
        let found = version_in_service(&index);
        assert!(!status.success() || found == next, "a reindex that ended well is in service");
        in_service = found;
    }
    // Were every run to end before its kill, nothing would have been tested.
    assert!(interrupted >= MOMENTS / 2, "only {interrupted} of {MOMENTS} kills came in time");

    let next = if in_service == "a" { "b" } else { "a" };
    let ran = place.run(&["reindex", "--corpus", &format!("{next}.jsonl")]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(version_in_service(&index), next);
    let left = std::fs::read_dir(&index).expect("the index").map(|entry| entry.expect("an entry").file_name());
    let left: Vec<_> = left.filter(|name| name.to_string_lossy().starts_with(".building-")).collect();
    assert!(left.is_empty(), "what the killed ones left is gone: {left:?}");
}

#[test]
fn a_first_reindex_that_is_killed_leaves_nothing_half_made() {
    let place = Place::empty();
    place.write("a.jsonl", collection("a"));
    let mut command = place.command(&["reindex", "--corpus", "a.jsonl"]);
    let mut child = command.stderr(Stdio::null()).spawn().expect("the program starts");
    // The lock file is made first: from then on the work is under way.
    let begun = Instant::now();
    while !place.path("index/.lock").exists() {
        assert!(begun.elapsed() < Duration::from_mins(1), "the reindex never began");
    }
    child.kill().expect("a child can be killed");
    assert!(!child.wait().expect("it is gone").success(), "it was killed at its beginning");
    let ran = place.run(&["search", QUESTION]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("there is no index in index; run `haedap reindex`"), "{}", ran.stderr);
    assert_eq!(place.run(&["reindex", "--corpus", "a.jsonl"]).code, 0, "the cure that the message names");
    assert_eq!(version_in_service(&place.path("index")), "a");
}

/// Lets time pass, and gives the time after which the child ended, if it ended first. No wait for something to happen:
/// the moment of the kill is what is tested.
fn ended_within(child: &mut Child, time: Duration) -> Option<Duration> {
    let begun = Instant::now();
    while begun.elapsed() < time {
        if child.try_wait().expect("a child can be asked").is_some() {
            return Some(begun.elapsed());
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    None
}
