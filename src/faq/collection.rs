//! Any collection as JSONL: one object a line with `_id`, `title`, `text`; other fields are ignored.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::article::Article;
use super::body::Body;
use super::load::Corpus;
use super::problem::{CorpusError, Problem};
use super::service::Services;
use crate::digest;

#[derive(Deserialize)]
struct Document {
    #[serde(rename = "_id")]
    id: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    text: String,
}

/// Reads a collection; its documents become articles without a service.
///
/// # Errors
/// With every bad line: no JSON object, no `_id`, an `_id` that stood before, neither title nor text.
pub fn read(path: &Path) -> Result<Corpus, CorpusError> {
    let mut problems = Vec::new();
    let error = |problems| CorpusError { root: path.to_owned(), problems };
    let file = match File::open(path) {
        Ok(file) => file,
        Err(cause) => return Err(error(vec![Problem::in_file(path, format!("cannot be read: {cause}"))])),
    };
    let mut hash = Sha256::new();
    let mut ids = HashSet::new();
    let mut articles = Vec::new();
    for (index, line) in BufReader::new(file).split(b'\n').enumerate() {
        let line = match line {
            Ok(line) => line,
            Err(cause) => {
                problems.push(Problem::at(path, index + 1, format!("cannot be read: {cause}")));
                break;
            }
        };
        if line.trim_ascii().is_empty() {
            continue;
        }
        hash.update(&line);
        hash.update(b"\n");
        match serde_json::from_slice::<Document>(&line) {
            Err(cause) => {
                let message = format!("is no object with a text `_id`, `title` and `text`: {cause}");
                problems.push(Problem::at(path, index + 1, message));
            }
            Ok(document) if document.title.trim().is_empty() && document.text.trim().is_empty() => {
                let message = format!("'{}' has neither title nor text; delete the line", document.id);
                problems.push(Problem::at(path, index + 1, message));
            }
            Ok(document) if document.id.is_empty() || document.id.contains(char::is_whitespace) => {
                let message = format!("the `_id` '{}' is empty or holds white space; give it another", document.id);
                problems.push(Problem::at(path, index + 1, message));
            }
            Ok(document) if !ids.insert(document.id.clone()) => {
                let message = format!("the `_id` '{}' stood in an earlier line; give it another", document.id);
                problems.push(Problem::at(path, index + 1, message));
            }
            Ok(document) => articles.push(article(document)),
        }
    }
    if articles.is_empty() && problems.is_empty() {
        problems.push(Problem::in_file(path, "the collection is empty"));
    }
    if !problems.is_empty() {
        return Err(error(problems));
    }
    Ok(Corpus { services: Services::default(), topics: Vec::new(), articles, hash: digest::hex(hash) })
}

fn article(document: Document) -> Article {
    Article {
        key: document.id,
        title: document.title.trim().to_owned(),
        service: String::new(),
        category: Vec::new(),
        phrasings: Vec::new(),
        live: Vec::new(),
        related: Vec::new(),
        links: Vec::new(),
        updated: None,
        review_by: None,
        source: Vec::new(),
        body: Body::from_plain(&document.text),
    }
}
