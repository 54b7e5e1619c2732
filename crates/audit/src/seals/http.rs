//! `/audit-seals`

use axum::extract::State;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::Timestamp;
use platform::audit::seals::public_key;
use platform::{Actor, App, Page, PageQuery, Paging, Permission, Result, Versioned};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::queries::{self, SealRow};

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_audit_seals))
}

/// The newest seals, and what they are verified with.
#[derive(Debug, Serialize, ToSchema)]
struct AuditSeals {
    items: Vec<AuditSeal>,
    /// Give it back as `cursor` for the next page; null on the last one.
    next_cursor: Option<String>,
    /// Events that are too new to be sealed.
    #[schema(minimum = 0)]
    unsealed: i64,
    /// Ed25519, base64.
    public_key: String,
}

/// A signed batch of events.
#[derive(Debug, Serialize, ToSchema)]
struct AuditSeal {
    #[schema(minimum = 1)]
    batch: i64,
    #[schema(minimum = 1, maximum = 1000)]
    rows: i32,
    /// The root of the tree over the batch's events, in hex.
    root: String,
    /// That of the batch before; zeros for the first.
    previous_root: String,
    /// Over `message`, in hex.
    signature: String,
    /// What is signed.
    message: String,
    #[schema(value_type = String, format = "date-time")]
    first_at: Timestamp,
    #[schema(value_type = String, format = "date-time")]
    last_at: Timestamp,
    #[schema(value_type = String, format = "date-time")]
    sealed_at: Timestamp,
}

impl Versioned for AuditSeals {}

impl AuditSeal {
    fn of(actor: &Actor, row: SealRow) -> Self {
        let message = format!(
            "atelier audit seal v1|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}",
            actor.tenant_id,
            row.batch,
            row.rows,
            row.first_at.as_microsecond(),
            row.last_at.as_microsecond(),
            row.last_written_by,
            row.last_id,
            row.root,
            row.previous_root,
            row.sealed_at.as_microsecond(),
        );
        let SealRow { batch, rows, root, previous_root, signature, first_at, last_at, sealed_at, .. } = row;
        Self { batch, rows, root, previous_root, signature, message, first_at, last_at, sealed_at }
    }
}

/// The seals of the audit log, the newest first. Keep them where the operator of this installation cannot
/// reach: then nobody can make up another past.
#[utoipa::path(get, path = "/audit-seals", operation_id = "list_audit_seals", tag = "audit",
    params(PageQuery),
    responses((status = 200, description = "One page of seals.", body = AuditSeals)))]
async fn list_audit_seals(State(app): State<App>, actor: Actor, paging: Paging) -> Result<Response> {
    let before = paging.after::<i64>(&actor, "audit-seals", "")?;
    let rows = app.read(&actor, Permission::AuditRead, queries::list(before, paging.rows())).await?;
    let unsealed = app.read(&actor, Permission::AuditRead, queries::count_unsealed()).await?;
    let seals = rows.into_iter().map(|row| AuditSeal::of(&actor, row)).collect();
    let page = Page::new(&actor, &paging, ("audit-seals", ""), seals, |seal| seal.batch)?;
    platform::ok(AuditSeals {
        items: page.items,
        next_cursor: page.next_cursor,
        unsealed,
        public_key: BASE64.encode(public_key(app.keys())),
    })
}
