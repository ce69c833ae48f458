//! `haedap search --explain`: one JSON object that says why.

use super::{KEY, Place, TITLE, UNKNOWN};

#[test]
fn explain_prints_one_object_and_nothing_else() {
    let place = Place::shipped();
    let ran = place.run(&["search", TITLE, "--explain", "--top", "2"]);
    let why = ran.json();
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    assert_eq!((&why["decision"], &why["hits"][0]["key"]), (&"answer".into(), &KEY.into()));
    assert_eq!(why["hits"].as_array().map(Vec::len), Some(2));
    // What matters most stands first, for people read from the top.
    assert!(ran.stdout.starts_with("{\n  \"decision\": \"answer\",\n  \"reason\": "), "{}", ran.stdout);
    assert_eq!(place.run(&["search", TITLE, "--explain"]).json()["hits"].as_array().map(Vec::len), Some(5));

    let missing = place.run(&["search", UNKNOWN, "--explain"]);
    assert_eq!((missing.code, &missing.json()["decision"]), (1, &"fallback".into()));
    let given = place.run(&["search", TITLE, "--explain", "--service", "brand-emoticon"]);
    assert_eq!(given.json()["services"]["default"], "brand-emoticon");

    for (args, cause) in [
        (["--service", "no-such", "--explain"].as_slice(), "there is no service 'no-such'"),
        (&["--top", "51", "--explain"], "--top is 51; at most 50 articles are explained"),
        (&["--top", "5"], "--top goes with --queries or --explain"),
    ] {
        let refused = place.run(&[&["search", TITLE], args].concat());
        assert_eq!((refused.code, refused.stdout.as_str()), (2, ""));
        assert!(refused.stderr.contains(cause), "{}", refused.stderr);
    }
}
