//! What a credential gives: an actor without the request.

use std::sync::Arc;

use jiff::Timestamp;
use platform::{Actor, ActorKind, Error, PermissionSet, RequestContext, Role};
use uuid::Uuid;

use crate::access_links::queries::LinkRow;
use crate::members::Membership;
use crate::sessions::queries::SessionRow;

#[derive(Clone, Debug)]
pub(crate) struct Access {
    pub(crate) tenant_id: Uuid,
    pub(crate) kind: ActorKind,
    pub(crate) name: Arc<str>,
    pub(crate) client_id: Option<Uuid>,
    pub(crate) permissions: PermissionSet,
    pub(crate) ends_at: Timestamp,
}

impl Access {
    /// `None` for who is not a member any more.
    pub(crate) fn of_session(session: SessionRow) -> Option<Self> {
        let SessionRow { id: session_id, person_id, tenant_id, expires_at, membership } = session;
        let Membership { member_id, role, name, client_id } = membership?;
        Some(Self {
            tenant_id,
            kind: ActorKind::Member { member_id, person_id, session_id, role },
            name: Arc::from(name),
            client_id,
            permissions: role.permissions(),
            ends_at: expires_at,
        })
    }

    pub(crate) fn of_link(link: LinkRow) -> Self {
        Self {
            tenant_id: link.tenant_id,
            kind: ActorKind::AccessLink { link_id: link.id },
            name: Arc::from(link.audience_name),
            client_id: Some(link.client_id),
            permissions: Role::ACCESS_LINK,
            ends_at: link.expires_at,
        }
    }

    pub(crate) fn actor(&self, request: Arc<RequestContext>) -> Actor {
        Actor {
            tenant_id: self.tenant_id,
            kind: self.kind,
            name: self.name.clone(),
            client_id: self.client_id,
            permissions: self.permissions,
            request,
        }
    }

    pub(crate) fn refusal_after_end(&self) -> Refusal {
        match self.kind {
            ActorKind::AccessLink { .. } => Refusal::LinkExpired,
            _ => Refusal::Unknown,
        }
    }
}

/// Why a credential gives nothing. Holders of a link learn why it does not open; that helps nobody who
/// guesses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    Unknown,
    LinkExpired,
    LinkRevoked,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        let (code, detail) = match refusal {
            Refusal::Unknown => {
                ("unauthenticated", "The sign-in or the token is not valid any more. Sign in again.")
            }
            Refusal::LinkExpired => ("link_expired", "This link has expired. Ask who sent it for a new one."),
            Refusal::LinkRevoked => {
                ("link_revoked", "This link was withdrawn. Ask who sent it for a new one.")
            }
        };
        Self::Unauthenticated { code, detail }
    }
}
