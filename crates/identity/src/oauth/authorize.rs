//! From the application's wish to the person's answer.
//!
//! What an application asks for is sealed into the id of the request that the person answers, so nothing is
//! stored for somebody who is nobody yet.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use db::SystemTask;
use jiff::{SignedDuration, Timestamp};
use platform::{Actor, ActorKind, App, Audit, Error, Result, Rights};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::error::OAuthError;
use super::form::Form;
use super::metadata::issuer;
use super::model::{
    OAuthClient, OAuthClientId, OAuthClientState, OAuthDecision, OAuthGrantId, OAuthRequest,
    OAuthRequestClient, OAuthRequestScope, OAuthVerdict,
};
use super::queries::{self, Authorization, ClientAtDoor};
use super::{proof_key, redirect};
use crate::credentials::{CredentialKind, Stamp};
use crate::scopes::{Scopes, is_held};
use crate::{Authenticator, members, tenants};

const PURPOSE: &str = "requests of applications";
const PREFIX: &str = "oreq_";
/// How long a person may think.
const REQUEST_LIFE: SignedDuration = SignedDuration::from_mins(10);
const CODE_LIFE: SignedDuration = SignedDuration::from_secs(60);

/// What an application asks for, once it and its address are verified.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Asked {
    tenant_id: Uuid,
    client_id: OAuthClientId,
    redirect_uri: String,
    scopes: Vec<String>,
    state: Option<String>,
    challenge: String,
    expires_at: Timestamp,
}

impl Asked {
    fn seal(&self, app: &App) -> String {
        let plain = serde_json::to_vec(self).unwrap_or_default();
        format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(app.keys().seal(PURPOSE, b"", &plain)))
    }

    /// One that somebody else made, that is over, or that is another tenant's is not there.
    fn open(app: &App, actor: &Actor, id: &str) -> Result<Self> {
        let sealed = id.strip_prefix(PREFIX).and_then(|text| URL_SAFE_NO_PAD.decode(text).ok());
        let plain = sealed.and_then(|sealed| app.keys().open(PURPOSE, b"", &sealed));
        let asked: Option<Self> = plain.and_then(|plain| serde_json::from_slice(&plain).ok());
        asked
            .filter(|asked| asked.expires_at > app.clock().now() && asked.tenant_id == actor.tenant_id)
            .ok_or(Error::NotFound)
    }

    /// The address with an answer; `iss` says whose it is (RFC 9207).
    fn answer(&self, app: &App, parameters: &[(&str, &str)]) -> String {
        back(app, &self.redirect_uri, self.state.as_deref(), parameters)
    }
}

fn back(app: &App, redirect_uri: &str, state: Option<&str>, parameters: &[(&str, &str)]) -> String {
    let issuer = issuer(app.config());
    let mut all = parameters.to_vec();
    all.extend(state.map(|state| ("state", state)));
    all.push(("iss", &issuer));
    redirect::with_parameters(redirect_uri, &all)
}

/// Where the browser goes on: to the question, or back to the application with what is wrong.
///
/// # Errors
/// The application or the address is not verified: then nobody is sent anywhere.
pub(super) async fn begin(
    app: &App,
    authenticator: &Authenticator,
    query: &[u8],
) -> Result<String, OAuthError> {
    let form = Form::parse(query)?;
    let unknown = || OAuthError::invalid_request("There is no such application.");
    let client_id = form.require("client_id")?.parse::<OAuthClientId>().map_err(|_| unknown())?;
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    let found = tx.run(queries::find_client_at_door(client_id)).await?.ok_or_else(unknown)?;
    tx.commit().await?;
    let redirect_uri = form.require("redirect_uri")?;
    if !redirect::is_registered(redirect_uri, &found.client.redirect_uris) {
        let description = "The redirect_uri is not one of those that were registered.";
        return Err(OAuthError::invalid_request(description));
    }
    if found.client.state != OAuthClientState::Approved {
        return Err(OAuthError::unauthorized_client());
    }
    match asked(&form, found, redirect_uri, app.clock().now()) {
        Ok(asked) => Ok(format!("/authorize?request={}", asked.seal(app))),
        Err(error) => {
            let parameters = [("error", error.code), ("error_description", &*error.description)];
            Ok(back(app, redirect_uri, form.get("state"), &parameters))
        }
    }
}

