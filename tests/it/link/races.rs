//! Many at once: a code links one, five tries are five, a change is whole.

use std::path::Path;

use futures_util::future::join_all;
use haedap::link::{LinkError, LinkStore, Redeemed};
use sqlx::Connection as _;

use super::{AMPLE, SECRET, START, code, folder, member, open, person};
use crate::support::postgres::Postgres;
use crate::wallet::run;

/// A store in a PostgreSQL database of its own.
pub async fn postgres(port: u16, name: &str) -> LinkStore {
    sqlx::any::install_default_drivers();
    let mut connection = sqlx::AnyConnection::connect(&Postgres::url(port)).await.expect("a connection");
    let create = sqlx::AssertSqlSafe(format!("create database {name}"));
    sqlx::raw_sql(create).execute(&mut connection).await.expect("a database");
    again(port, name)
}

/// The same database through another pool, as another server has it.
fn again(port: u16, name: &str) -> LinkStore {
    let url = Postgres::url(port).replace("/postgres", &format!("/{name}"));
    LinkStore::open_postgres(&url, SECRET, AMPLE).expect("the store opens")
}

/// Twenty persons give one code at once, over several pools.
async fn a_code_links_one(stores: &[LinkStore]) {
    // All at once from the first call on: the tables are made by one of them.
    join_all(stores.iter().map(async |store| store.prepare().await.expect("the tables are made"))).await;
    for round in 0..3 {
        let issued = stores[0].issue(&member("demo-01"), START).await.expect("a code");
        let persons: Vec<_> = (0..20).map(|at| person("66a0", &format!("{round}-{at}"))).collect();
        let tried = persons.iter().enumerate().map(|(at, one)| {
            let (store, one, code) = (stores[at % stores.len()].clone(), one.clone(), issued.code.clone());
            tokio::spawn(async move { store.redeem(&one, &code, START).await.expect("an outcome") })
        });
        let outcomes: Vec<Redeemed> = join_all(tried).await.into_iter().map(|done| done.expect("no panic")).collect();
        let linked = outcomes.iter().filter(|outcome| **outcome == Redeemed::Linked).count();
        assert_eq!(linked, 1, "{outcomes:?}");
        let wrong = outcomes.iter().filter(|outcome| **outcome == Redeemed::WrongOrExpired { left: 4 }).count();
        assert_eq!(wrong, 19, "{outcomes:?}");
        for (one, outcome) in persons.iter().zip(&outcomes) {
            let expect = (*outcome == Redeemed::Linked).then(|| member("demo-01"));
            assert_eq!(stores[0].member_of(one).await, Ok(expect));
        }
    }
}

/// One person tries twenty wrong codes at once.
async fn five_tries_are_five(stores: &[LinkStore]) {
    let one = person("66a0", "guesser");
    let tried = (0..20).map(|at| {
        let (store, one) = (stores[at % stores.len()].clone(), one.clone());
        tokio::spawn(async move { store.redeem(&one, &code("K7M2-9QXD"), START).await.expect("an outcome") })
    });
    let outcomes: Vec<Redeemed> = join_all(tried).await.into_iter().map(|done| done.expect("no panic")).collect();
    let left: Vec<u32> = outcomes
        .iter()
        .filter_map(|outcome| if let Redeemed::WrongOrExpired { left } = outcome { Some(*left) } else { None })
        .collect();
    let mut sorted = left.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, [1, 2, 3, 4], "{outcomes:?}");
}

/// Codes issued, given and forgotten at once end with nothing half done, and none waits for another without end.
async fn changes_do_not_block_each_other(stores: &[LinkStore]) {
    let calls = (0..60).map(|at| {
        let (store, who) = (stores[at % stores.len()].clone(), person("66a0", &format!("p{}", at % 4)));
        let of = member(&format!("demo-{:02}", at % 3));
        tokio::spawn(async move {
            match at % 5 {
                0 | 1 => {
                    let issued = store.issue(&of, START).await.expect("a code");
                    store.redeem(&who, &issued.code, START).await.map(|_| ())
                }
                2 => store.unlink(&who, START).await.map(|_| ()),
                3 => store.forget_member(&of, START).await.map(|_| ()),
                _ => store.forget_person(&who, START).await.map(|_| ()),
            }
        })
    });
    for done in join_all(calls).await {
        assert_eq!(done.expect("no panic"), Ok(()));
    }
    for of in 0..3 {
        stores[0].forget_member(&member(&format!("demo-{of:02}")), START).await.expect("counts");
    }
    for who in 0..4 {
        assert_eq!(stores[0].member_of(&person("66a0", &format!("p{who}"))).await, Ok(None));
    }
}

async fn all(stores: &[LinkStore]) {
    a_code_links_one(stores).await;
    five_tries_are_five(stores).await;
    changes_do_not_block_each_other(stores).await;
}

#[test]
fn races_on_sqlite() {
    let folder = folder();
    let path = folder.path().join("links.sqlite");
    run(async { all(&[open(&path), open(&path)]).await });
}

#[test]
fn races_on_postgresql() {
    let Some(server) = Postgres::start("races of links in PostgreSQL") else { return };
    run(async {
        let first = postgres(server.port, "races").await;
        all(&[first, again(server.port, "races")]).await;
    });
}

#[test]
fn an_audit_line_cannot_be_changed_on_postgresql() {
    let Some(server) = Postgres::start("the audit of links in PostgreSQL") else { return };
    run(async {
        let store = postgres(server.port, "audit").await;
        store.issue(&member("demo-01"), START).await.expect("a code");
        let url = Postgres::url(server.port).replace("/postgres", "/audit");
        super::at_rest::assert_append_only(&url, &["truncate haedap_link_audit"]).await;
        assert_eq!(store.audit(10).await.expect("the audit").len(), 1);
    });
}

#[test]
fn a_database_that_is_down_is_no_answer_and_heals() {
    let folder = folder();
    let path = folder.path().join("links.sqlite");
    run(async {
        let store = open(&path);
        let one = person("66a0", "k");
        let aside = folder.path().join("aside.sqlite");
        std::fs::rename(&path, &aside).expect("the file is moved");
        assert!(matches!(store.member_of(&one).await, Err(LinkError::Down { .. })));
        std::fs::rename(&aside, &path).expect("the file is moved back");
        assert_eq!(store.member_of(&one).await, Ok(None));
    });
    let nobody_listens = "postgres://haedap@127.0.0.1:1/postgres";
    run(async {
        let patience = std::time::Duration::from_millis(200);
        let store = LinkStore::open_postgres(nobody_listens, SECRET, patience).expect("nothing is asked yet");
        assert!(matches!(store.member_of(&person("66a0", "k")).await, Err(LinkError::Down { .. })));
    });
    assert!(Path::new(&path).exists());
}
