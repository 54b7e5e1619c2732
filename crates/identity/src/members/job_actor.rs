//! Who a background job acts as.

use std::sync::Arc;

use db::SystemTask;
use platform::{Actor, ActorKind, App, Assurance, RequestContext, Result, Rights};
use serde_json::Value;
use uuid::Uuid;

use super::{Membership, queries};
use crate::people::queries as people;

/// The actor of a job: whoever ordered it (as `Tx::enqueue` wrote down), with the rights that they have now.
/// `None` when they are gone: nobody's work goes on in their name. What the system ordered acts as the
/// system.
///
/// # Errors
/// The database cannot be asked.
pub async fn job_actor(
    app: &App,
    (tenant_id, job_id): (Uuid, Uuid),
    ordered_by: &Value,
) -> Result<Option<Actor>> {
    let member_id =
        ordered_by.get("member_id").and_then(Value::as_str).and_then(|id| id.parse::<Uuid>().ok());
    let kind = ActorKind::Job { job_id, on_behalf_of: member_id };
    let Some(member_id) = member_id else {
        // A link has no member either, and must not become the system by way of a job.
        let is_system = matches!(ordered_by["kind"].as_str(), Some("system" | "job"));
        return Ok(is_system.then(|| Actor { kind, ..Actor::system(tenant_id) }));
    };
    let membership = match app.db().read(tenant_id, queries::find_by_id(member_id)).await? {
        Some(membership) => Some(membership),
        None => super_admin(app, member_id).await?,
    };
    Ok(membership.map(|membership| Actor {
        tenant_id,
        kind,
        name: Arc::from(membership.name),
        role: membership.role,
        account_id: membership.account_id,
        rights: Arc::new(Rights::new(membership.grants, app.clock().now())),
        assurance: Assurance::default(),
        request: Arc::new(RequestContext::none()),
    }))
}

/// The platform's own people act in a tenant under their own id, without a row among its members.
async fn super_admin(app: &App, person_id: Uuid) -> Result<Option<Membership>> {
    let mut tx = app.db().system(SystemTask::Authenticate);
    let person = tx.run(people::find(person_id)).await?;
    tx.commit().await?;
    let admin = person.filter(|person| person.is_super_admin);
    Ok(admin.map(|person| Membership::of_super_admin(person.id, person.name)))
}
