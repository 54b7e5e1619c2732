//! When to try again, and after how long. Pure: the caller brings the dice.

use std::time::Duration;

use http::{HeaderMap, StatusCode, header};
use jiff::fmt::rfc2822::DateTimeParser;

use crate::error::OutboundError;
use crate::request::Response;

/// What an exchange means for the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// An answer that stands, good or bad.
    Final,
    /// Not processed: may be sent again, whatever it was. The other side may say when.
    Unprocessed(Option<Duration>),
    /// Perhaps processed: may be sent again only if that does no harm.
    Uncertain,
}

impl Verdict {
    pub fn of(outcome: &Result<Response, OutboundError>) -> Self {
        match outcome {
            Ok(response) => Self::of_answer(response.status, &response.headers),
            Err(OutboundError::Connect { .. }) => Self::Unprocessed(None),
            Err(OutboundError::Timeout { .. } | OutboundError::Broken(_)) => Self::Uncertain,
            Err(_) => Self::Final,
        }
    }

    pub fn of_answer(status: StatusCode, headers: &HeaderMap) -> Self {
        match status {
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
                Self::Unprocessed(retry_after(headers))
            }
            StatusCode::REQUEST_TIMEOUT
            | StatusCode::INTERNAL_SERVER_ERROR
            | StatusCode::BAD_GATEWAY
            | StatusCode::GATEWAY_TIMEOUT => Self::Uncertain,
            _ => Self::Final,
        }
    }
}

/// How often and how long. Full jitter: a wait is anything between nothing and the exponential ceiling.
#[derive(Debug, Clone, Copy)]
pub struct Retry {
    /// Sendings in all, the first included.
    pub attempts_max: u32,
    pub base: Duration,
    pub ceiling: Duration,
    /// The longest `Retry-After` that is waited for; a longer one is the caller's to schedule.
    pub patience: Duration,
}

impl Default for Retry {
    fn default() -> Self {
        Self {
            attempts_max: 4,
            base: Duration::from_millis(250),
            ceiling: Duration::from_secs(8),
            patience: Duration::from_secs(20),
        }
    }
}

impl Retry {
    /// Sends once.
    pub const NEVER: Self =
        Self { attempts_max: 1, base: Duration::ZERO, ceiling: Duration::ZERO, patience: Duration::ZERO };

    /// The wait before the next sending, `None` when there is none. `sent` counts sendings so far, `dice` is
    /// in 0..1.
    pub fn wait(&self, verdict: Verdict, is_repeatable: bool, sent: u32, dice: f64) -> Option<Duration> {
        if sent >= self.attempts_max {
            return None;
        }
        let asked = match verdict {
            Verdict::Final => return None,
            Verdict::Uncertain if !is_repeatable => return None,
            Verdict::Uncertain => None,
            Verdict::Unprocessed(asked) => asked,
        };
        let doubled = self.base.saturating_mul(2_u32.saturating_pow(sent.saturating_sub(1)));
        let jittered = doubled.min(self.ceiling).mul_f64(dice.clamp(0.0, 1.0));
        match asked {
            // The asked time is a lower bound; the jitter spreads those who were all told the same.
            Some(asked) if asked <= self.patience => Some(asked.saturating_add(jittered.min(asked / 4))),
            Some(_) => None,
            None => Some(jittered),
        }
    }
}

/// `Retry-After` in seconds or as a date (RFC 9110 §10.2.3), and `retry-after-ms`, which model vendors send.
///
/// A date is compared with the answer's own `Date`, so that our clock and theirs need not agree.
pub fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    if let Some(ms) = text("retry-after-ms").and_then(|text| text.parse::<u64>().ok()) {
        return Some(Duration::from_millis(ms));
    }
    let value = text(header::RETRY_AFTER.as_str())?;
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let parser = DateTimeParser::new();
    let until = parser.parse_timestamp(value).ok()?;
    let sent = parser.parse_timestamp(text(header::DATE.as_str())?).ok()?;
    Some(Duration::try_from(until.duration_since(sent)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn retry_after_is_read_in_all_its_forms() {
        let date = ("date", "Wed, 21 Oct 2026 07:28:00 GMT");
        for (given, expected) in [
            (headers(&[("retry-after", "7")]), Some(Duration::from_secs(7))),
            (headers(&[("retry-after", " 0 ")]), Some(Duration::ZERO)),
            (headers(&[("retry-after-ms", "1500"), ("retry-after", "9")]), Some(Duration::from_millis(1500))),
            (
                headers(&[date, ("retry-after", "Wed, 21 Oct 2026 07:28:30 GMT")]),
                Some(Duration::from_secs(30)),
            ),
            (headers(&[date, ("retry-after", "Wed, 21 Oct 2026 07:00:00 GMT")]), Some(Duration::ZERO)),
            (headers(&[("retry-after", "Wed, 21 Oct 2026 07:28:30 GMT")]), None),
            (headers(&[("retry-after", "soon")]), None),
            (headers(&[("retry-after", "-1")]), None),
            (HeaderMap::new(), None),
        ] {
            assert_eq!(retry_after(&given), expected, "{given:?}");
        }
    }

    #[test]
    fn what_may_have_been_processed_is_repeated_only_when_harmless() {
        let retry = Retry::default();
        assert!(retry.wait(Verdict::Uncertain, false, 1, 0.5).is_none());
        assert!(retry.wait(Verdict::Uncertain, true, 1, 0.5).is_some());
        assert!(retry.wait(Verdict::Unprocessed(None), false, 1, 0.5).is_some());
        assert!(retry.wait(Verdict::Final, true, 1, 0.5).is_none());
    }

    #[test]
    fn waits_grow_up_to_the_ceiling_and_end() {
        let retry = Retry::default();
        let waits: Vec<_> =
            (1..=4).map(|sent| retry.wait(Verdict::Unprocessed(None), true, sent, 1.0)).collect();
        let ms = |ms| Some(Duration::from_millis(ms));
        assert_eq!(waits, [ms(250), ms(500), ms(1000), None]);
        let patient = Retry { attempts_max: 99, ..retry };
        assert_eq!(patient.wait(Verdict::Unprocessed(None), true, 60, 1.0), Some(retry.ceiling));
        assert_eq!(patient.wait(Verdict::Unprocessed(None), true, 60, 0.0), Some(Duration::ZERO));
    }

    #[test]
    fn an_asked_wait_is_a_lower_bound_and_has_a_limit() {
        let retry = Retry::default();
        let asked = Duration::from_secs(4);
        let wait = retry.wait(Verdict::Unprocessed(Some(asked)), false, 3, 1.0).unwrap();
        assert!(wait >= asked && wait <= asked * 5 / 4, "{wait:?}");
        assert!(retry.wait(Verdict::Unprocessed(Some(Duration::from_hours(1))), false, 1, 0.0).is_none());
    }

    #[test]
    fn statuses_fall_into_their_class() {
        let none = HeaderMap::new();
        for (status, verdict) in [
            (200, Verdict::Final),
            (302, Verdict::Final),
            (400, Verdict::Final),
            (401, Verdict::Final),
            (409, Verdict::Final),
            (408, Verdict::Uncertain),
            (429, Verdict::Unprocessed(None)),
            (500, Verdict::Uncertain),
            (501, Verdict::Final),
            (502, Verdict::Uncertain),
            (503, Verdict::Unprocessed(None)),
            (504, Verdict::Uncertain),
        ] {
            assert_eq!(Verdict::of_answer(StatusCode::from_u16(status).unwrap(), &none), verdict, "{status}");
        }
    }
}
