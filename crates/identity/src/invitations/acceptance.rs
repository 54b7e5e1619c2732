//! Coming in by an invitation.

use std::sync::Arc;

use db::{SystemTask, SystemTx};
use jiff::Timestamp;
use platform::{Actor, App, Audit, Error, Permission, RequestContext, Result, Rights};
use secrecy::SecretString;
use uuid::Uuid;

use super::model::InvitationGreeting;
use super::operations::target;
use super::queries::{self, Open};
use crate::authenticator::Authenticator;
use crate::mailed_tokens::{actor_of, link_invalid, throttle_token};
use crate::members::{self, Membership};
use crate::own::Own;
use crate::people::queries::{self as people, PersonRow};
use crate::people::{Person, normalize_email};
use crate::rights::objection;
use crate::sessions::{self, CredentialHash, Entrance, Method, Started, token};
use crate::sign_in::failures::Wrong;
use crate::sign_in::passwords::Verdict;
use crate::sign_in::throttle::{ACCOUNT, account_key};
use crate::sign_in::{self, strength};

/// What somebody brings who accepts.
pub(super) struct Acceptance {
    pub(super) token: String,
    pub(super) name: Option<String>,
    pub(super) password: Option<SecretString>,
    /// Who is signed in, when somebody is.
    pub(super) signed_in: Option<Actor>,
    pub(super) request: Arc<RequestContext>,
}

/// What the holder of a token is shown.
pub(super) async fn find(
    app: &App,
    authenticator: &Authenticator,
    text: &str,
    request: &RequestContext,
) -> Result<InvitationGreeting> {
    let now = app.clock().now();
    throttle_token(authenticator, request.address, now).await?;
    let (open, _, person) = look_up(authenticator, text, now).await?;
    Ok(InvitationGreeting {
        tenant_name: open.tenant_name,
        tenant_slug: open.tenant_slug,
        role_name: open.role_name,
        email: open.email,
        name: open.name,
        inviter_name: open.invited_by_name,
        expires_at: open.expires_at,
        has_account: person.is_some(),
    })
}

async fn look_up(
    authenticator: &Authenticator,
    text: &str,
    now: Timestamp,
) -> Result<(Open, CredentialHash, Option<Person>)> {
    let hash = token::parse(text).ok_or_else(link_invalid)?;
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    let open = tx.run(queries::find_open(&hash, now)).await?.ok_or_else(link_invalid)?;
    check_still_given(&mut tx, &open, now).await?;
    let person = tx.run(people::find_by_email(open.email_normalized.clone())).await?;
    tx.commit().await?;
    Ok((open, hash, person))
}

/// Whoever invited may have lost what they gave, or be gone; the role may be no more.
async fn check_still_given(tx: &mut SystemTx, open: &Open, now: Timestamp) -> Result<()> {
    let role = tx.run(queries::role(open.tenant_id, &open.role)).await?.ok_or_else(link_invalid)?;
    // The command line invites for nobody.
    if open.invited_by.is_nil() {
        return Ok(());
    }
    let inviter = match tx.run(queries::inviter(open)).await? {
        Some(member) => member,
        // The platform's own people invite under their own id.
        None => match tx.run(people::find(open.invited_by)).await? {
            Some(person) if person.is_super_admin => Membership::of_super_admin(person.id, person.name),
            _ => return Err(link_invalid()),
        },
    };
    let rights = Rights::new(inviter.grants, now);
    let may_invite = rights.may_in(Permission::InvitationCreate, &target(open.account_id));
    let objection = objection(&rights, &role.grants(open.account_id), open.account_id);
    if may_invite && objection.is_none() { Ok(()) } else { Err(link_invalid()) }
}

