//! Upstreams that hang, break off, send rubbish: every call ends as the right error within its budget, and the next
//! one succeeds when the upstream does, without a restart.

use std::sync::Arc;
use std::time::Duration;

use haedap::slot::Slot;
use haedap::wallet::demo::{write, write_file};
use haedap::wallet::sources::{HttpSource, SqlSource};
use haedap::wallet::{Breaker, Deadline, WalletError, WalletSource, Won};

use super::{Sunday, ample, demo, member, memory, run, wallet};
use crate::support::postgres::Postgres;
use crate::support::upstream::{self, Fault, Proxy};

/// A budget for a call that is expected to run out of it.
const SHORT: Duration = Duration::from_millis(200);

/// The paid balance of a wallet, or why not. A call that does not end fails the test.
async fn ask(source: &dyn WalletSource, deadline: Deadline) -> Result<Won, WalletError> {
    let (member, wallet) = (member("demo-01"), wallet("W-1001"));
    let call = source.state(&member, &wallet, &[Slot::Balance], deadline);
    let ended = tokio::time::timeout(Duration::from_secs(90), call).await.expect("every call ends");
    ended.map(|state| state.slots.balance.expect("a balance").paid)
}

async fn http() -> (Proxy, HttpSource) {
    let proxy = Proxy::before(upstream::serve(Arc::new(memory())).await).await;
    let source = HttpSource::new(&format!("http://{}", proxy.address), None).expect("an address");
    (proxy, source)
}

#[test]
fn a_broken_http_upstream_is_the_right_error_and_recovers() {
    run(async {
        let (proxy, source) = http().await;
        let wallet_of_another = r#"{"member_id":"demo-01","as_of":"2026-11-22T10:32:00+09:00","slots":{},"wallet":
            {"wallet_id":"W-1002","service":"chatbot","name":"a","wallet_type":"business","billing":"prepaid",
            "my_role":"wallet_master"}}"#;
        let (down, invalid) = ("Down", "Invalid");
        // Each with its error, and how often the upstream was asked: what a second try may cure is tried.
        let cases: [(&str, Fault, &str, usize); 12] = [
            ("resets", Fault::Reset, down, 2),
            ("500", Fault::http("500 Internal Server Error", "oops"), down, 2),
            ("503", Fault::http("503 Service Unavailable", ""), down, 2),
            ("half a body", Fault::Answer(b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{\"wal".to_vec()), down, 2),
            ("no HTTP", Fault::Answer(b"\x00\xff\x16 220 mail.example ESMTP\r\n\r\n".to_vec()), down, 2),
            ("no JSON", Fault::http("200 OK", "<html>잔액 770,000원</html>"), invalid, 1),
            ("other JSON", Fault::http("200 OK", "{\"balance\": 770000}"), invalid, 1),
            ("another's", Fault::http("200 OK", &wallet_of_another.replace("demo-01", "demo-02")), invalid, 1),
            ("another wallet", Fault::http("200 OK", wallet_of_another), invalid, 1),
            ("a page of a proxy", Fault::http("404 Not Found", "<html>not found</html>"), invalid, 1),
            ("a redirect", Fault::http("302 Found\r\nlocation: http://127.0.0.1:1/", ""), invalid, 1),
            ("no right", Fault::http("401 Unauthorized", ""), down, 1),
        ];
        for (name, fault, expect, tries) in cases {
            let before = proxy.sent();
            proxy.set(fault);
            let error = ask(&source, ample()).await.expect_err(name);
            assert_eq!(format!("{error:?}").split(' ').next(), Some(expect), "{name}: {error}");
            assert!(!error.to_string().contains("770"), "{name}: {error} repeats what it read");
            assert_eq!(proxy.sent() - before, tries, "{name}");
            proxy.set(Fault::Pass);
            assert_eq!(ask(&source, ample()).await, Ok(Won(350_000)), "after {name}");
        }
    });
}

