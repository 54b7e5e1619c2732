//! The area through HTTP, over the agency's routes, against a database of its own for each test.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail the test")]

mod canaries;
mod casts;
mod erasure;
mod properties;
mod retention;
mod support;
mod versions;
