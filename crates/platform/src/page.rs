//! Keyset pages with opaque, signed cursors.

use axum::extract::FromRequestParts;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::request::Parts;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::http::valid::query_of;
use crate::{Actor, App, Error, Keys, Result};

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Give it back as `cursor` for the next page; null on the last one.
    pub next_cursor: Option<String>,
}

/// Which page is asked for. A cursor is bound to the tenant, the list and its filter.
#[derive(Clone, Debug)]
pub struct Paging {
    limit: i64,
    cursor: Option<String>,
    keys: Keys,
}

/// The query parameters that every list has.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// How many items at most.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<i64>,
    /// `next_cursor` of the page before.
    #[param(max_length = 512)]
    pub cursor: Option<String>,
}

impl Paging {
    pub const LIMIT_MAX: i64 = 200;
    pub const LIMIT_DEFAULT: i64 = 50;

    /// How many rows to ask the database for: one more than shown, to know whether there is a next page.
    pub fn rows(&self) -> i64 {
        self.limit + 1
    }

    /// The key of the last item of the page before, or `None` for the first page.
    ///
    /// # Errors
    /// `Invalid` at `/query/cursor` for a cursor that was not made for this tenant, list and filter.
    pub fn after<K: DeserializeOwned>(&self, actor: &Actor, list: &str, filter: &str) -> Result<Option<K>> {
        let Some(cursor) = &self.cursor else { return Ok(None) };
        let refused = || Error::invalid("/query/cursor", "cursor", "is not a cursor of this list and filter");
        let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| refused())?;
        let (signature, last) = bytes.split_at_checked(16).ok_or_else(refused)?;
        if !self.keys.verify_cursor(&bound(actor, list, filter, last), signature) {
            return Err(refused());
        }
        serde_json::from_slice(last).map(Some).map_err(|_| refused())
    }
}

impl<T> Page<T> {
    /// Cuts the extra row off and signs the key of the last item shown.
    pub fn new<K: Serialize>(
        actor: &Actor,
        paging: &Paging,
        (list, filter): (&str, &str),
        mut items: Vec<T>,
        position: impl Fn(&T) -> K,
    ) -> Result<Self> {
        let limit = usize::try_from(paging.limit).unwrap_or(usize::MAX);
        let has_more = items.len() > limit;
        items.truncate(limit);
        let next_cursor = match items.last() {
            Some(last) if has_more => {
                let last = serde_json::to_vec(&position(last)).map_err(Error::internal)?;
                let mut cursor = paging.keys.sign_cursor(&bound(actor, list, filter, &last)).to_vec();
                cursor.extend_from_slice(&last);
                Some(URL_SAFE_NO_PAD.encode(cursor))
            }
            _ => None,
        };
        Ok(Self { items, next_cursor })
    }

    /// A list that is always whole.
    pub fn whole(items: Vec<T>) -> Self {
        Self { items, next_cursor: None }
    }
}

fn bound(actor: &Actor, list: &str, filter: &str, key: &[u8]) -> Vec<u8> {
    let mut message = actor.tenant_id.as_bytes().to_vec();
    for part in [list.as_bytes(), filter.as_bytes(), key] {
        message.extend_from_slice(&(part.len() as u64).to_be_bytes());
        message.extend_from_slice(part);
    }
    message
}

impl FromRequestParts<App> for Paging {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let PageQuery { limit, cursor } = query_of(&parts.uri)?;
        let limit = limit.unwrap_or(Self::LIMIT_DEFAULT);
        if !(1..=Self::LIMIT_MAX).contains(&limit) {
            return Err(Error::invalid("/query/limit", "range", "must be between 1 and 200"));
        }
        Ok(Self { limit, cursor, keys: app.keys().clone() })
    }
}
