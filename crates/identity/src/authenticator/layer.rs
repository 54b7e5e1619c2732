//! The middleware: puts the actor into the request, or the reason why there is none.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::AUTHORIZATION;
use http::request::Parts;
use http::{HeaderMap, Method};
use platform::http::frame::Context;
use platform::http::rate_limit::OwnLimit;
use platform::{Actor, App, Error, RequestContext, Result};

use super::{Access, Authenticator, Refusal};
use crate::sessions::cookie::{self, Site};

/// Longer credentials are refused unread. Our own are shorter; those of other issuers carry more.
const CREDENTIAL_CHARS_MAX: usize = 4096;

/// Requests without a credential pass without an actor: what needs one asks for it and answers 401. The
/// router adds the [`Authenticator`] itself to every request, for the handlers that change what it knows.
pub async fn authenticate(
    State(authenticator): State<Authenticator>,
    mut request: Request,
    next: Next,
) -> Response {
    let context = request.extensions().get::<Context>().map(|context| context.0.clone());
    let context = context.unwrap_or_else(|| Arc::new(RequestContext::none()));
    match authenticator.access_of(request.method(), request.headers(), context.address).await {
        Ok(Some(access)) => {
            authenticator.note_seen(&access, &context);
            let mut actor = access.actor(context);
            authenticator.note_use(&actor);
            if let Some(per_minute) = access.own_limit {
                request.extensions_mut().insert(OwnLimit { per_minute });
            }
            match authenticator.look_through(&mut actor, request.method(), request.headers()).await {
                Ok(()) => _ = request.extensions_mut().insert(actor),
                Err(error) => _ = request.extensions_mut().insert(error),
            }
        }
        Ok(None) => {}
        Err(error) => {
            request.extensions_mut().insert(error);
        }
    }
    next.run(request).await
}

impl Authenticator {
    async fn access_of(
        &self,
        method: &Method,
        headers: &HeaderMap,
        address: Option<IpAddr>,
    ) -> Result<Option<Arc<Access>>> {
        let value = match presented(headers)? {
            Some(Presented::Bearer(value)) => return self.by_bearer_at(value, address).await.map(Some),
            Some(Presented::Cookie(value)) => value,
            None => return Ok(None),
        };
        let access = self.by_cookie(value).await?;
        // Browsers add the cookie to requests that other sites make: they may read nothing, and must change
        // nothing.
        if cookie::is_unsafe(method) && cookie::site_of(headers, self.public_url()) != Site::Same {
            let detail = "This request did not come from Atelier's own pages. Programs send an access token \
                          as Authorization: Bearer.";
            return Err(Error::forbidden(detail));
        }
        Ok(Some(access))
    }
}

impl Authenticator {
    async fn by_bearer_at(&self, value: &str, address: Option<IpAddr>) -> Result<Arc<Access>> {
        let access = self.by_bearer(value).await?;
        access.require_network(address)?;
        Ok(access)
    }

    /// Who sends `Authorization: Bearer`, for what is not behind the layer.
    pub(crate) async fn actor_of_bearer(
        &self,
        headers: &HeaderMap,
        request: Arc<RequestContext>,
    ) -> Result<Actor> {
        let value = bearer(headers)?.ok_or(Refusal::Unknown)?;
        let actor = self.by_bearer_at(value, request.address).await?.actor(request);
        self.note_use(&actor);
        Ok(actor)
    }
}

/// A credential kept beyond its request, to ask again whether it still counts: for streams.
#[derive(Clone)]
pub struct Credential(Presented<String>);

#[derive(Clone, Copy)]
enum Presented<T> {
    Bearer(T),
    Cookie(T),
}

/// A Bearer credential counts before the cookie: who sends one means it.
fn presented(headers: &HeaderMap) -> Result<Option<Presented<&str>>> {
    match bearer(headers)? {
        Some(value) => Ok(Some(Presented::Bearer(value))),
        None => Ok(cookie::read(headers).map(Presented::Cookie)),
    }
}

impl Authenticator {
    /// The credential of a request, whether or not it is valid.
    pub fn credential_of(&self, headers: &HeaderMap) -> Option<Credential> {
        match presented(headers).ok()?? {
            Presented::Bearer(value) => Some(Credential(Presented::Bearer(value.to_owned()))),
            Presented::Cookie(value) => Some(Credential(Presented::Cookie(value.to_owned()))),
        }
    }

    /// Whether a credential still makes its holder this actor: the same tenant, the same scope, the same
    /// rights. Asks the database at most twice a second.
    pub async fn still_gives(&self, credential: &Credential, actor: &Actor) -> bool {
        let access = match &credential.0 {
            Presented::Bearer(value) => self.by_bearer(value).await,
            Presented::Cookie(value) => self.by_cookie(value).await,
        };
        access.is_ok_and(|access| {
            access.tenant_id == actor.tenant_id
                && access.account_id == actor.account_id
                && access.rights == actor.rights
        })
    }
}

/// The credential of `Authorization: Bearer`. Another scheme, an empty or a huge one is a credential that is
/// not valid, not none: falling back to the cookie would hide the mistake.
fn bearer(headers: &HeaderMap) -> Result<Option<&str>> {
    let Some(header) = headers.get(AUTHORIZATION) else { return Ok(None) };
    let text = header.to_str().map_err(|_| Refusal::Unknown)?;
    let (scheme, credential) = text.split_once(' ').ok_or(Refusal::Unknown)?;
    let credential = credential.trim();
    let is_plausible = !credential.is_empty() && credential.len() <= CREDENTIAL_CHARS_MAX;
    if scheme.eq_ignore_ascii_case("bearer") && is_plausible {
        Ok(Some(credential))
    } else {
        Err(Refusal::Unknown.into())
    }
}

impl FromRequestParts<App> for Authenticator {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| Error::internal("the route is not behind authentication"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: &str) -> Result<Option<String>> {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, value.parse().unwrap());
        bearer(&headers).map(|found| found.map(str::to_owned))
    }

    #[test]
    fn bearer_is_read_in_any_case() {
        assert_eq!(read("Bearer abc").unwrap().as_deref(), Some("abc"));
        assert_eq!(read("bearer  abc ").unwrap().as_deref(), Some("abc"));
        assert_eq!(bearer(&HeaderMap::new()).unwrap(), None);
    }

    #[test]
    fn anything_else_is_not_valid() {
        for value in ["Bearer", "Bearer ", "Basic abc", "abc", ""] {
            assert!(read(value).is_err(), "{value:?}");
        }
        assert!(read(&format!("Bearer {}", "a".repeat(CREDENTIAL_CHARS_MAX + 1))).is_err());
    }
}
