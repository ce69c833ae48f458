//! Every sentence of the bot's manners: how it greets, helps, hands over and takes feedback. The file for a writer to
//! edit; what it says of questions and answers stands in [`super::wording`].
//!
//! 해요체, short, no emoji, no exclamation marks; `{}` is filled in.

/// The first message of a bot that has no greeting of its own.
pub const GREETING: &str = "안녕하세요. 궁금한 점을 한 문장으로 적어 주시면 도움말에서 찾아 드려요.";
/// After 처음으로.
pub const STARTED_OVER: &str = "처음으로 돌아왔어요. 무엇이 궁금하신가요?";
/// After 도움말.
pub const HELP: &str = "이렇게 물어보실 수 있어요.\n\
    - 궁금한 점을 한 문장으로 적어 주세요. 예: 챗봇 카드 영수증은 어디서 봐요?\n\
    - 여러 개가 나오면 눌러서 고르거나 '2번'처럼 번호를 적어 주세요.\n\
    - 이어서 '그럼 체크카드는요?'처럼 물어보셔도 돼요.\n\
    - 다시 시작하려면 '처음으로', 사람과 이야기하려면 '상담원'이라고 적어 주세요.";
/// Begins anew, as a quick reply.
pub const START_OVER_REPLY: &str = "처음으로";
/// Explains the bot, as a quick reply.
pub const HELP_REPLY: &str = "도움말";

/// Nothing answered twice in a row.
pub const MISSED_AGAIN: &str = "이번에도 답을 찾지 못했어요. 상담원에게 물어보시는 편이 빠를 것 같아요.";

/// Under an answer, as quick replies of at most 14 characters.
pub const HELPED_REPLY: &str = "도움이 됐어요";
/// See [`HELPED_REPLY`].
pub const DID_NOT_HELP_REPLY: &str = "아니에요";
/// After the first of them, from a bot that has no closing of its own.
pub const HELPED: &str = "알려 주셔서 감사해요. 더 궁금한 점이 있으면 적어 주세요.";
/// After the second, above the articles that come next.
pub const DID_NOT_HELP: &str = "알려 주셔서 감사해요. 혹시 이런 내용인가요?";
/// After the second, when nothing comes next.
pub const DID_NOT_HELP_AT_ALL: &str =
    "알려 주셔서 감사해요. 다르게 물어보시면 다시 찾아볼게요. 상담원에게 물어보셔도 돼요.";

/// While the customer's own state is waited for.
pub const WAITING: &str = "상태를 확인하고 있어요. 잠시만 기다려 주세요.";

/// People are there.
pub fn open_until(time: &str) -> String {
    format!("지금 상담할 수 있어요. 오늘 {time}까지예요.")
}

/// Nobody is there; `when` is 오늘, 내일 or a day.
pub fn opens_again(when: &str, time: &str) -> String {
    format!("지금은 상담 시간이 아니에요. {when} {time}부터 상담할 수 있어요.")
}

/// The day on which somebody is there again.
pub fn day_name(days_from_now: i64, day: &str, weekday: usize) -> String {
    const WEEKDAYS: [&str; 7] = ["월", "화", "수", "목", "금", "토", "일"];
    match days_from_now {
        0 => "오늘".to_owned(),
        1 => "내일".to_owned(),
        _ => format!("{day} {}요일", WEEKDAYS[weekday % 7]),
    }
}
