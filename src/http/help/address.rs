//! Addresses of the help center's pages, and what was typed as it may be shown again.

use form_urlencoded::{Serializer, byte_serialize, parse};

use crate::search::{Spelling, page::MAX_SIZE};

/// Where a search without scripts goes.
pub(super) const SEARCH: &str = "/help/search";
/// Longest filter that is taken from an address, in characters.
const LONGEST_FILTER: usize = 200;
/// Results on a page.
pub(super) const SIZE: usize = 10;
const _: () = assert!(SIZE <= MAX_SIZE);

/// How results are ordered, as an address says it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Order {
    #[default]
    Relevance,
    Newest,
    Helpful,
}

/// A search as an address says it. People mend addresses by hand and old links live long, so what cannot be used is
/// left out instead of refused.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SearchAddress {
    pub(super) query: String,
    pub(super) service: Option<String>,
    pub(super) category: Option<String>,
    pub(super) order: Order,
    pub(super) spelling: Spelling,
    /// Counted from 1; 0 stands for 1.
    pub(super) page: usize,
}

impl SearchAddress {
    /// Reads what follows the `?`; of a parameter that is there twice the first counts.
    pub(super) fn read(query: &str) -> Self {
        let value = |name: &str| parse(query.as_bytes()).find(|(known, _)| known == name).map(|(_, value)| value);
        let filter = |name: &str| {
            let value = value(name)?.chars().take(LONGEST_FILTER).collect::<String>();
            (!value.is_empty()).then_some(value)
        };
        Self {
            query: value("q").unwrap_or_default().into_owned(),
            service: filter("service"),
            category: filter("category"),
            order: match value("sort").as_deref() {
                Some("newest") => Order::Newest,
                Some("helpful") => Order::Helpful,
                _ => Order::Relevance,
            },
            spelling: match value("correct").as_deref() {
                Some("off") => Spelling::AsTyped,
                _ => Spelling::AsMeant,
            },
            page: value("page").and_then(|page| page.parse().ok()).unwrap_or(1),
        }
    }

    /// The address, without what is so anyway.
    pub(super) fn href(&self) -> String {
        let mut pairs = Serializer::new(String::new());
        let mut add = |name: &str, value: &str| {
            if !value.is_empty() {
                pairs.append_pair(name, value);
            }
        };
        add("q", &self.query);
        add("service", self.service.as_deref().unwrap_or_default());
        add("category", self.category.as_deref().unwrap_or_default());
        add(
            "sort",
            match self.order {
                Order::Relevance => "",
                Order::Newest => "newest",
                Order::Helpful => "helpful",
            },
        );
        add("correct", if self.spelling == Spelling::AsTyped { "off" } else { "" });
        add("page", &if self.page > 1 { self.page.to_string() } else { String::new() });
        let pairs = pairs.finish();
        if pairs.is_empty() { SEARCH.to_owned() } else { format!("{SEARCH}?{pairs}") }
    }

    /// The same search from its first page on, changed.
    pub(super) fn with(&self, change: impl FnOnce(&mut Self)) -> String {
        let mut changed = Self { page: 1, ..self.clone() };
        change(&mut changed);
        changed.href()
    }
}

/// The page of an article.
pub(super) fn article(key: &str) -> String {
    format!("/help/articles/{}", byte_serialize(key.as_bytes()).collect::<String>())
}

/// What was typed, fit to be shown: without characters that show nothing, or that would turn the text around them.
pub(super) fn shown(typed: &str) -> String {
    let visible = |c: &char| {
        !matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
            && !matches!(c, '\u{061C}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
    };
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    typed.chars().filter(visible).map(plain).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_survive_the_round_trip() {
        let search = SearchAddress {
            query: "환불 & 100% #1+1".to_owned(),
            service: Some("chatbot".to_owned()),
            category: Some("결제 관리>캐시 관리".to_owned()),
            order: Order::Newest,
            spelling: Spelling::AsTyped,
            page: 3,
        };
        let href = search.href();
        let (path, query) = href.split_once('?').unwrap();
        assert_eq!((path, &SearchAddress::read(query)), (SEARCH, &search));
        assert_eq!(SearchAddress { page: 1, ..SearchAddress::default() }.href(), SEARCH);
        assert_eq!(search.with(|search| search.service = None).matches("page").count(), 0);
    }

    #[test]
    fn what_cannot_be_used_is_left_out() {
        let read = SearchAddress::read("q=%FF%FE&page=99999999999999999999&sort=best&q=second&colour=red&service=&%");
        assert_eq!(read, SearchAddress { query: "\u{FFFD}\u{FFFD}".to_owned(), page: 1, ..SearchAddress::default() });
    }

    #[test]
    fn shows_nothing_that_turns_text_around() {
        assert_eq!(shown(" a\u{202E}b\u{0}c\nd\u{200B} "), "ab c d");
        assert_eq!(shown("왜 돼요?"), "왜 돼요?");
    }
}