/// Makes the person a member, and the person where there is none, and signs in.
pub(super) async fn accept(
    app: &App,
    authenticator: &Authenticator,
    acceptance: Acceptance,
) -> Result<Started> {
    let now = app.clock().now();
    throttle_token(authenticator, acceptance.request.address, now).await?;
    let (open, hash, person) = look_up(authenticator, &acceptance.token, now).await?;
    let request = acceptance.request.clone();
    let (person, proved) = if let Some(person) = person {
        let proved = prove(authenticator, &person, acceptance, now).await?;
        (Newcomer::Known(person), proved)
    } else {
        let new = new_person(app, authenticator, &open, acceptance, now).await?;
        (Newcomer::New(new), Proved { assurance_level: 1, counted: None })
    };
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    if tx.run(queries::accept(&open, &hash, now)).await? == 0 {
        return Err(link_invalid());
    }
    check_still_given(&mut tx, &open, now).await?;
    let person = settle(&mut tx, person).await?;
    let new_id = app.clock().new_uuid();
    let member_id = tx.run(queries::add_member(&open, new_id, person.id, now)).await?;
    if let Some(member_id) = member_id {
        // Who was a member before begins anew, also when their membership ended by an erasure.
        if member_id != new_id {
            for ended in members::ending::end(open.tenant_id, member_id, now) {
                tx.run(ended).await?;
            }
        }
        audit(app, &mut tx, (&open, &person, &request), member_id, now).await?;
    }
    // Only a sign-in that began takes its attempts back: a password alone is no reason.
    if let Some(key) = proved.counted {
        tx.defer(sign_in::queries::forget(&ACCOUNT, &key));
    }
    let assurance_level = proved.assurance_level;
    let proof = sessions::Proof { method: Method::Invitation, assurance_level };
    let tenant = Some(open.tenant_slug);
    sessions::start(app, authenticator, tx, Entrance { person, tenant, proof, request, now }).await
}

enum Newcomer {
    Known(Person),
    New(PersonRow),
}

/// How sure it is who accepts, and under which key their attempt was counted.
struct Proved {
    assurance_level: i16,
    counted: Option<Vec<u8>>,
}

/// An account that exists is not opened by a letter alone: whoever is not signed in as it says its password.
async fn prove(
    authenticator: &Authenticator,
    person: &Person,
    acceptance: Acceptance,
    now: Timestamp,
) -> Result<Proved> {
    let is_theirs = |actor: &&Actor| Own::of(actor).is_ok_and(|own| own.person_id == person.id);
    if let Some(actor) = acceptance.signed_in.as_ref().filter(is_theirs) {
        return Ok(Proved { assurance_level: i16::from(actor.assurance.level), counted: None });
    }
    let required = Error::Unauthenticated {
        code: "sign_in_required",
        detail: "This address has an account. Sign in with it, or give its password.",
    };
    let Some(password) = acceptance.password else { return Err(required) };
    let key = account_key(&normalize_email(&person.email));
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    sign_in::count(&mut tx, &ACCOUNT, &key, now).await?;
    tx.commit().await?;
    match authenticator.passwords().verify(password, person.password_hash.clone()).await? {
        Verdict::Right { .. } => Ok(Proved { assurance_level: 1, counted: Some(key) }),
        Verdict::Wrong => {
            authenticator.note_failure(person.id, Wrong::Password, &acceptance.request);
            Err(sessions::refused())
        }
    }
}

async fn new_person(
    app: &App,
    authenticator: &Authenticator,
    open: &Open,
    acceptance: Acceptance,
    now: Timestamp,
) -> Result<PersonRow> {
    let required = |pointer| Error::invalid(pointer, "required", "is needed to make an account");
    let name = acceptance.name.or_else(|| open.name.clone()).ok_or_else(|| required("/name"))?;
    let password = acceptance.password.ok_or_else(|| required("/password"))?;
    strength::check("/password", &password, &[&name, &open.email, &open.tenant_name])?;
    Ok(PersonRow {
        id: app.clock().new_uuid(),
        email: open.email.clone(),
        email_normalized: open.email_normalized.clone(),
        name,
        password_hash: Some(authenticator.passwords().hash(password).await?),
        is_super_admin: false,
        locale: if open.locale == "de" { "de" } else { "en" }.to_owned(),
        created_at: now,
    })
}

async fn settle(tx: &mut SystemTx, newcomer: Newcomer) -> Result<Person> {
    let new = match newcomer {
        Newcomer::Known(person) => return Ok(person),
        Newcomer::New(new) => new,
    };
    let (id, email) = (new.id, new.email_normalized.clone());
    tx.run(people::insert(new)).await?;
    let person = tx.run(people::find_by_email(email)).await?;
    // Somebody else made the account in this moment: then it has to be proved.
    person.filter(|person| person.id == id).ok_or_else(link_invalid)
}

/// Who came in, in their own name.
async fn audit(
    app: &App,
    tx: &mut SystemTx,
    (open, person, request): (&Open, &Person, &Arc<RequestContext>),
    member_id: Uuid,
    now: Timestamp,
) -> Result<()> {
    let Some(actor) = actor_of(tx, person.id, open.tenant_id, request, now).await? else { return Ok(()) };
    let accepted = Audit::new("invitation.accepted", "invitation", open.id, &*open.email);
    let added =
        Audit::new("member.created", "member", member_id, &*person.name).change("role", (), &open.role);
    for audit in [accepted, added] {
        tx.defer(audit.sealed(app, &actor, now).await?);
    }
    Ok(())
}
