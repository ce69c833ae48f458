//! Suggestions while typing: `typing` presses every key of every title, `api` is the interface, `properties` take any
//! text; here what is found for a query.

mod api;
mod properties;
mod typing;

use haedap::faq::Services;
use haedap::search::suggest::{Kind, Source, Suggester, Suggestion};
use haedap::search::{SuggestRequest, Suggestions};

use crate::support::shipped_corpus;

/// The titles and phrasings of the shipped articles.
fn shipped_suggester() -> Suggester {
    let (corpus, _) = shipped_corpus();
    let source = |article: haedap::faq::Article| Source {
        key: article.key,
        title: article.title,
        service: article.service,
        phrasings: article.phrasings,
    };
    Suggester::new(&corpus.services, corpus.articles.into_iter().map(source).collect())
}

fn suggest(suggester: &Suggester, query: &str) -> Suggestions {
    suggester.suggest(&SuggestRequest { query: query.to_owned(), service: None, size: 8 })
}

/// A suggester over titles alone, with phrasings after a `|`.
fn of(titles: &[&str]) -> Suggester {
    let source = |(number, line): (usize, &&str)| {
        let mut parts = line.split('|').map(str::to_owned);
        let title = parts.next().unwrap_or_default();
        Source { key: format!("a{number}"), title, service: String::new(), phrasings: parts.collect() }
    };
    Suggester::new(&Services::default(), titles.iter().enumerate().map(source).collect())
}

/// What is marked, in brackets.
fn marked(suggestion: &Suggestion) -> String {
    let mut out = String::new();
    let mut from = 0;
    for [start, end] in &suggestion.marks {
        for piece in [&suggestion.text[from..*start], "[", &suggestion.text[*start..*end], "]"] {
            out.push_str(piece);
        }
        from = *end;
    }
    out + &suggestion.text[from..]
}

#[track_caller]
fn check(suggester: &Suggester, query: &str, expect: &[&str]) {
    let found: Vec<String> = suggest(suggester, query).suggestions.iter().map(marked).collect();
    assert_eq!(found, expect, "{query}");
}

#[test]
fn completes_in_the_middle_of_a_syllable() {
    let suggester = of(&["자동결제 카드 등록", "카드 자동결제", "무통장입금"]);
    check(&suggester, "자동결ㅈ", &["[자동결제] 카드 등록", "카드 [자동결제]"]);
    check(&suggester, "자동겨", &["[자동결]제 카드 등록", "카드 [자동결]제"]);
    check(&suggester, "잗", &["[자동]결제 카드 등록", "카드 [자동]결제"]);
    check(&suggester, "자도", &["[자동]결제 카드 등록", "카드 [자동]결제"]);
    check(&suggester, "자돋", &["[자동]결제 카드 등록", "카드 [자동]결제"]);
    check(&suggester, "ㅈ", &["[자]동결제 카드 등록", "카드 [자]동결제"]);
    check(&suggester, "결제카", &["자동[결제 카]드 등록"]);
    check(&suggester, "자 동 결제카드", &["[자동결제 카드] 등록"]);
    check(&suggester, "입그", &["무통장[입금]"]);
    check(&of(&["꼭 과금되나요", "값이 얼마예요"]), "ㄱ", &["[꼭] 과금되나요", "[값]이 얼마예요"]);
    check(&of(&["과금되나요"]), "고", &["[과]금되나요"]);
    check(&of(&["값이 얼마예요"]), "갑", &["[값]이 얼마예요"]);
    check(&of(&["갑시다"]), "값", &["[갑시]다"]);
}

#[test]
fn earlier_and_whole_words_go_first() {
    let suggester =
        of(&["자동결제 안내", "챗봇 결제 안내", "새 챗봇 결제 안내", "결제 안내|결제해 주세요|챗봇 결제는요"]);
    check(
        &suggester,
        "결제",
        &["[결제] 안내", "챗봇 [결제] 안내", "새 챗봇 [결제] 안내", "자동[결제] 안내", "[결제]해 주세요"],
    );
    // Of phrasings that do not begin with what was typed only the best.
    let suggester = of(&["환불|카드 취소는 언제|내 카드 취소|카드 취소 방법", "카드 등록"]);
    check(&suggester, "카드 취", &["[카드 취]소 방법", "[카드 취]소는 언제"]);
}

#[test]
fn words_stand_in_any_order_and_with_something_between() {
    let suggester = of(&["챗봇 캐시를 환불받고 싶어요", "모먼트 환불", "자동결제 카드를 등록하고 싶어요"]);
    check(&suggester, "챗봇 환ㅂ", &["[챗봇] 캐시를 [환불]받고 싶어요"]);
    check(&suggester, "환불 챗", &["[챗]봇 캐시를 [환불]받고 싶어요"]);
    check(&suggester, "챗봇환불", &["[챗봇] 캐시를 [환불]받고 싶어요"]);
    check(&suggester, "자동결제카드등", &["[자동결제 카드]를 [등]록하고 싶어요"]);
}

