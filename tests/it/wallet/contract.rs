//! What every source has to do, asked of all four: memory, SQLite, PostgreSQL, HTTP.

use std::sync::Arc;

use haedap::slot::Slot;
use haedap::wallet::demo::{write, write_file};
use haedap::wallet::sources::{HttpSource, SqlSource};
use haedap::wallet::state::{CardFailure, Connection, RefundState};
use haedap::wallet::{Role, WalletError, WalletSource, Won};
use time::macros::date;

use super::{Sunday, ample, demo, member, memory, run, wallet};
use crate::support;
use crate::support::postgres::Postgres;
use crate::support::upstream::{self, Fault, Proxy};

/// The whole contract.
async fn keeps_the_contract(source: &dyn WalletSource) {
    gives_everyone_their_own(source).await;
    gives_what_is_stored(source).await;
    gives_only_what_was_asked(source).await;
    tells_who_registered_a_card(source).await;
    refuses_strangers(source).await;
    shows_little_to_those_without_rights(source).await;
    answers_many_at_once(source).await;
}

/// Whatever the source, it says of every member and wallet what the records say.
async fn gives_everyone_their_own(source: &dyn WalletSource) {
    let records = memory();
    for person in demo().members {
        let expect = records.wallets(&person.id, ample()).await.expect("a member of the records");
        let wallets = source.wallets(&person.id, ample()).await.expect("a member");
        assert_eq!(wallets, expect, "{}", person.description);
        for summary in wallets {
            let expect = records.state(&person.id, &summary.wallet_id, &Slot::ALL, ample()).await;
            let state = source.state(&person.id, &summary.wallet_id, &Slot::ALL, ample()).await;
            if let (Ok(state), Ok(expect)) = (&state, &expect) {
                // `Debug` shows no values, so a difference is shown as JSON.
                let json = |state| serde_json::to_string_pretty(state).expect("JSON");
                assert_eq!(json(state), json(expect), "{}", person.description);
            }
            assert_eq!(state, expect, "{}", person.description);
        }
    }
    assert_eq!(source.wallets(&member("demo-19"), ample()).await, Ok(Vec::new()), "a member without wallets");
}

/// Values that the demonstration wallets are known to have, read from the issue's list and not from the records.
async fn gives_what_is_stored(source: &dyn WalletSource) {
    let ask = async |who: &str, which: &str| {
        source.state(&member(who), &wallet(which), &Slot::ALL, ample()).await.expect("a state")
    };
    let cut = ask("demo-02", "W-1002").await;
    assert_eq!(cut.as_of, time::macros::datetime!(2026-11-22 10:32 +9));
    let unpaid = cut.slots.unpaid_amount.as_ref().expect("the debt");
    assert_eq!((unpaid.failed, unpaid.due()), (Won(500_000), Some(Won(512_300))));
    assert_eq!(unpaid.last_failure, Some(CardFailure::LimitExceeded));
    let connection = cut.slots.connection_state.as_ref().expect("the connection");
    assert_eq!((connection.state, connection.since), (Connection::Disconnected, Some(date!(2026 - 11 - 21))));
    let cards: Vec<String> =
        cut.slots.cards.iter().flatten().map(|card| format!("{} {}", card.order, card.card)).collect();
    assert_eq!(cards, ["1 신한카드 1234", "2 국민카드 5678"]);

    let limit = ask("demo-04", "W-1004").await.slots.daily_limit.expect("the limit");
    assert_eq!(limit.remaining(), Some(Won(12_300)));
    assert_eq!(ask("demo-06", "W-1006").await.slots.daily_limit.expect("given").limit, None, "none is set");
    assert_eq!(ask("demo-06", "W-1006").await.slots.refund_account.expect("given").account, None);
    let late = ask("demo-10", "W-1010").await.slots.virtual_account.expect("accounts");
    assert_eq!(late[0].deposit_until(), Some(date!(2026 - 11 - 18)));
    assert_eq!((late[0].deposited_amount, late[1].credited), (None, true));
    let failed = ask("demo-15", "W-1015").await.slots.refund_status.expect("refunds");
    assert_eq!(failed.len(), 4);
    assert!(failed.iter().all(|refund| refund.state == RefundState::Failed));
    assert_eq!(failed[1].balance_at_approval, Some(Won(-21_500)));
    let emails = ask("demo-01", "W-1001").await;
    assert_eq!(emails.slots.invoice_email.expect("given").email.expect("an address").as_str(), "ta***@haedap.example");
    assert_eq!(emails.slots.receipts.expect("receipts")[0].paid_on, date!(2026 - 11 - 13));
    assert_eq!(emails.slots.campaign, Some(Vec::new()), "there is none");
    let channel = ask("demo-23", "W-2001").await;
    assert_eq!(channel.slots.connection_state, None, "a channel has no bot: not given");
}

async fn gives_only_what_was_asked(source: &dyn WalletSource) {
    for slot in Slot::ALL {
        let state = source.state(&member("demo-02"), &wallet("W-1002"), &[slot], ample()).await.expect("a state");
        let summary = [Slot::WalletType, Slot::MyRole];
        for other in Slot::ALL {
            let expect = other == slot || summary.contains(&other);
            assert_eq!(state.gives(other), expect, "asked for {}, got {}", slot.name(), other.name());
        }
        let shown = format!("{state:?}");
        assert!(!shown.contains("512300") && !shown.contains("신한"), "{shown}");
    }
    let nothing = source.state(&member("demo-02"), &wallet("W-1002"), &[], ample()).await.expect("a state");
    assert!(Slot::ALL.iter().all(|slot| !nothing.slots.gives(*slot)));
    assert_eq!(nothing.wallet.my_role, Role::WalletMaster);
}

