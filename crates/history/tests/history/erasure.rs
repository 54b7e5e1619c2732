//! A person is exported whole, and is nowhere after the erasure.

use std::path::Path;

use db::{Query, params};
use platform::audit::seals::sealing::Sealer;
use platform::audit::seals::verify::verify;
use platform::testing::TestApp;
use platform::{Actor, Role, decode_id, encode_id};
use serde_json::{Value, json};

use crate::canaries::{EMAIL, NAME, plant, search};
use crate::support::{campaign, client, employ, idea, program, text, versions, work};

db::statements! {
    STATE_OF_ERASURE = "select state || coalesce((select string_agg(last_error, '; ') from jobs
        where kind = 'erase_personal_data'), '') from privacy_erasures where id = $1";
}

async fn export(test: &TestApp, admin: &Actor, subject: Value) -> (Value, String) {
    let ordered = test.post(admin, "/privacy-exports", subject).await.expect(202);
    work(test).await;
    let path = format!("/privacy-exports/{}", text(&ordered["id"]));
    let export = test.get(admin, &path).await.expect(200);
    assert_eq!(export["state"], "done", "{export}");
    let file = test.get_text(admin, &format!("{path}/file")).await;
    (export, file)
}

async fn erase(test: &TestApp, admin: &Actor, subject: &Value) -> Value {
    let mut order = subject.clone();
    order["reason"] = json!("Asked for it by letter.");
    test.post(admin, "/privacy-erasures", order).await.expect(202);
    work(test).await;
    test.get(admin, "/privacy-erasures").await.expect(200)["items"][0].clone()
}

/// As [`erase`], beside rows that were planted and that no list can show.
async fn erase_planted(test: &TestApp, admin: &Actor, mut order: Value) -> String {
    order["reason"] = json!("Asked for it by letter.");
    let ordered = test.post(admin, "/privacy-erasures", order).await.expect(202);
    work(test).await;
    let id = decode_id("era", text(&ordered["id"])).unwrap();
    test.database.read(test.tenant_id, Query::one(&STATE_OF_ERASURE, params![id])).await.unwrap()
}

#[tokio::test]
async fn a_member_in_every_table_is_exported_and_erased() {
    let test = program().await;
    let admin = employ(&test, Role::Admin, "Adele Admin", "adele@northlight.test").await;
    let gone = employ(&test, Role::Creator, NAME, EMAIL).await;
    let id = gone.id();
    let subjects = [
        ("person", id.to_string()),
        ("sign_in", id.to_string()),
        ("member", id.to_string()),
        ("address", EMAIL.to_owned()),
    ];
    let planted = plant(&test, &subjects).await;
    assert!(planted.tables > 20, "{}", planted.tables);
    assert!(planted.exported.len() >= 20, "{:?}", planted.exported);
    assert!(search(&test).await.len() >= planted.tables, "every table has its canary");
    // What the person is called is read from the live rows: it was planted over.
    let names = "set search_path = atelier; update members set name = 'Canary Nightingale',
        email = 'canary.nightingale@birds.test' where name like 'canary%'";
    test.database.alter(names).await.unwrap();
    let subject = json!({"member_id": encode_id("mem", id)});
    let (export, file) = export(&test, &admin, subject.clone()).await;
    let is_called =
        |canary: &&String| ["canary-members-name", "canary-members-email"].contains(&canary.as_str());
    for canary in planted.exported.iter().filter(|canary| !is_called(canary)) {
        assert!(file.contains(canary.as_str()), "the export lacks {canary}");
    }
    assert!(file.contains(NAME) && file.contains(EMAIL));
    let lines: i64 = i64::try_from(file.lines().count()).unwrap();
    assert_eq!((&export["rows"], &export["bytes"]), (&json!(lines), &json!(file.len())));
    assert!(export["manifest"]["chunks"][0]["sha256"].as_str().unwrap().len() == 64);

    assert_eq!(erase_planted(&test, &admin, subject).await, "done");
    assert_eq!(search(&test).await, [] as [String; 0]);
}