#[test]
fn reads_initial_consonants() {
    let suggester = of(&["자동결제 카드", "정답 공지", "닭 값 PG사"]);
    check(&suggester, "ㅈㄷㄱㅈ", &["[정답 공지]", "[자동결제] 카드"]);
    check(&suggester, "ㅈㄷㄱㅈㅋ", &["[자동결제 카]드"]);
    check(&suggester, "ㄱㅈ ㅋ", &["자동[결제 카]드"]);
    check(&suggester, "자동ㄱㅈ", &["[자동결제] 카드"]);
    check(&suggester, "자동결젴ㄷ", &["[자동결제 카드]"]);
    check(&suggester, "ㄷㄱp", &["[닭 값 P]G사"]);
    check(&of(&["가상계좌", "강사"]), "ㄳ", &["[강사]", "[가상]계좌"]);
}

#[test]
fn reads_the_other_keyboard_layout() {
    let suggester = of(&["자동결제 카드", "PG사 심사", "Event API 요금", "까치"]);
    let check_meant = |query: &str, meant: &str, expect: &[&str]| {
        check(&suggester, query, expect);
        let corrections: Vec<(String, String)> =
            suggest(&suggester, query).corrections.into_iter().map(|c| (c.from, c.to)).collect();
        assert_eq!(corrections, [(query.to_owned(), meant.to_owned())]);
    };
    check_meant("wkehdrufw", "자동결ㅈ", &["[자동결제] 카드"]);
    check_meant("wkehd rufwp", "자동결제", &["[자동결제] 카드"]);
    check_meant("자동rufwp", "자동결제", &["[자동결제] 카드"]);
    check_meant("PGtk", "PG사", &["[PG사] 심사"]);
    check_meant("ㄷㅍ두", "even", &["[Even]t API 요금"]);
    check_meant("Rk", "까", &["[까]치"]);
    check_meant("wer", "ㅈㄷㄱ", &["[자동결]제 카드"]);
    assert!(suggest(&suggester, "api").corrections.is_empty());
}

#[test]
fn forgives_typing_errors_last() {
    let suggester = of(&["자동결제 카드", "카카오톡 채널", "무통장입금 확인"]);
    let check_meant = |query: &str, meant: &str, expect: &[&str]| {
        check(&suggester, query, expect);
        assert_eq!(suggest(&suggester, query).corrections[0].to, meant);
    };
    check_meant("자동결재", "자동결제", &["[자동결제] 카드"]);
    check_meant("쟈동결", "자동결", &["[자동결]제 카드"]);
    check_meant("카카오턱", "카카오톡", &["[카카오톡] 채널"]);
    check_meant("누통장입", "무통장입", &["[무통장입]금 확인"]);
    check_meant("wkehdrufwo", "자동결제", &["[자동결제] 카드"]);
    // Word by word, where something stands between.
    check_meant("자동결재 카드", "자동결제 카드", &["[자동결제 카드]"]);
    check_meant("무통장 확언", "무통장 확인", &["[무통장]입금 [확인]"]);
    // Nothing is corrected that is found.
    assert!(suggest(&suggester, "자동결제").corrections.is_empty());
}

#[test]
fn another_ending_does_not_blank_the_list() {
    let suggester = of(&["자동결제 카드를 등록하고 싶어요", "오늘 환불을 신청했어요"]);
    check(&suggester, "자동결제 카드를 등록하고 싶습니다만", &["[자동결제 카드를 등록하고 싶]어요"]);
    check(&suggester, "카드를 등록하지 말고", &["자동결제 [카드를 등록하]고 싶어요"]);
    check(&suggester, "오늘 날씨 어때", &[]);
}

#[test]
fn junk_finds_nothing() {
    let suggester = shipped_suggester();
    for junk in [
        "",
        " ",
        "?!…",
        "\u{200B}",
        "😀😀",
        "asdfghjkl",
        "ㅋㅋㅋㅋㅋㅋ",
        "zzzzzz",
        "뷁쒧뷁쒧",
        "1234567890",
        "qqqq",
        "lorem",
        "치킨 배달",
        "오늘 날씨 어때",
        "ㅁㄴㅇㄹㅁㄴㅇㄹ",
    ] {
        assert_eq!(suggest(&suggester, junk).suggestions, [], "{junk:?}");
    }
}

#[test]
fn the_service_goes_first_and_others_follow() {
    let suggester = shipped_suggester();
    let with = |service: Option<&str>| {
        let request = SuggestRequest { query: "환불".to_owned(), service: service.map(str::to_owned), size: 20 };
        suggester.suggest(&request).suggestions
    };
    for service in ["chatbot", "챗봇 관리자센터", "moment"] {
        let found = with(Some(service));
        let own = |suggestion: &Suggestion| suggestion.service_slug == service || suggestion.service == service;
        assert!(found.iter().any(own), "{service}");
        assert!(found.is_sorted_by_key(|suggestion| !own(suggestion)), "{service}: {found:?}");
    }
    assert!(with(None).is_sorted_by_key(|suggestion| suggestion.kind == Kind::Phrasing));
    assert_eq!(with(None), with(Some("no-such")));
}

#[test]
fn what_says_the_same_is_suggested_once() {
    let suggester = of(&["첫째|영수증 주세요", "둘째|영수증 주세요!", "셋째|영수증은 어디"]);
    check(&suggester, "영수", &["[영수]증 주세요", "[영수]증은 어디"]);
}
