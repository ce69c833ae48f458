//! Small talk and the wish for a person are told from questions, and get one line of their own.

use haedap::answer::decide::Decision;
use haedap::answer::own_state::Attached;
use haedap::answer::{AnswerView, Answerer, Ask, wording};
use haedap::search::Engine;
use haedap::text::small_talk::Kind;

use crate::support;

fn kind(engine: &Engine, utterance: &str) -> Option<Kind> {
    engine.small_talk(&engine.question(utterance))
}

#[test]
fn knows_each_kind_by_its_words() {
    let answerer = support::shipped_answerer();
    let check = |expect: Kind, utterances: &[&str]| {
        for utterance in utterances {
            assert_eq!(kind(answerer.engine(), utterance), Some(expect), "{utterance:?}");
        }
    };
    check(
        Kind::Greeting,
        &["안녕하세요!!", "하이하이", "반가워요~", "ㅎㅇㅎㅇ", "Hello", "안녕하세요 ㅎㅎ", "좋은 아침이에요"],
    );
    check(
        Kind::Thanks,
        &[
            "고마워요",
            "정말 감사합니다^^",
            "땡큐",
            "ㄱㅅㄱㅅ",
            "ㄳㄳ",
            "네 덕분이에요",
            "Thank you!",
            "ㅋㅋㅋ 고마워 ㅋㅋ",
        ],
    );
    check(
        Kind::Farewell,
        &["수고하세요", "안녕히 계세요", "감사합니다 수고하셨어요", "다음에 또 올게요", "ㅂㅂ", "바이바이"],
    );
    check(Kind::Praise, &["최고예요", "너 진짜 똑똑하다", "정말 친절하시네요", "짱이야"]);
    check(
        Kind::Complaint,
        &[
            "바보야",
            "너무 답답하네요",
            "짜증나",
            "말이 안 통하네",
            "왜 이렇게 못 알아들어",
            "안녕하세요 진짜 실망이에요",
            "ㅅㅂ",
        ],
    );
    check(Kind::Identity, &["너 누구야?", "이름이 뭐예요", "혹시 로봇이에요?", "너 AI야?", "몇 살이니"]);
    check(Kind::Test, &["테스트", "테스트 중입니다", "test"]);
    check(Kind::Chat, &["심심해", "점심 먹었어?", "사랑해요", "오늘 날씨 어때"]);
    check(
        Kind::Filler,
        &["네", "네네", "아니요", "음...", "ㅇㅇ", "ㅋㅋㅋㅋ", "ㅠㅠ", "오케이", "알겠습니다", "ㅇㅋㅇㅋ"],
    );
}

#[test]
fn knows_the_wish_for_a_person() {
    let answerer = support::shipped_answerer();
    for utterance in [
        "상담원",
        "상담원 연결",
        "상담사 연결해 주세요",
        "상담직원 바꿔줘요",
        "사람이랑 얘기하고 싶어요",
        "기계 말고 사람 없나요?",
        "봇 말고 진짜 사람 불러주세요",
        "직원이랑 통화할 수 있을까요",
        "담당자한테 연결 좀 부탁드려요",
        "매니저 불러 주세요",
        "고객센터 전화번호 알려주세요",
        "콜센터 번호 좀요",
        "전화로 상담하고 싶은데요",
        "안녕하세요 상담원 연결 부탁드립니다",
        "짜증나네 그냥 사람 바꿔",
        "답답하니까 상담원 나오라고 해",
        "누구랑 통화해야 하나요",
    ] {
        assert_eq!(kind(answerer.engine(), utterance), Some(Kind::Person), "{utterance:?}");
    }
}

#[test]
fn leaves_questions_and_noise_alone() {
    let answerer = support::shipped_answerer();
    for utterance in [
        "상담원 설정 방법",
        "상담톡 담당자 변경",
        "상담직원 전환 블록",
        "담당자 바꾸고 싶어요",
        "직원을 멤버로 추가하려면?",
        "매니저 초대 어떻게 해요",
        "매니저",
        "전화번호 바꾸고 싶어요",
        "다른 사람도 결제할 수 있나요",
        "사람 이름으로 된 계좌",
        "안녕하세요 카드 등록은 어떻게 하나요",
        "감사합니다 환불은요?",
        "짜증나 결제가 안 돼요",
        "테스트 봇 배포",
        "이름 변경",
        "이모티콘 이름",
        "로봇 이미지 써도 되나요",
        "캐시 충전 고마워",
        "답답한데 영수증 어디 있어요",
        "ㅋㅅ ㅎㅂ",
        "ㅋㄷ 등록 감사",
        "좋은 점이 뭐예요 월렛",
        "월렛",
        "알림",
        "도와주세요",
        "궁금한 게 있어요",
        "은는이가",
        "ㅁㄴㅇㄹ",
        "12345",
        "👍🔥",
        "???",
        "",
    ] {
        assert_eq!(kind(answerer.engine(), utterance), None, "{utterance:?}");
    }
}

/// Nothing that an article answers may be taken for small talk: a word of the lexicon would hide the article.
#[test]
fn no_title_or_phrasing_of_the_corpus_is_small_talk() {
    let answerer = support::shipped_answerer();
    let (corpus, _) = support::shipped_corpus();
    let texts = corpus.articles.iter().flat_map(|article| {
        std::iter::once(&article.title).chain(&article.phrasings).map(move |text| (&article.key, text))
    });
    let hidden: Vec<_> = texts.filter_map(|(key, text)| Some((key, text, kind(answerer.engine(), text)?))).collect();
    assert!(hidden.is_empty(), "{hidden:#?}");
}

fn said(answerer: &Answerer, utterance: &str) -> (Decision, String) {
    let answer =
        answerer.ask(&Ask { utterance: utterance.to_owned(), ..Ask::default() }).expect("the index is readable");
    assert!(answer.choices.is_empty() || answer.small_talk.is_none(), "{utterance:?}");
    let view = AnswerView::new(&answer, &Attached::Nothing);
    (view.decision, view.answer)
}

#[test]
fn says_one_line_to_small_talk() {
    let answerer = support::shipped_answerer();
    let reply = |kind: Kind| answerer.engine().small_talk_reply(kind).expect("a reply").to_owned();
    assert_eq!(said(&answerer, "고마워요"), (Decision::Fallback, reply(Kind::Thanks)));
    assert_eq!(said(&answerer, "ㅎㅇㅎㅇ"), (Decision::Fallback, reply(Kind::Greeting)));
    assert_eq!(said(&answerer, "사람 바꿔 주세요"), (Decision::Fallback, wording::HUMAN.to_owned()));
    assert_eq!(said(&answerer, "👍"), (Decision::Fallback, wording::FALLBACK.to_owned()));
}
