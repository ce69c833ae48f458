//! Links end: by the customer, by the company's server, or with everything that is stored of somebody.

use serde::Serialize;
use sqlx::Row as _;
use time::OffsetDateTime;

use super::LinkError;
use super::audit::{self, Event};
use super::person::Person;
use super::store::{self, LinkStore};
use crate::database::Work;
use crate::wallet::MemberId;

/// How many rows went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Erased {
    pub links: usize,
    /// Codes that could still have been used.
    pub codes: usize,
    /// Persons whose wrong tries were counted.
    pub attempts: usize,
}

impl LinkStore {
    /// Ends a person's link; whether there was one.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn unlink(&self, person: &Person, now: OffsetDateTime) -> Result<bool, LinkError> {
        let person = self.secret().of_person(person);
        self.hold(async {
            let mut work = self.begin().await?;
            let member = self.remove_link(&mut work, &person).await?;
            if let Some(member) = &member {
                audit::add(&mut work, now, Event::Unlinked, Some(&person), Some(member)).await?;
            }
            work.commit().await?;
            Ok(member.is_some())
        })
        .await
    }

    /// Ends all links of a member, and takes back a code that is open: what the company's server asks for.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn unlink_member(&self, member: &MemberId, now: OffsetDateTime) -> Result<Erased, LinkError> {
        self.remove_member(member, now, Event::UnlinkedByCompany).await
    }

    /// Erases all that is stored of a member: links, codes, and the wrong tries of those who are linked with them.
    /// The audit keeps its hashes.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn forget_member(&self, member: &MemberId, now: OffsetDateTime) -> Result<Erased, LinkError> {
        self.remove_member(member, now, Event::Forgotten).await
    }

    /// Erases all that is stored of a person: their link and their wrong tries. The audit keeps its hashes.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn forget_person(&self, person: &Person, now: OffsetDateTime) -> Result<Erased, LinkError> {
        let person = self.secret().of_person(person);
        self.hold(async {
            let mut work = self.begin().await?;
            let tries = "delete from haedap_link_attempts where person = $1";
            let attempts = deleted(&mut work, tries, &person).await?;
            let member = self.remove_link(&mut work, &person).await?;
            let erased = Erased { links: usize::from(member.is_some()), codes: 0, attempts };
            if erased != Erased::default() {
                audit::add(&mut work, now, Event::Forgotten, Some(&person), member.as_deref()).await?;
            }
            work.commit().await?;
            Ok(erased)
        })
        .await
    }

    async fn remove_member(&self, member: &MemberId, now: OffsetDateTime, event: Event) -> Result<Erased, LinkError> {
        let hash = self.secret().of_member(member);
        let member = member.as_str();
        self.hold(async {
            let mut work = self.begin().await?;
            let mut erased = Erased::default();
            if event == Event::Forgotten {
                let tries = "delete from haedap_link_attempts \
                             where person in (select person from haedap_links where member = $1)";
                erased.attempts = deleted(&mut work, tries, member).await?;
            }
            erased.codes = deleted(&mut work, "delete from haedap_link_codes where member = $1", member).await?;
            let links = sqlx::query("delete from haedap_links where member = $1 returning person");
            let links = links.bind(member.to_owned()).fetch_all(&mut *work.connection).await?;
            erased.links = links.len();
            for row in &links {
                let person: String = row.try_get("person")?;
                audit::add(&mut work, now, event, Some(&person), Some(&hash)).await?;
            }
            if links.is_empty() && erased.codes > 0 {
                audit::add(&mut work, now, event, None, Some(&hash)).await?;
            }
            work.commit().await?;
            Ok(erased)
        })
        .await
    }

    /// Removes a person's link; the hash of the member it led to.
    async fn remove_link(&self, work: &mut Work, person: &str) -> Result<Option<String>, LinkError> {
        let query = sqlx::query("delete from haedap_links where person = $1 returning member").bind(person.to_owned());
        let Some(row) = query.fetch_all(&mut *work.connection).await?.pop() else { return Ok(None) };
        let member: String = row.try_get("member")?;
        Ok(Some(self.secret().of_member(&store::parsed(&member)?)))
    }
}

async fn deleted(work: &mut Work, delete: &'static str, value: &str) -> Result<usize, LinkError> {
    let done = sqlx::query(delete).bind(value.to_owned()).execute(&mut *work.connection).await?;
    Ok(done.rows_affected() as usize)
}
