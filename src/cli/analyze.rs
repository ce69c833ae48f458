//! `haedap analyze`: what a line of text becomes, for the operator who asks why something did not match.

use std::io::{BufRead, Write};

use clap::Args;
use serde_json::json;

use super::{Outcome, open};
use crate::config::Config;
use crate::index::Store;
use crate::text::{Analyzer, Lattice, LexiconFiles};

#[derive(Debug, Args)]
pub(super) struct Analyze {
    /// The bare morphemes of the text as it stands: no cleaning, no user dictionary
    #[arg(long)]
    raw: bool,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
}

impl Analyze {
    pub(super) fn run(self, config: &Config) -> anyhow::Result<Outcome> {
        let files = if self.raw { LexiconFiles::default() } else { indexed_lexicon(config)? };
        let analyzer = open::analyzer(config, &files)?;
        let mut lattice = Lattice::default();
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        for line in std::io::stdin().lock().split(b'\n') {
            let line = line?;
            let line = line.strip_suffix(b"\r").unwrap_or(&line);
            // Bytes that are no text become U+FFFD, and are analysed as what they are: an unknown sign.
            let text = String::from_utf8_lossy(line);
            let written = if self.raw {
                raw(&analyzer, &mut lattice, &text, self.json)
            } else {
                indexed(&analyzer, &mut lattice, &text, self.json)
            };
            writeln!(out, "{written}")?;
        }
        out.flush()?;
        Ok(Outcome::Success)
    }
}

/// The lexicon of the generation in service; before the first reindex that of the corpus.
fn indexed_lexicon(config: &Config) -> anyhow::Result<LexiconFiles> {
    let store = Store::new(&config.index);
    match store.current().and_then(|generation| store.lexicon(&generation)) {
        Ok(files) => Ok(files),
        Err(crate::index::IndexError::Missing(_)) => Ok(open::corpus(&config.corpus)?.1),
        Err(error) => Err(error.into()),
    }
}

fn raw(analyzer: &Analyzer, lattice: &mut Lattice, text: &str, as_json: bool) -> String {
    let morphemes = analyzer.morphemes(lattice, text);
    if as_json {
        let morphemes: Vec<_> = morphemes.iter().map(|m| json!([m.surface, m.tag, m.start, m.end])).collect();
        return format!("{{\"text\":{},\"morphemes\":{}}}", json!(text), json!(morphemes));
    }
    let shown: Vec<String> = morphemes.iter().map(|m| format!("{}/{}", m.surface, m.tag)).collect();
    shown.join(" ")
}

fn indexed(analyzer: &Analyzer, lattice: &mut Lattice, text: &str, as_json: bool) -> String {
    let analysis = analyzer.analyse(lattice, text);
    let cleaned = analysis.cleaned.text();
    if as_json {
        let terms: Vec<_> = analysis.terms.iter().map(|t| json!([t.text, t.start, t.end, t.position])).collect();
        let bigrams: Vec<String> = analysis.bigrams().into_iter().map(|bigram| bigram.text).collect();
        return json!({"text": text, "cleaned": cleaned, "terms": terms, "bigrams": bigrams}).to_string();
    }
    let terms: Vec<&str> = analysis.terms.iter().map(|term| term.text.as_str()).collect();
    format!("{cleaned}\n  terms: {}", terms.join(" "))
}
