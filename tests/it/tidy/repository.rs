//! Rules for every file that is committed, whatever its language, and names that documents and code must share.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::super::support;

/// Hosts that packages are fetched from. Package clients know them by themselves; a name here would tie the project to
/// one. In pieces, so that this file does not hold them.
const REGISTRIES: [(&str, &str); 10] = [
    ("crates", ".io"),
    ("pypi", ".org"),
    ("pythonhosted", ".org"),
    ("npmjs", ".org"),
    ("npmjs", ".com"),
    ("yarnpkg", ".com"),
    ("golang", ".org"),
    ("rubygems", ".org"),
    ("maven", ".org"),
    ("jsdelivr", ".net"),
];

/// Folders of one machine or person. In pieces, so that this file does not hold them.
const FOLDERS: [(&str, &str); 4] = [("/ho", "me/"), ("/Us", "ers/"), ("/wo", "rk/"), ("/ro", "ot/")];

/// The files that are, or are about to be, committed.
fn files() -> Vec<PathBuf> {
    let listed = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let output = Command::new("git").args(listed).current_dir(support::root()).output();
    let names = match output {
        Ok(output) if output.status.success() => String::from_utf8(output.stdout).expect("names are text"),
        // An unpacked archive is no repository: all its files count, save what is built.
        _ => walk(),
    };
    let files: Vec<PathBuf> = names.split('\0').filter(|name| !name.is_empty()).map(PathBuf::from).collect();
    assert!(files.len() > 300, "the repository was found: {} files", files.len());
    files
}

fn walk() -> String {
    let mut names = Vec::new();
    let mut folders = vec![support::root().to_owned()];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            let name = path.strip_prefix(support::root()).expect("below the root");
            let built =
                ["target", "index", ".git", "tests/browser/node_modules"].iter().any(|built| name.starts_with(built));
            match (built, path.is_dir()) {
                (true, _) => {}
                (false, true) => folders.push(path),
                (false, false) => names.push(name.to_str().expect("names are text").to_owned()),
            }
        }
    }
    names.join("\0")
}

/// The hosts and folders that a text names and should not.
fn forbidden(text: &str) -> Vec<String> {
    let part_of_host = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let part_of_path = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '~' | '}' | ')' | '%');
    let occurrences = |needle: String| {
        let found: Vec<usize> = text.match_indices(&needle).map(|(at, _)| at).collect();
        found.into_iter().map(move |at| (at, at + needle.len()))
    };
    let mut found = Vec::new();
    for (name, domain) in REGISTRIES {
        for (at, end) in occurrences(format!("{name}{domain}")) {
            if !text[..at].ends_with(part_of_host) && !text[end..].starts_with(part_of_host) {
                found.push(format!("the package registry {}", &text[at..end]));
            }
        }
    }
    for (start, rest) in FOLDERS {
        for (at, end) in occurrences(format!("{start}{rest}")) {
            let name = text[end..].chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.')).count();
            // Within an address or a longer path it is no folder of a machine; one letter is a made-up person.
            if !text[..at].ends_with(part_of_path) && name >= 2 {
                found.push(format!("the folder {}", &text[at..end]));
            }
        }
    }
    found
}

#[test]
fn no_file_names_a_registry_or_a_folder_of_one_machine() {
    let mut found = Vec::new();
    for file in files() {
        // A file that was removed and is still listed is no file any more.
        let Ok(bytes) = fs::read(support::root().join(&file)) else { continue };
        for (index, line) in String::from_utf8_lossy(&bytes).lines().enumerate() {
            found.extend(forbidden(line).iter().map(|what| format!("{}:{}: names {what}", file.display(), index + 1)));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn registries_and_folders_are_found() {
    let check = |pieces: &[&str], expect: usize| {
        let text = pieces.concat();
        assert_eq!(forbidden(&text).len(), expect, "{text}");
    };
    check(&["https://static.crates", ".io/x"], 1);
    check(&["registry+https://github.com/rust-lang/crates", ".io-index"], 0);
    check(&["see pypi", ".org and registry.npmjs", ".org"], 2);
    check(&["/ho", "me/kim/haedap"], 1);
    check(&["HOME=/ho", "me/u/haedap"], 0);
    check(&["(\"/wo", "rk/main\")"], 1);
    check(&["https://example.com/wo", "rk/main ~/wo", "rk/main"], 0);
    check(&["cargo build, pip download, npm pack"], 0);
}

/// All `HAEDAP_…` names in a text.
fn variables(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in text.match_indices("HAEDAP_") {
        let name: String = text[at..].chars().take_while(|c| c.is_ascii_uppercase() || *c == '_').collect();
        // `HAEDAP_…` means all of them.
        if name != "HAEDAP_" {
            found.insert(name);
        }
    }
    found
}

#[test]
fn the_readme_names_the_variables_of_the_configuration() {
    let config = fs::read_to_string(support::root().join("src/config.rs")).expect("the configuration");
    let code = config.split("#[cfg(test)]").next().expect("a part before the tests");
    let table = code.split_once("const VARIABLES").expect("the table of variables").1;
    let known = variables(table.split_once("];").expect("its end").0);
    assert!(known.contains("HAEDAP_LISTEN"), "the table was read: {known:?}");
    let all: BTreeSet<String> = known.into_iter().chain(["HAEDAP_CONFIG".to_owned()]).collect();
    // Each has its line in the documentation of the settings, too.
    assert_eq!(variables(code), all, "src/config.rs");
    for readme in ["README.md", "README.ko.md"] {
        match fs::read_to_string(support::root().join(readme)) {
            Ok(text) if readme == "README.md" => assert_eq!(variables(&text), all, "{readme}"),
            // A second README may leave settings to the first, but it must not invent any.
            Ok(text) => assert!(variables(&text).is_subset(&all), "{readme}: {:?}", variables(&text)),
            Err(error) => assert!(readme != "README.md", "{readme}: {error}"),
        }
    }
}