/// What is asked for, or what is wrong with it.
fn asked(form: &Form, found: ClientAtDoor, redirect_uri: &str, now: Timestamp) -> Result<Asked, OAuthError> {
    if form.require("response_type")? != "code" {
        return Err(OAuthError::unsupported_response_type());
    }
    if form.get("response_mode").is_some_and(|mode| mode != "query") {
        return Err(OAuthError::invalid_request("The response mode is query."));
    }
    if form.get("request").is_some() || form.get("request_uri").is_some() {
        return Err(OAuthError::invalid_request("Requests as tokens are not supported."));
    }
    // Without a method the RFC means `plain`, which proves nothing.
    if form.get("code_challenge_method") != Some("S256") {
        return Err(OAuthError::invalid_request("The code_challenge_method must be S256."));
    }
    let challenge = form.require("code_challenge")?;
    if !proof_key::is_challenge(challenge) {
        return Err(OAuthError::invalid_request("The code_challenge is no SHA-256 in base64url."));
    }
    Ok(Asked {
        tenant_id: found.tenant_id,
        client_id: found.client.id,
        redirect_uri: redirect_uri.to_owned(),
        scopes: scopes_of(form.get("scope"), &found.client.scopes)?,
        state: form.get("state").map(str::to_owned),
        challenge: challenge.to_owned(),
        expires_at: now.checked_add(REQUEST_LIFE).unwrap_or(now),
    })
}

/// The scopes that a text names, of those that may be asked for; all of them when it names none.
pub(super) fn scopes_of(text: Option<&str>, allowed: &[String]) -> Result<Vec<String>, OAuthError> {
    let Some(text) = text else { return Ok(allowed.to_vec()) };
    let mut scopes: Vec<String> = Vec::new();
    for scope in text.split(' ').filter(|scope| !scope.is_empty()) {
        if !allowed.iter().any(|known| known == scope) {
            return Err(OAuthError::invalid_scope(scope));
        }
        scopes.push(scope.to_owned());
    }
    scopes.sort();
    scopes.dedup();
    if scopes.is_empty() { Err(OAuthError::invalid_scope("")) } else { Ok(scopes) }
}

/// The member who is asked. A program cannot agree, and nobody agrees in another's name.
fn member_of(actor: &Actor) -> Result<Uuid> {
    match actor.kind {
        ActorKind::Member { member_id, .. } if actor.assurance.impersonator.is_none() => Ok(member_id),
        _ => Err(Error::forbidden("Only a person who is signed in as themselves can answer this.")),
    }
}

/// What the person is asked.
pub(super) async fn show(
    app: &App,
    authenticator: &Authenticator,
    actor: &Actor,
    id: &str,
) -> Result<OAuthRequest> {
    let asked = Asked::open(app, actor, id)?;
    let member_id = member_of(actor)?;
    let mut tx = authenticator.db().tenant(actor.tenant_id);
    let client = approved(tx.run(queries::find_client(asked.client_id)).await?)?;
    let granted = tx.run(queries::find_grant_of_member(client.id, member_id)).await?;
    let tenant = tx.run(tenants::queries::find(actor.tenant_id)).await?.ok_or(Error::NotFound)?;
    tx.commit().await?;
    let granted = granted.map_or_else(Vec::new, |grant| grant.scopes);
    Ok(OAuthRequest {
        scopes: scopes_shown(&asked.scopes, &granted, &actor.rights),
        client: OAuthRequestClient {
            name: client.name,
            description: client.description,
            homepage: client.homepage,
        },
        redirect_host: redirect::host(&asked.redirect_uri),
        tenant_name: tenant.name,
        expires_at: asked.expires_at,
    })
}

fn approved(client: Option<OAuthClient>) -> Result<OAuthClient> {
    client.filter(|client| client.state == OAuthClientState::Approved).ok_or(Error::NotFound)
}

