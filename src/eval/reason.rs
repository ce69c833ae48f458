//! Why an item went wrong, as far as the program can see it: words that no article knows, a rival that is nearer, a
//! service that is open.

use super::judgments::{Expect, Judgment};
use super::metrics::Outcome;
use crate::answer::decide::Decision;
use crate::answer::{Answerer, decide};
use crate::search::thresholds::Thresholds;
use crate::search::{SearchError, choice};
use crate::text::small_talk::Kind;

/// An item that went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub id: String,
    pub utterance: String,
    pub kind: String,
    /// What happened instead of what was expected.
    pub what: &'static str,
    /// Parts joined by semicolons.
    pub reason: String,
}

/// What the answerer saw for an utterance.
#[derive(Debug, Clone, Default)]
struct Seen {
    /// Words that no article knows.
    unknown: Vec<String>,
    /// What was read instead of what was typed.
    read_as: Option<String>,
    wants_human: bool,
    /// Whether no service is named or implied.
    open: bool,
    /// Best first.
    articles: Vec<SeenArticle>,
    /// That none of them answers, that the customer has to choose; 0 to 1.
    none: f32,
    choice: f32,
}

#[derive(Debug, Clone, Default)]
struct SeenArticle {
    key: String,
    service: String,
    probability: f32,
    coverage: f32,
}

/// The items that went wrong, each with its reason; `outcomes` in the order of `judgments`.
///
/// # Errors
/// When the index cannot be read.
pub fn faults(answerer: &Answerer, judgments: &[Judgment], outcomes: &[Outcome]) -> Result<Vec<Fault>, SearchError> {
    let wrong = judgments.iter().zip(outcomes).filter(|(judgment, outcome)| !outcome.is_as_judged(judgment));
    wrong
        .map(|(judgment, outcome)| {
            let (seen, thresholds) = look(answerer, &judgment.utterance)?;
            Ok(Fault {
                id: judgment.id.clone(),
                utterance: judgment.utterance.clone(),
                kind: judgment.kind.clone(),
                what: what_happened(judgment, outcome),
                reason: reasons(judgment, outcome, &seen, thresholds).join("; "),
            })
        })
        .collect()
}

fn look(answerer: &Answerer, utterance: &str) -> Result<(Seen, Thresholds), SearchError> {
    let engine = answerer.engine();
    let question = engine.question(utterance);
    let found = engine.hits(&question, None)?;
    let thresholds = decide::thresholds_for(&found, engine.thresholds());
    let place = choice::NAMES.iter().position(|name| *name == "open");
    let examined = engine.examine(&question);
    let open = examined.zip(place).is_some_and(|((ranking, _), place)| ranking.choice_features[place] > 0.0);
    let article = |hit: crate::search::Hit| SeenArticle {
        key: hit.key,
        service: hit.service,
        probability: hit.probability,
        coverage: hit.coverage,
    };
    let seen = Seen {
        unknown: engine.unknown_words(&question),
        read_as: found.corrections.first().map(|correction| correction.to.clone()),
        wants_human: engine.small_talk(&question) == Some(Kind::Person),
        open,
        none: found.none,
        choice: found.choice,
        articles: found.hits.into_iter().map(article).collect(),
    };
    Ok((seen, thresholds))
}

fn what_happened(judgment: &Judgment, outcome: &Outcome) -> &'static str {
    let right = outcome.is_right(judgment);
    match (judgment.expect, outcome.decision) {
        (Expect::Answer, Decision::Choose) if right => "choices, the right one first",
        (Expect::Answer, Decision::Choose) => "choices, another one first",
        (Expect::Answer, Decision::Fallback) => "fallback instead of an answer",
        (Expect::Answer, Decision::Answer) => "wrong answer",
        (Expect::Choose, Decision::Answer) => "an answer instead of choices",
        (Expect::Choose, Decision::Fallback) => "fallback instead of choices",
        (Expect::Choose, Decision::Choose) => "choices, not the right ones",
        (Expect::Fallback, Decision::Answer) => "an answer instead of fallback",
        (Expect::Fallback, _) => "choices instead of fallback",
    }
}

