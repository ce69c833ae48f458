//! What is cut and what stays, case by case and for any text.

use proptest::prelude::*;

use super::scrub;

fn check(text: &str, expect: &str) {
    let once = scrub(text);
    assert_eq!(once.as_str(), expect, "{text}");
    assert_eq!(scrub(once.as_str()), once, "twice is once: {text}");
}

#[test]
fn numbers_of_persons_go() {
    for (text, expect) in [
        ("카드 4111-1111-1111-1111 결제 취소", "카드 [카드번호] 결제 취소"),
        ("4111111111111111", "[카드번호]"),
        ("４１１１ １１１１ １１１１ １１１１로 결제했어요", "[카드번호]로 결제했어요"),
        ("4111.1111/1111_1111", "[카드번호]"),
        ("아멕스 3782 822463 10005요", "아멕스 [카드번호]요"),
        ("4,111,111,111,111,111", "[카드번호]"),
        ("4111 다시 1111 다시 1111 다시 1111", "[카드번호]"),
        ("4111\u{200b}1111\u{200b}1111\u{200b}1111", "[카드번호]"),
        ("①②③④⑤⑥⑦⑧", "[번호]"),
        ("١٢٣٤٥٦٧٨", "[번호]"),
        ("010-1234-5678로 전화 주세요", "[전화번호]로 전화 주세요"),
        ("010에 1234에 5678이요", "[전화번호]이요"),
        ("공일공 일이삼사 오육칠팔로 주세요", "[전화번호]로 주세요"),
        ("공일공-1234-5678", "[전화번호]"),
        ("+82 10 1234 5678", "+[전화번호]"),
        ("02) 123-4567", "[전화번호]"),
        ("1588-1234로 걸었는데", "[전화번호]로 걸었는데"),
        ("900101-1234567", "[주민번호]"),
        ("900101-1******", "[주민번호]"),
        ("9001011234567 맞나요", "[주민번호] 맞나요"),
        ("사업자 123-45-67890 등록", "사업자 [사업자번호] 등록"),
        ("국민 110-123-456789 계좌", "국민 [번호] 계좌"),
        ("계좌 110-2026-11-22-345678", "계좌 [번호]"),
        ("주문 20261122000123 취소", "주문 [번호] 취소"),
        ("4111-2026-11-22-1111", "[번호]"),
    ] {
        check(text, expect);
    }
}

#[test]
fn addresses_codes_and_keys_go() {
    for (text, expect) in [
        ("hong.gil+1@example.com으로 보내 주세요", "[이메일]으로 보내 주세요"),
        ("메일은 hong @ naver.com", "메일은 [이메일]"),
        ("hong골뱅이naver.com이요", "[이메일]이요"),
        ("홍길동@회사.한국", "[이메일]회사.한국"),
        ("연결 K7M2-9QXD", "연결 [연결코드]"),
        ("연결코드 k7m29qxd 안 돼요", "연결코드 [연결코드] 안 돼요"),
        ("연결: k7m2 9qxd", "연결: [연결코드]"),
        ("제 코드는 K7M2-9QXD예요", "제 코드는 [연결코드]예요"),
        ("https://a.example.com/p?user=7&token=x#me 이 페이지", "https://a.example.com/p 이 페이지"),
        ("example.com/p?phone=01012345678은", "example.com/p은"),
        ("키 a1b2c3d4e5f6a7b8c9d0a1b2 오류", "키 [긴 값] 오류"),
    ] {
        check(text, expect);
    }
}