#[tokio::test]
async fn the_people_of_a_client_are_exported_and_erased() {
    let test = program().await;
    let admin = employ(&test, Role::Admin, "Adele Admin", "adele@northlight.test").await;
    let body = json!({"name": "Hafenklang", "contact_name": NAME, "contact_email": EMAIL});
    let made = test.post(&admin, "/clients", body).await.expect(201);
    let path = format!("/clients/{}", text(&made["id"]));
    test.patch(&admin, &path, json!({"contact_name": "Canary Nightingale-Lark"})).await.expect(200);
    test.patch(&admin, &path, json!({"industry": "Music"})).await.expect(200);
    let subject = json!({"client_id": made["id"]});
    let (_, file) = export(&test, &admin, subject.clone()).await;
    assert!(file.contains(EMAIL) && file.contains("Nightingale-Lark"));

    let erasure = erase(&test, &admin, &subject).await;
    assert_eq!(erasure["state"], "done", "{erasure}");
    assert_eq!(search(&test).await, [] as [String; 0]);
    let now = test.get(&admin, &path).await.expect(200);
    assert_eq!((&now["contact_name"], &now["contact_email"]), (&Value::Null, &Value::Null));
    // The rest of the history is there, and going back brings nobody back.
    let all = versions(&test, &admin, "client", &made).await;
    let first = test.get(&admin, &format!("/versions/{}", text(&all[2]["id"]))).await.expect(200);
    assert_eq!(
        (&first["snapshot"]["name"], &first["snapshot"]["contact_name"]),
        (&json!("Hafenklang"), &Value::Null)
    );
    test.post(&admin, &format!("/versions/{}/restore", text(&all[2]["id"])), json!({})).await.expect(201);
    let now = test.get(&admin, &path).await.expect(200);
    assert_eq!((&now["industry"], &now["contact_name"]), (&Value::Null, &Value::Null));
}

#[tokio::test]
async fn a_member_who_worked_is_erased_with_every_rule_in_place() {
    let test = program().await;
    let admin = employ(&test, Role::Admin, "Adele Admin", "adele@northlight.test").await;
    let gone = employ(&test, Role::Manager, NAME, EMAIL).await;
    let owner = client(&test, &gone, "Hafenklang").await;
    let plan = campaign(&test, &gone, &owner, "Spring").await;
    let post = idea(&test, &gone, &plan, "First").await;
    let path = format!("/ideas/{}", text(&post["id"]));
    let comment = json!({"body": format!("{NAME} says: ask {EMAIL}"), "visibility": "internal"});
    test.post(&gone, &format!("{path}/comments"), comment).await.expect(201);
    let other = json!({"body": format!("I asked {NAME} about it."), "visibility": "internal"});
    test.post(&admin, &format!("{path}/comments"), other).await.expect(201);
    test.post(&gone, &format!("{path}/submit"), json!({})).await.expect(200);
    test.post(&gone, &format!("{path}/approve"), json!({})).await.expect(200);
    let links = format!("/campaigns/{}/links", text(&plan["id"]));
    let link = json!({"audience_name": "Mara Lindqvist", "idea_ids": [post["id"]]});
    test.call_with(&gone, "POST", &links, &[("idempotency-key", "k1")], Some(link)).await.expect(201);

    let directory = tempfile::tempdir().unwrap();
    let mut sealer = Sealer::new(&test.app, directory.path().to_owned());
    sealer.seal_all().await.unwrap();
    let subject = json!({"member_id": encode_id("mem", gone.id())});
    let erasure = erase(&test, &admin, &subject).await;
    assert_eq!(erasure["state"], "done", "{erasure}");
    assert_eq!(search(&test).await, [] as [String; 0], "{erasure}");
    // The log is as it was sealed: what was personal in it is there, and nobody reads it.
    verify_log(&test, &mut sealer, directory.path(), 10).await;
    let comments = test.get(&admin, &format!("{path}/comments")).await.expect(200);
    assert_eq!(comments["items"][0]["author_name"], "erased");
    assert_eq!(comments["items"][1]["body"], "I asked erased about it.");
    assert_eq!(comments["items"][1]["author_name"], "Adele Admin");
}

#[tokio::test]
async fn a_profile_in_every_table_is_exported_and_erased() {
    let test = program().await;
    let admin = employ(&test, Role::Admin, "Adele Admin", "adele@northlight.test").await;
    let made = profile(&test, &admin, json!({"city": "Nightingale Bay"})).await;
    let id = decode_id("prf", text(&made["id"])).unwrap();
    let planted = plant(&test, &[("profile", id.to_string())]).await;
    assert!(planted.exported.len() >= 4, "profiles, attributes and versions: {:?}", planted.exported);
    let subject = json!({"profile_id": made["id"]});
    let (export, file) = export(&test, &admin, subject.clone()).await;
    assert_eq!(export["subject_id"], made["id"]);
    for canary in &planted.exported {
        assert!(file.contains(canary.as_str()), "the export lacks {canary}");
    }
    // What others wrote carries the name that the profile has.
    let named = "set search_path = atelier; set session_replication_role = replica;
        update profiles set name = 'Canary Nightingale',
        attributes = '{\"mail\": \"canary.nightingale@birds.test\"}'";
    test.database.alter(named).await.unwrap();
    assert_eq!(erase_planted(&test, &admin, subject).await, "done");
    assert_eq!(search(&test).await, [] as [String; 0]);
}

