//! Random sequences of all that can happen to links, against a model in a page: nobody ever sees another's member.

use std::collections::{BTreeMap, BTreeSet};

use haedap::link::{AuditLine, Code, Event, LinkStore, Redeemed};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use time::{Duration, OffsetDateTime};

use super::{START, code, folder, member, person, store_in};
use crate::support::postgres::Postgres;
use crate::wallet::run;

const MEMBERS: [&str; 3] = ["demo-01", "demo-02", "demo-03"];
/// The development channel of a bot is a bot of its own; the same user key in two bots is two persons.
const BOTS: [&str; 3] = ["66a0f1c2", "66a0f1c2!", "77b1e2d3"];
const USERS: [&str; 3] = ["user-key-a", "user-key-b", "user-key-c"];
const PERSONS: usize = BOTS.len() * USERS.len();

#[derive(Debug, Clone)]
enum Step {
    Issue(usize),
    /// A person types the newest code of a member, used or expired as it may be.
    RedeemNewest(usize, usize),
    /// A person types one of all codes that there ever were.
    RedeemAny(usize, usize),
    RedeemWrong(usize),
    Unlink(usize),
    UnlinkMember(usize),
    ForgetMember(usize),
    ForgetPerson(usize),
    /// Seconds.
    Wait(i64),
}

/// What the rules say, without a database, a hash or a transaction.
#[derive(Default)]
struct Model {
    links: BTreeMap<usize, usize>,
    /// Of each member, which of all codes is open, and until when.
    open: BTreeMap<usize, (usize, OffsetDateTime)>,
    /// Wrong tries in a row, and the last.
    tries: BTreeMap<usize, (u32, OffsetDateTime)>,
    locks: BTreeMap<usize, OffsetDateTime>,
    /// The lines of the audit; those of one change may stand in any order.
    audit: Vec<Vec<Line>>,
}

type Line = (Event, Option<usize>, Option<usize>);

impl Model {
    fn redeem(&mut self, who: usize, which: Option<usize>, now: OffsetDateTime) -> Redeemed {
        if let Some(until) = self.locks.get(&who).filter(|until| now < **until) {
            self.audit.push(vec![(Event::TriedWhileLocked, Some(who), None)]);
            return Redeemed::Locked { until: *until };
        }
        let open = self.open.iter().find(|(_, (at, until))| Some(*at) == which && now < *until);
        let Some((of, _)) = open.map(|(of, open)| (*of, *open)) else {
            let before = self.tries.get(&who).filter(|(_, last)| now < *last + Duration::minutes(15));
            let wrong = before.map_or(0, |(wrong, _)| *wrong) + 1;
            self.audit.push(vec![(Event::WrongCode, Some(who), None)]);
            self.tries.insert(who, (wrong, now));
            if wrong < 5 {
                return Redeemed::WrongOrExpired { left: 5 - wrong };
            }
            self.tries.remove(&who);
            let until = now + Duration::minutes(15);
            self.locks.insert(who, until);
            self.audit.push(vec![(Event::Locked, Some(who), None)]);
            return Redeemed::Locked { until };
        };
        self.tries.remove(&who);
        let (redeemed, event) = match self.links.get(&who) {
            None => (Redeemed::Linked, Event::Linked),
            Some(linked) if *linked == of => (Redeemed::AlreadyLinked, Event::AlreadyLinked),
            Some(_) => (Redeemed::LinkedToAnother, Event::Refused),
        };
        if redeemed != Redeemed::LinkedToAnother {
            self.open.remove(&of);
            self.links.insert(who, of);
        }
        self.audit.push(vec![(event, Some(who), Some(of))]);
        redeemed
    }