#[test]
fn what_a_question_is_about_stays() {
    for text in [
        "30만원 충전했는데 512,300원만 남았어요",
        "1,234,567,890원 세금계산서",
        "2026년 11월 22일에 결제한 50000원 환불",
        "2026-11-22 결제 건이요",
        "2026.11.22~2026.11.30 기간",
        "2026. 11. 22 13:45에 보냈어요",
        "2024~2026 내역, 2024 2025 2026",
        "11/22~11/30 집행 내역",
        "9:00~18:00, 13:45~14:45 상담",
        "D-14부터 D-1까지 3번 보냈어요",
        "10,000 20,000 30,000원 중에요",
        "한도 1,000,000~2,000,000원",
        "@카카오비즈니스 채널 추가",
        "골뱅이 무침 광고 돼요?",
        "연결이 안 돼요",
        "iphone14 pro에서 오류 500",
        "이사이 사이사이 이사 갔어요",
        "정말요? 왜요?",
        "https://business.kakao.com/info 들어가면",
        "카드 뒷자리 1234",
    ] {
        check(text, text);
    }
    check("", "");
    check(" \n\t ", "");
    check("가\u{0}나\n다", "가 나 다");
    assert_eq!(scrub(&"가".repeat(1_000)).as_str().chars().count(), 300);
}

/// A number with a right check digit.
fn with_check_digit(mut digits: Vec<u8>) -> Vec<u8> {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let digit = u32::from(*digit);
            if place % 2 == 0 { (digit * 2) / 10 + (digit * 2) % 10 } else { digit }
        })
        .sum();
    digits.push(((10 - sum % 10) % 10) as u8);
    digits
}

fn longest_run(text: &str) -> usize {
    text.split(|c: char| !c.is_numeric()).map(|run| run.chars().count()).max().unwrap_or(0)
}

/// Anything, with more of what is cut than chance would bring.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[0-9]{1,12}",
        "[-., /:~()@?#\u{200b}]{1,2}",
        "[０-９①-⑨²½٣]{1,4}",
        "[공일이삼사오육칠팔구영다시에의 ]{1,6}",
        "(20[0-9]{2}-1[0-2]-[0-3][0-9]|[1-9],[0-9]{3},[0-9]{3}|1[0-9]:[0-5][0-9])",
        "[A-Za-z0-9]{1,9}",
        "(연결|골뱅이|원|만원|http://a.b|x@y.z|\\*\\*\\*\\*)",
        "\\PC{0,4}",
    ];
    proptest::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_long_number_survives_and_twice_is_once(text in texts()) {
        let once = scrub(&text);
        prop_assert!(longest_run(once.as_str()) < 8, "{text:?}: {once:?}");
        prop_assert_eq!(&scrub(once.as_str()), &once, "{:?}", text);
    }

    #[test]
    fn no_card_survives_however_it_is_written(
        digits in proptest::collection::vec(0_u8..10, 13..=15),
        separators in proptest::collection::vec(
            prop_oneof![
                6 => Just(""), 1 => Just(" "), 1 => Just("-"), 1 => Just(","), 1 => Just("."), 1 => Just("/"),
                1 => Just(":"), 1 => Just(" - "), 1 => Just("다시"), 1 => Just(" 에 "), 1 => Just("\u{200b}"), 1 => Just("·"),
                1 => Just("~"), 1 => Just("\n"),
            ],
            15,
        ),
        wide in any::<bool>(),
    ) {
        let number = with_check_digit(digits);
        let mut text = "카드 ".to_owned();
        for (at, digit) in number.iter().enumerate() {
            let zero = if wide { '０' } else { '0' };
            text.extend(char::from_u32(u32::from(zero) + u32::from(*digit)));
            text.push_str(if at + 1 < number.len() { separators[at] } else { "" });
        }
        text.push_str("로 결제했어요");
        let kept = scrub(&text);
        prop_assert!(!kept.as_str().contains(char::is_numeric), "{text:?}: {kept:?}");
    }

    #[test]
    fn amounts_and_days_stay(won in 1_u64..1_000_000_000, man in 1_u32..100_000, month in 1_u32..=12, day in 1_u32..=31) {
        let digits = won.to_string();
        let grouped: Vec<&str> = digits.as_bytes().rchunks(3).rev().map(|three| std::str::from_utf8(three).unwrap()).collect();
        let text = format!("2026-{month:02}-{day:02}에 {}원, 2025년 {month}월 {day}일에 {man}만원", grouped.join(","));
        let kept = scrub(&text);
        prop_assert_eq!(kept.as_str(), &text);
    }
}
