//! Every sentence about links that the bot says: the file for a writer to edit.
//!
//! 해요체, short, no emoji, no exclamation marks; `{}` is filled in.

use time::OffsetDateTime;

use super::redeem::Redeemed;

const LINKED: &str = "연결됐어요. 이제 내 월렛 상태를 물어보실 수 있어요. 그만 보시려면 '연결 해제'라고 적어 주세요.";
const ALREADY_LINKED: &str = "이미 연결되어 있어요. 바로 물어보시면 돼요.";
/// Another member: neither is named.
const LINKED_TO_ANOTHER: &str =
    "이미 다른 계정과 연결되어 있어요. 바꾸시려면 '연결 해제'라고 적은 뒤 코드를 다시 보내 주세요.";
/// A link was there and is gone.
pub const UNLINKED: &str = "연결을 해제했어요. 다시 연결하시려면 새 코드를 받아 주세요.";
/// There was none.
pub const NOT_LINKED: &str = "연결된 계정이 없어요.";
/// How to link, for a customer who is not and asks about their own state.
pub const HOW_TO_LINK: &str =
    "내 월렛 상태를 보시려면 홈페이지에서 연결 코드를 받아 이렇게 보내 주세요. 예: 연결 K7M2-9QXD";
/// The database cannot be asked.
pub const UNAVAILABLE: &str = "지금은 연결을 확인할 수 없어요. 잠시 후 다시 시도해 주세요.";

/// What the customer hears about their code. Wrong, expired and used sound alike: the difference would help to guess.
pub fn redeemed(outcome: Redeemed, now: OffsetDateTime) -> String {
    match outcome {
        Redeemed::Linked => LINKED.to_owned(),
        Redeemed::AlreadyLinked => ALREADY_LINKED.to_owned(),
        Redeemed::LinkedToAnother => LINKED_TO_ANOTHER.to_owned(),
        Redeemed::WrongOrExpired { left } => {
            format!(
                "코드가 맞지 않거나 시간이 지났어요. 코드를 확인하거나 새로 받아 주세요. 앞으로 {left}번 더 입력할 수 있어요."
            )
        }
        Redeemed::Locked { until } => {
            // A minute that has begun is waited for.
            let minutes = ((until - now).whole_seconds().max(1) as u64).div_ceil(60);
            format!("코드를 여러 번 잘못 입력해서 잠시 막아 두었어요. {minutes}분 뒤에 다시 시도해 주세요.")
        }
    }
}

/// What the customer hears after `연결 해제`.
pub fn unlinked(was_linked: bool) -> &'static str {
    if was_linked { UNLINKED } else { NOT_LINKED }
}

#[cfg(test)]
mod tests {
    use time::Duration;
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_lock_tells_the_minutes_left() {
        let now = datetime!(2026-11-22 01:32 UTC);
        for (seconds, expect) in [(900, "15분 뒤"), (841, "15분 뒤"), (840, "14분 뒤"), (1, " 1분 뒤"), (0, " 1분 뒤")]
        {
            let said = redeemed(Redeemed::Locked { until: now + Duration::seconds(seconds) }, now);
            assert!(said.contains(expect), "{seconds}: {said}");
        }
        assert!(redeemed(Redeemed::WrongOrExpired { left: 2 }, now).contains("2번 더"));
    }
}
