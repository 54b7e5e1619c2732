//! Circuit breakers: stop calling what keeps failing, and find out gently when it recovers.
//!
//! Closed until `FAILURES_TO_OPEN` failures in a row; then open for a pause that doubles with every failed
//! probe; after the pause one call is let through as a probe and decides.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

const FAILURES_TO_OPEN: u32 = 5;
const PAUSE_FIRST: Duration = Duration::from_secs(10);
const PAUSE_LONGEST: Duration = Duration::from_mins(5);
/// Names come from configuration; the limit only keeps a mistake there from growing without end.
const NAMES_MAX: usize = 1024;

/// Breakers by name. Cheap to clone; clones share state.
#[derive(Debug, Clone, Default)]
pub struct Breakers {
    by_name: Arc<Mutex<HashMap<String, Breaker>>>,
}

impl Breakers {
    pub fn get(&self, name: &str) -> Breaker {
        let mut by_name = lock(&self.by_name);
        if let Some(breaker) = by_name.get(name) {
            return breaker.clone();
        }
        if by_name.len() >= NAMES_MAX {
            by_name.retain(|_, breaker| !lock(&breaker.state).is_idle());
        }
        let breaker = Breaker { name: name.into(), state: Arc::default() };
        if by_name.len() < NAMES_MAX {
            by_name.insert(name.to_owned(), breaker.clone());
        }
        breaker
    }
}

#[derive(Debug, Default)]
struct State {
    failures_in_row: u32,
    open_until: Option<Instant>,
    pause: Duration,
    is_probing: bool,
}

impl State {
    fn is_idle(&self) -> bool {
        self.failures_in_row == 0 && self.open_until.is_none()
    }
}

/// One breaker. Cheap to clone; clones share state.
#[derive(Debug, Clone)]
pub struct Breaker {
    name: Arc<str>,
    state: Arc<Mutex<State>>,
}

/// The call was not let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Open {
    pub retry_in: Duration,
}

impl Breaker {
    /// Lets a call through, or says when to come back.
    pub fn admit(&self) -> Result<Permit, Open> {
        let mut state = lock(&self.state);
        if let Some(until) = state.open_until {
            let retry_in = until.saturating_duration_since(Instant::now());
            if !retry_in.is_zero() {
                return Err(Open { retry_in });
            }
            if state.is_probing {
                return Err(Open { retry_in: PAUSE_FIRST });
            }
            state.is_probing = true;
            return Ok(Permit { breaker: self.clone(), is_probe: true, is_decided: false });
        }
        Ok(Permit { breaker: self.clone(), is_probe: false, is_decided: false })
    }
}

/// Permission for one call; tell it how the call went. Dropping it says nothing about the other side.
#[derive(Debug)]
pub struct Permit {
    breaker: Breaker,
    is_probe: bool,
    is_decided: bool,
}

impl Permit {
    /// The other side works, whatever it answered.
    pub fn succeeded(mut self) {
        self.is_decided = true;
        let mut state = lock(&self.breaker.state);
        if state.open_until.is_some() {
            tracing::info!(breaker = %self.breaker.name, "recovered, calls flow again");
        }
        *state = State::default();
    }

    /// The other side is down, overloaded or unreachable.
    pub fn failed(mut self) {
        self.is_decided = true;
        let mut state = lock(&self.breaker.state);
        state.failures_in_row += 1;
        // Calls that were under way when the breaker opened must not lengthen the pause.
        let is_news = self.is_probe || state.open_until.is_none();
        if is_news && (self.is_probe || state.failures_in_row >= FAILURES_TO_OPEN) {
            state.pause = (state.pause * 2).clamp(PAUSE_FIRST, PAUSE_LONGEST);
            state.open_until = Some(Instant::now() + state.pause);
            state.is_probing = false;
            let pause_ms = state.pause.as_millis();
            tracing::warn!(breaker = %self.breaker.name, pause_ms, "keeps failing, calls are held back");
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if self.is_probe && !self.is_decided {
            lock(&self.breaker.state).is_probing = false;
        }
    }
}

/// The state is plain counters: valid after any panic, so poison is not an error.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fail(breaker: &Breaker, times: u32) {
        for _ in 0..times {
            breaker.admit().unwrap().failed();
        }
    }

    #[tokio::test(start_paused = true)]
    async fn it_opens_after_failures_in_a_row_and_closes_after_a_good_probe() {
        let breaker = Breakers::default().get("vendor");
        fail(&breaker, FAILURES_TO_OPEN - 1);
        breaker.admit().unwrap().succeeded();
        fail(&breaker, FAILURES_TO_OPEN - 1);
        assert!(breaker.admit().is_ok(), "a success in between starts the count again");
        fail(&breaker, 1);
        assert_eq!(breaker.admit().unwrap_err(), Open { retry_in: PAUSE_FIRST });

        tokio::time::advance(PAUSE_FIRST).await;
        let probe = breaker.admit().unwrap();
        assert!(breaker.admit().is_err(), "one probe at a time");
        probe.succeeded();
        assert!(breaker.admit().is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn every_failed_probe_doubles_the_pause_up_to_a_limit() {
        let breaker = Breakers::default().get("vendor");
        fail(&breaker, FAILURES_TO_OPEN);
        let mut pause = PAUSE_FIRST;
        for _ in 0..8 {
            assert_eq!(breaker.admit().unwrap_err().retry_in, pause);
            tokio::time::advance(pause).await;
            breaker.admit().unwrap().failed();
            pause = (pause * 2).min(PAUSE_LONGEST);
        }
        assert_eq!(pause, PAUSE_LONGEST);
    }

    #[tokio::test(start_paused = true)]
    async fn a_cancelled_probe_gives_its_place_back() {
        let breaker = Breakers::default().get("vendor");
        fail(&breaker, FAILURES_TO_OPEN);
        tokio::time::advance(PAUSE_FIRST).await;
        drop(breaker.admit().unwrap());
        assert!(breaker.admit().is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn late_failures_do_not_lengthen_the_pause() {
        let breaker = Breakers::default().get("vendor");
        let late: Vec<_> = (0..FAILURES_TO_OPEN + 3).map(|_| breaker.admit().unwrap()).collect();
        for permit in late {
            permit.failed();
        }
        assert_eq!(breaker.admit().unwrap_err().retry_in, PAUSE_FIRST);
    }

    #[test]
    fn names_are_independent_shared_and_bounded() {
        let breakers = Breakers::default();
        fail(&breakers.get("a"), FAILURES_TO_OPEN);
        assert!(breakers.clone().get("a").admit().is_err());
        assert!(breakers.get("b").admit().is_ok());
        for n in 0..3 * NAMES_MAX {
            breakers.get(&format!("n{n}"));
        }
        assert!(lock(&breakers.by_name).len() <= NAMES_MAX);
        assert!(breakers.get("a").admit().is_err(), "what is open is not forgotten");
    }
}
