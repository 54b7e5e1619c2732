//! What a person changes about themselves.

use serde_json::{Value, json};

use crate::mailroom::Mailroom;
use crate::stage::{ANALYST, BOTH, OWNER, PASSWORD, Stage};

const NEW: &str = "weighed-listened-waited";

#[tokio::test]
async fn a_new_password_takes_the_old_one_and_ends_other_sessions() {
    let stage = Stage::new().await;
    let (cookie, _) = stage.sign_in(OWNER).await;
    let (other, _) = stage.sign_in(OWNER).await;
    let change = |body| stage.post("/api/v1/me/password").cookie(&cookie).json(body).send();
    for (body, pointer) in [
        (json!({ "new_password": NEW }), "/current_password"),
        (json!({ "current_password": "not it", "new_password": NEW }), "/current_password"),
        (json!({ "current_password": PASSWORD, "new_password": "northlight1" }), "/new_password"),
        (json!({ "current_password": PASSWORD, "new_password": "" }), "/new_password"),
    ] {
        let answer = change(body).await.expect(422);
        assert_eq!(answer["errors"][0]["pointer"], pointer, "{answer}");
    }
    stage.get("/auth/me").cookie(&other).send().await.expect(200);
    change(json!({ "current_password": PASSWORD, "new_password": NEW })).await.expect(204);
    stage.get("/auth/me").cookie(&cookie).send().await.expect(200);
    stage.get("/auth/me").cookie(&other).send().await.expect(401);
    stage.attempt(OWNER, PASSWORD).send().await.expect(401);
    stage.attempt(OWNER, NEW).send().await.expect(200);
    for _ in 0..11 {
        change(json!({ "current_password": "not it", "new_password": NEW })).await.expect(422);
    }
    change(json!({ "current_password": NEW, "new_password": PASSWORD })).await.expect(429);
}

#[tokio::test]
async fn a_name_changes_in_every_tenant() {
    let stage = Stage::new().await;
    let (cookie, _) = stage.sign_in(BOTH).await;
    let body = json!({ "name": "Mara Lindqvist", "locale": "de" });
    let me = stage.call("PATCH", "/api/v1/me").cookie(&cookie).json(body).send().await.expect(200);
    assert_eq!(me["member"]["name"], "Mara Lindqvist");
    let everywhere = "do $$ begin
        assert (select count(*) from atelier.members where name = 'Mara Lindqvist') = 2;
        assert (select locale from atelier.people where name = 'Mara Lindqvist') = 'de';
    end $$";
    stage.database.alter(everywhere).await.unwrap();
    stage.call("PATCH", "/api/v1/me").cookie(&cookie).json(json!({ "name": "" })).send().await.expect(422);
}

#[tokio::test]
async fn preferences_are_kept_in_every_tenant_and_taken_back() {
    let stage = Stage::new().await;
    let (cookie, _) = stage.sign_in(BOTH).await;
    let change = |body| stage.call("PATCH", "/api/v1/me").cookie(&cookie).json(body).send();
    let fresh = stage.get("/auth/me").cookie(&cookie).send().await.expect(200)["member"].clone();
    assert_eq!(
        (&fresh["locale"], &fresh["theme"], &fresh["time_zone"]),
        (&json!("en"), &Value::Null, &Value::Null)
    );
    let chosen = json!({ "locale": "de", "theme": "dark", "time_zone": "Europe/Lisbon" });
    let me = change(chosen.clone()).await.expect(200)["member"].clone();
    for field in ["locale", "theme", "time_zone"] {
        assert_eq!(me[field], chosen[field]);
    }
    let switch = stage.post("/auth/switch-tenant").cookie(&cookie).json(json!({"tenant": "bluenote"}));
    switch.send().await.expect(200);
    let me = stage.get("/auth/me").cookie(&cookie).send().await.expect(200)["member"].clone();
    assert_eq!((&me["theme"], &me["time_zone"]), (&json!("dark"), &json!("Europe/Lisbon")));
    let me = change(json!({ "theme": null })).await.expect(200)["member"].clone();
    assert_eq!((&me["theme"], &me["time_zone"]), (&Value::Null, &json!("Europe/Lisbon")));
    for body in [json!({"theme": "pink"}), json!({"time_zone": "Mars/Base"}), json!({"locale": "fr"})] {
        change(body).await.expect(422);
    }
    let owner = stage.token(OWNER).await;
    let list = stage.get("/api/admin/users?q=both").bearer(&owner).send().await.expect(200);
    assert_eq!(list["items"][0]["preferences"], json!({"time_zone": "Europe/Lisbon"}));
    let (root, _) = stage.sign_in(crate::stage::ROOT).await;
    let refused = stage.call("PATCH", "/api/v1/me").cookie(&root).json(json!({"theme": "dark"})).send().await;
    assert_eq!(refused.expect(409)["code"], "not_a_member");
}

#[tokio::test]
async fn a_new_password_voids_the_letters_that_are_on_their_way() {
    let (stage, room) = (Stage::new().await, Mailroom::open().await);
    for what in ["magic-links", "password-resets"] {
        let body = json!({ "email": OWNER });
        stage.post(&format!("/auth/{what}")).json(body).send().await.expect(202);
    }
    let letters = room.to(&stage, OWNER).await;
    let (cookie, _) = stage.sign_in(OWNER).await;
    let body = json!({ "current_password": PASSWORD, "new_password": NEW });
    stage.post("/api/v1/me/password").cookie(&cookie).json(body).send().await.expect(204);
    assert_eq!(letters.len(), 2);
    for letter in letters {
        let token = letter.links[0].split_once('#').unwrap().1.to_owned();
        let link = stage.post("/auth/magic-links/redeem").json(json!({ "token": token }));
        link.send().await.expect(401);
        let body = json!({ "token": token, "password": "another-one-altogether" });
        stage.post("/auth/password-resets/redeem").json(body).send().await.expect(401);
    }
    stage.attempt(OWNER, NEW).send().await.expect(200);
}

#[tokio::test]
async fn an_address_names_a_host() {
    let stage = Stage::new().await;
    let owner = stage.token(OWNER).await;
    for address in ["a@[127.0.0.1]", "a@[IPv6:::1]"] {
        let call = stage.post("/api/v1/me/email").bearer(&owner).json(json!({ "email": address }));
        assert_eq!(call.send().await.expect(422)["errors"][0]["pointer"], "/email");
        let body = json!({ "email": address, "role": "analyst" });
        let invite = stage.post("/api/v1/invitations").bearer(&owner).json(body).send().await;
        assert_eq!(invite.expect(422)["errors"][0]["pointer"], "/email");
    }
}

#[tokio::test]
async fn who_looks_after_the_platform_goes_on_from_a_membership() {
    let stage = Stage::new().await;
    let promote = "update atelier.people set is_super_admin = true where email = 'analyst@northlight.test'";
    stage.database.alter(promote).await.unwrap();
    let (cookie, answer) = stage.sign_in(ANALYST).await;
    assert_eq!(answer["tenant"]["slug"], "northlight");
    let me = stage.get("/auth/me").cookie(&cookie).send().await.expect(200);
    assert_eq!(me["tenants"].as_array().unwrap().len(), 2);
    let switch = stage.post("/auth/switch-tenant").cookie(&cookie).json(json!({ "tenant": "bluenote" }));
    assert_eq!(switch.send().await.expect(200)["tenant"]["slug"], "bluenote");
    let me = stage.get("/auth/me").cookie(&cookie).send().await.expect(200);
    assert_eq!((&me["tenant"]["slug"], &me["member"]["role"]), (&json!("bluenote"), &json!("super_admin")));
}
