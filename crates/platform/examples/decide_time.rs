//! How long one decision takes for a person with 200 grants: `make bench` prints it, nothing asserts it.

#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use platform::{Channel, Effect, Grant, Permission, PermissionSet, Rights, Scope, Source, Target};
use uuid::Uuid;

const GRANTS: u128 = 200;
const DECISIONS: usize = 1_000_000;

fn main() {
    let rights = Rights::new((0..GRANTS).map(grant).collect(), jiff::Timestamp::UNIX_EPOCH);
    let mut nanos: Vec<u64> = (0..DECISIONS).map(|number| decide(&rights, number)).collect();
    nanos.sort_unstable();
    let at = |share: usize| {
        let index = nanos.len() * share / 1000;
        nanos[index.min(nanos.len() - 1)]
    };
    println!(
        "decide with {GRANTS} grants, {DECISIONS} times: p50 {} ns, p99 {} ns (asked < 50,000), p99.9 {} ns",
        at(500),
        at(990),
        at(999)
    );
}

fn grant(number: u128) -> Grant {
    let permission = Permission::ALL[usize::try_from(number).unwrap_or(0) % Permission::ALL.len()];
    Grant {
        permissions: PermissionSet::of(&[permission, Permission::IdeaRead]),
        channel: number.is_multiple_of(7).then_some(Channel::Linkedin),
        scope: if number.is_multiple_of(3) {
            Scope::tenant()
        } else {
            Scope::account(Uuid::from_u128(number))
        },
        effect: if number.is_multiple_of(11) { Effect::Deny } else { Effect::Allow },
        expires_at: None,
        source: Source::Role(Arc::from("manager")),
    }
}

fn decide(rights: &Rights, number: usize) -> u64 {
    let permission = Permission::ALL[number % Permission::ALL.len()];
    let target = Target::account(Uuid::from_u128(number as u128 % GRANTS));
    let started = Instant::now();
    black_box(rights.may_in(black_box(permission), black_box(&target)));
    u64::try_from(started.elapsed().as_nanos()).unwrap_or(u64::MAX)
}
