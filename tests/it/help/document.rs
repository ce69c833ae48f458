//! A strict reader of the pages: it fails on anything that no template of ours writes, so what slips through escaping
//! is an unknown element or attribute, and never just text.

use std::collections::HashSet;

const ELEMENTS: [&str; 28] = [
    "html", "head", "meta", "title", "link", "body", "a", "header", "div", "form", "label", "input", "button", "main",
    "footer", "p", "section", "article", "nav", "h1", "h2", "ul", "ol", "li", "span", "bdi", "mark", "script",
];
const VOID: [&str; 3] = ["meta", "link", "input"];
const ATTRIBUTES: [&str; 23] = [
    "lang",
    "charset",
    "name",
    "content",
    "rel",
    "href",
    "type",
    "class",
    "id",
    "tabindex",
    "role",
    "action",
    "for",
    "value",
    "placeholder",
    "autocomplete",
    "enterkeyhint",
    "maxlength",
    "aria-label",
    "aria-current",
    "method",
    "src",
    "defer",
];

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    Open { name: String, attributes: Vec<(String, String)> },
    Close(String),
    Text(String),
}

/// A page, read.
pub struct Document {
    pub tokens: Vec<Token>,
}

impl Document {
    /// Reads a page and holds it to what every page of the help center keeps to.
    #[track_caller]
    pub fn sound(html: &str) -> Self {
        let document = Self::read(html);
        assert!(html.starts_with("<!doctype html>\n<html lang=\"ko\">"), "{}", &html[..html.len().min(80)]);
        let levels: Vec<u8> = document
            .opened()
            .filter_map(|(name, _)| match name {
                "h1" => Some(1),
                "h2" => Some(2),
                _ => None,
            })
            .collect();
        assert_eq!((levels.first(), levels.iter().filter(|level| **level == 1).count()), (Some(&1), 1), "{levels:?}");
        for (element, count) in [("main", 1), ("header", 1), ("title", 1), ("script", 1)] {
            assert_eq!(document.opened().filter(|(name, _)| *name == element).count(), count, "{element}");
        }
        let ids: Vec<&str> = document.opened().filter_map(|(_, attributes)| of(attributes, "id")).collect();
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "{ids:?}");
        assert_eq!(document.hrefs().nth(2).map(|_| ids.contains(&"main")), Some(true), "somewhere to skip to");
        for (name, attributes) in document.opened() {
            if let Some(target) = of(attributes, "for") {
                assert!(ids.contains(&target), "a label for nothing: {target}");
            }
            if name == "a" {
                let href = of(attributes, "href").expect("a link leads somewhere");
                let inside = href.starts_with("/help") || href.starts_with('#');
                let rel = of(attributes, "rel").unwrap_or_default();
                assert!(inside || rel == "noopener noreferrer" && href.starts_with("http"), "{href} {rel}");
            }
        }
        document
    }

    #[track_caller]
    fn read(html: &str) -> Self {
        let mut rest = html.strip_prefix("<!doctype html>").expect("a document type");
        let (mut tokens, mut open): (Vec<Token>, Vec<String>) = (Vec::new(), Vec::new());
        while let Some(at) = rest.find('<') {
            push_text(&rest[..at], &mut tokens);
            rest = &rest[at + 1..];
            if let Some(closing) = rest.strip_prefix('/') {
                let (name, after) = closing.split_once('>').expect("an end of the tag");
                assert_eq!(open.pop().as_deref(), Some(name), "tags are closed in order");
                tokens.push(Token::Close(name.to_owned()));
                rest = after;
                continue;
            }
            let length = rest.find(|c: char| !c.is_ascii_alphanumeric()).expect("a name ends");
            let name = &rest[..length];
            assert!(ELEMENTS.contains(&name), "an element that no template has: <{}", &rest[..rest.len().min(60)]);
            rest = &rest[length..];
            let mut attributes = Vec::new();
            loop {
                rest = rest.trim_start();
                if let Some(after) = rest.strip_prefix('>') {
                    rest = after;
                    break;
                }
                let (attribute, after) = rest.split_once("=\"").expect("attributes are in quotation marks");
                assert!(ATTRIBUTES.contains(&attribute), "an attribute that no template has: {attribute}");
                let (value, after) = after.split_once('"').expect("a quotation mark closes");
                attributes.push((attribute.to_owned(), decoded(value)));
                rest = after;
            }
            if !VOID.contains(&name) {
                open.push(name.to_owned());
            }
            tokens.push(Token::Open { name: name.to_owned(), attributes });
        }
        push_text(rest, &mut tokens);
        assert!(open.is_empty(), "left open: {open:?}");
        Self { tokens }
    }

    fn opened(&self) -> impl Iterator<Item = (&str, &Vec<(String, String)>)> {
        self.tokens.iter().filter_map(|token| match token {
            Token::Open { name, attributes } => Some((name.as_str(), attributes)),
            _ => None,
        })
    }

    pub fn hrefs(&self) -> impl Iterator<Item = &str> {
        self.opened().filter_map(|(_, attributes)| of(attributes, "href"))
    }

    /// The value of an attribute of the first element that has it with that name.
    pub fn attribute(&self, element: &str, name: &str) -> Option<&str> {
        self.opened().filter(|(known, _)| *known == element).find_map(|(_, attributes)| of(attributes, name))
    }

    /// The texts of all elements of a name, or of a class written `.class`, white space as it is shown.
    pub fn texts(&self, wanted: &str) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let mut inside: Vec<Option<usize>> = Vec::new();
        for token in &self.tokens {
            match token {
                Token::Open { name, attributes } => {
                    let class = of(attributes, "class").unwrap_or_default();
                    let matches = wanted
                        .strip_prefix('.')
                        .map_or(name == wanted, |wanted| class.split(' ').any(|class| class == wanted));
                    let place = matches.then(|| {
                        found.push(String::new());
                        found.len() - 1
                    });
                    if !VOID.contains(&name.as_str()) {
                        inside.push(place);
                    }
                }
                Token::Close(_) => {
                    inside.pop();
                }
                Token::Text(text) => inside.iter().flatten().for_each(|place| found[*place].push_str(text)),
            }
        }
        found.into_iter().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    }

    #[track_caller]
    pub fn text(&self, wanted: &str) -> String {
        self.texts(wanted).into_iter().next().unwrap_or_else(|| panic!("no {wanted}"))
    }
}

