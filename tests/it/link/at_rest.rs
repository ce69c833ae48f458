//! What is in the files: no user key, no code, nothing of who was forgotten; a secret of its own.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use haedap::link::{LinkError, LinkStore, OpenError, Redeemed};
use sqlx::Connection as _;

use super::{AMPLE, SECRET, START, folder, member, open, person, store_in};
use crate::wallet::run;

/// A key of the length that Kakao's have.
const KEY: &str = "9c1b6f0e2d4a8c7b5e3f1a0d9b8c7e6f5a4d3c2b1a0f9e8d7c6b5a493827160f1e";
const BOT: &str = "66a0f1c2d3e4b5a697887766";

/// All bytes of a folder's files.
pub fn bytes_in(folder: &Path) -> Vec<u8> {
    let files = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    files.flat_map(|path| std::fs::read(path).expect("a file")).collect()
}

pub fn holds(bytes: &[u8], text: &str) -> bool {
    let lower = |bytes: &[u8]| bytes.to_ascii_lowercase();
    lower(bytes).windows(text.len()).any(|window| window == text.to_ascii_lowercase().as_bytes())
}

pub async fn assert_append_only(url: &str, more: &[&'static str]) {
    sqlx::any::install_default_drivers();
    let mut connection = sqlx::AnyConnection::connect(url).await.expect("a connection");
    let changes = ["update haedap_link_audit set event = 'linked'", "delete from haedap_link_audit where id > 0"];
    for change in changes.iter().chain(more) {
        let error = sqlx::raw_sql(*change).execute(&mut connection).await.expect_err("it is refused").to_string();
        assert!(error.contains("append-only"), "{change}: {error}");
    }
}

#[test]
fn no_key_and_no_code_is_stored() {
    let folder = folder();
    run(async {
        let store = store_in(&folder);
        let (one, other) = (person(BOT, KEY), person(&format!("{BOT}!"), KEY));
        let mut codes = Vec::new();
        for name in ["member-1234", "member-5678"] {
            codes.push(store.issue(&member(name), START).await.expect("a code").code);
        }
        assert_eq!(store.redeem(&one, &codes[0], START).await, Ok(Redeemed::Linked));
        assert!(matches!(store.redeem(&other, &codes[0], START).await, Ok(Redeemed::WrongOrExpired { .. })));
        let bytes = bytes_in(folder.path());
        assert!(holds(&bytes, "member-1234") && holds(&bytes, "member-5678"), "the file was read");
        let typed = codes.iter().flat_map(|code| [code.shown(), code.shown().replace('-', "")]);
        for text in typed.chain([KEY.to_owned(), BOT.to_owned(), SECRET.to_owned()]) {
            assert!(!holds(&bytes, &text), "{text}");
        }
        store.forget_member(&member("member-1234"), START).await.expect("counts");
        store.forget_member(&member("member-5678"), START).await.expect("counts");
        let bytes = bytes_in(folder.path());
        assert!(!holds(&bytes, "member-1234") && !holds(&bytes, "member-5678"), "what is forgotten is overwritten");
        assert_append_only(&format!("sqlite:{}", folder.path().join("links.sqlite").display()), &[]).await;
        assert_eq!(store.audit(100).await.expect("the audit").len(), 6);
    });
}

#[test]
fn a_secret_is_made_once_and_kept() {
    let folder = folder();
    let path = folder.path().join("new").join("links.sqlite");
    let secret = folder.path().join("new").join("links.sqlite.secret");
    run(async {
        let unconfigured = || LinkStore::open_file(&path, None, AMPLE);
        let store = unconfigured().expect("the store opens");
        let code = store.issue(&member("demo-01"), START).await.expect("a code").code;
        assert_eq!(store.redeem(&person(BOT, KEY), &code, START).await, Ok(Redeemed::Linked));
        let again = unconfigured().expect("the store opens again");
        assert_eq!(again.member_of(&person(BOT, KEY)).await, Ok(Some(member("demo-01"))));
        for file in [&path, &secret] {
            let mode = std::fs::metadata(file).expect("a file").permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{}", file.display());
        }
        let made = std::fs::read_to_string(&secret).expect("the secret");
        assert_eq!(made.len(), 64);
        // Another secret is told at once, not by everybody being a stranger.
        let Err(LinkError::Unusable { cause }) = open(&path).prepare().await else { panic!("it was opened") };
        assert!(cause.contains("another link secret") && !cause.contains(SECRET), "{cause}");
        std::fs::remove_file(&secret).expect("the secret is lost");
        assert!(matches!(unconfigured().err(), Some(OpenError::SecretGone { .. })));
        let kept = LinkStore::open_file(&path, Some(&made), AMPLE).expect("the store opens");
        assert_eq!(kept.member_of(&person(BOT, KEY)).await, Ok(Some(member("demo-01"))));
    });
}

#[test]
fn what_cannot_be_used_is_refused() {
    run(async {
        for (url, secret) in [("mysql://u@h/d", SECRET), ("links.sqlite", SECRET), ("postgres://u@h/d", "short")] {
            assert!(LinkStore::open_postgres(url, secret, AMPLE).is_err(), "{url}");
        }
        let folder = folder();
        let path = folder.path().join("notes.txt");
        std::fs::write(&path, "this is a page of notes, and not a database of anything at all".repeat(20))
            .expect("a file");
        assert!(matches!(open(&path).prepare().await, Err(LinkError::Unusable { .. })));
    });
}
