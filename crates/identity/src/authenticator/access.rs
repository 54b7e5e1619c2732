//! What a credential gives: an actor without the request.

use std::sync::Arc;

use jiff::Timestamp;
use platform::{Actor, ActorKind, Assurance, Error, RequestContext, Rights, Role, Scope};
use uuid::Uuid;

use crate::access_links::queries::LinkRow;
use crate::members::Membership;
use crate::sessions::queries::SessionRow;

#[derive(Clone, Debug)]
pub(crate) struct Access {
    pub(crate) tenant_id: Uuid,
    pub(crate) kind: ActorKind,
    pub(crate) name: Arc<str>,
    pub(crate) role: Arc<str>,
    pub(crate) account_id: Option<Uuid>,
    pub(crate) rights: Arc<Rights>,
    pub(crate) assurance: Assurance,
    pub(crate) ends_at: Timestamp,
}

impl Access {
    /// `None` for who is not a member any more.
    pub(crate) fn of_session(session: SessionRow, now: Timestamp) -> Option<Self> {
        let SessionRow { id: session_id, person_id, tenant_id, expires_at, membership, .. } = session;
        let Membership { member_id, role, name, account_id, grants, .. } = membership?;
        let level = u8::try_from(session.assurance_level).unwrap_or(0);
        let impersonator = session.impersonator.map(Arc::new);
        let assurance = Assurance { level, proved_at: session.proved_at, impersonator };
        Some(Self {
            tenant_id,
            kind: ActorKind::Member { member_id, person_id, session_id },
            name: Arc::from(name),
            role,
            account_id,
            rights: Arc::new(Rights::new(grants, now)),
            assurance,
            ends_at: expires_at,
        })
    }

    /// No more than somebody else may do too.
    pub(crate) fn bounded_by(mut self, rights: Option<Arc<Rights>>) -> Self {
        if let Some(rights) = rights {
            self.rights = Arc::new(Rights::clone(&self.rights).bounded_by(rights));
        }
        self
    }

    pub(crate) fn of_link(link: LinkRow) -> Self {
        Self {
            tenant_id: link.tenant_id,
            kind: ActorKind::AccessLink { link_id: link.id },
            name: Arc::from(link.audience_name),
            role: Arc::from(""),
            account_id: Some(link.client_id),
            rights: Arc::new(Rights::within(Role::ACCESS_LINK, Scope::account(link.client_id))),
            assurance: Assurance::default(),
            ends_at: link.expires_at,
        }
    }

    pub(crate) fn actor(&self, request: Arc<RequestContext>) -> Actor {
        Actor {
            tenant_id: self.tenant_id,
            kind: self.kind,
            name: self.name.clone(),
            role: self.role.clone(),
            account_id: self.account_id,
            rights: self.rights.clone(),
            assurance: self.assurance.clone(),
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