    /// Ends the links of a member, and their code; how many of each.
    fn remove_member(&mut self, of: usize, event: Event) -> (usize, usize) {
        let linked: Vec<usize> = self.links.iter().filter(|(_, to)| **to == of).map(|(who, _)| *who).collect();
        let codes = usize::from(self.open.remove(&of).is_some());
        for who in &linked {
            self.links.remove(who);
            if event == Event::Forgotten {
                self.tries.remove(who);
                self.locks.remove(who);
            }
        }
        let mut lines: Vec<Line> = linked.iter().map(|who| (event, Some(*who), Some(of))).collect();
        if linked.is_empty() && codes > 0 {
            lines.push((event, None, Some(of)));
        }
        self.audit.push(lines);
        (linked.len(), codes)
    }
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let (who, of) = (0..PERSONS, 0..MEMBERS.len());
    let wait = prop_oneof![Just(1_i64), Just(59), Just(599), Just(600), Just(601), Just(899), Just(900)];
    let step = prop_oneof![
        6 => of.clone().prop_map(Step::Issue),
        8 => (who.clone(), of.clone()).prop_map(|(who, of)| Step::RedeemNewest(who, of)),
        3 => (who.clone(), any::<usize>()).prop_map(|(who, any)| Step::RedeemAny(who, any)),
        // Few persons try often, so that some get locked.
        8 => (0..2_usize).prop_map(Step::RedeemWrong),
        2 => who.clone().prop_map(Step::Unlink),
        1 => of.clone().prop_map(Step::UnlinkMember),
        1 => of.prop_map(Step::ForgetMember),
        1 => who.prop_map(Step::ForgetPerson),
        3 => wait.prop_map(Step::Wait),
    ];
    vec(step, 1..50)
}

fn persons() -> Vec<haedap::link::Person> {
    BOTS.iter().flat_map(|bot| USERS.iter().map(|key| person(bot, key))).collect()
}

/// Does to the store what is done to the model, and compares after each step what every person sees.
async fn store_follows_the_model(store: &LinkStore, steps: &[Step]) {
    let (members, persons) = (MEMBERS.map(member), persons());
    let (mut model, mut now) = (Model::default(), START);
    let mut codes: Vec<Code> = Vec::new();
    let mut newest: BTreeMap<usize, usize> = BTreeMap::new();
    for step in steps {
        let typed = match step {
            Step::RedeemNewest(who, of) => Some((*who, newest.get(of).copied())),
            Step::RedeemAny(who, any) => Some((*who, (!codes.is_empty()).then(|| any % codes.len()))),
            Step::RedeemWrong(who) => Some((*who, None)),
            _ => None,
        };
        match step {
            Step::RedeemNewest(..) | Step::RedeemAny(..) | Step::RedeemWrong(_) => {
                let (who, which) = typed.expect("a code is typed");
                // A letter that no code has.
                let text = which.map_or_else(|| code("OOOO-0000"), |at| codes[at].clone());
                let redeemed = store.redeem(&persons[who], &text, now).await.expect("an outcome");
                assert_eq!(redeemed, model.redeem(who, which, now), "{step:?}");
            }
            Step::Issue(of) => {
                let issued = store.issue(&members[*of], now).await.expect("a code");
                assert_eq!(issued.expires, now + Duration::minutes(10));
                newest.insert(*of, codes.len());
                model.open.insert(*of, (codes.len(), issued.expires));
                model.open.retain(|_, (_, until)| now < *until);
                model.audit.push(vec![(Event::Issued, None, Some(*of))]);
                codes.push(issued.code);
            }
            Step::Unlink(who) => {
                let of = model.links.remove(who);
                if of.is_some() {
                    model.audit.push(vec![(Event::Unlinked, Some(*who), of)]);
                }
                assert_eq!(store.unlink(&persons[*who], now).await, Ok(of.is_some()));
            }
            Step::UnlinkMember(of) => {
                let erased = store.unlink_member(&members[*of], now).await.expect("counts");
                assert_eq!(
                    (erased.links, erased.codes),
                    model.remove_member(*of, Event::UnlinkedByCompany),
                    "{step:?}"
                );
            }
            Step::ForgetMember(of) => {
                let erased = store.forget_member(&members[*of], now).await.expect("counts");
                assert_eq!((erased.links, erased.codes), model.remove_member(*of, Event::Forgotten), "{step:?}");
            }
            Step::ForgetPerson(who) => {
                let erased = store.forget_person(&persons[*who], now).await.expect("counts");
                let of = model.links.remove(who);
                assert_eq!(erased.links, usize::from(of.is_some()));
                // Whether tries that count no more were still stored is the store's own affair.
                if erased.links + erased.attempts > 0 {
                    model.audit.push(vec![(Event::Forgotten, Some(*who), of)]);
                }
                let had_tries = model.tries.remove(who).is_some_and(|(_, last)| now < last + Duration::minutes(15));
                let was_locked = model.locks.remove(who).is_some_and(|until| now < until);
                assert!(erased.attempts == 1 || !(had_tries || was_locked), "{step:?}");
            }
            Step::Wait(seconds) => {
                now += Duration::seconds(*seconds);
                // An expired code may be erased before anybody tries it; it counts for nothing either way.
            }
        }
        for (who, one) in persons.iter().enumerate() {
            let seen = store.member_of(one).await.expect("who it is");
            assert_eq!(seen.as_ref(), model.links.get(&who).map(|of| &members[*of]), "person {who} after {step:?}");
        }
    }
    assert_audit(&store.audit(1000).await.expect("the audit"), &model.audit);
}

