//! Registering an application in the words of RFC 7591.

use platform::Error;
use serde::Deserialize;
use serde_json::{Value, json};

use garde::Validate as _;

use super::error::OAuthError;
use super::model::{OAuthClientCreate, OAuthClientWithSecret};

/// What a program says of itself. What is not listed is not looked at, as the RFC wants it.
#[derive(Debug, Deserialize)]
struct Metadata {
    redirect_uris: Vec<String>,
    client_name: Option<String>,
    client_uri: Option<String>,
    scope: Option<String>,
    token_endpoint_auth_method: Option<String>,
    grant_types: Option<Vec<String>>,
    response_types: Option<Vec<String>>,
}

/// What is registered, or what is wrong with it.
pub(super) fn read(body: &[u8], depth_max: usize) -> Result<OAuthClientCreate, OAuthError> {
    let metadata: Metadata = platform::http::valid::parse_json(body, depth_max)
        .map_err(|error| OAuthError::invalid_client_metadata(error.detail()))?;
    let is_one_of = |found: Option<Vec<String>>, known: &[&str]| {
        found.is_none_or(|found| found.iter().all(|name| known.contains(&name.as_str())))
    };
    if !is_one_of(metadata.grant_types, &["authorization_code", "refresh_token"])
        || !is_one_of(metadata.response_types, &["code"])
    {
        let description = "The grants are authorization_code and refresh_token, the response type is code.";
        return Err(OAuthError::invalid_client_metadata(description));
    }
    let is_confidential = match metadata.token_endpoint_auth_method.as_deref() {
        None | Some("client_secret_basic" | "client_secret_post") => true,
        Some("none") => false,
        Some(_) => {
            let description = "The methods are client_secret_basic, client_secret_post and none.";
            return Err(OAuthError::invalid_client_metadata(description));
        }
    };
    let scope = metadata.scope.unwrap_or_default();
    let new = OAuthClientCreate {
        name: metadata.client_name.unwrap_or_default(),
        description: None,
        homepage: metadata.client_uri,
        redirect_uris: metadata.redirect_uris,
        scopes: scope.split(' ').filter(|scope| !scope.is_empty()).map(str::to_owned).collect(),
        is_confidential,
    };
    match new.validate() {
        Ok(()) => Ok(new),
        Err(report) => Err(refusal(platform::http::valid::invalid("", &report))),
    }
}

/// A refusal of ours in the words of the RFC.
pub(super) fn refusal(error: Error) -> OAuthError {
    let Error::Invalid { fields } = &error else { return error.into() };
    let said: Vec<String> =
        fields.iter().map(|field| format!("{}: {}", named(&field.pointer), field.detail)).collect();
    if fields.iter().any(|field| field.pointer.starts_with("/redirect_uris")) {
        OAuthError::invalid_redirect_uri(said.join("; "))
    } else {
        OAuthError::invalid_client_metadata(said.join("; "))
    }
}

/// Our fields by the names of the RFC.
fn named(pointer: &str) -> String {
    let pointer = pointer.trim_start_matches('/');
    for (ours, theirs) in [("name", "client_name"), ("homepage", "client_uri"), ("scopes", "scope")] {
        if pointer.starts_with(ours) {
            return theirs.to_owned();
        }
    }
    pointer.to_owned()
}

pub(super) fn answer(new: &OAuthClientCreate, made: &OAuthClientWithSecret) -> Value {
    let client = &made.client;
    let mut answer = json!({
        "client_id": client.id,
        "client_id_issued_at": client.created_at.as_second(),
        "client_name": client.name,
        "redirect_uris": client.redirect_uris,
        "scope": client.scopes.join(" "),
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "token_endpoint_auth_method": if new.is_confidential { "client_secret_basic" } else { "none" },
        // Not of the RFC: it can be used once an administrator has approved it.
        "state": client.state,
    });
    if let Some(homepage) = &client.homepage {
        answer["client_uri"] = json!(homepage);
    }
    if let Some(secret) = &made.client_secret {
        answer["client_secret"] = json!(secret);
        answer["client_secret_expires_at"] = json!(0);
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(body: Value) -> &'static str {
        read(body.to_string().as_bytes(), 16).unwrap_err().code
    }

    #[test]
    fn what_is_registered_is_what_was_meant() {
        let body = json!({"redirect_uris": ["https://a.example/"], "client_name": "A", "scope": "idea.read",
                          "token_endpoint_auth_method": "none", "logo_uri": "https://a.example/logo.png"});
        let new = read(body.to_string().as_bytes(), 16).unwrap();
        assert!(!new.is_confidential);
        assert_eq!((&*new.name, new.scopes), ("A", vec!["idea.read".to_owned()]));
        let uris = json!(["https://a.example/"]);
        for (body, code) in [
            (json!({}), "invalid_client_metadata"),
            (json!([]), "invalid_client_metadata"),
            (json!({"redirect_uris": [], "client_name": "A", "scope": "idea.read"}), "invalid_redirect_uri"),
            (json!({"redirect_uris": uris, "client_name": "A"}), "invalid_client_metadata"),
            (json!({"redirect_uris": uris, "scope": "idea.read"}), "invalid_client_metadata"),
            (
                json!({"redirect_uris": uris, "client_name": "A", "scope": "idea.read",
                       "grant_types": ["password"]}),
                "invalid_client_metadata",
            ),
            (
                json!({"redirect_uris": uris, "client_name": "A", "scope": "idea.read",
                       "response_types": ["token"]}),
                "invalid_client_metadata",
            ),
            (
                json!({"redirect_uris": uris, "client_name": "A", "scope": "idea.read",
                       "token_endpoint_auth_method": "private_key_jwt"}),
                "invalid_client_metadata",
            ),
        ] {
            assert_eq!(refused(body.clone()), code, "{body}");
        }
    }
}
