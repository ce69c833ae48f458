//! What is in the file: no user key, no number that was typed, nothing of who was erased.

use std::os::unix::fs::PermissionsExt as _;

use super::{BOT, START, folder, hash, missed, open, vote};
use crate::link::at_rest::{bytes_in, holds};
use crate::wallet::run;

#[test]
fn nothing_that_identifies_is_stored() {
    let (folder, links) = (folder(), folder());
    let path = folder.path().join("insight.sqlite");
    run(async {
        let store = open(&path, START);
        let one = hash(&links, "the-key-of-a-user");
        let typed = "카드 4111-1111-1111-1111이고 010-1234-5678, hong@example.com인데 환불 멀었나요";
        store.record(vote("cb-refund", false, Some(&one), Some(typed)));
        store.record_missed(missed(typed, START, Some(&one)));
        store.flush().await.expect("written");
        let bytes = bytes_in(folder.path());
        assert!(holds(&bytes, "환불 멀었나요") && holds(&bytes, one.as_str()), "the file was read");
        for text in ["the-key-of-a-user", BOT, "1111", "5678", "hong"] {
            assert!(!holds(&bytes, text), "{text}");
        }
        store.erase(&one).await.expect("counts");
        let bytes = bytes_in(folder.path());
        assert!(!holds(&bytes, "환불 멀었나요") && !holds(&bytes, one.as_str()), "what is erased is overwritten");
        let mode = std::fs::metadata(&path).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    });
    assert_eq!(format!("{:?}", run(async { hash(&links, "k") })), "PersonHash(***)");
}
