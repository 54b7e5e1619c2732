//! Applications: registered, reviewed, agreed to, and acting for a member within what both may do.

use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use db::{Query, SystemTask, params};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::application::{
    CALLBACK, SCOPES, VERIFIER, approved, location, pairs, parameter, refused, registered, text,
};
use crate::stage::{ANALYST, BOTH, OWNER, Stage};

db::statements! {
    COUNT_ACTION = "select count(*) from audit_events where action = $1";
    SET_ROLE = "update members set role = $2 where email = $1";
}

async fn count(stage: &Stage, action: &str) -> i64 {
    let query = Query::one(&COUNT_ACTION, params![action.to_owned()]);
    stage.app.db().system(SystemTask::CheckHealth).run(query).await.unwrap()
}

#[tokio::test]
async fn an_application_acts_for_a_member_who_agreed() {
    let stage = Stage::new().await;
    for is_confidential in [true, false] {
        let application = approved(&stage, is_confidential).await;
        let question = location(&application.begin(&application.asking()).await);
        let id = parameter(&question, "request").unwrap();
        assert!(question.starts_with("/authorize?request=oreq_"));
        let owner = stage.token(OWNER).await;
        let path = format!("/api/v1/oauth-requests/{id}");
        let shown = stage.get(&path).bearer(&owner).send().await.expect(200);
        assert_eq!(shown["client"]["name"], "Calendar bridge");
        assert_eq!(
            (&shown["redirect_host"], &shown["tenant_name"]),
            (&json!("calendar.example"), &json!("northlight"))
        );
        assert_eq!(shown["scopes"][1]["permission"], "member.read");
        assert_eq!(shown["scopes"][1]["is_granted_before"], false);

        let back = application.decide(OWNER, json!({"decision": "approve"})).await;
        assert!(back.starts_with("https://calendar.example/callback?"));
        assert_eq!(parameter(&back, "state").as_deref(), Some("a state & more"));
        assert_eq!(parameter(&back, "iss").as_deref(), Some("http://127.0.0.1:8080"));
        let code = parameter(&back, "code").unwrap();
        let answer = application.exchange(&code).await;
        assert_eq!(answer.headers["cache-control"], "no-store");
        let tokens = answer.expect(200);
        assert_eq!((&tokens["token_type"], &tokens["expires_in"]), (&json!("Bearer"), &json!(600)));
        assert_eq!(tokens["scope"], SCOPES);
        assert_eq!(application.read("/api/v1/members", &tokens).await, 200);
        assert_eq!(application.read("/api/v1/api-keys", &tokens).await, 403, "no such scope");
        let shown = stage.get(&path).bearer(&owner).send().await.expect(200);
        assert_eq!(shown["scopes"][1]["is_granted_before"], true);
        stage.advance(SignedDuration::from_secs(600));
        assert_eq!(application.read("/api/v1/members", &tokens).await, 401, "ten minutes");
        let renewed = application.refresh(&tokens).await.expect(200);
        assert_eq!(application.read("/api/v1/members", &renewed).await, 200);
    }
    for action in
        ["oauth_client.created", "oauth_client.approved", "oauth_grant.approved", "oauth_token.issued"]
    {
        assert!(count(&stage, action).await >= 2, "{action}");
    }
}

#[tokio::test]
async fn nobody_is_sent_anywhere_before_application_and_address_are_verified() {
    let stage = Stage::new().await;
    let pending = registered(&stage, true).await;
    refused(pending.begin(&pending.asking()).await, 400, "unauthorized_client");
    pending.review("reject").await.expect(200);
    refused(pending.begin(&pending.asking()).await, 400, "unauthorized_client");
    let application = approved(&stage, true).await;
    let nothing = "app_01k9x3m7q8f2vabcdefghjkmnp".to_owned();
    for (name, value) in [
        ("client_id", None),
        ("client_id", Some(nothing)),
        ("client_id", Some("nonsense".to_owned())),
        ("redirect_uri", None),
        ("redirect_uri", Some("https://evil.example/callback".to_owned())),
        ("redirect_uri", Some(format!("{CALLBACK}/"))),
        ("redirect_uri", Some(format!("{CALLBACK}?x=1"))),
        ("redirect_uri", Some("http://127.0.0.1@evil.example/cb".to_owned())),
    ] {
        let mut asking = application.asking();
        asking.retain(|(found, _)| *found != name);
        asking.extend(value.clone().map(|value| (name, value)));
        let reply = application.begin(&asking).await;
        assert!(reply.headers.get("location").is_none(), "{name}={value:?}");
        refused(reply, 400, "invalid_request");
    }
    let mut twice = application.asking();
    twice.push(("redirect_uri", "https://evil.example/".to_owned()));
    refused(application.begin(&twice).await, 400, "invalid_request");
    let mut own_machine = application.asking();
    own_machine[2].1 = "http://127.0.0.1:51004/cb".to_owned();
    assert!(location(&application.begin(&own_machine).await).starts_with("/authorize?"));
}