#[test]
fn a_hanging_http_upstream_costs_its_budget_and_no_more() {
    run(async {
        let (proxy, source) = http().await;
        assert_eq!(ask(&source, ample()).await, Ok(Won(350_000)), "a connection is kept");
        proxy.set(Fault::Hang);
        let calls = (0..20).map(|_| ask(&source, Deadline::after(SHORT)));
        let ended = futures_util::future::join_all(calls).await;
        assert!(ended.iter().all(|result| *result == Err(WalletError::Slow)), "{ended:?}");
        // Half an answer and then silence, too.
        let half = b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{\"wal".to_vec();
        proxy.set(Fault::Answer(half));
        assert!(ask(&source, Deadline::after(SHORT)).await.is_err());
        proxy.set(Fault::Pass);
        assert_eq!(ask(&source, ample()).await, Ok(Won(350_000)));
    });
}

#[test]
fn a_body_without_end_is_refused() {
    run(async {
        let (proxy, source) = http().await;
        let body = " ".repeat(600 * 1024);
        proxy.set(Fault::http("200 OK", &body));
        let error = ask(&source, ample()).await.expect_err("too long");
        assert!(matches!(&error, WalletError::Invalid { cause } if cause.contains("more than")), "{error}");
    });
}

#[test]
fn a_broken_upstream_is_left_alone() {
    run(async {
        let (proxy, source) = http().await;
        let breaker = Breaker::new(source, Arc::new(Sunday));
        proxy.set(Fault::http("200 OK", "[]"));
        for _ in 0..5 {
            assert!(matches!(ask(&breaker, ample()).await, Err(WalletError::Invalid { .. })));
        }
        let before = proxy.sent();
        for _ in 0..20 {
            let error = ask(&breaker, ample()).await.expect_err("left alone");
            assert!(matches!(&error, WalletError::Down { cause } if cause.contains("left alone")), "{error}");
        }
        assert_eq!(proxy.sent(), before, "nothing was sent");
    });
}

#[test]
fn a_broken_postgres_recovers() {
    let Some(server) = Postgres::start("PostgreSQL that hangs and resets") else { return };
    run(async {
        write(&demo(), &Postgres::url(server.port)).await.expect("tables and views");
        let proxy = Proxy::before(([127, 0, 0, 1], server.port).into()).await;
        let source = SqlSource::new(&Postgres::url(proxy.address.port()), Arc::new(Sunday)).expect("an address");
        assert_eq!(ask(&source, ample()).await, Ok(Won(350_000)));
        // A kept connection is tried, then a moment begun, then selected in.
        let faults = [
            ("hangs", Fault::Hang),
            ("hangs in a select", Fault::HangAfter(2)),
            ("hangs in a later one", Fault::HangAfter(4)),
            ("resets", Fault::Reset),
        ];
        for (name, fault) in faults {
            proxy.set(fault);
            // More calls than there are connections: none may be lost to the pool.
            let calls = (0..20).map(|_| ask(&source, Deadline::after(SHORT)));
            for result in futures_util::future::join_all(calls).await {
                let error = result.expect_err(name);
                assert!(matches!(error, WalletError::Slow | WalletError::Down { .. }), "{name}: {error}");
            }
            proxy.set(Fault::Pass);
            assert_eq!(ask(&source, ample()).await, Ok(Won(350_000)), "after it {name}");
        }
    });
}

#[test]
fn a_missing_database_is_down_and_a_missing_view_is_not_given() {
    run(async {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("wallets.sqlite");
        let url = format!("sqlite:{}", file.display());
        let source = SqlSource::new(&url, Arc::new(Sunday)).expect("an address");
        let error = ask(&source, ample()).await.expect_err("no file");
        assert!(matches!(error, WalletError::Down { .. }), "{error}");
        assert!(!file.exists(), "reading makes no database");

        write_file(&demo(), &file).await.expect("a database");
        assert_eq!(ask(&source, ample()).await, Ok(Won(350_000)), "it came back");
        alter(&file, "drop view haedap_cards").await;
        let slots = [Slot::Balance, Slot::Cards];
        let state = source.state(&member("demo-01"), &wallet("W-1001"), &slots, ample()).await.expect("a state");
        assert!(state.gives(Slot::Balance) && !state.gives(Slot::Cards), "{state:?}");

        alter(
            &file,
            "drop view haedap_balances; create view haedap_balances as select wallet_id, paid from demo_balances",
        )
        .await;
        let error = ask(&source, ample()).await.expect_err("a column is missing");
        assert!(matches!(&error, WalletError::Invalid { cause } if cause.contains("haedap_balances")), "{error}");
    });
}

#[test]
fn an_address_that_cannot_be_used_is_refused() {
    for bad in ["mysql://haedap@127.0.0.1/wallets", "wallets.sqlite", ""] {
        let error = SqlSource::new(bad, Arc::new(Sunday)).err().expect("no such database");
        assert!(error.to_string().starts_with("the address of the wallet database cannot be used"), "{bad}");
    }
    for bad in ["ftp://billing.example", "billing.example", "https://billing.example/?a=b"] {
        assert!(HttpSource::new(bad, None).is_err(), "{bad}");
    }
    assert!(HttpSource::new("https://billing.example", Some("line\nbreak")).is_err());
}

/// Changes a database as its owner would.
async fn alter(file: &std::path::Path, statements: &'static str) {
    use sqlx::Connection as _;
    let mut owner = sqlx::AnyConnection::connect(&format!("sqlite:{}", file.display())).await.expect("the database");
    sqlx::raw_sql(statements).execute(&mut owner).await.expect("it is changed");
    owner.close().await.expect("it is closed");
}
