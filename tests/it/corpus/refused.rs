//! What the loader refuses, each with the file, the line that is to be mended, and the cure.

use std::fs;

use haedap::faq;

use super::super::cli::Place;
use super::{Folder, REFUND};

const FILE: &str = "articles/chatbot/cb-refund.md";

/// All problems of a folder, as they are shown.
fn problems(folder: &Folder) -> Vec<String> {
    let error = faq::load(folder.path()).expect_err("a wrong corpus is refused");
    error.problems.iter().map(ToString::to_string).collect()
}

/// The folder must have one problem, which begins with `expect`.
#[track_caller]
fn check_folder(folder: &Folder, expect: &str) {
    let found = problems(folder);
    assert!(found.len() == 1 && found[0].starts_with(expect), "expected {expect:?}, found {found:#?}");
}

/// The sound article with `from` replaced by `to` must have one problem, which begins with `expect` after the file's name.
#[track_caller]
fn check(from: &str, to: &str, expect: &str) {
    assert!(REFUND.contains(from), "{from:?} is no part of the sound article");
    let folder = Folder::small();
    folder.write(FILE, REFUND.replacen(from, to, 1));
    check_folder(&folder, &format!("{FILE}{expect}"));
}

/// The sound article with a line added to its body, which lands in line 23.
#[track_caller]
fn check_body(added: &str, expect: &str) {
    check("눌러 주세요.\n", &format!("눌러 주세요.\n\n{added}\n"), expect);
}

#[test]
fn heads_that_are_no_toml_or_hold_unknown_fields() {
    check("service = \"chatbot\"", "service = chatbot", ":4: ");
    check("category = [", "category [", ":5: ");
    check("updated = 2026-11-21", "updated = 2026-13-41", ":13: ");
    check("updated", "updatd", ":13: unknown field `updatd`, expected one of ");
    check("live = [\"refund_status\"]", "live = [\"refund\"]", ":10: unknown variant `refund`, expected one of ");
    check("url =", "adress =", ":12: unknown field `adress`, expected `label` or `url`");
    check("title = \"유상캐시 환불은 어떻게 신청하나요?\"\n", "", ":2: missing field `title`");
    check("+++\nkey", "key", ":1: an article starts with a head between two lines '+++'");
    check("+++\n\n유상", "\n유상", ":1: an article starts with a head between two lines '+++'");
}

#[test]
fn heads_whose_values_do_not_fit() {
    check(
        "\"cb-refund\"",
        "\"cb-refunds\"",
        ":2: the key 'cb-refunds' must be the file's name; rename the file to 'cb-refunds.md'",
    );
    check(
        "\"cb-refund\"",
        "\"CB refund\"",
        ":2: the key 'CB refund' may hold only lower-case letters, digits and hyphens",
    );
    check(
        "\"chatbot\"",
        "\"emoticon\"",
        ":4: the service 'emoticon' must be the folder's name; move the file to articles/emoticon/",
    );
    check("\"유상캐시 환불은 어떻게 신청하나요?\"", "\" \"", ":3: the title has 0 characters; it needs 1 to 80");
    check("유상캐시 환불은", &"가".repeat(90), ":3: the title has ");
    check("[\"결제\", \"환불\"]", "[]", ":5: `category` needs a category and at most one subcategory");
    check("[\"결제\", \"환불\"]", "[\"가\", \"나\", \"다\"]", ":5: `category` needs a category");
    check("updated = 2026-11-21", "updated = 2026-11-21T09:00:00Z", ":13: `updated` must be a day like 2026-11-21");
    check("review_by = 2027-05-21", "review_by = 09:00:00", ":14: `review_by` must be a day like 2027-05-21");
    check(
        "https://example.com/refund",
        "example.com/refund",
        ":12: 'example.com/refund' is not a web address that starts with https://",
    );
    check("https://example.com/refund", "https://", ":12: 'https://' is not a web address");
    check("https://example.com/refund", "javascript:alert(1)", ":12: 'javascript:alert(1)' is not a web address");
    check("\"환불 신청\"", "\"\"", ":12: the link to https://example.com/refund needs a label");
    check("\"남은 캐시 돌려주세요\"", "\" \"", ":6: phrasing 2 is empty; delete it");
}