/// Every event, in order, and hashes that are the same exactly where persons and members are.
fn assert_audit(lines: &[AuditLine], expect: &[Vec<Line>]) {
    assert!(lines.is_sorted_by(|newer, older| newer.id > older.id && newer.at >= older.at));
    assert_eq!(lines.len(), expect.iter().map(Vec::len).sum::<usize>());
    let mut oldest_first = lines.iter().rev();
    // Who is behind a hash shows at their first line, and there is none before a link in a change of several lines.
    let mut names: BTreeMap<&str, (bool, usize)> = BTreeMap::new();
    for change in expect {
        let written: Vec<&AuditLine> = oldest_first.by_ref().take(change.len()).collect();
        if let ([(_, who, of)], [line]) = (change.as_slice(), written.as_slice()) {
            for (hash, index, is_person) in [(&line.person, who, true), (&line.member, of, false)] {
                if let (Some(hash), Some(index)) = (hash, index) {
                    names.entry(hash).or_insert((is_person, *index));
                }
            }
        }
        let name = |hash: &Option<String>| hash.as_ref().map(|hash| names[hash.as_str()].1);
        let found: BTreeSet<_> =
            written.iter().map(|l| (format!("{:?}", l.event), name(&l.person), name(&l.member))).collect();
        let expect: BTreeSet<_> = change.iter().map(|(event, who, of)| (format!("{event:?}"), *who, *of)).collect();
        assert_eq!(found, expect);
    }
    let different: BTreeSet<_> = names.values().collect();
    assert_eq!(different.len(), names.len(), "one has two hashes");
}

fn cases(cases: u32) -> TestRunner {
    TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() })
}

#[test]
fn nobody_sees_anothers_member() {
    let checked = cases(60).run(&steps(), |steps| {
        let folder = folder();
        run(async { store_follows_the_model(&store_in(&folder), &steps).await });
        Ok(())
    });
    checked.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn nobody_sees_anothers_member_on_postgresql() {
    let Some(server) = Postgres::start("links in PostgreSQL") else { return };
    let number = std::cell::Cell::new(0);
    let checked = cases(8).run(&steps(), |steps| {
        number.set(number.get() + 1);
        run(async {
            let store = super::races::postgres(server.port, &format!("model_{}", number.get())).await;
            store_follows_the_model(&store, &steps).await;
        });
        Ok(())
    });
    checked.unwrap_or_else(|error| panic!("{error}"));
}

/// The sequence that the customers' sentences promise, with the times at which it turns.
#[test]
fn five_wrong_tries_lock_for_a_quarter_of_an_hour() {
    let folder = folder();
    run(async {
        let store = store_in(&folder);
        let (one, other) = (person("66a0", "k"), person("66a0!", "k"));
        let right = store.issue(&member("demo-01"), START).await.expect("a code").code;
        for left in (1..=4).rev() {
            let redeemed = store.redeem(&one, &code("K7M2-9QXD"), START).await;
            assert_eq!(redeemed, Ok(Redeemed::WrongOrExpired { left }));
        }
        let until = START + Duration::minutes(15);
        assert_eq!(store.redeem(&one, &code("K7M2-9QXD"), START).await, Ok(Redeemed::Locked { until }));
        assert_eq!(store.redeem(&one, &right, START).await, Ok(Redeemed::Locked { until }), "not even the right code");
        let late = START + Duration::minutes(10);
        let before = late - Duration::seconds(1);
        assert_eq!(store.redeem(&other, &right, before).await, Ok(Redeemed::Linked), "nobody else is locked");
        assert_eq!(store.redeem(&other, &right, before).await, Ok(Redeemed::WrongOrExpired { left: 4 }), "once");
        let right = store.issue(&member("demo-01"), START).await.expect("a code").code;
        assert_eq!(store.redeem(&other, &right, late).await, Ok(Redeemed::WrongOrExpired { left: 3 }), "expired");
        let right = store.issue(&member("demo-01"), until - Duration::seconds(1)).await.expect("a code").code;
        assert_eq!(store.redeem(&one, &right, until - Duration::seconds(1)).await, Ok(Redeemed::Locked { until }));
        assert_eq!(store.redeem(&one, &right, until).await, Ok(Redeemed::Linked));
    });
}
