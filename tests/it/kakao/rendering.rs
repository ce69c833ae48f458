//! Answers that no single conversation shows: the whole development set, any article, any collection.

use haedap::answer::decide::Decision;
use haedap::answer::own_state::{Attached, own_state};
use haedap::answer::shorten::shorten;
use haedap::answer::{Answer, Ask, Choice, wording};
use haedap::faq::{Article, Block, Topic, collection};
use haedap::kakao::{Links, render};
use haedap::slot::Slot;
use haedap::wallet::Calendar;
use proptest::prelude::*;
use proptest::sample::subsequence;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;

use super::checker::Checker;
use super::generate::{Dice, answer, dice};
use super::{article_url, button_urls, raw};
use crate::support::{http_config, root, shipped_answerer};
use crate::wallet::own_state::properties;

/// The help center and the way to a person, each configured or not.
fn all_links() -> Vec<Links> {
    let support = Some("https://help.example.com/contact".to_owned());
    let help_center = http_config().links.help_center;
    let links = |help_center: &Option<String>, support: &Option<String>| Links {
        help_center: help_center.clone(),
        support: support.clone(),
    };
    vec![links(&None, &None), links(&help_center, &None), links(&None, &support), links(&help_center, &support)]
}

/// Renders, and holds the result against the limits.
fn rendered(checker: &Checker, answer: &Answer, attached: &Attached, topics: &[Topic], links: &Links) -> Value {
    let bytes = render(answer, attached, topics, links).to_json();
    let response: Value = serde_json::from_slice(&bytes).expect("JSON");
    let shown = || response.to_string().chars().take(2_000).collect::<String>();
    assert_eq!(checker.check(&response), [""; 0], "{links:?}: {}", shown());
    assert!(bytes.len() <= checker.bubble_bytes(), "{} bytes: {}", bytes.len(), shown());
    response
}

#[test]
fn renders_the_development_set() {
    let checker = Checker::new();
    let answerer = shipped_answerer();
    let questions = std::fs::read_to_string(root().join("corpus/eval/dev.jsonl")).expect("the development set");
    let mut decisions = [0; 3];
    for line in questions.lines() {
        let question: Value = serde_json::from_str(line).expect("a judgment");
        let utterance = question["utterance"].as_str().expect("an utterance").to_owned();
        let answer = answerer.ask(&Ask { utterance, ..Ask::default() }).expect("the index can be read");
        decisions[answer.decision as usize] += 1;
        for links in all_links() {
            rendered(&checker, &answer, &Attached::Nothing, answerer.topics(), &links);
        }
    }
    assert!(decisions.iter().all(|count| *count > 0), "every way of rendering was seen: {decisions:?}");
}

/// All that stands in a bubble for reading, a line each.
fn shown(output: &Value) -> Vec<String> {
    let (kind, body) = output.as_object().and_then(|output| output.iter().next()).expect("a bubble");
    let texts = match kind.as_str() {
        "simpleText" => vec![&body["text"]],
        "itemCard" => {
            let items = body["itemList"].as_array().into_iter().flatten().chain([&body["itemListSummary"]]);
            let items = items.flat_map(|item| [&item["title"], &item["description"]]);
            let head = [&body["imageTitle"]["title"], &body["imageTitle"]["description"]];
            head.into_iter().chain(items).chain([&body["title"], &body["description"]]).collect()
        }
        "listCard" => vec![&body["header"]["title"]],
        _ => vec![&body["title"], &body["description"]],
    };
    texts.into_iter().filter_map(Value::as_str).flat_map(str::lines).map(plain).collect()
}

/// A line without what the builder takes out, and without spaces: they may be taken off at a cut.
fn plain(line: &str) -> String {
    line.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect()
}

/// The lines of an article, as they have to be read somewhere.
fn lines_of(article: &Article) -> Vec<String> {
    let lines = article.body.blocks.iter().flat_map(|block| match block {
        Block::Steps(items) => items.iter().enumerate().map(|(at, item)| format!("{}. {item}", at + 1)).collect(),
        Block::Bullets(items) => items.iter().map(|item| format!("- {item}")).collect(),
        Block::Heading(text) | Block::Paragraph(text) => vec![text.clone()],
    });
    lines.map(|line| plain(&line)).collect()
}

