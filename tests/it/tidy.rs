//! What the compiler does not hold the source to: who may import whom, and house rules for every file.
//!
//! The layering is that of the documentation of `src/lib.rs`; a workspace would have Cargo enforce it. `repository`
//! looks at every file that is committed, `source` reads Rust well enough to find its paths.

mod repository;
mod source;

use std::fs;
use std::path::{Path, PathBuf};

use source::{idents, paths, without_comments_and_strings, without_tests};

use super::support;

/// What a module of ours may use of ours, and why not more. `cli` wires everything and has no rule.
struct Layer {
    module: &'static str,
    /// A module, or an item of it.
    may_use: &'static [&'static str],
    reason: &'static str,
}

const LAYERS: [Layer; 19] = [
    Layer {
        module: "text",
        may_use: &["digest"],
        reason: "the analysis of Korean is used by index and query and knows neither",
    },
    Layer {
        module: "slot",
        may_use: &[],
        reason: "articles and wallet share the names of live state, and nothing else",
    },
    Layer { module: "faq", may_use: &["slot", "digest"], reason: "articles are checked without an index" },
    Layer {
        module: "wallet",
        may_use: &["slot", "clock"],
        reason: "wallet state is read without knowing what it is asked for",
    },
    Layer {
        module: "link",
        may_use: &["wallet::MemberId", "config::SHORTEST_LINK_SECRET", "database"],
        reason: "links are kept without knowing what is asked, or what a wallet holds",
    },
    Layer {
        module: "callback",
        may_use: &[],
        reason: "an answer is posted without knowing what it says or whom it is for",
    },
    Layer {
        module: "insight",
        may_use: &["link::PersonHash", "database", "clock"],
        reason: "feedback is kept of persons who are known by their hash alone, and of articles known by their key",
    },
    Layer { module: "database", may_use: &[], reason: "a database is held without knowing what is in it" },
    Layer { module: "digest", may_use: &[], reason: "everything may need a checksum, so it needs nothing" },
    Layer { module: "clock", may_use: &[], reason: "everything may use the clock, so it uses nothing" },
    Layer { module: "config", may_use: &[], reason: "settings are handed out, nothing is fetched by them" },
    Layer { module: "telemetry", may_use: &["config"], reason: "logging is set up before anything else exists" },
    Layer {
        module: "index",
        may_use: &["text", "faq", "clock", "digest"],
        reason: "an index is built without knowing how it is searched",
    },
    Layer { module: "search", may_use: &["index", "text", "faq", "clock"], reason: "searching decides nothing" },
    Layer {
        module: "answer",
        may_use: &["search", "wallet", "slot", "text", "faq", "clock"],
        reason: "answers are made for no channel",
    },
    Layer {
        module: "attach",
        may_use: &["answer", "wallet", "clock"],
        reason: "own state joins an answer for every channel alike",
    },
    Layer {
        module: "kakao",
        may_use: &["answer", "faq", "clock"],
        reason: "rendering is a pure function of an answer",
    },
    Layer {
        module: "eval",
        may_use: &["answer", "search", "faq", "clock"],
        reason: "figures are computed from answers alone",
    },
    Layer {
        module: "http",
        may_use: &[
            "kakao",
            "attach",
            "callback",
            "answer",
            "search",
            "text::small_talk",
            "faq",
            "link",
            "insight",
            "wallet",
            "slot",
            "clock",
            "digest",
            "config::Secret",
            "config::Bot",
            "config::BotThresholds",
            "config::Identity",
            "config::Network",
        ],
        reason: "handlers ask the answerer; the index and the environment are wired in cli",
    },
];

/// A crate, or a part of std, that some modules alone may use.
struct Reserved {
    /// As written in a path; `std::env` is a path of two.
    path: &'static str,
    modules: &'static [&'static str],
    reason: &'static str,
}

const RESERVED: [Reserved; 9] = [
    Reserved {
        path: "lindera",
        modules: &["text"],
        reason: "morphemes come through text::Analyzer, the same for index and query",
    },
    Reserved {
        path: "lindera_dictionary",
        modules: &["text"],
        reason: "the dictionary's inside is known to text alone",
    },
    Reserved {
        path: "tantivy",
        modules: &["index", "search"],
        reason: "the index can be replaced as long as two modules know it",
    },
    Reserved {
        path: "sqlx",
        modules: &["wallet", "link", "insight", "database"],
        reason: "databases are known where wallet state, links and feedback are kept",
    },
    Reserved {
        path: "reqwest",
        modules: &["wallet", "callback", "cli"],
        reason: "nothing calls out but the wallet source, what posts a late answer to Kakao, and `simulate`, which plays Kakao",
    },
    Reserved { path: "axum", modules: &["http"], reason: "HTTP ends at the router" },
    Reserved {
        path: "askama",
        modules: &["http", "eval"],
        reason: "pages are made where they are sent, the quality report where its figures are",
    },
    Reserved { path: "clap", modules: &["cli"], reason: "flags are read once and handed on as settings" },
    Reserved {
        path: "std::env",
        modules: &["cli"],
        reason: "the environment is read once and handed to config::merge as a map",
    },
];

