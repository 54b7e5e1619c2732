//! Who acts, and from where.

use std::net::IpAddr;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::permission::{Permission, PermissionSet};
use crate::rights::{Reach, Rights, Target};
use crate::{Error, Result};

/// For how long a service key carries the proof of presence that its maker gave when making it.
const KEY_PROOF: SignedDuration = SignedDuration::from_hours(90 * 24);

/// What is sensitive and done by service keys too.
const BY_SERVICE_KEYS: PermissionSet = PermissionSet::of(&[
    Permission::MemberRemove,
    Permission::PermissionOverride,
    Permission::RoleAssign,
    Permission::RoleUpdate,
]);

/// What kind of actor it is, with its own id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActorKind {
    /// A person signed in to a tenant.
    Member { member_id: Uuid, person_id: Uuid, session_id: Uuid },
    /// A member by the token of an issuer that their tenant trusts: that membership and nothing of the
    /// person, whom the issuer cannot speak for.
    Issued { member_id: Uuid },
    /// A program with a key. What it may do is bounded by the rights of the member who stands behind it.
    ApiKey { key_id: Uuid, member_id: Option<Uuid> },
    /// Somebody else's application, for a member who agreed to it.
    Application { grant_id: Uuid, client_id: Uuid, member_id: Uuid },
    /// The holder of a link that a client was sent.
    AccessLink { link_id: Uuid },
    /// A background job, with the rights of the member who caused it (none for the system's own).
    Job { job_id: Uuid, on_behalf_of: Option<Uuid> },
    /// The command line and the platform itself.
    System,
}

/// The one who acts in one tenant, with the rights they have there at this moment. Made by authentication or
/// by the job worker; roles are never read from a token.
#[derive(Clone, Debug)]
pub struct Actor {
    pub tenant_id: Uuid,
    pub kind: ActorKind,
    pub name: Arc<str>,
    /// The key of the role; empty for who has none.
    pub role: Arc<str>,
    /// Set for who is confined to one account: people of a client, links, keys bound to one.
    pub account_id: Option<Uuid>,
    pub rights: Arc<Rights>,
    pub assurance: Assurance,
    pub request: Arc<RequestContext>,
}

/// How sure it is that the person is the one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assurance {
    /// 1: one factor, 2: two, or a passkey. 0 for who is no person.
    pub level: u8,
    /// When the person last proved to be there; of a service key, when its maker did.
    pub proved_at: Option<Timestamp>,
    /// Who acts as this person, on record.
    pub impersonator: Option<Arc<Impersonator>>,
}

/// The person behind a session in somebody else's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Impersonator {
    pub person_id: Uuid,
    pub name: String,
}

impl Actor {
    /// The platform itself, with every right in one tenant: the command line and seeding.
    pub fn system(tenant_id: Uuid) -> Self {
        Self {
            tenant_id,
            kind: ActorKind::System,
            name: Arc::from("Atelier"),
            role: Arc::from(""),
            account_id: None,
            rights: Arc::new(Rights::of(PermissionSet::all())),
            assurance: Assurance::default(),
            request: Arc::new(RequestContext::none()),
        }
    }

    /// Whether this may be done at all: somewhere in the tenant.
    pub fn may(&self, permission: Permission) -> bool {
        self.rights.may(permission)
    }

    /// Whether this may be done to that.
    pub fn may_in(&self, permission: Permission, target: &Target) -> bool {
        self.rights.may_in(permission, target)
    }

    /// The accounts in which this may be done: a parameter for `atelier.reaches($n, account_id)`.
    pub fn reach(&self, permission: Permission) -> Reach {
        self.rights.reach(permission)
    }

    /// Refuses who may not, where there is no transaction or query that would ask.
    pub fn require(&self, permission: Permission) -> Result<()> {
        if self.may(permission) { Ok(()) } else { Err(missing(permission)) }
    }

    /// Refuses who may not do this to that.
    pub fn require_in(&self, permission: Permission, target: &Target) -> Result<()> {
        if self.may_in(permission, target) { Ok(()) } else { Err(missing(permission)) }
    }

    /// Refuses who did not prove to be there within `minutes`: for what a stolen session must not do. A
    /// program has nobody in front of it, but for the system's own.
    pub fn require_presence(&self, now: Timestamp, minutes: u32) -> Result<()> {
        let since = |at: Timestamp| now.duration_since(at) <= SignedDuration::from_mins(i64::from(minutes));
        match self.kind {
            ActorKind::System => Ok(()),
            ActorKind::Member { .. } if self.assurance.proved_at.is_some_and(since) => Ok(()),
            ActorKind::Member { .. } => Err(Error::Forbidden {
                code: "step_up_required",
                detail: String::from("Prove that it is you: this needs your password or passkey again."),
            }),
            _ => Err(Error::forbidden("Only a person who is signed in may do this.")),
        }
    }