#[test]
fn a_phrasing_that_stands_twice() {
    check(
        "남은 캐시 돌려주세요",
        "돈을 돌려받고 싶어요",
        ":8: the phrasing '돈을 돌려받고 싶어요' stands here twice; delete one",
    );
    // Also when the title holds it: the line must be one of the phrasings, not the title's.
    let phrasings = "\"돈을 돌려받고 싶어요\",\n  \"남은 캐시 돌려주세요\"";
    check(
        phrasings,
        "\"유상캐시 환불\",\n  \"유상캐시 환불\"",
        ":8: the phrasing '유상캐시 환불' stands here twice; delete one",
    );
}

#[test]
fn bodies_that_do_not_answer() {
    let (head, body) = REFUND.split_at(REFUND.find("\n유상캐시는").expect("the body"));
    check(body, "", ":17: the body is empty; write the answer below the head");
    check(body, "\n\n \n", ":17: the body is empty; write the answer below the head");
    check(
        "유상캐시는 월렛",
        "## 방법\n\n유상캐시는 월렛",
        ":18: the body must begin with a paragraph that answers by itself",
    );
    let long = |length: usize| format!("{head}\n{}\n", "가".repeat(length));
    let folder = Folder::small();
    folder.write(FILE, long(301));
    check_folder(
        &folder,
        &format!("{FILE}:18: the first paragraph has 301 characters; it must answer by itself in 300"),
    );
    folder.write(FILE, long(300));
    assert!(faq::load(folder.path()).is_ok(), "300 characters are not too many, though they are 900 bytes");
}

#[test]
fn bodies_that_some_channel_cannot_show() {
    check_body(
        "[여기](https://example.com)를 보세요.",
        ":23: a link or picture in the text cannot be shown in every channel",
    );
    check_body("![그림](a.png)", ":23: a link or picture in the text");
    check_body("줄을<br>바꿔요.", ":23: HTML cannot be shown in every channel");
    check_body("# 큰 제목", ":23: a heading of this level cannot be shown in every channel; use '## '");
    check_body("> 인용", ":23: a code block or quotation");
    check_body("```\n코드\n```", ":23: a code block or quotation");
    check_body("---", ":23: a dividing line cannot be shown in every channel; use a heading");
    check_body("- 가\n  - 나", ":24: a list inside a list cannot be shown in every channel");
}

#[test]
fn a_table_in_the_body() {
    // `faq::body` says that tables are refused: in a bubble they are rows of bars.
    check_body("| 구분 | 금액 |\n| --- | --- |\n| 카드 | 1,000 |", ":23: a table cannot be shown in every channel");
}

#[test]
fn articles_that_do_not_go_together() {
    let folder = Folder::small();
    folder.write("articles/emoticon/cb-refund.md", REFUND.replace("\"chatbot\"", "\"emoticon\""));
    check_folder(
        &folder,
        &format!(
            "articles/emoticon/cb-refund.md:2: the key 'cb-refund' is already that of {FILE}; give this article another"
        ),
    );
}

#[test]
fn an_article_of_an_unknown_service() {
    let folder = Folder::small();
    folder.write(
        "articles/gift/gf-refund.md",
        REFUND.replace("\"chatbot\"", "\"gift\"").replace("cb-refund", "gf-refund"),
    );
    check_folder(
        &folder,
        "articles/gift/gf-refund.md:4: the service 'gift' is not in services.toml; add it there or move the article",
    );
}

#[test]
fn related_articles_that_do_not_exist() {
    check(
        "\"cb-receipt\"",
        "\"cb-recipt\"",
        ":11: the related article 'cb-recipt' does not exist; correct the key or delete it",
    );
    check("\"cb-receipt\"", "\"cb-refund\"", ":11: the article is related to itself; delete the key");
}

#[test]
fn files_that_are_no_text() {
    let folder = Folder::small();
    let (before, after) = REFUND.as_bytes().split_at(REFUND.find("유상캐시는").expect("the body"));
    folder.write(FILE, [before, b"\xC8\xAF\xBA\xD2 ", after].concat());
    check_folder(&folder, &format!("{FILE}:18: is not UTF-8 text; save the file again as UTF-8"));
    let folder = Folder::small();
    folder.write("lexicon/user_words.txt", b"\xEB\xAC\xB4\xED\x86\xB5\n\xB9\xAB\n");
    check_folder(&folder, "lexicon/user_words.txt:2: is not UTF-8 text; save the file again as UTF-8");
}

