//! A snapshot of an older program, restored by a newer one.

use db::{Query, params};
use history::Aggregates;
use platform::testing::TestApp;
use platform::versions::{Aggregate, Found};
use platform::{Permission, Role, decode_id};
use serde_json::json;

use crate::support::{text, versions};

db::statements! {
    FIND = "select name from clients where id = $1 for no key update";
    UPDATE = "update clients set name = $2 where id = $1";
    AGE = "update versions set schema_version = 1, snapshot = '{\"title\": \"hafenklang\"}'
        where number = 1";
}

/// A client as a program three schema versions later would keep it: `title` became `label`, then `name`, and
/// is in capitals.
static LATER: Aggregate = Aggregate {
    kind: "client",
    prefix: "cli",
    read: Permission::ClientRead,
    casts: &[
        |fields| {
            let title = fields.remove("title").unwrap_or_default();
            fields.insert("label".to_owned(), title);
        },
        |fields| {
            let label = fields.remove("label").unwrap_or_default();
            let name = label.as_str().unwrap_or_default().to_uppercase();
            fields.insert("name".to_owned(), json!(name));
        },
    ],
    restorable: &["name"],
    derived: &[],
    personal: &[],
    load: |tx, id| {
        Box::pin(async move {
            let name: Option<String> = tx.run(Query::optional(&FIND, params![id])).await?;
            let fields = |name: &String| [("name".to_owned(), json!(name))].into_iter().collect();
            Ok(name.map(|name| Found { fields: fields(&name), client_id: None, name }))
        })
    },
    expand: Aggregate::as_stored,
    apply: |tx, id, fields| {
        Box::pin(async move {
            let name = fields["name"].as_str().unwrap_or_default().to_owned();
            tx.run(Query::execute(&UPDATE, params![id, name])).await.map(drop)
        })
    },
    retract: None,
};

#[tokio::test]
async fn a_snapshot_two_schema_versions_old_is_restored() {
    let routes = agency::routes().merge(history::routes(Aggregates::new([&LATER])));
    let test = TestApp::new(routes.split_for_parts().0).await;
    let manager = test.member(Role::Manager);
    let made = test.post(&manager, "/clients", json!({"name": "Now"})).await.expect(201);
    test.database.alter(&format!("set search_path = atelier; {}", AGE.text())).await.unwrap();
    let old = versions(&test, &manager, "client", &made).await.pop().unwrap();
    let path = format!("/versions/{}", text(&old["id"]));
    let shown = test.get(&manager, &path).await.expect(200);
    assert_eq!(shown["snapshot"], json!({"name": "HAFENKLANG"}));
    test.post(&manager, &format!("{path}/restore"), json!({})).await.expect(201);
    let now = test.get(&manager, &format!("/clients/{}", text(&made["id"]))).await.expect(200);
    assert_eq!(now["name"], "HAFENKLANG");
    assert!(decode_id("ver", text(&old["id"])).is_ok());
}
