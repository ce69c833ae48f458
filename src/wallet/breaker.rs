//! A circuit breaker: a source that failed several times in a row is left alone for a while, then tried with one
//! question at a time. So an outage costs no budget, and ends by itself.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use time::{Duration, OffsetDateTime};

use super::ids::{MemberId, WalletId};
use super::source::{Deadline, WalletError, WalletSource};
use super::state::{WalletState, WalletSummary};
use crate::clock::Clock;
use crate::slot::Slot;

/// Failures in a row until the source is left alone. Our choice: fewer would open on a single restart of a replica.
const FAILURES: u32 = 5;
/// How long it is left alone. Our choice: about the time in which a customer asks again.
const PAUSE: Duration = Duration::seconds(5);

/// Any source behind a circuit breaker.
pub struct Breaker<S> {
    source: S,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
}

#[derive(Debug, Clone, Copy)]
enum State {
    /// Questions pass.
    Closed { failures: u32 },
    /// Questions are refused for a while from then on.
    Open { since: OffsetDateTime },
    /// One question is being tried, others are refused.
    HalfOpen,
}

/// A question that was let through. Dropped unfinished, as when its caller gave up, it counts as failed.
struct Pass<'a> {
    state: &'a Mutex<State>,
    clock: &'a dyn Clock,
    probe: bool,
    failed: bool,
}

impl<S> Breaker<S> {
    /// Stands before a source.
    pub fn new(source: S, clock: Arc<dyn Clock>) -> Self {
        Self { source, clock, state: Mutex::new(State::Closed { failures: 0 }) }
    }

    fn enter(&self) -> Result<Pass<'_>, WalletError> {
        let mut state = lock(&self.state);
        let probe = match *state {
            State::Closed { .. } => false,
            // A clock that was set back must not keep it open.
            State::Open { since } if !(Duration::ZERO..PAUSE).contains(&(self.clock.now() - since)) => true,
            State::Open { .. } | State::HalfOpen => {
                return Err(WalletError::Down { cause: "left alone after repeated failures".to_owned() });
            }
        };
        if probe {
            *state = State::HalfOpen;
        }
        Ok(Pass { state: &self.state, clock: self.clock.as_ref(), probe, failed: true })
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
        let open = || State::Open { since: self.clock.now() };
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
                tracing::warn!("the wallet source failed {FAILURES} times in a row and is left alone for {PAUSE}");
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
    use std::sync::atomic::{AtomicU32, Ordering};

    use time::macros::datetime;

    use super::*;

    /// A clock that is moved by hand.
    struct Moved(Mutex<OffsetDateTime>);

    impl Clock for Moved {
        fn now(&self) -> OffsetDateTime {
            *self.0.lock().unwrap()
        }
    }

    /// Hangs while broken, else knows nobody; counts how often it is asked.
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

        async fn state(&self, _: &MemberId, _: &WalletId, _: &[Slot], _: Deadline) -> Result<WalletState, WalletError> {
            Err(WalletError::WalletUnknown)
        }
    }

    struct Place {
        upstream: Arc<Upstream>,
        clock: Arc<Moved>,
        breaker: Breaker<Arc<Upstream>>,
    }

    impl Place {
        fn broken() -> Self {
            let upstream = Arc::new(Upstream { broken: Mutex::new(true), asked: AtomicU32::new(0) });
            let clock = Arc::new(Moved(Mutex::new(datetime!(2026-11-22 01:32 UTC))));
            let shared: Arc<dyn Clock> = clock.clone();
            let breaker = Breaker::new(Arc::clone(&upstream), shared);
            Self { upstream, clock, breaker }
        }

        async fn ask(&self) -> WalletError {
            let member = MemberId::parse("demo-01").unwrap();
            let deadline = Deadline::after(std::time::Duration::from_millis(1));
            self.breaker.wallets(&member, deadline).await.unwrap_err()
        }

        async fn is_left_alone(&self) -> bool {
            let before = self.asked();
            matches!(self.ask().await, WalletError::Down { .. }) && self.asked() == before
        }

        fn asked(&self) -> u32 {
            self.upstream.asked.load(Ordering::SeqCst)
        }

        fn set_broken(&self, broken: bool) {
            *self.upstream.broken.lock().unwrap() = broken;
        }

        fn pass(&self, time: Duration) {
            *self.clock.0.lock().unwrap() += time;
        }
    }

    fn run<T>(test: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(test)
    }

    #[test]
    fn opens_after_failures_in_a_row_and_closes_by_a_probe() {
        run(async {
            let place = Place::broken();
            for _ in 0..FAILURES {
                assert_eq!(place.ask().await, WalletError::Slow);
            }
            assert!(place.is_left_alone().await);
            place.pass(PAUSE - Duration::MILLISECOND);
            assert!(place.is_left_alone().await);

            place.pass(Duration::MILLISECOND);
            assert_eq!(place.ask().await, WalletError::Slow, "one probe");
            assert!(place.is_left_alone().await, "and it is left alone again");

            place.set_broken(false);
            place.pass(PAUSE);
            for _ in 0..3 {
                assert_eq!(place.ask().await, WalletError::MemberUnknown);
            }
        });
    }

    #[test]
    fn answers_about_the_question_are_no_failures() {
        run(async {
            let place = Place::broken();
            place.set_broken(false);
            for _ in 0..FAILURES * 2 {
                assert_eq!(place.ask().await, WalletError::MemberUnknown);
            }
            for _ in 0..3 {
                place.set_broken(true);
                for _ in 1..FAILURES {
                    assert_eq!(place.ask().await, WalletError::Slow);
                }
                place.set_broken(false);
                assert_eq!(place.ask().await, WalletError::MemberUnknown, "a success ends the row");
            }
        });
    }

    #[test]
    fn one_probe_at_a_time_and_one_that_is_dropped_blocks_nothing() {
        run(async {
            let place = Place::broken();
            for _ in 0..FAILURES {
                place.ask().await;
            }
            place.pass(PAUSE);
            let (probe, other) = tokio::join!(place.ask(), place.ask());
            assert_eq!(probe, WalletError::Slow);
            assert!(matches!(other, WalletError::Down { .. }));

            place.pass(PAUSE);
            let dropped = tokio::select! {
                biased;
                _ = place.ask() => false,
                () = std::future::ready(()) => true,
            };
            assert!(dropped, "its caller gave up");
            assert!(place.is_left_alone().await);
            place.set_broken(false);
            place.pass(PAUSE);
            assert_eq!(place.ask().await, WalletError::MemberUnknown);
        });
    }

    #[test]
    fn a_clock_that_is_set_back_keeps_nothing_open() {
        run(async {
            let place = Place::broken();
            for _ in 0..FAILURES {
                place.ask().await;
            }
            place.set_broken(false);
            place.pass(-Duration::HOUR);
            assert_eq!(place.ask().await, WalletError::MemberUnknown);
        });
    }
}
