//! PostgreSQL for Atelier: the only crate that holds a connection.
//!
//! A statement is written once with [`statements!`], becomes a [`Query`] value with its parameters and the
//! way its answer is read, and travels through a [`TenantTx`], a [`SystemTx`] or [`Db::read`]. How it travels
//! (how many round trips, which connection) is decided here and nowhere else.
//!
//! Invariants:
//! - a raw connection never leaves this crate, so no statement runs without a tenant or a named
//!   [`SystemTask`];
//! - the tenant is set with `set_config(.., true)`: it ends with the transaction;
//! - only prepared statements enter a pipeline: an unprepared one would let COMMIT overtake the query, which
//!   then runs outside the transaction and silently sees no rows;
//! - dropping a transaction, at any await point, rolls it back before the connection serves anybody else.

mod boot_check;
mod embedded;
mod error;
mod facts;
mod migrate;
mod pipeline;
mod pool;
#[cfg(test)]
mod proofs;
mod query;
mod row;
mod shared;
mod system;
pub mod testing;
mod transaction;

pub use boot_check::{Finding, boot_check};
pub use embedded::{EmbeddedConfig, EmbeddedError, EmbeddedServer};
pub use error::DbError;
pub use facts::{ServerFacts, server_facts};
pub use migrate::{MIGRATIONS, Migration, migrate, pending_migrations};
pub use pool::{Db, DbConfig, PoolUse};
pub use query::{Param, Query, Rows, Sql};
pub use row::{FromRow, Row};
pub use system::SystemTask;
pub use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, private::BytesMut, to_sql_checked};
pub use transaction::{SystemTx, TenantTx, Transaction};
