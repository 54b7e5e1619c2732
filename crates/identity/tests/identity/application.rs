//! An application of a developer, and the person in front of it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use form_urlencoded::Serializer;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::stage::{OWNER, Reply, Stage};

pub(crate) const CALLBACK: &str = "https://calendar.example/callback";
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const SCOPES: &str = "activity.read member.read";

/// An application that was registered, and perhaps approved.
pub(crate) struct Application<'a> {
    pub(crate) stage: &'a Stage,
    pub(crate) id: String,
    pub(crate) secret: Option<String>,
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

pub(crate) fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()))
}

pub(crate) fn pairs(pairs: &[(&str, &str)]) -> String {
    Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// The parameters of an address.
pub(crate) fn answer_of(location: &str) -> Vec<(String, String)> {
    let query = location.split_once('?').map_or("", |(_, query)| query);
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

pub(crate) fn parameter(location: &str, name: &str) -> Option<String> {
    answer_of(location).into_iter().find(|(found, _)| found == name).map(|(_, value)| value)
}

pub(crate) async fn registered(stage: &Stage, is_confidential: bool) -> Application<'_> {
    let owner = stage.token(OWNER).await;
    let body = json!({"name": "Calendar bridge", "description": "Shows campaigns in a calendar.",
        "homepage": "https://calendar.example", "redirect_uris": [CALLBACK, "http://127.0.0.1/cb"],
        "scopes": ["member.read", "activity.read", "idea.create:linkedin"],
        "is_confidential": is_confidential});
    let made = stage.post("/api/v1/oauth-clients").bearer(&owner).json(body).send().await.expect(201);
    assert_eq!((&made["state"], &made["client_id"]), (&json!("pending"), &made["id"]));
    let secret = made["client_secret"].as_str().map(str::to_owned);
    assert_eq!(secret.is_some(), is_confidential);
    Application { stage, id: text(&made["id"]), secret }
}

pub(crate) async fn approved(stage: &Stage, is_confidential: bool) -> Application<'_> {
    let application = registered(stage, is_confidential).await;
    application.review("approve").await.expect(200);
    application
}

impl Application<'_> {
    pub(crate) async fn review(&self, what: &str) -> Reply {
        let owner = self.stage.token(OWNER).await;
        let call = self.stage.post(&format!("/api/v1/oauth-clients/{}/{what}", self.id)).bearer(&owner);
        if what == "reject" {
            call.json(json!({"note": "Too much."})).send().await
        } else {
            call.send().await
        }
    }

    pub(crate) fn asking(&self) -> Vec<(&'static str, String)> {
        vec![
            ("response_type", "code".to_owned()),
            ("client_id", self.id.clone()),
            ("redirect_uri", CALLBACK.to_owned()),
            ("scope", SCOPES.to_owned()),
            ("state", "a state & more".to_owned()),
            ("code_challenge", challenge(VERIFIER)),
            ("code_challenge_method", "S256".to_owned()),
        ]
    }

    pub(crate) async fn begin(&self, parameters: &[(&str, String)]) -> Reply {
        let parameters: Vec<(&str, &str)> =
            parameters.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.stage.get(&format!("/oauth/authorize?{}", pairs(&parameters))).send().await
    }

    /// The address of the question, answered as this person.
    pub(crate) async fn decide(&self, person: &str, decision: Value) -> String {
        let question = location(&self.begin(&self.asking()).await);
        let id = parameter(&question, "request").unwrap();
        let path = format!("/api/v1/oauth-requests/{id}");
        let person = self.stage.token(person).await;
        let decided = self.stage.post(&format!("{path}/decision")).bearer(&person).json(decision);
        text(&decided.send().await.expect(200)["redirect_to"])
    }

    pub(crate) async fn code(&self, person: &str) -> String {
        let back = self.decide(person, json!({"decision": "approve"})).await;
        parameter(&back, "code").unwrap()
    }

    /// A call of an endpoint for applications, proved by the form.
    pub(crate) async fn post(&self, endpoint: &str, parameters: &[(&str, &str)]) -> Reply {
        let mut form = vec![("client_id", self.id.as_str())];
        form.extend(self.secret.as_deref().map(|secret| ("client_secret", secret)));
        form.extend(parameters);
        self.stage.post(&format!("/oauth/{endpoint}")).form(&pairs(&form)).send().await
    }

    pub(crate) async fn exchange(&self, code: &str) -> Reply {
        let parameters = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ];
        self.post("token", &parameters).await
    }

    pub(crate) async fn refresh(&self, tokens: &Value) -> Reply {
        let token = text(&tokens["refresh_token"]);
        self.post("token", &[("grant_type", "refresh_token"), ("refresh_token", &token)]).await
    }

    pub(crate) async fn tokens(&self, person: &str) -> Value {
        self.exchange(&self.code(person).await).await.expect(200)
    }

    pub(crate) async fn read(&self, path: &str, tokens: &Value) -> u16 {
        let token = text(&tokens["access_token"]);
        self.stage.get(path).bearer(&token).send().await.status.as_u16()
    }
}

pub(crate) fn location(reply: &Reply) -> String {
    assert_eq!(reply.status, 303, "{:#}", reply.body);
    reply.headers["location"].to_str().unwrap().to_owned()
}

#[track_caller]
pub(crate) fn refused(reply: Reply, status: u16, code: &str) {
    assert_eq!(reply.headers["content-type"], "application/json", "not a problem, but RFC 6749");
    let body = reply.expect(status);
    assert_eq!(body["error"], code, "{body}");
    assert!(body["error_description"].is_string());
}
