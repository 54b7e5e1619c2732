//! Coming into a tenant: once, in time, at the address, with no more than the inviter has.

use futures_util::future::join_all;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::mailroom::Mailroom;
use crate::stage::{ANALYST, BOTH, OWNER, PASSWORD, Reply, Stage};

const NEW: &str = "jule@elsewhere.test";
const STRONG: &str = "weighed-listened-waited";

async fn invite(stage: &Stage, token: &str, body: Value) -> Reply {
    stage.post("/api/v1/invitations").bearer(token).json(body).send().await
}

async fn accept(stage: &Stage, body: Value) -> Reply {
    stage.post("/auth/invitations/accept").json(body).send().await
}

#[tokio::test]
async fn a_new_person_comes_in_once() {
    let (stage, room) = (Stage::new().await, Mailroom::open().await);
    let owner = stage.token(OWNER).await;
    let made =
        invite(&stage, &owner, json!({"email": NEW, "role": "creator", "name": "Jule"})).await.expect(201);
    assert_eq!((&made["state"], &made["role_name"]), (&json!("pending"), &json!("Creator")));
    assert!(made.get("token").is_none(), "the token is in the letter alone");
    let token = room.token(&stage, NEW).await;
    let found = stage.post("/auth/invitations/find").json(json!({"token": token})).send().await.expect(200);
    assert_eq!((&found["has_account"], &found["email"]), (&json!(false), &json!(NEW)));
    let weak =
        accept(&stage, json!({"token": token, "name": "Jule", "password": "jule2026"})).await.expect(422);
    assert_eq!(weak["errors"][0]["code"], "weak_password");
    let body = json!({"token": token, "name": "Jule Petersen", "password": STRONG});
    let replies = join_all((0..4).map(|_| accept(&stage, body.clone()))).await;
    let good: Vec<&Reply> = replies.iter().filter(|reply| reply.status == 200).collect();
    assert_eq!(good.len(), 1);
    let access = good[0].body["access_token"].as_str().unwrap();
    let me = stage.get("/auth/me").bearer(access).send().await.expect(200);
    assert_eq!(me["member"]["name"], "Jule Petersen");
    stage.attempt(NEW, STRONG).send().await.expect(200);
    let listed = stage.get("/api/v1/invitations").bearer(&owner).send().await.expect(200);
    assert_eq!(listed["items"][0]["state"], "accepted");
    let again = invite(&stage, &owner, json!({"email": NEW, "role": "creator"})).await.expect(409);
    assert_eq!(again["code"], "member_already_exists");
}

#[tokio::test]
async fn an_account_that_exists_is_proved() {
    let (stage, room) = (Stage::new().await, Mailroom::open().await);
    stage.add_member("away@atelier.test", stage.bluenote, platform::Role::Manager, None).await;
    let owner = stage.token(OWNER).await;
    invite(&stage, &owner, json!({"email": "Away@Atelier.test", "role": "analyst"})).await.expect(201);
    let token = room.token(&stage, "Away@Atelier.test").await;
    let found = stage.post("/auth/invitations/find").json(json!({"token": token})).send().await.expect(200);
    assert_eq!(found["has_account"], true);
    assert_eq!(accept(&stage, json!({"token": token})).await.expect(401)["code"], "sign_in_required");
    let wrong = json!({"token": token, "password": "not it"});
    assert_eq!(accept(&stage, wrong).await.expect(401)["code"], "invalid_credentials");
    let stranger = stage.token(ANALYST).await;
    let call = stage.post("/auth/invitations/accept").bearer(&stranger).json(json!({"token": token}));
    assert_eq!(call.send().await.expect(401)["code"], "sign_in_required", "signed in as somebody else");
    let self_same = stage.token("away@atelier.test").await;
    let call = stage.post("/auth/invitations/accept").bearer(&self_same).json(json!({"token": token}));
    assert_eq!(call.send().await.expect(200)["tenant"]["slug"], "northlight");
    invite(&stage, &owner, json!({"email": "third@atelier.test", "role": "analyst"})).await.expect(201);
    stage.add_member("third@atelier.test", stage.bluenote, platform::Role::Manager, None).await;
    let token = room.token(&stage, "third@atelier.test").await;
    accept(&stage, json!({"token": token, "password": PASSWORD})).await.expect(200);
}

#[tokio::test]
async fn a_new_invitation_a_revoked_and_an_old_one_open_nothing() {
    let (stage, room) = (Stage::new().await, Mailroom::open().await);
    let owner = stage.token(OWNER).await;
    let dead = async |token: &str| {
        let reply = accept(&stage, json!({"token": token, "name": "J", "password": STRONG})).await;
        assert_eq!(reply.expect(401)["code"], "link_invalid");
    };
    let body = json!({"email": NEW, "role": "creator"});
    invite(&stage, &owner, body.clone()).await.expect(201);
    let first = room.token(&stage, NEW).await;
    let second = invite(&stage, &owner, body.clone()).await.expect(201);
    dead(&first).await;
    let token = room.token(&stage, NEW).await;
    let path = format!("/api/v1/invitations/{}", second["id"].as_str().unwrap());
    stage.post(&format!("{path}/resend")).bearer(&owner).send().await.expect(200);
    dead(&token).await;
    let token = room.token(&stage, NEW).await;
    stage.call("DELETE", &path).bearer(&owner).send().await.expect(204);
    stage.call("DELETE", &path).bearer(&owner).send().await.expect(204);
    dead(&token).await;
    invite(&stage, &owner, body).await.expect(201);
    let token = room.token(&stage, NEW).await;
    stage.advance(SignedDuration::from_hours(7 * 24));
    dead(&token).await;
}