#[tokio::test]
async fn what_is_wrong_with_a_request_is_told_to_the_application() {
    let stage = Stage::new().await;
    let application = approved(&stage, true).await;
    for (name, value, code) in [
        ("response_type", None, "invalid_request"),
        ("response_type", Some("token"), "unsupported_response_type"),
        ("response_mode", Some("fragment"), "invalid_request"),
        ("code_challenge", None, "invalid_request"),
        ("code_challenge", Some("short"), "invalid_request"),
        ("code_challenge_method", None, "invalid_request"),
        ("code_challenge_method", Some("plain"), "invalid_request"),
        ("scope", Some("settings.update"), "invalid_scope"),
        ("scope", Some("member.read everything"), "invalid_scope"),
        ("scope", Some("idea.create"), "invalid_scope"),
        ("request", Some("a.b.c"), "invalid_request"),
    ] {
        let mut asking = application.asking();
        asking.retain(|(found, _)| *found != name);
        asking.extend(value.map(|value| (name, value.to_owned())));
        let back = location(&application.begin(&asking).await);
        assert!(back.starts_with(CALLBACK), "{back}");
        assert_eq!(parameter(&back, "error").as_deref(), Some(code), "{name}={value:?}");
        assert_eq!(parameter(&back, "state").as_deref(), Some("a state & more"));
        assert!(parameter(&back, "iss").is_some() && parameter(&back, "code").is_none());
    }
    let back = application.decide(OWNER, json!({"decision": "deny"})).await;
    assert_eq!(parameter(&back, "error").as_deref(), Some("access_denied"));
    assert_eq!(count(&stage, "oauth_grant.denied").await, 1);
}

#[tokio::test]
async fn a_question_is_answered_by_a_person_of_the_tenant_in_time() {
    let stage = Stage::new().await;
    let application = approved(&stage, true).await;
    let question = location(&application.begin(&application.asking()).await);
    let id = parameter(&question, "request").unwrap();
    let path = format!("/api/v1/oauth-requests/{id}");
    let decide =
        |token: String, body: Value| stage.post(&format!("{path}/decision")).bearer(&token).json(body).send();
    stage.get(&path).send().await.expect(401);
    let (cookie, _) = stage.sign_in(BOTH).await;
    let switch = stage.post("/auth/switch-tenant").cookie(&cookie).json(json!({"tenant": "bluenote"}));
    switch.send().await.expect(200);
    stage.get(&path).cookie(&cookie).send().await.expect(404);
    let owner = stage.token(OWNER).await;
    for changed in
        [format!("{path}x"), path.replace("oreq_", "oreq"), format!("{}A", &path[..path.len() - 1])]
    {
        stage.get(&changed).bearer(&owner).send().await.expect(404);
    }
    let more = json!({"decision": "approve", "scopes": ["settings.update"]});
    assert_eq!(decide(owner.clone(), more).await.expect(422)["errors"][0]["pointer"], "/scopes/0");
    decide(owner.clone(), json!({"decision": "maybe"})).await.expect(422);
    let key = json!({"name": "Key", "scopes": ["member.read"]});
    let key = stage.post("/api/v1/api-keys").bearer(&owner).json(key).send().await.expect(201);
    decide(text(&key["key"]), json!({"decision": "approve"})).await.expect(403);
    let less = decide(owner.clone(), json!({"decision": "approve", "scopes": ["member.read"]})).await;
    let code = parameter(&text(&less.expect(200)["redirect_to"]), "code").unwrap();
    let tokens = application.exchange(&code).await.expect(200);
    assert_eq!(tokens["scope"], "member.read");
    assert_eq!(application.read("/api/v1/activity", &tokens).await, 403, "the person left it out");
    decide(text(&tokens["access_token"]), json!({"decision": "approve"})).await.expect(403);
    stage.advance(SignedDuration::from_mins(10));
    let owner = stage.token(OWNER).await;
    decide(owner, json!({"decision": "approve"})).await.expect(404);
}

