//! When a failed job runs again. Pure: time and chance are arguments.

use std::time::Duration;

use db::DbError;
use jiff::{SignedDuration, Timestamp};

/// Why a job could not be done now. The class decides how long to wait, because the causes heal at different
/// speeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorClass {
    /// A lost connection, a serialization failure: gone in a moment.
    Transient,
    /// The other side asked for less; it usually says how long to wait.
    RateLimited,
    /// The other side is down; it comes back in minutes.
    Unavailable,
    /// Our own mistake: a panic, an unexpected state. Repeating rarely helps, so seldom and slowly.
    Internal,
}

impl ErrorClass {
    pub const ALL: [Self; 4] = [Self::Transient, Self::RateLimited, Self::Unavailable, Self::Internal];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Transient => "transient",
            Self::RateLimited => "rate_limited",
            Self::Unavailable => "unavailable",
            Self::Internal => "internal",
        }
    }

    /// The wait after the first failure, and the longest wait.
    const fn waits(self) -> (Duration, Duration) {
        match self {
            Self::Transient => (Duration::from_millis(500), Duration::from_mins(1)),
            Self::RateLimited => (Duration::from_secs(5), Duration::from_mins(15)),
            Self::Unavailable => (Duration::from_secs(10), Duration::from_mins(30)),
            Self::Internal => (Duration::from_secs(30), Duration::from_hours(1)),
        }
    }

    /// The wait after failure number `attempt` (1 is the first): doubling up to the cap, the upper half of it
    /// by chance (`jitter` in 0..=1), so that jobs that failed together do not come back together.
    pub fn backoff(self, attempt: i32, jitter: f64) -> Duration {
        let (first, cap) = self.waits();
        let doublings = u32::try_from(attempt.saturating_sub(1)).unwrap_or(0).min(31);
        let full = first.saturating_mul(1_u32 << doublings).min(cap);
        full / 2 + (full / 2).mul_f64(jitter.clamp(0.0, 1.0))
    }
}

/// What a handler answers when the job is not done.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// Again later, unless this was the last attempt.
    #[error("{message}")]
    Retry { class: ErrorClass, after: Option<Duration>, message: String },
    /// Repeating cannot help: straight to the dead letter.
    #[error("{message}")]
    Fail { message: String },
}

impl JobError {
    pub fn retry(class: ErrorClass, message: impl Into<String>) -> Self {
        Self::Retry { class, after: None, message: message.into() }
    }

    /// `after` is what the other side asked for (`Retry-After`); the wait is never shorter.
    pub fn retry_after(class: ErrorClass, after: Duration, message: impl Into<String>) -> Self {
        Self::Retry { class, after: Some(after), message: message.into() }
    }

    pub fn fail(message: impl Into<String>) -> Self {
        Self::Fail { message: message.into() }
    }

    pub(crate) fn class_name(&self) -> &'static str {
        match self {
            Self::Retry { class, .. } => class.as_str(),
            Self::Fail { .. } => "fail",
        }
    }
}

impl From<DbError> for JobError {
    fn from(error: DbError) -> Self {
        let class = match &error {
            DbError::Serialization | DbError::Timeout | DbError::Unavailable(_) => ErrorClass::Transient,
            _ => ErrorClass::Internal,
        };
        Self::retry(class, error.to_string())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Again { run_at: Timestamp },
    Dead,
}

/// A Retry-After beyond this is not believed.
const LONGEST_WAIT: Duration = Duration::from_hours(24);

pub(crate) fn judge(
    error: &JobError,
    attempt: i32,
    max_attempts: i32,
    now: Timestamp,
    jitter: f64,
) -> Verdict {
    match error {
        JobError::Retry { class, after, .. } if attempt < max_attempts => {
            let asked = after.unwrap_or_default().min(LONGEST_WAIT);
            let wait = class.backoff(attempt, jitter).max(asked);
            let wait = SignedDuration::try_from(wait).unwrap_or(SignedDuration::from_hours(24));
            Verdict::Again { run_at: now.checked_add(wait).unwrap_or(now) }
        }
        _ => Verdict::Dead,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn classes() -> impl Strategy<Value = ErrorClass> {
        prop::sample::select(ErrorClass::ALL.to_vec())
    }

    proptest! {
        #[test]
        fn backoff_stays_between_half_and_the_cap(
            class in classes(), attempt in 1..2_000_i32, jitter in -1.0..2.0_f64,
        ) {
            let (first, cap) = class.waits();
            let wait = class.backoff(attempt, jitter);
            prop_assert!(wait >= first / 2);
            prop_assert!(wait <= cap);
        }

        #[test]
        fn backoff_grows_with_attempts_and_with_jitter(
            class in classes(), attempt in 1..60_i32, low in 0.0..1.0_f64, high in 0.0..1.0_f64,
        ) {
            let (low, high) = if low <= high { (low, high) } else { (high, low) };
            prop_assert!(class.backoff(attempt, low) <= class.backoff(attempt, high));
            prop_assert!(class.backoff(attempt, low) <= class.backoff(attempt + 1, low));
        }

        #[test]
        fn a_retry_waits_at_least_as_long_as_asked(
            class in classes(), attempt in 1..6_i32, asked in 0..80_000_u64,
        ) {
            let now = Timestamp::UNIX_EPOCH;
            let error = JobError::retry_after(class, Duration::from_secs(asked), "busy");
            match judge(&error, attempt, 5, now, 0.5) {
                Verdict::Again { run_at } => {
                    prop_assert!(attempt < 5);
                    prop_assert!(run_at.duration_since(now).as_secs().cast_unsigned() >= asked);
                }
                Verdict::Dead => prop_assert!(attempt >= 5),
            }
        }
    }

    #[test]
    fn fail_is_final_whatever_the_attempt() {
        assert_eq!(
            judge(&JobError::fail("no such campaign"), 1, 5, Timestamp::UNIX_EPOCH, 0.0),
            Verdict::Dead
        );
    }

    #[test]
    fn an_absurd_retry_after_is_cut() {
        let error = JobError::retry_after(ErrorClass::RateLimited, Duration::MAX, "busy");
        let day = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24);
        assert_eq!(judge(&error, 1, 5, Timestamp::UNIX_EPOCH, 0.0), Verdict::Again { run_at: day });
    }

    #[test]
    fn extreme_attempts_do_not_overflow() {
        for attempt in [i32::MIN, -1, 0, 1, i32::MAX] {
            assert!(ErrorClass::Internal.backoff(attempt, 1.0) <= Duration::from_hours(1));
        }
    }
}
