//! From a credential to an actor.
//!
//! Every request proves its session and membership, but the database is asked at most twice a second for each
//! credential: what it said is kept for half a second, and dropped at once when this process changes it. So a
//! request costs a hash and a look into a map.

mod access;
mod layer;
mod see_as;
mod seen;
mod uses;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use db::{Db, SystemTask, SystemTx};
use jiff::{SignedDuration, Timestamp};
use moka::future::Cache;
use platform::{App, Clock, Error, Permission, Result, Rights};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::access_links::{self, token as link_token};
use crate::api_keys;
use crate::credentials::{self, CredentialKind, Pepper, Stamps};
use crate::oauth;
use crate::providers::Providers;
use crate::sessions::access_token::{AccessTokens, Claims, is_current};
use crate::sessions::{CredentialHash, queries as sessions, token as session_token};
use crate::sign_in::failures::Failures;
use crate::sign_in::passwords::Passwords;
use crate::token_issuers::{self, KeyRings};
use crate::{members, members::Membership, people};

pub(crate) use access::{Access, Refusal};
pub use layer::{Credential, authenticate};
pub(crate) use see_as::SEE_AS;
use uses::Uses;

/// How old the answer to “what may this credential do?” may be.
const ACCESS_AGE_MAX: Duration = Duration::from_millis(500);
const ACCESS_ENTRIES: u64 = 20_000;
const SIGNATURE_ENTRIES: u64 = 10_000;
/// A session is extended when it has been used for so long since the last time.
const EXTEND_AFTER: SignedDuration = SignedDuration::from_hours(24);

/// Who credentials belong to. Cheap to clone; handlers get it as an extractor.
#[derive(Clone)]
pub struct Authenticator(Arc<Shared>);

struct Shared {
    /// For what is recorded of uses.
    app: App,
    db: Db,
    clock: Clock,
    public_url: String,
    session_life: SignedDuration,
    tokens: AccessTokens,
    passwords: Passwords,
    providers: Providers,
    pepper: Pepper,
    stamps: Stamps,
    uses: Uses,
    /// Signatures that were verified, by the hash of the exact bytes of the token.
    signatures: moka::sync::Cache<CredentialHash, Claims>,
    access: Cache<Key, Found>,
    /// What the roles that are looked through may do.
    roles: Cache<(Uuid, String), Option<Arc<Rights>>>,
    seen: seen::Seen,
    failures: Failures,
    /// The same for tokens of issuers that tenants trust, by the hash of the token.
    issued: Cache<CredentialHash, Found>,
    rings: KeyRings,
    /// Counts what this process changed, so that an answer from before is not kept after.
    changes: AtomicU64,
}

/// What identifies a credential in the cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::enum_variant_names, reason = "an API key is called so")]
enum Key {
    Cookie(CredentialHash),
    Session(Uuid),
    Link(CredentialHash),
    ApiKey(CredentialHash),
    /// An authorization, and which of its scopes a token has.
    Application(Uuid, u128),
}

type Found = std::result::Result<Arc<Access>, Refusal>;

impl Authenticator {
    /// The app's keys give the key that access tokens are signed with.
    pub fn new(app: &App) -> Self {
        let security = &app.config().security;
        let life = Duration::from_secs(u64::from(security.access_token_secs));
        let days = i64::from(security.session_days.clamp(1, 400));
        Self(Arc::new(Shared {
            app: app.clone(),
            db: app.db().clone(),
            clock: app.clock().clone(),
            public_url: app.config().server.public_url.clone(),
            session_life: SignedDuration::from_hours(24 * days),
            tokens: AccessTokens::new(&app.keys().derive("access tokens"), life),
            passwords: Passwords::new(security.password_hashers, security.password_queue),
            providers: Providers::new(app),
            pepper: Pepper::new(app.keys(), security.environment),
            stamps: Stamps::new(app.keys(), security.environment),
            uses: Uses::default(),
            signatures: moka::sync::Cache::builder()
                .max_capacity(SIGNATURE_ENTRIES)
                .time_to_live(crate::sessions::access_token::LIFE_MAX)
                .build(),
            access: Cache::builder().max_capacity(ACCESS_ENTRIES).time_to_live(ACCESS_AGE_MAX).build(),
            roles: Cache::builder().max_capacity(ACCESS_ENTRIES).time_to_live(ACCESS_AGE_MAX).build(),
            seen: seen::Seen::default(),
            failures: Failures::default(),
            issued: Cache::builder().max_capacity(ACCESS_ENTRIES).time_to_live(ACCESS_AGE_MAX).build(),
            rings: KeyRings::default(),
            changes: AtomicU64::new(0),
        }))
    }

    pub(crate) fn db(&self) -> &Db {
        &self.0.db
    }

    pub(crate) fn app(&self) -> &App {
        &self.0.app
    }

