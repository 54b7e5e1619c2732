//! Ending a session, switching its tenant, and who it is.

use db::{Query, SystemTask};
use jiff::Timestamp;
use platform::{Actor, ActorKind, App, Audit, Error, Result};
use uuid::Uuid;

use super::access_token::Subject;
use super::model::{Me, MeImpersonator, MeKind, MeLink, MeMember, SignedIn};
use super::queries;
use crate::authenticator::{Access, Authenticator, Refusal};
use crate::ids::{AccountId, ClientRef, MemberId, TenantId};
use crate::me::queries::find_preferences;
use crate::members::{self, Membership};
use crate::people::Person;
use crate::tenants::{self, Tenant, TenantSummary};
use crate::{access_links, people};

/// The member's own part of an actor. Links and jobs have no session.
#[expect(clippy::struct_field_names, reason = "each is the id of something else")]
struct SignedInPerson {
    member_id: Uuid,
    person_id: Uuid,
    session_id: Uuid,
}

fn signed_in_person(actor: &Actor) -> Option<SignedInPerson> {
    match actor.kind {
        ActorKind::Member { member_id, person_id, session_id } => {
            Some(SignedInPerson { member_id, person_id, session_id })
        }
        _ => None,
    }
}

/// Ends the caller's session: cookie and access tokens are worth nothing from now on. A link has no session
/// to end.
pub(crate) async fn sign_out(app: &App, authenticator: &Authenticator, actor: &Actor) -> Result<()> {
    let Some(SignedInPerson { session_id, .. }) = signed_in_person(actor) else { return Ok(()) };
    let now = app.clock().now();
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    let ended = tx.run(queries::end(session_id, now)).await?;
    if ended.is_some() {
        tx.defer(record(app, actor, "member.signed_out", now).await?);
    }
    tx.commit().await?;
    if let Some(token) = ended {
        authenticator.forget_session(session_id, token.0).await;
    }
    Ok(())
}

/// The line of the activity log about the caller's own sign-in, for the transaction that it happens in.
pub(crate) async fn record(
    app: &App,
    actor: &Actor,
    action: &'static str,
    now: Timestamp,
) -> Result<Query<u64>> {
    Audit::new(action, "member", actor.id(), &*actor.name).sealed(app, actor, now).await
}

/// Takes the session to another tenant, named by slug or id. Tokens issued for the one before end.
pub(crate) async fn switch_tenant(
    app: &App,
    authenticator: &Authenticator,
    actor: &Actor,
    wanted: &str,
) -> Result<SignedIn> {
    let person = signed_in_person(actor)
        .ok_or_else(|| Error::forbidden("Only a person who is signed in can switch between tenants."))?;
    if actor.assurance.impersonator.is_some() {
        return Err(Error::forbidden("You act as somebody else, in this tenant. End that first."));
    }
    let now = app.clock().now();
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    let found = tx.run(people::queries::find(person.person_id)).await?.ok_or(Refusal::Unknown)?;
    let tenants = tx.run(tenants_of(&found)).await?;
    let tenant = find_tenant(tenants, wanted).ok_or_else(|| {
        Error::invalid("/tenant", "unknown_reference", "is not a tenant that you belong to")
    })?;
    let tenant_id = tenant.id.uuid();
    let token =
        tx.run(queries::switch_tenant(person.session_id, tenant_id)).await?.ok_or(Refusal::Unknown)?;
    // The line belongs to the tenant that is entered, as who the person is there.
    let session = tx.run(queries::find_by_id(person.session_id)).await?.ok_or(Refusal::Unknown)?;
    let entered = Access::of_session(session, now).ok_or(Refusal::Unknown)?.actor(actor.request.clone());
    tx.defer(members::queries::record_sign_in(tenant_id, person.person_id, now));
    tx.defer(record(app, &entered, "member.signed_in", now).await?);
    tx.commit().await?;
    authenticator.forget_session(person.session_id, token.0).await;
    let assurance_level = i16::from(actor.assurance.level);
    let SignedInPerson { person_id, session_id, .. } = person;
    let subject = Subject { person_id, session_id, tenant_id, assurance_level };
    issue(authenticator, subject, tenant, now)
}

/// A fresh access token for a session.
pub(crate) fn issue(
    authenticator: &Authenticator,
    subject: Subject,
    tenant: Tenant,
    now: Timestamp,
) -> Result<SignedIn> {
    let tokens = authenticator.tokens();
    let access_token =
        tokens.issue(subject, now).ok_or_else(|| Error::internal("an access token was not signed"))?;
    let (expires_in, tenant) = (tokens.life_secs(), TenantSummary::from(tenant));
    Ok(SignedIn { access_token, expires_in, refresh_token: None, tenant })
}

/// Where a person may go. Whoever looks after the platform goes everywhere, also from a tenant that made
/// them a member.
pub(super) fn tenants_of(person: &Person) -> Query<Vec<Tenant>> {
    if person.is_super_admin {
        tenants::queries::list_all(person.id)
    } else {
        tenants::queries::list_of_person(person.id)
    }
}

