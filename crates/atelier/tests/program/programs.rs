//! API keys and applications of the tests' world, and their credentials.

use serde_json::{Value, json};

use crate::client::{Client, text};

/// RFC 7636's own example.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const REDIRECT: &str = "https://calendar.example/callback";

/// A key and its id. Without scopes it has everything that its maker has.
pub(crate) async fn make_key(owner: &Client, scopes: Option<&[&str]>) -> (Value, String) {
    let all = owner.get("/auth/me").await.expect(200)["permissions"].clone();
    let scopes = scopes.map_or(all, |scopes| json!(scopes));
    let body = json!({"name": "Nightly export", "scopes": scopes});
    let made = owner.post("/api-keys", body).await.expect(201);
    (made["id"].clone(), text(&made["key"]).to_owned())
}

/// An application that may read campaigns; approved if it should be.
pub(crate) async fn make_application(owner: &Client, is_approved: bool) -> Value {
    let body = json!({"name": "Calendar bridge", "redirect_uris": [REDIRECT], "scopes": ["campaign.read"],
                      "is_confidential": true});
    let made = owner.post("/oauth-clients", body).await.expect(201);
    if is_approved {
        let path = format!("/oauth-clients/{}/approve", text(&made["id"]));
        owner.call("POST", &path).send().await.expect(200);
    }
    made
}

/// The id of the question that an application asks.
pub(crate) async fn ask(anybody: &Client, application: &Value) -> String {
    let id = text(&application["id"]);
    let query = format!(
        "response_type=code&client_id={id}&redirect_uri={REDIRECT}&code_challenge={CHALLENGE}\
         &code_challenge_method=S256"
    );
    let sent = anybody.get(&format!("/oauth/authorize?{query}")).await;
    sent.expect(303);
    let location = sent.header("location").to_owned();
    location.split_once("request=").expect("a request").1.to_owned()
}

/// The access token that follows when somebody agrees.
pub(crate) async fn agree(owner: &Client, anybody: &Client, application: &Value) -> String {
    let request = ask(anybody, application).await;
    let path = format!("/oauth-requests/{request}/decision");
    let back = owner.post(&path, json!({"decision": "approve"})).await.expect(200);
    let back = text(&back["redirect_to"]).to_owned();
    let code = back.split(['?', '&']).find_map(|pair| pair.strip_prefix("code=")).expect("a code");
    let form = format!(
        "grant_type=authorization_code&code={code}&redirect_uri={REDIRECT}&code_verifier={VERIFIER}\
         &client_id={}&client_secret={}",
        text(&application["id"]),
        text(&application["client_secret"]),
    );
    let call = anybody.call("POST", "/oauth/token");
    let tokens = call.bytes("application/x-www-form-urlencoded", form.into_bytes()).send().await.expect(200);
    text(&tokens["access_token"]).to_owned()
}
