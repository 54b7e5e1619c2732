//! Asking for a letter, and coming back with what was in it.

use std::net::IpAddr;
use std::sync::Arc;

use db::{SystemTask, SystemTx};
use jiff::Timestamp;
use platform::{Actor, App, Audit, Error, RequestContext, Result, Tx};
use secrecy::SecretString;
use uuid::Uuid;

use super::queries::{self, Kind, Proof};
use crate::authenticator::{Access, Authenticator};
use crate::mails::{self, Language, Order};
use crate::own::Own;
use crate::people::{self, Person, normalize_email};
use crate::sessions::queries::SessionRow;
use crate::sessions::{self, CredentialHash, Entrance, Started, token};
use crate::sign_in::throttle::{
    ACCOUNT, LETTER_ACCOUNT, LETTER_ADDRESS, TOKEN_ADDRESS, account_key, address_key, proof_key,
};
use crate::sign_in::{self, EVERYBODY, strength};
use crate::{members, providers, second_factors, tenants};

/// The one answer to every token that opens nothing.
pub(crate) fn link_invalid() -> Error {
    Error::Unauthenticated {
        code: "link_invalid",
        detail: "This link was used, has expired, or was replaced by a newer one. Ask for a new one.",
    }
}

/// Posts a letter to an address, known or not, in the same steps.
pub(super) async fn ask(
    app: &App,
    authenticator: &Authenticator,
    email: &str,
    request: &RequestContext,
    order: fn(String) -> Order,
) -> Result<()> {
    let now = app.clock().now();
    let email = normalize_email(email);
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    if let Some(address) = request.address {
        sign_in::count(&mut tx, &LETTER_ADDRESS, &address_key(address), now).await?;
    }
    sign_in::count(&mut tx, &LETTER_ACCOUNT, &account_key(&email), now).await?;
    tx.defer(mails::post(app, &order(email), now));
    Ok(tx.commit().await?)
}

/// Counts a token that somebody brings, whatever becomes of it.
pub(crate) async fn throttle_token(
    authenticator: &Authenticator,
    address: Option<IpAddr>,
    now: Timestamp,
) -> Result<()> {
    let Some(address) = address else { return Ok(()) };
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    sign_in::count(&mut tx, &TOKEN_ADDRESS, &address_key(address), now).await?;
    Ok(tx.commit().await?)
}

/// What signs in.
const LINKS: [Kind; 2] = [Kind::MagicLink, Kind::SecondStep];

/// Signs in with the token of a letter, and the second factor of who has one.
pub(super) async fn redeem_magic_link(
    app: &App,
    authenticator: &Authenticator,
    (text, tenant, code): (&str, Option<String>, Option<&str>),
    request: Arc<RequestContext>,
) -> Result<Started> {
    let now = app.clock().now();
    throttle_token(authenticator, request.address, now).await?;
    let hash = token::parse(text).ok_or_else(link_invalid)?;
    // Whose it is; the token stays for who still has to look up a code.
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    let proof = tx.run(queries::redeem(&hash, &LINKS, now)).await?;
    let person = holder(&mut tx, proof).await?;
    drop(tx);
    if code.is_some() {
        let mut tx = authenticator.db().system(SystemTask::Authenticate);
        sign_in::count(&mut tx, &ACCOUNT, &proof_key(person.id), now).await?;
        tx.commit().await?;
    }
    let second = second_factors::verify(app, authenticator, person.id, code).await;
    let second = authenticator.noting(person.id, &request, second)?;
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    let proof = tx.run(queries::redeem(&hash, &LINKS, now)).await?;
    let person = holder(&mut tx, proof).await?;
    let spent = second.spend(&mut tx, now).await;
    let assurance_level = authenticator.noting(person.id, &request, spent)?;
    let proof = sessions::Proof { method: sessions::Method::MagicLink, assurance_level };
    tx.defer(sign_in::queries::forget(&ACCOUNT, &proof_key(person.id)));
    // Their own mailbox said who they are: guesses of others no longer keep them out.
    tx.defer(sign_in::queries::forget(&ACCOUNT, &account_key(&normalize_email(&person.email))));
    sessions::start(app, authenticator, tx, Entrance { person, tenant, proof, request, now }).await
}

/// The person whose address the token still proves.
async fn holder(tx: &mut SystemTx, proof: Option<Proof>) -> Result<Person> {
    let Proof { person_id, email } = proof.ok_or_else(link_invalid)?;
    let person = tx.run(people::queries::find(person_id)).await?;
    let is_same = |person: &Person| normalize_email(&person.email) == normalize_email(&email);
    person.filter(is_same).ok_or_else(link_invalid)
}

