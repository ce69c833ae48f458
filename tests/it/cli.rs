//! The command line as people and scripts use it: exit codes, what stands on stdout, run files, generations.
//!
//! Every test runs the binary in a temporary folder with an environment of its own. `errors` holds what must be
//! refused, `bots` the list of bots, `serve` the server, `admin` its other listener, `explain`, `dictionary`, `simulate` and
//! `forget` those commands. [`Place`] also serves the tests of reindexing.

mod admin;
mod bots;
mod conversation;
mod dictionary;
mod errors;
mod explain;
mod forget;
mod serve;
mod simulate;
mod thresholds;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use haedap::clock::{Clock as _, SystemClock};
use serde_json::Value;
use tempfile::TempDir;

use super::support;

/// A temporary working folder, so that the defaults `corpus` and `index` lie in it.
pub struct Place(TempDir);

/// How a run ended.
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Ran {
    /// The whole of stdout as one JSON value: a word beside it fails the test.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {}{}", self.stdout, self.stderr))
    }

    /// Every line of stdout as a JSON value.
    fn json_lines(&self) -> Vec<Value> {
        let value = |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        self.stdout.lines().map(value).collect()
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().expect("the program ended by itself"),
            stdout: String::from_utf8(output.stdout).expect("stdout is text"),
            stderr: String::from_utf8(output.stderr).expect("stderr is text"),
        }
    }
}

impl Place {
    /// An empty folder.
    pub fn empty() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    /// A folder with an index of the shipped corpus.
    fn shipped() -> Self {
        let place = Self::empty();
        let ran = place.run(&["reindex", "--corpus", &shipped("corpus")]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        place
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        fs::write(&path, text).expect("the file can be written");
        path.to_str().expect("a path that is text").to_owned()
    }

    /// The program with an environment that holds nothing but where the dictionary lies.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_haedap"));
        command.args(args).current_dir(self.0.path()).env_clear().stdin(Stdio::null());
        command.env("HAEDAP_DICTIONARY", support::dictionary_path());
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        self.command(args).output().expect("the program starts").into()
    }

