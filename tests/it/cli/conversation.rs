//! A customer's whole conversation in the simulator, from the greeting to the person: what is shown, turn by
//! turn, held against `tests/fixtures/conversation.txt`. Codes, dates and hours in it are masked, for they change.

use super::{Place, support};

/// What the customer types and taps; `/link` is the company's server making a code for a member who is logged in.
const LINES: &str = "\
안녕하세요
챗봇 영수증은 어디서 봐요?
그럼 브랜드 이모티콘은요?
카드 영수증 어디서 봐요?
2
그럼 채널은요?
제 챗봇 월렛에 지금 유상캐시 잔액 얼마 남았어요?
연결 K7M2-9QXD
/link demo-04
제 챗봇 월렛에 지금 유상캐시 잔액 얼마 남았어요?
오늘 한도 남았어요?
/tap 3
왜 제 챗봇 끊겼어요ㅠㅠ
/tap 4
cotqht wkehdrufwp gkseh
자동결재 카드 어떠케 등록해요
비트코인 시세 알려줘
오늘 저녁 메뉴 추천해 줘
상담원
처음으로
도움말
세금계산서 메일이 안 왔어요
연결 해제
오늘 한도 남았어요?
고마워요
";

#[test]
fn a_customer_is_led_from_the_greeting_to_a_person() {
    assert_eq!(LINES.lines().count(), 25);
    let place = Place::shipped();
    let ran = place.run_with_input(&["simulate", "--bot", "66a0", "--user", "customer"], LINES);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    let shown = masked(&ran.stdout);
    let fixture = support::root().join("tests/fixtures/conversation.txt");
    let expect = std::fs::read_to_string(&fixture).expect("the conversation");
    if shown != expect {
        let aside = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("conversation.txt");
        std::fs::write(&aside, &shown).expect("a file");
        let differs = shown.lines().zip(expect.lines()).find(|(now, then)| now != then);
        panic!("it is another conversation now, see {}; first at {differs:?}", aside.display());
    }
}

/// Without what is another one every time: link codes, days and hours.
fn masked(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let line = match line.strip_prefix("> 연결 ") {
            Some("해제") | None => line.to_owned(),
            Some(_) => "> 연결 (code)".to_owned(),
        };
        let mut chars = line.chars().peekable();
        while let Some(c) = chars.next() {
            let mut number = String::from(c);
            if c.is_ascii_digit() {
                while let Some(digit) = chars.next_if(char::is_ascii_digit) {
                    number.push(digit);
                }
                let is_date = matches!(chars.peek(), Some('월' | '일' | ':'));
                out.push_str(if is_date || out.ends_with(':') { "0" } else { &number });
            } else {
                out.push(c);
            }
        }
        out.push('\n');
    }
    for day in ["월", "화", "수", "목", "금", "토", "일"] {
        out = out.replace(&format!("({day})"), "(요일)");
    }
    out
}
