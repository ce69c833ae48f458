//! Every sentence that the bot says of its own: the file for a writer to edit. Articles are not here,
//! replies to small talk neither (`corpus/lexicon/small_talk.toml`).
//!
//! 해요체, short, no emoji, no exclamation marks; `{}` is filled in.

/// The customer has to pick one.
pub const CHOOSE: &str = "어떤 내용이 궁금하신가요?";
/// Nothing answers.
pub const FALLBACK: &str = "죄송해요, 이 질문의 답은 찾지 못했어요. 다르게 물어보시거나 고객센터에 문의해 주세요.";
/// Nothing answers, and nothing was asked that could be looked for.
pub const NOTHING_ASKED: &str =
    "무엇이 궁금하신지 한 문장으로 적어 주세요. 예를 들면 '카드 영수증은 어디서 봐요?'처럼요.";
/// Above the nearest topics.
pub const NEAREST: &str = "혹시 이런 내용인가요?";
/// The customer wants a person.
pub const HUMAN: &str = "상담원에게는 고객센터에서 물어보실 수 있어요.";
/// Opens the way to a person, where one is configured.
pub const HUMAN_BUTTON: &str = "고객센터 문의";
/// Offered with every fallback.
pub const HUMAN_REPLY: &str = "상담원 연결";
/// Opens the article.
pub const MORE_BUTTON: &str = "도움말 보기";
/// Opens the article where the rest of an answer stands that was cut.
pub const REST_BUTTON: &str = "더보기";
/// Below an answer that was cut, where there is no page to read on.
pub const ANSWER_CUT: &str = "내용이 길어서 앞부분만 보여 드렸어요.";
/// The question was read otherwise than typed.
pub fn read_as(meant: &str) -> String {
    format!("'{meant}'(으)로 찾았어요.")
}

/// The question was longer than is read.
pub const QUESTION_CUT: &str = "질문이 길어서 앞부분만 읽었어요.";
/// The admin centre's skill test.
pub const SKILL_TEST: &str = "스킬 서버가 정상으로 연결됐어요. 챗봇에서 질문을 보내 보세요.";
/// The request could not be read, or something broke.
pub const TROUBLE: &str = "지금은 답변을 드리지 못했어요. 잠시 후 다시 질문해 주세요.";