#[tokio::test]
async fn a_code_counts_once_for_a_minute_and_for_who_asked() {
    let stage = Stage::new().await;
    let application = approved(&stage, true).await;
    let other = approved(&stage, true).await;
    let code = application.code(OWNER).await;
    let exchange = |changed: &[(&'static str, &'static str)]| {
        let mut form = vec![
            ("client_id", application.id.clone()),
            ("client_secret", application.secret.clone().unwrap()),
            ("grant_type", "authorization_code".to_owned()),
            ("code", code.clone()),
            ("redirect_uri", CALLBACK.to_owned()),
            ("code_verifier", VERIFIER.to_owned()),
        ];
        for (name, value) in changed {
            form.retain(|(found, _)| found != name);
            form.push((*name, (*value).to_owned()));
        }
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        stage.post("/oauth/token").form(&pairs(&form)).send()
    };
    let wrong = "wrongwrongwrongwrongwrongwrongwrongwrongwrong";
    for (changed, status, code) in [
        (&[("grant_type", "password")] as &[_], 400, "unsupported_grant_type"),
        (&[("grant_type", "")], 400, "invalid_request"),
        (&[("code", "")], 400, "invalid_request"),
        (&[("code", "nonsense")], 400, "invalid_grant"),
        (&[("code_verifier", "")], 400, "invalid_request"),
        (&[("code_verifier", wrong)], 400, "invalid_grant"),
        (&[("code_verifier", "short")], 400, "invalid_grant"),
        (&[("redirect_uri", "https://evil.example/")], 400, "invalid_grant"),
        (&[("redirect_uri", "http://127.0.0.1/cb")], 400, "invalid_grant"),
        (&[("client_secret", "nonsense")], 401, "invalid_client"),
        (&[("client_secret", "")], 401, "invalid_client"),
        (&[("client_id", "nonsense")], 401, "invalid_client"),
        (&[("client_id", "app_01k9x3m7q8f2vabcdefghjkmnp")], 401, "invalid_client"),
    ] {
        refused(exchange(changed).await, status, code);
    }
    refused(other.exchange(&code).await, 400, "invalid_grant");
    let tokens = application.exchange(&code).await.expect(200);
    assert_eq!(application.read("/api/v1/members", &tokens).await, 200);
    refused(application.exchange(&code).await, 400, "invalid_grant");
    assert_eq!(application.read("/api/v1/members", &tokens).await, 401, "the replay ended what it gave");
    refused(application.refresh(&tokens).await, 400, "invalid_grant");
    assert_eq!(count(&stage, "oauth_token.code_replayed").await, 1);
    let late = application.code(OWNER).await;
    stage.advance(SignedDuration::from_secs(60));
    refused(application.exchange(&late).await, 400, "invalid_grant");
}

