//! One article file: a head in TOML between `+++` lines, then the body in Markdown.

use std::path::Path;

use serde::Deserialize;
use time::Date;
use toml::value::Datetime;

use super::article::{Article, Link};
use super::body::{Block, Body};
use super::problem::{Problem, line_of};
use crate::slot::Slot;

/// A first paragraph longer than this does not answer in one bubble (DESIGN §3.1).
const LEAD_CHARS: usize = 300;
/// A title longer than this is cut in `KakaoTalk`'s list cards.
const TITLE_CHARS: usize = 80;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    key: String,
    title: String,
    service: String,
    category: Vec<String>,
    #[serde(default)]
    phrasings: Vec<String>,
    #[serde(default)]
    live: Vec<Slot>,
    #[serde(default)]
    related: Vec<String>,
    #[serde(default)]
    links: Vec<Link>,
    updated: Datetime,
    review_by: Option<Datetime>,
    #[serde(default)]
    source: Vec<String>,
}

/// An article and the lines of what is checked later, against the others.
pub(super) struct Parsed {
    pub article: Article,
    pub key_line: usize,
    pub service_line: usize,
    /// One for each related key.
    pub related_lines: Vec<usize>,
}

/// Reads one article and checks all that can be checked without the others.
pub(super) fn parse(file: &Path, text: &str, problems: &mut Vec<Problem>) -> Option<Parsed> {
    let before = problems.len();
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let missing = "an article starts with a head between two lines '+++'; see corpus/README.md";
    let Some(rest) = text.strip_prefix("+++\n").or_else(|| text.strip_prefix("+++\r\n")) else {
        problems.push(Problem::at(file, 1, missing));
        return None;
    };
    let head_start = text.len() - rest.len();
    let Some(head_length) = closing_line(rest) else {
        problems.push(Problem::at(file, 1, missing));
        return None;
    };
    let head_text = &rest[..head_length];
    let head: Head = match toml::from_str(head_text) {
        Ok(head) => head,
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            problems.push(Problem::at(file, line_of(text, head_start + at), error.message().to_owned()));
            return None;
        }
    };
    let body_start = head_start + head_length + rest[head_length..].find('\n').map_or(3, |at| at + 1);
    let body_text = text.get(body_start..).unwrap_or_default();
    let (body, body_problems) = Body::from_markdown(body_text);
    for (at, message) in body_problems {
        problems.push(Problem::at(file, line_of(text, body_start + at), message));
    }

    let lines = Lines { text };
    let mut refuse = |line: usize, message: String| problems.push(Problem::at(file, line, message));
    check_body(&body, body_text, line_of(text, body_start), &mut refuse);
    check_head(&head, file, &lines, &mut refuse);
    let updated = day(&head.updated);
    if updated.is_none() {
        refuse(lines.of_field("updated"), "`updated` must be a day like 2026-11-21".to_owned());
    }
    let review_by = head.review_by.as_ref().and_then(day);
    if head.review_by.is_some() && review_by.is_none() {
        refuse(lines.of_field("review_by"), "`review_by` must be a day like 2027-05-21".to_owned());
    }
    let key_line = lines.of_field("key");
    let service_line = lines.of_field("service");
    let related_lines = head.related.iter().map(|key| lines.of_value("related", key, 0)).collect();
    let article = Article {
        key: head.key,
        title: head.title.trim().to_owned(),
        service: head.service,
        category: head.category,
        phrasings: head.phrasings,
        live: head.live,
        related: head.related,
        links: head.links,
        updated,
        review_by,
        source: head.source,
        body,
    };
    (problems.len() == before).then_some(Parsed { article, key_line, service_line, related_lines })
}

/// Finds the lines of the head, counted from 1.
struct Lines<'a> {
    text: &'a str,
}

