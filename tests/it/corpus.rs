//! The corpus: the shipped one is whole, and a wrong one is refused with file, line and cure.
//!
//! [`Folder`] writes small corpora for this and for other tests. `refused` holds what the loader does not take.

mod refused;

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;

use haedap::eval::judgments;
use haedap::faq::{self, Article};
use tempfile::TempDir;
use unicode_normalization::UnicodeNormalization as _;

use super::support;

/// A corpus of two services and three articles in a temporary folder.
pub struct Folder(TempDir);

/// A sound article. The tests count its lines: the head has 16, the body begins in line 18.
const REFUND: &str = r#"+++
key = "cb-refund"
title = "유상캐시 환불은 어떻게 신청하나요?"
service = "chatbot"
category = ["결제", "환불"]
phrasings = [
  "돈을 돌려받고 싶어요",
  "남은 캐시 돌려주세요",
]
live = ["refund_status"]
related = ["cb-receipt"]
links = [{ label = "환불 신청", url = "https://example.com/refund" }]
updated = 2026-11-21
review_by = 2027-05-21
source = ["https://example.com/faq/1"]
+++

유상캐시는 월렛 관리 메뉴에서 환불을 신청할 수 있어요.

1. 월렛 관리를 열어 주세요.
2. 환불 신청을 눌러 주세요.
"#;

const RECEIPT: &str = r#"+++
key = "cb-receipt"
title = "카드 영수증은 어디서 보나요?"
service = "chatbot"
category = ["결제"]
phrasings = ["매출전표 출력"]
updated = 2026-11-21
+++

카드 영수증은 결제할 때 적은 이메일로 가요.
"#;

const SIZE: &str = r#"+++
key = "be-size"
title = "이모티콘 이미지 크기는 얼마인가요?"
service = "emoticon"
category = ["소재"]
updated = 2026-11-21
+++

이모티콘 이미지는 가로와 세로가 360픽셀이어야 해요.
"#;

const SERVICES: &str = r#"[[service]]
slug = "chatbot"
name = "챗봇 관리자센터"
aliases = ["챗봇", "봇"]

[[service]]
slug = "emoticon"
name = "브랜드 이모티콘"
"#;

impl Folder {
    /// A sound corpus.
    pub fn small() -> Self {
        let folder = Self(tempfile::tempdir().expect("a temporary folder"));
        folder.write("services.toml", SERVICES);
        folder.write("articles/chatbot/cb-refund.md", REFUND);
        folder.write("articles/chatbot/cb-receipt.md", RECEIPT);
        folder.write("articles/emoticon/be-size.md", SIZE);
        folder
    }

    /// A sound article of the corpus, `articles/chatbot/cb-refund.md`.
    pub fn article() -> &'static str {
        REFUND
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// The folder as an argument of a command.
    pub fn argument(&self) -> &str {
        self.path().to_str().expect("a path that is text")
    }

    pub fn write(&self, file: &str, text: impl AsRef<[u8]>) {
        let path = self.path().join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        fs::write(path, text).expect("the file can be written");
    }
}

#[test]
fn the_small_corpus_is_sound() {
    let corpus = faq::load(Folder::small().path()).unwrap_or_else(|error| panic!("{error}"));
    let keys: Vec<&str> = corpus.articles.iter().map(|article| article.key.as_str()).collect();
    assert_eq!(keys, ["cb-receipt", "cb-refund", "be-size"], "by service in listing order, then by key");
    let refund = &corpus.articles[1];
    assert_eq!(refund.category, ["결제", "환불"]);
    assert_eq!(refund.phrasings, ["돈을 돌려받고 싶어요", "남은 캐시 돌려주세요"]);
    assert_eq!(refund.live, [faq::Slot::RefundStatus]);
    assert_eq!(refund.body.lead(), "유상캐시는 월렛 관리 메뉴에서 환불을 신청할 수 있어요.");
    assert_eq!(refund.body.blocks.len(), 2);
}

#[test]
fn the_hash_is_of_the_content() {
    let hash = |change: &dyn Fn(&Folder)| {
        let folder = Folder::small();
        change(&folder);
        faq::load(folder.path()).unwrap_or_else(|error| panic!("{error}")).hash
    };
    let same = hash(&|_| {});
    assert_eq!(hash(&|_| {}), same, "the folder's own name is no content");
    assert_eq!(hash(&|folder| folder.write("README.md", "가")), same, "what is not read is no content");
    assert_ne!(hash(&|folder| folder.write("lexicon/user_words.txt", "무통장\n")), same);
    assert_ne!(hash(&|folder| folder.write("topics.toml", "")), same);
    assert_ne!(hash(&|folder| folder.write("articles/emoticon/be-size.md", SIZE.replace("360", "180"))), same);
}

