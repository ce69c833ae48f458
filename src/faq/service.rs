//! The services that articles belong to: `services.toml`.

use std::collections::HashSet;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::problem::{Problem, line_of};

/// A product with articles of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Folder name and value of `?service=`: lower-case letters, digits and hyphens.
    pub slug: String,
    /// As customers see it.
    pub name: String,
    /// What customers call it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Words of its matter that imply it.
    #[serde(default)]
    pub hints: Vec<String>,
}

/// All services, in the order in which they are listed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Services(Vec<Service>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    service: Vec<Service>,
}

impl Services {
    /// Finds a service by slug or name.
    pub fn find(&self, slug_or_name: &str) -> Option<&Service> {
        self.0.iter().find(|service| service.slug == slug_or_name || service.name == slug_or_name)
    }

    /// The name of a slug; the slug itself if it is unknown.
    pub fn name<'a>(&'a self, slug: &'a str) -> &'a str {
        self.find(slug).map_or(slug, |service| &service.name)
    }

    /// Whether there is no service at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// In listing order.
    pub fn iter(&self) -> impl Iterator<Item = &Service> {
        self.0.iter()
    }

    /// Reads and checks `services.toml`.
    pub(super) fn parse(file: &Path, text: &str, problems: &mut Vec<Problem>) -> Self {
        let services = match toml::from_str::<File>(text) {
            Ok(file) => file.service,
            Err(error) => {
                let line = error.span().map_or(1, |span| line_of(text, span.start));
                problems.push(Problem::at(file, line, error.message().to_owned()));
                return Self::default();
            }
        };
        let line_with = |needle: &str| text.lines().position(|line| line.contains(needle)).map_or(1, |at| at + 1);
        let mut seen = HashSet::new();
        for Service { slug, name, aliases, hints } in &services {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            if slug.is_empty() || !slug.chars().all(plain) {
                let message = format!("the slug '{slug}' may hold only lower-case letters, digits and hyphens");
                problems.push(Problem::at(file, line_with(slug), message));
            }
            if name.trim().is_empty() {
                problems.push(Problem::at(file, line_with(slug), format!("the service '{slug}' needs a name")));
            }
            let mut own = HashSet::new();
            for word in [slug, name].into_iter().chain(aliases).chain(hints) {
                let folded = fold(word);
                if own.insert(folded.clone()) && !seen.insert(folded) {
                    let message = format!("'{word}' stands for two services; keep it at one of them");
                    problems.push(Problem::at(file, line_with(word), message));
                }
            }
        }
        Self(services)
    }
}

/// Aliases differ only if they differ without case and spaces.
fn fold(word: &str) -> String {
    word.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}
