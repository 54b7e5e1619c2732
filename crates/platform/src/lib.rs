//! What every product area stands on: who acts ([`Actor`]), what they may do ([`Permission`]), the
//! transaction in which they do it ([`Tx`]), and how HTTP turns into that and back.
//!
//! Invariants: no permission, no transaction ([`App::begin`]); every error leaves as problem+json; the system
//! clock and random ids are reached only through [`Clock`] and [`Tx::new_id`]; no product noun is known here.

mod actor;
mod app;
pub mod audit;
mod channel;
mod clock;
pub mod config;
mod error;
pub mod event;
mod failpoint;
pub mod health;
pub mod http;
mod id;
pub mod idempotency;
pub mod incidents;
pub mod keys;
mod level;
pub mod openapi;
mod page;
mod permission;
mod rights;
mod role;
pub mod telemetry;
pub mod testing;
pub mod text;
mod tx;
pub mod vault;
pub mod versions;

pub use actor::{Actor, ActorKind, Assurance, IdempotentRequest, Impersonator, RequestContext};
pub use app::App;
pub use audit::{Audit, AuditClass, AuditLevel};
pub use channel::Channel;
pub use clock::Clock;
pub use error::{Error, FieldError, Result};
pub use event::Event;
pub use failpoint::failpoint;
pub use http::respond::{Versioned, ok};
pub use http::valid::{IfMatch, PathId, Valid, ValidQuery};
pub use id::{Id, IdError, decode_id, encode_id};
pub use keys::Keys;
pub use level::Level;
pub use page::{Page, PageQuery, Paging};
pub use permission::{Permission, PermissionSet};
pub use rights::{
    Decision, Effect, Grant, ProfileReach, Reach, Rights, Scope, Source, Target, Verdict, decide,
};
pub use role::Role;
pub use tx::Tx;
pub use vault::{KeyRing, Opened, Place, Vault};

/// Every statement of this crate, for the test that prepares them.
pub fn statements() -> Vec<&'static db::Sql> {
    [
        audit::queries::ALL,
        audit::seals::queries::ALL,
        event::queries::ALL,
        health::queries::ALL,
        idempotency::queries::ALL,
        incidents::queries::ALL,
        vault::queries::ALL,
        versions::queries::ALL,
    ]
    .concat()
}