/// Words that print to stdout.
const PRINTING: [&str; 3] = ["println", "print", "stdout"];

/// All that is wrong with the imports of a file: `src/http/ask.rs:12: …`.
fn wrong_imports(file: &Path, text: &str) -> Vec<String> {
    let inside = file.strip_prefix("src").expect("a file of src");
    let module = inside.iter().next().map(|part| part.to_string_lossy().trim_end_matches(".rs").to_owned());
    let module = module.expect("a module");
    if module == "lib" || module == "main" {
        return Vec::new();
    }
    let text = without_comments_and_strings(text);
    let mut found = Vec::new();
    let mut report = |line: usize, what: String, reason: &str| {
        found.push(format!("{}:{line}: {module} uses {what}: {reason}", file.display()));
    };
    let layer = LAYERS.iter().find(|layer| layer.module == module);
    if layer.is_none() && module != "cli" {
        report(1, "an unknown place in the layering".to_owned(), "add the module to LAYERS in tests/it/tidy.rs");
    }
    let parts = |path: &str| path.split("::").map(str::to_owned).collect::<Vec<_>>();
    // `super::super::answer` leads out of a module as well; modules nest by folders.
    let depth = inside.iter().count() - usize::from(inside.ends_with("mod.rs"));
    let out_of_the_module = paths(&without_tests(&text), "super").into_iter().filter_map(|(line, path)| {
        let above = path.iter().take_while(|part| *part == "super").count();
        (above + 1 >= depth).then(|| (line, path[above..].to_vec()))
    });
    if let Some(Layer { may_use, reason, .. }) = layer {
        for (line, path) in paths(&text, "crate").into_iter().chain(out_of_the_module) {
            let own = path.first() == Some(&module);
            if !own && !may_use.iter().any(|allowed| path.starts_with(&parts(allowed))) {
                report(line, format!("crate::{}", path.join("::")), reason);
            }
        }
    }
    for Reserved { path, modules, reason } in RESERVED {
        let (root, rest) = path.split_once("::").unwrap_or((path, ""));
        let uses = paths(&text, root).into_iter().filter(|(_, path)| rest.is_empty() || path[0] == rest);
        for (line, _) in uses.filter(|_| !modules.contains(&module.as_str())) {
            report(line, path.to_owned(), reason);
        }
    }
    if module != "cli" {
        for (line, word) in idents(&text).into_iter().filter(|(_, word)| PRINTING.contains(word)) {
            report(line, word.to_owned(), "results are printed in one place, logs go through tracing");
        }
    }
    found
}

