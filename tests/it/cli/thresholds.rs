//! Thresholds that an operator sets for a service or a category, from the file to the decision.

use std::fs;

use super::super::corpus::Folder;
use super::{Place, Ran, shipped};

const REFUND: &str = "유상캐시 환불은 어떻게 신청하나요?";
const SIZE: &str = "이모티콘 이미지 크기는 얼마인가요?";

/// The small corpus with the shipped weights and `more` at their end, indexed.
fn indexed(place: &Place, more: &str) -> Ran {
    let corpus = Folder::small();
    let shipped = fs::read_to_string(shipped("corpus/lexicon/ranking.toml")).expect("the shipped weights");
    corpus.write("lexicon/ranking.toml", format!("{shipped}\n{more}\n"));
    place.run(&["reindex", "--corpus", corpus.argument()])
}

fn decision(place: &Place, utterance: &str) -> String {
    place.run(&["ask", utterance, "--json"]).json()["decision"].as_str().expect("a decision").to_owned()
}

#[test]
fn a_category_answers_less_when_its_threshold_is_higher() {
    let place = Place::empty();
    assert_eq!(indexed(&place, "").code, 0);
    assert_eq!((decision(&place, REFUND).as_str(), decision(&place, SIZE).as_str()), ("answer", "answer"));
    assert_eq!(indexed(&place, "[thresholds.category.chatbot]\nfallback = 0.0").code, 0);
    assert_eq!((decision(&place, REFUND).as_str(), decision(&place, SIZE).as_str()), ("fallback", "answer"));
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let place = Place::empty();
    let check = |more: &str, expect: &str| {
        let ran = indexed(&place, more);
        assert_eq!((ran.code, ran.stderr.contains(expect)), (2, true), "{}", ran.stderr);
    };
    check(
        "[thresholds.category.'chatbot>없는 것']",
        "no article is in the category 'chatbot>없는 것'; write the service's slug",
    );
    check("[thresholds.category.chatbot]\nanswer = 58", "the threshold answer of 'chatbot' must be between 0 and 1");
    check("[thresholds.category.chatbot]\nanswr = 0.5", "unknown field `answr`");
}