fn scopes_shown(asked: &[String], granted: &[String], rights: &Rights) -> Vec<OAuthRequestScope> {
    let scopes = Scopes::stored(asked);
    let shown = scopes.iter().map(|scope| {
        let permission = scope.to_string();
        let channel = scope.channel.map_or_else(String::new, |channel| format!(" ({})", channel.name()));
        OAuthRequestScope {
            description: format!("{}{channel}", scope.permission.description()),
            is_granted_before: granted.contains(&permission),
            is_held: is_held(scope, rights),
            permission,
        }
    });
    shown.collect()
}

/// Takes the person's answer, and says where the browser goes on.
pub(super) async fn decide(
    app: &App,
    authenticator: &Authenticator,
    actor: &Actor,
    id: &str,
    decision: OAuthDecision,
) -> Result<String> {
    let asked = Asked::open(app, actor, id)?;
    let member_id = member_of(actor)?;
    let scopes = chosen(&asked, decision.scopes)?;
    let now = app.clock().now();
    let mut tx = authenticator.db().tenant(actor.tenant_id);
    let client = approved(tx.run(queries::find_client(asked.client_id)).await?)?;
    if decision.decision == OAuthVerdict::Deny {
        let audit = Audit::new("oauth_grant.denied", "oauth_client", client.id.uuid(), &client.name);
        tx.defer(audit.change("scopes", (), &scopes).sealed(app, actor, now).await?);
        tx.commit().await?;
        let denied = OAuthError::access_denied();
        let parameters = [("error", denied.code), ("error_description", &*denied.description)];
        return Ok(asked.answer(app, &parameters));
    }
    let member = tx.run(members::queries::find_by_id(member_id)).await?;
    member.ok_or_else(|| Error::forbidden("Only a member of the tenant can agree to this."))?;
    let before = tx.run(queries::find_grant_of_member(client.id, member_id)).await?;
    let before = before.map_or_else(Vec::new, |grant| grant.scopes);
    let all = union(&before, &scopes);
    let new_id = OAuthGrantId::from(app.clock().new_uuid());
    let put = queries::put_grant(actor.tenant_id, new_id, client.id, member_id, all.clone(), now);
    let grant_id = tx.run(put).await?;
    let authorization = authorization(&asked, (grant_id, member_id), scopes, app.clock().new_uuid(), now);
    let code = Stamp { id: authorization.id, number: 0, scopes: 0 };
    tx.run(queries::insert_authorization(authorization, now)).await?;
    let audit = Audit::new("oauth_grant.approved", "oauth_grant", grant_id, &client.name);
    tx.defer(audit.change("scopes", before, all).sealed(app, actor, now).await?);
    tx.commit().await?;
    let code = authenticator.stamps().issue(CredentialKind::Code, code);
    Ok(asked.answer(app, &[("code", &code)]))
}

fn chosen(asked: &Asked, scopes: Option<Vec<String>>) -> Result<Vec<String>> {
    let Some(scopes) = scopes else { return Ok(asked.scopes.clone()) };
    if let Some(place) = scopes.iter().position(|scope| !asked.scopes.contains(scope)) {
        let pointer = format!("/scopes/{place}");
        return Err(Error::invalid(&pointer, "unknown_reference", "is not asked for"));
    }
    Ok(union(&[], &scopes))
}

fn union(before: &[String], added: &[String]) -> Vec<String> {
    let mut all = [before, added].concat();
    all.sort();
    all.dedup();
    all
}

fn authorization(
    asked: &Asked,
    (grant_id, member_id): (Uuid, Uuid),
    scopes: Vec<String>,
    id: Uuid,
    now: Timestamp,
) -> Authorization {
    let code_expires_at = now.checked_add(CODE_LIFE).unwrap_or(now);
    Authorization {
        tenant_id: asked.tenant_id,
        id,
        grant_id,
        client_id: asked.client_id,
        member_id,
        scopes,
        redirect_uri: asked.redirect_uri.clone(),
        code_challenge: asked.challenge.clone(),
        code_expires_at,
        code_used_at: None,
        generation: 0,
        rotated_at: None,
        expires_at: code_expires_at,
        is_revoked: false,
    }
}
