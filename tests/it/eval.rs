//! Quality holds: the shipped corpus answers the judged utterances at least as well as the committed figures say.

use std::fs;

use haedap::answer::Ask;
use haedap::eval::{Outcome, Report, baseline, judgments};

use crate::support;

fn report() -> Report {
    let answerer = support::shipped_answerer();
    let judgments = judgments::read(&support::root().join("corpus/eval/dev.jsonl")).expect("the judged set");
    let outcomes: Vec<Outcome> = judgments
        .iter()
        .map(|judgment| {
            let ask = Ask { utterance: judgment.utterance.clone(), ..Ask::default() };
            let answer = answerer.ask(&ask).expect("the index can be read");
            Outcome {
                decision: answer.decision,
                ranking: answer.hits.iter().map(|hit| hit.key.clone()).collect(),
                choices: answer.choices.iter().map(|choice| choice.key.clone()).collect(),
                slots: answer.slots,
            }
        })
        .collect();
    Report::new(&judgments, &outcomes)
}

#[test]
fn the_committed_figures_hold() {
    let text = fs::read_to_string(support::root().join("corpus/eval/baseline.json")).expect("the baseline");
    let before: Report = serde_json::from_str(&text).expect("a baseline");
    let now = report();
    assert_eq!(now.items, 500);
    assert_eq!(baseline::losses(&before, &now), [], "`haedap eval --errors` lists what went wrong");
}
