//! Wallets behind HTTP: a JSON contract (docs/wallet.md) that a company puts in front of its billing system. GETs only.

use std::time::Duration;

use async_trait::async_trait;
use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderValue};
use reqwest::{Client, StatusCode, Url, redirect, retry};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use time::OffsetDateTime;

use super::super::ids::{MemberId, WalletId};
use super::super::role::Role;
use super::super::source::{Deadline, WalletError, WalletSource, permit};
use super::super::state::{Slots, WalletState, WalletSummary, without_values};
use crate::slot::Slot;

/// Longest body that is read. A state with 50 entries in every list has about 60 KiB.
const LONGEST_BODY: usize = 512 * 1024;
/// How long an unused connection is kept. Below the 60 s after which common proxies close theirs.
const IDLE: Duration = Duration::from_secs(30);

/// An address or token that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadUpstream {
    #[error(
        "the address of the wallet source is no web address: {0}; write it like https://billing.example.com/haedap"
    )]
    Address(String),
    #[error("the token of the wallet source holds signs that no header may hold")]
    Token,
    #[error("the HTTP client cannot be set up: {0}")]
    Client(reqwest::Error),
}

/// The HTTP contract as a source.
pub struct HttpSource {
    client: Client,
    /// Without a slash at its end.
    base: String,
}

/// What one try brought.
enum Tried {
    Body(Vec<u8>),
    /// 403 or 404 with a problem document.
    Refused(StatusCode, Vec<u8>),
    /// A GET may be sent again.
    Again(String),
    Failed(WalletError),
}

#[derive(Deserialize)]
struct WalletsBody {
    member_id: MemberId,
    wallets: Vec<WalletSummary>,
}

#[derive(Deserialize)]
struct StateBody {
    member_id: MemberId,
    wallet: WalletSummary,
    #[serde(with = "time::serde::rfc3339")]
    as_of: OffsetDateTime,
    slots: Map<String, Value>,
}

/// `application/problem+json`, as much of it as matters.
#[derive(Deserialize)]
struct Problem {
    code: String,
    role: Option<Role>,
}

impl HttpSource {
    /// A source at an address; nothing is sent yet. The token goes out as `Authorization: Bearer`.
    ///
    /// # Errors
    /// When address or token cannot be used.
    pub fn new(base: &str, token: Option<&str>) -> Result<Self, BadUpstream> {
        let url = Url::parse(base).map_err(|error| BadUpstream::Address(error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") || url.query().is_some() || url.fragment().is_some() {
            return Err(BadUpstream::Address("it needs http or https, and no query".to_owned()));
        }
        let mut headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))]);
        if let Some(token) = token {
            let mut value = HeaderValue::from_str(&format!("Bearer {token}")).map_err(|_| BadUpstream::Token)?;
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        // The crypto of TLS is chosen once for the process; somebody else having done so is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .default_headers(headers)
            .user_agent(concat!("haedap/", env!("CARGO_PKG_VERSION")))
            // A redirect would carry a member's name to where nobody said it may go.
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .pool_idle_timeout(IDLE)
            .build()
            .map_err(BadUpstream::Client)?;
        Ok(Self { client, base: url.as_str().trim_end_matches('/').to_owned() })
    }

    /// A GET, sent again once if the first did not get through.
    async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, WalletError> {
        let url = format!("{}{path}", self.base);
        let mut tried = self.once(&url).await;
        if matches!(tried, Tried::Again(_)) {
            tried = self.once(&url).await;
        }
        match tried {
            Tried::Body(body) => read(&body),
            Tried::Refused(status, body) => Err(refusal(status, &body)),
            Tried::Again(cause) => Err(WalletError::Down { cause }),
            Tried::Failed(error) => Err(error),
        }
    }

    async fn once(&self, url: &str) -> Tried {
        let mut response = match self.client.get(url).send().await {
            Ok(response) => response,
            Err(error) if error.is_connect() => return Tried::Again("it cannot be reached".to_owned()),
            Err(_) => return Tried::Again("the connection broke".to_owned()),
        };
        let status = response.status();
        let mut body = Vec::new();
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) if body.len() + chunk.len() <= LONGEST_BODY => body.extend_from_slice(&chunk),
                Ok(Some(_)) => return Tried::Failed(invalid(format!("a body of more than {LONGEST_BODY} bytes"))),
                Ok(None) => break,
                Err(_) => return Tried::Again("the connection broke within a body".to_owned()),
            }
        }
        match status {
            StatusCode::OK => Tried::Body(body),
            StatusCode::FORBIDDEN | StatusCode::NOT_FOUND => Tried::Refused(status, body),
            _ if status.is_server_error() => Tried::Again(format!("status {status}")),
            StatusCode::UNAUTHORIZED => Tried::Failed(WalletError::Down { cause: "it refuses the token".to_owned() }),
            StatusCode::TOO_MANY_REQUESTS => Tried::Failed(WalletError::Down { cause: format!("status {status}") }),
            _ => Tried::Failed(invalid(format!("status {status}"))),
        }
    }
}