#[test]
fn every_shipped_article_loads() {
    let (corpus, _) = support::shipped_corpus();
    assert_eq!(corpus.articles.len(), 228);
    // One file, one article: none is passed over because of its name or place.
    let mut files = 0;
    let mut folders = vec![support::root().join("corpus/articles")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() { folders.push(entry) } else { files += 1 }
        }
    }
    assert_eq!(files, 228);
    let known: HashSet<&str> = corpus.services.iter().map(|service| service.slug.as_str()).collect();
    let keys: HashSet<&str> = corpus.articles.iter().map(|article| article.key.as_str()).collect();
    for Article { key, service, phrasings, related, updated, body, .. } in &corpus.articles {
        assert!(phrasings.len() >= 3, "{key} has {} phrasings", phrasings.len());
        assert!(known.contains(service.as_str()), "{key} is of {service}");
        assert!(related.iter().all(|other| keys.contains(other.as_str()) && other != key), "{key}: {related:?}");
        assert!(updated.is_some() && !body.lead().is_empty(), "{key}");
    }
    for service in &known {
        assert!(corpus.articles.iter().any(|article| article.service == *service), "{service} has no article");
    }
}

/// A text as it is compared: composed, lower case, letters and digits only.
fn normalised(text: &str) -> String {
    text.nfc().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect()
}

#[test]
fn no_phrasing_belongs_to_two_articles() {
    let (corpus, _) = support::shipped_corpus();
    let mut owners: HashMap<String, &str> = HashMap::new();
    let mut shared = Vec::new();
    for article in &corpus.articles {
        for phrasing in &article.phrasings {
            let owner = *owners.entry(normalised(phrasing)).or_insert(&article.key);
            if owner != article.key {
                shared.push(format!("'{phrasing}' of {owner} and {}", article.key));
            }
        }
    }
    assert!(shared.is_empty(), "{} phrasings cannot decide between two articles:\n{}", shared.len(), shared.join("\n"));
}

/// Sorted pairs of neighbouring characters, with repetition.
fn bigrams(text: &str) -> Vec<[char; 2]> {
    let characters: Vec<char> = text.chars().collect();
    let mut pairs: Vec<[char; 2]> = characters.windows(2).map(|pair| [pair[0], pair[1]]).collect();
    pairs.sort_unstable();
    pairs
}

/// Twice what two sorted lists share, by their whole length: 1 for the same text.
fn dice(a: &[[char; 2]], b: &[[char; 2]]) -> f64 {
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        i += usize::from(x <= y);
        j += usize::from(y <= x);
        shared += usize::from(x == y);
    }
    2.0 * f64::from(shared as u32) / (a.len() + b.len()) as f64
}

#[test]
fn dice_tells_near_from_far() {
    let check = |a: &str, b: &str, expect: f64| {
        let got = dice(&bigrams(&normalised(a)), &bigrams(&normalised(b)));
        assert!((got - expect).abs() < 1e-9, "{a} {b}: {got}");
    };
    check("영수증 어디?", "영수증어디", 1.0);
    check("가나다라", "가나다마", 4.0 / 6.0);
    check("가나가나", "가나", 2.0 / 4.0);
    check("환불", "영수증", 0.0);
}

/// From this many normalised characters on, a text can be called nearly the same as another.
const LONG_ENOUGH: usize = 8;
const NEARLY: f64 = 0.8;

#[test]
fn no_judged_utterance_stands_in_the_corpus() {
    // Articles that hold the test questions would make every figure of `haedap eval` worthless.
    let (corpus, _) = support::shipped_corpus();
    let read = |name: &str| {
        judgments::read(&support::root().join("corpus/eval").join(name)).unwrap_or_else(|error| panic!("{error}"))
    };
    let sets = ["dev", "second", "third", "fourth", "fifth", "sixth"];
    let judged = sets.map(|set| read(&format!("{set}.jsonl"))).concat();
    assert!(judged.len() > 300, "the set was read");
    let prepare = |text: &str| {
        let text = normalised(text);
        (bigrams(&text), text.chars().count() >= LONG_ENOUGH, text)
    };
    let texts: Vec<_> = corpus
        .articles
        .iter()
        .flat_map(|article| article.phrasings.iter().chain([&article.title]).map(|text| (&article.key, text)))
        .map(|(key, text)| (key, text, prepare(text)))
        .collect();
    let mut found = Vec::new();
    for judgment in &judged {
        let (pairs, long, utterance) = prepare(&judgment.utterance);
        for (key, text, (other_pairs, other_long, other)) in &texts {
            let same = !utterance.is_empty() && utterance == *other;
            if same || long && *other_long && dice(&pairs, other_pairs) >= NEARLY {
                found.push(format!("{} '{}' is '{text}' of {key}", judgment.id, judgment.utterance));
            }
        }
    }
    assert!(found.is_empty(), "{} judged utterances stand in the corpus:\n{}", found.len(), found.join("\n"));
}
