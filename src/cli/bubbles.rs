//! A skill response drawn for a terminal, bubble by bubble.

use std::fmt::Write as _;

use crate::kakao::SkillResponse;
use crate::kakao::response::Output;

/// Draws all bubbles and the replies to tap.
pub(super) fn draw(response: &SkillResponse) -> String {
    let mut out = String::new();
    for output in response.outputs() {
        let mut lines: Vec<String> = Vec::new();
        match output {
            Output::SimpleText(text) => lines.extend(text.as_str().lines().map(str::to_owned)),
            Output::TextCard(card) => {
                let (title, description, buttons) = card.parts();
                if !title.is_empty() {
                    lines.push(format!("■ {title}"));
                }
                lines.extend(description.lines().map(str::to_owned));
                lines.extend(buttons.map(|(label, url)| format!("[{label}] {url}")));
            }
            Output::ListCard(card) => {
                let (header, items) = card.parts();
                lines.push(format!("■ {header}"));
                for (at, (title, description)) in items.enumerate() {
                    lines.push(format!("{}. {title}", at + 1));
                    lines.push(format!("   {description}"));
                }
            }
        }
        let last = lines.len().saturating_sub(1);
        for (at, line) in lines.iter().enumerate() {
            let corner = match at {
                0 => '╭',
                at if at == last => '╰',
                _ => '│',
            };
            // Writing to a String cannot fail.
            let _ = writeln!(out, "{corner} {line}");
        }
    }
    let replies: Vec<String> = response.reply_labels().map(|label| format!("({label})")).collect();
    if !replies.is_empty() {
        let _ = writeln!(out, "  {}", replies.join(" "));
    }
    out
}
