//! The platform against a real PostgreSQL.

#![expect(clippy::unwrap_used, reason = "a test whose stage cannot be set stops there")]

mod audit;
mod sealing;
mod vault;
