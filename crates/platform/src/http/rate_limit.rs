//! How often one caller may ask: a generic cell rate limiter per member, link or address, in this process.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use uuid::Uuid;

use super::frame::Context;
use crate::{Actor, App, Error};

const SHARDS: usize = 16;
/// Entries of one shard beyond which those that owe nothing any more are dropped.
const SHARD_ENTRIES: usize = 4096;
const WINDOW_MICROS: i64 = 60_000_000;
const SWEEP_MICROS: i64 = 1_000_000;

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Caller {
    Actor(Uuid, Uuid),
    Address(Option<IpAddr>),
}

/// The counters. One of them lives as long as the process.
#[derive(Clone, Default)]
pub struct RateLimiter {
    shards: Arc<[Mutex<Shard>; SHARDS]>,
}

#[derive(Default)]
struct Shard {
    /// The theoretical arrival time of each caller's next request.
    arrivals: HashMap<Caller, i64>,
    /// When it was last looked through for entries to drop.
    swept_at: i64,
}

impl Shard {
    /// Looking through a full shard costs the more the fuller it is, and everybody waits: once a second.
    fn sweep(&mut self, now_micros: i64) {
        let is_due = now_micros.saturating_sub(self.swept_at) >= SWEEP_MICROS;
        if self.arrivals.len() > SHARD_ENTRIES && is_due {
            self.arrivals.retain(|_, arrival| *arrival > now_micros);
            self.swept_at = now_micros;
        }
    }
}

/// The address that stands for a subscriber: of IPv6, one subscriber has a /64, so the rest says nothing.
pub fn subscriber(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
    }
}

/// What is left after a request: how many more at once, and when the next one is possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Allowance {
    is_allowed: bool,
    remaining: i64,
    wait_secs: i64,
}

impl RateLimiter {
    fn take(&self, caller: Caller, per_minute: u32, now_micros: i64) -> Allowance {
        let mut hasher = DefaultHasher::new();
        caller.hash(&mut hasher);
        let index = usize::try_from(hasher.finish() % SHARDS as u64).unwrap_or(0);
        let mut shard = self.shards[index].lock().unwrap_or_else(PoisonError::into_inner);
        shard.sweep(now_micros);
        let arrival = shard.arrivals.entry(caller).or_insert(now_micros);
        let (next, allowance) = advance(*arrival, per_minute, now_micros);
        *arrival = next;
        allowance
    }
}

/// The theoretical arrival time after one request, and what that means. Pure.
fn advance(arrival: i64, per_minute: u32, now: i64) -> (i64, Allowance) {
    // More than one a microsecond is no limit any more.
    let interval = (WINDOW_MICROS / i64::from(per_minute.max(1))).max(1);
    let next = arrival.max(now) + interval;
    let ahead = next - now;
    if ahead > WINDOW_MICROS {
        let wait_secs = (ahead - WINDOW_MICROS + 999_999) / 1_000_000;
        return (arrival, Allowance { is_allowed: false, remaining: 0, wait_secs });
    }
    (next, Allowance { is_allowed: true, remaining: (WINDOW_MICROS - ahead) / interval, wait_secs: 0 })
}

/// The layer behind authentication: members and links by themselves, everyone else by address.
pub async fn layer(
    State((app, limiter)): State<(App, RateLimiter)>,
    request: Request,
    next: Next,
) -> Response {
    let http = &app.config().http;
    let (caller, per_minute) = if let Some(actor) = request.extensions().get::<Actor>() {
        (Caller::Actor(actor.tenant_id, actor.id()), http.rate_limit_per_minute)
    } else {
        let address = request.extensions().get::<Context>().and_then(|context| context.0.address);
        (Caller::Address(address.map(subscriber)), http.rate_limit_anonymous_per_minute)
    };
    if per_minute == 0 {
        return next.run(request).await;
    }
    let allowance = limiter.take(caller, per_minute, app.clock().now().as_microsecond());
    let mut response = if allowance.is_allowed {
        next.run(request).await
    } else {
        let retry_after_secs = u64::try_from(allowance.wait_secs).unwrap_or(1).max(1);
        Error::RateLimited { retry_after_secs }.into_response()
    };
    let headers = response.headers_mut();
    let policy = format!("\"default\";q={per_minute};w=60");
    let state = format!("\"default\";r={};t={}", allowance.remaining, allowance.wait_secs);
    for (name, value) in [("ratelimit-policy", policy), ("ratelimit", state)] {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(name, value);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_full_minute_may_come_at_once_and_then_one_an_interval() {
        let limiter = RateLimiter::default();
        let caller = Caller::Address(None);
        let allowed = (0..100).filter(|_| limiter.take(caller, 60, 1_000_000).is_allowed).count();
        assert_eq!(allowed, 60);
        assert!(limiter.take(caller, 60, 2_000_000).is_allowed);
        assert!(!limiter.take(caller, 60, 2_000_000).is_allowed);
    }

    #[test]
    fn one_subscriber_is_one_caller() {
        let caller = |text: &str| subscriber(text.parse().unwrap());
        assert_eq!(caller("2001:db8:1:2::1"), caller("2001:db8:1:2:ffff::9"));
        assert_ne!(caller("2001:db8:1:2::1"), caller("2001:db8:1:3::1"));
        assert_eq!(caller("::ffff:192.0.2.1"), caller("192.0.2.1"));
        assert_ne!(caller("192.0.2.1"), caller("192.0.2.2"));
    }

    #[test]
    fn a_full_shard_is_looked_through_once_a_second() {
        let mut shard = Shard::default();
        let callers = (0..=SHARD_ENTRIES as u128).map(|id| Caller::Actor(Uuid::nil(), Uuid::from_u128(id)));
        shard.arrivals.extend(callers.map(|caller| (caller, 1)));
        shard.swept_at = SWEEP_MICROS;
        shard.sweep(2 * SWEEP_MICROS - 1);
        assert_eq!(shard.arrivals.len(), SHARD_ENTRIES + 1);
        shard.sweep(2 * SWEEP_MICROS);
        assert!(shard.arrivals.is_empty());
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
                let (next, allowance) = advance(arrival, per_minute, now);
                arrival = next;
                allowed += i64::from(allowance.is_allowed);
            }
            let windows = now / WINDOW_MICROS + 2;
            prop_assert!(allowed <= (i64::from(per_minute) + 1) * windows);
        }
    }
}