#[test]
fn modules_use_only_what_lies_below_them() {
    let found: Vec<String> = rust_files().iter().flat_map(|(file, text)| wrong_imports(file, text)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_layers_are_those_of_the_crate() {
    let modules: Vec<String> = rust_files()
        .iter()
        .filter_map(|(file, _)| Some(file.strip_prefix("src").ok()?.iter().next()?.to_string_lossy().into_owned()))
        .map(|module| module.trim_end_matches(".rs").to_owned())
        .collect();
    for layer in &LAYERS {
        assert!(modules.iter().any(|module| module == layer.module), "{} is gone; drop its rule", layer.module);
    }
    assert!(modules.iter().any(|module| module == "cli"));
}

#[test]
fn a_wrong_import_is_found() {
    let check = |file: &str, text: &str, expect: &[&str]| {
        let found = wrong_imports(Path::new(file), text);
        let short: Vec<&str> = found.iter().map(|line| line.rsplit_once(": ").map_or("", |(head, _)| head)).collect();
        assert_eq!(short, expect, "{text}");
    };
    check("src/text/a.rs", "use crate::faq::Article;", &["src/text/a.rs:1: text uses crate::faq::Article"]);
    check("src/text/a.rs", "use crate::text::Lattice;\nuse lindera::dictionary::Dictionary;", &[]);
    check("src/faq/a.rs", "use lindera as words;", &["src/faq/a.rs:1: faq uses lindera"]);
    check("src/faq/a.rs", "let lindera = crate::faq::load;", &[]);
    check("src/clock.rs", "\nfn f() { crate::config::merge() }", &["src/clock.rs:2: clock uses crate::config::merge"]);
    check("src/http/a.rs", "use crate::config::Secret;\nuse axum::Json;", &[]);
    check(
        "src/http/a.rs",
        "use crate::config::{Config, Secret};",
        &["src/http/a.rs:1: http uses crate::config::Config"],
    );
    check(
        "src/search/a.rs",
        "use crate::{\n    index::Store,\n    answer::{self, Ask},\n};",
        &["src/search/a.rs:3: search uses crate::answer::self", "src/search/a.rs:3: search uses crate::answer::Ask"],
    );
    check("src/answer/a.rs", "fn f(s: &tantivy::Searcher) {}", &["src/answer/a.rs:1: answer uses tantivy"]);
    check("src/index/a.rs", "use std::{fs, env};", &["src/index/a.rs:1: index uses std::env"]);
    check("src/cli/a.rs", "use clap::Args; use crate::http; use std::env; fn f() { println!() }", &[]);
    check("src/eval/a.rs", "println!(\"{}\", 1);", &["src/eval/a.rs:1: eval uses println"]);
    check("src/eval/a.rs", "// println! and crate::http\nlet a = \"axum::Json\"; eprintln!(\"{a}\");", &[]);
    check("src/kakao/a.rs", "use super::super::search::Hit;", &["src/kakao/a.rs:1: kakao uses crate::search::Hit"]);
    check("src/kakao/mod.rs", "use super::search;", &["src/kakao/mod.rs:1: kakao uses crate::search"]);
    check("src/kakao/a.rs", "use super::super::answer::Answer;", &[]);
    check("src/kakao/a.rs", "use super::request::A;\n#[cfg(test)]\nmod tests { use super::super::b; }", &[]);
    check("src/billing/a.rs", "fn f() {}", &["src/billing/a.rs:1: billing uses an unknown place in the layering"]);
    check("src/lib.rs", "pub mod http;", &[]);
}

/// Most lines of a file; past it, look for the second responsibility.
const MOST_LINES: usize = 500;
/// Marks and macros of unfinished work, put together so that this file does not hold them.
const UNFINISHED: [&str; 2] = [concat!("TO", "DO"), concat!("FIX", "ME")];
const MACROS: [&str; 3] = ["dbg", "todo", "unimplemented"];

/// All that is wrong with a file by itself.
fn wrong_habits(file: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut report = |line: usize, what: &str| found.push(format!("{}:{line}: {what}", file.display()));
    let lines = text.lines().count();
    if lines > MOST_LINES {
        report(lines, "the file is longer than 500 lines; look for the second responsibility");
    }
    if !text.starts_with("//!") {
        report(1, "the file does not open with `//!` and what it is for");
    }
    for (index, line) in text.lines().enumerate() {
        if UNFINISHED.iter().any(|mark| line.contains(mark)) {
            report(index + 1, "unfinished work is finished or goes to the list of issues");
        }
    }
    let plain = without_comments_and_strings(text);
    for (index, line) in plain.lines().enumerate() {
        if MACROS
            .iter()
            .any(|name| idents(line).iter().any(|(_, word)| word == name) && line.contains(&format!("{name}!")))
        {
            report(index + 1, "a macro of unfinished work");
        }
    }
    for (index, line) in without_tests(&plain).lines().enumerate() {
        if line.contains(".unwrap()") {
            report(
                index + 1,
                "`.unwrap()` outside tests; return an error, or `expect` with the reason why it cannot fail",
            );
        }
    }
    found
}

#[test]
fn files_keep_the_house_rules() {
    let found: Vec<String> = rust_files().iter().flat_map(|(file, text)| wrong_habits(file, text)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_bad_habit_is_found() {
    let check = |text: &str, expect: &[usize]| {
        let found = wrong_habits(Path::new("src/a.rs"), text);
        let lines: Vec<usize> =
            found.iter().map(|f| f.split(':').nth(1).expect("a line").parse().expect("a number")).collect();
        assert_eq!(lines, expect, "{text}: {found:?}");
    };
    check("//! A file.\nfn f() {}\n", &[]);
    check("fn f() {}\n", &[1]);
    check("\n//! Too late.\n", &[1]);
    check(&format!("//! A file.\n{}", "\n".repeat(499)), &[]);
    check(&format!("//! A file.\n{}", "\n".repeat(500)), &[501]);
    check(&format!("//! A file.\n// {}: later\n", UNFINISHED[0]), &[2]);
    check("//! A file.\nlet a = dbg!(b);\nfn f() { todo!() }\n", &[2, 3]);
    check("//! A file.\n// no dbg! here\nlet todo = \"todo!\";\n", &[]);
    check(
        "//! A file.\nlet a = b.unwrap();\n#[cfg(test)]\nmod tests {\n  fn f() { a.unwrap(); }\n}\nfn g() { a.unwrap(); }\n",
        &[2, 7],
    );
    check("//! A file, `a.unwrap()`.\nlet a = b.unwrap_or(c);\n", &[]);
}

/// All Rust files of `src` with their text, named from the package's folder on.
fn rust_files() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![support::root().join("src")];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("a source file");
                found.push((path.strip_prefix(support::root()).expect("below the root").to_owned(), text));
            }
        }
    }
    assert!(found.len() > 40, "the source was found");
    found.sort();
    found
}