    fn run_with_input(&self, args: &[&str], input: &str) -> Ran {
        let mut command = self.command(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("the program reads");
        child.wait_with_output().expect("the program ends").into()
    }
}

/// A file or folder of the repository as an argument.
fn shipped(name: &str) -> String {
    support::root().join(name).to_str().expect("a path that is text").to_owned()
}

/// A title of the shipped corpus: asked word by word it must be found first.
const TITLE: &str = "챗봇 캐시를 카드로 충전한 영수증은 어디서 보나요?";
const KEY: &str = "cb-receipt-card-charge";
/// Nothing of this stands in any article.
const UNKNOWN: &str = "qqzxw";

#[test]
fn search_finds_or_says_that_it_does_not() {
    let place = Place::shipped();
    let found = place.run(&["search", TITLE]);
    assert_eq!((found.code, found.stdout.contains(KEY)), (0, true), "{}", found.stdout);
    let found = place.run(&["search", TITLE, "--json", "--size", "3"]);
    let page = found.json();
    assert_eq!((found.code, &page["results"][0]["key"]), (0, &KEY.into()));
    assert_eq!(page["results"].as_array().map(Vec::len), Some(3));
    let missing = place.run(&["search", UNKNOWN, "--json"]);
    assert_eq!((missing.code, &missing.json()["total"]), (1, &0.into()));
    let narrowed = place.run(&["search", TITLE, "--json", "--service", "brand-emoticon"]).json();
    let results = narrowed["results"].as_array().expect("results");
    assert!(!results.is_empty());
    assert!(results.iter().all(|result| result["service_slug"] == "brand-emoticon"), "{narrowed}");
}

#[test]
fn ask_answers_or_says_that_it_cannot() {
    let place = Place::shipped();
    let answered = place.run(&["ask", TITLE, "--json"]);
    let answer = answered.json();
    assert_eq!((answered.code, &answer["decision"]), (0, &"answer".into()), "{answer}");
    assert_eq!(answer["hits"][0]["key"], KEY);
    assert!(answer["answer"].as_str().is_some_and(|text| text.starts_with(TITLE)), "{answer}");
    for field in ["choices", "service", "slots", "corrections"] {
        assert!(answer.get(field).is_some(), "the contract of DESIGN §3.2 has `{field}`: {answer}");
    }
    let fallback = place.run(&["ask", UNKNOWN, "--json"]);
    assert_eq!((fallback.code, &fallback.json()["decision"]), (1, &"fallback".into()));
    let bubbles = place.run(&["ask", TITLE]);
    assert_eq!((bubbles.code, bubbles.stdout.contains(TITLE)), (0, true), "{}", bubbles.stdout);
}

#[test]
fn ask_batch_writes_an_object_a_line_with_its_id() {
    let place = Place::shipped();
    let questions = format!(
        "{{\"id\":\"a\",\"utterance\":\"{TITLE}\"}}\n\n\
         {{\"id\":\"b\",\"utterance\":\"{UNKNOWN}\",\"service\":null,\"kind\":\"junk\"}}\n\
         {{\"id\":\"c\",\"utterance\":\"{TITLE}\",\"service\":\"chatbot\"}}\n"
    );
    let ran = place.run(&["ask", "--batch", &place.write("questions.jsonl", questions)]);
    let lines = ran.json_lines();
    let got: Vec<_> = lines.iter().map(|line| (&line["id"], &line["decision"], &line["hits"][0]["key"])).collect();
    let (answer, fallback) = (Value::from("answer"), Value::from("fallback"));
    let (a, b, c, key) = (Value::from("a"), Value::from("b"), Value::from("c"), Value::from(KEY));
    assert_eq!(ran.code, 0, "a batch that was answered has passed, whatever the answers: {}", ran.stderr);
    assert_eq!(got, [(&a, &answer, &key), (&b, &fallback, &Value::Null), (&c, &answer, &key)]);
    let broken =
        place.run(&["ask", "--batch", &place.write("broken.jsonl", "{\"id\":\"a\",\"utterance\":\"가\"}\n{}\n")]);
    assert_eq!(broken.code, 2);
    assert!(broken.stderr.contains("broken.jsonl:2: missing field `id`"), "{}", broken.stderr);
}

#[test]
fn a_batch_of_queries_becomes_a_trec_run() {
    let place = Place::shipped();
    let queries = format!(
        "{{\"_id\":\"q1\",\"text\":\"{TITLE}\"}}\n{{\"_id\":\"q2\",\"text\":\"{UNKNOWN}\"}}\n\
         {{\"_id\":\"q3\",\"text\":\"환불은 어떻게 받나요\"}}\n"
    );
    let (queries, run) = (place.write("queries.jsonl", queries), place.path("run.txt"));
    let ran = place.run(&["search", "--queries", &queries, "--run", "run.txt", "--top", "7"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
    let mut previous: Option<(String, usize, f64)> = None;
    let mut lengths = std::collections::BTreeMap::new();
    for line in fs::read_to_string(run).expect("the run").lines() {
        let fields: Vec<&str> = line.split(' ').collect();
        let [query, "Q0", document, rank, score, "haedap"] = fields[..] else { panic!("not six fields: {line}") };
        let (rank, score): (usize, f64) = (rank.parse().expect(line), score.parse().expect(line));
        match &previous {
            Some((before, at, above)) if before == query => {
                assert_eq!(rank, at + 1, "{line}");
                assert!(score <= *above && score.is_finite(), "scores must not rise: {line}");
            }
            _ => assert_eq!(rank, 1, "{line}"),
        }
        assert!(!document.is_empty());
        assert!(query != "q1" || rank != 1 || document == KEY, "{line}");
        *lengths.entry(query.to_owned()).or_insert(0) += 1;
        previous = Some((query.to_owned(), rank, score));
    }
    let lengths: Vec<_> = lengths.iter().map(|(query, length)| (query.as_str(), *length)).collect();
    assert_eq!(lengths, [("q1", 7), ("q3", 7)], "a query that finds nothing has no line");
}

#[test]
fn analyze_writes_a_line_for_each_line() {
    // Before the first reindex: `--raw` needs the dictionary alone.
    let place = Place::empty();
    let ran = place.run_with_input(&["analyze", "--raw", "--json"], "영수증을 봐요\n\n카드");
    let lines = ran.json_lines();
    assert_eq!((ran.code, lines.len()), (0, 3), "{}", ran.stderr);
    assert_eq!(lines[0]["text"], "영수증을 봐요");
    assert_eq!(lines[0]["morphemes"][0], serde_json::json!(["영수증", "NNG", 0, 9]));
    assert_eq!(lines[1]["morphemes"], serde_json::json!([]));
    assert_eq!(place.run_with_input(&["analyze", "--raw"], "영수증을\n").stdout, "영수증/NNG 을/JKO\n");
    // The indexed terms need the user words: those of the corpus here, those of the generation later.
    let indexed = place.run_with_input(&["analyze", "--json", "--corpus", &shipped("corpus")], "무통장입금은요?");
    let terms = indexed.json()["terms"].to_string();
    assert!(terms.contains("무통장입금") && terms.contains("\"입금\""), "{terms}");
}

/// A part of the judged set, of every kind: these tests are not about the figures.
fn some_judgments(place: &Place) -> String {
    let all = fs::read_to_string(shipped("corpus/eval/dev.jsonl")).expect("the judged set");
    let some: Vec<&str> = all.lines().step_by(10).collect();
    place.write("some.jsonl", some.join("\n"))
}

#[test]
fn eval_holds_the_figures_against_a_baseline() {
    let place = Place::shipped();
    let judgments = some_judgments(&place);
    let ran = place.run(&["eval", "--judgments", &judgments, "--json"]);
    let report = ran.json();
    assert_eq!(ran.code, 0, "without a baseline there is no bar: {}", ran.stderr);
    let same = place.write("same.json", &ran.stdout);
    let ran = place.run(&["eval", "--judgments", &judgments, "--json", "--baseline", &same]);
    assert_eq!((ran.code, ran.json()), (0, report.clone()), "the same index has the same figures: {}", ran.stderr);
    let mut better = report;
    let mrr = better.pointer_mut("/total/mrr_at_10").expect("the report has MRR@10");
    *mrr = (mrr.as_f64().expect("a number") + 0.1).into();
    let ran =
        place.run(&["eval", "--judgments", &judgments, "--baseline", &place.write("better.json", better.to_string())]);
    assert_eq!(ran.code, 1, "below the bar is 1, not an error");
    assert!(ran.stderr.contains("MRR@10 fell from"), "{}", ran.stderr);
}

#[test]
fn check_reports_each_thing_and_the_cure() {
    let place = Place::shipped();
    let sound = place.run(&["check", "--corpus", &shipped("corpus")]);
    assert_eq!((sound.code, sound.stdout.contains("wrong")), (0, false), "{}", sound.stdout);
    for thing in ["ok     corpus: 228 articles", "ok     dictionary: installed", "ok     index: generation 000001-"] {
        assert!(sound.stdout.contains(thing), "{thing} in {}", sound.stdout);
    }
    // Not that they are enough: that depends on the day on which the test runs.
    assert!(sound.stdout.contains("holidays: known until 20"), "{}", sound.stdout);
    let bare = Place::empty().run(&["check"]);
    assert_eq!(bare.code, 1, "{}", bare.stdout);
    for thing in
        ["wrong  corpus: the corpus corpus has", "wrong  index: there is no index in index; run `haedap reindex`"]
    {
        assert!(bare.stdout.contains(thing), "{thing} in {}", bare.stdout);
    }
}

#[test]
fn check_warns_when_the_holidays_end() {
    let place = Place::empty();
    std::fs::create_dir(place.path("corpus")).expect("a folder");
    let holidays = |until: time::Date, name: &str| {
        let days: String = (1..=10).map(|day| format!("{}-01-{day:02} = \"{name}\"\n", until.year())).collect();
        let from = format!("{}-01-01", until.year());
        place.write("corpus/holidays.toml", format!("from = {from}\nuntil = {until}\n[public]\n{days}"));
        let stdout = place.run(&["check"]).stdout;
        stdout.lines().find(|line| line.contains("holidays")).expect("a line").to_owned()
    };
    let today = haedap::wallet::day::in_seoul(SystemClock.now());
    // In the first days of January, ten holidays do not fit before the end.
    let soon = (today + time::Duration::days(30))
        .max(time::Date::from_calendar_date(today.year(), time::Month::January, 20).expect("a day"));
    assert!(holidays(soon, "쉬는 날").starts_with("warn   holidays: known until "));
    let over = time::Date::from_calendar_date(today.year() - 1, time::Month::December, 31).expect("a day");
    let line = holidays(over, "쉬는 날");
    assert!(line.starts_with("wrong  holidays: ") && line.ends_with("add this year to corpus/holidays.toml"), "{line}");
    place.write("corpus/holidays.toml", "from = 2025-01-01\n");
    assert!(place.run(&["check"]).stdout.contains("wrong  holidays: cannot use corpus/holidays.toml: "));
}

#[test]
fn rollback_goes_back_and_forth_between_generations() {
    let place = Place::shipped();
    let second = place.run(&["reindex", "--corpus", &shipped("corpus"), "--json"]).json();
    let listed = || place.run(&["generations", "--json"]).json();
    let names: Vec<String> = listed()["generations"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|manifest| manifest["generation"].as_str().expect("a name").to_owned())
        .collect();
    assert_eq!(names.len(), 2);
    assert_eq!(listed()["current"], second["generation"]);
    assert_eq!(place.run(&["rollback"]).code, 0);
    assert_eq!(listed()["current"], names[0].as_str());
    let shown = place.run(&["generations"]).stdout;
    let marked: Vec<bool> = shown.lines().map(|line| line.starts_with('*')).collect();
    assert_eq!(marked, [true, false], "{shown}");
    assert_eq!(place.run(&["search", TITLE]).code, 0, "the earlier generation answers");
    let first = place.run(&["rollback"]);
    assert_eq!((first.code, first.stderr.contains("there is no generation before")), (2, true), "{}", first.stderr);
    assert_eq!(place.run(&["rollback", &names[1]]).code, 0);
    assert_eq!(listed()["current"], names[1].as_str());
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let place = Place::shipped();
    let corpus = shipped("corpus");
    let judgments = some_judgments(&place);
    let check = |args: &[&str]| {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let mut command = place.command(args);
        let status = command.stdout(writer).stderr(Stdio::null()).status().expect("the program starts");
        (args[0].to_owned(), status.code())
    };
    let got = [
        check(&["search", TITLE]),
        check(&["ask", TITLE, "--json"]),
        check(&["generations"]),
        check(&["check", "--corpus", &corpus]),
        check(&["eval", "--judgments", &judgments]),
        check(&["reindex", "--corpus", &corpus, "--json"]),
    ];
    let failed: Vec<_> = got.iter().filter(|(_, code)| *code != Some(0)).collect();
    assert!(failed.is_empty(), "`haedap … | head` must not fail: {failed:?}");
}

/// Whether a folder holds a file with such a name, at any depth.
fn holds(folder: &Path, name: &str) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.into_iter().any(|entry| {
        entry.file_name().to_string_lossy().starts_with(name) || entry.path().is_dir() && holds(&entry.path(), name)
    })
}
