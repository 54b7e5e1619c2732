//! Clients through HTTP.

use crate::support::{agency, create_client, other_tenant, raw};
use platform::Role;
use serde_json::{Value, json};

#[tokio::test]
async fn a_client_is_made_read_and_changed() {
    let test = agency().await;
    let manager = test.member(Role::Manager);
    let reply = test
        .post(
            &manager,
            "/clients",
            json!({
                "name": " Alte Rösterei Wedding ", "industry": "Speciality coffee", "website": "https://roesterei.example",
                "channels": ["instagram", "linkedin", "instagram"], "contact_email": "jule@roesterei.example",
            }),
        )
        .await;
    let location = reply.headers["location"].to_str().unwrap().to_owned();
    let client = reply.expect(201);
    assert_eq!(location, format!("/api/v1/clients/{}", client["id"].as_str().unwrap()));
    assert_eq!(client["name"], "Alte Rösterei Wedding");
    assert_eq!(client["channels"], json!(["instagram", "linkedin"]));
    assert_eq!(client["approval_policy"], "internal_client");
    assert_eq!((&client["exercises_completed"], &client["exercises_total"]), (&json!(0), &json!(4)));
    assert_eq!(client["description"], Value::Null);

    let path = format!("/clients/{}", client["id"].as_str().unwrap());
    let reply = test.get(&manager, &path).await;
    assert_eq!(reply.headers["etag"], "\"1\"");
    assert_eq!(reply.headers["cache-control"], "private, no-store");
    assert_eq!(reply.expect(200), client);

    let changes = json!({"website": null, "approval_policy": "client"});
    let changed = test.patch(&manager, &path, changes.clone()).await.expect(200);
    assert_eq!((&changed["website"], &changed["version"]), (&Value::Null, &json!(2)));
    assert_eq!(changed["industry"], "Speciality coffee");
    // What changes nothing makes no version.
    assert_eq!(test.patch(&manager, &path, changes).await.expect(200)["version"], 2);
}

#[tokio::test]
async fn a_wrong_client_is_refused_at_its_field() {
    let test = agency().await;
    let manager = test.member(Role::Manager);
    for (body, pointer) in [
        (json!({}), ""),
        (json!({"name": "   "}), "/name"),
        (json!({"name": "x".repeat(121)}), "/name"),
        (json!({"name": "a\u{0}b"}), "/name"),
        (json!({"name": "A", "website": "javascript:alert(1)"}), "/website"),
        (json!({"name": "A", "contact_email": "nobody"}), "/contact_email"),
        (json!({"name": "A", "channels": ["myspace"]}), "/channels/0"),
        (json!({"name": "A", "approval_policy": "maybe"}), "/approval_policy"),
        (json!({"name": "A", "colour": "teal"}), "/colour"),
    ] {
        let problem = test.post(&manager, "/clients", body.clone()).await.expect(422);
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{body} {problem}");
    }
}

#[tokio::test]
async fn a_name_is_taken_whatever_its_case() {
    let test = agency().await;
    let manager = test.member(Role::Manager);
    create_client(&test, &manager, "Hafenklang").await;
    let second = create_client(&test, &manager, "Elbwerft").await;
    let problem = test.post(&manager, "/clients", json!({"name": "HAFENKLANG"})).await.expect(409);
    assert_eq!(problem["code"], "client_name_taken");
    let path = format!("/clients/{}", second["id"].as_str().unwrap());
    let problem = test.patch(&manager, &path, json!({"name": "hafenklang"})).await.expect(409);
    assert_eq!(problem["code"], "client_name_taken");
    // Another tenant has its own names.
    let other = other_tenant(&test).await;
    create_client(&test, &other, "Hafenklang").await;
}

#[tokio::test]
async fn a_stale_change_is_refused() {
    let test = agency().await;
    let manager = test.member(Role::Manager);
    let client = create_client(&test, &manager, "Hafenklang").await;
    let path = format!("/clients/{}", client["id"].as_str().unwrap());
    let change = Some(json!({"industry": "Live music"}));
    test.call_with(&manager, "PATCH", &path, &[("if-match", "\"1\"")], change.clone()).await.expect(200);
    let reply = test.call_with(&manager, "PATCH", &path, &[("if-match", "\"1\"")], change).await;
    assert_eq!(reply.expect(412)["code"], "precondition_failed");
}

#[tokio::test]
async fn clients_are_listed_by_name_and_found_by_a_part_of_it() {
    let test = agency().await;
    let manager = test.member(Role::Manager);
    for name in ["cobalt Studio", "Alte Rösterei", "Bergwerk", "Bold & Berg"] {
        create_client(&test, &manager, name).await;
    }
    let mut names = Vec::new();
    let mut path = "/clients?limit=2".to_owned();
    loop {
        let page = test.get(&manager, &path).await.expect(200);
        names
            .extend(page["items"].as_array().unwrap().iter().map(|c| c["name"].as_str().unwrap().to_owned()));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/clients?limit=2&cursor={cursor}");
    }
    assert_eq!(names, ["Alte Rösterei", "Bergwerk", "Bold & Berg", "cobalt Studio"]);
    let found = test.get(&manager, "/clients?q=BERG").await.expect(200);
    assert_eq!(found["items"].as_array().unwrap().len(), 2);
    assert_eq!(test.get(&manager, "/clients?q=%25").await.expect(200)["items"], json!([]));
    test.get(&manager, "/clients?limit=0").await.expect(422);
    test.get(&manager, "/clients?cursor=forged").await.expect(422);
}

#[tokio::test]
async fn people_see_what_their_role_and_client_allow() {
    let test = agency().await;
    let manager = test.member(Role::Manager);
    let own = create_client(&test, &manager, "Hafenklang").await;
    let foreign = create_client(&test, &manager, "Elbwerft").await;
    let (own_path, foreign_path) = (path(&own), path(&foreign));

    let client = test.client_member(raw("cli", &own));
    assert_eq!(test.get(&client, "/clients").await.expect(200)["items"].as_array().unwrap().len(), 1);
    test.get(&client, &own_path).await.expect(200);
    test.get(&client, &foreign_path).await.expect(404);
    test.patch(&client, &own_path, json!({"industry": "x"})).await.expect(403);

    let analyst = test.member(Role::Analyst);
    test.get(&analyst, &own_path).await.expect(200);
    test.post(&analyst, "/clients", json!({"name": "New"})).await.expect(403);

    let link = test.link(raw("cli", &own), raw("cli", &own));
    test.get(&link, &own_path).await.expect(403);

    let other = other_tenant(&test).await;
    test.get(&other, &own_path).await.expect(404);
    test.patch(&other, &own_path, json!({"industry": "x"})).await.expect(404);
    assert_eq!(test.get(&other, "/clients").await.expect(200)["items"], json!([]));
}

fn path(client: &Value) -> String {
    format!("/clients/{}", client["id"].as_str().unwrap())
}
