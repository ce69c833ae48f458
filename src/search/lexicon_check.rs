//! Lines of the lexicon that can never match, and those that match nothing in the articles of the day.
//!
//! A line is judged by what the engine makes of it: analysed terms, other spellings replaced, junk words left out.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::question::{Question, junk_terms};
use super::service::parts;
use super::synonyms::sequence;
use crate::faq::{Corpus, Problem};
use crate::text::lexicon::{LEXICON_FILES, Synonym, Variant, respell};
use crate::text::{Analyzer, Lattice, Lexicon};

/// What was found, in the order of files and lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// Lines that can never match, whatever the articles say.
    pub wrong: Vec<Problem>,
    /// Lines that lead to words that no article holds.
    pub doubtful: Vec<Problem>,
}

/// Checks synonyms, spellings and the names of services. `services` is the text of `services.toml`, for line numbers.
pub fn check(analyzer: &Analyzer, corpus: &Corpus, lexicon: &Lexicon, services: &str) -> Findings {
    let analyse = |text: &str| Question::new(analyzer, &mut Lattice::default(), text, &lexicon.variants);
    let mut findings = Findings::default();
    // A general collection has no lexicon, and its words would take long to collect.
    let known = if lexicon.synonyms.is_empty() && lexicon.variants.is_empty() {
        HashSet::new()
    } else {
        vocabulary(analyzer, corpus)
    };
    findings.check_synonyms(lexicon, &known, analyse);
    findings.check_variants(&lexicon.variants, &known, analyse);
    findings.check_services(corpus, services, analyse);
    let place = |problem: &Problem| (problem.file.clone(), problem.line);
    findings.wrong.sort_by_key(place);
    findings.doubtful.sort_by_key(place);
    findings
}

/// All terms of the articles.
fn vocabulary(analyzer: &Analyzer, corpus: &Corpus) -> HashSet<String> {
    let mut lattice = Lattice::default();
    let mut known = HashSet::new();
    for article in &corpus.articles {
        let body = article.body.text();
        let path =
            std::iter::once(corpus.services.name(&article.service)).chain(article.category.iter().map(String::as_str));
        let own = [article.title.as_str(), &body].into_iter().chain(article.phrasings.iter().map(String::as_str));
        for text in own.chain(path) {
            known.extend(analyzer.analyse(&mut lattice, text).terms.into_iter().map(|term| term.text));
        }
    }
    known
}

fn file(number: usize) -> PathBuf {
    Path::new("lexicon").join(LEXICON_FILES[number])
}

impl Findings {
    fn check_synonyms(&mut self, lexicon: &Lexicon, known: &HashSet<String>, analyse: impl Fn(&str) -> Question) {
        let file = file(1);
        let junk = junk_terms(&lexicon.junk_words, &analyse);
        // Of each line: whether one of its directions leads to a word of the articles, and what it leads to.
        let mut lines: BTreeMap<usize, (bool, Vec<&str>)> = BTreeMap::new();
        for Synonym { from, to, line } in &lexicon.synonyms {
            let wanted = sequence(&analyse(from));
            let found: Vec<String> = to.iter().flat_map(|word| sequence(&analyse(word))).collect();
            let mut wrong = |message: String| self.wrong.push(Problem::at(&file, *line, message));
            if wanted.is_empty() {
                wrong(format!("'{from}' has no word that can be found; write it otherwise or delete it"));
            } else if wanted.iter().all(|term| junk.contains(term)) {
                let junk_words = LEXICON_FILES[3];
                wrong(format!("'{from}' is left out of questions by {junk_words}; delete it here or there"));
            } else if found.is_empty() {
                wrong(format!("'{}' has no word that can be found; write it otherwise", to.join("', '")));
            } else if found.iter().all(|term| wanted.contains(term)) {
                let variants = LEXICON_FILES[2];
                let to = to.join("', '");
                wrong(format!("'{from}' and '{to}' are the same to the analysis or by {variants}; delete one of them"));
            }
            let (matches, words) = lines.entry(*line).or_default();
            *matches |= found.iter().any(|term| known.contains(term));
            words.extend(to.iter().map(String::as_str).filter(|word| !words.contains(word)).collect::<Vec<_>>());
        }
        for (line, (_, words)) in lines.into_iter().filter(|(_, (matches, _))| !matches) {
            self.doubt(&file, line, &words.join("', '"));
        }
    }

    fn check_variants(&mut self, variants: &[Variant], known: &HashSet<String>, analyse: impl Fn(&str) -> Question) {
        let file = file(2);
        for Variant { spelling, word, line } in variants {
            let mut wrong = |message: String| self.wrong.push(Problem::at(&file, *line, message));
            let (becomes, rewritten) = (respell(spelling, variants), respell(word, variants));
            if *spelling == word.to_lowercase() {
                wrong(format!("'{spelling}' and '{word}' are the same; delete the line"));
            } else if becomes != *word {
                wrong(format!("'{spelling}' becomes '{becomes}' by another line; delete one of the two"));
            } else if rewritten != *word {
                wrong(format!("'{word}' is itself another spelling; write '{spelling} > {rewritten}'"));
            }
            if !sequence(&analyse(word)).iter().any(|term| known.contains(term)) {
                self.doubt(&file, *line, word);
            }
        }
    }

    fn check_services(&mut self, corpus: &Corpus, text: &str, analyse: impl Fn(&str) -> Question) {
        let file = Path::new("services.toml");
        let mut owners: HashMap<Vec<String>, (&str, bool)> = HashMap::new();
        for service in corpus.services.iter() {
            let names = service.aliases.iter().map(|word| (word, true));
            for (word, names) in names.chain(service.hints.iter().map(|word| (word, false))) {
                let quoted = format!("\"{word}\"");
                let line = text.lines().position(|line| line.contains(&quoted)).map_or(1, |at| at + 1);
                let terms = parts(&analyse(word));
                if terms.is_empty() {
                    let message = format!("'{word}' has no word that can be found; write it otherwise or delete it");
                    self.wrong.push(Problem::at(file, line, message));
                    continue;
                }
                let (owner, is_name) = *owners.entry(terms).or_insert((&service.slug, names));
                // Two names of one service may be alike; a hint that is a name already is never only a hint.
                if owner != service.slug || is_name != names {
                    let message = format!("'{word}' is the same to the analysis as a name of '{owner}'; delete it");
                    self.wrong.push(Problem::at(file, line, message));
                }
            }
        }
    }

    fn doubt(&mut self, file: &Path, line: usize, words: &str) {
        let message = format!("no article holds '{words}'; check the word, or delete the line");
        self.doubtful.push(Problem::at(file, line, message));
    }
}
