//! Quality holds: the shipped corpus answers the judged utterances at least as well as the committed figures say, alike
//! in other clothes, and `haedap eval --report` writes it all down.

use std::fs;

use haedap::eval::measure::{ask_all, measure};
use haedap::eval::variants::Sort;
use haedap::eval::{Judgment, Report, Share, baseline, judgments};

use super::cli::Place;
use super::corpus::Folder;
use crate::support;

fn dev() -> Vec<Judgment> {
    judgments::read(&support::root().join("corpus/eval/dev.jsonl")).expect("the judged set")
}

#[test]
fn the_committed_figures_hold() {
    let text = fs::read_to_string(support::root().join("corpus/eval/baseline.json")).expect("the baseline");
    let before: Report = serde_json::from_str(&text).expect("a baseline");
    let dev = dev();
    let outcomes = ask_all(&support::shipped_answerer(), &dev).expect("the index can be read");
    let now = Report::new(&dev, &outcomes);
    assert_eq!(now.items, 500);
    assert_eq!(baseline::losses(&before, &now), [], "`haedap eval --errors` lists what went wrong");
    // Every item has its place in the curve, and the surest are the most often right.
    let curve = &now.calibration.curve;
    let read: Vec<usize> = curve.iter().map(|point| point.precision.of).collect();
    assert_eq!(read, [250, 300, 350, 400, 450, 500]);
    assert!(curve[0].precision.value() > curve[5].precision.value() && curve[0].probability > curve[5].probability);
}

#[test]
fn other_clothes_change_little() {
    // Every fourth item, of every kind; the whole set is for `haedap eval`.
    let some: Vec<Judgment> = dev().into_iter().step_by(4).collect();
    let measured = measure(&support::shipped_answerer(), &some).expect("the index can be read");
    let invariance = measured.report.invariance.expect("variants were asked");
    let sorts: Vec<Sort> = invariance.by_sort.keys().copied().collect();
    assert_eq!(sorts, Sort::ALL, "each sort was made");
    let sum = |count: fn(&Share) -> usize| invariance.by_sort.values().map(count).sum::<usize>();
    assert_eq!(invariance.total, Share { of: sum(|share| share.of), hit: sum(|share| share.hit) });
    assert_eq!(measured.unlike.len(), invariance.total.of - invariance.total.hit);
    assert!(invariance.total.of > 900, "{invariance}");
    assert!(invariance.total.value() > 0.85, "{invariance}");
    assert!(invariance.negation_noticed.of > 0);
}

/// Utterances of the small corpus: one that goes well, one of words that no article has, one that nothing answers.
const ONE: &str = r#"{"id":"a1","utterance":"환불은 어떻게 받나요?","gold":["cb-refund"],"service":null,"kind":"paraphrase","expect":"answer","live":[]}
{"id":"a2","utterance":"쀍뚫 뷁","gold":["be-size"],"service":null,"kind":"typo","expect":"answer","live":[]}
"#;
const OTHER: &str = r#"{"id":"b1","utterance":"내일 비 오나요?","gold":[],"service":null,"kind":"ood","expect":"fallback","live":[]}
"#;

#[test]
fn the_report_is_written_for_several_sets() {
    let place = Place::empty();
    let folder = Folder::small();
    assert_eq!(place.run(&["reindex", "--corpus", folder.argument()]).code, 0);
    let (one, other) = (place.write("dev.jsonl", ONE), place.write("other.jsonl", OTHER));
    let both = ["eval", "--judgments", &one, "--judgments", &other];
    let figures = place.run(&[&both[..], &["--json"]].concat()).json();
    assert_eq!(figures["items"], 3);
    assert_eq!(figures["invariance"]["by_sort"]["spaces"]["of"], 2, "of a1 and a2, not of the ood one: {figures}");
    assert_eq!(figures["calibration"]["curve"].as_array().map(Vec::len), Some(6), "{figures}");
    let write = |name: &str| {
        let ran = place.run(&[&both[..], &["--report", name]].concat());
        assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
        fs::read_to_string(place.path(name)).expect("the report")
    };
    let report = write("quality.md");
    for part in [
        "on the 3 articles of `corpus/`",
        "- **dev**: `corpus/eval/dev.jsonl`, 2 judged utterances; synonyms",
        "- **other**: `corpus/eval/other.jsonl`, 1 judged utterances.",
        "| figure | shipped weights, dev | shipped weights, other | cross-validation, 3 |",
        "| a2 | typo | `쀍뚫 뷁` | fallback instead of an answer | ",
        "| 1.000 | ",
        "| negation taken out, noticed | – | – |",
    ] {
        assert!(report.contains(part), "{part}\n\n{report}");
    }
    assert!(!report.contains("| a1 |"), "what went well is not listed: {report}");
    let without_date =
        |report: &str| report.lines().filter(|l| !l.starts_with("Figures of ")).collect::<Vec<_>>().join("\n");
    assert_eq!(without_date(&report), without_date(&write("again.md")), "the same but for the date");
    assert_eq!(place.run(&[&both[..], &["--report", "quality.md", "--json"]].concat()).code, 2);
}

#[test]
fn errors_are_listed_with_their_variants() {
    let place = Place::empty();
    let folder = Folder::small();
    assert_eq!(place.run(&["reindex", "--corpus", folder.argument()]).code, 0);
    let ran = place.run(&["eval", "--judgments", &place.write("dev.jsonl", ONE), "--errors"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("a2 typo expect Answer be-size\n  쀍뚫 뷁\n  got Fallback: "), "{}", ran.stdout);
    for line in
        ["calibration error  ", "coverage            precision", "invariance  ", "  courtesy  ", "negation noticed  "]
    {
        assert!(ran.stdout.contains(line), "{line}: {}", ran.stdout);
    }
}
