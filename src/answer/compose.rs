//! Puts an article into words for a channel without markup, within a length.

use super::shorten::{divide, length, shorten};
use crate::faq::{Block, Body};

/// The body as plain text of at most `limit` units (`shorten.rs`): paragraphs, numbered steps, dashed conditions.
/// Returns the text and whether all of it fitted; it is cut at the end of a line, else of a sentence, else of a word.
pub fn plain_text(body: &Body, limit: usize) -> (String, bool) {
    let sections: Vec<String> = sections(body).iter().map(Section::text).collect();
    shorten(&sections.join("\n\n"), limit)
}

/// A body that is told in two parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwoParts {
    /// Begins with what answers by itself.
    pub first: String,
    /// The heading of the second part, if it begins with one.
    pub heading: Option<String>,
    /// The rest, of any length; empty if all fits into the first.
    pub second: String,
}

/// Divides a body after at most `limit` units: before a heading if one stands well within, else where it hurts least.
pub fn in_two_parts(body: &Body, limit: usize) -> TwoParts {
    let sections = sections(body);
    let mut first = String::new();
    let mut fitting = 0;
    for section in &sections {
        let text = section.text();
        let gap = if first.is_empty() { "" } else { "\n\n" };
        if length(&first) + gap.len() + length(&text) > limit {
            break;
        }
        first = first + gap + &text;
        fitting += 1;
    }
    let rest = &sections[fitting..];
    // Less than a third would be a stub above a long second part.
    if rest.is_empty() || length(&first) * 3 > limit {
        let Some((next, others)) = rest.split_first() else {
            return TwoParts { first, heading: None, second: String::new() };
        };
        let texts = std::iter::once(next.lines.clone()).chain(others.iter().map(Section::text));
        let second = texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n");
        return TwoParts { first, heading: next.heading.clone(), second };
    }
    let (text, _) = plain_text(body, usize::MAX);
    let (first, second) = divide(&text, limit);
    TwoParts { first: first.to_owned(), heading: None, second: second.to_owned() }
}

/// What stands below one heading, or before the first.
#[derive(Default)]
struct Section {
    heading: Option<String>,
    /// Paragraphs and lists, with an empty line between two.
    lines: String,
}

impl Section {
    /// With the heading in brackets directly above what it heads.
    fn text(&self) -> String {
        match &self.heading {
            Some(heading) if self.lines.is_empty() => format!("[{heading}]"),
            Some(heading) => format!("[{heading}]\n{}", self.lines),
            None => self.lines.clone(),
        }
    }
}

fn sections(body: &Body) -> Vec<Section> {
    let mut sections = vec![Section::default()];
    for block in &body.blocks {
        let text = match block {
            Block::Heading(heading) => {
                sections.push(Section { heading: Some(heading.clone()), lines: String::new() });
                continue;
            }
            Block::Paragraph(paragraph) => paragraph.clone(),
            Block::Steps(items) => numbered(items),
            Block::Bullets(items) => items.iter().map(|item| format!("- {item}")).collect::<Vec<_>>().join("\n"),
        };
        if let (Some(section), false) = (sections.last_mut(), text.is_empty()) {
            if !section.lines.is_empty() {
                section.lines.push_str("\n\n");
            }
            section.lines.push_str(&text);
        }
    }
    sections.retain(|section| section.heading.is_some() || !section.lines.is_empty());
    sections
}

fn numbered(items: &[String]) -> String {
    items.iter().enumerate().map(|(at, item)| format!("{}. {item}", at + 1)).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "첫 문단이에요.\n\n## 방법\n\n1. 하나\n2. 둘\n\n## 조건\n\n- 가\n";

    #[test]
    fn writes_a_body_as_plain_text() {
        let (body, _) = Body::from_markdown(BODY);
        let (text, whole) = plain_text(&body, 400);
        assert_eq!(text, "첫 문단이에요.\n\n[방법]\n1. 하나\n2. 둘\n\n[조건]\n- 가");
        assert!(whole);
    }

    #[test]
    fn divides_a_body_before_a_heading() {
        let (body, _) = Body::from_markdown(BODY);
        let check = |limit: usize, first: &str, heading: Option<&str>, second: &str| {
            let parts = in_two_parts(&body, limit);
            assert_eq!((parts.first.as_str(), parts.heading.as_deref()), (first, heading), "{limit}");
            assert_eq!(parts.second, second, "{limit}");
        };
        check(40, "첫 문단이에요.\n\n[방법]\n1. 하나\n2. 둘\n\n[조건]\n- 가", None, "");
        check(30, "첫 문단이에요.\n\n[방법]\n1. 하나\n2. 둘", Some("조건"), "- 가");
        check(20, "첫 문단이에요.", Some("방법"), "1. 하나\n2. 둘\n\n[조건]\n- 가");
        check(3, "첫", None, "문단이에요.\n\n[방법]\n1. 하나\n2. 둘\n\n[조건]\n- 가");
    }
}
