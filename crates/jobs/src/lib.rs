//! The Postgres job queue: leases, attempts, retries, dead letter.
