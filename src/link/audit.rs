//! The audit: one line for everything that happened to a link. Lines are added, and nothing here changes or removes one.

use serde::Serialize;
use sqlx::Row as _;
use sqlx::any::AnyRow;
use time::OffsetDateTime;

use super::LinkError;
use super::store::LinkStore;
use crate::database::Work;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A member got a code; an earlier one stopped working.
    Issued,
    /// A person gave it and is linked.
    Linked,
    /// A person gave a code of the member whom they are linked with.
    AlreadyLinked,
    /// A person gave a code of another member than the one whom they are linked with; nothing changed.
    Refused,
    /// A wrong, expired or used code.
    WrongCode,
    /// One too many of them.
    Locked,
    /// A code while locked; it was not looked at.
    TriedWhileLocked,
    /// By the customer.
    Unlinked,
    /// By the company's server; a code that was open is gone as well.
    UnlinkedByCompany,
    /// Erased for good.
    Forgotten,
}

const EVENTS: [(Event, &str); 10] = [
    (Event::Issued, "issued"),
    (Event::Linked, "linked"),
    (Event::AlreadyLinked, "already_linked"),
    (Event::Refused, "refused"),
    (Event::WrongCode, "wrong_code"),
    (Event::Locked, "locked"),
    (Event::TriedWhileLocked, "tried_while_locked"),
    (Event::Unlinked, "unlinked"),
    (Event::UnlinkedByCompany, "unlinked_by_company"),
    (Event::Forgotten, "forgotten"),
];

impl Event {
    fn name(self) -> &'static str {
        EVENTS.iter().find(|(event, _)| *event == self).map_or("", |(_, name)| name)
    }
}

/// One line. Persons and members are hashes that tell whether two are the same, and not who.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditLine {
    /// Grows with every line.
    pub id: i64,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    pub event: Event,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
}

impl LinkStore {
    /// The newest lines, newest first.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn audit(&self, limit: u32) -> Result<Vec<AuditLine>, LinkError> {
        self.hold(async {
            let mut work = self.plain().await?;
            let select = "select id, at, event, person, member from haedap_link_audit order by id desc limit $1";
            let rows = sqlx::query(select).bind(i64::from(limit)).fetch_all(&mut *work.connection).await?;
            work.done();
            rows.iter().map(line).collect()
        })
        .await
    }
}

fn line(row: &AnyRow) -> Result<AuditLine, LinkError> {
    let wrong = |cause: &str| LinkError::Unusable { cause: format!("the audit holds {cause}") };
    let name: String = row.try_get("event")?;
    let event = EVENTS.iter().find(|(_, known)| *known == name).ok_or_else(|| wrong("an unknown event"))?.0;
    let at = OffsetDateTime::from_unix_timestamp(row.try_get("at")?).map_err(|_| wrong("what is no moment"))?;
    Ok(AuditLine { id: row.try_get("id")?, at, event, person: row.try_get("person")?, member: row.try_get("member")? })
}

/// Adds a line, within the change that it tells of. `person` and `member` are hashes.
pub(super) async fn add(
    work: &mut Work,
    now: OffsetDateTime,
    event: Event,
    person: Option<&str>,
    member: Option<&str>,
) -> Result<(), LinkError> {
    let insert = "insert into haedap_link_audit (at, event, person, member) values ($1, $2, $3, $4)";
    let query = sqlx::query(insert).bind(now.unix_timestamp()).bind(event.name());
    let query = query.bind(person.map(str::to_owned)).bind(member.map(str::to_owned));
    query.execute(&mut *work.connection).await?;
    Ok(())
}