impl Lines<'_> {
    /// The line in which a field begins.
    fn of_field(&self, name: &str) -> usize {
        let is_field =
            |line: &str| line.trim_start().strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with('='));
        self.text.lines().position(is_field).map_or(1, |at| at + 1)
    }

    /// The line of the quoted value's occurrence number `nth`, counted from 0, at or below the field.
    fn of_value(&self, field: &str, value: &str, nth: usize) -> usize {
        let first = self.of_field(field);
        let quoted = [format!("\"{value}\""), format!("'{value}'")];
        let holds = |line: &&str| quoted.iter().any(|quoted| line.contains(quoted.as_str()));
        let below = self.text.lines().enumerate().skip(first - 1);
        below.filter(|(_, line)| holds(line)).nth(nth).map_or(first, |(at, _)| at + 1)
    }
}

/// Length of the head up to the line that closes it.
fn closing_line(rest: &str) -> Option<usize> {
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == "+++" {
            return Some(at);
        }
        at += line.len();
    }
    None
}

fn day(value: &Datetime) -> Option<Date> {
    let date = value.date.filter(|_| value.time.is_none())?;
    Date::from_calendar_date(i32::from(date.year), date.month.try_into().ok()?, date.day).ok()
}

fn check_body(body: &Body, text: &str, first_line: usize, refuse: &mut impl FnMut(usize, String)) {
    let blank = text.len() - text.trim_start().len();
    let line = first_line + line_of(text, blank) - 1;
    match body.blocks.first() {
        None => refuse(first_line, "the body is empty; write the answer below the head".to_owned()),
        Some(Block::Paragraph(lead)) => {
            let length = lead.chars().count();
            if length > LEAD_CHARS {
                refuse(
                    line,
                    format!(
                        "the first paragraph has {length} characters; it must answer by itself in {LEAD_CHARS}, \
                     the rest goes into steps, conditions or notes"
                    ),
                );
            }
        }
        Some(_) => refuse(line, "the body must begin with a paragraph that answers by itself".to_owned()),
    }
}

fn check_head(head: &Head, file: &Path, lines: &Lines<'_>, refuse: &mut impl FnMut(usize, String)) {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if head.key.is_empty() || !head.key.chars().all(plain) {
        let message = format!("the key '{}' may hold only lower-case letters, digits and hyphens", head.key);
        refuse(lines.of_field("key"), message);
    } else if head.key != stem {
        refuse(
            lines.of_field("key"),
            format!("the key '{}' must be the file's name; rename the file to '{0}.md'", head.key),
        );
    }
    let folder = file.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
    if head.service != folder {
        let message =
            format!("the service '{}' must be the folder's name; move the file to articles/{0}/", head.service);
        refuse(lines.of_field("service"), message);
    }
    let title_chars = head.title.trim().chars().count();
    if title_chars == 0 || title_chars > TITLE_CHARS {
        let message = format!("the title has {title_chars} characters; it needs 1 to {TITLE_CHARS}");
        refuse(lines.of_field("title"), message);
    }
    if head.category.is_empty() || head.category.len() > 2 || head.category.iter().any(|name| name.trim().is_empty()) {
        refuse(lines.of_field("category"), "`category` needs a category and at most one subcategory".to_owned());
    }
    for (index, phrasing) in head.phrasings.iter().enumerate() {
        if phrasing.trim().is_empty() {
            refuse(lines.of_field("phrasings"), format!("phrasing {} is empty; delete it", index + 1));
        } else if head.phrasings[..index].contains(phrasing) {
            refuse(
                lines.of_value("phrasings", phrasing, 1),
                format!("the phrasing '{phrasing}' stands here twice; delete one"),
            );
        }
    }
    for link in &head.links {
        let after_scheme = link.url.strip_prefix("https://").or_else(|| link.url.strip_prefix("http://"));
        if !after_scheme.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace)) {
            refuse(
                lines.of_value("links", &link.url, 0),
                format!("'{}' is not a web address that starts with https://", link.url),
            );
        }
        if link.label.trim().is_empty() {
            refuse(lines.of_value("links", &link.url, 0), format!("the link to {} needs a label", link.url));
        }
    }
}