async fn tells_who_registered_a_card(source: &dyn WalletSource) {
    for (who, own) in [("demo-02", true), ("demo-21", false)] {
        let state = source.state(&member(who), &wallet("W-1002"), &[Slot::Cards], ample()).await.expect("a state");
        let cards = state.slots.cards.expect("cards");
        assert!(!cards.is_empty() && cards.iter().all(|card| card.owner_is_me == own), "{who}");
    }
}

async fn refuses_strangers(source: &dyn WalletSource) {
    let ask = async |who: &str, which: &str| {
        source.state(&member(who), &wallet(which), &[Slot::Balance], ample()).await.map(|_| "a state")
    };
    assert_eq!(ask("demo-99", "W-1001").await, Err(WalletError::MemberUnknown));
    assert_eq!(source.wallets(&member("demo-99"), ample()).await, Err(WalletError::MemberUnknown));
    // Somebody else's wallet is like one that is not there.
    assert_eq!(ask("demo-01", "W-1002").await, Err(WalletError::WalletUnknown));
    assert_eq!(ask("demo-01", "W-9999").await, Err(WalletError::WalletUnknown));
    assert_eq!(ask("demo-19", "W-1001").await, Err(WalletError::WalletUnknown));
    // Names are compared as they are.
    assert_eq!(ask("DEMO-01", "W-1001").await, Err(WalletError::MemberUnknown));
    assert_eq!(ask("demo-01", "w-1001").await, Err(WalletError::WalletUnknown));
    assert_eq!(ask("demo-0_", "W-1001").await, Err(WalletError::MemberUnknown));
}

async fn shows_little_to_those_without_rights(source: &dyn WalletSource) {
    for (who, which, role) in [("demo-20", "W-1001", Role::BotWorker), ("demo-22", "W-1002", Role::BotMaster)] {
        let ask = async |slots: &[Slot]| source.state(&member(who), &wallet(which), slots, ample()).await;
        for slots in [&[Slot::Balance][..], &[Slot::MyRole, Slot::Receipts], &Slot::ALL] {
            assert_eq!(ask(slots).await, Err(WalletError::NotPermitted { role }), "{slots:?}");
        }
        assert_eq!(ask(&[Slot::MyRole]).await.expect("their own role").wallet.my_role, role);
    }
}

async fn answers_many_at_once(source: &dyn WalletSource) {
    let (who, which) = (member("demo-30"), wallet("W-4002"));
    let asks = (0..40).map(|_| source.state(&who, &which, &[Slot::Balance, Slot::Cards], ample()));
    for state in futures_util::future::join_all(asks).await {
        assert_eq!(state.expect("a state").slots.balance.expect("a balance").paid, Won(4_200));
    }
}

/// docs/wallet.md names every view with its columns, and its examples are answers that haedap reads.
#[test]
fn the_documentation_is_the_contract() {
    let read = |file: &str| std::fs::read_to_string(support::root().join(file)).expect("a file");
    let document = read("docs/wallet.md");
    let schema = read("sql/wallet/views.sql");
    let views: Vec<(&str, &str)> = schema
        .lines()
        .filter_map(|line| line.strip_prefix("create view ")?.split_once(" as select wallet_id, "))
        .filter(|(view, _)| *view != "haedap_wallets")
        .collect();
    assert_eq!(views.len(), 16);
    for (view, columns) in views {
        let row =
            document.lines().find(|line| line.contains(&format!("| `{view}` |"))).unwrap_or_else(|| panic!("{view}"));
        for column in columns.split(" from ").next().expect("columns").split(", ") {
            let column = column.trim_matches('"');
            let named = [format!("`{column}`"), format!("`{column}?`")].iter().any(|name| row.contains(name));
            assert!(named, "{column} of {view}");
        }
    }
    let examples: Vec<&str> = document.split("```json\n").skip(1).filter_map(|part| part.split("```").next()).collect();
    let [wallets, state] = examples[..] else { panic!("{} examples", examples.len()) };
    run(async {
        let proxy = Proxy::before(upstream::serve(Arc::new(memory())).await).await;
        let source = HttpSource::new(&format!("http://{}", proxy.address), None).expect("an address");
        proxy.set(Fault::json(wallets));
        assert_eq!(
            source.wallets(&member("demo-02"), ample()).await,
            memory().wallets(&member("demo-02"), ample()).await
        );
        proxy.set(Fault::json(state));
        let slots = [Slot::Balance, Slot::UnpaidAmount];
        let ask = async |source: &dyn WalletSource| {
            source.state(&member("demo-02"), &wallet("W-1002"), &slots, ample()).await
        };
        assert!(ask(&source).await == ask(&memory()).await, "the example is the state of demo-02");
    });
}

#[test]
fn memory_keeps_the_contract() {
    run(async { keeps_the_contract(&memory()).await });
}

#[test]
fn sqlite_keeps_the_contract() {
    run(async {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("wallets.sqlite");
        write_file(&demo(), &file).await.expect("a database");
        let url = format!("sqlite:{}", file.display());
        keeps_the_contract(&SqlSource::new(&url, Arc::new(Sunday)).expect("an address")).await;
    });
}

#[test]
fn postgres_keeps_the_contract() {
    let Some(server) = Postgres::start("the contract of PostgreSQL") else { return };
    run(async {
        let url = Postgres::url(server.port);
        write(&demo(), &url).await.expect("tables and views");
        keeps_the_contract(&SqlSource::new(&url, Arc::new(Sunday)).expect("an address")).await;
    });
}

#[test]
fn http_keeps_the_contract() {
    run(async {
        let address = upstream::serve(Arc::new(memory())).await;
        let source = HttpSource::new(&format!("http://{address}/"), Some("a-token")).expect("an address");
        keeps_the_contract(&source).await;
    });
}
