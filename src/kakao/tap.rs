//! Taps, typed: what a button, quick reply or list item of ours carries as `extra`, and brings back as `clientExtra`.
//!
//! ```json
//! {"article": "cb-receipt-card-charge"}
//! {"article": "cb-autopay-daily-limit", "slots": ["daily_limit"], "wallet": "W-1004~1764135000~…"}
//! {"helped": "cb-receipt-card-charge~1764135000~…"}
//! {"do": "start_over"}
//! ```
//!
//! An article is public, so its tap needs no seal and never grows old: buttons that are made in the admin centre may
//! carry it as well. What concerns a person is sealed ([`super::seal`]); a seal that does not open is as good as no tap.

use serde_json::{Map, Value};

use super::seal::Sealed;
use crate::faq::Slot;

const ARTICLE: &str = "article";
const SLOTS: &str = "slots";
const WALLET: &str = "wallet";
const HELPED: &str = "helped";
const DID_NOT_HELP: &str = "did_not_help";
const DO: &str = "do";

/// What was tapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tap {
    /// An article, by its key; `slots` are those of the own state that was asked for.
    Article { key: String, slots: Vec<Slot> },
    /// One of several wallets, whose state joins the article.
    Wallet { article: String, wallet: Sealed, slots: Vec<Slot> },
    /// The sealed key of an article that helped.
    Helped(Sealed),
    /// The sealed key of an article that did not.
    DidNotHelp(Sealed),
    /// Something that is no question.
    Do(Act),
}

/// What a customer can ask the bot to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Begin anew.
    StartOver,
    /// Say what the bot can do.
    Help,
    /// Say how to reach a person.
    Person,
}

impl Act {
    const ALL: [Self; 3] = [Self::StartOver, Self::Help, Self::Person];

    fn name(self) -> &'static str {
        match self {
            Self::StartOver => "start_over",
            Self::Help => "help",
            Self::Person => "person",
        }
    }
}

impl Tap {
    /// Reads what came back; `None` for extras of others, and when the customer typed.
    pub fn read(extra: &Map<String, Value>) -> Option<Self> {
        let text = |name: &str| extra.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let sealed = |name: &str| text(name).map(|text| Sealed(text.to_owned()));
        // Unknown slots are passed over: they may be of a version that knew more.
        let slots = extra.get(SLOTS).and_then(Value::as_array).into_iter().flatten();
        let slots = slots.filter_map(|slot| Slot::named(slot.as_str()?)).collect();
        match (text(ARTICLE).map(str::to_owned), sealed(WALLET)) {
            (Some(article), Some(wallet)) => return Some(Self::Wallet { article, wallet, slots }),
            (Some(key), None) => return Some(Self::Article { key, slots }),
            (None, _) => {}
        }
        let helped = sealed(HELPED).map(Self::Helped).or_else(|| sealed(DID_NOT_HELP).map(Self::DidNotHelp));
        helped.or_else(|| text(DO).and_then(|name| Act::ALL.into_iter().find(|act| act.name() == name)).map(Self::Do))
    }

    /// What the tap carries.
    pub fn extra(&self) -> Map<String, Value> {
        let names = |slots: &[Slot]| Value::from(slots.iter().map(|slot| slot.name()).collect::<Vec<_>>());
        let entries = match self {
            Self::Article { key, slots } => vec![(ARTICLE, Value::from(key.clone()))]
                .into_iter()
                .chain((!slots.is_empty()).then(|| (SLOTS, names(slots))))
                .collect(),
            Self::Wallet { article, wallet, slots } => vec![
                (ARTICLE, Value::from(article.clone())),
                (WALLET, Value::from(wallet.0.clone())),
                (SLOTS, names(slots)),
            ],
            Self::Helped(sealed) => vec![(HELPED, Value::from(sealed.0.clone()))],
            Self::DidNotHelp(sealed) => vec![(DID_NOT_HELP, Value::from(sealed.0.clone()))],
            Self::Do(act) => vec![(DO, Value::from(act.name()))],
        };
        entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(extra: Value) -> Option<Tap> {
        let Value::Object(extra) = extra else { panic!("{extra} is no object") };
        Tap::read(&extra)
    }

    #[test]
    fn what_a_tap_carries_comes_back() {
        let sealed = Sealed("x~1~y".to_owned());
        let taps = [
            Tap::Article { key: "cb-a".to_owned(), slots: Vec::new() },
            Tap::Article { key: "cb-a".to_owned(), slots: vec![Slot::Cards] },
            Tap::Wallet { article: "cb-a".to_owned(), wallet: sealed.clone(), slots: vec![Slot::Cards, Slot::Balance] },
            Tap::Helped(sealed.clone()),
            Tap::DidNotHelp(sealed),
            Tap::Do(Act::StartOver),
            Tap::Do(Act::Help),
            Tap::Do(Act::Person),
        ];
        for tap in taps {
            assert_eq!(Tap::read(&tap.extra()), Some(tap.clone()), "{tap:?}");
        }
    }

    #[test]
    fn extras_of_others_are_no_taps() {
        for extra in [
            json!({}),
            json!({"article": ""}),
            json!({"article": null, "wallet": "W-1"}),
            json!({"article": ["cb-a"]}),
            json!({"do": "dance"}),
            json!({"do": 7, "helped": {}}),
            json!({"page": 2, "from": "list"}),
        ] {
            assert_eq!(read(extra.clone()), None, "{extra}");
        }
        let article = Tap::Article { key: "cb-a".to_owned(), slots: vec![Slot::Cards] };
        assert_eq!(read(json!({"article": "cb-a", "slots": ["cards", "moods", 7], "wallet": 7})), Some(article));
    }
}