fn labels(response: &Value) -> Vec<&str> {
    let cards = response["template"]["outputs"].as_array().into_iter().flatten();
    let buttons = cards.flat_map(|output| output["textCard"]["buttons"].as_array().into_iter().flatten());
    buttons.filter_map(|button| button["label"].as_str()).collect()
}

/// Renders any answer, holds it against the limits, and against what a customer has to be told.
fn render_and_check(dice: &mut Dice) {
    let (answer, attached) = (dice.answer(), dice.attached());
    let (topics, links) = (dice.topics(), dice.links());
    let response = rendered(Checker::shared(), &answer, &attached, &topics, &links);
    let outputs = response["template"]["outputs"].as_array().expect("bubbles");
    let text: Vec<String> = outputs.iter().flat_map(shown).collect();
    let text = text.concat();
    let shown = |text: &str| text.chars().take(3_000).collect::<String>();
    match (answer.decision, &answer.article) {
        (Decision::Answer, Some(article)) => check_article(&response, &text, article, &links),
        (Decision::Choose, _) if !answer.choices.is_empty() => {
            let lists = outputs.iter().filter(|output| output["listCard"]["header"]["title"] == wording::CHOOSE);
            let items = lists.flat_map(|list| list["listCard"]["items"].as_array().into_iter().flatten());
            let offered: Vec<&str> = items.filter_map(|item| item["extra"]["article"].as_str()).collect();
            let keys: Vec<&str> = answer.choices.iter().map(|choice| choice.key.as_str()).take(5).collect();
            assert_eq!(offered, keys);
        }
        _ => {}
    }
    // A person is one tap away, but where the way to one is what was just said.
    let replies = response["template"]["quickReplies"].as_array();
    let person =
        replies.and_then(|replies| replies.last()).is_some_and(|reply| reply["messageText"] == wording::HUMAN_REPLY);
    let says_where = text.contains(&plain(wording::HUMAN));
    assert!(person != says_where, "{}", shown(&response.to_string()));
    // Nothing is read otherwise than typed, or cut, without a word about it.
    if let (Some(correction), false) = (answer.corrections.first(), answer.decision == Decision::Fallback) {
        let (kept, _) = shorten(&correction.to, 80);
        let meant = plain(kept.trim_end_matches('…'));
        let said = text.contains(&meant) && text.contains(&plain("(으)로 찾았어요."));
        assert!(said, "{meant}: {}", shown(&text));
    }
    assert!(!answer.question_cut || text.contains(&plain(wording::QUESTION_CUT)), "{}", shown(&text));
}

/// The article is all there, or there is a way to the rest; its buttons are in order.
fn check_article(response: &Value, text: &str, article: &Article, links: &Links) {
    let missing: Vec<String> = lines_of(article).into_iter().filter(|line| !text.contains(&line[..])).collect();
    let labels = labels(response);
    let page = labels.first().filter(|label| [wording::MORE_BUTTON, wording::REST_BUTTON].contains(label));
    if !missing.is_empty() {
        let told = page == Some(&wording::REST_BUTTON) || text.contains(&plain(wording::ANSWER_CUT));
        assert!(told, "{missing:?} is nowhere in {text}, and nothing says so: {labels:?}");
    }
    if links.help_center.is_some() && article.key.is_ascii() {
        assert!(page.is_some(), "{labels:?}");
        assert_eq!(button_urls(response)[0], article_url(&article.key));
    }
    let lead: String = plain(article.body.lead()).chars().take(20).collect();
    assert!(text.contains(&lead), "the answer begins with {lead}: {text}");
}

proptest! {
    #![proptest_config(Config { cases: 2_000, failure_persistence: None, ..Config::default() })]

    #[test]
    fn renders_any_answer(mut dice in dice()) {
        render_and_check(&mut dice);
    }

}

