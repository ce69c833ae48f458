//! Reads a corpus folder: services, articles, and what only shows when they are seen together.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::article::Article;
use super::front_matter;
use super::problem::{CorpusError, Problem};
use super::service::Services;
use super::topic::{self, Topic};

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

    let mut articles: Vec<(PathBuf, Article)> = Vec::new();
    let listed = files.list(Path::new("articles"), &mut problems);
    for file in listed.iter().filter(|file| file.extension().is_some_and(|extension| extension == "md")) {
        match files.read(file) {
            Ok(text) => {
                if let Some(article) = front_matter::parse(file, &text, &mut problems) {
                    articles.push((file.clone(), article));
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
    articles.sort_by(|(_, a), (_, b)| (place[a.service.as_str()], &a.key).cmp(&(place[b.service.as_str()], &b.key)));
    let articles = articles.into_iter().map(|(_, article)| article).collect();
    let hash = files.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Corpus { services, topics, articles, hash })
}

fn check_together(services: &Services, articles: &[(PathBuf, Article)], problems: &mut Vec<Problem>) {
    let mut by_key: HashMap<&str, &Path> = HashMap::new();
    for (file, article) in articles {
        if services.find(&article.service).is_none_or(|service| service.slug != article.service) {
            let message =
                format!("the service '{}' is not in services.toml; add it there or move the article", article.service);
            problems.push(Problem::in_file(file, message));
        }
        if let Some(other) = by_key.insert(&article.key, file) {
            let message =
                format!("the key '{}' is already that of {}; give this article another", article.key, other.display());
            problems.push(Problem::in_file(file, message));
        }
    }
    // A broken head was reported already; its key would be missed here by every article that refers to it.
    if !problems.is_empty() {
        return;
    }
    for (file, article) in articles {
        for related in &article.related {
            if !by_key.contains_key(related.as_str()) {
                let message = format!("the related article '{related}' does not exist; correct the key or delete it");
                problems.push(Problem::in_file(file, message));
            } else if *related == article.key {
                problems.push(Problem::in_file(file, "the article is related to itself; delete the key"));
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
