//! How often one caller may ask, in this process: members, links and addresses each by themselves; keys and
//! applications by their own limit, each of their addresses by its share of it, and all of a tenant together.

mod cell;
mod program;

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue};
use uuid::Uuid;

use self::cell::{Allowance, WINDOW_MICROS, advance};
use self::program::Program;
use super::frame::Context;
use crate::config::Http;
use crate::{Actor, ActorKind, App, Error};

const SHARDS: usize = 16;
/// Entries of one shard beyond which those that owe nothing any more are dropped.
const SHARD_ENTRIES: usize = 4096;
const SWEEP_MICROS: i64 = 1_000_000;

/// The limit that a key was given, for the layer to find in the request.
#[derive(Clone, Copy, Debug)]
pub struct OwnLimit {
    pub per_minute: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Caller {
    Actor(Uuid, Uuid),
    Address(Option<IpAddr>),
    /// A key or an application.
    Program(Uuid, Uuid),
    /// All keys and applications of a tenant.
    Programs(Uuid),
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
    programs: HashMap<Caller, Program>,
    /// When it was last looked through for entries to drop.
    swept_at: i64,
}

impl Shard {
    /// Looking through a full shard costs the more the fuller it is, and everybody waits: once a second.
    fn sweep(&mut self, now_micros: i64) {
        let is_due = now_micros.saturating_sub(self.swept_at) >= SWEEP_MICROS;
        if self.arrivals.len() + self.programs.len() > SHARD_ENTRIES && is_due {
            self.arrivals.retain(|_, arrival| *arrival > now_micros);
            self.programs.retain(|_, program| program.is_used(now_micros));
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

impl RateLimiter {
    fn shard(&self, caller: Caller, now_micros: i64) -> MutexGuard<'_, Shard> {
        let mut hasher = DefaultHasher::new();
        caller.hash(&mut hasher);
        let index = usize::try_from(hasher.finish() % SHARDS as u64).unwrap_or(0);
        let mut shard = self.shards[index].lock().unwrap_or_else(PoisonError::into_inner);
        shard.sweep(now_micros);
        shard
    }

    fn take(&self, caller: Caller, per_minute: u32, now_micros: i64) -> Allowance {
        let mut shard = self.shard(caller, now_micros);
        let arrival = shard.arrivals.entry(caller).or_insert(now_micros);
        let (next, allowance) = advance(*arrival, per_minute, WINDOW_MICROS, now_micros);
        *arrival = next;
        allowance
    }

    fn take_shared(
        &self,
        caller: Caller,
        address: Option<IpAddr>,
        per_minute: u32,
        now_micros: i64,
    ) -> Allowance {
        let mut shard = self.shard(caller, now_micros);
        shard.programs.entry(caller).or_default().take(address, per_minute, now_micros)
    }

    /// What a key or an application may ask: its own limit first, so that one that is over it takes nothing
    /// from the others of its tenant.
    fn take_program(&self, request: &Asked, http: &Http, now_micros: i64) -> Option<Taken> {
        let own = request.own_limit.unwrap_or(http.rate_limit_per_minute);
        let mut taken = (own > 0).then(|| {
            let caller = Caller::Program(request.tenant_id, request.id);
            (own, self.take_shared(caller, request.address, own, now_micros))
        });
        let all = http.rate_limit_tenant_per_minute;
        if all > 0 && taken.is_none_or(|(_, allowance)| allowance.is_allowed) {
            let allowance = self.take(Caller::Programs(request.tenant_id), all, now_micros);
            taken = Some(taken.map_or((all, allowance), |(own, taken)| (own, taken.and(allowance))));
        }
        taken.map(|(per_minute, allowance)| Taken { per_minute, allowance })
    }
}

/// A request of a key or an application.
struct Asked {
    tenant_id: Uuid,
    id: Uuid,
    address: Option<IpAddr>,
    own_limit: Option<u32>,
}

/// What was counted, against which limit.
struct Taken {
    per_minute: u32,
    allowance: Allowance,
}

/// The layer behind authentication.
pub async fn layer(
    State((app, limiter)): State<(App, RateLimiter)>,
    request: Request,
    next: Next,
) -> Response {
    let Some(Taken { per_minute, allowance }) = take(&app, &limiter, &request) else {
        return next.run(request).await;
    };
    let mut response = if allowance.is_allowed {
        next.run(request).await
    } else {
        let retry_after_secs = u64::try_from(allowance.wait_secs).unwrap_or(1).max(1);
        Error::RateLimited { retry_after_secs }.into_response()
    };
    tell(response.headers_mut(), per_minute, allowance);
    response
}

/// Counts a request; `None` when nothing limits it.
fn take(app: &App, limiter: &RateLimiter, request: &Request) -> Option<Taken> {
    let (http, now) = (&app.config().http, app.clock().now().as_microsecond());
    let extensions = request.extensions();
    let address = extensions.get::<Context>().and_then(|context| context.0.address).map(subscriber);
    let (caller, per_minute) = match extensions.get::<Actor>() {
        Some(actor) if is_program(actor) => {
            let own_limit = extensions.get::<OwnLimit>().map(|limit| limit.per_minute);
            let asked = Asked { tenant_id: actor.tenant_id, id: actor.id(), address, own_limit };
            return limiter.take_program(&asked, http, now);
        }
        Some(actor) => (Caller::Actor(actor.tenant_id, actor.id()), http.rate_limit_per_minute),
        None => (Caller::Address(address), http.rate_limit_anonymous_per_minute),
    };
    (per_minute > 0).then(|| Taken { per_minute, allowance: limiter.take(caller, per_minute, now) })
}

fn is_program(actor: &Actor) -> bool {
    matches!(actor.kind, ActorKind::ApiKey { .. } | ActorKind::Application { .. })
}

fn tell(headers: &mut HeaderMap, per_minute: u32, allowance: Allowance) {
    let policy = format!("\"default\";q={per_minute};w=60");
    let state = format!("\"default\";r={};t={}", allowance.remaining, allowance.wait_secs);
    for (name, value) in [("ratelimit-policy", policy), ("ratelimit", state)] {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(name, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

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
    fn a_key_has_its_own_limit_and_all_of_a_tenant_one_together() {
        let limiter = RateLimiter::default();
        let mut http = Config::load(None).unwrap().http;
        http.rate_limit_tenant_per_minute = 15;
        let allowed = |tenant: u128, id: u128, own_limit| {
            let (tenant_id, id) = (Uuid::from_u128(tenant), Uuid::from_u128(id));
            let asked = Asked { tenant_id, id, address: None, own_limit };
            let is_allowed = |_: &i32| limiter.take_program(&asked, &http, 1).unwrap().allowance.is_allowed;
            (0..100).filter(is_allowed).count()
        };
        assert_eq!(allowed(1, 1, Some(10)), 10);
        assert_eq!(allowed(1, 2, Some(10)), 5, "what the tenant has left");
        assert_eq!(allowed(1, 3, None), 0);
        assert_eq!(allowed(2, 1, None), 15, "another tenant has its own");
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
}
