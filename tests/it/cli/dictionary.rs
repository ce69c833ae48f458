//! `haedap dictionary install --from`: files that are not the dictionary are refused and leave nothing behind.

use std::fs;

use super::{Place, holds};

/// Installs from the folder `from` into `home/ko-dic`, which must fail with `expect`, and looks at what is left.
fn check(place: &Place, args: &[&str], expect: &str) {
    let before = [place.path("home/ko-dic/source.json").exists(), place.path("home/ko-dic").exists()];
    let install = ["dictionary", "install", "--from", "from", "--dictionary", "home/ko-dic"];
    let ran = place.run(&[&install[..], args].concat());
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{}", ran.stderr);
    let last = ran.stderr.lines().last().unwrap_or_default();
    assert!(last.starts_with("haedap: ") && last.contains(expect), "{expect:?} in {}", ran.stderr);
    let after = [place.path("home/ko-dic/source.json").exists(), place.path("home/ko-dic").exists()];
    assert_eq!(after, before, "a refused installation changes nothing");
    assert!(!holds(&place.path("home"), ".installing-"), "a refused installation leaves no work behind");
}

/// What a command says that needs the dictionary in `home/ko-dic`.
fn verdict(place: &Place) -> String {
    let ran = place.run(&["analyze", "--raw", "--dictionary", "home/ko-dic"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    ran.stderr
}

#[test]
fn an_empty_folder_is_refused() {
    let place = Place::empty();
    fs::create_dir(place.path("from")).expect("a folder");
    check(&place, &[], "cannot read from/sys.dic");
    check(&place, &[], "the folder must hold sys.dic, matrix.bin, char.bin and unk.dic of mecab-ko-dic 2.1.1");
    assert!(verdict(&place).contains("there is no Korean dictionary in home/ko-dic; run `haedap dictionary install`"));
}

#[test]
fn a_missing_folder_is_refused() {
    check(&Place::empty(), &[], "cannot read from/sys.dic");
}

#[test]
fn a_file_of_another_checksum_is_refused() {
    let place = Place::empty();
    for file in ["sys.dic", "matrix.bin", "char.bin", "unk.dic"] {
        place.write(&format!("from/{file}"), "not the dictionary");
    }
    check(&place, &[], "sys.dic has the SHA-256 ");
    check(&place, &[], "which is not that of mecab-ko-dic 2.1.1-20180720; fetch it again");
    assert!(verdict(&place).contains("run `haedap dictionary install`"));
}

#[test]
fn a_damaged_dictionary_stays_when_there_is_nothing_to_replace_it_with() {
    let place = Place::empty();
    fs::create_dir(place.path("from")).expect("a folder");
    place.write("home/ko-dic/source.json", "{}");
    check(&place, &[], "cannot read from/sys.dic");
    check(&place, &["--force"], "cannot read from/sys.dic");
    assert!(verdict(&place).contains("run `haedap dictionary install`"));
}

#[test]
fn what_is_installed_is_left_alone() {
    let place = Place::empty();
    // No network and no files are needed to find that nothing is to be done.
    let ran = place.run(&["dictionary", "install", "--from", "nowhere"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
    assert!(ran.stderr.starts_with("the Korean dictionary is installed in "), "{}", ran.stderr);
}
