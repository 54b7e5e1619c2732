//! Extractors that answer with the field that is wrong.

use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody as _, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use garde::Validate;
use http::Uri;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE, IF_MATCH};
use http::request::Parts;
use serde::de::DeserializeOwned;

use super::objects::Objects;
use crate::versions::Fields;
use crate::{Actor, App, Error, FieldError, Id, Result};

/// A JSON body that was read and validated.
#[derive(Debug)]
pub struct Valid<T>(pub T);

/// Query parameters that were read and validated.
#[derive(Debug)]
pub struct ValidQuery<T>(pub T);

/// The id in the path. One that cannot be an id is not found, as one that is nobody's.
#[derive(Debug)]
pub struct PathId<T>(pub T);

/// `If-Match`: the version that the caller has seen.
#[derive(Debug)]
pub struct IfMatch(Option<i64>);

impl<T> FromRequest<App> for Valid<T>
where
    T: DeserializeOwned + Validate,
    T::Context: Default,
{
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        let kind =
            request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if !is_json(kind) || request.headers().contains_key(CONTENT_ENCODING) {
            let detail =
                String::from("Send plain JSON in UTF-8, with the header Content-Type: application/json.");
            return Err(Error::UnsupportedMediaType { detail });
        }
        let body = read_body(request.into_body(), app.config().http.body_bytes_max).await?;
        let value: T = parse_json(&body, app.config().http.json_depth_max)?;
        value.validate().map_err(|report| invalid("", &report))?;
        Ok(Self(value))
    }
}

impl<T> Valid<T>
where
    T: DeserializeOwned + Validate,
    T::Context: Default,
{
    /// What was stored earlier, read and checked as if it were sent now: a rule that came since applies.
    ///
    /// # Errors
    /// `Invalid`, naming the fields that would be refused today.
    pub fn of_stored(fields: Fields) -> Result<T> {
        let value: T = serde_json::from_value(fields.into()).map_err(|error| {
            Error::invalid("", "outdated", format!("the stored state does not fit any more: {error}"))
        })?;
        value.validate().map_err(|report| invalid("", &report))?;
        Ok(value)
    }
}

fn is_json(content_type: &str) -> bool {
    let content_type = content_type.to_ascii_lowercase();
    let mut parts = content_type.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default();
    let charset = parts.find_map(|part| part.strip_prefix("charset="));
    let is_utf8 = charset.is_none_or(|charset| charset.trim_matches('"') == "utf-8");
    let is_json = essence.starts_with("application/") && essence.ends_with("+json");
    is_utf8 && (is_json || essence == "application/json")
}

/// How long a body may take to arrive: below the limit of the request, so that who is slow is told so.
const BODY_TIME_MAX: Duration = Duration::from_secs(20);

/// The whole body. One that says that it is too large is refused before it arrives.
pub(crate) async fn read_body(body: Body, limit: usize) -> Result<Bytes> {
    use std::error::Error as _;
    let too_large = || Error::TooLarge { detail: format!("The body is larger than {limit} bytes.") };
    if body.size_hint().lower() > u64::try_from(limit).unwrap_or(u64::MAX) {
        return Err(too_large());
    }
    let Ok(read) = tokio::time::timeout(BODY_TIME_MAX, to_bytes(body, limit)).await else {
        let seconds = BODY_TIME_MAX.as_secs();
        return Err(Error::Malformed {
            detail: format!("The body did not arrive within {seconds} seconds."),
        });
    };
    read.map_err(|error| {
        let is_limit =
            error.source().is_some_and(<dyn std::error::Error>::is::<http_body_util::LengthLimitError>);
        if is_limit { too_large() } else { Error::Malformed { detail: String::from("The body broke off.") } }
    })
}

/// Reads JSON; syntax is `Malformed`, a wrong type or name is `Invalid` at its pointer.
pub fn parse_json<T: DeserializeOwned>(body: &[u8], depth_max: usize) -> Result<T> {
    if depth(body) > depth_max {
        return Err(Error::Malformed {
            detail: format!("The JSON is nested deeper than {depth_max} levels."),
        });
    }
    let mut reader = serde_json::Deserializer::from_slice(body);
    let value =
        serde_path_to_error::deserialize(Objects(&mut reader)).map_err(|error| json_error(&error, body))?;
    reader.end().map_err(|error| Error::Malformed {
        detail: format!(
            "The JSON has text after its end, in line {} column {}.",
            error.line(),
            error.column()
        ),
    })?;
    Ok(value)
}

fn json_error(error: &serde_path_to_error::Error<serde_json::Error>, body: &[u8]) -> Error {
    let inner = error.inner();
    let pointer = pointer("", &error.path().to_string());
    if inner.is_data() {
        let text = inner.to_string();
        let text = text.split(" at line ").next().unwrap_or_default();
        // The name of a type of ours says nothing to the caller.
        let text = text
            .split_once("expected struct")
            .map_or(text.to_owned(), |(found, _)| format!("{found}expected an object"));
        return Error::invalid(&pointer, "type", text);
    }
    // The reader calls a value that no word of an enumeration can be a matter of syntax.
    if serde_json::from_slice::<serde_json::Value>(body).is_ok() {
        return Error::invalid(
            &pointer,
            "type",
            "must be one of the values that the API's description lists",
        );
    }
    let place = format!("line {} column {}", inner.line(), inner.column());
    Error::Malformed { detail: format!("The body is not valid JSON ({place}).") }
}

