//! Registering, reviewing and removing applications.

use platform::{Audit, Error, Event, FieldError, Permission, Result, Tx};

use super::model::{
    OAuthClient, OAuthClientCreate, OAuthClientId, OAuthClientState as State, OAuthClientWithSecret,
};
use super::{queries, redirect};
use crate::credentials::{CredentialKind, Pepper};
use crate::scopes::Scopes;

/// How many applications may wait for a review at once.
const PENDING_MAX: i64 = 100;

/// Registers an application, which waits for a review. Its secret is shown this once.
pub(super) async fn register(
    tx: &mut Tx,
    pepper: &Pepper,
    new: OAuthClientCreate,
) -> Result<OAuthClientWithSecret> {
    tx.require(Permission::OauthClientCreate)?;
    let new = checked(new)?;
    let pending = tx.run(queries::list_clients(None, Some(State::Pending), PENDING_MAX)).await?;
    if i64::try_from(pending.len()).is_ok_and(|waiting| waiting >= PENDING_MAX) {
        let detail = "Too many applications wait for a review. Ask an administrator to review them.";
        return Err(Error::conflict("too_many_pending_clients", detail));
    }
    let id: OAuthClientId = tx.new_id();
    let secret = new.is_confidential.then(|| pepper.generate(CredentialKind::ClientSecret));
    let hash = secret.as_ref().map(|secret| secret.hash);
    let client = tx.run(queries::insert_client(&tx.actor, id, hash, tx.now, new)).await?;
    tx.audit(
        Audit::new("oauth_client.created", "oauth_client", id.uuid(), &client.name)
            .change("redirect_uris", (), &client.redirect_uris)
            .change("scopes", (), &client.scopes)
            .change("is_confidential", (), client.is_confidential),
    );
    tx.emit(event("oauth_client.created", &client));
    Ok(OAuthClientWithSecret { client, client_secret: secret.map(|secret| secret.text) })
}

/// With its scopes sorted, or every field that is wrong.
fn checked(mut new: OAuthClientCreate) -> Result<OAuthClientCreate> {
    let field = |pointer: String, code: &str, detail: &str| FieldError {
        pointer,
        code: code.to_owned(),
        detail: detail.to_owned(),
    };
    let mut fields: Vec<FieldError> = Vec::new();
    for (place, uri) in new.redirect_uris.iter().enumerate() {
        if let Some(objection) = redirect::objection(uri) {
            fields.push(field(format!("/redirect_uris/{place}"), "redirect_uri", objection));
        }
    }
    if new.homepage.as_deref().is_some_and(|page| !(page.starts_with("https://"))) {
        fields.push(field("/homepage".to_owned(), "url", "must begin with https://"));
    }
    match Scopes::named(&new.scopes) {
        Ok(scopes) => new.scopes = scopes.texts(),
        Err(place) => fields.push(field(
            format!("/scopes/{place}"),
            "unknown_permission",
            "is not the name of a permission",
        )),
    }
    if fields.is_empty() { Ok(new) } else { Err(Error::Invalid { fields }) }
}

fn event(kind: &'static str, client: &OAuthClient) -> Event {
    Event::new(kind, "oauth_client", client.id.uuid()).version(client.version).internal()
}

/// What a review says.
pub(super) struct Review {
    pub(super) state: State,
    pub(super) note: Option<String>,
}

/// Approves, rejects or suspends. What is so already stays as it is.
pub(super) async fn review(tx: &mut Tx, id: OAuthClientId, review: Review) -> Result<OAuthClient> {
    tx.require(Permission::OauthClientReview)?;
    let before = tx.run(queries::find_client_for_update(id)).await?.ok_or(Error::NotFound)?;
    if before.state == review.state {
        return Ok(before);
    }
    let (code, detail) = match (before.state, review.state) {
        (State::Approved, State::Rejected | State::Pending) => {
            ("client_approved", "It was approved already. Suspend it instead.")
        }
        (State::Pending | State::Rejected, State::Suspended) => {
            ("client_not_approved", "It was never approved. Reject it instead.")
        }
        (State::Suspended, State::Rejected | State::Pending) => {
            ("client_suspended", "It is suspended. Approve it again, or delete it.")
        }
        _ => ("", ""),
    };
    if !code.is_empty() {
        return Err(Error::conflict(code, detail));
    }
    let reviewed = queries::review_client(&tx.actor, id, review.state, review.note.clone(), tx.now);
    let client = tx.run(reviewed).await?;
    let action = match review.state {
        State::Approved => "oauth_client.approved",
        State::Suspended => "oauth_client.suspended",
        _ => "oauth_client.rejected",
    };
    let audit = Audit::new(action, "oauth_client", id.uuid(), &client.name);
    let audit = audit.change("state", before.state, client.state);
    tx.audit(match review.note {
        Some(note) => audit.note(note),
        None => audit,
    });
    tx.emit(event(action, &client));
    Ok(client)
}

/// A new secret; the one before counts no more.
pub(super) async fn renew_secret(
    tx: &mut Tx,
    pepper: &Pepper,
    id: OAuthClientId,
) -> Result<OAuthClientWithSecret> {
    tx.require(Permission::OauthClientCreate)?;
    tx.require_presence()?;
    let found = tx.run(queries::find_client_for_update(id)).await?.ok_or(Error::NotFound)?;
    let is_own = tx.run(queries::is_made_by(id, tx.actor.member_id())).await?;
    if !is_own && !tx.actor.may(Permission::OauthClientReview) {
        return Err(Error::forbidden("The secret of an application is renewed by who registered it."));
    }
    let secret = pepper.generate(CredentialKind::ClientSecret);
    let client = tx.run(queries::set_secret(id, secret.hash, tx.now)).await?.ok_or_else(|| {
        Error::conflict("client_is_public", format!("{} cannot keep a secret, so it has none.", found.name))
    })?;
    tx.audit(Audit::new("oauth_client.secret_renewed", "oauth_client", id.uuid(), &client.name));
    tx.emit(event("oauth_client.updated", &client));
    Ok(OAuthClientWithSecret { client, client_secret: Some(secret.text) })
}

/// Deletes an application with everything that anybody granted to it.
pub(super) async fn delete(tx: &mut Tx, id: OAuthClientId) -> Result<()> {
    tx.require(Permission::OauthClientReview)?;
    let client = tx.run(queries::find_client_for_update(id)).await?.ok_or(Error::NotFound)?;
    tx.run(queries::delete_client(id)).await?;
    tx.audit(Audit::new("oauth_client.deleted", "oauth_client", id.uuid(), &client.name));
    tx.emit(event("oauth_client.deleted", &client));
    Ok(())
}
