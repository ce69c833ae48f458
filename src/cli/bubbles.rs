//! A skill response drawn for a terminal, bubble by bubble, from the JSON that is sent: what is drawn is what a phone
//! would get.

use std::fmt::Write as _;

use serde_json::Value;

use crate::kakao::SkillResponse;

/// Width of a terminal's card between its edges, in columns; Korean letters take two.
const WIDTH: usize = 44;

/// Draws all bubbles and the replies to tap.
pub(super) fn draw(response: &SkillResponse) -> String {
    serde_json::from_slice(&response.to_json()).map(|json| draw_json(&json)).unwrap_or_default()
}

/// Draws a response as it is sent.
pub(super) fn draw_json(response: &Value) -> String {
    let template = &response["template"];
    let bubbles = list(&template["outputs"]).iter().filter_map(Value::as_object).flatten();
    let mut out: String = bubbles.map(|(kind, body)| framed(&lines(kind, body))).collect();
    let replies: Vec<String> =
        list(&template["quickReplies"]).iter().map(|reply| format!("({})", text(reply, "label"))).collect();
    if !replies.is_empty() {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "  {}", replies.join(" "));
    }
    out
}

fn framed(lines: &[String]) -> String {
    let last = lines.len().saturating_sub(1);
    let corner = |at: usize| match at {
        0 => '╭',
        at if at == last => '╰',
        _ => '│',
    };
    lines.iter().enumerate().map(|(at, line)| format!("{} {line}\n", corner(at))).collect()
}

/// The lines of a bubble, from top to bottom as a phone shows them.
fn lines(kind: &str, body: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    match kind {
        "simpleText" => lines.extend(text(body, "text").lines().map(str::to_owned)),
        "simpleImage" => lines.push(picture(body)),
        "listCard" => list_card(body, &mut lines),
        "itemCard" => item_card(body, &mut lines),
        "carousel" => {
            let header = &body["header"];
            if header.is_object() {
                titled(header, &mut lines);
                lines.push(picture(&header["thumbnail"]));
            }
            for (at, card) in list(&body["items"]).iter().enumerate() {
                lines.push(format!("‹{}›", at + 1));
                lines.extend(self::lines(text(body, "type"), card));
            }
            return lines;
        }
        _ => {
            let thumbnail = if kind == "commerceCard" { &body["thumbnails"][0] } else { &body["thumbnail"] };
            lines.extend(Some(picture(thumbnail)).filter(|_| thumbnail.is_object()));
            lines.extend(body["profile"]["nickname"].as_str().map(str::to_owned));
            titled(body, &mut lines);
            lines.extend(price(body));
        }
    }
    lines.extend(list(&body["buttons"]).iter().map(button));
    lines
}

fn list_card(body: &Value, lines: &mut Vec<String>) {
    lines.push(format!("■ {}", text(&body["header"], "title")));
    for (at, item) in list(&body["items"]).iter().enumerate() {
        lines.push(format!("{}. {}", at + 1, text(item, "title")));
        lines.extend(item["description"].as_str().map(|description| format!("   {description}")));
    }
}

fn item_card(body: &Value, lines: &mut Vec<String>) {
    let thumbnail = &body["thumbnail"];
    lines.extend(Some(picture(thumbnail)).filter(|_| thumbnail.is_object()));
    lines.extend(["head", "profile"].iter().filter_map(|part| body[part]["title"].as_str()).map(str::to_owned));
    if body["imageTitle"].is_object() {
        titled(&body["imageTitle"], lines);
    }
    let right = body["itemListAlignment"] == "right";
    let row = |item: &Value| {
        let (title, value) = (text(item, "title"), text(item, "description").replace('\n', " "));
        let taken = columns(title) + columns(&value);
        let gap =
            if right { WIDTH.saturating_sub(taken).max(2) } else { 14_usize.saturating_sub(columns(title)).max(2) };
        format!("{title}{}{value}", " ".repeat(gap))
    };
    lines.extend(list(&body["itemList"]).iter().map(row));
    if body["itemListSummary"].is_object() {
        lines.push("─".repeat(WIDTH));
        lines.push(row(&body["itemListSummary"]));
    }
    if body["title"].is_string() {
        lines.push(String::new());
        lines.extend(["title", "description"].iter().flat_map(|part| text(body, part).lines()).map(str::to_owned));
    }
}

/// Title and description of a card.
fn titled(body: &Value, lines: &mut Vec<String>) {
    lines.extend(body["title"].as_str().map(|title| format!("■ {}", title.replace('\n', " "))));
    lines.extend(text(body, "description").lines().map(str::to_owned));
}

