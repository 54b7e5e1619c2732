//! Exchanging codes and refresh tokens, and looking at and revoking what they gave.

use std::sync::Arc;

use db::{SystemTask, SystemTx};
use http::HeaderMap;
use jiff::{SignedDuration, Timestamp};
use platform::{Actor, ActorKind, App, Assurance, Audit, RequestContext, Result, Rights};
use serde_json::{Value, json};
use subtle::ConstantTimeEq as _;

use super::authorize::scopes_of;
use super::error::OAuthError;
use super::form::{ClientProof, Form};
use super::metadata::issuer;
use super::model::{OAuthClient, OAuthClientId, OAuthClientState};
use super::proof_key;
use super::queries::{self, Authorization};
use crate::Authenticator;
use crate::credentials::{CredentialKind, Stamp};
use crate::ids::MemberId;
use crate::scopes::SCOPES_MAX;

const ACCESS_SECS: i64 = 600;
const REFRESH_LIFE: SignedDuration = SignedDuration::from_hours(24 * 30);
/// An answer may get lost: for so long the refresh token before is answered once more, with the same.
const REPEAT_LIFE: SignedDuration = SignedDuration::from_secs(30);

/// An application at one of the endpoints for applications.
pub(super) struct Door<'a> {
    pub(super) app: &'a App,
    pub(super) authenticator: &'a Authenticator,
    pub(super) headers: &'a HeaderMap,
    pub(super) form: Form,
    pub(super) request: Arc<RequestContext>,
}

/// What a refresh token is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refresh {
    Next,
    /// The newest tokens again: the answer that gave them may be lost.
    Again,
    /// An old one: somebody has a copy.
    Copied,
    Over,
}

fn judge(authorization: &Authorization, presented: i64, now: Timestamp) -> Refresh {
    if authorization.is_revoked || authorization.expires_at <= now || authorization.code_used_at.is_none() {
        return Refresh::Over;
    }
    let newest = authorization.generation;
    let is_fresh = authorization.rotated_at.is_some_and(|at| now.duration_since(at) <= REPEAT_LIFE);
    match newest - presented {
        0 => Refresh::Next,
        1 if is_fresh && presented > 0 => Refresh::Again,
        behind if behind > 0 => Refresh::Copied,
        _ => Refresh::Over,
    }
}

