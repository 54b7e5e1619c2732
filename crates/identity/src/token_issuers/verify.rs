//! From a token to a member.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use db::{Db, SystemTask};
use jiff::Timestamp;
use jsonwebtoken::{DecodingKey, Validation, decode, decode_header};
use platform::{ActorKind, App, Assurance, Audit, RequestContext, Result, Rights};
use serde::Deserialize;
use uuid::Uuid;

use super::keys::{KeyRings, Place};
use super::model::TrustedIssuer;
use super::queries::{self, Matched};
use crate::authenticator::{Access, Refusal};
use crate::people::normalize_email;

/// Clocks differ.
const LEEWAY_SECS: i64 = 60;
/// The longest life that is believed.
const LIFE_SECS_MAX: i64 = 24 * 60 * 60;

/// What is read before the signature is checked: only to know whom to ask.
#[derive(Deserialize)]
struct Unchecked {
    iss: String,
}

#[derive(Clone, Deserialize)]
struct Claims {
    sub: String,
    exp: i64,
    #[serde(default)]
    iat: Option<i64>,
    #[serde(default)]
    nbf: Option<i64>,
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    email_verified: Option<bool>,
}

/// The member that a token makes its holder, in the one tenant that trusts it and knows them.
pub(crate) async fn load(
    app: &App,
    db: &Db,
    (outbound, rings): (&outbound::Client, &KeyRings),
    token: &str,
) -> Result<std::result::Result<Arc<Access>, Refusal>> {
    let now = app.clock().now();
    let Some(issuer) = issuer_of(token) else { return Ok(Err(Refusal::Unknown)) };
    let mut tx = db.system(SystemTask::Authenticate);
    let trusted = tx.run(queries::find_by_issuer(&issuer)).await?;
    tx.commit().await?;
    let mut found = None;
    for issuer in trusted {
        let Some(claims) = check(outbound, rings, &issuer, token, now).await else { continue };
        let Some(access) = enter(app, db, &issuer, &claims, now).await? else { continue };
        if found.replace(access).is_some() {
            // Two tenants take it: which one is meant is not for us to guess.
            return Ok(Err(Refusal::Unknown));
        }
    }
    Ok(found.map(Arc::new).ok_or(Refusal::Unknown))
}

fn issuer_of(token: &str) -> Option<String> {
    let payload = token.split('.').nth(1)?;
    let bytes = URL_SAFE_NO_PAD.decode(payload).ok()?;
    let unchecked: Unchecked = serde_json::from_slice(&bytes).ok()?;
    (unchecked.iss.len() <= 500).then_some(unchecked.iss)
}

/// The claims of a token that is right in everything that the tenant pinned, and valid now.
async fn check(
    outbound: &outbound::Client,
    rings: &KeyRings,
    TrustedIssuer { issuer, .. }: &TrustedIssuer,
    token: &str,
    now: Timestamp,
) -> Option<Claims> {
    let header = decode_header(token).ok()?;
    let algorithms: Vec<_> = issuer.algorithms.iter().map(|one| one.of_library()).collect();
    if !algorithms.contains(&header.alg) {
        return None;
    }
    let place = match &issuer.jwks_uri {
        Some(url) => Place::At(url.clone()),
        None => Place::Described(issuer.issuer.clone()),
    };
    let jwk = rings.find(outbound, &place, header.kid.as_deref(), now).await?;
    // A key that names its algorithm is good for no other.
    let named = jwk.common.key_algorithm.map(|algorithm| algorithm.to_string());
    if named.is_some_and(|named| named != format!("{:?}", header.alg)) {
        return None;
    }
    let mut validation = Validation::new(header.alg);
    validation.algorithms = vec![header.alg];
    validation.set_issuer(&[&issuer.issuer]);
    validation.set_audience(&[&issuer.audience]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    // Times are compared with the program's own clock.
    validation.validate_exp = false;
    validation.validate_nbf = false;
    let key = DecodingKey::from_jwk(&jwk).ok()?;
    let claims = decode::<Claims>(token, &key, &validation).ok()?.claims;
    is_current(&claims, now).then_some(claims)
}

fn is_current(claims: &Claims, now: Timestamp) -> bool {
    let now = now.as_second();
    let is_past = |at: Option<i64>| at.is_none_or(|at| at <= now + LEEWAY_SECS);
    let is_short = claims.iat.is_none_or(|iat| claims.exp.saturating_sub(iat) <= LIFE_SECS_MAX);
    let is_named = (1..=255).contains(&claims.sub.chars().count());
    claims.exp > now - LEEWAY_SECS && is_past(claims.iat) && is_past(claims.nbf) && is_short && is_named
}

/// The member of the subject, matched now by a verified address if it was not before.
async fn enter(
    app: &App,
    db: &Db,
    TrustedIssuer { tenant_id, issuer }: &TrustedIssuer,
    claims: &Claims,
    now: Timestamp,
) -> Result<Option<Access>> {
    let mut tx = db.system(SystemTask::Authenticate);
    let ids = (*tenant_id, issuer.id.uuid());
    if let Some(known) = tx.run(queries::find_subject(ids.0, ids.1, &claims.sub)).await? {
        tx.commit().await?;
        return Ok(Some(access(*tenant_id, known, claims.exp, now)));
    }
    let is_verified = claims.email_verified == Some(true);
    let Some(email) = claims.email.as_deref().filter(|email| is_verified && email.len() <= 254) else {
        return Ok(None);
    };
    let matched = tx.run(queries::find_by_email(*tenant_id, normalize_email(email))).await?;
    let Some(matched) = matched else { return Ok(None) };
    let member_id = matched.0.member_id;
    tx.run(queries::keep_subject(ids, &claims.sub, member_id, now)).await?;
    let access = access(*tenant_id, matched, claims.exp, now);
    let actor = access.actor(Arc::new(RequestContext::none()));
    let audit = Audit::new("member.identity_connected", "member", member_id, &*actor.name);
    tx.defer(audit.change("issuer", (), &issuer.issuer).sealed(app, &actor, now).await?);
    tx.commit().await?;
    Ok(Some(access))
}

fn access(tenant_id: Uuid, matched: Matched, exp: i64, now: Timestamp) -> Access {
    let Matched(membership) = matched;
    Access {
        tenant_id,
        kind: ActorKind::Issued { member_id: membership.member_id },
        name: Arc::from(membership.name),
        role: membership.role,
        account_id: membership.account_id,
        rights: Arc::new(Rights::new(membership.grants, now)),
        // Nobody was seen by us.
        assurance: Assurance::default(),
        ends_at: Timestamp::from_second(exp.saturating_add(LEEWAY_SECS)).unwrap_or(now),
        networks: crate::credentials::Networks::default(),
        own_limit: None,
    }
}
