//! Tenants, people and memberships that have to exist: for the demo, for tests, for the first start.
//!
//! Each `ensure_*` makes what is missing and leaves what is there as it is, so it may run at each start.

mod levels;

use db::SystemTask;
use platform::{App, Error, Result, Role};
use secrecy::SecretString;
use uuid::Uuid;

use crate::accounts::queries as accounts;
use crate::members::queries::{self as members, MemberRow};
use crate::people::normalize_email;
use crate::people::queries::{self as people, PersonRow};
use crate::tenants::queries::{self as tenants, TenantRow};
use crate::{Authenticator, MemberId, PersonId, TenantId, TenantKind};

pub use levels::{LevelsSeed, ensure_levels};

#[derive(Clone, Copy, Debug)]
pub struct TenantSeed<'a> {
    pub slug: &'a str,
    pub name: &'a str,
    pub kind: TenantKind,
    pub locale: &'a str,
    pub time_zone: &'a str,
}

#[derive(Clone, Copy, Debug)]
pub struct PersonSeed<'a> {
    pub email: &'a str,
    pub name: &'a str,
    pub password: &'a str,
    pub locale: &'a str,
    /// May enter every tenant.
    pub is_super_admin: bool,
}

/// By slug.
pub async fn ensure_tenant(app: &App, seed: TenantSeed<'_>) -> Result<TenantId> {
    let mut tx = app.db().system(SystemTask::ManageTenants);
    let row = TenantRow {
        id: app.clock().new_uuid(),
        slug: seed.slug.to_owned(),
        name: seed.name.to_owned(),
        kind: seed.kind,
        locale: seed.locale.to_owned(),
        time_zone: seed.time_zone.to_owned(),
    };
    tx.run(tenants::ensure(row)).await?;
    let id: Option<Uuid> = tx.run(tenants::find_by_slug(seed.slug)).await?;
    tx.commit().await?;
    id.map(TenantId::from).ok_or_else(|| Error::internal("a tenant vanished while it was made"))
}

/// The tenant with this slug, for the command line.
pub async fn find_tenant(app: &App, slug: &str) -> Result<Option<TenantId>> {
    let mut tx = app.db().system(SystemTask::ManageTenants);
    let id: Option<Uuid> = tx.run(tenants::find_by_slug(slug)).await?;
    tx.commit().await?;
    Ok(id.map(TenantId::from))
}

/// The short names of all tenants, for the command line.
pub async fn list_tenant_slugs(app: &App) -> Result<Vec<String>> {
    let mut tx = app.db().system(SystemTask::ManageTenants);
    let slugs = tx.run(tenants::list_slugs()).await?;
    tx.commit().await?;
    Ok(slugs)
}

/// By address. A password that was changed stays changed.
pub async fn ensure_person(
    app: &App,
    authenticator: &Authenticator,
    seed: PersonSeed<'_>,
) -> Result<PersonId> {
    let email_normalized = normalize_email(seed.email);
    if let Some(id) = find_person(app, &email_normalized).await? {
        return Ok(id);
    }
    let password_hash = authenticator.passwords().hash(SecretString::from(seed.password)).await?;
    let row = PersonRow {
        id: app.clock().new_uuid(),
        email: seed.email.to_owned(),
        email_normalized: email_normalized.clone(),
        name: seed.name.to_owned(),
        password_hash: Some(password_hash),
        is_super_admin: seed.is_super_admin,
        locale: seed.locale.to_owned(),
        created_at: app.clock().now(),
    };
    let mut tx = app.db().system(SystemTask::ManageTenants);
    tx.run(people::insert(row)).await?;
    tx.commit().await?;
    let found = find_person(app, &email_normalized).await?;
    found.ok_or_else(|| Error::internal("a person vanished while it was made"))
}

async fn find_person(app: &App, email_normalized: &str) -> Result<Option<PersonId>> {
    let mut tx = app.db().system(SystemTask::ManageTenants);
    let person = tx.run(people::find_by_email(email_normalized.to_owned())).await?;
    tx.commit().await?;
    Ok(person.map(|person| PersonId::from(person.id)))
}

/// An account of a tenant, by its id.
pub async fn ensure_account(app: &App, tenant_id: TenantId, id: Uuid, kind: &str, name: &str) -> Result<()> {
    let mut tx = app.db().system(SystemTask::ManageTenants);
    tx.run(accounts::ensure(tenant_id.uuid(), id, kind, name, app.clock().now())).await?;
    tx.commit().await.map_err(Into::into)
}

/// A person's place in a tenant.
#[derive(Clone, Copy, Debug)]
pub struct MemberSeed {
    pub tenant_id: TenantId,
    pub person_id: PersonId,
    pub role: Role,
    /// The account that they are confined to; for the role `client` there has to be one.
    pub account_id: Option<Uuid>,
}

/// By tenant and person. A role that was changed stays changed.
pub async fn ensure_member(app: &App, seed: MemberSeed) -> Result<MemberId> {
    let (tenant_id, person_id) = (seed.tenant_id.uuid(), seed.person_id.uuid());
    let row = MemberRow {
        tenant_id,
        id: app.clock().new_uuid(),
        person_id,
        role: seed.role,
        account_id: seed.account_id,
        created_at: app.clock().now(),
    };
    let mut tx = app.db().system(SystemTask::ManageTenants);
    tx.run(members::ensure(row)).await?;
    let id = tx.run(members::find_id(tenant_id, person_id)).await?;
    tx.commit().await?;
    Ok(MemberId::from(id))
}