    /// As [`require_presence`](Self::require_presence), for looking after people and roles, which
    /// administrators automate: a service key carries the proof that its maker gave when making it.
    pub fn require_proof(&self, now: Timestamp, minutes: u32) -> Result<()> {
        let ActorKind::ApiKey { .. } = self.kind else { return self.require_presence(now, minutes) };
        match self.assurance.proved_at {
            Some(at) if now.duration_since(at) <= KEY_PROOF => Ok(()),
            Some(_) => Err(Error::Forbidden {
                code: "key_proof_expired",
                detail: String::from("It is too long ago that somebody vouched for this key: rotate it."),
            }),
            None => Err(Error::forbidden("Only a person who is signed in, or a service key, may do this.")),
        }
    }

    /// What using a permission that is sensitive asks for: a person who is there; where people and roles are
    /// looked after, a service key too. A job was ordered by who proved it then.
    pub(crate) fn require_proof_of(
        &self,
        permission: Permission,
        now: Timestamp,
        minutes: u32,
    ) -> Result<()> {
        match self.kind {
            _ if !permission.is_sensitive() => Ok(()),
            ActorKind::Job { .. } => Ok(()),
            ActorKind::ApiKey { .. } if BY_SERVICE_KEYS.contains(permission) => {
                self.require_proof(now, minutes)
            }
            _ => self.require_presence(now, minutes),
        }
    }

    /// The id of the member, the link, the key, the grant or the job; nil for the system.
    pub fn id(&self) -> Uuid {
        match self.kind {
            ActorKind::Member { member_id, .. } | ActorKind::Issued { member_id } => member_id,
            ActorKind::ApiKey { key_id, .. } => key_id,
            ActorKind::Application { grant_id, .. } => grant_id,
            ActorKind::AccessLink { link_id } => link_id,
            ActorKind::Job { job_id, on_behalf_of } => on_behalf_of.unwrap_or(job_id),
            ActorKind::System => Uuid::nil(),
        }
    }

    /// The member who acts or on whose behalf a program or a job acts.
    pub fn member_id(&self) -> Option<Uuid> {
        match self.kind {
            ActorKind::Member { member_id, .. }
            | ActorKind::Issued { member_id }
            | ActorKind::Application { member_id, .. } => Some(member_id),
            ActorKind::ApiKey { member_id, .. } => member_id,
            ActorKind::Job { on_behalf_of, .. } => on_behalf_of,
            ActorKind::AccessLink { .. } | ActorKind::System => None,
        }
    }

    /// The signed-in person.
    pub fn person_id(&self) -> Option<Uuid> {
        match self.kind {
            ActorKind::Member { person_id, .. } => Some(person_id),
            _ => None,
        }
    }

    /// As stored in the activity log.
    pub fn kind_name(&self) -> &'static str {
        match self.kind {
            ActorKind::Member { .. } | ActorKind::Issued { .. } => "member",
            ActorKind::ApiKey { .. } => "api_key",
            ActorKind::Application { .. } => "application",
            ActorKind::AccessLink { .. } => "access_link",
            ActorKind::Job { .. } => "job",
            ActorKind::System => "system",
        }
    }

    /// Never shown what is internal: the people of a client, and links.
    pub fn is_client_side(&self) -> bool {
        !self.may(Permission::InternalRead)
    }
}

pub(crate) fn missing(permission: Permission) -> Error {
    Error::forbidden(format!("You need the permission {} for this.", permission.name()))
}

/// What is known of the request that an actor makes.
#[derive(Clone, Debug)]
pub struct RequestContext {
    pub request_id: String,
    /// W3C trace id, 32 hex digits.
    pub trace_id: String,
    pub address: Option<IpAddr>,
    pub user_agent: Option<String>,
    /// By what a browser is known again: the value of its device cookie. It proves nothing.
    pub device: Option<String>,
    pub language: String,
    pub idempotent: Option<IdempotentRequest>,
}

impl RequestContext {
    /// Outside of any request: jobs, command line, seeding.
    pub fn none() -> Self {
        Self {
            request_id: String::new(),
            trace_id: String::new(),
            address: None,
            user_agent: None,
            device: None,
            language: String::from("en"),
            idempotent: None,
        }
    }
}

/// The `Idempotency-Key` of a request and the fingerprint of what it asks.
#[derive(Clone, Debug)]
pub struct IdempotentRequest {
    pub key: String,
    pub fingerprint: Vec<u8>,
}
