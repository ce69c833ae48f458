//! Compares a report with the committed one: worse by more than the set can tell is a failure.

use super::metrics::{Figures, Report};

/// A figure may fall this far below the baseline before it counts as worse. One item of 377 is 0.0027, so this lets
/// one go; a real loss moves several.
pub const TOLERANCE: f64 = 0.003;

/// A figure that fell.
#[derive(Debug, Clone, PartialEq)]
pub struct Loss {
    pub metric: &'static str,
    pub baseline: f64,
    pub now: f64,
}

/// A name and how the figure is read from a report.
type Metric = (&'static str, fn(&Report) -> f64);

/// The metrics that got worse, in a fixed order.
pub fn losses(baseline: &Report, now: &Report) -> Vec<Loss> {
    let higher_is_better: [Metric; 9] = [
        ("Success@1", |r| r.total.success_at_1.value()),
        ("Success@3", |r| r.total.success_at_3.value()),
        ("MRR@10", |r| r.total.mrr_at_10),
        ("answered right", |r| r.total.answered_right.value()),
        ("choices, two", |r| r.total.choices_two.value()),
        ("rejected", |r| r.total.rejected.value()),
        ("slot precision", |r| slots(&r.total).0),
        ("slot recall", |r| slots(&r.total).1),
        ("endings, same article", |r| r.endings_same_article.value()),
    ];
    let lower_is_better: [Metric; 2] = [
        ("answered wrong", |r| r.total.answered_wrong.value()),
        ("false rejection", |r| r.total.false_rejection.value()),
    ];
    let mut losses = Vec::new();
    let mut compare = |metric, before: f64, after: f64, worse_by: f64| {
        if worse_by > TOLERANCE {
            losses.push(Loss { metric, baseline: before, now: after });
        }
    };
    for (metric, figure) in higher_is_better {
        compare(metric, figure(baseline), figure(now), figure(baseline) - figure(now));
    }
    for (metric, figure) in lower_is_better {
        compare(metric, figure(baseline), figure(now), figure(now) - figure(baseline));
    }
    losses
}

fn slots(figures: &Figures) -> (f64, f64) {
    (figures.slot_precision.value(), figures.slot_recall.value())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::Share;

    #[test]
    fn finds_what_got_worse() {
        let mut before = Report::default();
        before.total.success_at_1 = Share { of: 100, hit: 90 };
        before.total.answered_wrong = Share { of: 100, hit: 4 };
        let mut after = before.clone();
        assert_eq!(losses(&before, &after), []);
        after.total.success_at_1.hit = 88;
        after.total.answered_wrong.hit = 6;
        let found: Vec<&str> = losses(&before, &after).iter().map(|loss| loss.metric).collect();
        assert_eq!(found, ["Success@1", "answered wrong"]);
    }
}