    pub(crate) fn failures(&self) -> &Failures {
        &self.0.failures
    }

    pub(crate) fn tokens(&self) -> &AccessTokens {
        &self.0.tokens
    }

    pub(crate) fn passwords(&self) -> &Passwords {
        &self.0.passwords
    }

    pub(crate) fn providers(&self) -> &Providers {
        &self.0.providers
    }

    pub(crate) fn pepper(&self) -> &Pepper {
        &self.0.pepper
    }

    pub(crate) fn stamps(&self) -> &Stamps {
        &self.0.stamps
    }

    pub(crate) fn session_life(&self) -> SignedDuration {
        self.0.session_life
    }

    pub(crate) fn public_url(&self) -> &str {
        &self.0.public_url
    }

    /// What the value of the session cookie gives.
    pub(crate) async fn by_cookie(&self, value: &str) -> Result<Arc<Access>> {
        let hash = session_token::parse(value).ok_or(Refusal::Unknown)?;
        self.access(Key::Cookie(hash)).await
    }

    /// What the value of `Authorization: Bearer` gives: an access link, an API key, a token of an
    /// application, or an access token.
    pub(crate) async fn by_bearer(&self, value: &str) -> Result<Arc<Access>> {
        if value.starts_with(link_token::PREFIX) {
            let hash = link_token::parse(value).ok_or(Refusal::Unknown)?;
            return self.access(Key::Link(hash)).await;
        }
        if credentials::is_ours(value) {
            return self.by_program(value).await;
        }
        let Some(claims) = self.claims(value) else { return self.by_issued_token(value).await };
        let access = self.access(Key::Session(claims.sid)).await?;
        // The session went to another tenant: this token was issued for the one before.
        if access.tenant_id == claims.tenant { Ok(access) } else { Err(Refusal::Unknown.into()) }
    }

    /// An API key, or the access token of an application. One that is nobody's costs no look into the
    /// database.
    async fn by_program(&self, value: &str) -> Result<Arc<Access>> {
        if let Some((kind, hash)) = self.0.pepper.parse(value) {
            let hash = kind.is_key().then_some(hash).ok_or(Refusal::Unknown)?;
            return self.access(Key::ApiKey(hash)).await;
        }
        let stamp = self.0.stamps.read_as(CredentialKind::AccessToken, value).ok_or(Refusal::Unknown)?;
        let ends_at = i64::try_from(stamp.number).unwrap_or(0);
        if ends_at <= self.0.clock.now().as_second() {
            return Err(Refusal::Unknown.into());
        }
        self.access(Key::Application(stamp.id, stamp.scopes)).await
    }

    /// A token of an issuer that some tenant trusts.
    async fn by_issued_token(&self, token: &str) -> Result<Arc<Access>> {
        let hash: CredentialHash = Sha256::digest(token.as_bytes()).into();
        let before = self.0.changes.load(Ordering::Acquire);
        let (shared, text) = (self.0.clone(), token.to_owned());
        let loading = async move { shared.load_issued(&text).await };
        let found = self.0.issued.try_get_with(hash, loading).await;
        if self.0.changes.load(Ordering::Acquire) != before {
            self.0.issued.invalidate(&hash).await;
        }
        let access = found.map_err(|error| Error::clone(&error))??;
        if access.ends_at <= self.0.clock.now() { Err(Refusal::Unknown.into()) } else { Ok(access) }
    }

    fn claims(&self, token: &str) -> Option<Claims> {
        let now = self.0.clock.now();
        let hash: CredentialHash = Sha256::digest(token.as_bytes()).into();
        if let Some(claims) = self.0.signatures.get(&hash) {
            return is_current(&claims, now).then_some(claims);
        }
        let claims = self.0.tokens.verify(token, now)?;
        self.0.signatures.insert(hash, claims);
        Some(claims)
    }

    async fn access(&self, key: Key) -> Result<Arc<Access>> {
        let found = match self.0.access.get(&key).await {
            Some(found) => found,
            None => self.load_once(key).await?,
        };
        let access = found?;
        if access.ends_at <= self.0.clock.now() {
            return Err(access.refusal_after_end().into());
        }
        Ok(access)
    }

    /// Requests that miss at the same time wait for one answer. Failures are not kept.
    async fn load_once(&self, key: Key) -> Result<Found> {
        let before = self.0.changes.load(Ordering::Acquire);
        let shared = self.0.clone();
        let loading = async move { shared.load(key).await };
        let found = self.0.access.try_get_with(key, loading).await;
        if self.0.changes.load(Ordering::Acquire) != before {
            self.0.access.invalidate(&key).await;
        }
        found.map_err(|error| Error::clone(&error))
    }