#[tokio::test]
async fn the_log_of_an_erased_profile_still_verifies() {
    let test = program().await;
    let admin = employ(&test, Role::Admin, "Adele Admin", "adele@northlight.test").await;
    let made = profile(&test, &admin, json!({"city": "Nightingale Bay"})).await;
    let path = format!("/profiles/{}", text(&made["id"]));
    test.patch(&admin, &path, json!({"attributes": {"city": "Canary Wharf"}})).await.expect(200);
    let hold = json!({"subject": made["id"], "reason": "Proceedings 4 O 117/26"});
    let hold = test.post(&admin, "/legal-holds", hold).await.expect(201);
    let order = json!({"profile_id": made["id"], "reason": "Asked for it."});
    assert_eq!(test.post(&admin, "/privacy-erasures", order).await.expect(409)["code"], "legal_hold");
    test.call(&admin, "DELETE", &format!("/legal-holds/{}", text(&hold["id"])), None).await.expect(204);

    let directory = tempfile::tempdir().unwrap();
    let mut sealer = Sealer::new(&test.app, directory.path().to_owned());
    sealer.seal_all().await.unwrap();
    let subject = json!({"profile_id": made["id"]});
    let erasure = erase(&test, &admin, &subject).await;
    assert_eq!(erasure["state"], "done", "{erasure}");
    assert_eq!(search(&test).await, [] as [String; 0]);
    let now = test.get(&admin, &path).await.expect(200);
    assert_eq!((&now["name"], &now["attributes"]), (&json!("erased"), &json!({})));
    let all = versions(&test, &admin, "profile", &made).await;
    let first = test.get(&admin, &format!("/versions/{}", text(&all[1]["id"]))).await.expect(200);
    assert_eq!((&first["snapshot"]["name"], &first["snapshot"]["kind"]), (&Value::Null, &json!("model")));

    verify_log(&test, &mut sealer, directory.path(), 6).await;
}

#[tokio::test]
async fn a_member_takes_their_profile_with_them_and_a_deleted_one_is_erased_too() {
    let test = program().await;
    let admin = employ(&test, Role::Admin, "Adele Admin", "adele@northlight.test").await;
    let gone = employ(&test, Role::Creator, "Rosa Vale", "rosa@northlight.test").await;
    let made = profile(&test, &admin, json!({"city": "Canary Wharf"})).await;
    let path = format!("/profiles/{}", text(&made["id"]));
    let theirs = json!({"member_id": encode_id("mem", gone.id())});
    test.patch(&admin, &path, theirs.clone()).await.expect(200);
    let hold = json!({"subject": made["id"], "reason": "Proceedings 4 O 117/26"});
    let hold = test.post(&admin, "/legal-holds", hold).await.expect(201);
    let erasure = erase(&test, &admin, &theirs).await;
    assert_eq!(erasure["state"], "refused", "what the member's profile is held for: {erasure}");
    test.call(&admin, "DELETE", &format!("/legal-holds/{}", text(&hold["id"])), None).await.expect(204);
    let erasure = erase(&test, &admin, &theirs).await;
    assert_eq!(erasure["state"], "done", "{erasure}");
    assert_eq!(search(&test).await, [] as [String; 0]);

    let made = profile(&test, &admin, json!({"city": "Canary Wharf"})).await;
    let path = format!("/profiles/{}", text(&made["id"]));
    test.call(&admin, "DELETE", &path, None).await.expect(204);
    assert_eq!(search(&test).await, ["versions"], "its versions are kept");
    let erasure = erase(&test, &admin, &json!({"profile_id": made["id"]})).await;
    assert_eq!(erasure["state"], "done", "{erasure}");
    assert_eq!(search(&test).await, [] as [String; 0]);
    let nobody = json!({"profile_id": "prf_01k9x3m7q8f2vabcdefghjkmnp"});
    test.post(&admin, "/privacy-exports", nobody).await.expect(404);
}

