//! What a customer can type about links. Only exact forms count: everything else is a question like any other.

use unicode_normalization::UnicodeNormalization as _;

use super::code::Code;

/// Says that a code follows, or that the link is to go.
const LINK: [&str; 3] = ["연결코드", "연결 코드", "연결"];
const UNLINK: [&str; 4] = ["연결 해제", "연결해제", "연결 끊기", "연결끊기"];

/// Something to do with the customer's link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// `연결 K7M2-9QXD`
    Redeem(Code),
    /// `연결 해제`
    Unlink,
}

impl Command {
    /// Reads an utterance; `None` for a question.
    pub fn read(utterance: &str) -> Option<Self> {
        // Full-width letters and Hangul in pieces are the same words.
        let words: String = utterance.nfkc().collect();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if UNLINK.contains(&words.as_str()) {
            return Some(Self::Unlink);
        }
        let typed = LINK.iter().find_map(|word| words.strip_prefix(word))?;
        Code::read(typed).map(Self::Redeem)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_in_every_exact_form() {
        for utterance in [
            "연결 K7M2-9QXD",
            "연결 k7m29qxd",
            "연결코드 K7M2 9QXD",
            "연결 코드 K7M2-9QXD",
            "연결K7M2-9QXD",
            " 연결  K7M2-9QXD\n",
            "연결 Ｋ７Ｍ２－９ＱＸＤ",
            "\u{110b}\u{1167}\u{11ab}\u{1100}\u{1167}\u{11af} K7M2-9QXD",
        ] {
            let Some(Command::Redeem(code)) = Command::read(utterance) else { panic!("{utterance}") };
            assert_eq!(code.shown(), "K7M2-9QXD", "{utterance}");
        }
    }

    #[test]
    fn unlinking_is_read() {
        for utterance in ["연결 해제", "연결해제", "연결 끊기", "연결끊기", " 연결  해제\n"] {
            assert_eq!(Command::read(utterance), Some(Command::Unlink), "{utterance}");
        }
    }

    #[test]
    fn questions_are_no_commands() {
        for utterance in [
            "",
            "연결",
            "연결코드",
            "채널 연결 해제 방법",
            "연결 해제 방법",
            "연결 해제하면 어떻게 돼요?",
            "연결 해제?",
            "챗봇 연결이 안 돼요",
            "연결이 K7M2-9QXD",
            "연결 kakaopay",
            "연결 kaka opay",
            "연결 01012345",
            "연결 K7M2-9QXD 안 돼요",
            "제 코드는 K7M2-9QXD",
            "K7M2-9QXD",
            "연결 demo-02",
        ] {
            assert_eq!(Command::read(utterance), None, "{utterance}");
        }
    }
}
