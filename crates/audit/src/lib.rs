//! The audit log for those who have to answer for it: who did what, exports of it, and the seals that prove
//! it. It is written by `platform`, in each change's own transaction; nothing here changes an event.
//!
//! Invariants: names and addresses are opened with the keys of their subjects for each answer, so that what
//! was erased stays erased; an export is sealed with the tenant's key and ends by itself.

mod events;
mod exports;
mod seals;

use platform::App;
use utoipa_axum::router::OpenApiRouter;

pub use exports::queries::expire as expire_exports;

/// Every route below `/api/v1` of this area.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().merge(events::routes()).merge(exports::routes()).merge(seals::routes())
}

/// Names the handlers of this area's jobs.
#[must_use]
pub fn register_jobs(registry: jobs::Registry, app: App) -> jobs::Registry {
    exports::register(registry, app)
}

/// Every statement of this crate, for the test that prepares them.
pub fn statements() -> Vec<&'static db::Sql> {
    [events::queries::ALL, exports::queries::ALL, seals::queries::ALL].concat()
}
