//! A response as a person sees it in `KakaoTalk`, drawn for a terminal, with a number at everything that can be tapped.
//!
//! Draws whatever a server sent: a component that is unknown or broken is shown as such, never an error.

use serde_json::Value;

use super::payload::Act;

/// Characters of a plain text that are shown at once; the rest is behind "전체 보기" (Kakao's page `answer_json_format`).
const FOLD: usize = 500;

/// What can be tapped, in the order of the numbers.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Tap {
    /// Goes to the skill.
    Sends(Act),
    /// Stays on the phone: what happens there.
    Does(String),
}

/// What is on the screen.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Screen {
    pub(super) lines: Vec<String>,
    pub(super) taps: Vec<Tap>,
}

/// Won with commas.
fn won(value: &Value) -> String {
    let digits = value.as_i64().unwrap_or_default().to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|three| std::str::from_utf8(three).ok()).collect();
    format!("{}원", groups.join(","))
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_default()
}

fn entries<'a>(value: &'a Value, field: &str) -> &'a [Value] {
    value[field].as_array().map(Vec::as_slice).unwrap_or_default()
}

impl Screen {
    /// Draws a response.
    pub(super) fn of(response: &Value) -> Self {
        let mut screen = Self::default();
        let template = &response["template"];
        for output in entries(template, "outputs") {
            for (name, body) in output.as_object().into_iter().flatten() {
                let from = screen.lines.len();
                screen.component(name, body);
                frame(&mut screen.lines[from..]);
            }
        }
        if response["useCallback"] == Value::Bool(true) {
            screen.lines.push("  (a callback is promised: the answer comes later)".to_owned());
        }
        let replies: Vec<String> =
            entries(template, "quickReplies").iter().map(|reply| screen.tappable(reply, "QUICKREPLY_BUTTON")).collect();
        if !replies.is_empty() {
            screen.lines.push(format!("  {}", replies.join("  ")));
        }
        screen
    }

    fn component(&mut self, name: &str, body: &Value) {
        let from = self.lines.len();
        match name {
            "simpleText" => self.folded(text(body, "text")),
            "simpleImage" => self.picture(body),
            "textCard" | "basicCard" | "commerceCard" | "listCard" | "itemCard" => self.card(name, body),
            "carousel" => self.carousel(body),
            other => self.lines.push(format!("(a component that KakaoTalk does not know: {other})")),
        }
        if self.lines.len() == from {
            self.lines.push("(nothing)".to_owned());
        }
    }

    fn carousel(&mut self, body: &Value) {
        let header = &body["header"];
        self.heading(text(header, "title"));
        self.paragraph(text(header, "description"));
        let cards = entries(body, "items");
        for (index, card) in cards.iter().enumerate() {
            self.lines.push(format!("◀ {}/{} ▶", index + 1, cards.len()));
            self.card(text(body, "type"), card);
        }
    }

    fn card(&mut self, name: &str, body: &Value) {
        match name {
            "listCard" => self.list(body),
            "itemCard" => self.items(body),
            _ => {
                self.picture(&body["thumbnail"]);
                for thumbnail in entries(body, "thumbnails") {
                    self.picture(thumbnail);
                }
                self.said(text(&body["profile"], "nickname"));
                if name == "commerceCard" {
                    self.price(body);
                }
                self.heading(text(body, "title"));
                self.paragraph(text(body, "description"));
            }
        }
        for button in entries(body, "buttons") {
            let line = self.tappable(button, "CARD_BUTTON");
            self.lines.push(line);
        }
    }

    /// The price that is shown: the one after a discount, and what it was.
    fn price(&mut self, body: &Value) {
        let full = &body["price"];
        let less = full.as_i64().zip(body["discount"].as_i64()).map(|(price, discount)| Value::from(price - discount));
        let shown = Some(&body["discountedPrice"]).filter(|price| price.is_i64()).cloned().or(less);
        self.lines.push(match (shown, body["discountRate"].as_i64()) {
            (Some(shown), Some(rate)) => format!("{} ({rate}% ← {})", won(&shown), won(full)),
            (Some(shown), None) => format!("{} (← {})", won(&shown), won(full)),
            (None, _) => won(full),
        });
    }

    fn list(&mut self, body: &Value) {
        self.heading(text(&body["header"], "title"));
        for item in entries(body, "items") {
            let page = item["link"].as_object().and_then(|link| link.values().find_map(Value::as_str));
            let line = match (item["action"].as_str(), page) {
                (None, None) => format!("- {}", text(item, "title")),
                (None, Some(page)) => self.number(text(item, "title"), Tap::Does(format!("opens {page}"))),
                _ => self.tappable(item, "LIST_ITEM"),
            };
            self.lines.push(line);
            if !text(item, "description").is_empty() {
                self.lines.push(format!("    {}", text(item, "description")));
            }
        }
    }