/// Sets a new password with the token of a letter. Every session of the person ends, every other token, and
/// every connected identity.
pub(super) async fn redeem_password_reset(
    app: &App,
    authenticator: &Authenticator,
    (text, password): (&str, SecretString),
    request: Arc<RequestContext>,
) -> Result<()> {
    let now = app.clock().now();
    throttle_token(authenticator, request.address, now).await?;
    let hash = token::parse(text).ok_or_else(link_invalid)?;
    // A password that is too weak must not use the token up.
    let person = peek(authenticator, &hash, now).await?;
    strength::check("/password", &password, &[&person.name, &person.email])?;
    let password_hash = authenticator.passwords().hash(password).await?;
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    let proof = tx.run(queries::redeem(&hash, &[Kind::PasswordReset], now)).await?;
    let person = holder(&mut tx, proof).await?;
    tx.run(queries::update_password(person.id, password_hash)).await?;
    tx.run(queries::void(person.id, now)).await?;
    tx.run(sessions::queries::end_all_of_person(person.id, now)).await?;
    // Whoever had the account may have added a way in of their own.
    tx.run(providers::queries::delete_of_person(person.id)).await?;
    // A mailbox is one factor: it must not buy further guesses of the second.
    if !second_factors::is_asked_for(&mut tx, person.id).await? {
        tx.defer(sign_in::queries::forget(&ACCOUNT, &account_key(&normalize_email(&person.email))));
    }
    let locale = locale_of(&mut tx, person.id).await?;
    let letter = Order::password_changed(Language::of(&locale), (&person.email, &person.name));
    tx.defer(mails::post(app, &letter, now));
    let say = |actor: &Actor| Audit::new("member.password_reset", "member", actor.id(), &*actor.name);
    audit_everywhere(app, &mut tx, (&person, &request), say, now).await?;
    tx.commit().await?;
    authenticator.forget_all();
    Ok(())
}

async fn peek(authenticator: &Authenticator, hash: &CredentialHash, now: Timestamp) -> Result<Person> {
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    let proof = tx.run(queries::find(hash, &[Kind::PasswordReset], now)).await?;
    let person = holder(&mut tx, proof).await?;
    tx.commit().await?;
    Ok(person)
}

async fn locale_of(tx: &mut SystemTx, person_id: Uuid) -> Result<String> {
    let reader = tx.run(mails::queries::find_reader_by_id(person_id)).await?;
    Ok(reader.map(|reader| reader.locale).unwrap_or_default())
}

/// Orders the letter to a new address. Nothing changes before its link is opened.
pub(super) async fn ask_for_email_change(app: &App, actor: &Actor, email: String) -> Result<Tx> {
    let Own { person_id, .. } = Own::proved(app, actor)?;
    let mut tx = app.begin(actor, EVERYBODY).await?;
    let audit = Audit::new("member.email_change_requested", "member", actor.id(), &*actor.name);
    tx.audit(audit);
    tx.defer(mails::post(app, &Order::EmailChange { person_id, email }, tx.now));
    Ok(tx)
}

/// Makes the address that the token proves the person's own.
pub(super) async fn confirm_email_change(
    app: &App,
    authenticator: &Authenticator,
    text: &str,
    request: Arc<RequestContext>,
) -> Result<()> {
    let now = app.clock().now();
    throttle_token(authenticator, request.address, now).await?;
    let hash = token::parse(text).ok_or_else(link_invalid)?;
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    let proof = tx.run(queries::redeem(&hash, &[Kind::EmailChange], now)).await?;
    let Proof { person_id, email } = proof.ok_or_else(link_invalid)?;
    let person = tx.run(people::queries::find(person_id)).await?.ok_or_else(link_invalid)?;
    tx.run(queries::update_email(person_id, &email, &normalize_email(&email))).await?;
    tx.run(queries::update_members_email(person_id, &email)).await?;
    // What was mailed to the old address proves nothing any more.
    tx.run(queries::void(person_id, now)).await?;
    let language = Language::of(&locale_of(&mut tx, person_id).await?);
    let letter = Order::address_changed(language, (&person.email, &person.name), &email);
    tx.defer(mails::post(app, &letter, now));
    let say = |actor: &Actor| {
        let audit = Audit::new("member.email_changed", "member", actor.id(), &*actor.name);
        audit.change("email", &person.email, &email)
    };
    audit_everywhere(app, &mut tx, (&person, &request), say, now).await?;
    Ok(tx.commit().await?)
}

/// A line in the log of every tenant that the person belongs to: the account is one, the logs are many.
pub(crate) async fn audit_everywhere(
    app: &App,
    tx: &mut SystemTx,
    (person, request): (&Person, &Arc<RequestContext>),
    say: impl Fn(&Actor) -> Audit,
    now: Timestamp,
) -> Result<()> {
    for tenant in tx.run(tenants::queries::list_of_person(person.id)).await? {
        if let Some(actor) = actor_of(tx, person.id, tenant.id.uuid(), request, now).await? {
            tx.defer(say(&actor).sealed(app, &actor, now).await?);
        }
    }
    Ok(())
}

/// Who a person is in a tenant, for what they do before they have a session there.
pub(crate) async fn actor_of(
    tx: &mut SystemTx,
    person_id: Uuid,
    tenant_id: Uuid,
    request: &Arc<RequestContext>,
    now: Timestamp,
) -> Result<Option<Actor>> {
    let membership = tx.run(members::queries::find_of_person(tenant_id, person_id)).await?;
    let row = SessionRow {
        id: Uuid::nil(),
        person_id,
        tenant_id,
        expires_at: now,
        assurance_level: 1,
        proved_at: Some(now),
        impersonator: None,
        membership,
    };
    Ok(Access::of_session(row, now).map(|access| access.actor(request.clone())))
}
