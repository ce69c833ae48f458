//! `haedap forget`: what was stored of a member or a Kakao user is gone, and is said to be.

use std::time::Duration;

use haedap::clock::{Clock as _, SystemClock};
use haedap::link::{LinkStore, Person, Redeemed};
use haedap::wallet::MemberId;

use super::{Place, Ran};
use crate::insight;
use crate::wallet::run;

/// A user key of Kakao's length, which no member's id has.
const KEY: &str = "9c1b6f0e2d4a8c7b5e3f1a0d9b8c7e6f5a4d3c2b1a0f9e8d7c6b5a493827160f1e";

fn run_with(place: &Place, args: &[&str], database: &str) -> Ran {
    let mut command = place.command(&[&["forget"], args].concat());
    command.env("HAEDAP_INSIGHT_DATABASE", place.path("insight.sqlite"));
    command.env("HAEDAP_LINK_DATABASE", database).output().expect("the program starts").into()
}

#[test]
fn a_member_and_a_user_are_forgotten() {
    let place = Place::empty();
    let file = place.path("links.sqlite");
    // The secret is made by whoever comes first, and found by the next.
    let store = || LinkStore::open_file(&file, None, Duration::from_mins(1)).expect("the store opens");
    let (member, now) = (MemberId::parse("demo-02").expect("an id"), SystemClock.now());
    let persons = ["66a0", "66a0!"].map(|bot| Person::of_bot(bot, KEY).expect("a person"));
    let link = async || {
        for person in &persons {
            let code = store().issue(&member, now).await.expect("a code").code;
            assert_eq!(store().redeem(person, &code, now).await, Ok(Redeemed::Linked));
        }
    };
    let linked = || run(async { [store().member_of(&persons[0]).await, store().member_of(&persons[1]).await] });
    let forget = |args: &[&str]| run_with(&place, args, &file.display().to_string());
    run(link());
    run(async {
        let feedback = insight::open(&place.path("insight.sqlite"), now);
        let hashes = persons.each_ref().map(|person| store().hash_of(person));
        feedback.record(insight::vote("cb-refund", true, Some(&hashes[0]), None));
        feedback.record(insight::vote("cb-refund", true, Some(&hashes[1]), None));
        feedback.record_missed(insight::missed("주차 되나요", now, Some(&hashes[1])));
        feedback.flush().await.expect("written");
    });
    let ran = forget(&[KEY, "--bot", "66a0!", "--json"]);
    assert_eq!(
        (ran.code, ran.json()),
        (0, serde_json::json!({"links": 1, "codes": 0, "attempts": 0, "feedback": 1, "missed": 1}))
    );
    assert_eq!(linked(), [Ok(Some(member.clone())), Ok(None)], "the live channel is another person");
    let ran = forget(&["demo-02"]);
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (0, "erased: links 1, codes 0, wrong tries 0, feedback 1, missed questions 0\n"),
        "{}",
        ran.stderr
    );
    assert_eq!(linked(), [Ok(None), Ok(None)]);
    assert_eq!(forget(&["demo-02"]).code, 1, "there is nothing left");
    let ran = forget(&[KEY]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("name its bot with --bot") && !ran.stderr.contains(KEY), "{}", ran.stderr);
    let ran = run_with(&place, &["demo-02"], "postgres://u:hush@h/d");
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("link_secret is not set") && !ran.stderr.contains("hush"), "{}", ran.stderr);
}
