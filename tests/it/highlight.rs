//! Marks on ten thousand made-up texts: on whole characters and whole words, in order, apart. Passages begin with a
//! sentence.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::OnceLock;

use haedap::answer::Answerer;
use haedap::faq::{Article, Block, Body};
use haedap::search::highlight::{Highlighted, Highlighter};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::canonical_combining_class;

use crate::support::shipped_answerer;

fn answerer() -> &'static Answerer {
    static ANSWERER: OnceLock<Answerer> = OnceLock::new();
    ANSWERER.get_or_init(shipped_answerer)
}

/// Pieces that texts and questions are put together from: words with endings, other scripts, and what breaks offsets.
fn piece() -> impl Strategy<Value = String> {
    let words = [
        "자동결제",
        "카드",
        "등록",
        "카드를",
        "환불",
        "환불받을",
        "세금계산서",
        "발행돼요",
        "됐어요",
        "돼",
        "안",
        "월렛",
        "챗봇",
        "캐시",
        "유상캐시",
        "한도",
        "하나요",
        "돈",
        "용돈",
        "끊겼어요",
        "신용카드만",
        "3일",
        "00시",
        "50만원",
        "PG",
        "KG이니시스",
        "e메일",
        "영업권",
        "권",
        "서",
        "수",
        "할 수",
        "이모티콘",
        "충전했는데요",
        "못했어요",
    ];
    let odd = [
        " ",
        "  ",
        "\n",
        ".",
        "!",
        "ㅋㅋ",
        "ㅠㅠ",
        "ㄱ",
        "ㅏ",
        "\u{1100}",
        "\u{1161}",
        "\u{11A8}",
        "\u{112B}\u{119E}\u{11AF}",
        "\u{301}",
        "e\u{301}",
        "\u{200B}",
        "\u{200D}",
        "\u{FE0F}",
        "\u{202E}",
        "\u{0}",
        "😀",
        "👨‍👩‍👧",
        "ＣＡＲＤ",
        "１２３",
        "\u{3000}",
        "漢字",
        "日本語",
        "<b>",
        "&amp;",
        "\"",
        "㎏",
        "ﬁ",
        "\u{FFFF}",
        "𠮷",
    ];
    prop_oneof![
        6 => proptest::sample::select(words.to_vec()).prop_map(str::to_owned),
        1 => proptest::sample::select(words.to_vec()).prop_map(|word| word.nfd().collect()),
        3 => proptest::sample::select(odd.to_vec()).prop_map(str::to_owned),
        2 => Just(" ".to_owned()),
        1 => any::<char>().prop_map(String::from),
    ]
}

fn text(most: usize) -> impl Strategy<Value = String> {
    proptest::collection::vec(piece(), 0..most).prop_map(|pieces| pieces.concat())
}

/// Whether a character is seen as a part of the one before it.
fn joins(c: char) -> bool {
    canonical_combining_class(c) != 0
        || matches!(c, '\u{1160}'..='\u{11FF}' | '\u{D7B0}'..='\u{D7FF}' | '\u{34F}' | '\u{200C}' | '\u{200D}')
        || matches!(c, '\u{20DD}'..='\u{20E4}' | '\u{FE00}'..='\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}')
        || matches!(c, '\u{E0020}'..='\u{E01EF}')
}

/// The ends of words as people write them and as the analysis finds them.
fn edges(text: &str) -> (HashSet<usize>, HashSet<usize>) {
    let engine = answerer().engine();
    let analysis = engine.with_lattice(|lattice| engine.analyzer().analyse(lattice, text));
    let ranges: Vec<Range<usize>> =
        analysis.terms.iter().map(|term| analysis.cleaned.original_range(term.start..term.end)).collect();
    (ranges.iter().map(|range| range.start).collect(), ranges.iter().map(|range| range.end).collect())
}

