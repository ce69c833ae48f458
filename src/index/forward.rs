//! The articles as the ranking sees them: title and phrasings one by one, body, path, each as sets of terms and bigrams.
//!
//! BM25 looks at a field as one text; a customer's question is like *one* of the ways in which an article can be asked
//! for. So the ranking compares the question with every title and phrasing by itself. For a help center of some
//! thousand articles that is a scan of a few hundred thousand numbers, well under a millisecond.

use std::collections::HashMap;

use crate::faq::Slot;
use crate::text::bigrams::Bigram;
use crate::text::figures::Figures;

/// A collection with more articles than this is ranked by BM25 alone: the scan would take longer than it is worth.
pub const MOST_ARTICLES: usize = 10_000;

/// Number of a term or bigram in its vocabulary.
pub type Id = u32;

/// A set of terms or bigrams and their total rarity.
#[derive(Debug, Clone, Default)]
pub struct Bag {
    /// Sorted, each once.
    pub ids: Vec<Id>,
    /// Sum of their rarities.
    pub weight: f32,
}

/// One way to ask for an article: its title or a phrasing.
#[derive(Debug, Clone, Default)]
pub struct Unit {
    pub terms: Bag,
    pub bigrams: Bag,
}

/// An article, by numbers.
#[derive(Debug, Clone, Default)]
pub struct ForwardArticle {
    /// Place of the service in the list of services; `u16::MAX` for none.
    pub service: u16,
    /// The title first.
    pub units: Vec<Unit>,
    pub body: Bag,
    pub body_bigrams: Bag,
    pub path: Bag,
    /// Terms of all units, of body and path.
    pub all: Bag,
    /// Terms of all units.
    pub questions: Bag,
    /// What title and body state in figures.
    pub figures: Figures,
    /// The customer's own state that completes the answer.
    pub live: Vec<Slot>,
}

/// A word list with the rarity of each word: `ln(1 + articles / (articles that hold it))`.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    ids: HashMap<String, Id>,
    pub rarity: Vec<f32>,
    /// The rarity of a word that no article holds.
    pub unknown: f32,
}

/// All articles.
#[derive(Debug, Clone, Default)]
pub struct Forward {
    pub terms: Vocabulary,
    pub bigrams: Vocabulary,
    /// In the order of the corpus.
    pub articles: Vec<ForwardArticle>,
}

/// The texts of an article, analysed, as the index keeps them: see [`encode`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts {
    /// Title first: cleaned text and terms.
    pub units: Vec<(String, Vec<String>)>,
    pub body: (String, Vec<String>),
    pub path: (String, Vec<String>),
}

impl Vocabulary {
    /// The number of a word.
    pub fn id(&self, word: &str) -> Option<Id> {
        self.ids.get(word).copied()
    }

    /// All words with their numbers, in no order.
    pub fn words(&self) -> impl Iterator<Item = (&str, Id)> {
        self.ids.iter().map(|(word, id)| (word.as_str(), *id))
    }

    fn add(&mut self, word: &str) -> Id {
        if let Some(id) = self.ids.get(word) {
            return *id;
        }
        let id = self.ids.len() as Id;
        self.ids.insert(word.to_owned(), id);
        id
    }

    fn weigh(&mut self, articles: usize, holders: impl Iterator<Item = Id>) {
        let mut counts = vec![0_u32; self.ids.len()];
        for id in holders {
            counts[id as usize] += 1;
        }
        let rarity = |count: u32| (1.0 + articles as f32 / count.max(1) as f32).ln();
        self.rarity = counts.into_iter().map(rarity).collect();
        self.unknown = rarity(1);
    }
}

impl Bag {
    fn new(mut ids: Vec<Id>) -> Self {
        ids.sort_unstable();
        ids.dedup();
        Self { ids, weight: 0.0 }
    }

    fn weigh(&mut self, vocabulary: &Vocabulary) {
        self.weight = self.ids.iter().map(|id| vocabulary.rarity[*id as usize]).sum();
    }

    /// Whether the bag holds an id.
    pub fn holds(&self, id: Id) -> bool {
        self.ids.binary_search(&id).is_ok()
    }
}

impl ForwardArticle {
    /// Terms of titles and phrasings, and of the whole article, without one unit.
    pub fn without(&self, unit: usize) -> (Bag, Bag) {
        let others = self.units.iter().enumerate().filter(|(number, _)| *number != unit);
        let questions: Vec<Id> = others.flat_map(|(_, other)| other.terms.ids.iter().copied()).collect();
        let all = questions.iter().chain(&self.body.ids).chain(&self.path.ids).copied().collect();
        (Bag::new(questions), Bag::new(all))
    }
}

