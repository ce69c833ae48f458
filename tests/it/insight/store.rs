//! What the store does, in a SQLite file and in PostgreSQL alike.

use haedap::insight::{ErasedFeedback, FeedbackStore, Votes};
use sqlx::Connection as _;
use std::sync::Arc;
use tempfile::TempDir;
use time::{Duration, OffsetDateTime};

use super::{AMPLE, At, DAYS, START, folder, hash, missed, open, vote};
use crate::support::postgres::Postgres;
use crate::wallet::run;

/// Opens the same database anew, as another server does, at another time.
type Open<'a> = &'a dyn Fn(OffsetDateTime) -> FeedbackStore;

async fn votes_are_counted(open: Open<'_>, links: &TempDir) {
    let store = open(START);
    let (one, other) = (hash(links, "one"), hash(links, "other"));
    for (article, helpful, person) in [
        ("a", true, None),
        ("a", true, None),
        ("a", false, None),
        ("b", true, Some(&one)),
        ("b", false, Some(&one)),
        ("b", false, Some(&one)),
        ("b", true, Some(&other)),
        ("a", true, Some(&one)),
    ] {
        store.record(vote(article, helpful, person, Some("환불은 언제 되나요")));
    }
    store.flush().await.expect("written");
    let another = open(START);
    another.flush().await.expect("read");
    for store in [&store, &another] {
        let helpfulness = store.helpfulness();
        assert_eq!(helpfulness.of("a"), Votes { helpful: 3, not_helpful: 1 });
        assert_eq!(helpfulness.of("b"), Votes { helpful: 1, not_helpful: 1 }, "the last vote of each person counts");
        assert_eq!(helpfulness.of("c"), Votes::default());
        assert_eq!(helpfulness.iter().count(), 2);
    }
    assert_eq!((store.counts().written, store.counts().dropped), (8, 0));
}

async fn missed_questions_are_grouped(open: Open<'_>, links: &TempDir) {
    let store = open(START);
    let (one, other) = (hash(links, "one"), hash(links, "other"));
    let later = |minutes| START + Duration::minutes(minutes);
    store.record_missed(missed("직원 식당 메뉴", later(1), None));
    store.record_missed(missed("주차 되나요?", later(2), Some(&one)));
    store.record_missed(missed("주차되나요", later(3), Some(&one)));
    store.record_missed(missed("주차 되나요!!", later(5), Some(&other)));
    store.record_missed(missed("  ", later(6), None));
    let mut down = vote("cb-parking", false, None, Some("주차 되나요"));
    down.at = later(4);
    store.record(down);
    store.record(vote("cb-parking", true, None, Some("주차 되나요")));
    store.record(vote("cb-parking", false, None, None));
    store.flush().await.expect("written");
    let groups = store.missed(10).await.expect("groups");
    let shown: Vec<_> = groups.iter().map(|group| (group.question.as_str(), group.times, group.persons)).collect();
    assert_eq!(shown, [("주차 되나요!!", 4, 2), ("직원 식당 메뉴", 1, 0)]);
    let parking = &groups[0];
    assert_eq!((parking.unanswered, parking.not_helpful), (3, 1));
    assert_eq!((parking.first, parking.last), (later(2), later(5)));
    assert_eq!((parking.nearest.as_deref(), parking.probability), (Some("cb-refund"), Some(0.25)));
    assert_eq!(store.missed(1).await.expect("groups").len(), 1);
}

async fn a_person_is_erased(open: Open<'_>, links: &TempDir) {
    let store = open(START);
    let (one, other) = (hash(links, "erased one"), hash(links, "erased other"));
    for person in [&one, &other] {
        store.record(vote("e", true, Some(person), Some("지워 주세요")));
        store.record(vote("f", false, Some(person), Some("지워 주세요")));
        store.record_missed(missed("지워 주세요", START, Some(person)));
    }
    // Also what still waits to be written.
    assert_eq!(store.erase(&one).await, Ok(ErasedFeedback { feedback: 2, missed: 1 }));
    assert_eq!(store.erase(&one).await, Ok(ErasedFeedback::default()));
    assert_eq!(store.helpfulness().of("e"), Votes { helpful: 1, not_helpful: 0 });
    let group =
        store.missed(10).await.expect("groups").into_iter().find(|group| group.question.as_str() == "지워 주세요");
    assert_eq!(group.map(|group| (group.times, group.persons)), Some((2, 1)), "the other person's are kept");
    assert_eq!(store.erase(&other).await, Ok(ErasedFeedback { feedback: 2, missed: 1 }));
}

