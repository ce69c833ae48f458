//! What a customer wants with one message: what was tapped, if the tap is genuine, else what was typed.

use super::turn::Turn;
use crate::faq::Slot;
use crate::kakao::Tap;
use crate::kakao::manners;
use crate::kakao::seal::{Holder, Purpose, Sealed};
use crate::kakao::tap::Act;
use crate::link::Command;
use crate::wallet::WalletId;

/// What is wanted.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Meaning {
    /// An answer to the words.
    Question,
    /// An article, with the slots that were asked for and the wallet that was chosen.
    Article {
        key: String,
        slots: Vec<Slot>,
        wallet: Option<WalletId>,
    },
    /// The article helped, or not.
    Feedback {
        article: String,
        helped: bool,
    },
    Act(Act),
    Link(Command),
    /// The conversation begins.
    Welcome,
    /// Nothing was said.
    Nothing,
}

impl Meaning {
    pub(super) fn of(turn: &Turn) -> Self {
        if let Some(tapped) = tapped(turn) {
            return tapped;
        }
        let utterance = &turn.request.utterance;
        let links = turn.state.own_state().links.is_some() && turn.person().is_some();
        if let Some(command) = Command::read(utterance).filter(|_| links) {
            return Self::Link(command);
        }
        // That block is also run by words like 시작하기.
        if manners::is_welcome_block(&turn.request.block_name) {
            return Self::Welcome;
        }
        if let Some(act) = manners::command(utterance) {
            return Self::Act(act);
        }
        if utterance.is_empty() { Self::Nothing } else { Self::Question }
    }
}

/// `None` when the customer typed, or the tap is another's, too old or made up: then its words are what counts.
fn tapped(turn: &Turn) -> Option<Meaning> {
    let open = |purpose: Purpose, sealed: &Sealed| {
        let channel = turn.state.kakao();
        channel.sealer.as_ref()?.open(purpose, holder(turn)?, sealed, channel.clock.now())
    };
    Some(match Tap::read(&turn.request.client_extra)? {
        Tap::Article { key, slots } => Meaning::Article { key, slots, wallet: None },
        Tap::Wallet { article: key, wallet, slots } => {
            let wallet = WalletId::parse(&open(Purpose::Wallet, &wallet)?).ok();
            Meaning::Article { key, slots, wallet }
        }
        Tap::Helped(sealed) => Meaning::Feedback { article: open(Purpose::Helped, &sealed)?, helped: true },
        Tap::DidNotHelp(sealed) => Meaning::Feedback { article: open(Purpose::DidNotHelp, &sealed)?, helped: false },
        Tap::Do(act) => Meaning::Act(act),
    })
}

/// Whom taps are sealed for.
pub(super) fn holder(turn: &Turn) -> Option<Holder<'_>> {
    let request = &turn.request;
    let user_key = request.user_key.as_deref()?;
    (!request.bot_id.is_empty()).then_some(Holder { bot: &request.bot_id, development: request.development, user_key })
}