fn reasons(judgment: &Judgment, outcome: &Outcome, seen: &Seen, thresholds: Thresholds) -> Vec<String> {
    if seen.wants_human && outcome.decision == Decision::Fallback {
        return vec!["read as a wish for a person".to_owned()];
    }
    let mut found = Vec::new();
    if let Some(meant) = &seen.read_as {
        found.push(format!("read as '{meant}'"));
    } else if !seen.unknown.is_empty() {
        found.push(format!("unknown words: {}", seen.unknown.join(", ")));
    } else if judgment.expect == Expect::Fallback {
        found.push("words all known, no article says it".to_owned());
    }
    let best = seen.articles.first();
    let Some(best) = best else {
        found.push("nothing found".to_owned());
        return found;
    };
    let sure = short(best.probability);
    match (judgment.expect, outcome.decision) {
        (_, Decision::Fallback) => {
            found.extend(place_of_right(judgment, seen));
            found.push(format!("none of them p={}, from {} on fallback", short(seen.none), short(thresholds.fallback)));
        }
        (Expect::Fallback, _) => {
            found.push(format!("`{}` p={sure}", best.key));
            found.push(format!("none of them p={}, below {}", short(seen.none), short(thresholds.fallback)));
        }
        (Expect::Answer, Decision::Answer) => found.extend(place_of_right(judgment, seen)),
        (Expect::Answer, Decision::Choose) => {
            found.extend(place_of_right(judgment, seen));
            found.extend(why_choices(seen, thresholds));
        }
        (Expect::Choose, Decision::Answer) => {
            found.push(format!("`{}` alone p={sure}", best.key));
            found.push(format!("to choose p={}, below {}", short(seen.choice), short(thresholds.choice)));
        }
        (Expect::Choose, Decision::Choose) => {
            if !outcome.is_right(judgment) {
                found.extend(place_of_right(judgment, seen));
            }
            found.push(format!("{} of {} right ones offered", outcome.offered_gold(judgment), judgment.gold.len()));
        }
    }
    found
}

/// Which article is nearer than the right one, and by how much; of a right one that is first, which one follows it.
fn place_of_right(judgment: &Judgment, seen: &Seen) -> Vec<String> {
    let is_gold = |article: &SeenArticle| judgment.gold.contains(&article.key);
    let Some(best) = seen.articles.first() else { return Vec::new() };
    match seen.articles.iter().position(is_gold) {
        Some(0) => {
            let rival = seen.articles.iter().find(|article| !is_gold(article));
            let rival = rival.map(|rival| {
                let behind = short(best.probability - rival.probability);
                format!("rival `{}` behind by {behind}", rival.key)
            });
            [format!("right article first, p={}", short(best.probability))].into_iter().chain(rival).collect()
        }
        Some(place) => {
            let right = &seen.articles[place];
            let nearer = short(best.probability - right.probability);
            let place = match place {
                1 => "second".to_owned(),
                2 => "third".to_owned(),
                more => format!("at place {}", more + 1),
            };
            vec![
                format!("rival `{}` nearer by {nearer}", best.key),
                format!("right article {place}, p={}", short(right.probability)),
            ]
        }
        None => vec![format!("`{}` first, the right article shares nothing", best.key)],
    }
}

/// Articles that hold this share of what the best one holds cover the question as well, as when choices are offered.
const COVERS: f32 = 0.6;

fn why_choices(seen: &Seen, thresholds: Thresholds) -> Vec<String> {
    let Some(best) = seen.articles.first() else { return Vec::new() };
    let mut found = Vec::new();
    if seen.choice >= thresholds.choice {
        let mut services: Vec<&str> = seen
            .articles
            .iter()
            .filter(|article| article.coverage >= COVERS * best.coverage)
            .map(|article| article.service.as_str())
            .collect();
        services.sort_unstable();
        services.dedup();
        if seen.open && services.len() > 1 {
            found.push(format!("service open, {} services cover it", services.len()));
        }
        found.push(format!("to choose p={}, from {} on choices", short(seen.choice), short(thresholds.choice)));
    }
    if best.probability < thresholds.answer {
        found.push(format!("best p={}, from {} on an answer", short(best.probability), short(thresholds.answer)));
    }
    found
}

