//! Who acts, and from where.

use std::net::IpAddr;
use std::sync::Arc;

use uuid::Uuid;

use crate::Result;
use crate::permission::{Permission, PermissionSet, Role};

/// What kind of actor it is, with its own id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActorKind {
    /// A person signed in to a tenant.
    Member { member_id: Uuid, person_id: Uuid, session_id: Uuid, role: Role },
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
    /// Set for people of a client and for links: they see this client only.
    pub client_id: Option<Uuid>,
    pub permissions: PermissionSet,
    pub request: Arc<RequestContext>,
}

impl Actor {
    /// The platform itself, with every right in one tenant: the command line and seeding.
    pub fn system(tenant_id: Uuid) -> Self {
        Self {
            tenant_id,
            kind: ActorKind::System,
            name: Arc::from("Atelier"),
            client_id: None,
            permissions: PermissionSet::all(),
            request: Arc::new(RequestContext::none()),
        }
    }

    pub fn may(&self, permission: Permission) -> bool {
        self.permissions.contains(permission)
    }

    /// Refuses who may not, where there is no transaction or query that would ask.
    pub fn require(&self, permission: Permission) -> Result<()> {
        crate::tx::require(self, permission)
    }

    /// The id of the member, the link or the job; nil for the system.
    pub fn id(&self) -> Uuid {
        match self.kind {
            ActorKind::Member { member_id, .. } => member_id,
            ActorKind::AccessLink { link_id } => link_id,
            ActorKind::Job { job_id, on_behalf_of } => on_behalf_of.unwrap_or(job_id),
            ActorKind::System => Uuid::nil(),
        }
    }

    /// The member who acts or on whose behalf a job acts.
    pub fn member_id(&self) -> Option<Uuid> {
        match self.kind {
            ActorKind::Member { member_id, .. } => Some(member_id),
            ActorKind::Job { on_behalf_of, .. } => on_behalf_of,
            ActorKind::AccessLink { .. } | ActorKind::System => None,
        }
    }

    /// As stored in the activity log.
    pub fn kind_name(&self) -> &'static str {
        match self.kind {
            ActorKind::Member { .. } => "member",
            ActorKind::AccessLink { .. } => "access_link",
            ActorKind::Job { .. } => "job",
            ActorKind::System => "system",
        }
    }

    /// A person of the client or a link: never shown what is internal.
    pub fn is_client_side(&self) -> bool {
        self.client_id.is_some()
    }
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
