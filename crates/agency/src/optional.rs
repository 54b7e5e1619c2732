//! A body that may be absent.

use axum::body::HttpBody;
use axum::extract::{FromRequest, Request};
use garde::Validate;
use http::header::CONTENT_TYPE;
use platform::{App, Error, Result, Valid};
use serde::de::DeserializeOwned;

/// As [`Valid`]; a request without any body says what the default says.
#[derive(Debug)]
pub(crate) struct Optional<T>(pub(crate) T);

impl<T> FromRequest<App> for Optional<T>
where
    T: DeserializeOwned + Validate + Default,
    T::Context: Default,
{
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        if request.body().is_end_stream() && !request.headers().contains_key(CONTENT_TYPE) {
            return Ok(Self(T::default()));
        }
        Valid::from_request(request, app).await.map(|Valid(value)| Self(value))
    }
}
