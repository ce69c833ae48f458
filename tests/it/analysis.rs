//! Korean analysis: equal to the reference analyser, and steady under any input.

mod numbers;

use haedap::text::{Analyzer, Lattice, UserWords};
use serde::Deserialize;

use crate::support;

#[derive(Deserialize)]
struct Golden {
    text: String,
    morphemes: Vec<(String, String, usize, usize)>,
}

/// The reference is python-mecab-ko 1.3.7 with python-mecab-ko-dic 2.1.1.post2, without a user dictionary.
#[test]
fn morphemes_equal_the_reference_in_every_text() {
    let analyzer = support::analyzer(&UserWords::default());
    let mut lattice = Lattice::default();
    let golden = std::fs::read_to_string(support::root().join("tests/fixtures/golden.jsonl")).expect("the golden file");
    let mut texts = 0;
    for line in golden.lines() {
        let Golden { text, morphemes } = serde_json::from_str(line).expect("a golden line");
        let found: Vec<_> = analyzer
            .morphemes(&mut lattice, &text)
            .into_iter()
            .map(|m| (m.surface.to_owned(), m.tag.to_owned(), m.start, m.end))
            .collect();
        assert_eq!(found, morphemes, "morphemes of {text:?}");
        texts += 1;
    }
    assert_eq!(texts, 2_194);
}

fn shipped_analyzer() -> Analyzer {
    support::analyzer(&support::words(&support::shipped_corpus().1))
}

#[test]
fn terms_of_words_endings_and_compounds() {
    let analyzer = shipped_analyzer();
    let mut lattice = Lattice::default();
    let mut check = |text: &str, expect: &str| {
        let analysis = analyzer.analyse(&mut lattice, text);
        let terms: Vec<&str> = analysis.terms.iter().map(|term| term.text.as_str()).collect();
        assert_eq!(terms.join(" "), expect, "terms of {text:?}");
    };
    // Particles and endings carry no weight; inflected forms give their stem.
    check("월렛을", "월렛");
    check("됐어요", "되");
    check("돼요", "되");
    check("도와주세요", "돕");
    // A compound gives the whole and its parts, but no lone syllable.
    check("세금계산서", "세금계산서 세금 계산서");
    check("일지출한도가", "일지출한도 지출 한도");
    check("무통장입금", "무통장입금 무통장 입금");
    check("말풍선", "말풍선");
    // A user word does not break its neighbours.
    check("영업권한이 없어요", "영업 권한 없");
    // Negation stays.
    check("등록이 안 돼요", "등록 안 되");
    check("등록되지 않아요", "등록 안");
    // Letters are folded, wide ones narrowed, decomposed ones composed.
    check("ＶＩＳＡ카드", "visa 카드");
    check("\u{110E}\u{116E}\u{11BC}\u{110C}\u{1165}\u{11AB}", "충전");
    // The last term is never lost.
    check("은", "은");
    check("ㅋㅋㅋ", "");
    check("ㅈㄷㄱㅈ", "ㅈ ㄷ ㄱ ㅈ");
    check("?!", "");
}

#[test]
fn a_compound_stands_on_the_positions_of_its_parts() {
    let analyzer = shipped_analyzer();
    let analysis = analyzer.analyse(&mut Lattice::default(), "세금계산서가 변경");
    let places: Vec<_> = analysis.terms.iter().map(|t| (t.text.as_str(), t.position, t.span, t.start)).collect();
    assert_eq!(places, [("세금계산서", 0, 2, 0), ("세금", 0, 1, 0), ("계산서", 1, 1, 6), ("변경", 2, 1, 19)]);
}

#[test]
fn the_fingerprint_follows_the_words_and_not_the_comments() {
    let fingerprint = |words: &str| {
        let words = UserWords::parse(words).expect("a word list");
        support::analyzer(&words).fingerprint().to_owned()
    };
    assert_eq!(fingerprint("월렛\n말풍선"), fingerprint("# 목록\n말풍선\n\n월렛"));
    assert_ne!(fingerprint("월렛\n말풍선"), fingerprint("월렛"));
}

/// Characters of every kind that reaches a chat, and of some that should not.
const ALPHABET: &[&str] = &[
    "가",
    "힣",
    "뷁",
    "월렛",
    "자동결제카드",
    "됐어요",
    "을",
    "ㅋ",
    "ㅠ",
    "ㅈ",
    "ᄒ",
    "ᅡ",
    "ᆫ",
    "a",
    "Z",
    "9",
    ",",
    "만",
    "천",
    "일",
    "D-",
    "두 ",
    "시",
    "%",
    "0",
    " ",
    "  ",
    "\t",
    "\r",
    "\n",
    "?",
    "!",
    "~",
    ",",
    ".",
    "<",
    "&",
    "\"",
    "\\",
    "漢",
    "あ",
    "é",
    "e\u{301}",
    "\u{301}",
    "ß",
    "İ",
    "😀",
    "👨\u{200D}👩\u{200D}👧",
    "\u{FE0F}",
    "\u{200B}",
    "\u{FEFF}",
    "\u{FFFF}",
    "\u{10FFFF}",
    "\u{0}",
    "\u{7F}",
    "\u{A0}",
    "\u{3000}",
    "Ａ",
    "％",
    "\u{E000}",
    "𠀀",
    "\u{202E}",
    "ﬁ",
    "½",
    "①",
];

fn random_texts(count: usize) {
    let plain = support::analyzer(&UserWords::default());
    let shipped = shipped_analyzer();
    let mut lattice = Lattice::default();
    // A linear congruential generator (Knuth's MMIX constants): the same texts in every run.
    let mut state: u64 = 0x5eed;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for _ in 0..count {
        let length = random(24);
        let text: String = (0..length).map(|_| ALPHABET[random(ALPHABET.len())]).collect();
        let mut end = 0;
        for morpheme in plain.morphemes(&mut lattice, &text) {
            assert!(morpheme.start >= end && morpheme.end > morpheme.start, "order in {text:?}");
            assert_eq!(text.get(morpheme.start..morpheme.end), Some(morpheme.surface), "boundaries in {text:?}");
            end = morpheme.end;
        }
        let analysis = shipped.analyse(&mut lattice, &text);
        let cleaned = analysis.cleaned.text();
        for (start, end) in analysis.terms.iter().map(|t| (t.start, t.end)) {
            assert!(cleaned.get(start..end).is_some_and(|word| !word.is_empty()), "term of {text:?}");
            assert!(text.get(analysis.cleaned.original_range(start..end)).is_some(), "way back in {text:?}");
        }
        for bigram in analysis.bigrams() {
            assert!(cleaned.get(bigram.start..bigram.end).is_some(), "bigram of {text:?}");
        }
    }
}

#[test]
fn random_texts_neither_panic_nor_give_broken_offsets() {
    random_texts(20_000);
}

#[test]
#[ignore = "all million of them: `make fuzz`"]
fn a_million_random_texts() {
    random_texts(1_000_000);
}

#[test]
fn long_texts_of_one_character_are_analysed_in_pieces() {
    let analyzer = shipped_analyzer();
    let mut lattice = Lattice::default();
    for unit in ["가", "뷁", "a", "1", "ㅋ", "漢", "😀", " ", "자동결제카드등록"] {
        let text = unit.repeat(30_000 / unit.len());
        let covered: usize = analyzer.morphemes(&mut lattice, &text).iter().map(|m| m.end - m.start).sum();
        assert_eq!(covered, if unit == " " { 0 } else { text.len() }, "{unit:?}");
    }
}
