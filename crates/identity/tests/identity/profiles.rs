//! Profiles: what is asked of them, who sees which, and how they are found.

use std::sync::Arc;

use platform::testing::TestApp;
use platform::{Actor, Effect, Grant, Permission, PermissionSet, Rights, Role, Scope, Source};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::accounts::{account, area, names, path, raw};

async fn profile(test: &TestApp, actor: &Actor, account: &Value, name: &str, attributes: Value) -> Value {
    let new = json!({ "account_id": account["id"], "kind": "model", "name": name, "attributes": attributes });
    test.post(actor, "/profiles", new).await.expect(201)
}

async fn listed(test: &TestApp, actor: &Actor, query: &str) -> Vec<String> {
    let page = test.get(actor, &format!("/profiles{query}")).await.expect(200);
    names(&page).into_iter().map(str::to_owned).collect()
}

fn holding(test: &TestApp, grants: Vec<Grant>) -> Actor {
    let rights = Arc::new(Rights::new(grants, test.app.clock().now()));
    Actor { rights, ..test.member(Role::Analyst) }
}

fn grant(permissions: &[Permission], scope: Scope, effect: Effect) -> Grant {
    let permissions = PermissionSet::of(permissions);
    Grant { permissions, channel: None, scope, effect, expires_at: None, source: Source::Credential }
}

fn one(profile: &Value) -> Scope {
    Scope { profile_id: Some(raw("prf", profile)), ..Scope::tenant() }
}

