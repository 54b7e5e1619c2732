//! What applications find out by themselves (RFC 8414).

use platform::Permission;
use platform::config::Config;
use serde_json::{Value, json};

/// Who issues the tokens: the address that people use, without a slash at its end.
pub(super) fn issuer(config: &Config) -> String {
    match config.server.public_url.trim_end_matches('/') {
        "" => format!("http://{}", config.server.listen),
        url => url.to_owned(),
    }
}

pub(super) fn document(config: &Config) -> Value {
    let issuer = issuer(config);
    let at = |path: &str| format!("{issuer}{path}");
    let scopes: Vec<&str> = Permission::ALL.iter().map(|permission| permission.name()).collect();
    let proofs = ["client_secret_basic", "client_secret_post", "none"];
    json!({
        "issuer": issuer,
        "authorization_endpoint": at("/oauth/authorize"),
        "token_endpoint": at("/oauth/token"),
        "registration_endpoint": at("/oauth/register"),
        "revocation_endpoint": at("/oauth/revoke"),
        "introspection_endpoint": at("/oauth/introspect"),
        "jwks_uri": at("/.well-known/jwks.json"),
        "scopes_supported": scopes,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "token_endpoint_auth_methods_supported": proofs,
        "revocation_endpoint_auth_methods_supported": proofs,
        "introspection_endpoint_auth_methods_supported": proofs[..2],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
        "service_documentation": at("/api/docs"),
    })
}
