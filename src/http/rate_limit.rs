//! How often one client may call: a bucket of tokens for each, in memory, in front of `/api/v1` and `/help` and never of
//! the skill webhook, whose every call comes from Kakao's few addresses.
//!
//! A limit is of one server; many replicas allow as many times as much.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::client::client;
use super::error::ApiError;
use crate::config::Network;

/// Most clients that are remembered: about 4 MB.
const MOST_CLIENTS: usize = 65_536;
const MINUTE: Duration = Duration::from_mins(1);

/// The limit of a server; cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct RateLimit {
    buckets: Arc<Mutex<Buckets>>,
    trusted: Arc<[Network]>,
}

/// Buckets hold a minute's calls, and are filled evenly.
#[derive(Debug)]
struct Buckets {
    /// Time in which one token comes.
    interval: Duration,
    /// When each client's bucket is full again; one that is full already is as good as forgotten.
    full_at: HashMap<IpAddr, Instant>,
    most: usize,
}

impl RateLimit {
    /// Lets `per_minute` calls pass; `None` for 0, which is no limit.
    pub(super) fn new(per_minute: u32, trusted: &[Network]) -> Option<Self> {
        let buckets = Buckets::new(per_minute, MOST_CLIENTS)?;
        Some(Self { buckets: Arc::new(Mutex::new(buckets)), trusted: trusted.into() })
    }

    fn take(&self, client: IpAddr, now: Instant) -> Result<(), Duration> {
        // Every step leaves whole buckets behind, so a poisoned lock holds them too.
        self.buckets.lock().unwrap_or_else(PoisonError::into_inner).take(client, now)
    }
}

impl Buckets {
    fn new(per_minute: u32, most: usize) -> Option<Self> {
        let interval = MINUTE.checked_div(per_minute)?;
        Some(Self { interval, full_at: HashMap::new(), most })
    }

    /// Takes a token, or says after what time there is one.
    fn take(&mut self, client: IpAddr, now: Instant) -> Result<(), Duration> {
        let full_at = self.full_at.get(&client).copied().unwrap_or(now).max(now) + self.interval;
        let owed = full_at - now;
        if let Some(wait) = owed.checked_sub(MINUTE).filter(|wait| !wait.is_zero()) {
            return Err(wait);
        }
        if self.full_at.len() >= self.most && !self.full_at.contains_key(&client) {
            self.forget(now);
        }
        self.full_at.insert(client, full_at);
        Ok(())
    }

    /// Makes room. Whoever floods from so many addresses is not held back by a limit per address, so that all start
    /// anew costs less than memory without bounds, or refusing everybody else.
    fn forget(&mut self, now: Instant) {
        self.full_at.retain(|_, full_at| *full_at > now);
        if self.full_at.len() * 2 > self.most {
            self.full_at.clear();
        }
    }
}

/// Refuses a client that calls too often.
pub(super) async fn limit_rate(State(limit): State<RateLimit>, request: Request, next: Next) -> Response {
    let client = client(&request, &limit.trusted);
    match limit.take(client, Instant::now()) {
        Ok(()) => next.run(request).await,
        Err(wait) => ApiError::TooManyRequests(wait).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(number: u32) -> IpAddr {
        IpAddr::V4(number.into())
    }

    #[test]
    fn a_bucket_holds_a_minute_and_fills_evenly() {
        let mut buckets = Buckets::new(60, 10).unwrap();
        let start = Instant::now();
        for _ in 0..60 {
            assert_eq!(buckets.take(address(1), start), Ok(()));
        }
        assert_eq!(buckets.take(address(1), start), Err(Duration::from_secs(1)));
        assert_eq!(buckets.take(address(2), start), Ok(()), "the other client has a bucket of its own");
        let later = start + Duration::from_secs(2);
        assert_eq!((buckets.take(address(1), later), buckets.take(address(1), later)), (Ok(()), Ok(())));
        assert_eq!(buckets.take(address(1), later), Err(Duration::from_secs(1)));
        let rested = later + 2 * MINUTE;
        for _ in 0..60 {
            assert_eq!(buckets.take(address(1), rested), Ok(()), "no more than full, however long the rest");
        }
        assert!(buckets.take(address(1), rested).is_err());
        assert!(Buckets::new(0, 10).is_none(), "no limit");
    }

    #[test]
    fn the_memory_is_bounded() {
        let mut buckets = Buckets::new(1, 100).unwrap();
        let start = Instant::now();
        for number in 0..10_000 {
            assert_eq!(buckets.take(address(number), start), Ok(()));
            assert!(buckets.full_at.len() <= 100);
        }
        // Those whose buckets are full again are forgotten first.
        let later = start + 2 * MINUTE;
        for number in 0..50 {
            assert_eq!(buckets.take(address(20_000 + number), later), Ok(()));
        }
        assert!(buckets.take(address(20_000), later).is_err());
    }
}