/// `.41`
fn short(value: f32) -> String {
    let text = format!("{value:.2}");
    text.strip_prefix('0').map(str::to_owned).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const THRESHOLDS: Thresholds = Thresholds { answer: 0.58, fallback: 0.38, choice: 0.12 };

    fn judgment(expect: Expect, gold: &[&str]) -> Judgment {
        Judgment {
            id: "t1".to_owned(),
            utterance: "영수증".to_owned(),
            gold: gold.iter().map(|key| (*key).to_owned()).collect(),
            service: None,
            kind: "keyword".to_owned(),
            expect,
            live: Vec::new(),
        }
    }

    fn article(key: &str, service: &str, probability: f32) -> SeenArticle {
        SeenArticle { key: key.to_owned(), service: service.to_owned(), probability, coverage: 1.0 }
    }

    fn check(judgment: &Judgment, decision: Decision, seen: &Seen, expect: (&str, &str)) {
        let outcome = Outcome {
            decision,
            ranking: seen.articles.iter().map(|article| article.key.clone()).collect(),
            probability: seen.articles.first().map_or(0.0, |article| article.probability),
            choices: Vec::new(),
            slots: Vec::new(),
        };
        assert!(!outcome.is_as_judged(judgment));
        let found = reasons(judgment, &outcome, seen, THRESHOLDS).join("; ");
        assert_eq!((what_happened(judgment, &outcome), found.as_str()), expect);
    }

    fn seen() -> Seen {
        let articles = vec![article("a", "chatbot", 0.62), article("b", "emoticon", 0.21)];
        Seen { articles, none: 0.1, choice: 0.2, ..Seen::default() }
    }

    #[test]
    fn a_rival_is_named_with_its_lead() {
        let expect = ("wrong answer", "rival `a` nearer by .41; right article second, p=.21");
        check(&judgment(Expect::Answer, &["b"]), Decision::Answer, &seen(), expect);
        let expect = ("wrong answer", "`a` first, the right article shares nothing");
        check(&judgment(Expect::Answer, &["c"]), Decision::Answer, &seen(), expect);
    }

    #[test]
    fn a_choice_says_what_was_unsure() {
        let right = "right article first, p=.62; rival `b` behind by .41; ";
        let open = Seen { open: true, ..seen() };
        let reason = format!("{right}service open, 2 services cover it; to choose p=.20, from .12 on choices");
        let expect = ("choices, the right one first", reason.as_str());
        check(&judgment(Expect::Answer, &["a"]), Decision::Choose, &open, expect);
        let unsure = Seen { articles: vec![article("a", "chatbot", 0.5)], choice: 0.0, ..Seen::default() };
        let expect = ("choices, the right one first", "right article first, p=.50; best p=.50, from .58 on an answer");
        check(&judgment(Expect::Answer, &["a"]), Decision::Choose, &unsure, expect);
    }

    #[test]
    fn unknown_words_are_named() {
        let unknown = Seen { unknown: vec!["탈테".to_owned()], none: 0.9, ..seen() };
        let reason = "unknown words: 탈테; right article first, p=.62; rival `b` behind by .41; \
                      none of them p=.90, from .38 on fallback";
        check(
            &judgment(Expect::Answer, &["a"]),
            Decision::Fallback,
            &unknown,
            ("fallback instead of an answer", reason),
        );
        let corrected = Seen { read_as: Some("탈퇴".to_owned()), ..unknown.clone() };
        let reason = "read as '탈퇴'; `a` p=.62; none of them p=.90, below .38";
        check(
            &judgment(Expect::Fallback, &[]),
            Decision::Answer,
            &corrected,
            ("an answer instead of fallback", reason),
        );
        let reason = "words all known, no article says it; `a` p=.62; none of them p=.10, below .38";
        check(&judgment(Expect::Fallback, &[]), Decision::Choose, &seen(), ("choices instead of fallback", reason));
    }

    #[test]
    fn choices_are_counted() {
        let two = judgment(Expect::Choose, &["b", "c"]);
        let reason = "rival `a` nearer by .41; right article second, p=.21; 0 of 2 right ones offered";
        check(&two, Decision::Choose, &seen(), ("choices, not the right ones", reason));
        let reason = "`a` alone p=.62; to choose p=.20, below .12";
        check(&two, Decision::Answer, &seen(), ("an answer instead of choices", reason));
    }

    #[test]
    fn a_wish_for_a_person_needs_no_other_reason() {
        let wish = Seen { wants_human: true, ..seen() };
        let expect = ("fallback instead of an answer", "read as a wish for a person");
        check(&judgment(Expect::Answer, &["a"]), Decision::Fallback, &wish, expect);
        let nothing = Seen::default();
        check(
            &judgment(Expect::Answer, &["a"]),
            Decision::Fallback,
            &nothing,
            ("fallback instead of an answer", "nothing found"),
        );
    }
}