fn check(text: &str, question: &str) -> Result<usize, TestCaseError> {
    let engine = answerer().engine();
    let question = engine.question(question);
    let marked = Highlighter::new(engine, &question).mark(text);
    prop_assert_eq!(&marked.text, text);
    let (starts, ends) = if marked.marks.is_empty() { Default::default() } else { edges(text) };
    let mut from = None;
    for mark in &marked.marks {
        let word = text.get(mark.clone());
        prop_assert!(word.is_some_and(|word| !word.trim().is_empty()), "{mark:?} is no part of the text");
        let word = word.unwrap_or_default();
        prop_assert!(from.is_none_or(|from| from < mark.start), "{mark:?} touches the one before");
        from = Some(mark.end);
        let (before, after) = (text[..mark.start].chars().next_back(), text[mark.end..].chars().next());
        prop_assert!(!after.is_some_and(joins), "{word:?} ends inside of what is seen as one character");
        // After a space, or at the beginning, there is nothing that a character could join.
        let alone = before.is_none_or(|c| c.is_whitespace() || c.is_control());
        prop_assert!(alone || !word.starts_with(joins), "{word:?} begins inside of one");
        // Joiners beside a word may have been taken along, so an edge is one if only joiners stand between.
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let trimmed = mark.start + word.trim_end_matches(joins).len();
        // A word that the analysis begins with a joiner is marked from the character on that it joins.
        let base = word.chars().next().map_or(0, char::len_utf8);
        let joined = base + word[base..].len() - word[base..].trim_start_matches(joins).len();
        let begins = |start: &usize| *start == mark.start || (mark.start + base..=mark.start + joined).contains(start);
        prop_assert!(!is_letter(before) || starts.iter().any(begins), "{word:?} begins inside of a word");
        prop_assert!(
            !is_letter(after) || ends.iter().any(|end| (trimmed..=mark.end).contains(end)),
            "{word:?} ends inside of a word"
        );
        if word.chars().filter(|c| !joins(*c)).count() == 1 {
            prop_assert!(!is_letter(before) && !is_letter(after), "{word:?} is a lone syllable of another word");
        }
    }
    Ok(marked.marks.len())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, ..ProptestConfig::default() })]

    #[test]
    fn marks_are_whole_words_of_any_text(text in text(14), question in text(5)) {
        check(&text, &question)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn passages_begin_with_a_sentence(blocks in proptest::collection::vec(text(60), 1..5), question in text(4)) {
        let article = Article {
            key: "a".to_owned(),
            title: "a".to_owned(),
            service: String::new(),
            category: Vec::new(),
            phrasings: Vec::new(),
            live: Vec::new(),
            related: Vec::new(),
            links: Vec::new(),
            updated: None,
            review_by: None,
            source: Vec::new(),
            body: Body { blocks: blocks.iter().cloned().map(Block::Paragraph).collect() },
        };
        let engine = answerer().engine();
        let question = engine.question(&question);
        let (_, Highlighted { text: snippet, .. }) = Highlighter::new(engine, &question).article(&article);
        prop_assert!(snippet.chars().count() <= 160, "{} characters", snippet.chars().count());
        if blocks.iter().any(|block| !block.trim().is_empty()) {
            prop_assert!(!snippet.is_empty());
        }
        // White space inside may have been joined, so the beginning is looked for up to the first of it.
        let word = snippet.trim_end_matches('…').split(char::is_whitespace).next().unwrap_or_default();
        let begins = |block: &String| block.match_indices(word).any(|(at, _)| {
            let before = block[..at].trim_end_matches([' ', '\u{3000}', '\u{a0}', '\n', '\t']);
            let space = before.len() < at;
            let hangul = |c: Option<char>| c.is_some_and(|c| ('가'..='힣').contains(&c));
            let hasty = before.ends_with('.') && hangul(word.chars().next());
            before.trim().is_empty() || block[before.len()..at].contains('\n')
                || before.ends_with(['。', '\r'])
                || (space || hasty) && before.ends_with(['.', '!', '?', '…', '！', '？', ')', ']', '"', '\'', '”', '’', '」', '』'])
                || block[..at].ends_with(char::is_whitespace) && before.chars().next_back().is_some_and(char::is_whitespace)
        });
        prop_assert!(word.is_empty() || blocks.iter().any(begins), "{snippet:?} of {blocks:?}");
    }
}

/// The property would hold for marks that are never made.
#[test]
fn what_matches_is_marked() {
    let engine = answerer().engine();
    let check = |question: &str, text: &str, expect: &str| {
        let question = engine.question(question);
        assert_eq!(Highlighter::new(engine, &question).mark(text).render("«", "»"), expect, "{}", question.text());
    };
    check("카드 등록", "자동결제 카드는 어떻게 등록하나요?", "자동결제 «카드»는 어떻게 «등록»하나요?");
    check("자동결제", "자동결제가 실패했어요", "«자동결제»가 실패했어요");
    check("환불되나요", "환불은 3일 안에 됐어요", "«환불»은 3일 안에 됐어요");
    check("영수증", "없는 말만 있어요", "없는 말만 있어요");
    check("환불", &"환불".nfd().collect::<String>(), &format!("«{}»", "환불".nfd().collect::<String>()));
}
