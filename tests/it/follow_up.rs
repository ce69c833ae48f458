//! Conversations over the shipped corpus: what a short question takes over from the one before it, and what not.

use haedap::answer::decide::Decision;
use haedap::answer::{Answer, Answerer, Ask, Thread};

use crate::support::shipped_answerer;

/// Asks one question after another, each with the thread of the one before.
fn converse(answerer: &Answerer, utterances: &[&str]) -> Answer {
    let mut thread: Option<Thread> = None;
    let mut last = None;
    for utterance in utterances {
        let ask = Ask { utterance: (*utterance).to_owned(), thread: thread.take(), ..Ask::default() };
        let answer = answerer.ask(&ask).expect("the index can be read");
        // As a client does it: the thread travels as a token.
        thread = answer.thread.as_ref().and_then(|thread| Thread::from_token(&thread.token()));
        last = Some(answer);
    }
    last.expect("at least one question")
}

fn first(answer: &Answer) -> &str {
    answer.hits.first().map_or("-", |hit| hit.key.as_str())
}

#[track_caller]
fn check(answerer: &Answerer, utterances: &[&str], expect: &str) {
    let answer = converse(answerer, utterances);
    let offered = answer.choices.iter().any(|choice| choice.key == expect);
    assert!(
        answer.decision != Decision::Fallback && (first(&answer) == expect || offered),
        "{utterances:?}: {:?} {} read as {:?}",
        answer.decision,
        first(&answer),
        answer.corrections
    );
}

#[test]
fn a_service_takes_the_place_of_a_service() {
    let answerer = &shipped_answerer();
    check(answerer, &["챗봇 카드 영수증 어디서 봐요?", "브랜드 이모티콘은요?"], "be-receipt-card-charge");
    check(answerer, &["챗봇 카드 영수증 어디서 봐요?", "그럼 모먼트는?"], "moment-receipt-card-charge");
    check(answerer, &["영업권 해제하고 싶어요", "챗봇이요"], "cb-agency-right-release");
    check(answerer, &["브랜드 이모티콘 세금계산서 발행 실패했대요", "모먼트는요"], "moment-taxinvoice-failed");
}

#[test]
fn a_word_takes_the_place_of_its_like() {
    let answerer = &shipped_answerer();
    let answer = converse(answerer, &["챗봇 자동결제 신용카드 등록하려고요", "그럼 체크카드는?"]);
    assert!(first(&answer).starts_with("cb-"), "{}", first(&answer));
    let read_as = &answer.corrections[0].to;
    assert!(read_as.contains("체크카드") && !read_as.contains("신용카드"), "{read_as}");
}

#[test]
fn the_service_stays_while_the_matter_changes() {
    let answerer = &shipped_answerer();
    check(answerer, &["챗봇 카드 영수증 어디서 봐요?", "무통장입금은 어떻게 해요?"], "cb-bank-transfer-how");
    check(answerer, &["모먼트 카드 영수증 조회", "무상캐시가 뭐예요?"], "moment-freecash-what");
}

#[test]
fn a_question_that_stands_by_itself_takes_over_nothing() {
    let answerer = &shipped_answerer();
    let question = "브랜드 이모티콘 쿠폰 사용 기간 연장할 수 있어요?";
    let after = converse(answerer, &["챗봇 카드 영수증 어디서 봐요?", question]);
    let alone = converse(answerer, &[question]);
    assert_eq!((first(&after), after.decision), (first(&alone), alone.decision));
    assert!(after.corrections.is_empty(), "{:?}", after.corrections);
}

#[test]
fn what_was_read_is_said_and_nonsense_changes_nothing() {
    let answerer = &shipped_answerer();
    let answer = converse(answerer, &["챗봇 카드 영수증 어디서 봐요?", "브랜드 이모티콘은요?"]);
    assert_eq!(answer.corrections[0].from, "브랜드 이모티콘은요?");
    let lost = converse(answerer, &["챗봇 카드 영수증 어디서 봐요?", "그럼 김치찌개는?"]);
    assert_eq!(lost.decision, Decision::Fallback, "{}", first(&lost));
    // The thread outlives a question that nothing answers.
    check(answerer, &["챗봇 카드 영수증 어디서 봐요?", "ㅋㅋㅋ", "브랜드 이모티콘은요?"], "be-receipt-card-charge");
}

#[test]
fn the_wish_for_a_person_takes_nothing_over() {
    let answerer = &shipped_answerer();
    for wish in ["아 됐고 사람 바꿔줘요", "그럼 상담원이요", "사람 연결해줘"] {
        let answer = converse(answerer, &["챗봇 카드 영수증 어디서 봐요?", wish]);
        assert!(answer.wants_human, "{wish}: read as {:?}", answer.corrections);
    }
}