impl Forward {
    /// Numbers the articles, each with its service's place in the list of services and its own state.
    pub fn new(articles: impl Iterator<Item = (u16, Texts, Vec<Slot>)>) -> Self {
        let mut forward = Self::default();
        for (service, texts, live) in articles {
            let article = forward.number(service, &texts);
            forward.articles.push(ForwardArticle { live, ..article });
        }
        let Self { terms, bigrams, articles } = &mut forward;
        let count = articles.len();
        terms.weigh(count, articles.iter().flat_map(|article| article.all.ids.iter().copied()));
        let of_article = |article: &ForwardArticle| {
            let units = article.units.iter().flat_map(|unit| unit.bigrams.ids.iter());
            Bag::new(units.chain(&article.body_bigrams.ids).copied().collect()).ids
        };
        bigrams.weigh(count, articles.iter().flat_map(of_article));
        for article in articles {
            for unit in &mut article.units {
                unit.terms.weigh(terms);
                unit.bigrams.weigh(bigrams);
            }
            for bag in [&mut article.body, &mut article.path, &mut article.all, &mut article.questions] {
                bag.weigh(terms);
            }
            article.body_bigrams.weigh(bigrams);
        }
        forward
    }

    fn number(&mut self, service: u16, texts: &Texts) -> ForwardArticle {
        let terms = |forward: &mut Self, words: &[String]| -> Bag {
            Bag::new(words.iter().map(|word| forward.terms.add(word)).collect())
        };
        let bigrams = |forward: &mut Self, text: &str| -> Bag {
            let found = crate::text::bigrams::bigrams(text);
            Bag::new(found.into_iter().map(|Bigram { text, .. }| forward.bigrams.add(&text)).collect())
        };
        let units: Vec<Unit> = texts
            .units
            .iter()
            .map(|(text, words)| Unit { terms: terms(self, words), bigrams: bigrams(self, text) })
            .collect();
        let body = terms(self, &texts.body.1);
        let body_bigrams = bigrams(self, &texts.body.0);
        let path = terms(self, &texts.path.1);
        let questions: Vec<Id> = units.iter().flat_map(|unit| unit.terms.ids.iter().copied()).collect();
        let all = questions.iter().chain(&body.ids).chain(&path.ids).copied().collect();
        let title = texts.units.first().map(|(text, _)| text.as_str()).unwrap_or_default();
        ForwardArticle {
            service,
            units,
            body,
            body_bigrams,
            path,
            all: Bag::new(all),
            questions: Bag::new(questions),
            figures: Figures::stated(&format!("{title} {}", texts.body.0)),
            live: Vec::new(),
        }
    }
}

/// Between the cleaned text and its terms; neither holds a tab or a newline.
const FIELD: char = '\t';

/// Writes analysed texts as the index keeps them: body, path, title, phrasings, a line each.
pub fn encode(texts: &Texts) -> String {
    let line = |(text, terms): &(String, Vec<String>)| {
        format!("{}{FIELD}{}", text.replace(['\n', FIELD], " "), terms.join(" "))
    };
    [&texts.body, &texts.path].into_iter().chain(&texts.units).map(line).collect::<Vec<_>>().join("\n")
}

/// Reads what [`encode`] wrote.
pub fn decode(kept: &str) -> Texts {
    let mut lines = kept.lines().map(|line| {
        let (text, terms) = line.split_once(FIELD).unwrap_or((line, ""));
        (text.to_owned(), terms.split(' ').filter(|term| !term.is_empty()).map(str::to_owned).collect())
    });
    let body = lines.next().unwrap_or_default();
    let path = lines.next().unwrap_or_default();
    Texts { body, path, units: lines.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_texts_line_by_line() {
        let entry = |text: &str, terms: &[&str]| (text.to_owned(), terms.iter().map(|t| (*t).to_owned()).collect());
        let texts = Texts {
            units: vec![entry("제목", &["제목"]), entry("어디서 봐요", &["어디", "보"])],
            body: entry("본문", &[]),
            path: entry("", &[]),
        };
        assert_eq!(decode(&encode(&texts)), texts);
    }

    #[test]
    fn what_few_articles_hold_is_rare() {
        let article = |terms: &[&str]| {
            let words: Vec<String> = terms.iter().map(|t| (*t).to_owned()).collect();
            (0, Texts { units: vec![(words.join(" "), words)], ..Texts::default() }, Vec::new())
        };
        let forward = Forward::new([article(&["환불", "캐시"]), article(&["환불", "카드"])].into_iter());
        let rarity = |word: &str| forward.terms.rarity[forward.terms.id(word).unwrap() as usize];
        assert!(rarity("캐시") > rarity("환불"));
        assert!((forward.articles[0].units[0].terms.weight - rarity("캐시") - rarity("환불")).abs() < 1e-6);
        assert!((forward.terms.unknown - rarity("캐시")).abs() < 1e-6);
    }
}
