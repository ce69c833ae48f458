//! Anything that could come to the renderer or the builder: odd texts, articles, answers, own states, bubbles.
//!
//! Everything is read off one list of numbers, which proptest makes and shrinks: where the list ends, everything else is
//! the plainest there is.

use haedap::answer::decide::Decision;
use haedap::answer::own_state::{Attached, Item, OwnState, WalletChoice};
use haedap::answer::{Answer, Choice, SmallTalk, Thread};
use haedap::faq::{Article, Block, Body, Link, Topic};
use haedap::kakao::Links;
use haedap::search::correct::Correction;
use haedap::slot::Slot;
use haedap::text::small_talk::Kind;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Pieces of which texts are made: Korean, signs that JSON escapes, letters of several code points, letters that are
/// joined when shown, marks in heaps, what is invisible, and what ends a sentence.
const PIECES: [&str; 26] = [
    "환불은 ",
    "영업일 3~5일",
    "걸려요. ",
    "월렛",
    " ",
    "\n",
    "[방법]\n",
    "1. ",
    "Danal ",
    "띄어쓰기가없는아주긴낱말이라서자를데가없어요",
    "\u{1112}\u{1161}\u{11AB}",
    "\u{3131}\u{314F}",
    "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}",
    "\u{1F1F0}\u{1F1F7}",
    "\u{2764}\u{FE0F}",
    "e\u{301}\u{323}\u{330}",
    "o\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    "\"\\",
    "<b>&",
    "\u{0}\u{1}\u{1B}",
    "\u{200B}\u{FEFF}\u{3164}",
    "\u{2028}\u{202E}",
    "\u{10FFFF}",
    "\r\n\t",
    "어때요? ",
    "\u{600} ",
];

/// A plain answer.
pub fn answer(decision: Decision, article: Option<Article>, choices: Vec<Choice>) -> Answer {
    Answer {
        decision,
        hits: Vec::new(),
        article,
        choices,
        service: None,
        wants_human: false,
        small_talk: None,
        slots: Vec::new(),
        corrections: Vec::new(),
        thread: None,
        question_cut: false,
    }
}

/// A list of numbers to decide by.
#[derive(Debug, Clone)]
pub struct Dice {
    rolls: std::vec::IntoIter<u16>,
}

/// Lists of numbers, enough for the largest response.
pub fn dice() -> impl Strategy<Value = Dice> {
    prop::collection::vec(any::<u16>(), 0..600).prop_map(|rolls| Dice { rolls: rolls.into_iter() })
}

impl Dice {
    /// A number below `sides`.
    pub fn below(&mut self, sides: usize) -> usize {
        usize::from(self.rolls.next().unwrap_or(0)) % sides
    }

