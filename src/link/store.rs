//! The store of links: opening it, issuing codes, asking for a member.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sqlx::Row as _;
use subtle::ConstantTimeEq as _;
use time::OffsetDateTime;
use tokio::sync::OnceCell;

use super::LinkError;
use super::audit::{self, Event};
use super::code::Code;
use super::person::{Person, PersonHash};
use super::redeem::LOCK;
use super::secret::{LinkSecret, SecretTooShort};
use crate::database::{Database, Migrations, Work};
use crate::wallet::MemberId;

static MIGRATIONS: Migrations = Migrations {
    table: "haedap_link_schema",
    sqlite: &[include_str!("../../sql/link/sqlite/0001_links.sql")],
    postgres: &[include_str!("../../sql/link/postgres/0001_links.sql")],
};

/// How long a code is good for.
const CODE_LIFE: time::Duration = time::Duration::minutes(10);

/// A store that cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(transparent)]
    Secret(#[from] SecretTooShort),
    #[error("cannot make {} for the database of links: {error}", path.display())]
    File { path: PathBuf, error: std::io::Error },
    #[error(
        "the database of links {} is there, but its secret {} is not: put that file back, or set HAEDAP_LINK_SECRET",
        database.display(), secret.display()
    )]
    SecretGone { database: PathBuf, secret: PathBuf },
    /// It may hold a password, so it is not repeated.
    #[error("the address of the database of links cannot be used; write it like postgres://user@host/name")]
    Address,
    #[error("the system has no randomness for a link secret: {0}")]
    Random(getrandom::Error),
}

/// A code that was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    pub code: Code,
    /// From this moment on it is expired.
    pub expires: OffsetDateTime,
}

/// All links; cheap to clone. Every call ends within the patience that it was opened with, and one after the database
/// came back works again.
#[derive(Clone)]
pub struct LinkStore {
    inner: Arc<Inner>,
}

struct Inner {
    database: Database,
    secret: LinkSecret,
    /// Whether the database was begun with this secret.
    checked: OnceCell<()>,
}