#[tokio::test]
async fn an_application_proves_itself_as_it_is_registered() {
    let stage = Stage::new().await;
    let application = approved(&stage, true).await;
    let public = approved(&stage, false).await;
    let secret = application.secret.clone().unwrap();
    let with_header = |header: String, form: String| {
        stage.post("/oauth/token").header("authorization", header).form(&form).send()
    };
    let form = pairs(&[
        ("grant_type", "authorization_code"),
        ("code", &application.code(OWNER).await),
        ("code_verifier", VERIFIER),
        ("redirect_uri", CALLBACK),
    ]);
    let basic = |id: &str, secret: &str| format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")));
    let reply = with_header(basic(&application.id, "nonsense"), form.clone()).await;
    assert!(reply.headers["www-authenticate"].to_str().unwrap().starts_with("Basic"));
    refused(reply, 401, "invalid_client");
    refused(with_header(basic(&public.id, &secret), form.clone()).await, 401, "invalid_client");
    refused(with_header("Bearer abc".to_owned(), form.clone()).await, 401, "invalid_client");
    let both = format!("{form}&client_secret={secret}");
    refused(with_header(basic(&application.id, &secret), both).await, 400, "invalid_request");
    with_header(basic(&application.id, &secret), form).await.expect(200);
    let json = stage.post("/oauth/token").json(json!({"grant_type": "refresh_token"})).send().await;
    refused(json, 400, "invalid_request");
    let owner = stage.token(OWNER).await;
    let path = format!("/api/v1/oauth-clients/{}/secret", application.id);
    let renewed = stage.post(&path).bearer(&owner).send().await.expect(200);
    assert_ne!(renewed["client_secret"], secret);
    refused(application.post("introspect", &[("token", "x")]).await, 401, "invalid_client");
    let path = format!("/api/v1/oauth-clients/{}/secret", public.id);
    assert_eq!(stage.post(&path).bearer(&owner).send().await.expect(409)["code"], "client_is_public");
    refused(public.post("introspect", &[("token", "x")]).await, 401, "invalid_client");
}

#[tokio::test]
async fn a_copied_refresh_token_ends_the_authorization() {
    let stage = Stage::new().await;
    let application = approved(&stage, false).await;
    let first = application.tokens(OWNER).await;
    let second = application.refresh(&first).await.expect(200);
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    stage.advance(SignedDuration::from_secs(30));
    let again = application.refresh(&first).await.expect(200);
    assert_eq!(again["refresh_token"], second["refresh_token"], "an answer may get lost");
    let third = application.refresh(&second).await.expect(200);
    assert_eq!(application.read("/api/v1/members", &third).await, 200);
    refused(application.refresh(&first).await, 400, "invalid_grant");
    for tokens in [&first, &second, &third] {
        assert_eq!(application.read("/api/v1/members", tokens).await, 401);
        refused(application.refresh(tokens).await, 400, "invalid_grant");
    }
    assert_eq!(count(&stage, "oauth_token.reuse_detected").await, 1);

    let tokens = application.tokens(OWNER).await;
    application.refresh(&tokens).await.expect(200);
    stage.advance(SignedDuration::from_secs(31));
    refused(application.refresh(&tokens).await, 400, "invalid_grant");
    let tokens = application.tokens(OWNER).await;
    let narrow = [("grant_type", "refresh_token"), ("scope", "member.read")];
    let refresh = text(&tokens["refresh_token"]);
    let narrowed = application.post("token", &[&narrow[..], &[("refresh_token", &refresh)]].concat()).await;
    let narrowed = narrowed.expect(200);
    assert_eq!(narrowed["scope"], "member.read");
    assert_eq!(application.read("/api/v1/activity", &narrowed).await, 403);
    assert_eq!(application.read("/api/v1/members", &narrowed).await, 200);
    let wide = [("grant_type", "refresh_token"), ("scope", "settings.update")];
    let refresh = text(&narrowed["refresh_token"]);
    let widened = application.post("token", &[&wide[..], &[("refresh_token", &refresh)]].concat()).await;
    refused(widened, 400, "invalid_scope");
}

#[tokio::test]
async fn fifty_refreshes_at_once_give_one_successor() {
    let stage = Stage::new().await;
    let application = approved(&stage, false).await;
    let tokens = application.tokens(OWNER).await;
    let all = futures_util::future::join_all((0..50).map(|_| application.refresh(&tokens))).await;
    let given: Vec<Value> = all.into_iter().map(|reply| reply.expect(200)).collect();
    assert!(given.iter().all(|one| one["refresh_token"] == given[0]["refresh_token"]));
    assert_eq!(application.read("/api/v1/members", &given[49]).await, 200);
    application.refresh(&given[0]).await.expect(200);
}

