//! The area through HTTP, against a database of its own for each test.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail the test")]

mod accounts;
mod approvals;
mod campaigns;
mod clients;
mod comments;
mod demo;
mod exercises;
mod faults;
mod generation;
mod ideas;
mod imports;
mod prompts;
mod races;
mod rescue;
mod review;
mod rules;
mod studio;
mod support;
mod visibility;