/// The deepest nesting, counted outside of strings, without reading anything else.
fn depth(body: &[u8]) -> usize {
    let (mut depth, mut deepest, mut in_string, mut escaped) = (0_usize, 0, false, false);
    for byte in body {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// `themes[2].name` or `variants.x.text` as a JSON pointer below `root`.
fn pointer(root: &str, path: &str) -> String {
    let mut pointer = root.to_owned();
    for part in path.split(['.', '[', ']']).filter(|part| !part.is_empty() && *part != "?") {
        pointer.push('/');
        pointer.push_str(&part.replace('~', "~0").replace('/', "~1"));
    }
    pointer
}

/// The findings of a validation, as field errors below `root`.
pub fn invalid(root: &str, report: &garde::Report) -> Error {
    let fields = report.iter().map(|(path, finding)| FieldError {
        pointer: pointer(root, &path.to_string()),
        code: String::from("invalid"),
        detail: finding.message().to_owned(),
    });
    Error::Invalid { fields: fields.collect() }
}

/// Reads query parameters; a wrong one is `Invalid` at `/query/<name>`.
pub fn query_of<T: DeserializeOwned>(uri: &Uri) -> Result<T> {
    check_encoding(uri.query().unwrap_or_default())?;
    let pairs = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    let reader = serde_urlencoded::Deserializer::new(pairs);
    serde_path_to_error::deserialize(reader).map_err(|error| {
        let at = pointer("/query", &error.path().to_string());
        Error::invalid(&at, "type", error.inner().to_string())
    })
}

/// The parser replaces bytes that are not UTF-8, which would search for something that nobody asked for.
fn check_encoding(query: &str) -> Result<()> {
    for (number, (name, value)) in form_urlencoded::parse(query.as_bytes()).enumerate() {
        let is_replaced = |text: &str| text.contains('\u{FFFD}');
        let written = query.split('&').filter(|pair| !pair.is_empty()).nth(number).unwrap_or_default();
        if (is_replaced(&name) || is_replaced(&value)) && !written.to_ascii_uppercase().contains("%EF%BF%BD")
        {
            return Err(Error::invalid(&format!("/query/{name}"), "encoding", "must be UTF-8"));
        }
    }
    Ok(())
}

impl<T> FromRequestParts<App> for ValidQuery<T>
where
    T: DeserializeOwned + Validate,
    T::Context: Default,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self> {
        let value: T = query_of(&parts.uri)?;
        value.validate().map_err(|report| invalid("/query", &report))?;
        Ok(Self(value))
    }
}

impl<T: Id> FromRequestParts<App> for PathId<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let Path(text) = Path::<String>::from_request_parts(parts, app).await.map_err(|_| Error::NotFound)?;
        T::parse(&text).map(Self).map_err(|_| Error::NotFound)
    }
}

impl IfMatch {
    /// For callers who change whatever is there: jobs, the command line.
    pub const fn any() -> Self {
        Self(None)
    }

    /// Passes without the header, with `*`, and with the current version.
    pub fn check(&self, current_version: i64) -> Result<()> {
        match self.0 {
            Some(seen) if seen != current_version => Err(Error::PreconditionFailed { current_version }),
            _ => Ok(()),
        }
    }

    /// The version that the caller has seen, when they said so.
    pub fn version(&self) -> Option<i64> {
        self.0
    }
}

impl FromRequestParts<App> for IfMatch {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self> {
        let Some(value) = parts.headers.get(IF_MATCH) else { return Ok(Self(None)) };
        let text = value.to_str().unwrap_or_default().trim();
        if text == "*" {
            return Ok(Self(None));
        }
        let text = text.strip_prefix("W/").unwrap_or(text);
        let number =
            text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).and_then(|n| n.parse().ok());
        number.map(|version| Self(Some(version))).ok_or_else(|| {
            Error::invalid(
                "/header/If-Match",
                "format",
                "must be the ETag of the resource, for example \"3\"",
            )
        })
    }
}

impl FromRequestParts<App> for Actor {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self> {
        if let Some(actor) = parts.extensions.get::<Actor>() {
            return Ok(actor.clone());
        }
        Err(parts.extensions.get::<Error>().cloned().unwrap_or(Error::Unauthenticated {
            code: "unauthenticated",
            detail: "Sign in, or send a valid access token as Authorization: Bearer.",
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    #[test]
    fn pointers_name_the_field() {
        assert_eq!(pointer("", "themes[2].name"), "/themes/2/name");
        assert_eq!(pointer("/query", "limit"), "/query/limit");
    }

    #[test]
    fn a_bracket_in_a_string_is_not_depth() {
        assert_eq!(depth(br#"{"a":"[[[\"[["}"#), 1);
    }

    #[test]
    fn wrong_types_are_named_and_syntax_is_malformed() {
        #[derive(Debug, serde::Deserialize)]
        struct Named {
            #[expect(dead_code, reason = "only its reading matters")]
            name: String,
        }
        let Err(Error::Invalid { fields }) = parse_json::<Named>(br#"{"name":3}"#, 8) else { panic!() };
        assert_eq!(fields[0].pointer, "/name");
        assert!(matches!(parse_json::<Named>(br#"{"name":"#, 8), Err(Error::Malformed { .. })));
        assert!(matches!(parse_json::<Named>(br#"{"name":"a"} x"#, 8), Err(Error::Malformed { .. })));
    }

    proptest! {
        #[test]
        fn depth_is_what_the_parser_finds(levels in 0_usize..60) {
            let text = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
            prop_assert_eq!(depth(text.as_bytes()), levels);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>) {
            let _ = parse_json::<Value>(&bytes, 32);
        }
    }
}
