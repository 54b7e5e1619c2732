//! A body of comma-separated values.

use axum::extract::{FromRequest, Request};
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};

use super::valid::read_body;
use crate::{App, Error, Result};

/// The text of a body that says it is `text/csv`.
#[derive(Debug)]
pub struct CsvText(pub String);

impl FromRequest<App> for CsvText {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let essence = kind.unwrap_or_default().split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case("text/csv") || request.headers().contains_key(CONTENT_ENCODING) {
            let detail = String::from("Send the file in UTF-8, with the header Content-Type: text/csv.");
            return Err(Error::UnsupportedMediaType { detail });
        }
        let body = read_body(request.into_body(), app.config().http.body_bytes_max).await?;
        let text = String::from_utf8(body.to_vec());
        text.map(Self).map_err(|_| Error::Malformed { detail: String::from("The file is not UTF-8.") })
    }
}