impl Door<'_> {
    /// `POST /oauth/token`
    pub(super) async fn token(&self) -> Result<Value, OAuthError> {
        let grant_type = self.form.require("grant_type")?;
        let mut tx = self.authenticator.db().system(SystemTask::Authenticate);
        let client = self.client(&mut tx).await?;
        if client.state != OAuthClientState::Approved {
            return Err(OAuthError::unauthorized_client());
        }
        match grant_type {
            "authorization_code" => self.exchange(tx, &client).await,
            "refresh_token" => self.refresh(tx, &client).await,
            _ => Err(OAuthError::unsupported_grant_type()),
        }
    }

    /// Which application asks, proved as it is registered: with its secret, or without any.
    async fn client(&self, tx: &mut SystemTx) -> Result<OAuthClient, OAuthError> {
        let proof = ClientProof::of(self.headers, &self.form)?;
        let id: OAuthClientId = proof.client_id.parse().map_err(|_| OAuthError::invalid_client())?;
        let found = tx.run(queries::find_client_at_door(id)).await?.ok_or_else(OAuthError::invalid_client)?;
        let is_proved = match (&found.secret_hash, proof.secret.as_deref()) {
            (None, None) => true,
            (Some(hash), Some(secret)) => self
                .authenticator
                .pepper()
                .parse(secret)
                .is_some_and(|(_, presented)| presented.ct_eq(hash.as_slice()).into()),
            _ => false,
        };
        if is_proved { Ok(found.client) } else { Err(OAuthError::invalid_client()) }
    }

    async fn exchange(&self, mut tx: SystemTx, client: &OAuthClient) -> Result<Value, OAuthError> {
        let code = self.form.require("code")?;
        let verifier = self.form.require("code_verifier")?;
        let found = self.find(&mut tx, CredentialKind::Code, code).await?;
        let (_, authorization) =
            found.filter(|(_, found)| found.client_id == client.id).ok_or_else(OAuthError::invalid_grant)?;
        let now = self.app.clock().now();
        if authorization.code_used_at.is_some() {
            self.end(tx, client, &authorization, "oauth_token.code_replayed").await?;
            return Err(OAuthError::invalid_grant());
        }
        let is_same_address =
            self.form.get("redirect_uri").is_none_or(|uri| uri == authorization.redirect_uri);
        let is_alive = !authorization.is_revoked && authorization.code_expires_at > now;
        let is_asker = proof_key::is_verified(verifier, &authorization.code_challenge);
        if !(is_same_address && is_alive && is_asker) {
            return Err(OAuthError::invalid_grant());
        }
        tx.run(queries::rotate(authorization.id, now, refresh_end(now))).await?;
        tx.defer(self.audit("oauth_token.issued", client, &authorization, now).await?);
        tx.commit().await?;
        Ok(self.tokens(&authorization, authorization.generation + 1, &authorization.scopes, now))
    }

    async fn refresh(&self, mut tx: SystemTx, client: &OAuthClient) -> Result<Value, OAuthError> {
        let token = self.form.require("refresh_token")?;
        let found = self.find(&mut tx, CredentialKind::RefreshToken, token).await?;
        let (stamp, authorization) =
            found.filter(|(_, found)| found.client_id == client.id).ok_or_else(OAuthError::invalid_grant)?;
        let now = self.app.clock().now();
        let presented = i64::try_from(stamp.number).map_err(|_| OAuthError::invalid_grant())?;
        let generation = match judge(&authorization, presented, now) {
            Refresh::Over => return Err(OAuthError::invalid_grant()),
            Refresh::Copied => {
                self.end(tx, client, &authorization, "oauth_token.reuse_detected").await?;
                return Err(OAuthError::invalid_grant());
            }
            Refresh::Again => authorization.generation,
            Refresh::Next => authorization.generation + 1,
        };
        let scopes = scopes_of(self.form.get("scope"), &authorization.scopes)?;
        if generation > authorization.generation {
            tx.run(queries::rotate(authorization.id, now, refresh_end(now))).await?;
            tx.defer(self.audit("oauth_token.refreshed", client, &authorization, now).await?);
        }
        tx.commit().await?;
        Ok(self.tokens(&authorization, generation, &scopes, now))
    }

    /// The authorization that a text stands for, locked.
    async fn find(
        &self,
        tx: &mut SystemTx,
        kind: CredentialKind,
        text: &str,
    ) -> Result<Option<(Stamp, Authorization)>, OAuthError> {
        let Some(stamp) = self.authenticator.stamps().read_as(kind, text) else { return Ok(None) };
        let found = tx.run(queries::find_authorization_for_update(stamp.id)).await?;
        Ok(found.map(|authorization| (stamp, authorization)))
    }

    /// Ends everything that came of one code.
    async fn end(
        &self,
        mut tx: SystemTx,
        client: &OAuthClient,
        authorization: &Authorization,
        action: &'static str,
    ) -> Result<(), OAuthError> {
        let now = self.app.clock().now();
        if tx.run(queries::revoke_authorization(authorization.id, now)).await? > 0 {
            tx.defer(self.audit(action, client, authorization, now).await?);
        }
        tx.commit().await?;
        self.authenticator.forget_all();
        Ok(())
    }

    async fn audit(
        &self,
        action: &'static str,
        client: &OAuthClient,
        authorization: &Authorization,
        now: Timestamp,
    ) -> Result<db::Query<u64>> {
        let actor = Actor {
            tenant_id: authorization.tenant_id,
            kind: ActorKind::Application {
                grant_id: authorization.grant_id,
                client_id: client.id.uuid(),
                member_id: authorization.member_id,
            },
            name: Arc::from(client.name.as_str()),
            role: Arc::from(""),
            account_id: None,
            rights: Arc::new(Rights::default()),
            assurance: Assurance::default(),
            request: self.request.clone(),
        };
        let audit = Audit::new(action, "oauth_grant", authorization.grant_id, &client.name);
        audit.sealed(self.app, &actor, now).await
    }

    fn tokens(
        &self,
        authorization: &Authorization,
        generation: i64,
        scopes: &[String],
        now: Timestamp,
    ) -> Value {
        let stamps = self.authenticator.stamps();
        let access = Stamp {
            id: authorization.id,
            number: u64::try_from(now.as_second() + ACCESS_SECS).unwrap_or(0),
            scopes: places(&authorization.scopes, scopes),
        };
        let number = u64::try_from(generation).unwrap_or(0);
        let refresh = Stamp { id: authorization.id, number, scopes: 0 };
        json!({
            "access_token": stamps.issue(CredentialKind::AccessToken, access),
            "token_type": "Bearer",
            "expires_in": ACCESS_SECS,
            "refresh_token": stamps.issue(CredentialKind::RefreshToken, refresh),
            "scope": scopes.join(" "),
        })
    }

    /// `POST /oauth/revoke`: ends the authorization that a token belongs to. One that is nobody's, or
    /// another's, is as good as revoked (RFC 7009 §2.2).
    pub(super) async fn revoke(&self) -> Result<(), OAuthError> {
        let token = self.form.require("token")?;
        let mut tx = self.authenticator.db().system(SystemTask::Authenticate);
        let client = self.client(&mut tx).await?;
        let Some((kind, stamp)) = self.authenticator.stamps().read(token) else { return Ok(()) };
        if kind == CredentialKind::Code {
            return Ok(());
        }
        let found = tx.run(queries::find_authorization_for_update(stamp.id)).await?;
        match found.filter(|found| found.client_id == client.id) {
            Some(authorization) => self.end(tx, &client, &authorization, "oauth_token.revoked").await,
            None => Ok(()),
        }
    }

    /// `POST /oauth/introspect`: what a token of this application is worth. Of any other it learns nothing.
    pub(super) async fn introspect(&self) -> Result<Value, OAuthError> {
        let token = self.form.require("token")?;
        let mut tx = self.authenticator.db().system(SystemTask::Authenticate);
        let client = self.client(&mut tx).await?;
        if !client.is_confidential {
            return Err(OAuthError::invalid_client());
        }
        let inactive = json!({ "active": false });
        let Some((kind, stamp)) = self.authenticator.stamps().read(token) else { return Ok(inactive) };
        let found = tx.run(queries::find_application(stamp.id)).await?;
        tx.commit().await?;
        let Some(found) = found.filter(|found| found.client_id == client.id) else { return Ok(inactive) };
        let now = self.app.clock().now().as_second();
        let (scopes, expires_at) = match kind {
            CredentialKind::AccessToken => {
                let end = i64::try_from(stamp.number).unwrap_or(0);
                (in_places(&found.scopes, stamp.scopes), end)
            }
            CredentialKind::RefreshToken if u64::try_from(found.generation) == Ok(stamp.number) => {
                (found.scopes, found.expires_at.as_second())
            }
            _ => return Ok(inactive),
        };
        if expires_at <= now {
            return Ok(inactive);
        }
        Ok(json!({
            "active": true,
            "scope": scopes.join(" "),
            "client_id": client.id,
            "token_type": "Bearer",
            "exp": expires_at,
            "sub": MemberId::from(found.membership.member_id),
            "username": found.membership.name,
            "iss": issuer(self.app.config()),
        }))
    }
}

