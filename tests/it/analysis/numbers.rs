//! Numbers and units: what means the same gives the same terms, and what is no number stays as it was.

use std::collections::BTreeSet;

use haedap::text::Lattice;

use super::shipped_analyzer;

/// Terms of a text, in order.
fn terms(text: &str) -> Vec<String> {
    let analysis = shipped_analyzer().analyse(&mut Lattice::default(), text);
    analysis.terms.into_iter().map(|term| term.text).collect()
}

#[test]
fn forms_of_one_number_are_alike() {
    let analyzer = shipped_analyzer();
    let mut lattice = Lattice::default();
    let mut check = |forms: &[&str], expect: &str| {
        let expect: BTreeSet<&str> = expect.split(' ').collect();
        for form in forms {
            let analysis = analyzer.analyse(&mut lattice, form);
            let found: BTreeSet<&str> = analysis.terms.iter().map(|term| term.text.as_str()).collect();
            assert_eq!(found, expect, "terms of {form:?}");
        }
    };
    check(&["50만원", "50만 원", "500,000원", "500000원", "오십만원", "오십만 원", "５０만원"], "500000 원");
    check(&["500000", "500,000", "50만", "오십만"], "500000");
    check(&["1천원", "1,000원", "천원", "1000원", "천 원", "일천원"], "1000 원");
    check(&["10억원", "십억원", "1,000,000,000원"], "1000000000 원");
    check(&["3만5천원", "3만 5천원", "35,000원", "삼만오천원"], "35000 원");
    check(&["1억 2천만원", "120,000,000원", "1.2억원", "일억이천만원"], "120000000 원");
    check(&["만원", "1만원", "10,000원", "만 원"], "10000 원");
    check(&["만 오천원", "만오천원", "15,000원"], "15000 원");
    check(&["십만", "10만", "100,000"], "100000");
    check(&["구십일일", "91일"], "91 일");
    check(&["3~5일", "3-5일", "3일에서 5일", "3일~5일"], "3 5 일");
    check(&["D-14", "D14", "d-14", "D-14일", "디데이 14일 전", "14일 전", "2주 전"], "14 일 전");
    check(&["00시", "0시", "자정", "밤 12시", "오전 0시", "밤12시"], "자정");
    check(&["오후 3시"], "오후 15 시");
    check(&["10%", "10퍼센트", "10프로", "십 퍼센트"], "10 퍼센트");
    check(&["3.5%", "3.5퍼센트"], "3.5 퍼센트");
    check(&["1개월", "한 달", "1달", "한달", "일개월"], "1 개월");
    check(&["석 달", "세 달", "3개월", "삼개월"], "3 개월");
    check(&["일주일", "7일", "1주일", "1주", "칠일"], "7 일");
    check(&["2주", "이주일", "14일", "십사일"], "14 일");
    check(&["영업일 3일", "3영업일", "3 영업일"], "영업 일 3");
    check(&["두 개", "2개"], "2 개");
    check(&["메시지 한 통", "메시지 1통"], "메시지 1 통");
    check(&["03월 01일", "3월 1일"], "3 월 1 일");
    check(&["3만원 5만원", "30,000원 50,000원"], "30000 50000 원");
}

#[test]
fn what_is_no_sound_number_stays_in_its_parts() {
    let check = |text: &str, expect: &str| assert_eq!(terms(text).join(" "), expect, "terms of {text:?}");
    check("2026.03.01", "2026 03 01");
    check("010-1234-5678", "010 1234 5678");
    check("1,2,3", "1 2 3");
    check("10^30", "10 30");
    check("만 14세", "만 14 세");
    check("오십만 명, 수만원", "500000 명 수만 원");
    check("몇만원", "몇 만 원");
    check("0시0시", "자정 자정");
    check("5만3만원", "5 만 3 만 원");
    check("비타민 D3", "비타민 d 3");
    check("아이폰 13 프로", "아이폰 13 프로");
    check("ABC-14", "abc 14");
    check("D-14-3", "d 14 3");
    let digits = "9".repeat(31);
    assert_eq!(terms(&format!("{digits}원")).concat(), format!("{digits}원"), "as the search for morphemes cuts it");
    check("18446744073709551616", "18446744073709551616");
    // A number word is a number only where one is meant.
    assert!(!terms("확인해 주십시오").contains(&"10".to_owned()));
    assert!(!terms("천천히 백업 만료").iter().any(|term| term.chars().all(|c| c.is_ascii_digit())));
    assert_eq!(terms("일"), ["일"]);
    assert!(terms("만만만").iter().all(|term| term != "10000"));
}

#[test]
fn a_number_leads_back_to_where_it_stands() {
    let analyzer = shipped_analyzer();
    let check = |text: &str, expect: &[(&str, &str)]| {
        let analysis = analyzer.analyse(&mut Lattice::default(), text);
        let original = |start: usize, end: usize| &text[analysis.cleaned.original_range(start..end)];
        let found: Vec<(&str, &str)> =
            analysis.terms.iter().map(|term| (term.text.as_str(), original(term.start, term.end))).collect();
        assert_eq!(found, expect, "terms of {text:?}");
    };
    check("카드 ５００，０００원", &[("카드", "카드"), ("500000", "５００，０００"), ("원", "원")]);
    check("1억 2천만원까지", &[("120000000", "1억 2천만"), ("원", "원")]);
    check("밤  12시", &[("자정", "밤  12시")]);
    check("집행 D-14", &[("집행", "집행"), ("14", "D-14"), ("일", "D-14"), ("전", "D-14")]);
    check("2주", &[("14", "2"), ("일", "주")]);
}
