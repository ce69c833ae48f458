//! The figures of corpus/eval/README.md.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::calibration::Calibration;
use super::invariance::Invariance;
use super::judgments::{Expect, Judgment};
use crate::answer::decide::Decision;
use crate::faq::Slot;

/// What was answered to one utterance.
#[derive(Debug, Clone)]
pub struct Outcome {
    pub decision: Decision,
    /// Keys in rank order.
    pub ranking: Vec<String>,
    /// That the first of them answers, 0 to 1; 0 without one.
    pub probability: f32,
    /// Keys offered.
    pub choices: Vec<String>,
    pub slots: Vec<Slot>,
}

impl Outcome {
    /// Whether the first article is a gold one.
    pub fn is_right(&self, judgment: &Judgment) -> bool {
        self.ranking.first().is_some_and(|key| judgment.gold.contains(key))
    }

    /// Whether nothing is left to wish for: the decision, the first article, and two of the choices where one has to
    /// choose.
    pub fn is_as_judged(&self, judgment: &Judgment) -> bool {
        self.decision == judgment.expect.decision()
            && match judgment.expect {
                Expect::Answer => self.is_right(judgment),
                Expect::Choose => self.is_right(judgment) && self.offered_gold(judgment) >= 2,
                Expect::Fallback => true,
            }
    }

    /// How many gold articles are offered.
    pub fn offered_gold(&self, judgment: &Judgment) -> usize {
        judgment.gold.iter().filter(|key| self.choices.contains(key)).count()
    }
}

/// A share with its count: 41/55.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    pub of: usize,
    pub hit: usize,
}

impl Share {
    /// 0 to 1; 1 of nothing.
    pub fn value(self) -> f64 {
        if self.of == 0 { 1.0 } else { self.hit as f64 / self.of as f64 }
    }

    /// Counts one more.
    pub(super) fn count(&mut self, hit: bool) {
        self.of += 1;
        self.hit += usize::from(hit);
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.of == 0 { f.pad("–") } else { f.pad(&format!("{:.3} ({}/{})", self.value(), self.hit, self.of)) }
    }
}

/// The figures over a set of items.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    pub success_at_1: Share,
    pub success_at_3: Share,
    /// Mean over `answer` items of 1 / rank of the first gold article among the first ten.
    pub mrr_at_10: f64,
    pub answered_right: Share,
    /// The decision is answer and the first article is not gold.
    pub answered_wrong: Share,
    pub false_rejection: Share,
    pub choices_two: Share,
    pub choices_all: Share,
    pub rejected: Share,
    pub slot_precision: Share,
    pub slot_recall: Share,
}

/// All figures of a set.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub items: usize,
    pub total: Figures,
    pub by_kind: BTreeMap<String, Figures>,
    /// Triples of one question in three endings that get the same decision and the same first article.
    pub endings_alike: Share,
    /// The same, looking at the first article alone.
    pub endings_same_article: Share,
    /// What the probability of the first article is worth.
    #[serde(default)]
    pub calibration: Calibration,
    /// How many variants of the utterances are answered alike; `None` where nobody asked them.
    #[serde(default)]
    pub invariance: Option<Invariance>,
}

impl Report {
    /// Counts what was answered; `outcomes` in the order of `judgments`.
    pub fn new(judgments: &[Judgment], outcomes: &[Outcome]) -> Self {
        let mut report = Self { items: judgments.len(), ..Self::default() };
        for (judgment, outcome) in judgments.iter().zip(outcomes) {
            let kind = report.by_kind.entry(judgment.kind.clone()).or_default();
            for figures in [&mut report.total, kind] {
                figures.count(judgment, outcome);
            }
        }
        for figures in report.by_kind.values_mut().chain([&mut report.total]) {
            if figures.success_at_1.of > 0 {
                figures.mrr_at_10 /= figures.success_at_1.of as f64;
            }
        }
        let endings: Vec<&Outcome> =
            judgments.iter().zip(outcomes).filter(|(judgment, _)| judgment.kind == "endings").map(|(_, o)| o).collect();
        for triple in endings.as_chunks::<3>().0 {
            let [a, b, c] = triple;
            let first = |outcome: &Outcome| outcome.ranking.first().cloned();
            let same_article = first(a) == first(b) && first(b) == first(c);
            report.endings_same_article.count(same_article);
            report.endings_alike.count(same_article && a.decision == b.decision && b.decision == c.decision);
        }
        let items = judgments.iter().zip(outcomes);
        report.calibration = Calibration::new(items.map(|(judgment, o)| (o.probability, o.is_right(judgment))));
        report
    }
}

impl Figures {
    fn count(&mut self, judgment: &Judgment, outcome: &Outcome) {
        let is_gold = |key: &String| judgment.gold.contains(key);
        match judgment.expect {
            Expect::Answer => {
                let rank = outcome.ranking.iter().take(10).position(is_gold);
                let answered = outcome.decision == Decision::Answer;
                self.success_at_1.count(rank == Some(0));
                self.success_at_3.count(rank.is_some_and(|rank| rank < 3));
                self.mrr_at_10 += rank.map_or(0.0, |rank| 1.0 / (rank + 1) as f64);
                self.answered_right.count(answered && rank == Some(0));
                self.answered_wrong.count(answered && rank != Some(0));
                self.false_rejection.count(outcome.decision == Decision::Fallback);
                let attached: &[Slot] = if answered { &outcome.slots } else { &[] };
                for slot in attached {
                    self.slot_precision.count(judgment.live.contains(slot));
                }
                for slot in &judgment.live {
                    self.slot_recall.count(attached.contains(slot));
                }
            }
            Expect::Choose => {
                let chosen = outcome.decision == Decision::Choose;
                let offered = outcome.offered_gold(judgment);
                self.choices_two.count(chosen && offered >= 2);
                self.choices_all.count(chosen && offered == judgment.gold.len());
            }
            Expect::Fallback => self.rejected.count(outcome.decision == Decision::Fallback),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { items, total, .. } = self;
        writeln!(f, "{items} items\n")?;
        for (name, share) in [
            ("Success@1", total.success_at_1),
            ("Success@3", total.success_at_3),
            ("answered right", total.answered_right),
            ("answered wrong", total.answered_wrong),
            ("false rejection", total.false_rejection),
            ("choices, two", total.choices_two),
            ("choices, all", total.choices_all),
            ("rejected", total.rejected),
            ("slot precision", total.slot_precision),
            ("slot recall", total.slot_recall),
            ("endings alike", self.endings_alike),
            ("endings, same article", self.endings_same_article),
        ] {
            writeln!(f, "{name:<22} {share}")?;
        }
        writeln!(f, "{:<22} {:.3}\n", "MRR@10", total.mrr_at_10)?;
        writeln!(f, "{}\n", self.calibration)?;
        if let Some(invariance) = &self.invariance {
            writeln!(f, "{invariance}\n")?;
        }
        let columns = ["Success@1", "Success@3", "right", "wrong", "rejected*", "choices, two", "rejected"];
        write!(f, "{:<12}", "kind")?;
        for column in columns {
            write!(f, "{column:>17}")?;
        }
        writeln!(f)?;
        for (kind, k) in &self.by_kind {
            write!(f, "{kind:<12}")?;
            for share in [
                k.success_at_1,
                k.success_at_3,
                k.answered_right,
                k.answered_wrong,
                k.false_rejection,
                k.choices_two,
                k.rejected,
            ] {
                write!(f, "{share:>17}")?;
            }
            writeln!(f)?;
        }
        write!(f, "\n* `answer` items that were wrongly rejected")
    }
}
