//! The closed list of work that crosses tenants.

/// Why a [`SystemTx`](crate::SystemTx) is opened. Handlers have no tenant-less way to the database but
/// through one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SystemTask {
    /// Find the person, the session or the link that a credential belongs to; count and record sign-in
    /// attempts.
    Authenticate,
    /// Create tenants, people and memberships.
    ManageTenants,
    /// Claim, extend, finish, rescue jobs.
    ClaimJobs,
    /// Read the outbox for realtime delivery.
    ReadEvents,
    /// Make letters of orders and send them.
    DeliverMails,
    /// Turn events into webhook deliveries, and send those of every tenant.
    DeliverWebhooks,
    /// Find the connector that an incoming webhook names.
    ReceiveWebhooks,
    /// Void reservations whose caller died.
    SweepReservations,
    /// Remove what has expired (idempotency keys, sessions, throttles).
    Expire,
    /// Wrap the keys of all tenants with a new key of the installation.
    RotateKeys,
    /// Seal audit events and verify the seals.
    SealAudit,
    /// Collect and erase what is known of one person, who may be in several tenants.
    ErasePersons,
    /// Readiness, migrations' state, queue depth.
    CheckHealth,
}
