//! Whatever is typed: no panic, ranges in order and on characters, no more than asked for, always the same.

use std::sync::LazyLock;

use haedap::search::SuggestRequest;
use haedap::search::suggest::{Suggester, Suggestions};
use haedap::text::hangul::{from_korean_layout, keystrokes};
use proptest::prelude::*;

use super::{of, shipped_suggester, suggest};
use crate::support::typing::states;

static SHIPPED: LazyLock<Suggester> = LazyLock::new(shipped_suggester);

/// What people and machines type: Hangul in all forms, Latin, signs, anything.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[가-힣ㄱ-ㅣa-zA-Z0-9 ]{0,30}",
        "[\u{1100}-\u{11FF}\u{FFA1}-\u{FFDC}]{0,20}",
        "(자동|결제|카드|환불|ㄱㅈ|rufwp|챗봇| |ㅓ|를){0,8}",
    ]
}

fn assert_in_order(found: &Suggestions) {
    for suggestion in &found.suggestions {
        assert!(!suggestion.marks.is_empty(), "{suggestion:?}");
        let mut from = 0;
        for [start, end] in &suggestion.marks {
            assert!(*start >= from && start < end, "{suggestion:?}");
            assert!(suggestion.text.get(*start..*end).is_some(), "{suggestion:?}");
            from = *end;
        }
    }
    for (at, suggestion) in found.suggestions.iter().enumerate() {
        let before = &found.suggestions[..at];
        assert!(!before.iter().any(|other| (&other.text, &other.key) == (&suggestion.text, &suggestion.key)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn any_text(query in texts(), size in 1_usize..=20, service in any::<bool>()) {
        let service = service.then(|| "chatbot".to_owned());
        let request = SuggestRequest { query, service, size };
        let found = SHIPPED.suggest(&request);
        prop_assert!(found.suggestions.len() <= size);
        assert_in_order(&found);
        prop_assert_eq!(&found, &SHIPPED.suggest(&request));
        let units = found.clone().in_utf16();
        for (bytes, units) in found.suggestions.iter().zip(&units.suggestions) {
            let text: Vec<u16> = bytes.text.encode_utf16().collect();
            for ([start, end], [from, to]) in bytes.marks.iter().zip(&units.marks) {
                prop_assert_eq!(String::from_utf16_lossy(&text[*from..*to]), &bytes.text[*start..*end]);
            }
        }
    }

    /// Any titles, also ones with signs, accents and no letters.
    #[test]
    fn any_titles(titles in prop::collection::vec(texts(), 0..6), query in texts()) {
        let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
        let suggester = of(&titles);
        assert_in_order(&suggest(&suggester, &query));
        for title in titles {
            assert_in_order(&suggest(&suggester, title));
        }
    }

    /// Every state of every Korean text finds that text: what the look-up finds is what a slow look at each text finds.
    #[test]
    fn every_state_finds_its_text(title in "[가-힣]{1,6}( [가-힣]{1,4}){0,2}") {
        let suggester = of(&[&title, "다른 글"]);
        for state in states(&title) {
            let found = suggest(&suggester, &state);
            prop_assert!(found.suggestions.iter().any(|s| s.text == title), "'{}' of '{}'", state, title);
        }
    }

    /// The look-up by keys against the plain definition: typed keys that stand in a text from some letter on.
    #[test]
    fn finds_what_a_slow_look_finds(titles in prop::collection::vec("[가나각간a ]{1,8}", 1..6), query in "[가나각간a]{1,3}") {
        let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
        let plain = |text: &str| text.replace(' ', "");
        let holds = |title: &str| {
            let title = plain(title);
            let tails = title.char_indices().map(|(at, _)| keystrokes(&title[at..]));
            tails.into_iter().any(|tail| tail.starts_with(&keystrokes(&query)))
        };
        let expected = titles.iter().any(|title| holds(title));
        let found = suggest(&of(&titles), &query);
        if expected {
            prop_assert!(found.corrections.is_empty());
            prop_assert!(holds(&found.suggestions[0].text), "{:?}", found);
        }
    }
}

#[test]
fn layouts_are_two_ways_to_type_the_same() {
    for query in ["자동결제", "환불 언제", "세금계산서 발행"] {
        let (korean, english) = (suggest(&SHIPPED, query), suggest(&SHIPPED, &from_korean_layout(query)));
        let keys = |found: &Suggestions| found.suggestions.iter().map(|s| s.key.clone()).collect::<Vec<_>>();
        assert_eq!(keys(&korean)[0], keys(&english)[0], "{query}");
    }
}