#[tokio::test]
async fn nobody_gives_away_more_than_they_hold() {
    let stage = Stage::new().await;
    let analyst = stage.token(ANALYST).await;
    invite(&stage, &analyst, json!({"email": NEW, "role": "analyst"})).await.expect(403);
    let owner = stage.token(OWNER).await;
    let unknown = invite(&stage, &owner, json!({"email": NEW, "role": "emperor"})).await.expect(422);
    assert_eq!(unknown["errors"][0]["pointer"], "/role");
    let unbound = invite(&stage, &owner, json!({"email": NEW, "role": "client"})).await.expect(422);
    assert_eq!(unbound["errors"][0]["pointer"], "/account_id");
    let admin = invite(&stage, &owner, json!({"email": NEW, "role": "admin"})).await;
    admin.expect(201);
}

#[tokio::test]
async fn inviting_says_nothing_about_who_has_an_account() {
    let stage = Stage::new().await;
    stage.add_member("known@atelier.test", stage.bluenote, platform::Role::Manager, None).await;
    let owner = stage.token(OWNER).await;
    let essence = async |email: &str| {
        let reply = invite(&stage, &owner, json!({"email": email, "role": "analyst"})).await;
        let id = reply.body["id"].as_str().unwrap().to_owned();
        reply.essence().replace(&id, "ID").replace(email, "EMAIL")
    };
    assert_eq!(essence("known@atelier.test").await, essence("never@atelier.test").await);
}

#[tokio::test]
async fn a_file_invites_whom_it_can() {
    let (stage, room) = (Stage::new().await, Mailroom::open().await);
    let owner = stage.token(OWNER).await;
    let csv = format!(
        "Email,Name,Role\none@elsewhere.test,One,creator\nnot an address,Two,creator\n{BOTH},Both,analyst\n\
         three@elsewhere.test,,emperor\nONE@elsewhere.test,One,creator\nfour@elsewhere.test,,analyst\n"
    );
    let call = stage.post("/api/v1/invitations/import").bearer(&owner);
    let answer = call.text("text/csv", csv).send().await.expect(200);
    let statuses: Vec<&str> =
        answer["results"].as_array().unwrap().iter().map(|row| row["status"].as_str().unwrap()).collect();
    assert_eq!(statuses, ["invited", "refused", "refused", "refused", "refused", "invited"], "{answer}");
    assert_eq!(answer["results"][5]["row"], 7);
    assert_eq!(room.to(&stage, "one@elsewhere.test").await.len(), 1);
    assert_eq!(room.to(&stage, "four@elsewhere.test").await.len(), 1);
    let call = stage.post("/api/v1/invitations/import").bearer(&owner).json(json!({}));
    call.send().await.expect(415);
}

#[tokio::test]
async fn a_right_password_does_not_take_back_guesses_of_the_second_factor() {
    let (stage, room) = (Stage::new().await, Mailroom::open().await);
    stage.add_member("away@atelier.test", stage.bluenote, platform::Role::Manager, None).await;
    let (cookie, _) = stage.sign_in("away@atelier.test").await;
    let app = crate::second_factors::set_up(&stage, &cookie).await;
    let owner = stage.token(OWNER).await;
    invite(&stage, &owner, json!({"email": "away@atelier.test", "role": "analyst"})).await.expect(201);
    let token = room.token(&stage, "away@atelier.test").await;
    let mut answers = Vec::new();
    for _ in 0..6 {
        let guess = json!({"email": "away@atelier.test", "password": PASSWORD, "code": "000000"});
        answers.push(stage.post("/auth/sign-in").json(guess).send().await.status.as_u16());
        let body = json!({"token": token, "password": PASSWORD});
        answers.push(accept(&stage, body).await.status.as_u16());
    }
    assert_eq!(answers[..10], [401; 10]);
    assert_eq!(answers[11], 429, "the door beside it does not open again: {answers:?}");
    // Whoever is signed in by both factors comes in.
    stage.advance(SignedDuration::from_hours(2));
    let body = json!({"email": "away@atelier.test", "password": PASSWORD, "code": app.code(&stage)});
    let access = stage.post("/auth/sign-in").json(body).send().await.expect(200);
    let bearer = access["access_token"].as_str().unwrap();
    let call = stage.post("/auth/invitations/accept").bearer(bearer).json(json!({"token": token}));
    call.send().await.expect(200);
}
