//! `haedap check`: everything that can be wrong before it goes wrong, each with its cure.

use super::{Outcome, open};
use crate::config::Config;
use crate::index::Store;
use crate::text::UserWords;

pub(super) fn run(config: &Config) -> Outcome {
    let mut findings = 0;
    let mut report = |what: &str, result: Result<String, String>| match result {
        Ok(text) => println!("ok     {what}: {text}"),
        Err(text) => {
            findings += 1;
            println!("wrong  {what}: {text}");
        }
    };
    report("configuration", Ok(format!("serves on {}", config.listen)));
    let corpus = open::corpus(&config.corpus);
    report(
        "corpus",
        corpus.map(|(corpus, _)| format!("{} articles", corpus.articles.len())).map_err(|error| error.to_string()),
    );
    let words = Store::new(&config.index).user_words();
    let analyzer = open::analyzer(config, words.as_ref().unwrap_or(&UserWords::default()));
    report("dictionary", analyzer.as_ref().map(|_| "installed".to_owned()).map_err(|error| format!("{error:#}")));
    if let Ok(analyzer) = analyzer {
        let opened = words.and_then(|_| Store::new(&config.index).open(&analyzer));
        report("index", opened.map(|g| format!("generation {}", g.manifest.generation)).map_err(|e| e.to_string()));
    }
    if findings == 0 { Outcome::Success } else { Outcome::Negative }
}