fn invalid(cause: impl Into<String>) -> WalletError {
    WalletError::Invalid { cause: cause.into() }
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, WalletError> {
    serde_json::from_slice(body).map_err(|error| invalid(without_values(&error)))
}

/// What a 403 or 404 says. Without a code of the contract it is a wrong address, not an unknown member.
fn refusal(status: StatusCode, body: &[u8]) -> WalletError {
    let Ok(problem) = serde_json::from_slice::<Problem>(body) else {
        return invalid(format!("status {status} without a code"));
    };
    match (status, problem.code.as_str()) {
        (StatusCode::NOT_FOUND, "member_unknown") => WalletError::MemberUnknown,
        (StatusCode::NOT_FOUND, "wallet_unknown") => WalletError::WalletUnknown,
        (StatusCode::FORBIDDEN, "not_permitted") => {
            WalletError::NotPermitted { role: problem.role.unwrap_or(Role::Unknown) }
        }
        _ => invalid(format!("status {status} with a code that the contract does not have")),
    }
}

/// An answer about somebody else is worse than none.
fn same_member(asked: &MemberId, answered: &MemberId) -> Result<(), WalletError> {
    if asked == answered { Ok(()) } else { Err(invalid("an answer about another member")) }
}

#[async_trait]
impl WalletSource for HttpSource {
    async fn wallets(&self, member: &MemberId, deadline: Deadline) -> Result<Vec<WalletSummary>, WalletError> {
        let path = format!("/members/{}/wallets", member.as_str());
        let mut body: WalletsBody = deadline.hold(self.get(&path)).await?;
        same_member(member, &body.member_id)?;
        body.wallets.sort_by_key(|wallet| (wallet.service.clone(), wallet.wallet_id.clone()));
        Ok(body.wallets)
    }

    async fn state(
        &self,
        member: &MemberId,
        wallet: &WalletId,
        slots: &[Slot],
        deadline: Deadline,
    ) -> Result<WalletState, WalletError> {
        let names = slots.iter().map(|slot| slot.name()).collect::<Vec<_>>().join(",");
        let path = format!("/members/{}/wallets/{}/state?slots={names}", member.as_str(), wallet.as_str());
        let mut body: StateBody = deadline.hold(self.get(&path)).await?;
        same_member(member, &body.member_id)?;
        if body.wallet.wallet_id != *wallet {
            return Err(invalid("an answer about another wallet"));
        }
        permit(body.wallet.my_role, slots)?;
        let mut given = Slots::default();
        for slot in slots {
            if let Some(value) = body.slots.remove(slot.name()) {
                given.set(*slot, value)?;
            }
        }
        Ok(WalletState { wallet: body.wallet, as_of: body.as_of, slots: given })
    }
}
