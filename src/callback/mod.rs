//! Posts an answer later: Kakao gives an address that takes one answer within a minute, and shows it when it comes.
//!
//! The address is input, so it is used only if it is https, of a host that is allowed, without credentials and without
//! a token of the bot test, which Kakao refuses. It is used once: it is claimed before anything is promised to the
//! customer, and a call that comes again finds it claimed. Redirects are not followed. Nothing is kept on disk: an
//! answer that was promised is lost when the process ends.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, HeaderValue};
use reqwest::{Certificate, Client, Url, redirect, retry};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

/// Largest answer: Kakao refuses a bubble of more bytes (30 KB).
pub const MOST_BYTES: usize = 30_720;
/// Answers that may be on their way at once; beyond it, none is promised.
const AT_ONCE: usize = 64;
/// How long an address stays claimed: it is good for a minute, and a call that comes again comes soon.
const CLAIMED_FOR: Duration = Duration::from_mins(5);
/// Addresses that are remembered; beyond it, no other is claimed.
const MOST_CLAIMED: usize = 20_000;
/// How long one try to connect may take.
const CONNECT: Duration = Duration::from_secs(5);
/// Beginning of the tokens of the bot test and of Kakao's own checks.
const TEST_TOKEN: &str = "cbtest";

/// Why an address is not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("it is no address of the kind https://host/path")]
    Address,
    #[error("its host is not allowed; callback_hosts lists those that are")]
    Host,
    #[error("it is one of the bot test, which takes no answer")]
    BotTest,
    #[error("it was used before")]
    Used,
    #[error("too many answers are on their way")]
    Busy,
}

/// Why an answer did not arrive. Holds neither the address nor the answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PostError {
    #[error("the answer has {0} bytes, more than the {MOST_BYTES} that are taken")]
    TooLarge(usize),
    #[error("it cannot be reached")]
    Unreachable,
    #[error("the connection broke, so it is not known whether the answer arrived")]
    Broken,
    #[error("it did not take the answer in time")]
    Late,
    #[error("it refuses the answer with status {status}")]
    Status { status: u16 },
}

/// A client that cannot be set up.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client for callbacks cannot be set up: {0}")]
pub struct BadClient(#[from] reqwest::Error);

/// Whose certificates are believed.
#[derive(Debug, Clone, Copy, Default)]
pub enum Trust<'a> {
    /// Those of the system.
    #[default]
    System,
    /// This authority alone, in PEM.
    Only(&'a [u8]),
}

/// Posts answers; cheap to clone.
#[derive(Clone)]
pub struct Poster {
    inner: Arc<Inner>,
}

struct Inner {
    client: Client,
    /// `host`, or `host:port` where it is not 443.
    hosts: Vec<String>,
    permits: Arc<Semaphore>,
    /// Oldest first.
    claimed: Mutex<VecDeque<(Instant, String)>>,
}

/// The right to post one answer. Never printed.
pub struct Ticket {
    url: Url,
    _permit: OwnedSemaphorePermit,
}

impl fmt::Debug for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ticket(***)")
    }
}