fn refresh_end(now: Timestamp) -> Timestamp {
    now.checked_add(REFRESH_LIFE).unwrap_or(now)
}

/// Some of an authorization's scopes, by their places there.
fn places(all: &[String], some: &[String]) -> u128 {
    let is_there = |(_, scope): &(usize, &String)| some.contains(scope);
    all.iter().take(SCOPES_MAX).enumerate().filter(is_there).fold(0, |set, (place, _)| set | (1 << place))
}

/// The inverse of [`places`].
pub(crate) fn in_places(all: &[String], places: u128) -> Vec<String> {
    let is_there = |(place, _): &(usize, &String)| places & (1 << place) != 0;
    all.iter().take(SCOPES_MAX).enumerate().filter(is_there).map(|(_, scope)| scope.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn now() -> Timestamp {
        "2026-11-21T14:00:00Z".parse().unwrap()
    }

    fn authorization(generation: i64, rotated_secs_ago: i64) -> Authorization {
        let before = |secs| now() - SignedDuration::from_secs(secs);
        Authorization {
            tenant_id: Uuid::nil(),
            id: Uuid::nil(),
            grant_id: Uuid::nil(),
            client_id: OAuthClientId::from(Uuid::nil()),
            member_id: Uuid::nil(),
            scopes: Vec::new(),
            redirect_uri: String::new(),
            code_challenge: String::new(),
            code_expires_at: before(600),
            code_used_at: Some(before(600)),
            generation,
            rotated_at: Some(before(rotated_secs_ago)),
            expires_at: now() + SignedDuration::from_secs(1),
            is_revoked: false,
        }
    }

    #[test]
    fn a_refresh_token_counts_once_and_is_forgiven_for_half_a_minute() {
        for (generation, rotated_secs_ago, presented, expected) in [
            (1, 0, 1, Refresh::Next),
            (1, 3_000, 1, Refresh::Next),
            (2, 0, 1, Refresh::Again),
            (2, 30, 1, Refresh::Again),
            (2, 31, 1, Refresh::Copied),
            (3, 0, 1, Refresh::Copied),
            (9, 0, 1, Refresh::Copied),
            (1, 0, 0, Refresh::Copied),
            (1, 0, 2, Refresh::Over),
            (1, 0, i64::MAX, Refresh::Over),
        ] {
            let judged = judge(&authorization(generation, rotated_secs_ago), presented, now());
            assert_eq!(judged, expected, "{presented} of {generation}, {rotated_secs_ago} s");
        }
        let over = [
            Authorization { is_revoked: true, ..authorization(1, 0) },
            Authorization { expires_at: now(), ..authorization(1, 0) },
            Authorization { code_used_at: None, ..authorization(1, 0) },
        ];
        assert!(over.iter().all(|found| judge(found, 1, now()) == Refresh::Over));
    }

    #[test]
    fn some_scopes_are_known_by_their_places() {
        let all: Vec<String> = (0..130).map(|number| format!("scope.{number}")).collect();
        let some = vec![all[0].clone(), all[7].clone(), all[127].clone()];
        assert_eq!(in_places(&all, places(&all, &some)), some);
        assert_eq!(in_places(&all, places(&all, &all)), all[..128]);
        assert_eq!(in_places(&all[..2], u128::MAX), all[..2]);
    }
}
