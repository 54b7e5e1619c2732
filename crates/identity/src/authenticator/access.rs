//! What a credential gives: an actor without the request.

use std::net::IpAddr;
use std::sync::Arc;

use jiff::Timestamp;
use platform::{Actor, ActorKind, Assurance, Error, RequestContext, Rights, Role, Scope};
use uuid::Uuid;

use crate::access_links::queries::LinkRow;
use crate::api_keys::KeyRow;
use crate::credentials::Networks;
use crate::members::Membership;
use crate::oauth::{ApplicationRow, in_places};
use crate::scopes::Scopes;
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
    /// Where it may be used from.
    pub(crate) networks: Networks,
    /// Of a key that was given a limit.
    pub(crate) own_limit: Option<u32>,
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
            networks: Networks::default(),
            own_limit: None,
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
            networks: Networks::default(),
            own_limit: None,
        }
    }

    /// With the rights that its maker has now. One whose maker has left is nobody's.
    pub(crate) fn of_key(key: KeyRow, now: Timestamp) -> Result<Self, Refusal> {
        if key.is_revoked {
            return Err(Refusal::KeyRevoked);
        }
        let Membership { member_id, account_id, grants, .. } = key.maker.ok_or(Refusal::Unknown)?;
        let rights = key.scopes.bounded_by(Rights::new(grants, now), key.account_id, now);
        Ok(Self {
            tenant_id: key.tenant_id,
            kind: ActorKind::ApiKey { key_id: key.id, member_id: Some(member_id) },
            name: Arc::from(key.name),
            role: Arc::from(""),
            account_id: key.account_id.or(account_id),
            rights: Arc::new(rights),
            assurance: Assurance { proved_at: key.proved_at, ..Assurance::default() },
            ends_at: key.expires_at.unwrap_or(Timestamp::MAX),
            networks: key.networks,
            own_limit: key.rate_limit_per_minute,
        })
    }

    /// With the rights that its member has now, as far as the token's scopes go.
    pub(crate) fn of_application(found: ApplicationRow, places: u128, now: Timestamp) -> Self {
        let Membership { member_id, account_id, grants, .. } = found.membership;
        let scopes = Scopes::stored(&in_places(&found.scopes, places));
        let (grant_id, client_id) = (found.grant_id, found.client_id.uuid());
        Self {
            tenant_id: found.tenant_id,
            kind: ActorKind::Application { grant_id, client_id, member_id },
            name: Arc::from(found.client_name),
            role: Arc::from(""),
            account_id,
            rights: Arc::new(scopes.bounded_by(Rights::new(grants, now), None, now)),
            assurance: Assurance::default(),
            ends_at: found.expires_at,
            networks: Networks::default(),
            own_limit: None,
        }
    }

    /// Refuses a request from where it may not come from.
    pub(crate) fn require_network(&self, address: Option<IpAddr>) -> Result<(), Error> {
        if self.networks.admits(address) {
            return Ok(());
        }
        let detail = String::from("This key may not be used from this address.");
        Err(Error::Forbidden { code: "address_not_allowed", detail })
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
            ActorKind::ApiKey { .. } => Refusal::KeyExpired,
            _ => Refusal::Unknown,
        }
    }
}

/// Why a credential gives nothing. Holders of a link or key learn why it does not open; that helps nobody who
/// guesses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    Unknown,
    LinkExpired,
    LinkRevoked,
    KeyExpired,
    KeyRevoked,
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
            Refusal::KeyExpired => ("api_key_expired", "This API key has expired. Use a new one."),
            Refusal::KeyRevoked => ("api_key_revoked", "This API key was revoked. Use a new one."),
        };
        Self::Unauthenticated { code, detail }
    }
}
