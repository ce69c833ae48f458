//! How the customer came to this block. Newer payloads tell; the list of causes is open.

use serde_json::Value;

/// Whether the customer typed or tapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    Typed,
    Tapped,
}

impl Input {
    /// As it stands in the log.
    pub fn name(self) -> &'static str {
        match self {
            Self::Typed => "typed",
            Self::Tapped => "tapped",
        }
    }
}

/// What led here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flow {
    /// `TEXT_INPUT`, or what was tapped; `None` where Kakao does not say.
    pub trigger: Option<String>,
    /// Id of the block that the customer tapped in.
    pub referrer_block: Option<String>,
    /// Id of the block that ran before.
    pub last_block: Option<String>,
}

/// The trigger of typed text; all others are taps.
const TYPED: &str = "TEXT_INPUT";

impl Flow {
    pub(super) fn read(flow: Option<&Value>) -> Self {
        let text = |path: &str| flow.and_then(|flow| flow.pointer(path)).and_then(Value::as_str).map(str::to_owned);
        Self {
            trigger: text("/trigger/type"),
            referrer_block: text("/trigger/referrerBlock/id"),
            last_block: text("/lastBlock/id"),
        }
    }

    /// `None` where Kakao does not say.
    pub fn input(&self) -> Option<Input> {
        self.trigger.as_ref().map(|trigger| if trigger == TYPED { Input::Typed } else { Input::Tapped })
    }
}