fn price(body: &Value) -> Option<String> {
    let price = body["price"].as_u64()?;
    let shown = body["discountedPrice"].as_u64().or_else(|| price.checked_sub(body["discount"].as_u64()?));
    let rate = body["discountRate"].as_u64().map_or_else(String::new, |rate| format!("{rate}% "));
    Some(shown.map_or_else(|| format!("{price}원"), |shown| format!("{rate}{shown}원 ({price}원)")))
}

fn picture(picture: &Value) -> String {
    let alt = picture["altText"].as_str().map_or_else(String::new, |alt| format!(" {alt}"));
    format!("▣{alt} {}", text(picture, "imageUrl"))
}

fn button(button: &Value) -> String {
    let leads_to =
        ["webLinkUrl", "phoneNumber", "messageText", "blockId"].iter().find_map(|field| button[field].as_str());
    let leads_to = leads_to.map_or_else(String::new, |target| format!(" {target}"));
    format!("[{}]{leads_to}", text(button, "label"))
}

/// Columns that a terminal gives a text: two for what is Korean, Chinese, Japanese, full-width or an emoji.
fn columns(text: &str) -> usize {
    let is_wide = |c: char| {
        matches!(u32::from(c), 0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE6F
            | 0xFF00..=0xFF60 | 0x1F300..=0x1FAFF)
    };
    text.chars().map(|c| 1 + usize::from(is_wide(c))).sum()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(bubble: &Value, expect: &[&str]) {
        assert_eq!(draw_json(&json!({"template": {"outputs": [bubble]}})), expect.join("\n") + "\n");
    }

    #[test]
    fn draws_every_kind_of_bubble() {
        check(&json!({"simpleText": {"text": "첫 줄\n둘째 줄"}}), &["╭ 첫 줄", "╰ 둘째 줄"]);
        check(&json!({"simpleImage": {"imageUrl": "https://a", "altText": "지도"}}), &["╭ ▣ 지도 https://a"]);
        let buttons = json!([{"label": "보기", "action": "webLink", "webLinkUrl": "https://b"}, {"label": "공유"}]);
        check(
            &json!({"textCard": {"title": "제목", "description": "설명", "buttons": buttons}}),
            &["╭ ■ 제목", "│ 설명", "│ [보기] https://b", "╰ [공유]"],
        );
        check(
            &json!({"basicCard": {"thumbnail": {"imageUrl": "https://a"}, "title": "제목"}}),
            &["╭ ▣ https://a", "╰ ■ 제목"],
        );
        check(
            &json!({"commerceCard": {"thumbnails": [{"imageUrl": "https://a"}], "profile": {"nickname": "가게"},
                "title": "꽃", "price": 10_000, "discountRate": 10, "discountedPrice": 9_000}}),
            &["╭ ▣ https://a", "│ 가게", "│ ■ 꽃", "╰ 10% 9000원 (10000원)"],
        );
        check(
            &json!({"listCard": {"header": {"title": "목록"}, "items": [{"title": "가", "description": "나"}]}}),
            &["╭ ■ 목록", "│ 1. 가", "╰    나"],
        );
    }

    #[test]
    fn draws_facts_in_columns() {
        let items = json!([{"title": "유상캐시", "description": "1,000원"}, {"title": "무상", "description": "0원"}]);
        check(
            &json!({"itemCard": {"head": {"title": "월렛"}, "itemList": items}}),
            &["╭ 월렛", "│ 유상캐시      1,000원", "╰ 무상          0원"],
        );
        let sum = json!({"title": "합계", "description": "1,000원"});
        let drawn = draw_json(&json!({"template": {"outputs": [{"itemCard": {"itemList": items,
            "itemListAlignment": "right", "itemListSummary": sum, "title": "문장이에요."}}]}}));
        let lines: Vec<&str> = drawn.lines().collect();
        assert_eq!(lines.len(), 6, "{drawn}");
        assert!([0, 1, 3].iter().all(|at| columns(lines[*at]) == WIDTH + 2), "{drawn}");
        assert_eq!(lines[5], "╰ 문장이에요.");
    }

    #[test]
    fn draws_cards_side_by_side_and_replies() {
        let cards = json!([{"title": "하나"}, {"title": "둘"}]);
        let response = json!({"template": {
            "outputs": [{"carousel": {"type": "textCard", "items": cards}}],
            "quickReplies": [{"label": "환불"}, {"label": "충전"}],
        }});
        assert_eq!(draw_json(&response), "╭ ‹1›\n│ ■ 하나\n│ ‹2›\n╰ ■ 둘\n  (환불) (충전)\n");
    }
}