async fn questions_are_let_go(open: Open<'_>, links: &TempDir) {
    let store = open(START);
    let one = hash(links, "long ago");
    store.record(vote("g", false, Some(&one), Some("오래된 질문")));
    store.record_missed(missed("아주 오래된 질문", START, None));
    store.flush().await.expect("written");
    let has = async |store: &FeedbackStore| {
        let groups = store.missed(100).await.expect("groups");
        groups.iter().filter(|group| group.question.as_str().contains("오래된 질문")).count()
    };
    let days = |days| START + Duration::days(days);
    let in_time = open(days(i64::from(DAYS)));
    in_time.flush().await.expect("tidied up");
    assert_eq!(has(&in_time).await, 2, "after {DAYS} days they are still there");
    let late = open(days(i64::from(DAYS)) + Duration::seconds(1));
    late.flush().await.expect("tidied up");
    assert_eq!(has(&late).await, 0);
    assert_eq!(late.helpfulness().of("g"), Votes { helpful: 0, not_helpful: 1 }, "the vote stays");
    assert_eq!(late.erase(&one).await, Ok(ErasedFeedback::default()), "and is nobody's any more");
}

async fn all(open: Open<'_>) {
    let links = folder();
    votes_are_counted(open, &links).await;
    missed_questions_are_grouped(open, &links).await;
    a_person_is_erased(open, &links).await;
    questions_are_let_go(open, &links).await;
}

#[test]
fn in_sqlite() {
    let folder = folder();
    let path = folder.path().join("new").join("insight.sqlite");
    run(all(&|now| open(&path, now)));
}

#[test]
fn in_postgresql() {
    let Some(server) = Postgres::start("feedback in PostgreSQL") else { return };
    run(async {
        sqlx::any::install_default_drivers();
        let mut connection = sqlx::AnyConnection::connect(&Postgres::url(server.port)).await.expect("a connection");
        sqlx::raw_sql("create database insight").execute(&mut connection).await.expect("a database");
        let url = Postgres::url(server.port).replace("/postgres", "/insight");
        let open = |now| FeedbackStore::open_postgres(&url, DAYS, Arc::new(At(now)), AMPLE).expect("the store opens");
        all(&open).await;
    });
}

/// Recording never waits: what is too much is dropped and counted. One thread, so nothing is written in between.
#[test]
fn too_much_is_dropped_and_counted() {
    let folder = folder();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let store = open(&folder.path().join("insight.sqlite"), START);
        for _ in 0..1_100 {
            store.record(vote("a", true, None, None));
        }
        store.flush().await.expect("written");
        assert_eq!((store.counts().written, store.counts().dropped), (1_024, 76));
        assert_eq!(store.helpfulness().of("a").helpful, 1_024);
        store.record(vote("a", true, None, None));
        store.flush().await.expect("written");
        assert_eq!(store.helpfulness().of("a").helpful, 1_025, "there is room again");
    });
}

#[test]
fn a_database_that_is_down_costs_nothing_but_feedback() {
    let folder = folder();
    let path = folder.path().join("insight.sqlite");
    run(async {
        let store = open(&path, START);
        store.flush().await.expect("the tables are made");
        let aside = folder.path().join("aside.sqlite");
        std::fs::rename(&path, &aside).expect("the file is moved");
        std::fs::create_dir(&path).expect("a folder in its place");
        let other = FeedbackStore::open_postgres(
            "postgres://haedap@127.0.0.1:1/postgres",
            DAYS,
            Arc::new(At(START)),
            std::time::Duration::from_millis(200),
        )
        .expect("nothing is asked yet");
        other.record(vote("a", true, None, None));
        let error = other.flush().await.expect_err("nobody listens").to_string();
        assert!(error.starts_with("the database of feedback is out of reach"), "{error}");
        assert_eq!((other.counts().written, other.counts().dropped), (0, 1));
        assert!(other.helpfulness().is_empty());
        std::fs::remove_dir(&path).expect("the folder goes");
        std::fs::rename(&aside, &path).expect("the file is moved back");
        store.record(vote("a", true, None, None));
        store.flush().await.expect("it works again");
        assert_eq!(store.helpfulness().of("a").helpful, 1);
    });
    assert!(FeedbackStore::open_postgres("mysql://u@h/d", DAYS, Arc::new(At(START)), AMPLE).is_err());
}