impl LinkStore {
    /// Links in a SQLite file, made where it is missing, readable by this user alone. Without a secret, one is made
    /// and kept in a file beside it, the same way.
    ///
    /// # Errors
    /// When file or secret cannot be made, or the secret of an older file is gone.
    ///
    /// # Panics
    /// Outside a Tokio runtime, whose tasks look after the connections.
    pub fn open_file(path: &Path, secret: Option<&str>, patience: Duration) -> Result<Self, OpenError> {
        let file = |error| OpenError::File { path: path.to_owned(), error };
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(file)?;
        }
        let secret = match secret {
            Some(secret) => LinkSecret::new(secret)?,
            None => kept_secret(path)?,
        };
        let database = Database::file(path, patience, &MIGRATIONS).map_err(file)?;
        Ok(Self::new(database, secret))
    }

    /// Links in PostgreSQL; connects when it is asked, so a database that is down at the start is no error.
    ///
    /// # Errors
    /// When the address is none of PostgreSQL, or the secret is too short.
    ///
    /// # Panics
    /// Outside a Tokio runtime, whose tasks look after the connections.
    pub fn open_postgres(url: &str, secret: &str, patience: Duration) -> Result<Self, OpenError> {
        let secret = LinkSecret::new(secret)?;
        let database = Database::postgres(url, patience, &MIGRATIONS).ok_or(OpenError::Address)?;
        Ok(Self::new(database, secret))
    }

    fn new(database: Database, secret: LinkSecret) -> Self {
        Self { inner: Arc::new(Inner { database, secret, checked: OnceCell::new() }) }
    }

    /// Brings the tables up to date. Every call does it if nobody did before; at the start it shows what is wrong.
    ///
    /// # Errors
    /// When the database cannot be asked, or was begun with another secret.
    pub async fn prepare(&self) -> Result<(), LinkError> {
        self.hold(async { Ok(()) }).await
    }

    /// A new code for a member; an earlier one stops working.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn issue(&self, member: &MemberId, now: OffsetDateTime) -> Result<Issued, LinkError> {
        let random = |error| LinkError::Unusable { cause: format!("the system has no randomness for a code: {error}") };
        let issued = Issued { code: Code::random().map_err(random)?, expires: now + CODE_LIFE };
        self.hold(async {
            self.sweep(now).await?;
            let mut work = self.begin().await?;
            let insert = "insert into haedap_link_codes (member, code, expires_at) values ($1, $2, $3) \
                          on conflict (member) do update set code = excluded.code, expires_at = excluded.expires_at";
            let query = sqlx::query(insert).bind(member.as_str().to_owned());
            let query = query.bind(self.secret().of_code(&issued.code)).bind(issued.expires.unix_timestamp());
            query.execute(&mut *work.connection).await?;
            audit::add(&mut work, now, Event::Issued, None, Some(&self.secret().of_member(member))).await?;
            Ok(work.commit().await?)
        })
        .await?;
        Ok(issued)
    }

    /// Who a person is at the wallet service, if they are linked.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn member_of(&self, person: &Person) -> Result<Option<MemberId>, LinkError> {
        let person = self.secret().of_person(person);
        self.hold(async {
            let mut work = self.plain().await?;
            let member = linked_member(&mut work, &person).await?;
            work.done();
            member.map(|member| parsed(&member)).transpose()
        })
        .await
    }

    /// What stands for a person wherever something of theirs is kept.
    pub fn hash_of(&self, person: &Person) -> PersonHash {
        PersonHash::new(self.secret().of_person(person))
    }

    /// The persons who are linked with a member.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn persons_of(&self, member: &MemberId) -> Result<Vec<PersonHash>, LinkError> {
        self.hold(async {
            let mut work = self.plain().await?;
            let select = sqlx::query("select person from haedap_links where member = $1 order by person");
            let rows = select.bind(member.as_str().to_owned()).fetch_all(&mut *work.connection).await?;
            work.done();
            rows.iter().map(|row| Ok(PersonHash::new(row.try_get("person")?))).collect()
        })
        .await
    }

    /// Drops expired codes and wrong tries that count no more. Each statement by itself: within a change, the rows of
    /// many would be held while one waits for another.
    async fn sweep(&self, now: OffsetDateTime) -> Result<(), LinkError> {
        let mut work = self.plain().await?;
        let codes = sqlx::query("delete from haedap_link_codes where expires_at <= $1");
        codes.bind(now.unix_timestamp()).execute(&mut *work.connection).await?;
        let tries = sqlx::query("delete from haedap_link_attempts where last_at <= $1 and locked_until <= $2");
        let tries = tries.bind((now - LOCK).unix_timestamp()).bind(now.unix_timestamp());
        tries.execute(&mut *work.connection).await?;
        work.done();
        Ok(())
    }

    pub(super) fn secret(&self) -> &LinkSecret {
        &self.inner.secret
    }

    pub(super) async fn plain(&self) -> Result<Work, LinkError> {
        Ok(self.inner.database.plain().await?)
    }

    pub(super) async fn begin(&self) -> Result<Work, LinkError> {
        Ok(self.inner.database.begin().await?)
    }

    /// Runs a call on tables that are up to date and of this secret, and gives it up when it takes too long.
    pub(super) async fn hold<T>(&self, call: impl Future<Output = Result<T, LinkError>>) -> Result<T, LinkError> {
        let all = async {
            self.inner.checked.get_or_try_init(|| self.check_secret()).await?;
            call.await
        };
        self.inner.database.hold(all).await
    }

    async fn check_secret(&self) -> Result<(), LinkError> {
        let mut work = self.begin().await?;
        let proof = self.secret().proof();
        let first = "insert into haedap_link_secret (id, proof) values (1, $1) on conflict (id) do nothing";
        sqlx::query(first).bind(proof.clone()).execute(&mut *work.connection).await?;
        let known = sqlx::query("select proof from haedap_link_secret where id = 1");
        let known: String = known.fetch_one(&mut *work.connection).await?.try_get("proof")?;
        work.commit().await?;
        if bool::from(known.as_bytes().ct_eq(proof.as_bytes())) {
            return Ok(());
        }
        let cause =
            "it was begun with another link secret; set HAEDAP_LINK_SECRET to that one, or name another database";
        Err(LinkError::Unusable { cause: cause.to_owned() })
    }
}

/// The member in the database; not yet checked, since nobody may have changed it.
pub(super) async fn linked_member(work: &mut Work, person: &str) -> Result<Option<String>, LinkError> {
    let query = sqlx::query("select member from haedap_links where person = $1").bind(person.to_owned());
    let row = query.fetch_all(&mut *work.connection).await?.pop();
    Ok(row.map(|row| row.try_get("member")).transpose()?)
}

pub(super) fn parsed(member: &str) -> Result<MemberId, LinkError> {
    MemberId::parse(member).map_err(|_| LinkError::Unusable { cause: "a link leads to no member's id".to_owned() })
}

/// The secret beside a database, made with the database.
fn kept_secret(database: &Path) -> Result<LinkSecret, OpenError> {
    let mut name = database.as_os_str().to_owned();
    name.push(".secret");
    let path = PathBuf::from(name);
    let file = |error| OpenError::File { path: path.clone(), error };
    if !path.exists() {
        // A database that holds something was begun with a secret, and another would find nobody in it.
        if std::fs::metadata(database).is_ok_and(|database| database.len() > 0) {
            return Err(OpenError::SecretGone { database: database.to_owned(), secret: path });
        }
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(OpenError::Random)?;
        let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        // Whole or not at all, and for this user alone; another process may have been faster.
        let mut aside = tempfile::NamedTempFile::new_in(folder).map_err(file)?;
        std::io::Write::write_all(&mut aside, text.as_bytes()).map_err(file)?;
        aside.as_file().sync_all().map_err(file)?;
        match aside.persist_noclobber(&path) {
            Err(error) if error.error.kind() != std::io::ErrorKind::AlreadyExists => return Err(file(error.error)),
            _ => {}
        }
    }
    let text = std::fs::read_to_string(&path).map_err(file)?;
    Ok(LinkSecret::new(text.trim())?)
}