    /// Yes, once in so many times.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) + 1 == times
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// Up to `most` of something.
    pub fn many<T>(&mut self, most: usize, mut one: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.below(most + 1)).map(|_| one(self)).collect()
    }

    pub fn maybe<T>(&mut self, one: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.once_in(2).then(|| one(self))
    }

    /// A text of up to `most` pieces, once in a while repeated far beyond every limit.
    pub fn text(&mut self, most: usize) -> String {
        let text = self.many(most, |dice| dice.pick(&PIECES)).concat();
        if self.once_in(12) { text.repeat(60) } else { text }
    }

    /// A text that can be seen, as the loader of articles wants it.
    pub fn line(&mut self, most: usize) -> String {
        format!("가{}", self.text(most).replace(['\n', '\r'], " "))
    }

    fn url(&mut self) -> String {
        let path = self.text(3).replace(['\n', '\r', '\0'], "");
        let long = if self.once_in(4) { "a".repeat(1_900) } else { String::new() };
        format!("https://example.com/{}{long}{}", self.below(10), path.trim())
    }

    pub fn extra(&mut self) -> Map<String, Value> {
        let value = |dice: &mut Self| match dice.below(5) {
            0 => Value::Null,
            1 => json!(dice.below(1_000)),
            2 => json!([dice.text(3), null]),
            3 => json!({"a": null, "b": dice.text(2)}),
            _ => json!(dice.text(6)),
        };
        self.many(4, |dice| (format!("k{}", dice.below(9)), value(dice))).into_iter().collect()
    }

    fn block(&mut self) -> Block {
        match self.below(4) {
            0 => Block::Paragraph(self.line(30)),
            1 => Block::Heading(self.line(4)),
            2 => Block::Steps(self.many(7, |dice| dice.line(8))),
            _ => Block::Bullets(self.many(7, |dice| dice.line(8))),
        }
    }

    pub fn article(&mut self) -> Article {
        let lead = Block::Paragraph(self.line(12));
        let blocks = self.many(8, Self::block);
        let key = if self.once_in(8) { self.line(6) } else { format!("cb-{}", self.below(1_000)) };
        Article {
            key,
            title: if self.once_in(10) { String::new() } else { self.line(6).trim().to_owned() },
            service: "chatbot".to_owned(),
            category: Vec::new(),
            phrasings: Vec::new(),
            live: Vec::new(),
            related: Vec::new(),
            links: self.many(5, |dice| Link { label: dice.line(3), url: dice.url() }),
            updated: None,
            review_by: None,
            source: Vec::new(),
            body: Body { blocks: std::iter::once(lead).chain(blocks).collect() },
        }
    }

    fn choice(&mut self) -> Choice {
        Choice { key: format!("be-{}", self.below(1_000)), title: self.text(8), service: self.text(3) }
    }

    /// Any answer, also one that no question leads to.
    pub fn answer(&mut self) -> Answer {
        let decision = self.pick(&[Decision::Answer, Decision::Choose, Decision::Fallback]);
        let reply = |dice: &mut Self| SmallTalk { kind: Kind::Thanks, reply: dice.line(5) };
        Answer {
            decision,
            hits: Vec::new(),
            article: (decision == Decision::Answer || self.once_in(2)).then(|| self.article()),
            choices: self.many(6, Self::choice),
            service: None,
            wants_human: self.once_in(4),
            small_talk: Some(self.once_in(6)).filter(|talks| *talks).map(|_| reply(self)),
            slots: self.many(6, |dice| dice.pick(&Slot::ALL)),
            corrections: self.many(2, |dice| Correction { from: dice.text(4), to: dice.line(4) }),
            thread: self.maybe(|dice| Thread::new(&dice.text(9), Some("chatbot"))),
            question_cut: self.once_in(3),
        }
    }

    /// Any own state, also one that is longer than any that is made.
    pub fn attached(&mut self) -> Attached {
        let amounts = ["350,000원", "-21,500원", "1,000,000,000,000원", "연결 해제", "11월 24일(화)까지", ""];
        let item = |dice: &mut Self| Item {
            label: if dice.once_in(5) { dice.text(4) } else { "유상캐시".to_owned() },
            value: if dice.once_in(5) { dice.text(6) } else { dice.pick(&amounts).to_owned() },
            is_sum: dice.once_in(4),
        };
        match self.below(6) {
            0 => Attached::Nothing,
            1 => Attached::Unlinked,
            2 => Attached::Said("지금은 내 월렛 정보를 불러올 수 없어요."),
            3 => Attached::Which(self.many(24, |dice| WalletChoice {
                id: format!("W-{}", dice.below(99)),
                name: dice.text(4),
                kind: "사업자 · 선불".to_owned(),
            })),
            _ => Attached::Shown(OwnState {
                wallet: format!("챗봇 월렛 '{}'", self.text(3)),
                as_of: "11월 22일 10:32 기준".to_owned(),
                lines: self.many(9, |dice| dice.line(6)),
                items: self.many(5, item),
            }),
        }
    }

    pub fn topics(&mut self) -> Vec<Topic> {
        self.many(14, |dice| Topic { label: dice.text(3), question: dice.text(9) })
    }

    /// The help center and the way to a person, each configured or not.
    pub fn links(&mut self) -> Links {
        Links {
            help_center: self.maybe(|_| "https://help.example.com".to_owned()),
            support: self.maybe(|dice| dice.pick(&["https://help.example.com/contact", "javascript:0", ""]).to_owned()),
        }
    }
}