    fn items(&mut self, body: &Value) {
        self.picture(&body["thumbnail"]);
        self.heading(text(&body["head"], "title"));
        self.said(text(&body["profile"], "title"));
        self.heading(text(&body["imageTitle"], "title"));
        self.said(text(&body["imageTitle"], "description"));
        let summary = Some(&body["itemListSummary"]).filter(|summary| summary.is_object());
        let rows = entries(body, "itemList");
        // Korean letters are two columns wide.
        let width = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
        let widest = rows.iter().chain(summary).map(|row| width(text(row, "title"))).max().unwrap_or(0);
        let row = |row: &Value| {
            let label = text(row, "title");
            format!("{label}{}  {}", " ".repeat(widest - width(label)), text(row, "description"))
        };
        self.lines.extend(rows.iter().map(row));
        if let Some(summary) = summary {
            self.lines.push("─".repeat(widest.max(8)));
            self.lines.push(row(summary));
        }
        self.heading(text(body, "title"));
        self.paragraph(text(body, "description"));
    }

    fn heading(&mut self, title: &str) {
        if !title.is_empty() {
            self.lines.push(format!("■ {title}"));
        }
    }

    fn said(&mut self, said: &str) {
        if !said.is_empty() {
            self.lines.push(said.to_owned());
        }
    }

    fn paragraph(&mut self, text: &str) {
        self.lines.extend(text.lines().map(str::to_owned));
    }

    /// A text with a mark where `KakaoTalk` folds it.
    fn folded(&mut self, text: &str) {
        match text.char_indices().nth(FOLD) {
            Some((at, _)) => {
                self.paragraph(&text[..at]);
                self.lines.push("┈ 전체 보기".to_owned());
                self.paragraph(&text[at..]);
            }
            None => self.paragraph(text),
        }
    }

    fn picture(&mut self, picture: &Value) {
        let url = text(picture, "imageUrl");
        if !url.is_empty() {
            let alt = text(picture, "altText");
            self.lines.push(if alt.is_empty() { format!("[그림] {url}") } else { format!("[그림: {alt}] {url}") });
        }
    }

    /// A button, a reply or an item of a list with its number.
    fn tappable(&mut self, thing: &Value, trigger: &str) -> String {
        let label = [text(thing, "label"), text(thing, "title")].into_iter().find(|label| !label.is_empty());
        let label = label.unwrap_or("(no label)");
        let message = text(thing, "messageText");
        let block = thing["blockId"].as_str().map(str::to_owned);
        let trigger = match (trigger, &block) {
            ("CARD_BUTTON", None) => "CARD_BUTTON_MESSAGE",
            ("CARD_BUTTON", Some(_)) => "CARD_BUTTON_BLOCK",
            ("LIST_ITEM", None) => "LIST_ITEM_MESSAGE",
            ("LIST_ITEM", Some(_)) => "LIST_ITEM_BLOCK",
            (_, None) => "QUICKREPLY_BUTTON_MESSAGE",
            (_, Some(_)) => "QUICKREPLY_BUTTON_BLOCK",
        };
        let tap = match text(thing, "action") {
            "message" | "block" => {
                let utterance = if message.is_empty() { label } else { message }.to_owned();
                Tap::Sends(Act { utterance, trigger, extra: thing["extra"].clone(), block })
            }
            "webLink" => Tap::Does(format!("opens {}", text(thing, "webLinkUrl"))),
            "phone" => Tap::Does(format!("dials {}", text(thing, "phoneNumber"))),
            "share" => Tap::Does("shares this bubble".to_owned()),
            "operator" => Tap::Does("hands over to a person".to_owned()),
            other => Tap::Does(format!("does nothing: KakaoTalk knows no action '{other}'")),
        };
        let where_to = match &tap {
            Tap::Does(does) if does.starts_with("opens ") => format!(" {}", &does["opens ".len()..]),
            _ => String::new(),
        };
        self.number(&format!("{label}{where_to}"), tap)
    }

    fn number(&mut self, label: &str, tap: Tap) -> String {
        self.taps.push(tap);
        format!("[{}] {label}", self.taps.len())
    }
}

/// The edge of a bubble.
fn frame(lines: &mut [String]) {
    let last = lines.len().saturating_sub(1);
    for (index, line) in lines.iter_mut().enumerate() {
        let edge = match index {
            0 => '╭',
            index if index == last => '╰',
            _ => '│',
        };
        *line = format!("{edge} {line}");
    }
}

#[cfg(test)]
mod tests;