impl Poster {
    /// Posts to these hosts alone.
    ///
    /// # Errors
    /// When the client cannot be set up.
    pub fn new(hosts: Vec<String>, trust: Trust<'_>) -> Result<Self, BadClient> {
        // The crypto of TLS is chosen once for the process; somebody else having done so is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = Client::builder()
            .user_agent(concat!("haedap/", env!("CARGO_PKG_VERSION")))
            // A redirect would carry an answer, maybe with a balance, to where nobody said it may go.
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .https_only(true)
            .connect_timeout(CONNECT);
        let builder = match trust {
            Trust::System => builder,
            Trust::Only(authority) => builder.tls_certs_only([Certificate::from_pem(authority)?]),
        };
        let permits = Arc::new(Semaphore::new(AT_ONCE));
        let inner = Inner { client: builder.build()?, hosts, permits, claimed: Mutex::default() };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Whether an address could be claimed now.
    pub fn is_usable(&self, url: &str) -> bool {
        self.checked(url).is_ok_and(|url| !self.claimed(Instant::now()).iter().any(|(_, used)| used == url.as_str()))
    }

    /// Claims an address: whoever does it first may post there, nobody else.
    ///
    /// # Errors
    /// Why it is not used.
    pub fn claim(&self, url: &str) -> Result<Ticket, Refused> {
        let url = self.checked(url)?;
        let permit = Arc::clone(&self.inner.permits).try_acquire_owned().map_err(|_| Refused::Busy)?;
        let now = Instant::now();
        let mut claimed = self.claimed(now);
        if claimed.iter().any(|(_, used)| used == url.as_str()) {
            return Err(Refused::Used);
        }
        if claimed.len() >= MOST_CLAIMED {
            return Err(Refused::Busy);
        }
        claimed.push_back((now, url.as_str().to_owned()));
        drop(claimed);
        Ok(Ticket { url, _permit: permit })
    }

    /// Posts an answer. Tried again once, and only if nothing can have arrived: no connection came about.
    ///
    /// # Errors
    /// When it did not arrive, or nobody knows whether it did.
    pub async fn post(&self, ticket: Ticket, answer: Vec<u8>, within: Duration) -> Result<(), PostError> {
        if answer.len() > MOST_BYTES {
            return Err(PostError::TooLarge(answer.len()));
        }
        let tries = async {
            match self.once(&ticket.url, answer.clone()).await {
                Err(PostError::Unreachable) => self.once(&ticket.url, answer).await,
                other => other,
            }
        };
        tokio::time::timeout(within, tries).await.unwrap_or(Err(PostError::Late))
    }

    async fn once(&self, url: &Url, answer: Vec<u8>) -> Result<(), PostError> {
        let json = HeaderValue::from_static("application/json; charset=utf-8");
        let sent = self.inner.client.post(url.clone()).header(CONTENT_TYPE, json).body(answer).send().await;
        // What Kakao writes into the body names the task; the status says enough.
        match sent {
            Ok(response) if response.status().is_success() => Ok(()),
            Ok(response) => Err(PostError::Status { status: response.status().as_u16() }),
            Err(error) if error.is_connect() => Err(PostError::Unreachable),
            Err(_) => Err(PostError::Broken),
        }
    }

    fn checked(&self, url: &str) -> Result<Url, Refused> {
        let url = Url::parse(url).map_err(|_| Refused::Address)?;
        if url.scheme() != "https" || !url.username().is_empty() || url.password().is_some() {
            return Err(Refused::Address);
        }
        let host = url.host_str().ok_or(Refused::Address)?;
        // The address leaves the port out where it is that of https.
        let place = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        if !self.inner.hosts.contains(&place) {
            return Err(Refused::Host);
        }
        if url.as_str().to_ascii_lowercase().contains(TEST_TOKEN) {
            return Err(Refused::BotTest);
        }
        Ok(url)
    }

    fn claimed(&self, now: Instant) -> std::sync::MutexGuard<'_, VecDeque<(Instant, String)>> {
        // Each change leaves a whole list, so it is right even after a panic.
        let mut claimed = self.inner.claimed.lock().unwrap_or_else(PoisonError::into_inner);
        while claimed.front().is_some_and(|(since, _)| now.saturating_duration_since(*since) >= CLAIMED_FOR) {
            claimed.pop_front();
        }
        claimed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn poster() -> Poster {
        Poster::new(vec!["bot-api.kakao.com".to_owned()], Trust::System).unwrap()
    }

    #[test]
    fn only_addresses_of_allowed_hosts_are_claimed() {
        let refused = |url: &str| poster().claim(url).err();
        let good = "https://bot-api.kakao.com/v1/bots/66a0/callback/cbtoken:0f9e";
        assert_eq!(refused(good), None);
        for (url, why) in [
            ("", Refused::Address),
            ("bot-api.kakao.com/v1", Refused::Address),
            ("http://bot-api.kakao.com/v1/bots/66a0/callback/cbtoken:0f9e", Refused::Address),
            ("https://u:p@bot-api.kakao.com/v1", Refused::Address),
            ("https://bot-api.kakao.com@evil.example/v1", Refused::Address),
            ("https://bot-api.kakao.com.evil.example/v1", Refused::Host),
            ("https://evil.example/bot-api.kakao.com", Refused::Host),
            ("https://bot-api.kakao.com:8443/v1", Refused::Host),
            ("https://169.254.169.254/latest", Refused::Host),
            ("https://[::1]/v1", Refused::Host),
            ("https://bot-api.kakao.com/v1/bots/66a0!/callback/cbtest:0f9e", Refused::BotTest),
            ("https://bot-api.kakao.com/v1/bots/66a0!/callback/CBTEST%3A0f9e", Refused::BotTest),
        ] {
            assert_eq!(refused(url), Some(why), "{url}");
            assert!(!poster().is_usable(url), "{url}");
        }
    }

    #[test]
    fn an_address_is_claimed_once() {
        let (poster, url) = (poster(), "https://bot-api.kakao.com/v1/bots/66a0/callback/cbtoken:0f9e");
        assert!(poster.is_usable(url));
        let ticket = poster.claim(url).unwrap();
        assert_eq!(format!("{ticket:?}"), "Ticket(***)");
        assert!(!poster.is_usable(url));
        assert_eq!(poster.claim(url).err(), Some(Refused::Used));
        // Another way to write it is the same address.
        assert_eq!(
            poster.claim(&url.replace("bot-api", "BOT-API").replace(".com/", ".com:443/")).err(),
            Some(Refused::Used)
        );
        drop(ticket);
        assert_eq!(poster.claim(url).err(), Some(Refused::Used), "an unused ticket gives nothing back");
    }

    #[test]
    fn promises_are_counted() {
        let poster = poster();
        let url = |at: usize| format!("https://bot-api.kakao.com/v1/bots/66a0/callback/cbtoken:{at}");
        let tickets: Vec<Ticket> = (0..AT_ONCE).map(|at| poster.claim(&url(at)).unwrap()).collect();
        assert_eq!(poster.claim(&url(AT_ONCE)).err(), Some(Refused::Busy));
        drop(tickets);
        assert!(poster.claim(&url(AT_ONCE)).is_ok());
    }
}
