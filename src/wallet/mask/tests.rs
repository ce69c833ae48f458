//! Masks by example, and that no form of any text holds more than it may.

use proptest::prelude::*;

use super::*;

#[test]
fn cards_keep_their_last_four() {
    let check = |text: &str, expect: &str| assert_eq!(Card::new(text).to_string(), expect, "{text}");
    check("신한카드 1234", "신한카드 1234");
    check("신한카드 9410-1234-5678-1234", "신한카드 1234");
    check("신한카드 9410 1234 5678 1234", "신한카드 1234");
    check("신한카드9410123456781234", "신한카드 1234");
    check("신한카드 9410-****-****-1234", "신한카드 1234");
    check("NH농협카드 (개인) 5678", "NH농협카드 개인 5678");
    check("4111111111111111", "1111");
    check("국민카드", "국민카드");
    check("국민카드 12", "국민카드 12");
    check("", "");
}

#[test]
fn accounts_keep_their_last_three() {
    let check = |text: &str, expect: &str| assert_eq!(BankAccount::new(text).to_string(), expect, "{text}");
    check("국민은행 ***123", "국민은행 ***123");
    check("국민은행 123456-04-567123", "국민은행 ***123");
    check("SC제일은행 40220123456", "SC제일은행 ***456");
    check("국민은행", "국민은행 ***");
}

#[test]
fn addresses_keep_two_letters_and_the_domain() {
    let check = |text: &str, expect: &str| assert_eq!(Email::new(text).to_string(), expect, "{text}");
    check("haedap@kakao.com", "ha***@kakao.com");
    check("ha***@kakao.com", "ha***@kakao.com");
    check("han@kakao.com", "ha***@kakao.com");
    check("ha@kakao.com", "h***@kakao.com");
    check("h***@kakao.com", "h***@kakao.com");
    check("h@kakao.com", "***@kakao.com");
    check("홍길동@kakao.com", "***@kakao.com");
    check("no address", "***");
    check("a@b@kakao.com", "a***@kakao.com");
    check("haedap@01012345678.com", "ha***@***");
}

#[test]
fn names_lose_their_middle() {
    let check = |text: &str, expect: &str| assert_eq!(HolderName::new(text).to_string(), expect, "{text}");
    check("홍길동", "홍*동");
    check("홍*동", "홍*동");
    check("남궁민수", "남**수");
    check("이산", "이*");
    check("뷔", "*");
    check("(주)해맑음", "(주)해*음");
    check("", "");
}

#[test]
fn numbers_and_addresses_in_a_text_are_masked() {
    let check = |text: &str, expect: &str| assert_eq!(Text::new(text).to_string(), expect, "{text}");
    check("겨울 프로모션 2026-12-01", "겨울 프로모션 2026-12-01");
    check("카드 9410-1234-5678-1234 한도 초과", "카드 ***1234 한도 초과");
    check("담당 010 1234 5678, 오후", "담당 ***5678, 오후");
    check("문의 haedap@kakao.com", "문의 ha***@kakao.com");
    check("한 줄\n두\u{0}줄", "한 줄 두 줄");
    assert_eq!(Text::new(&"가".repeat(200)).as_str().chars().count(), 100);
}

#[test]
fn every_form_is_masked() {
    let card = Card::new("신한카드 9410-1234-5678-1234");
    assert_eq!(format!("{card:?}"), "Card(신한카드 1234)");
    assert_eq!(serde_json::to_string(&card).expect("a text"), "\"신한카드 1234\"");
    assert_eq!(serde_json::from_str::<Card>("\"신한카드 9410-1234-5678-1234\"").expect("a card"), card);
}

/// What people type where a number or an address is asked for, and anything else.
fn typed() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[가-힣A-Za-z]{0,8} ?[0-9]{4}[- .]?[0-9]{2,4}[- .]?[0-9]{2,6}[- .]?[0-9]{0,4}",
        "[a-z0-9._+-]{0,12}@[a-z0-9.-]{1,20}",
        "[가-힣]{1,6}",
        "[0-9٠-٩０-９ -]{1,40}",
    ]
}

/// Digits in every way that a value gets out, the most of them.
fn digits<T: fmt::Display + fmt::Debug + serde::Serialize>(value: &T) -> usize {
    let forms = [value.to_string(), format!("{value:?}"), serde_json::to_string(value).expect("a text")];
    forms.iter().map(|form| form.chars().filter(|c| c.is_numeric()).count()).max().unwrap_or(0)
}

proptest! {
    #[test]
    fn no_form_holds_more_than_it_may(text in typed()) {
        prop_assert!(digits(&Card::new(&text)) <= 4);
        prop_assert!(digits(&BankAccount::new(&text)) <= 3);
        let holder = HolderName::new(&text);
        let open = holder.as_str().trim_start_matches("(주)").trim_start_matches("㈜").trim_start_matches("주식회사 ");
        let open = open.trim_start_matches("(유)").trim_start_matches("(사)").trim_start_matches("(재)");
        prop_assert!(open.chars().filter(|c| *c != '*').count() <= 2, "{holder}");
        let email = Email::new(&text);
        let local = email.as_str().split("***").next().unwrap_or_default();
        prop_assert!(local.chars().count() <= 2, "{email}");
        prop_assert!(longest_run(Text::new(&text).as_str()) <= MOST_DIGITS, "{:?}", Text::new(&text));
    }

    /// A source that masks already, or an answer that is read again, changes nothing.
    #[test]
    fn masking_twice_is_masking_once(text in typed()) {
        let again = |masked: &str, once: &str| prop_assert_eq_text(masked, once);
        again(Card::new(Card::new(&text).as_str()).as_str(), Card::new(&text).as_str())?;
        again(BankAccount::new(BankAccount::new(&text).as_str()).as_str(), BankAccount::new(&text).as_str())?;
        again(Email::new(Email::new(&text).as_str()).as_str(), Email::new(&text).as_str())?;
        again(HolderName::new(HolderName::new(&text).as_str()).as_str(), HolderName::new(&text).as_str())?;
        again(Text::new(Text::new(&text).as_str()).as_str(), Text::new(&text).as_str())?;
    }
}

fn prop_assert_eq_text(masked: &str, once: &str) -> Result<(), TestCaseError> {
    prop_assert_eq!(masked, once);
    Ok(())
}
