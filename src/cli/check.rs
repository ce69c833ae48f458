//! `haedap check`: everything that can be wrong before it goes wrong, each with its cure.

use std::io::Write;

use super::{Outcome, bots, open};
use crate::clock::Clock;
use crate::config::Config;
use crate::index::Store;
use crate::text::LexiconFiles;
use crate::wallet::calendar::Outlook;
use crate::wallet::day;

pub(super) fn run(config: &Config, clock: &dyn Clock) -> anyhow::Result<Outcome> {
    let corpus = open::corpus(&config.corpus);
    let mut doubtful = Vec::new();
    let lexicon = corpus.as_ref().ok().map(|(corpus, files)| {
        doubtful = open::check_lexicon(&config.corpus, corpus, files, &open::analyzer(config, files)?)?;
        anyhow::Ok(format!("{} lines to look at", doubtful.len()))
    });
    let listed =
        corpus.as_ref().ok().filter(|_| !config.bots.is_empty()).map(|(corpus, _)| {
            bots::bots(config, &corpus.services).map(|_| format!("answers for {}", config.bots.len()))
        });
    let store = Store::new(&config.index);
    let files = store.current().and_then(|generation| store.lexicon(&generation));
    let analyzer = open::analyzer(config, files.as_ref().unwrap_or(&LexiconFiles::default()));
    let mut checks: Vec<(&str, Result<String, String>)> = vec![
        ("configuration", Ok(format!("serves on {}", config.listen))),
        (
            "corpus",
            corpus.map(|(corpus, _)| format!("{} articles", corpus.articles.len())).map_err(|error| error.to_string()),
        ),
        ("dictionary", analyzer.as_ref().map(|_| "installed".to_owned()).map_err(|error| format!("{error:#}"))),
    ];
    if let (Some(lexicon), true) = (lexicon, analyzer.is_ok()) {
        checks.push(("lexicon", lexicon.map_err(|error| format!("{error:#}"))));
    }
    checks.extend(listed.map(|listed| ("bots", listed.map_err(|error| format!("{error:#}")))));
    if let Ok(analyzer) = analyzer {
        let opened = files.and_then(|_| store.open(&store.current()?, &analyzer));
        let opened = opened.map(|g| format!("generation {}", g.manifest.generation)).map_err(|e| e.to_string());
        checks.push(("index", opened));
    }
    let outlook = open::calendar(config).map(|calendar| calendar.outlook(day::in_seoul(clock.now())));
    let (holidays, ends_soon) = match outlook {
        Ok(Outlook::Enough { until }) => (Ok(format!("known until {until}")), false),
        Ok(Outlook::EndsSoon { until, days }) => {
            (Ok(format!("known until {until}, for {days} days; add the next year to corpus/holidays.toml")), true)
        }
        Ok(Outlook::Over { until }) => {
            (Err(format!("known until {until} only; add this year to corpus/holidays.toml")), false)
        }
        Err(error) => (Err(format!("{error:#}")), false),
    };
    checks.push(("holidays", holidays));
    let mut out = std::io::stdout().lock();
    for (what, result) in &checks {
        match result {
            Ok(text) if *what == "holidays" && ends_soon => writeln!(out, "warn   {what}: {text}")?,
            Ok(text) => writeln!(out, "ok     {what}: {text}")?,
            Err(text) => writeln!(out, "wrong  {what}: {text}")?,
        }
    }
    for problem in doubtful {
        writeln!(out, "note   {problem}")?;
    }
    Ok(if checks.iter().all(|(_, result)| result.is_ok()) { Outcome::Success } else { Outcome::Negative })
}
