//! Who may reach the database itself. A slice has an actor, and gets a `Tx` or a read of the actor's tenant
//! from the `App`. Whoever holds the `Db` can name any tenant, and a transaction of the system crosses all of
//! them; so the places that do are few, and known.

use super::{Finding, Source};

/// Ways to the `Db`, and from it to a transaction of the system.
const WAYS: [&str; 2] = [".db()", ".system("];

/// Authentication and seeding, which come before there is an actor, as applications do, and what people
/// agree to for themselves, for which nobody needs a permission; incoming webhooks, which say by address and
/// signature whose they are; the platform's people, who look after every
/// tenant; the workers and the sweeps, which are nobody's; what makes a `Tx` and its keys; starting,
/// stopping, health, and the feed. Never an `http.rs`.
const KNOWN: &[&str] = &[
    "crates/atelier/src/assemble.rs",
    "crates/atelier/src/expiry.rs",
    "crates/atelier/src/models.rs",
    "crates/atelier/src/realtime/feed.rs",
    "crates/atelier/src/worker.rs",
    "crates/history/src/privacy/work.rs",
    "crates/history/src/retention/sweep.rs",
    "crates/identity/src/authenticator.rs",
    "crates/identity/src/authenticator/see_as.rs",
    "crates/identity/src/authenticator/uses.rs",
    "crates/identity/src/invitations/acceptance.rs",
    "crates/identity/src/mailed_tokens/operations.rs",
    "crates/identity/src/mails/delivery.rs",
    "crates/identity/src/members/job_actor.rs",
    "crates/identity/src/oauth/authorize.rs",
    "crates/identity/src/oauth/grants.rs",
    "crates/identity/src/oauth/tokens.rs",
    "crates/identity/src/providers/identities.rs",
    "crates/identity/src/providers/operations.rs",
    "crates/identity/src/sign_in/failures.rs",
    "crates/identity/src/authenticator/seen.rs",
    "crates/identity/src/devices/operations.rs",
    "crates/identity/src/impersonation/operations.rs",
    "crates/identity/src/me/operations.rs",
    "crates/identity/src/passkeys/assertion.rs",
    "crates/identity/src/passkeys/operations.rs",
    "crates/identity/src/refresh/operations.rs",
    "crates/identity/src/second_factors/operations.rs",
    "crates/identity/src/second_factors/verify.rs",
    "crates/identity/src/seed.rs",
    "crates/identity/src/sessions/operations.rs",
    "crates/identity/src/sign_in/operations.rs",
    "crates/identity/src/step_up/operations.rs",
    "crates/identity/src/tenants/operations.rs",
    "crates/identity/src/token_issuers/verify.rs",
    "crates/jobs/src/worker.rs",
    "crates/llm/src/ledger.rs",
    "crates/platform/src/audit/denials.rs",
    "crates/platform/src/audit/seals/removal.rs",
    "crates/platform/src/audit/seals/sealing.rs",
    "crates/platform/src/audit/seals/verify.rs",
    "crates/platform/src/health/mod.rs",
    "crates/platform/src/idempotency/mod.rs",
    "crates/platform/src/testing.rs",
    "crates/platform/src/tx.rs",
    "crates/platform/src/vault/mod.rs",
    "crates/platform/src/vault/rotation.rs",
    "crates/webhooks/src/sending/attempt.rs",
    "crates/webhooks/src/sending/dispatch.rs",
    "crates/webhooks/src/sending/settle.rs",
    "crates/webhooks/src/received/receiving.rs",
];

pub(super) fn check(source: &Source) -> Vec<Finding> {
    let is_of_product = source.path.starts_with("crates/")
        && !source.path.starts_with("crates/db/")
        && !source.path.contains("/tests/");
    if source.extension() != "rs" || !is_of_product || KNOWN.contains(&&*source.path) {
        return Vec::new();
    }
    let reaches =
        |line: &str| !line.trim_start().starts_with("//") && WAYS.iter().any(|way| line.contains(way));
    let place = "only the places in xtask/src/tidy/pools.rs reach the database itself: go through the actor, \
                 with `App::begin` or `App::read`";
    let lines = source.lines().filter(|(_, line)| reaches(line));
    lines.map(|(number, _)| source.finding(number, place)).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::tests::messages, *};

    const REACH: &str = "    let mut tx = app.db().system(SystemTask::Authenticate);\n";

    #[test]
    fn only_known_places_reach_the_pools() {
        assert_eq!(messages(check, "crates/agency/src/ideas/http.rs", REACH).len(), 1);
        assert_eq!(messages(check, "crates/agency/src/ideas/operations.rs", "app\n    .db()\n").len(), 1);
        assert_eq!(messages(check, "crates/identity/src/seed.rs", REACH), [""; 0]);
        assert_eq!(messages(check, "crates/agency/tests/agency/studio.rs", REACH), [""; 0]);
        assert_eq!(messages(check, "crates/agency/src/home/http.rs", "// app.db() is not for us"), [""; 0]);
    }

    #[test]
    fn no_handler_is_among_them() {
        assert!(KNOWN.iter().all(|path| !path.ends_with("http.rs")));
    }
}
