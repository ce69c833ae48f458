//! Answers that no single conversation shows: the whole development set, any article, any collection.

use haedap::answer::decide::Decision;
use haedap::answer::own_state::Attached;
use haedap::answer::{Answer, Ask, Choice};
use haedap::faq::{Article, Block, Body, Link, Topic, collection};
use haedap::kakao::{Links, render};
use proptest::prelude::*;
use proptest::test_runner::Config;
use serde_json::Value;

use super::checker::Checker;
use super::{article_url, button_urls};
use crate::support::{http_config, root, shipped_answerer};

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
fn rendered(checker: &Checker, answer: &Answer, topics: &[Topic], links: &Links) -> Value {
    let bytes = render(answer, &Attached::Nothing, topics, links).to_json();
    let response: Value = serde_json::from_slice(&bytes).expect("JSON");
    let shown: String = response.to_string().chars().take(2_000).collect();
    assert_eq!(checker.check(&response), [""; 0], "{links:?}: {shown}");
    assert!(bytes.len() < checker.bubble_bytes(), "{} bytes: {shown}", bytes.len());
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
            rendered(&checker, &answer, answerer.topics(), &links);
        }
    }
    assert!(decisions.iter().all(|count| *count > 0), "every way of rendering was seen: {decisions:?}");
}

fn article(key: &str, title: &str, body: Body) -> Article {
    Article {
        key: key.to_owned(),
        title: title.to_owned(),
        service: "chatbot".to_owned(),
        category: Vec::new(),
        phrasings: Vec::new(),
        live: Vec::new(),
        related: Vec::new(),
        links: Vec::new(),
        updated: None,
        review_by: None,
        source: Vec::new(),
        body,
    }
}

fn answer(decision: Decision, article: Option<Article>, choices: Vec<Choice>) -> Answer {
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

/// A line as a writer may leave it: Korean, signs that JSON escapes, emoji of several code points, the signs that
/// `compose` looks for; never blank, for the loader refuses or drops blank ones.
fn line(most: usize) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[가-힣]{1,12} ?",
        2 => "[a-zA-Z0-9 ]{1,8}",
        1 => Just("\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}".to_owned()),
        1 => "[\\[\\]\"\\\\<>&.\u{1}\u{FEFF}\u{10FFFF}]{1,4}",
        1 => Just(". ".to_owned()),
    ];
    prop::collection::vec(piece, 1..most).prop_map(|pieces| format!("가{}", pieces.concat()))
}

fn any_body() -> impl Strategy<Value = Body> {
    let block = prop_oneof![
        line(6).prop_map(Block::Heading),
        line(120).prop_map(Block::Paragraph),
        prop::collection::vec(line(20), 0..8).prop_map(Block::Steps),
        prop::collection::vec(line(20), 0..8).prop_map(Block::Bullets),
    ];
    (line(40), prop::collection::vec(block, 0..10))
        .prop_map(|(lead, blocks)| Body { blocks: std::iter::once(Block::Paragraph(lead)).chain(blocks).collect() })
}

fn any_article() -> impl Strategy<Value = Article> {
    let link = (line(6), "https://example\\.com/[a-z0-9/?=&%#-]{0,200}").prop_map(|(label, url)| Link { label, url });
    // At most 80 characters, as the loader checks.
    let title = line(20).prop_map(|title| title.chars().take(80).collect::<String>().trim().to_owned());
    ("[a-z0-9-]{1,60}", title, any_body(), prop::collection::vec(link, 0..6))
        .prop_map(|(key, title, body, links)| Article { links, ..article(&key, &title, body) })
}

fn any_answer() -> impl Strategy<Value = Answer> {
    let decision = prop_oneof![Just(Decision::Answer), Just(Decision::Choose), Just(Decision::Fallback)];
    let choice = any_article().prop_map(|Article { key, title, service, .. }| Choice { key, title, service });
    let parts = (decision, prop::option::of(any_article()), prop::collection::vec(choice, 0..8), any::<(bool, bool)>());
    parts.prop_map(|(decision, article, choices, (wants_human, question_cut))| Answer {
        wants_human,
        question_cut,
        ..answer(decision, article, choices)
    })
}

proptest! {
    #![proptest_config(Config { cases: 400, failure_persistence: None, ..Config::default() })]

    #[test]
    fn renders_any_answer(
        answer in any_answer(),
        topics in prop::collection::vec((line(5), line(30)), 0..14),
        links in prop::sample::select(all_links()),
    ) {
        let checker = Checker::new();
        let topics: Vec<Topic> = topics.into_iter().map(|(label, question)| Topic { label, question }).collect();
        let response = rendered(&checker, &answer, &topics, &links);
        let outputs = response["template"]["outputs"].as_array().expect("bubbles");
        match (answer.decision, &answer.article) {
            (Decision::Answer, Some(article)) => {
                let urls = button_urls(&response);
                let help = links.help_center.is_some().then(|| article_url(&article.key));
                let own = article.links.iter().map(|link| link.url.clone());
                let wanted: Vec<String> = help.into_iter().chain(own).take(urls.len().max(1)).collect();
                prop_assert_eq!(urls, wanted);
            }
            (Decision::Choose, _) if !answer.choices.is_empty() => {
                let items = outputs[0]["listCard"]["items"].as_array().expect("choices");
                let offered: Vec<&str> = items.iter().filter_map(|item| item["extra"]["article"].as_str()).collect();
                let keys: Vec<&str> = answer.choices.iter().map(|choice| choice.key.as_str()).take(offered.len()).collect();
                prop_assert!(offered.len() >= answer.choices.len().min(4), "{:?}", offered);
                prop_assert_eq!(offered, keys);
            }
            _ => prop_assert!(outputs[0].get("listCard").is_none(), "a fallback says first that it has no answer"),
        }
    }
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
    let with_links =
        |form: &Answer| all_links().iter().map(|links| rendered(&checker, form, &[], links)).collect::<Vec<_>>();
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