    /// Drops everything that this process remembers of credentials: after memberships, roles or links
    /// changed. Other processes see it when what they remember is over, within half a second.
    pub fn forget_all(&self) {
        self.0.changes.fetch_add(1, Ordering::AcqRel);
        self.0.access.invalidate_all();
        self.0.issued.invalidate_all();
        self.0.roles.invalidate_all();
    }

    /// Drops what is remembered of one session: after it ended or changed.
    pub(crate) async fn forget_session(&self, id: Uuid, token_hash: CredentialHash) {
        self.0.changes.fetch_add(1, Ordering::AcqRel);
        self.0.access.invalidate(&Key::Session(id)).await;
        self.0.access.invalidate(&Key::Cookie(token_hash)).await;
    }
}

/// What a person may do in a tenant now.
async fn find_rights(
    tx: &mut SystemTx,
    tenant_id: Uuid,
    person_id: Uuid,
    now: Timestamp,
) -> Result<Option<Arc<Rights>>> {
    let membership =
        if let Some(membership) = tx.run(members::queries::find_of_person(tenant_id, person_id)).await? {
            Some(membership)
        } else {
            let person = tx.run(people::queries::find(person_id)).await?;
            let admin = person.filter(|person| person.is_super_admin);
            admin.map(|person| Membership::of_super_admin(person.id, person.name))
        };
    Ok(membership.map(|membership| Arc::new(Rights::new(membership.grants, now))))
}

impl Shared {
    async fn load(&self, key: Key) -> Result<Found> {
        let now = self.clock.now();
        match key {
            Key::Cookie(hash) => self.load_session(sessions::find_by_token(&hash), now).await,
            Key::Session(id) => self.load_session(sessions::find_by_id(id), now).await,
            Key::Link(hash) => self.load_link(&hash, now).await,
            Key::ApiKey(hash) => self.load_key(&hash, now).await,
            Key::Application(id, scopes) => self.load_application(id, scopes, now).await,
        }
    }

    async fn load_session(
        &self,
        find: db::Query<Option<sessions::SessionRow>>,
        now: Timestamp,
    ) -> Result<Found> {
        let mut tx = self.db.system(SystemTask::Authenticate);
        let Some(mut session) = tx.run(find).await?.filter(|session| session.expires_at > now) else {
            return Ok(Err(Refusal::Unknown));
        };
        let until = now.checked_add(self.session_life).map_err(Error::internal)?;
        // Who acts as somebody else does so for an hour, however busy.
        if session.impersonator.is_none() && until.duration_since(session.expires_at) > EXTEND_AFTER {
            tx.defer(sessions::extend(session.id, until));
            session.expires_at = until;
        }
        let bound = match &session.impersonator {
            Some(impersonator) => {
                let found = find_rights(&mut tx, session.tenant_id, impersonator.person_id, now).await?;
                match found.filter(|rights| rights.may(Permission::MemberImpersonate)) {
                    Some(rights) => Some(rights),
                    None => return Ok(Err(Refusal::Unknown)),
                }
            }
            None => None,
        };
        tx.commit().await?;
        let access = Access::of_session(session, now).map(|access| access.bounded_by(bound));
        Ok(access.map(Arc::new).ok_or(Refusal::Unknown))
    }

    async fn load_issued(&self, token: &str) -> Result<Found> {
        let Some(outbound) = self.providers.outbound() else { return Ok(Err(Refusal::Unknown)) };
        token_issuers::load(&self.app, &self.db, (outbound, &self.rings), token).await
    }

    async fn load_link(&self, hash: &CredentialHash, now: Timestamp) -> Result<Found> {
        let mut tx = self.db.system(SystemTask::Authenticate);
        let Some(link) = tx.run(access_links::queries::find_by_token(hash)).await? else {
            return Ok(Err(Refusal::Unknown));
        };
        if link.is_revoked {
            return Ok(Err(Refusal::LinkRevoked));
        }
        if link.is_use_unrecorded(now) {
            tx.defer(access_links::queries::record_use(link.tenant_id, link.id, now));
        }
        tx.commit().await?;
        Ok(Ok(Arc::new(Access::of_link(link))))
    }
    async fn load_key(&self, hash: &CredentialHash, now: Timestamp) -> Result<Found> {
        let mut tx = self.db.system(SystemTask::Authenticate);
        let found = tx.run(api_keys::queries::find_by_hash(hash)).await?;
        tx.commit().await?;
        Ok(found.ok_or(Refusal::Unknown).and_then(|key| Access::of_key(key, now)).map(Arc::new))
    }

    async fn load_application(&self, id: Uuid, scopes: u128, now: Timestamp) -> Result<Found> {
        let mut tx = self.db.system(SystemTask::Authenticate);
        let found = tx.run(oauth::queries::find_application(id)).await?;
        tx.commit().await?;
        let access = found.map(|application| Access::of_application(application, scopes, now));
        Ok(access.map(Arc::new).ok_or(Refusal::Unknown))
    }
}