#[tokio::test]
async fn attributes_fit_the_schema_of_their_kind_or_are_named() {
    let test = area().await;
    let manager = test.member(Role::Manager);
    let agency = account(&test, &manager, "agency", "Faces").await;
    let made =
        profile(&test, &manager, &agency, "Imke Sørensen", json!({ "height_cm": 178, "eyes": "green" }))
            .await;
    assert_eq!((&made["attributes"]["height_cm"], &made["account_name"]), (&json!(178), &json!("Faces")));
    let wrong = json!({ "attributes": { "height_cm": "tall", "wings": 2 } });
    let problem = test.patch(&manager, &path("profiles", &made), wrong).await.expect(422);
    let mut pointers: Vec<&str> = problem["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["pointer"].as_str().unwrap())
        .collect();
    pointers.sort_unstable();
    assert_eq!(pointers, ["/attributes/height_cm", "/attributes/wings"]);
    let changes = json!({ "name": "Imke S.", "attributes": { "eyes": null, "hair": "red" } });
    let changed = test.patch(&manager, &path("profiles", &made), changes).await.expect(200);
    assert_eq!(changed["attributes"], json!({ "height_cm": 178, "hair": "red" }));
    assert_eq!(changed["version"], 2);
    test.call(&manager, "DELETE", &path("profiles", &made), None).await.expect(204);
    test.get(&manager, &path("profiles", &made)).await.expect(404);
}

#[tokio::test]
async fn a_changed_schema_says_who_does_not_fit_and_breaks_no_reading() {
    let test = area().await;
    let (admin, manager) = (test.member(Role::Admin), test.member(Role::Manager));
    let agency = account(&test, &manager, "agency", "Faces").await;
    let tall = profile(&test, &manager, &agency, "Tall", json!({ "height_cm": 180 })).await;
    profile(&test, &manager, &agency, "None", json!({})).await;
    let schemas = test.get(&manager, "/profile-schemas").await.expect(200);
    assert_eq!(schemas["items"].as_array().unwrap().len(), 5);
    let asked = json!({ "schema": {
        "type": "object", "required": ["union"],
        "properties": { "union": { "type": "boolean" }, "height_cm": { "type": "number" } },
    } });
    let address = "/profile-schemas/model";
    test.call(&manager, "PUT", address, Some(asked.clone())).await.expect(403);
    let changed = test.call(&admin, "PUT", address, Some(asked)).await.expect(200);
    assert_eq!((&changed["profiles_checked"], &changed["profiles_unfit"]), (&json!(2), &json!(2)));
    assert_eq!((&changed["is_default"], &changed["version"]), (&json!(false), &json!(1)));
    assert_eq!(
        test.get(&manager, &path("profiles", &tall)).await.expect(200)["attributes"]["height_cm"],
        180
    );
    let renamed = json!({ "name": "Taller" });
    test.patch(&manager, &path("profiles", &tall), renamed).await.expect(200);
    let taller = json!({ "attributes": { "height_cm": 181 } });
    let problem = test.patch(&manager, &path("profiles", &tall), taller).await.expect(422);
    assert_eq!(problem["errors"][0]["pointer"], "/attributes/union");
    let bad =
        json!({ "schema": { "type": "object", "properties": { "a": { "$ref": "https://x.example" } } } });
    let problem = test.call(&admin, "PUT", address, Some(bad)).await.expect(422);
    assert_eq!(problem["errors"][0]["pointer"], "/schema/properties/a/$ref");
    test.get(&manager, "/profile-schemas/unicorn").await.expect(404);
}

#[tokio::test]
async fn profiles_are_found_by_words_and_by_what_their_attributes_are() {
    let test = area().await;
    let manager = test.member(Role::Manager);
    let (faces, other) = (
        account(&test, &manager, "agency", "Faces").await,
        account(&test, &manager, "artist", "Other").await,
    );
    let imke = json!({ "height_cm": 178, "eyes": "Green", "languages": ["en", "da"], "can_travel": true });
    profile(&test, &manager, &faces, "Imke Sørensen", imke).await;
    profile(
        &test,
        &manager,
        &faces,
        "Jo Adeyemi",
        json!({ "height_cm": 171.5, "eyes": "brown", "hair": "black curls" }),
    )
    .await;
    profile(&test, &manager, &other, "Zed O'Hara; drop", json!({ "height_cm": 190, "eyes": "green" })).await;
    let cases: [(&str, &[&str]); 14] = [
        ("", &["Imke Sørensen", "Jo Adeyemi", "Zed O'Hara; drop"]),
        ("?q=imk", &["Imke Sørensen"]),
        ("?q=s%C3%B8r%20imke", &["Imke Sørensen"]),
        ("?q=curl", &["Jo Adeyemi"]),
        ("?q=O%27Hara%27%3B--", &["Zed O'Hara; drop"]),
        ("?attribute=height_cm%3E%3D178", &["Imke Sørensen", "Zed O'Hara; drop"]),
        ("?attribute=height_cm%3C178", &["Jo Adeyemi"]),
        ("?attribute=height_cm%3D171.5", &["Jo Adeyemi"]),
        ("?attribute=eyes%3Dgreen", &["Imke Sørensen", "Zed O'Hara; drop"]),
        ("?attribute=eyes%3Dgreen&attribute=height_cm%3E180", &["Zed O'Hara; drop"]),
        ("?attribute=languages%3Dda", &["Imke Sørensen"]),
        ("?attribute=can_travel%3Dtrue", &["Imke Sørensen"]),
        ("?attribute=eyes%3D%27%20or%201%3D1--", &[]),
        ("?kind=voice", &[]),
    ];
    for (query, expected) in cases {
        assert_eq!(listed(&test, &manager, query).await, expected, "{query}");
    }
    let of_account = format!("?account_id={}", other["id"].as_str().unwrap());
    assert_eq!(listed(&test, &manager, &of_account).await, ["Zed O'Hara; drop"]);
    let first = test.get(&manager, "/profiles?limit=2&attribute=height_cm%3E0").await.expect(200);
    let next = format!("?limit=2&attribute=height_cm%3E0&cursor={}", first["next_cursor"].as_str().unwrap());
    assert_eq!(listed(&test, &manager, &next).await, ["Zed O'Hara; drop"]);
    test.get(&manager, "/profiles?attribute=Height").await.expect(422);
    let stranger = test.member_of(test.add_tenant("bluenote").await, Role::Admin);
    for (query, _) in cases {
        assert_eq!(listed(&test, &stranger, query).await, [""; 0], "{query}");
    }
}

#[tokio::test]
async fn a_profile_is_seen_by_who_may_see_its_account_or_it_alone() {
    let test = area().await;
    let manager = test.member(Role::Manager);
    let (here, there) =
        (account(&test, &manager, "artist", "Here").await, account(&test, &manager, "artist", "There").await);
    let mine = profile(&test, &manager, &here, "Mine", json!({})).await;
    let also = profile(&test, &manager, &here, "Also here", json!({})).await;
    let theirs = profile(&test, &manager, &there, "Theirs", json!({})).await;
    let owner = test.confined(Role::AccountOwner, raw("acc", &here));
    assert_eq!(listed(&test, &owner, "").await, ["Also here", "Mine"]);
    let rename = json!({ "name": "Renamed" });
    test.patch(&owner, &path("profiles", &theirs), rename.clone()).await.expect(404);
    let new = json!({ "account_id": there["id"], "kind": "artist", "name": "New" });
    test.post(&owner, "/profiles", new).await.expect(422);
    let (read, write) = (Permission::ProfileRead, Permission::ProfileUpdate);
    let single = holding(&test, vec![grant(&[read, write], one(&mine), Effect::Allow)]);
    assert_eq!(listed(&test, &single, "").await, ["Mine"]);
    test.get(&single, &path("profiles", &mine)).await.expect(200);
    test.patch(&single, &path("profiles", &mine), rename.clone()).await.expect(200);
    test.get(&single, &path("profiles", &also)).await.expect(404);
    test.get(&single, &path("profiles", &theirs)).await.expect(404);
    let all = Scope::tenant();
    let changes_one = holding(
        &test,
        vec![grant(&[read], all, Effect::Allow), grant(&[write], one(&theirs), Effect::Allow)],
    );
    test.patch(&changes_one, &path("profiles", &theirs), rename.clone()).await.expect(200);
    test.patch(&changes_one, &path("profiles", &also), rename.clone()).await.expect(403);
    let not_this = holding(
        &test,
        vec![grant(&[read, write], all, Effect::Allow), grant(&[read], one(&also), Effect::Deny)],
    );
    assert_eq!(listed(&test, &not_this, "").await, ["Renamed", "Renamed"]);
    test.patch(&not_this, &path("profiles", &also), rename).await.expect(404);
    let elsewhere = Scope { account_id: Some(raw("acc", &there)), ..one(&mine) };
    let misplaced = holding(&test, vec![grant(&[read], elsewhere, Effect::Allow)]);
    assert_eq!(listed(&test, &misplaced, "").await, [""; 0], "the profile is in another account");
    let bounded =
        single.rights.as_ref().clone().bounded_by(Arc::new(Rights::of(PermissionSet::of(&[write]))));
    let bounded = Actor { rights: Arc::new(bounded), ..single };
    test.get(&bounded, "/profiles").await.expect(403);
}

/// The plan of what the search asks, as the role that runs it.
#[tokio::test]
async fn a_hundred_thousand_profiles_are_searched_by_indexes() {
    let test = area().await;
    let manager = test.member(Role::Manager);
    let faces = account(&test, &manager, "agency", "Faces").await;
    let (tenant, account) = (test.tenant_id, raw("acc", &faces));
    test.database.alter(&fill(tenant, account)).await.unwrap();
    // As what is asked of the function: rights, kind, account, words, filters.
    let asked = [
        "'[]', null, null, 'name99:*', '[]'",
        r#"'[]', null, null, null, '[{"name": "height_cm", "operator": ">=", "number": 239}]'"#,
        r#"'[]', null, null, null, '[{"name": "eyes", "operator": "=", "word": "violet"}]'"#,
        r#"'[]', 'model', null, null, '[{"name": "eyes", "operator": "=", "word": "green"},
            {"name": "height_cm", "operator": ">", "number": 200}]'"#,
        "'[]', 'voice', null, null, '[]'",
        r#"'[{"accounts": [], "allowed": [], "denied": []}]', null, null, null, '[]'"#,
        r#"'[{"accounts": null, "allowed": [], "denied": []}]', null, null, null, '[]'"#,
    ];
    for arguments in asked {
        test.database.alter(&refuse_whole_reads(tenant, arguments)).await.unwrap();
    }
    for query in ["?q=name99", "?attribute=eyes%3Dviolet", "?attribute=height_cm%3E%3D239"] {
        assert_eq!(listed(&test, &manager, query).await.len(), 50, "{query}");
    }
}

fn fill(tenant: Uuid, account: Uuid) -> String {
    format!(
        "set search_path = atelier, public; set app.tenant_id = '{tenant}';
         insert into profiles (tenant_id, id, account_id, kind, name, attributes, created_at, updated_at)
         select '{tenant}', gen_random_uuid(), '{account}', 'model', 'Name' || n || ' Person',
             jsonb_build_object('height_cm', 140 + n % 100,
                 'eyes', case when n % 1000 = 0 then 'violet' when n % 3 = 0 then 'green' else 'brown' end),
             now(), now()
         from generate_series(1, 100000) n;
         analyze profiles; analyze profile_attributes;"
    )
}

/// Fails when the plan reads a table from end to end.
fn refuse_whole_reads(tenant: Uuid, arguments: &str) -> String {
    format!(
        "set search_path = atelier, public;
         do $do$ declare line text; plan text := ''; begin
             for line in execute 'explain ' || atelier.profile_search_statement({arguments})
                 using '{tenant}'::uuid, ''::text, '{}'::uuid, 51::bigint
             loop plan := plan || line || chr(10); end loop;
             if plan like '%Seq Scan%' then raise exception '%', plan; end if;
         end $do$",
        Uuid::nil()
    )
}
