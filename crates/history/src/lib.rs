//! What was: versions of what people work on and going back to them; what is known of a person, as a copy and
//! to be erased; and how long everything is kept.
//!
//! The areas keep the versions with each change ([`platform::Tx::snapshot`]) and describe, with an
//! [`Aggregate`], how one is read and written again; this crate knows no product noun.
//!
//! Invariants: going back passes through the area's own operations, with the actor's permissions; it writes a
//! new version and never removes one; what is in the way is listed and nothing is written.

mod privacy;
mod retention;
mod versions;

use std::sync::Arc;

use axum::Extension;
use platform::versions::Aggregate;
use platform::{App, Error, Result};
pub use retention::sweep;
use utoipa_axum::router::OpenApiRouter;

pub use versions::{Version, VersionId};

/// What the areas of this program keep versions of.
#[derive(Clone, Debug)]
pub struct Aggregates(Arc<[&'static Aggregate]>);

impl Aggregates {
    pub fn new(aggregates: impl IntoIterator<Item = &'static Aggregate>) -> Self {
        Self(aggregates.into_iter().collect())
    }

    pub(crate) fn of_kind(&self, kind: &str) -> Result<&'static Aggregate> {
        self.0.iter().copied().find(|aggregate| aggregate.kind == kind).ok_or(Error::NotFound)
    }
}

/// Every route below `/api/v1` of this area.
pub fn routes(aggregates: Aggregates) -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(versions::routes())
        .merge(privacy::routes())
        .merge(retention::routes())
        .layer(Extension(aggregates))
}

/// Names the handlers of this area's jobs.
#[must_use]
pub fn register_jobs(registry: jobs::Registry, app: App) -> jobs::Registry {
    privacy::register(registry, app)
}

/// Every statement of this crate, for the test that prepares them.
pub fn statements() -> Vec<&'static db::Sql> {
    [versions::queries::ALL, privacy::queries::ALL, retention::queries::ALL].concat()
}