#[test]
fn a_byte_order_mark_and_windows_lines_are_taken() {
    let folder = Folder::small();
    folder.write(FILE, format!("\u{FEFF}{}", REFUND.replace('\n', "\r\n")));
    let corpus = faq::load(folder.path()).unwrap_or_else(|error| panic!("{error}"));
    let article = corpus.articles.iter().find(|article| article.key == "cb-refund").expect("the article");
    assert_eq!(article.body.lead(), "유상캐시는 월렛 관리 메뉴에서 환불을 신청할 수 있어요.");
    folder.write(FILE, format!("\u{FEFF}{}", REFUND.replace("updated", "updatd").replace('\n', "\r\n")));
    check_folder(&folder, &format!("{FILE}:13: unknown field `updatd`"));
}

#[test]
fn service_and_topic_files() {
    let services = |text: &str, expect: &str| {
        let folder = Folder::small();
        folder.write("services.toml", text);
        let found = problems(&folder);
        assert!(found[0].starts_with(expect), "expected {expect:?}, found {found:#?}");
    };
    services("[[service]]\nslug = \"chatbot\"\n", "services.toml:1: missing field `name`");
    services("[[service]]\nslug = \"chatbot\"\nname = \"가\"\ncolour = 1\n", "services.toml:4: unknown field `colour`");
    services("[[service]]\nslug = \"Chat Bot\"\nname = \"가\"\n", "services.toml:2: the slug 'Chat Bot' may hold only");
    let twice = "[[service]]\nslug = \"a\"\nname = \"가\"\naliases = [\"봇\"]\n\n[[service]]\nslug = \"b\"\nname = \"나\"\naliases = [\"봇\"]\n";
    services(twice, "services.toml:4: '봇' stands for two services; keep it at one of them");

    let folder = Folder::small();
    fs::remove_file(folder.path().join("services.toml")).expect("removed");
    let found = problems(&folder);
    assert!(found[0].starts_with("services.toml: cannot be read: "), "{found:#?}");

    let folder = Folder::small();
    folder.write("topics.toml", "[[topic]]\nlabel = \"열다섯 글자보다 더 긴 이름표\"\nquestion = \"가\"\n");
    check_folder(
        &folder,
        "topics.toml:2: the label '열다섯 글자보다 더 긴 이름표' has 16 characters; it needs 1 to 14",
    );
}

#[test]
fn a_corpus_without_articles() {
    let folder = Folder::small();
    fs::remove_dir_all(folder.path().join("articles")).expect("removed");
    check_folder(&folder, "articles: cannot be read: ");
    fs::create_dir(folder.path().join("articles")).expect("a folder");
    check_folder(&folder, "articles: there is no article; write the first as articles/<service>/<key>.md");
}

#[test]
fn all_problems_are_reported_at_once() {
    let folder = Folder::small();
    folder.write(FILE, REFUND.replace("\"chatbot\"", "\"emoticon\"").replace("updated", "updatd"));
    folder.write("articles/chatbot/cb-receipt.md", "no head");
    folder.write("articles/emoticon/be-size.md", b"\xFF");
    let files: Vec<String> =
        problems(&folder).iter().map(|problem| problem.split(": ").next().unwrap_or_default().to_owned()).collect();
    assert_eq!(
        files,
        ["articles/chatbot/cb-receipt.md:1", "articles/chatbot/cb-refund.md:13", "articles/emoticon/be-size.md:1"]
    );
}

#[test]
fn check_and_reindex_name_the_place_too() {
    let place = Place::empty();
    let check = |file: &str, text: &str, expect: &str| {
        let folder = Folder::small();
        folder.write(file, text);
        let head = format!("the corpus {} has 1 problem; nothing was changed\n  {expect}", folder.argument());
        let reindexed = place.run(&["reindex", "--corpus", folder.argument()]);
        assert_eq!((reindexed.code, reindexed.stdout.as_str()), (2, ""));
        assert!(reindexed.stderr.contains(&head), "{head:?} in {}", reindexed.stderr);
        assert!(!place.path("index/current").exists(), "nothing is published");
        let checked = place.run(&["check", "--corpus", folder.argument()]);
        assert_eq!(checked.code, 1);
        assert!(checked.stdout.contains(&format!("wrong  corpus: {head}")), "{head:?} in {}", checked.stdout);
    };
    check(FILE, &REFUND.replace("key =", "kee ="), "articles/chatbot/cb-refund.md:2: unknown field `kee`");
    let words = "lexicon/user_words.txt";
    check(words, "# 목록\n비즈 월렛\n", "lexicon/user_words.txt:2: '비즈 월렛' is not a word");
    check(words, "월렛\n\n월렛\n", "lexicon/user_words.txt:3: '월렛' stands here for the second time");
    check(words, "무통장입금 = 무통장 + 환불\n", "lexicon/user_words.txt:1: the parts 무통장 + 환불 do not make up");
}
