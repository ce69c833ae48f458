//! Lines that can never match are refused with file, line and cure; those that lead nowhere today are noted.

use crate::cli::Place;
use crate::corpus::Folder;
use crate::support;
use haedap::search::lexicon_check::{Findings, check};
use haedap::text::{Lexicon, LexiconFiles};

fn findings(synonyms: &str, variants: &str, junk_words: &str) -> (Vec<String>, Vec<String>) {
    let files = LexiconFiles {
        synonyms: synonyms.to_owned(),
        variants: variants.to_owned(),
        junk_words: junk_words.to_owned(),
        ..LexiconFiles::default()
    };
    let corpus = haedap::faq::load(Folder::small().path()).unwrap_or_else(|error| panic!("{error}"));
    let lexicon = Lexicon::parse(&files).expect("lines that can be read");
    let Findings { wrong, doubtful } = check(&support::analyzer(&lexicon.words), &corpus, &lexicon, "");
    let shown = |problems: Vec<haedap::faq::Problem>| problems.iter().map(ToString::to_string).collect();
    (shown(wrong), shown(doubtful))
}

#[test]
fn the_shipped_lexicon_has_no_line_that_cannot_match() {
    let (corpus, files) = support::shipped_corpus();
    let lexicon = Lexicon::parse(&files).expect("the lexicon is in order");
    let services = std::fs::read_to_string(support::root().join("corpus/services.toml")).expect("the services");
    let Findings { wrong, doubtful } = check(&support::analyzer(&lexicon.words), &corpus, &lexicon, &services);
    let shown: Vec<String> = wrong.iter().chain(&doubtful).map(ToString::to_string).collect();
    assert!(shown.is_empty(), "{} lines:\n{}", shown.len(), shown.join("\n"));
}

#[test]
fn what_cannot_match_is_named_with_its_line() {
    let check = |synonyms: &str, variants: &str, junk: &str, expect: &str| {
        let (wrong, _) = findings(synonyms, variants, junk);
        assert!(wrong.len() == 1 && wrong[0].starts_with(expect), "expected {expect:?}, found {wrong:#?}");
    };
    check("# 서류\n?! > 환불", "", "", "lexicon/synonyms.txt:2: '?!' has no word that can be found");
    check("환불 > …", "", "", "lexicon/synonyms.txt:1: '…' has no word that can be found");
    check("문의 > 환불", "", "문의", "lexicon/synonyms.txt:1: '문의' is left out of questions by junk_words.txt");
    check("wallet > 환불", "wallet > 환불", "", "lexicon/synonyms.txt:1: 'wallet' and '환불' are the same");
    check("", "환불 > 환불", "", "lexicon/variants.txt:1: '환불' and '환불' are the same");
    check("", "캐쉬 > 캐시\n\n캐시 > 환불", "", "lexicon/variants.txt:1: '캐시' is itself another spelling");
    assert_eq!(findings("돈 > 환불\n반환 = 환불", "영쑤증 > 영수증", "문의"), (Vec::new(), Vec::new()));
}

#[test]
fn what_no_article_holds_is_noted_and_published() {
    let (wrong, doubtful) = findings("돈 > 지렁이\n이무기 = 환불\n이무기 = 지렁이", "지렁 > 지렁이", "");
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(
        doubtful,
        [
            "lexicon/synonyms.txt:1: no article holds '지렁이'; check the word, or delete the line",
            "lexicon/synonyms.txt:3: no article holds '지렁이', '이무기'; check the word, or delete the line",
            "lexicon/variants.txt:1: no article holds '지렁이'; check the word, or delete the line",
        ]
    );
    let (place, corpus) = (Place::empty(), Folder::small());
    corpus.write("lexicon/synonyms.txt", "돈 > 지렁이\n");
    let ran = place.run(&["reindex", "--corpus", corpus.argument()]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let note = "lexicon/synonyms.txt:1: no article holds '지렁이'";
    assert!(ran.stderr.contains(&format!("note: {note}")), "{}", ran.stderr);
    let checked = place.run(&["check", "--corpus", corpus.argument()]);
    assert!(checked.code == 0 && checked.stdout.contains(&format!("note   {note}")), "{}", checked.stdout);
}

#[test]
fn reindex_and_check_refuse_what_cannot_match() {
    let (place, corpus) = (Place::empty(), Folder::small());
    assert_eq!(place.run(&["reindex", "--corpus", corpus.argument()]).code, 0);
    corpus.write("lexicon/synonyms.txt", "환불 > 환불\n");
    let problem = "lexicon/synonyms.txt:1: '환불' and '환불' are the same";
    let ran = place.run(&["reindex", "--corpus", corpus.argument()]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("; nothing was changed\n") && ran.stderr.contains(problem), "{}", ran.stderr);
    let checked = place.run(&["check", "--corpus", corpus.argument()]);
    assert!(checked.code == 1 && checked.stdout.contains(problem), "{}", checked.stdout);
    // Two services whose names are one word to the analysis.
    corpus.write("lexicon/synonyms.txt", "");
    corpus.write("lexicon/variants.txt", "쳇봇 > 챗봇\n");
    let services = "[[service]]\nslug = \"chatbot\"\nname = \"가\"\naliases = [\"챗봇\"]\n\n\
                    [[service]]\nslug = \"emoticon\"\nname = \"나\"\naliases = [\"쳇봇\"]\n";
    corpus.write("services.toml", services);
    let ran = place.run(&["reindex", "--corpus", corpus.argument()]);
    let problem = "services.toml:9: '쳇봇' is the same to the analysis as a name of 'chatbot'";
    assert!(ran.code == 2 && ran.stderr.contains(problem), "{}", ran.stderr);
    // A name of the service makes a hint of the same word useless.
    let services = "[[service]]\nslug = \"chatbot\"\nname = \"가\"\naliases = [\"챗봇\"]\nhints = [\"쳇봇\"]\n\n\
                    [[service]]\nslug = \"emoticon\"\nname = \"나\"\n";
    corpus.write("services.toml", services);
    let ran = place.run(&["reindex", "--corpus", corpus.argument()]);
    let problem = "services.toml:5: '쳇봇' is the same to the analysis as a name of 'chatbot'";
    assert!(ran.code == 2 && ran.stderr.contains(problem), "{}", ran.stderr);
}