fn of<'a>(attributes: &'a [(String, String)], name: &str) -> Option<&'a str> {
    attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

fn push_text(text: &str, tokens: &mut Vec<Token>) {
    assert!(!text.contains('>'), "a bracket that was not escaped: {text}");
    if !text.is_empty() {
        tokens.push(Token::Text(decoded(text)));
    }
}

/// Character references to characters. A bare `&` is none of ours.
fn decoded(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let (name, after) = after.split_once(';').unwrap_or_else(|| panic!("a bare & in {text}"));
        let number = name.strip_prefix('#').and_then(|number| number.parse().ok()).and_then(char::from_u32);
        out.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            _ => number.unwrap_or_else(|| panic!("an unknown reference &{name};")),
        });
        rest = after;
    }
    out.push_str(rest);
    out
}

#[test]
fn what_slips_through_escaping_is_found() {
    let page = |inner: &str| format!("<!doctype html><html><body>{inner}</body></html>");
    for bad in ["<b>x</b>", "<p onclick=\"x\">a</p>", "<p class=a>a</p>", "a & b", "a > b", "<p>a", "<p>a</div>"] {
        let html = page(bad);
        assert!(std::panic::catch_unwind(|| Document::read(&html)).is_err(), "{bad}");
    }
    let good = Document::read(&page("<p class=\"a b\">1 &#60; <mark>2</mark></p><p>x</p>"));
    assert_eq!((good.texts(".b"), good.texts("p").len()), (vec!["1 < 2".to_owned()], 2));
}
