//! The area through HTTP, against a database of its own for each test.

mod campaigns;
mod clients;
mod exercises;
mod imports;
mod support;
