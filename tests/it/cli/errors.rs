//! What the program refuses: exit code 2, nothing on stdout, and one message that names the cause and the cure.

use std::fs;
use std::net::TcpListener;

use serde_json::Value;

use super::super::corpus::Folder;
use super::{KEY, Place, Ran, TITLE, shipped};

/// The run must be refused with all of `expect` in its message.
#[track_caller]
fn refused(ran: &Ran, expect: &[&str]) {
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{}", ran.stderr);
    for part in expect {
        assert!(ran.stderr.contains(part), "{part:?} in {}", ran.stderr);
    }
}

#[test]
fn flags_that_do_not_fit() {
    let place = Place::empty();
    let check = |args: &[&str], expect: &str| refused(&place.run(args), &[expect]);
    check(&[], "Usage: haedap");
    check(&["serch"], "unrecognized subcommand 'serch'");
    check(&["search"], "required arguments were not provided");
    check(&["search", "가", "--sort", "best"], "invalid value 'best' for '--sort <SORT>'");
    check(&["search", "가", "--size", "51"], "51 is not in 1..=50");
    check(&["search", "가", "--size", "0"], "0 is not in 1..=50");
    check(&["search", "가", "--page", "0"], "invalid value '0' for '--page <PAGE>'");
    check(&["search", "가", "--queries", "q.jsonl", "--run", "r.txt"], "cannot be used with");
    check(&["search", "--queries", "q.jsonl"], "--run <FILE>");
    check(&["search", "--run", "r.txt"], "required arguments were not provided");
    check(&["search", "--queries", "q.jsonl", "--run", "r.txt", "--top", "0"], "0 is not in 1..=1000");
    check(&["search", "--explain"], "required arguments were not provided");
    check(&["search", "가", "--explain", "--sort", "newest"], "cannot be used with");
    check(&["search", "--explain", "--queries", "q.jsonl", "--run", "r.txt"], "cannot be used with");
    check(&["ask"], "required arguments were not provided");
    check(&["ask", "가", "--batch", "b.jsonl"], "cannot be used with");
    check(&["eval", "--json", "--errors"], "cannot be used with");
    check(&["serve", "--listen"], "a value is required for '--listen <ADDRESS>'");
    check(&["reindex", "--colour"], "unexpected argument '--colour'");
    check(&["dictionary"], "Usage: haedap dictionary");
    let version = place.run(&["--version"]);
    assert_eq!((version.code, version.stdout), (0, format!("haedap {}\n", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn settings_that_nobody_knows() {
    let place = Place::empty();
    let with = |name: &str, value: &str| -> Ran {
        place.command(&["check"]).env(name, value).output().expect("the program starts").into()
    };
    refused(&with("HAEDAP_LISTN", "1"), &["the variable HAEDAP_LISTN is unknown; known are HAEDAP_LISTEN, "]);
    refused(&with("HAEDAP_LISTEN", "8080"), &["listen is '8080', which is not an address with a port"]);
    refused(&with("HAEDAP_LOG_FORMAT", "xml"), &["HAEDAP_LOG_FORMAT is 'xml', which is not auto, pretty or json"]);
    refused(&with("HAEDAP_CONFIG", "nowhere.toml"), &["cannot read the configuration nowhere.toml: "]);
    let check = |text: &str, expect: &[&str]| {
        refused(&place.run(&["check", "--config", &place.write("haedap.toml", text)]), expect);
    };
    check("index = 'a'\nlisen = '127.0.0.1:1'\n", &["haedap.toml: line 2: unknown field `lisen`", "`listen`"]);
    check("index = 'a'\n\nlisten = \n", &["cannot read the configuration", "haedap.toml: line 3: "]);
    check("public_url = 'help.example.com'\n", &["which is not a web address that starts with https://"]);
    check("log_format = 'xml'\n", &["haedap.toml: line 1: unknown variant `xml`"]);
}

#[test]
fn flags_win_over_variables_over_the_file() {
    let place = Place::empty();
    let config = place.write("haedap.toml", "index = 'of-file'\n");
    let check = |flag: &[&str], variable: Option<&str>, expect: &str| {
        let mut command = place.command(&[&["generations", "--config", &config][..], flag].concat());
        command.envs(variable.map(|value| ("HAEDAP_INDEX", value)));
        let ran = command.output().expect("the program starts").into();
        refused(&ran, &[&format!("there is no index in {expect}; run `haedap reindex`")]);
    };
    check(&["--index", "of-flag"], Some("of-variable"), "of-flag");
    check(&[], Some("of-variable"), "of-variable");
    check(&[], None, "of-file");
    // An empty variable says nothing.
    check(&[], Some(""), "of-file");
    refused(&place.run(&["generations"]), &["there is no index in index;"]);
}

#[test]
fn a_missing_dictionary_names_its_cure() {
    let place = Place::shipped();
    fs::create_dir(place.path("none")).expect("a folder");
    let corpus = shipped("corpus");
    let commands: [&[&str]; 5] = [
        &["search", "가"],
        &["ask", "가"],
        &["analyze"],
        &["reindex", "--corpus", &corpus],
        &["serve", "--listen", "127.0.0.1:0"],
    ];
    for args in commands {
        let ran = place.command(args).env("HAEDAP_DICTIONARY", "none").output().expect("the program starts").into();
        refused(&ran, &["there is no Korean dictionary in none; run `haedap dictionary install`"]);
    }
    let checked = place.run(&["check", "--corpus", &corpus, "--dictionary", "none"]);
    assert_eq!(checked.code, 1, "`check` reports what it finds: {}", checked.stdout);
    assert!(checked.stdout.contains("wrong  dictionary: there is no Korean dictionary in none"), "{}", checked.stdout);
}

#[test]
fn a_missing_index_names_its_cure() {
    let place = Place::empty();
    let commands: [&[&str]; 6] = [
        &["search", "가"],
        &["ask", "가"],
        &["eval"],
        &["generations"],
        &["rollback"],
        &["serve", "--listen", "127.0.0.1:0"],
    ];
    for args in commands {
        refused(&place.run(args), &["there is no index in index; run `haedap reindex`"]);
    }
    assert!(!place.path("index").exists(), "looking for an index makes none");
}

#[test]
fn an_index_of_another_make_is_refused_until_it_is_made_anew() {
    let place = Place::empty();
    let corpus = Folder::small();
    let reindex = ["reindex", "--corpus", corpus.argument()];
    assert_eq!(place.run(&reindex).code, 0);
    let name = fs::read_to_string(place.path("index/current")).expect("the current generation");
    let path = format!("index/{}/manifest.json", name.trim());
    let sound = fs::read_to_string(place.path(&path)).expect("the manifest");
    let check = |field: &str, value: Value, expect: &str| {
        let mut manifest: Value = serde_json::from_str(&sound).expect("JSON");
        manifest[field] = value;
        place.write(&path, manifest.to_string());
        for args in [&["search", "환불"][..], &["serve", "--listen", "127.0.0.1:0"], &["ask", "환불"]] {
            refused(&place.run(args), &[expect, "; run `haedap reindex`"]);
        }
        let checked = place.run(&["check", "--corpus", corpus.argument()]);
        assert_eq!((checked.code, checked.stdout.contains(expect)), (1, true), "{}", checked.stdout);
    };
    check("analysis", "1-0123456789abcdef".into(), "was made by another analysis (1-0123456789abcdef, this is ");
    check("format", 999.into(), "has format 999, this program reads ");
    check("counts", Value::Null, "the index is damaged: ");
    // The cure that the messages name.
    assert_eq!(place.run(&reindex).code, 0);
    assert_eq!(place.run(&["search", "환불"]).code, 0);
}

#[test]
fn a_taken_port_is_named() {
    let place = Place::shipped();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("its address").to_string();
    let ran = place.run(&["serve", "--listen", &address]);
    refused(&ran, &[&format!("haedap: {address} is taken by another program"), "choose another with --listen"]);
    refused(&place.run(&["serve", "--listen", "8080"]), &["listen is '8080', which is not an address with a port"]);
}

#[test]
fn files_that_cannot_be_used_are_named() {
    let place = Place::shipped();
    let check = |args: &[&str], expect: &str| refused(&place.run(args), &[expect]);
    check(&["ask", "--batch", "none.jsonl"], "cannot read none.jsonl");
    check(&["search", "--queries", "none.jsonl", "--run", "run.txt"], "cannot read none.jsonl");
    place.write("queries.jsonl", "{\"_id\":\"a\",\"text\":\"가\"}\n{\"_id\":\"b\"}\n");
    check(&["search", "--queries", "queries.jsonl", "--run", "run.txt"], "queries.jsonl:2: missing field `text`");
    place.write("queries.jsonl", "{\"_id\":\"a\",\"text\":\"가\"}\n");
    check(&["search", "--queries", "queries.jsonl", "--run", "no/run.txt"], "cannot write no/run.txt");
    check(&["eval", "--judgments", "none.jsonl"], "cannot read the judgments none.jsonl");
    place.write("judged.jsonl", "\n{\"id\":\"a\"}\n");
    check(&["eval", "--judgments", "judged.jsonl"], "judged.jsonl:2: missing field `utterance`");
    check(&["rollback", "000009-00000000"], "there is no generation 000009-00000000; `haedap generations` lists them");
    check(&["reindex", "--corpus", "none"], "the corpus none has ");
}

#[test]
fn a_baseline_that_cannot_be_used_is_an_error_and_not_a_loss() {
    let place = Place::shipped();
    let judgments = shipped("corpus/eval/dev.jsonl");
    for (file, expect) in [("none.json", "cannot read the baseline none.json"), ("bad.json", "bad.json is no baseline")]
    {
        place.write("bad.json", "{}");
        let ran = place.run(&["eval", "--judgments", &judgments, "--json", "--baseline", file]);
        // The figures were computed before the baseline was read, so they may stand on stdout.
        assert_eq!((ran.code, ran.stderr.contains(expect)), (2, true), "{}", ran.stderr);
    }
}

#[test]
fn quiet_streams_hold_what_they_should() {
    let place = Place::shipped();
    let corpus = shipped("corpus");
    let reindexed = place.run(&["reindex", "--corpus", &corpus, "--json"]);
    assert_eq!(reindexed.json()["counts"]["articles"], 228);
    assert!(reindexed.stderr.contains("is in service: 228 articles"), "{}", reindexed.stderr);
    let quiet = place.run(&["reindex", "--corpus", &corpus]);
    assert_eq!((quiet.code, quiet.stdout.as_str()), (0, ""), "without --json, stdout is for results alone");
    let searched = place.run(&["search", &format!("{TITLE} {}", "가 ".repeat(200)), "--json"]);
    assert_eq!((searched.json()["query_cut"].as_bool(), searched.stderr.as_str()), (Some(true), ""));
    assert_eq!(place.run(&["search", TITLE, "--json"]).json()["results"][0]["key"], KEY);
}