/// Seals what is left, and verifies everything.
async fn verify_log(test: &TestApp, sealer: &mut Sealer, roots: &Path, rows_min: i64) {
    let verified = loop {
        // Somebody else's open transaction holds back what may be sealed.
        sealer.seal_all().await.unwrap();
        let verified = verify(&test.app, test.tenant_id, roots, |_| {}).await.unwrap();
        if verified.unsealed == 0 || verified.broken.is_some() {
            break verified;
        }
        tokio::task::yield_now().await;
    };
    assert!(verified.batches > 0 && verified.rows >= rows_min, "{verified:?}");
    assert_eq!(verified.broken, None);
}

async fn profile(test: &TestApp, admin: &Actor, attributes: Value) -> Value {
    let account = json!({"kind": "artist", "name": "Elbwerft"});
    let account = test.post(admin, "/accounts", account).await.expect(201);
    let body = json!({"account_id": account["id"], "kind": "model", "name": NAME, "attributes": attributes});
    test.post(admin, "/profiles", body).await.expect(201)
}

#[tokio::test]
async fn what_is_held_is_not_erased() {
    let test = program().await;
    let admin = employ(&test, Role::Admin, "Adele Admin", "adele@northlight.test").await;
    let gone = employ(&test, Role::Creator, NAME, EMAIL).await;
    let id = encode_id("mem", gone.id());
    let hold = json!({"subject": id, "reason": "Proceedings 4 O 117/26"});
    let hold = test.post(&admin, "/legal-holds", hold).await.expect(201);
    let order = json!({"member_id": id, "reason": "Asked for it."});
    let problem = test.post(&admin, "/privacy-erasures", order.clone()).await.expect(409);
    assert_eq!(problem["code"], "legal_hold");
    test.call(&admin, "DELETE", &format!("/legal-holds/{}", text(&hold["id"])), None).await.expect(204);
    test.post(&admin, "/privacy-erasures", order).await.expect(202);
    // Held in the meantime: the job looks again.
    let whole = json!({"subject": encode_id("ten", test.tenant_id), "reason": "Audit"});
    test.post(&admin, "/legal-holds", whole).await.expect(201);
    work(&test).await;
    let erasure = test.get(&admin, "/privacy-erasures").await.expect(200)["items"][0].clone();
    assert_eq!((&erasure["state"], &erasure["counts"]), (&json!("refused"), &json!({})));
    assert!(search(&test).await.contains(&"members".to_owned()));
}

#[tokio::test]
async fn nobody_is_erased_without_right_proof_and_reason() {
    let test = program().await;
    let admin = employ(&test, Role::Admin, "Adele Admin", "adele@northlight.test").await;
    let gone = employ(&test, Role::Creator, NAME, EMAIL).await;
    let order = json!({"member_id": encode_id("mem", gone.id()), "reason": "Asked for it."});
    let manager = test.member(Role::Manager);
    test.post(&manager, "/privacy-erasures", order.clone()).await.expect(403);
    test.post(&manager, "/privacy-exports", json!({"member_id": order["member_id"]})).await.expect(403);
    let mut stale = admin.clone();
    stale.assurance.proved_at = None;
    let problem = test.post(&stale, "/privacy-erasures", order.clone()).await.expect(403);
    assert_eq!(problem["code"], "step_up_required");
    let own = json!({"member_id": encode_id("mem", admin.id()), "reason": "Enough."});
    assert_eq!(test.post(&admin, "/privacy-erasures", own).await.expect(409)["code"], "own_erasure");
    test.post(&admin, "/privacy-erasures", json!({"reason": "Nobody."})).await.expect(422);
    let other = test.add_tenant("bluenote").await;
    test.post(&test.member_of(other, Role::Admin), "/privacy-erasures", order).await.expect(404);
}

#[tokio::test]
async fn the_invitation_of_who_is_erased_names_them_nowhere() {
    let test = program().await;
    let admin = employ(&test, Role::Admin, "Adele Admin", "adele@northlight.test").await;
    test.post(&admin, "/invitations", json!({"email": EMAIL, "role": "creator"})).await.expect(201);
    let gone = employ(&test, Role::Creator, NAME, EMAIL).await;
    let log = async || test.get(&admin, "/activity").await.expect(200).to_string();
    assert!(log().await.contains(EMAIL), "the log says who was invited");
    let subject = json!({"member_id": encode_id("mem", gone.id())});
    assert_eq!(erase(&test, &admin, &subject).await["state"], "done");
    let log = log().await;
    assert!(log.contains("invitation.created") && !log.contains(EMAIL), "{log}");
}
