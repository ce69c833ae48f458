//! The body of an article: a small part of Markdown, the part that every channel can show.
//!
//! Paragraphs, second-level headings, numbered steps and bullets. A `KakaoTalk` bubble, a terminal and a page can all
//! render these; tables, pictures and HTML would be lost in two of the three, so they are refused with the line.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde::{Deserialize, Serialize};

/// A piece of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    Heading(String),
    Paragraph(String),
    /// Numbered from 1.
    Steps(Vec<String>),
    Bullets(Vec<String>),
}

impl Block {
    /// The text of the block, an item a line.
    pub fn text(&self) -> String {
        match self {
            Self::Heading(text) | Self::Paragraph(text) => text.clone(),
            Self::Steps(items) | Self::Bullets(items) => items.join("\n"),
        }
    }
}

/// The whole body, in reading order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    pub blocks: Vec<Block>,
}

impl Body {
    /// The first paragraph, which answers by itself.
    pub fn lead(&self) -> &str {
        match self.blocks.first() {
            Some(Block::Paragraph(text)) => text,
            _ => "",
        }
    }

    /// The text of all blocks, a block a paragraph.
    pub fn text(&self) -> String {
        let blocks: Vec<String> = self.blocks.iter().map(Block::text).collect();
        blocks.join("\n")
    }

    /// A body of plain paragraphs, divided by lines.
    pub fn from_plain(text: &str) -> Self {
        let paragraphs = text.lines().map(str::trim).filter(|line| !line.is_empty());
        Self { blocks: paragraphs.map(|line| Block::Paragraph(line.to_owned())).collect() }
    }

    /// Reads Markdown. The problems come with the byte offset at which they stand.
    pub fn from_markdown(markdown: &str) -> (Self, Vec<(usize, String)>) {
        let mut reader = Reader::default();
        for (event, range) in Parser::new_ext(markdown, Options::ENABLE_TABLES).into_offset_iter() {
            reader.take(event, &range);
        }
        (Self { blocks: reader.blocks }, reader.problems)
    }
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    problems: Vec<(usize, String)>,
    text: String,
    /// Items of the list being read, and whether it is numbered.
    list: Option<(bool, Vec<String>)>,
    depth: usize,
}

impl Reader {
    fn refuse(&mut self, at: usize, what: &str, cure: &str) {
        self.problems.push((at, format!("{what} cannot be shown in every channel; {cure}")));
    }

    fn take(&mut self, event: Event<'_>, range: &Range<usize>) {
        match event {
            Event::Text(text) | Event::Code(text) => self.text.push_str(&text),
            Event::Start(Tag::Heading { level, .. }) if level != HeadingLevel::H2 => {
                self.refuse(range.start, "a heading of this level", "use '## '");
            }
            Event::Start(Tag::List(first)) => {
                self.depth += 1;
                if self.depth > 1 {
                    self.refuse(range.start, "a list inside a list", "write it as items of one list");
                } else {
                    self.list = Some((first.is_some(), Vec::new()));
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                let text = self.take_text();
                self.blocks.push(Block::Heading(text));
            }
            Event::End(TagEnd::Paragraph) if self.list.is_none() => {
                let text = self.take_text();
                self.blocks.push(Block::Paragraph(text));
            }
            // A paragraph that ends inside a list is an item of several paragraphs.
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph) => self.text.push(' '),
            Event::End(TagEnd::Item) => {
                let text = self.take_text();
                if let Some((_, items)) = &mut self.list {
                    items.push(text);
                }
            }
            Event::End(TagEnd::List(_)) => {
                self.depth -= 1;
                if let (0, Some((numbered, items))) = (self.depth, self.list.take_if(|_| self.depth == 0)) {
                    self.blocks.push(if numbered { Block::Steps(items) } else { Block::Bullets(items) });
                }
            }
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => {
                self.refuse(range.start, "a link or picture in the text", "put the address under `links` in the head");
            }
            Event::Html(_) | Event::InlineHtml(_) => {
                self.refuse(range.start, "HTML", "write plain text; a literal '<' needs a space after it");
            }
            Event::Start(Tag::CodeBlock(_) | Tag::BlockQuote(_)) => {
                self.refuse(range.start, "a code block or quotation", "write it as a paragraph or a list");
            }
            Event::Start(Tag::Table(_)) => self.refuse(range.start, "a table", "write its rows as a list"),
            Event::Rule => self.refuse(range.start, "a dividing line", "use a heading"),
            _ => {}
        }
    }

    fn take_text(&mut self) -> String {
        std::mem::take(&mut self.text).trim().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_every_channel_can_show() {
        let (body, problems) =
            Body::from_markdown("앞 문장이\n이어져요.\n\n## 방법\n\n1. 하나\n2. **둘**\n\n- 가 > 나\n");
        assert_eq!(problems, []);
        assert_eq!(
            body.blocks,
            [
                Block::Paragraph("앞 문장이 이어져요.".into()),
                Block::Heading("방법".into()),
                Block::Steps(vec!["하나".into(), "둘".into()]),
                Block::Bullets(vec!["가 > 나".into()]),
            ]
        );
        assert_eq!(body.lead(), "앞 문장이 이어져요.");
    }

    #[test]
    fn refuses_the_rest_with_its_place() {
        let check = |markdown: &str, expect: &str| {
            let (_, problems) = Body::from_markdown(markdown);
            assert!(problems.iter().any(|(_, message)| message.contains(expect)), "{markdown:?}: {problems:?}");
        };
        check("가\n\n# 큰 제목", "a heading of this level");
        check("[여기](https://example.com)", "a link or picture");
        check("<b>굵게</b>", "HTML");
        check("- 가\n  - 나", "a list inside a list");
        check("> 인용", "a code block or quotation");
        check("가\n\n---\n\n나", "a dividing line");
    }
}
