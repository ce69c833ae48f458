//! A circuit breaker: a source that failed several times in a row is left alone for a while, then tried with one
//! question at a time. So an outage costs no budget, and ends by itself.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use tokio::time::Instant;

use super::ids::{MemberId, WalletId};
use super::source::{Deadline, WalletError, WalletSource};
use super::state::{WalletState, WalletSummary};
use crate::slot::Slot;

/// Failures in a row until the source is left alone. Our choice: fewer would open on a single restart of a replica.
const FAILURES: u32 = 5;
/// How long it is left alone. Our choice: about the time in which a customer asks again.
const PAUSE: Duration = Duration::from_secs(5);

/// Any source behind a circuit breaker.
pub struct Breaker<S> {
    source: S,
    state: Mutex<State>,
}

#[derive(Debug, Clone, Copy)]
enum State {
    /// Questions pass.
    Closed { failures: u32 },
    /// Questions are refused until then.
    Open { until: Instant },
    /// One question is being tried, others are refused.
    HalfOpen,
}

/// A question that was let through. Dropped unfinished, as when its caller gave up, it counts as failed.
struct Pass<'a> {
    state: &'a Mutex<State>,
    probe: bool,
    failed: bool,
}

impl<S> Breaker<S> {
    /// Stands before a source.
    pub fn new(source: S) -> Self {
        Self { source, state: Mutex::new(State::Closed { failures: 0 }) }
    }

    fn enter(&self) -> Result<Pass<'_>, WalletError> {
        let mut state = lock(&self.state);
        let probe = match *state {
            State::Closed { .. } => false,
            State::Open { until } if Instant::now() >= until => true,
            State::Open { .. } | State::HalfOpen => {
                return Err(WalletError::Down { cause: "left alone after repeated failures".to_owned() });
            }
        };
        if probe {
            *state = State::HalfOpen;
        }
        Ok(Pass { state: &self.state, probe, failed: true })
    }
}

impl Pass<'_> {
    fn end<T>(mut self, result: Result<T, WalletError>) -> Result<T, WalletError> {
        self.failed = result.as_ref().is_err_and(WalletError::is_outage);
        result
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        let mut state = lock(self.state);
        let open = || State::Open { until: Instant::now() + PAUSE };
        *state = match (*state, self.probe, self.failed) {
            (_, true, false) => {
                tracing::info!("the wallet source answers again");
                State::Closed { failures: 0 }
            }
            (_, true, true) => open(),
            (State::Closed { .. }, false, false) => State::Closed { failures: 0 },
            (State::Closed { failures }, false, true) if failures + 1 < FAILURES => {
                State::Closed { failures: failures + 1 }
            }
            (State::Closed { .. }, false, true) => {
                tracing::warn!("the wallet source failed {FAILURES} times in a row and is left alone for {PAUSE:?}");
                open()
            }
            // It began before the breaker opened; only a probe tells how the source is now.
            (other, false, _) => other,
        };
    }
}

/// A state is replaced as a whole, so it is right even after a panic.
fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

#[async_trait]
impl<S: WalletSource> WalletSource for Breaker<S> {
    async fn wallets(&self, member: &MemberId, deadline: Deadline) -> Result<Vec<WalletSummary>, WalletError> {
        let pass = self.enter()?;
        pass.end(self.source.wallets(member, deadline).await)
    }

    async fn state(
        &self,
        member: &MemberId,
        wallet: &WalletId,
        slots: &[Slot],
        deadline: Deadline,
    ) -> Result<WalletState, WalletError> {
        let pass = self.enter()?;
        pass.end(self.source.state(member, wallet, slots, deadline).await)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    /// Hangs while `broken`, else knows nobody; counts how often it is asked.
    struct Upstream {
        broken: Mutex<bool>,
        asked: AtomicU32,
    }

    #[async_trait]
    impl WalletSource for Upstream {
        async fn wallets(&self, _: &MemberId, deadline: Deadline) -> Result<Vec<WalletSummary>, WalletError> {
            self.asked.fetch_add(1, Ordering::SeqCst);
            let broken = *self.broken.lock().unwrap();
            let work = async { if broken { std::future::pending().await } else { Err(WalletError::MemberUnknown) } };
            deadline.hold(work).await
        }

        async fn state(
            &self,
            _: &MemberId,
            _: &WalletId,
            _: &[Slot],
            _: Deadline,
        ) -> Result<WalletState, WalletError> {
            Err(WalletError::WalletUnknown)
        }
    }

    fn broken() -> (Arc<Upstream>, Breaker<Arc<Upstream>>) {
        let upstream = Arc::new(Upstream { broken: Mutex::new(true), asked: AtomicU32::new(0) });
        (Arc::clone(&upstream), Breaker::new(upstream))
    }

    async fn ask(breaker: &Breaker<Arc<Upstream>>) -> WalletError {
        let member = MemberId::parse("demo-01").unwrap();
        breaker.wallets(&member, Deadline::after(Duration::from_secs(1))).await.unwrap_err()
    }

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap()
    }

    fn paused<T>(test: impl Future<Output = T>) -> T {
        runtime().block_on(async {
            tokio::time::pause();
            test.await
        })
    }

    #[test]
    fn opens_after_failures_in_a_row_and_closes_by_a_probe() {
        paused(async {
            let (upstream, breaker) = broken();
            for _ in 0..FAILURES {
                assert_eq!(ask(&breaker).await, WalletError::Slow);
            }
            let before = Instant::now();
            assert!(matches!(ask(&breaker).await, WalletError::Down { .. }));
            assert_eq!(Instant::now(), before, "a refusal costs no budget");
            assert_eq!(upstream.asked.load(Ordering::SeqCst), FAILURES);

            tokio::time::advance(PAUSE).await;
            assert_eq!(ask(&breaker).await, WalletError::Slow, "one probe");
            assert!(matches!(ask(&breaker).await, WalletError::Down { .. }), "and it is left alone again");

            *upstream.broken.lock().unwrap() = false;
            tokio::time::advance(PAUSE).await;
            for _ in 0..3 {
                assert_eq!(ask(&breaker).await, WalletError::MemberUnknown);
            }
        });
    }

    #[test]
    fn answers_about_the_question_are_no_failures() {
        paused(async {
            let (upstream, breaker) = broken();
            *upstream.broken.lock().unwrap() = false;
            for _ in 0..FAILURES * 2 {
                assert_eq!(ask(&breaker).await, WalletError::MemberUnknown);
            }
            *upstream.broken.lock().unwrap() = true;
            for _ in 1..FAILURES {
                assert_eq!(ask(&breaker).await, WalletError::Slow);
            }
            *upstream.broken.lock().unwrap() = false;
            assert_eq!(ask(&breaker).await, WalletError::MemberUnknown, "a success ends the row");
        });
    }

    #[test]
    fn one_probe_at_a_time_and_one_that_is_dropped_blocks_nothing() {
        paused(async {
            let (upstream, breaker) = broken();
            for _ in 0..FAILURES {
                ask(&breaker).await;
            }
            tokio::time::advance(PAUSE).await;
            let (probe, other) = tokio::join!(ask(&breaker), ask(&breaker));
            assert_eq!(probe, WalletError::Slow);
            assert!(matches!(other, WalletError::Down { .. }));

            tokio::time::advance(PAUSE).await;
            let cut = tokio::time::timeout(Duration::from_millis(1), ask(&breaker)).await;
            assert!(cut.is_err(), "its caller gave up");
            *upstream.broken.lock().unwrap() = false;
            tokio::time::advance(PAUSE).await;
            assert_eq!(ask(&breaker).await, WalletError::MemberUnknown);
        });
    }
}