proptest! {
    #![proptest_config(Config { cases: 300, failure_persistence: None, ..Config::default() })]

    #[test]
    fn tells_any_state_of_a_wallet_in_full(
        state in properties::state(),
        slots in subsequence(Slot::ALL.to_vec(), 1..=6).prop_shuffle(),
        now in properties::moment(),
        mut dice in dice(),
    ) {
        let calendar = Calendar::shipped().expect("the holidays are in order");
        let own = own_state("cb-autopay-fail-reconnect", &slots, &state, &calendar, now);
        let sentences: Vec<String> = own.lines.iter().chain([&own.wallet, &own.as_of]).map(|line| plain(line)).collect();
        let amounts: Vec<String> = own.items.iter().map(|item| plain(&item.value)).collect();
        let answer = Answer { slots, ..answer(Decision::Answer, Some(dice.article()), Vec::new()) };
        let response = rendered(Checker::shared(), &answer, &Attached::Shown(own), &[], &dice.links());
        let outputs = response["template"]["outputs"].as_array().expect("bubbles");
        let text = outputs.iter().flat_map(shown).collect::<Vec<_>>().concat();
        for part in sentences.iter().chain(&amounts) {
            prop_assert!(text.contains(&part[..]), "{part} is not said in {text}");
        }
    }
}

/// Half of them rendered answers, half the builder by itself; `make test` runs a share of both.
#[test]
#[ignore = "takes minutes; `make fuzz` runs it"]
fn two_hundred_thousand_responses() {
    let check = |one: fn(&mut Dice)| {
        let config = Config { cases: 100_000, failure_persistence: None, ..Config::default() };
        let ran = TestRunner::new(config).run(&dice(), |mut dice| {
            one(&mut dice);
            Ok(())
        });
        ran.unwrap_or_else(|error| panic!("{error}"));
    };
    std::thread::scope(|scope| {
        scope.spawn(|| check(render_and_check));
        check(raw::build_and_check);
    });
}

/// One document as `reindex --corpus FILE.jsonl` reads it: title, key and text are whatever the collection holds.
fn document(id: &str, title: &str, text: &str) -> Article {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let file = folder.path().join("collection.jsonl");
    let line = serde_json::json!({"_id": id, "title": title, "text": text}).to_string();
    std::fs::write(&file, line).expect("a file");
    collection::read(&file).expect("the document is in order").articles.remove(0)
}

/// The document as an answer and as a choice, with all links.
fn render_document(document: &Article) -> Vec<Value> {
    let checker = Checker::new();
    let choice = Choice { key: document.key.clone(), title: document.title.clone(), service: String::new() };
    let forms = [
        answer(Decision::Answer, Some(document.clone()), Vec::new()),
        answer(Decision::Choose, None, vec![choice.clone(), choice.clone()]),
        answer(Decision::Fallback, None, vec![choice]),
    ];
    let with_links = |form: &Answer| {
        all_links().iter().map(|links| rendered(&checker, form, &Attached::Nothing, &[], links)).collect::<Vec<_>>()
    };
    forms.iter().flat_map(with_links).collect()
}

#[test]
fn renders_a_document_without_text() {
    assert_eq!(render_document(&document("1", "제목뿐인 글", "")).len(), 12);
}

#[test]
fn renders_a_short_document_without_title() {
    assert_eq!(render_document(&document("1", "", "제목이 없는 짧은 글이에요.")).len(), 12);
}

#[test]
fn renders_a_long_document_without_title() {
    assert_eq!(render_document(&document("1", "", &"제목이 없는 긴 글이에요. ".repeat(200))).len(), 12);
}

#[test]
fn renders_a_document_with_an_endless_title() {
    assert_eq!(render_document(&document("1", &"끝이 없는 제목 ".repeat(3_000), "글이에요.")).len(), 12);
}

#[test]
fn links_to_a_document_whose_key_is_no_word() {
    for (key, path) in [("a+b", "a%2Bb"), ("가/나", "%EA%B0%80%2F%EB%82%98"), ("a?b#c%d", "a%3Fb%23c%25d")] {
        let responses = render_document(&document(key, "제목", "글이에요."));
        let urls: Vec<&str> = responses.iter().flat_map(button_urls).filter(|url| url.contains("/articles/")).collect();
        assert_eq!(urls, vec![article_url(path); 2], "{key}");
    }
}
