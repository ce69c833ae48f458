//! Puts an article into words for a channel without markup, within a length.

use crate::faq::{Block, Body};

/// The body as plain text of at most `limit` characters: paragraphs, numbered steps, dashed conditions.
/// Returns the text and whether all of it fitted; it is cut at the end of a line, else of a sentence, else of a word.
pub fn plain_text(body: &Body, limit: usize) -> (String, bool) {
    let mut text = String::new();
    let mut after_heading = false;
    for block in &body.blocks {
        // A heading stands directly above what it heads.
        text.push_str(match (text.is_empty(), after_heading) {
            (true, _) => "",
            (false, true) => "\n",
            (false, false) => "\n\n",
        });
        after_heading = matches!(block, Block::Heading(_));
        match block {
            Block::Heading(heading) => {
                text.push('[');
                text.push_str(heading);
                text.push(']');
            }
            Block::Paragraph(paragraph) => text.push_str(paragraph),
            Block::Steps(items) => {
                let lines: Vec<String> =
                    items.iter().enumerate().map(|(at, item)| format!("{}. {item}", at + 1)).collect();
                text.push_str(&lines.join("\n"));
            }
            Block::Bullets(items) => {
                let lines: Vec<String> = items.iter().map(|item| format!("- {item}")).collect();
                text.push_str(&lines.join("\n"));
            }
        }
    }
    shorten(&text, limit)
}

/// Cuts a text to at most `limit` characters; says whether nothing was cut.
pub fn shorten(text: &str, limit: usize) -> (String, bool) {
    let Some((end, _)) = text.char_indices().nth(limit) else { return (text.to_owned(), true) };
    let window = &text[..end];
    let at_line = window.rfind('\n').filter(|at| *at > end / 2);
    let at_sentence = || window.rfind(". ").map(|at| at + 1).filter(|at| *at > end / 3);
    let at_word = || window.rfind(' ').filter(|at| *at > 0);
    let kept = at_line.or_else(at_sentence).or_else(at_word).unwrap_or(end);
    let mut kept = window[..kept].trim_end();
    // A heading with nothing left below it.
    if let Some((above, last)) = kept.rsplit_once('\n')
        && last.starts_with('[')
        && last.ends_with(']')
    {
        kept = above.trim_end();
    }
    (kept.to_owned(), false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_a_body_as_plain_text() {
        let (body, _) = Body::from_markdown("첫 문단이에요.\n\n## 방법\n\n1. 하나\n2. 둘\n\n## 조건\n\n- 가\n");
        let (text, whole) = plain_text(&body, 400);
        assert_eq!(text, "첫 문단이에요.\n\n[방법]\n1. 하나\n2. 둘\n\n[조건]\n- 가");
        assert!(whole);
    }

    #[test]
    fn cuts_where_it_hurts_least() {
        let check = |text: &str, limit: usize, expect: &str| {
            let (cut, whole) = shorten(text, limit);
            assert_eq!((cut.as_str(), whole), (expect, cut == text), "{text:?} to {limit}");
            assert!(cut.chars().count() <= limit);
        };
        check("짧아요", 3, "짧아요");
        check("첫 문장이에요. 둘째 문장이에요.", 12, "첫 문장이에요.");
        check("첫 줄이에요\n둘째 줄이 길어요", 9, "첫 줄이에요");
        check("문단이에요 정말로\n[방법]\n1. 하나", 16, "문단이에요 정말로");
        check("띄어쓰기가없는말", 4, "띄어쓰기");
    }
}