#[tokio::test]
async fn rights_are_those_of_the_member_at_the_moment() {
    let stage = Stage::new().await;
    let application = approved(&stage, true).await;
    let tokens = application.tokens(ANALYST).await;
    assert_eq!(application.read("/api/v1/members", &tokens).await, 200);
    let other = stage.restarted().await;
    let token = text(&tokens["access_token"]);
    let elsewhere = async || other.get("/api/v1/members").bearer(&token).send().await.status.as_u16();
    assert_eq!(elsewhere().await, 200);
    let mut tx = stage.app.db().system(SystemTask::ManageTenants);
    tx.run(Query::execute(&SET_ROLE, params![ANALYST.to_owned(), "vendor".to_owned()])).await.unwrap();
    tx.commit().await.unwrap();
    let begun = Instant::now();
    while elsewhere().await != 403 {
        assert!(begun.elapsed() < Duration::from_secs(1), "still allowed on the other process");
    }
    application.review("suspend").await.expect(200);
    let begun = Instant::now();
    while elsewhere().await != 401 {
        assert!(begun.elapsed() < Duration::from_secs(1), "still alive on the other process");
    }
    refused(application.refresh(&tokens).await, 400, "unauthorized_client");
    assert_eq!(application.review("reject").await.expect(409)["code"], "client_suspended");
    application.review("approve").await.expect(200);
    application.refresh(&tokens).await.expect(200);
}

#[tokio::test]
async fn tokens_are_looked_at_and_revoked_by_their_application() {
    let stage = Stage::new().await;
    let application = approved(&stage, true).await;
    let other = approved(&stage, true).await;
    let tokens = application.tokens(OWNER).await;
    for name in ["access_token", "refresh_token"] {
        let token = text(&tokens[name]);
        let looked = application.post("introspect", &[("token", &token)]).await.expect(200);
        assert_eq!((&looked["active"], &looked["scope"]), (&json!(true), &json!(SCOPES)), "{name}");
        assert_eq!((&looked["client_id"], &looked["username"]), (&json!(application.id), &json!("owner")));
        let unknown = json!({"active": false});
        assert_eq!(other.post("introspect", &[("token", &token)]).await.expect(200), unknown);
        other.post("revoke", &[("token", &token)]).await.expect(200);
    }
    assert_eq!(application.read("/api/v1/members", &tokens).await, 200, "another's revocation does nothing");
    let unknown = application.post("introspect", &[("token", "nonsense")]).await.expect(200);
    assert_eq!(unknown, json!({"active": false}));
    application.post("revoke", &[("token", "nonsense")]).await.expect(200);
    refused(application.post("revoke", &[]).await, 400, "invalid_request");
    let token = text(&tokens["refresh_token"]);
    application.post("revoke", &[("token", &token)]).await.expect(200);
    assert_eq!(application.read("/api/v1/members", &tokens).await, 401);
    let looked = application.post("introspect", &[("token", &token)]).await.expect(200);
    assert_eq!(looked, json!({"active": false}));
    assert_eq!(count(&stage, "oauth_token.revoked").await, 1);
}

#[tokio::test]
async fn a_person_disconnects_an_application() {
    let stage = Stage::new().await;
    let application = approved(&stage, true).await;
    let (mine, theirs) = (application.tokens(ANALYST).await, application.tokens(OWNER).await);
    let analyst = stage.token(ANALYST).await;
    let owner = stage.token(OWNER).await;
    let own = stage.get("/api/v1/oauth-grants").bearer(&analyst).send().await.expect(200);
    assert_eq!(own["items"].as_array().unwrap().len(), 1);
    assert_eq!(own["items"][0]["client_name"], "Calendar bridge");
    assert_eq!(own["items"][0]["scopes"], json!(["activity.read", "member.read"]));
    stage.get("/api/v1/oauth-grants?all=true").bearer(&analyst).send().await.expect(403);
    let all = stage.get("/api/v1/oauth-grants?all=true").bearer(&owner).send().await.expect(200);
    assert_eq!(all["items"].as_array().unwrap().len(), 2);
    let of_owner = all["items"].as_array().unwrap().iter().find(|grant| grant["member_name"] == "owner");
    let path = |grant: &Value| format!("/api/v1/oauth-grants/{}", text(&grant["id"]));
    let foreign = path(of_owner.unwrap());
    stage.call("DELETE", &foreign).bearer(&analyst).send().await.expect(404);
    stage.call("DELETE", &path(&own["items"][0])).bearer(&analyst).send().await.expect(204);
    assert_eq!(application.read("/api/v1/members", &mine).await, 401);
    refused(application.refresh(&mine).await, 400, "invalid_grant");
    assert_eq!(application.read("/api/v1/members", &theirs).await, 200);
    let delete = format!("/api/v1/oauth-clients/{}", application.id);
    stage.call("DELETE", &delete).bearer(&owner).send().await.expect(204);
    assert_eq!(application.read("/api/v1/members", &theirs).await, 401);
    assert_eq!(count(&stage, "oauth_grant.revoked").await, 1);
}