/// By slug or id.
pub(crate) fn find_tenant(tenants: Vec<Tenant>, wanted: &str) -> Option<Tenant> {
    let id = wanted.parse::<TenantId>().ok();
    tenants.into_iter().find(|tenant| tenant.slug == wanted || Some(tenant.id) == id)
}

/// Who the caller is.
pub(crate) async fn me(authenticator: &Authenticator, actor: &Actor) -> Result<Me> {
    match (signed_in_person(actor), actor.kind) {
        (Some(SignedInPerson { member_id, person_id, .. }), _) => {
            me_as_member(authenticator, actor, (member_id, person_id)).await
        }
        (None, ActorKind::Issued { member_id }) => {
            let find = members::queries::find_person(actor.tenant_id, member_id);
            let mut tx = authenticator.db().system(SystemTask::Authenticate);
            let person_id = tx.run(find).await?.ok_or(Refusal::Unknown)?;
            tx.commit().await?;
            me_as_member(authenticator, actor, (member_id, person_id)).await
        }
        (None, ActorKind::AccessLink { link_id }) => me_as_link(authenticator, actor, link_id).await,
        (None, ActorKind::ApiKey { .. }) => me_as_program(authenticator, actor, MeKind::ApiKey).await,
        (None, ActorKind::Application { .. }) => {
            me_as_program(authenticator, actor, MeKind::Application).await
        }
        (None, _) => Err(Refusal::Unknown.into()),
    }
}

async fn me_as_program(authenticator: &Authenticator, actor: &Actor, kind: MeKind) -> Result<Me> {
    let find = tenants::queries::find(actor.tenant_id);
    let tenant = authenticator.db().read(actor.tenant_id, find).await?.ok_or(Refusal::Unknown)?;
    Ok(Me {
        member: None,
        tenants: Vec::new(),
        tenant,
        kind,
        permissions: actor.rights.permissions().iter().collect(),
        platform_permissions: actor.rights.by_channel(),
        link: None,
        see_as: None,
        assurance_level: 0,
        proved_at: None,
        impersonator: None,
    })
}

async fn me_as_member(
    authenticator: &Authenticator,
    actor: &Actor,
    (member_id, person_id): (Uuid, Uuid),
) -> Result<Me> {
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    let found = tx.run(people::queries::find(person_id)).await?.ok_or(Refusal::Unknown)?;
    let mut tenants = tx.run(tenants_of(&found)).await?;
    if matches!(actor.kind, ActorKind::Issued { .. }) {
        // Where else somebody belongs is not told to who speaks for one tenant.
        tenants.retain(|tenant| tenant.id.uuid() == actor.tenant_id);
    }
    let tenant = tx.run(tenants::queries::find(actor.tenant_id)).await?.ok_or(Refusal::Unknown)?;
    let membership = tx.run(members::queries::find_of_person(actor.tenant_id, person_id)).await?;
    let preferences = tx.run(find_preferences(actor.tenant_id, person_id)).await?.unwrap_or_default();
    tx.commit().await?;
    let membership = membership.unwrap_or_else(|| Membership::of_super_admin(person_id, found.name.clone()));
    let is_client = membership.account_kind.as_deref() == Some("client");
    let role_name = membership.role_name.to_string();
    let member = MeMember {
        id: MemberId::from(member_id),
        name: actor.name.to_string(),
        email: found.email,
        role: actor.role.to_string(),
        role_name,
        locale: found.locale,
        time_zone: preferences["time_zone"].as_str().map(str::to_owned),
        theme: serde_json::from_value(preferences["theme"].clone()).ok(),
        account_id: actor.account_id.map(AccountId::from),
        client_id: is_client.then_some(actor.account_id).flatten().map(ClientRef::from),
    };
    Ok(Me {
        member: Some(member),
        tenant,
        kind: MeKind::Member,
        permissions: actor.rights.permissions().iter().collect(),
        platform_permissions: actor.rights.by_channel(),
        assurance_level: actor.assurance.level,
        proved_at: actor.assurance.proved_at,
        impersonator: actor
            .assurance
            .impersonator
            .as_ref()
            .map(|by| MeImpersonator { name: by.name.clone() }),
        tenants: tenants.into_iter().map(TenantSummary::from).collect(),
        link: None,
        see_as: None,
    })
}

async fn me_as_link(authenticator: &Authenticator, actor: &Actor, link_id: Uuid) -> Result<Me> {
    let mut tx = authenticator.db().tenant(actor.tenant_id);
    let greeting = tx.run(access_links::queries::find_greeting(link_id)).await?;
    let tenant = tx.run(tenants::queries::find(actor.tenant_id)).await?.ok_or(Refusal::Unknown)?;
    tx.commit().await?;
    let (client_name, agency_name, expires_at) = greeting.ok_or(Refusal::Unknown)?;
    Ok(Me {
        member: None,
        tenants: Vec::new(),
        tenant,
        kind: MeKind::AccessLink,
        permissions: actor.rights.permissions().iter().collect(),
        platform_permissions: actor.rights.by_channel(),
        assurance_level: 0,
        proved_at: None,
        impersonator: None,
        link: Some(MeLink { client_name, agency_name, expires_at }),
        see_as: None,
    })
}
