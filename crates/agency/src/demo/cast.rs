//! Who plays: the tenants of the demo and their people.

use std::sync::Arc;

use identity::seed::{MemberSeed, PersonSeed, TenantSeed, ensure_member, ensure_person, ensure_tenant};
use identity::{Authenticator, TenantId, TenantKind};
use platform::{Actor, ActorKind, App, Assurance, Error, RequestContext, Result, Rights, Role, Scope};
use uuid::Uuid;

/// The published password of every demo sign-in.
const PASSWORD: &str = "atelier-demo-1";

pub(super) const NORTHLIGHT: TenantSeed<'static> = TenantSeed {
    slug: "northlight",
    name: "Northlight Social",
    kind: TenantKind::Agency,
    locale: "en",
    time_zone: "Europe/Berlin",
};

pub(super) const BLUENOTE: TenantSeed<'static> = TenantSeed {
    slug: "bluenote",
    name: "Bluenote Recordings",
    kind: TenantKind::Label,
    locale: "en",
    time_zone: "Europe/Amsterdam",
};

/// A person and the part they play. `plays` is how the story names them.
pub(super) struct Part {
    plays: &'static str,
    name: &'static str,
    email: &'static str,
    role: Role,
}

const fn part(plays: &'static str, name: &'static str, email: &'static str, role: Role) -> Part {
    Part { plays, name, email, role }
}

pub(super) static NORTHLIGHT_PEOPLE: [Part; 5] = [
    part("owner", "Helena Voss", "owner@northlight.test", Role::Admin),
    part("producer", "Mara Lindqvist", "producer@northlight.test", Role::Manager),
    part("writer", "Tomasz Ashgrove", "writer@northlight.test", Role::Creator),
    part("analyst", "Ifeoma Keller", "analyst@northlight.test", Role::Analyst),
    part("client", "Jule Sander", "client@northlight.test", Role::Client),
];

pub(super) static BLUENOTE_PEOPLE: [Part; 2] = [
    part("producer", "Désirée Halvorsen", "owner@bluenote.test", Role::Admin),
    part("writer", "Sten Oduya", "manager@bluenote.test", Role::Manager),
];

/// A tenant, its people and the files that tell its story.
pub(super) struct TenantStory {
    pub(super) seed: TenantSeed<'static>,
    pub(super) people: &'static [Part],
    pub(super) files: &'static [&'static str],
    /// Accounts that are no clients, and profiles.
    pub(super) levels: &'static str,
}

/// The people of one tenant, as actors.
pub(super) struct Cast {
    pub(super) tenant_id: TenantId,
    actors: Vec<(&'static str, Actor)>,
    /// The first client of the story: whose person `client` is.
    pub(super) first_client: Option<Uuid>,
}

pub(super) async fn ensure_root(app: &App, authenticator: &Authenticator) -> Result<()> {
    let root = person("Robin Atelier", "root@atelier.test");
    ensure_person(app, authenticator, PersonSeed { is_super_admin: true, ..root }).await?;
    Ok(())
}

fn person(name: &'static str, email: &'static str) -> PersonSeed<'static> {
    PersonSeed { email, name, password: PASSWORD, locale: "en", is_super_admin: false }
}

impl Cast {
    /// The tenant and its people, but for those of a client: the client comes with the story.
    pub(super) async fn ensure(
        app: &App,
        authenticator: &Authenticator,
        tenant: &TenantStory,
    ) -> Result<Self> {
        let tenant_id = ensure_tenant(app, tenant.seed).await?;
        let mut cast = Self { tenant_id, actors: Vec::new(), first_client: None };
        for part in tenant.people.iter().filter(|part| part.role != Role::Client) {
            let member_id = ensure(app, authenticator, tenant_id, part, None).await?;
            cast.actors.push((part.plays, cast.actor(part.name, part.role, member_id, None)));
        }
        Ok(cast)
    }

    /// The people of the first client, once it exists.
    pub(super) async fn ensure_clients_people(
        &self,
        app: &App,
        authenticator: &Authenticator,
        tenant: &TenantStory,
    ) -> Result<()> {
        if self.first_client.is_some() {
            for part in tenant.people.iter().filter(|part| part.role == Role::Client) {
                ensure(app, authenticator, self.tenant_id, part, self.first_client).await?;
            }
        }
        Ok(())
    }

    /// The one who plays a part. `client` and `client_person` are somebody of the client that it is about.
    pub(super) fn play(&self, part: &str, client_id: Uuid, contact_name: &str) -> Result<Actor> {
        if part == "client" || part == "client_person" {
            return Ok(self.actor(contact_name, Role::Client, client_id, Some(client_id)));
        }
        let found = self.actors.iter().find(|(name, _)| *name == part);
        found.map(|(_, actor)| actor.clone()).ok_or_else(|| Error::internal(format!("nobody plays {part}")))
    }

    fn actor(&self, name: &str, role: Role, member_id: Uuid, client_id: Option<Uuid>) -> Actor {
        let (person_id, session_id) = (Uuid::nil(), Uuid::nil());
        Actor {
            tenant_id: self.tenant_id.uuid(),
            kind: ActorKind::Member { member_id, person_id, session_id },
            name: Arc::from(name),
            role: Arc::from(role.name()),
            account_id: client_id,
            rights: Arc::new(Rights::within(role.permissions(), Scope::of_account(client_id))),
            assurance: Assurance::default(),
            request: Arc::new(RequestContext::none()),
        }
    }
}

async fn ensure(
    app: &App,
    authenticator: &Authenticator,
    tenant_id: TenantId,
    part: &Part,
    client_id: Option<Uuid>,
) -> Result<Uuid> {
    let person_id = ensure_person(app, authenticator, person(part.name, part.email)).await?;
    let member = MemberSeed { tenant_id, person_id, role: part.role, account_id: client_id };
    Ok(ensure_member(app, member).await?.uuid())
}
