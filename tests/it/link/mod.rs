//! Links between Kakao users and members: against a model, under races, at rest, through the admin listener.

mod admin;
pub mod at_rest;
mod model;
mod races;

use std::path::Path;
use std::time::Duration;

use haedap::link::{Code, LinkStore, Person};
use haedap::wallet::MemberId;
use tempfile::TempDir;
use time::OffsetDateTime;
use time::macros::datetime;

pub const SECRET: &str = "a secret of the tests, long enough";
pub const START: OffsetDateTime = datetime!(2026-11-22 01:32 UTC);
/// Longer than any call takes, also on a busy machine.
pub const AMPLE: Duration = Duration::from_mins(1);

/// A store in a file of its own; must be called on a runtime.
pub fn store_in(folder: &TempDir) -> LinkStore {
    open(&folder.path().join("links.sqlite"))
}

pub fn open(path: &Path) -> LinkStore {
    LinkStore::open_file(path, Some(SECRET), AMPLE).expect("the store opens")
}

pub fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

pub fn member(name: &str) -> MemberId {
    MemberId::parse(name).expect("a member's id")
}

pub fn person(bot: &str, key: &str) -> Person {
    Person::of_bot(bot, key).expect("a person")
}

pub fn code(typed: &str) -> Code {
    Code::read(typed).expect("the shape of a code")
}