#[tokio::test]
async fn what_cannot_be_registered_is_refused_by_its_field() {
    let stage = Stage::new().await;
    let owner = stage.token(OWNER).await;
    let good = json!({"name": "A", "redirect_uris": [CALLBACK], "scopes": ["member.read"],
        "is_confidential": true});
    for (field, value, pointer) in [
        ("name", json!(" "), "/name"),
        ("redirect_uris", json!([]), "/redirect_uris"),
        ("redirect_uris", json!([CALLBACK, "http://calendar.example/"]), "/redirect_uris/1"),
        ("redirect_uris", json!(["javascript:alert(1)"]), "/redirect_uris/0"),
        ("redirect_uris", json!(["https://a.example/#x"]), "/redirect_uris/0"),
        ("scopes", json!(["everything"]), "/scopes/0"),
        ("scopes", json!([]), "/scopes"),
        ("homepage", json!("javascript:alert(1)"), "/homepage"),
        ("is_confidential", json!("yes"), "/is_confidential"),
        ("state", json!("approved"), "/state"),
    ] {
        let mut body = good.clone();
        body[field] = value;
        let reply = stage.post("/api/v1/oauth-clients").bearer(&owner).json(body.clone()).send().await;
        assert_eq!(reply.expect(422)["errors"][0]["pointer"], pointer, "{body}");
    }
    let analyst = stage.token(ANALYST).await;
    stage.post("/api/v1/oauth-clients").bearer(&analyst).json(good.clone()).send().await.expect(403);
    let register = |bearer: Option<&str>, body: Value| {
        let call = stage.post("/oauth/register").json(body);
        let call = match bearer {
            Some(bearer) => call.bearer(bearer),
            None => call,
        };
        call.send()
    };
    let metadata = json!({"client_name": "B", "redirect_uris": [CALLBACK], "scope": "member.read"});
    refused(register(None, metadata.clone()).await, 401, "invalid_token");
    refused(register(Some(&analyst), metadata.clone()).await, 403, "insufficient_scope");
    let bad = json!({"client_name": "B", "redirect_uris": ["http://b.example/"], "scope": "member.read"});
    refused(register(Some(&owner), bad).await, 400, "invalid_redirect_uri");
    let made = register(Some(&owner), metadata).await.expect(201);
    assert_eq!((&made["state"], &made["client_secret_expires_at"]), (&json!("pending"), &json!(0)));
    assert!(text(&made["client_secret"]).starts_with("atl_live_secret_"));
}

#[tokio::test]
async fn the_server_describes_itself() {
    let stage = Stage::new().await;
    let metadata = stage.get("/.well-known/oauth-authorization-server").send().await.expect(200);
    assert_eq!(metadata["issuer"], "http://127.0.0.1:8080");
    assert_eq!(metadata["token_endpoint"], "http://127.0.0.1:8080/oauth/token");
    assert_eq!(metadata["code_challenge_methods_supported"], json!(["S256"]));
    assert_eq!(metadata["authorization_response_iss_parameter_supported"], true);
    assert!(metadata["scopes_supported"].as_array().unwrap().contains(&json!("idea.read")));
    let keys = stage.get("/.well-known/jwks.json").send().await.expect(200);
    let key = &keys["keys"][0];
    assert_eq!((&key["kty"], &key["crv"], &key["alg"]), (&json!("OKP"), &json!("Ed25519"), &json!("EdDSA")));
    assert_eq!(URL_SAFE_NO_PAD.decode(text(&key["x"])).unwrap().len(), 32);
    assert!(key.get("d").is_none());
}
