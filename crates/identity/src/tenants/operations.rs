//! Changes to tenants. Those of the platform cross the walls between tenants, and so run as the system, for
//! people of the platform only.

use db::SystemTask;
use platform::versions::Snapshot;
use platform::{Actor, App, Audit, Error, Event, IfMatch, Permission, Result, Tx};
use serde_json::json;

use super::detail::{TenantCreate, TenantDetail, TenantUpdate};
use super::history::{SETTINGS, fields};
use super::queries;
use crate::TenantId;

/// A page of all tenants, by slug.
pub(super) async fn list(
    app: &App,
    actor: &Actor,
    search: Option<String>,
    after: Option<String>,
    rows: i64,
) -> Result<Vec<TenantDetail>> {
    actor.require(Permission::TenantManage)?;
    let mut tx = app.db().system(SystemTask::ManageTenants);
    let tenants = tx.run(queries::list(search, after, rows)).await?;
    tx.commit().await?;
    Ok(tenants)
}

/// The new tenant and its line in the log of whoever makes it are one change; the answer to a repeated
/// request is kept by the actor's own transaction.
pub(super) async fn create(tx: &Tx, new: TenantCreate) -> Result<TenantDetail> {
    tx.require(Permission::TenantManage)?;
    let id: TenantId = tx.new_id();
    let mut system = tx.app().db().system(SystemTask::ManageTenants);
    let tenant = system.run(queries::insert(id, tx.now, new)).await?;
    let audit = Audit::new("tenant.created", "tenant", id.uuid(), &tenant.name);
    let audit = audit.change("slug", (), &tenant.slug).change("kind", (), tenant.kind);
    let line = audit.sealed(tx.app(), &tx.actor, tx.now).await?;
    system.run(line).await?;
    system.commit().await?;
    Ok(tenant)
}

/// Of any tenant, by the platform's people. It passes by the tenant's own versions: the state that it leaves
/// is kept with the tenant's next change.
pub(super) async fn update_any(
    tx: &Tx,
    id: TenantId,
    if_match: &IfMatch,
    changes: TenantUpdate,
) -> Result<TenantDetail> {
    tx.require(Permission::TenantManage)?;
    let mut system = tx.app().db().system(SystemTask::ManageTenants);
    let before = system.run(queries::find_for_update(id)).await?.ok_or(Error::NotFound)?;
    if_match.check(before.version)?;
    let after = changes.apply(&before);
    if after == before {
        return Ok(before);
    }
    let tenant = system.run(queries::update(&after)).await?;
    let line = audit(&before, &tenant).sealed(tx.app(), &tx.actor, tx.now).await?;
    system.run(line).await?;
    system.commit().await?;
    Ok(tenant)
}

/// Of one's own tenant.
pub(super) async fn update_own(
    tx: &mut Tx,
    if_match: &IfMatch,
    changes: TenantUpdate,
) -> Result<TenantDetail> {
    tx.require(Permission::SettingsUpdate)?;
    let id = TenantId::from(tx.actor.tenant_id);
    let before = tx.run(queries::find_for_update(id)).await?.ok_or(Error::NotFound)?;
    if_match.check(before.version)?;
    let after = changes.apply(&before);
    if after == before {
        return Ok(before);
    }
    let tenant = tx.run(queries::update(&after)).await?;
    tx.audit(audit(&before, &tenant));
    let states = (fields(&before), fields(&tenant));
    tx.snapshot(Snapshot::changed(&SETTINGS, id.uuid(), &tenant.name, states));
    tx.emit(Event::new("tenant.updated", "tenant", id.uuid()).version(tenant.version));
    Ok(tenant)
}

fn audit(before: &TenantDetail, after: &TenantDetail) -> Audit {
    let mut audit = Audit::new("tenant.updated", "tenant", after.id.uuid(), &after.name)
        .change("name", &before.name, &after.name)
        .change("locale", &before.locale, &after.locale)
        .change("time_zone", &before.time_zone, &after.time_zone);
    let (was, is) = (json!(before.settings), json!(after.settings));
    for name in ["week_starts_on", "accent_color", "contact_email", "imprint_address"] {
        audit = audit.change(&format!("settings.{name}"), &was[name], &is[name]);
    }
    audit
}
