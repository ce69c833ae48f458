//! Reads a corpus folder: services, articles, and what only shows when they are seen together.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::article::Article;
use super::front_matter::{self, Parsed};
use super::problem::{CorpusError, Problem};
use super::service::Services;
use super::topic::{self, Topic};
use crate::digest;

/// A whole corpus, checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Corpus {
    pub services: Services,
    /// In the order in which they are offered.
    pub topics: Vec<Topic>,
    /// By service in listing order, then by key.
    pub articles: Vec<Article>,
    /// SHA-256 over the names and bytes of services, topics, lexicon and articles, in hex.
    pub hash: String,
}

/// Reads and checks a corpus folder.
///
/// # Errors
/// With every problem found, if there is one: unreadable or badly encoded files, malformed heads, unknown services,
/// duplicate keys, broken references between articles, empty bodies, over-long first paragraphs.
pub fn load(root: &Path) -> Result<Corpus, CorpusError> {
    let mut problems = Vec::new();
    let mut files = Files { root, hash: Sha256::new() };
    let services_file = Path::new("services.toml");
    let services = match files.read(services_file) {
        Ok(text) => Services::parse(services_file, &text, &mut problems),
        Err(problem) => {
            problems.push(problem);
            Services::default()
        }
    };
    let topics_file = Path::new("topics.toml");
    let mut topics = Vec::new();
    if root.join(topics_file).exists() {
        match files.read(topics_file) {
            Ok(text) => topics = topic::parse(topics_file, &text, &mut problems),
            Err(problem) => problems.push(problem),
        }
    }
    for file in files.list(Path::new("lexicon"), &mut Vec::new()) {
        if let Err(problem) = files.read(&file) {
            problems.push(problem);
        }
    }

    let mut articles: Vec<(PathBuf, Parsed)> = Vec::new();
    let listed = files.list(Path::new("articles"), &mut problems);
    for file in listed.iter().filter(|file| file.extension().is_some_and(|extension| extension == "md")) {
        match files.read(file) {
            Ok(text) => {
                if let Some(parsed) = front_matter::parse(file, &text, &mut problems) {
                    articles.push((file.clone(), parsed));
                }
            }
            Err(problem) => problems.push(problem),
        }
    }
    check_together(&services, &articles, &mut problems);
    if articles.is_empty() && problems.is_empty() {
        let message = "there is no article; write the first as articles/<service>/<key>.md";
        problems.push(Problem::in_file(Path::new("articles"), message));
    }
    if !problems.is_empty() {
        return Err(CorpusError { root: root.to_owned(), problems });
    }
    let place: HashMap<&str, usize> = services.iter().enumerate().map(|(at, s)| (s.slug.as_str(), at)).collect();
    let mut articles: Vec<Article> = articles.into_iter().map(|(_, parsed)| parsed.article).collect();
    articles.sort_by(|a, b| (place[a.service.as_str()], &a.key).cmp(&(place[b.service.as_str()], &b.key)));
    Ok(Corpus { services, topics, articles, hash: digest::hex(files.hash) })
}

fn check_together(services: &Services, articles: &[(PathBuf, Parsed)], problems: &mut Vec<Problem>) {
    let mut by_key: HashMap<&str, &Path> = HashMap::new();
    for (file, Parsed { article, key_line, service_line, .. }) in articles {
        // Without services, whose own file was reported, every article would be reported too.
        let known = services.is_empty() || services.find(&article.service).is_some_and(|s| s.slug == article.service);
        if !known {
            let message =
                format!("the service '{}' is not in services.toml; add it there or move the article", article.service);
            problems.push(Problem::at(file, *service_line, message));
        }
        if let Some(other) = by_key.insert(&article.key, file) {
            let other = other.display();
            let message = format!("the key '{}' is already that of {other}; give this article another", article.key);
            problems.push(Problem::at(file, *key_line, message));
        }
    }
    // An article with a broken head was reported already; here it would be missed by all that refer to it.
    if !problems.is_empty() {
        return;
    }
    for (file, Parsed { article, related_lines, .. }) in articles {
        for (related, line) in article.related.iter().zip(related_lines) {
            if !by_key.contains_key(related.as_str()) {
                let message = format!("the related article '{related}' does not exist; correct the key or delete it");
                problems.push(Problem::at(file, *line, message));
            } else if *related == article.key {
                problems.push(Problem::at(file, *line, "the article is related to itself; delete the key"));
            }
        }
    }
}

struct Files<'a> {
    root: &'a Path,
    hash: Sha256,
}

impl Files<'_> {
    fn read(&mut self, file: &Path) -> Result<String, Problem> {
        let bytes = fs::read(self.root.join(file))
            .map_err(|error| Problem::in_file(file, format!("cannot be read: {error}")))?;
        self.hash.update(file.to_string_lossy().as_bytes());
        self.hash.update([0]);
        self.hash.update((bytes.len() as u64).to_le_bytes());
        self.hash.update(&bytes);
        String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            let line = error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
            Problem::at(file, line, "is not UTF-8 text; save the file again as UTF-8")
        })
    }

    /// All files below a folder, relative to the root and sorted; hidden ones left out.
    fn list(&self, folder: &Path, problems: &mut Vec<Problem>) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(folder) = folders.pop() {
            let entries = match fs::read_dir(self.root.join(&folder)) {
                Ok(entries) => entries,
                Err(error) => {
                    problems.push(Problem::in_file(&folder, format!("cannot be read: {error}")));
                    continue;
                }
            };
            for entry in entries.flatten() {
                let path = folder.join(entry.file_name());
                if entry.file_name().to_string_lossy().starts_with('.') {
                    continue;
                }
                if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                    folders.push(path);
                } else {
                    found.push(path);
                }
            }
        }
        found.sort();
        found
    }
}
