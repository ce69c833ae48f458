//! A code becomes a link, once; wrong ones are counted.
//!
//! One transaction. The person's row of tries is taken first, so that two tries of one person come one after the other;
//! the code goes by a delete that only one of many can do. Every change takes rows in the order tries, codes, links, so
//! none can wait for one that waits for it.

use sqlx::Row as _;
use time::{Duration, OffsetDateTime};

use super::LinkError;
use super::audit::{self, Event};
use super::code::Code;
use super::person::Person;
use super::store::{self, LinkStore};
use crate::database::Work;

/// Wrong tries that lock.
const MOST_WRONG: u32 = 5;
/// How long a lock lasts, and after which time a wrong try counts no more.
pub(super) const LOCK: Duration = Duration::minutes(15);

/// What came of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Redeemed {
    /// The person is linked now.
    Linked,
    /// They were, with the very same member.
    AlreadyLinked,
    /// They are, with another member, and stay so until they unlink. The code can still be used.
    LinkedToAnother,
    /// There is no such code, or no more; so many wrong tries are left.
    WrongOrExpired { left: u32 },
    /// Too many wrong tries: no code is looked at before this moment.
    Locked { until: OffsetDateTime },
}

/// The person's wrong tries so far.
struct Tries {
    wrong: u32,
    locked_until: i64,
}

impl LinkStore {
    /// Links a person with the member whom a code was issued for.
    ///
    /// A code is found by its keyed hash, so the time that takes tells nothing about codes that are open.
    ///
    /// # Errors
    /// When the database cannot be asked; the code may have been used then, which [`LinkStore::member_of`] tells.
    pub async fn redeem(&self, person: &Person, code: &Code, now: OffsetDateTime) -> Result<Redeemed, LinkError> {
        let person = self.secret().of_person(person);
        self.hold(async {
            let mut work = self.begin().await?;
            let redeemed = self.redeem_in(&mut work, &person, code, now).await?;
            work.commit().await?;
            Ok(redeemed)
        })
        .await
    }

    async fn redeem_in(
        &self,
        work: &mut Work,
        person: &str,
        code: &Code,
        now: OffsetDateTime,
    ) -> Result<Redeemed, LinkError> {
        let tries = take_tries(work, person, now).await?;
        if tries.locked_until > now.unix_timestamp() {
            audit::add(work, now, Event::TriedWhileLocked, Some(person), None).await?;
            return Ok(Redeemed::Locked { until: moment(tries.locked_until)? });
        }
        let code = self.secret().of_code(code);
        let linked = store::linked_member(work, person).await?;
        let Some(member) = member_of_code(work, &code, now, linked.as_deref()).await? else {
            return wrong(work, person, tries, now).await;
        };
        let hash = self.secret().of_member(&store::parsed(&member)?);
        let (redeemed, event) = match linked {
            None => (Redeemed::Linked, Event::Linked),
            Some(linked) if linked == member => (Redeemed::AlreadyLinked, Event::AlreadyLinked),
            Some(_) => (Redeemed::LinkedToAnother, Event::Refused),
        };
        if redeemed == Redeemed::Linked {
            // Without `on conflict`: a link that is there is never overwritten.
            let insert = sqlx::query("insert into haedap_links (person, member, linked_at) values ($1, $2, $3)");
            let insert = insert.bind(person.to_owned()).bind(member).bind(now.unix_timestamp());
            insert.execute(&mut *work.connection).await?;
        }
        let right = sqlx::query("delete from haedap_link_attempts where person = $1").bind(person.to_owned());
        right.execute(&mut *work.connection).await?;
        audit::add(work, now, event, Some(person), Some(&hash)).await?;
        Ok(redeemed)
    }
}

/// Holds the person's row of tries to the end of the transaction, making one if there is none.
async fn take_tries(work: &mut Work, person: &str, now: OffsetDateTime) -> Result<Tries, LinkError> {
    let take = "insert into haedap_link_attempts (person, wrong, last_at, locked_until) values ($1, 0, 0, 0) \
                on conflict (person) do update set person = excluded.person returning wrong, last_at, locked_until";
    let row = sqlx::query(take).bind(person.to_owned()).fetch_all(&mut *work.connection).await?.pop();
    let row = row.ok_or_else(|| LinkError::Unusable { cause: "a row that was written is not there".to_owned() })?;
    let (wrong, last_at): (i64, i64) = (row.try_get("wrong")?, row.try_get("last_at")?);
    let counts = last_at > (now - LOCK).unix_timestamp();
    let wrong = if counts { u32::try_from(wrong).unwrap_or(MOST_WRONG) } else { 0 };
    Ok(Tries { wrong, locked_until: row.try_get("locked_until")? })
}

/// Whom a code was issued for. It is used up by that, unless the person is linked with somebody else.
async fn member_of_code(
    work: &mut Work,
    code: &str,
    now: OffsetDateTime,
    linked: Option<&str>,
) -> Result<Option<String>, LinkError> {
    if let Some(linked) = linked {
        let select = "select member from haedap_link_codes where code = $1 and expires_at > $2 and member <> $3";
        let select = sqlx::query(select).bind(code.to_owned()).bind(now.unix_timestamp()).bind(linked.to_owned());
        if let Some(row) = select.fetch_all(&mut *work.connection).await?.pop() {
            return Ok(Some(row.try_get("member")?));
        }
    }
    let take = "delete from haedap_link_codes where code = $1 and expires_at > $2 returning member";
    let take = sqlx::query(take).bind(code.to_owned()).bind(now.unix_timestamp());
    let row = take.fetch_all(&mut *work.connection).await?.pop();
    Ok(row.map(|row| row.try_get("member")).transpose()?)
}

/// Counts a wrong try.
async fn wrong(work: &mut Work, person: &str, tries: Tries, now: OffsetDateTime) -> Result<Redeemed, LinkError> {
    let wrong = tries.wrong + 1;
    let locks = wrong >= MOST_WRONG;
    let until = now + LOCK;
    let update = "update haedap_link_attempts set wrong = $1, last_at = $2, locked_until = $3 where person = $4";
    let update = sqlx::query(update).bind(if locks { 0 } else { i64::from(wrong) }).bind(now.unix_timestamp());
    let update = update.bind(if locks { until.unix_timestamp() } else { 0 }).bind(person.to_owned());
    update.execute(&mut *work.connection).await?;
    audit::add(work, now, Event::WrongCode, Some(person), None).await?;
    if locks {
        audit::add(work, now, Event::Locked, Some(person), None).await?;
        return Ok(Redeemed::Locked { until: moment(until.unix_timestamp())? });
    }
    Ok(Redeemed::WrongOrExpired { left: MOST_WRONG - wrong })
}

fn moment(seconds: i64) -> Result<OffsetDateTime, LinkError> {
    OffsetDateTime::from_unix_timestamp(seconds)
        .map_err(|_| LinkError::Unusable { cause: "a lock ends at no moment".to_owned() })
}
