//! What Kakao itself would have answered: the knowledge entries (지식+) that it matched.

use serde_json::Value;

/// Most questions that are read; Kakao lists few.
const MOST: usize = 5;

/// The questions of the matched entries, best first. Kakao's table writes `knowledges`, its sample `knowledge`.
pub(super) fn questions(extra: Option<&Value>) -> Vec<String> {
    let Some(extra) = extra else { return Vec::new() };
    let entries = ["knowledge", "knowledges"].into_iter().flat_map(|name| match &extra[name] {
        Value::Array(several) => several.iter().collect(),
        one => vec![one],
    });
    let matched = entries.flat_map(|entry| entry["matchedKnowledges"].as_array().into_iter().flatten());
    let questions = matched.filter_map(|knowledge| knowledge["question"].as_str()).map(str::trim);
    questions.filter(|question| !question.is_empty()).take(MOST).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn both_spellings_are_read() {
        let matched = json!({"responseType": "skill", "matchedKnowledges": [
            {"question": " 환불은 언제 돼요? ", "answer": "a"}, {"question": null}, {"question": ""}, null, 7
        ]});
        let expect = ["환불은 언제 돼요?"];
        assert_eq!(questions(Some(&json!({"knowledge": matched}))), expect);
        assert_eq!(questions(Some(&json!({"knowledges": matched}))), expect);
        assert_eq!(questions(Some(&json!({"knowledges": [matched]}))), expect);
        for nothing in
            [json!(null), json!(7), json!({"knowledge": null}), json!({"knowledge": {"matchedKnowledges": {}}})]
        {
            assert_eq!(questions(Some(&nothing)), [""; 0]);
        }
    }
}
