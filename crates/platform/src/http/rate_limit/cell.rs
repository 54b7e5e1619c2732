//! The generic cell rate algorithm: one number for each caller, the theoretical arrival of the next request.

pub(super) const WINDOW_MICROS: i64 = 60_000_000;

/// What is left after a request: how many more at once, and when the next one is possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Allowance {
    pub(super) is_allowed: bool,
    pub(super) remaining: i64,
    pub(super) wait_secs: i64,
}

impl Allowance {
    /// Both have to allow it; what is told is the stricter one.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            is_allowed: self.is_allowed && other.is_allowed,
            remaining: self.remaining.min(other.remaining),
            wait_secs: self.wait_secs.max(other.wait_secs),
        }
    }
}

/// The theoretical arrival time after one request, and what that means. Pure. The limit may come at once, and
/// then one request an interval.
pub(super) fn advance(arrival: i64, per_window: u32, window_micros: i64, now: i64) -> (i64, Allowance) {
    // More than one a microsecond is no limit any more.
    let interval = (window_micros / i64::from(per_window.max(1))).max(1);
    let next = arrival.max(now) + interval;
    let ahead = next - now;
    if ahead > window_micros {
        let wait_secs = (ahead - window_micros + 999_999) / 1_000_000;
        return (arrival, Allowance { is_allowed: false, remaining: 0, wait_secs });
    }
    (next, Allowance { is_allowed: true, remaining: (window_micros - ahead) / interval, wait_secs: 0 })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SECOND: i64 = 1_000_000;

    /// How many of evenly spaced requests are allowed, in all and in each window.
    fn simulate(limit: u32, window: i64, asked_per_window: i64, windows: i64) -> Vec<i64> {
        let (mut arrival, mut allowed) = (0, Vec::new());
        for number in 0..windows {
            let mut count = 0;
            for request in 0..asked_per_window {
                let now = number * window + request * window / asked_per_window;
                let (next, allowance) = advance(arrival, limit, window, now);
                arrival = next;
                count += i64::from(allowance.is_allowed);
            }
            allowed.push(count);
        }
        allowed
    }

    #[test]
    fn every_limit_window_and_load_is_held() {
        let mut cases = 0;
        for limit in [1_u32, 2, 7, 10, 60, 100, 999, 3000] {
            for window in [SECOND, 10 * SECOND, 60 * SECOND, 600 * SECOND] {
                for load_percent in [10, 50, 90, 100, 110, 150, 200, 500, 1000] {
                    let asked = (i64::from(limit) * load_percent / 100).max(1);
                    let allowed = simulate(limit, window, asked, 8);
                    let case = format!("{limit} in {window} µs at {load_percent} %: {allowed:?}");
                    let total: i64 = allowed.iter().sum();
                    // What was saved up comes once; the interval is a whole number of microseconds, which
                    // is worth one in a hundred at most.
                    let most = |windows: i64| i64::from(limit) * windows * 101 / 100 + 1;
                    assert!(total <= most(9), "{case}");
                    let spent = if load_percent >= 150 { &allowed[2..] } else { &[] };
                    assert!(spent.iter().all(|count| *count <= most(1)), "{case}");
                    if load_percent <= 100 && asked <= i64::from(limit) {
                        assert_eq!(total, asked * 8, "nobody below the limit is refused: {case}");
                    } else {
                        let least = i64::from(limit) * 8 * 95 / 100 - 1;
                        assert!(total >= least, "the limit itself is given: {case}");
                    }
                    cases += 1;
                }
            }
        }
        assert_eq!(cases, 288);
    }

    #[test]
    fn who_is_refused_is_told_when_to_come_again() {
        let (mut arrival, now) = (0, 5 * SECOND);
        for _ in 0..60 {
            arrival = advance(arrival, 60, WINDOW_MICROS, now).0;
        }
        let (same, refused) = advance(arrival, 60, WINDOW_MICROS, now);
        assert_eq!((same, refused.is_allowed, refused.wait_secs), (arrival, false, 1));
        assert!(advance(arrival, 60, WINDOW_MICROS, now + refused.wait_secs * SECOND).1.is_allowed);
    }

    proptest! {
        #[test]
        fn never_more_than_two_windows_in_one(
            per_minute in 1_u32..5000,
            gaps in prop::collection::vec(0_i64..200_000, 0..400),
        ) {
            let (mut arrival, mut now, mut allowed) = (0, 0, 0_i64);
            for gap in gaps {
                now += gap;
                let (next, allowance) = advance(arrival, per_minute, WINDOW_MICROS, now);
                arrival = next;
                allowed += i64::from(allowance.is_allowed);
            }
            let windows = now / WINDOW_MICROS + 2;
            prop_assert!(allowed <= (i64::from(per_minute) + 1) * windows);
        }
    }
}
