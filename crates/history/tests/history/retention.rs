//! What had its time is removed, unless it is held.

use jiff::SignedDuration;
use platform::{Actor, ActorKind, Assurance, Role, encode_id};
use serde_json::json;

use crate::support::{client, employ, program, text, versions};

#[tokio::test]
async fn old_versions_go_but_for_the_newest_and_for_what_is_held() {
    let test = program().await;
    let admin = test.member(Role::Admin);
    let (free, held) = (client(&test, &admin, "Free").await, client(&test, &admin, "Held").await);
    for made in [&free, &held] {
        for industry in ["a", "b", "c"] {
            let path = format!("/clients/{}", text(&made["id"]));
            test.patch(&admin, &path, json!({"industry": industry})).await.expect(200);
        }
    }
    let hold = json!({"subject": held["id"], "reason": "Proceedings"});
    test.post(&admin, "/legal-holds", hold).await.expect(201);
    let policies = test.get(&admin, "/retention-policies").await.expect(200);
    assert!(policies["items"].as_array().unwrap().iter().all(|policy| policy["days"].is_null()));
    test.app.clock().advance(SignedDuration::from_hours(24 * 31));
    let admin = test.member(Role::Admin);
    assert_eq!(history::sweep(&test.app).await.unwrap(), 0, "without a policy everything is kept");
    let policy = json!({"class": "versions", "days": 30});
    test.call(&admin, "PUT", "/retention-policies", Some(policy)).await.expect(200);
    assert_eq!(history::sweep(&test.app).await.unwrap(), 3);
    assert_eq!(versions(&test, &admin, "client", &free).await.len(), 1);
    assert_eq!(versions(&test, &admin, "client", &held).await.len(), 4);
    // What was before the newest is not known any more, so nothing leads back to it.
    let newest = versions(&test, &admin, "client", &free).await.remove(0);
    let undo = format!("/versions/{}/undo", text(&newest["id"]));
    let problem = test.post(&admin, &undo, json!({})).await.expect(409);
    assert_eq!(problem["code"], "earlier_version_removed");
    // The numbers go on.
    let path = format!("/clients/{}", text(&free["id"]));
    test.patch(&admin, &path, json!({"industry": "d"})).await.expect(200);
    assert_eq!(versions(&test, &admin, "client", &free).await[0]["number"], 5);

    let whole = json!({"subject": encode_id("ten", test.tenant_id), "reason": "Audit"});
    let whole = test.post(&admin, "/legal-holds", whole).await.expect(201);
    test.app.clock().advance(SignedDuration::from_hours(24 * 31));
    let admin = test.member(Role::Admin);
    assert_eq!(history::sweep(&test.app).await.unwrap(), 0);
    let path = format!("/legal-holds/{}", text(&whole["id"]));
    test.call(&admin, "DELETE", &path, None).await.expect(204);
    test.call(&admin, "DELETE", &path, None).await.expect(404);
    assert_eq!(history::sweep(&test.app).await.unwrap(), 1);
    let manager = test.member(Role::Manager);
    test.get(&manager, "/legal-holds").await.expect(403);
    let outside = json!({"subject": encode_id("ten", test.app.clock().new_uuid()), "reason": "x"});
    test.post(&admin, "/legal-holds", outside).await.expect(422);
}

#[tokio::test]
async fn how_long_what_is_kept_is_said_by_a_person_who_is_there() {
    let test = program().await;
    let admin = employ(&test, Role::Admin, "Adele Admin", "adele@northlight.test").await;
    let hold = json!({"subject": encode_id("ten", test.tenant_id), "reason": "A lawsuit."});
    let stale = Actor { assurance: Assurance::default(), ..admin.clone() };
    let key = ActorKind::ApiKey { key_id: admin.id(), member_id: Some(admin.id()) };
    let key = Actor { kind: key, ..admin.clone() };
    let policy = json!({"class": "versions", "days": 30});
    for (actor, code) in [(&stale, "step_up_required"), (&key, "forbidden")] {
        let put = test.call(actor, "PUT", "/retention-policies", Some(policy.clone())).await.expect(403);
        assert_eq!(put["code"], code, "{put}");
        let made = test.post(actor, "/legal-holds", hold.clone()).await.expect(403);
        assert_eq!(made["code"], code, "{made}");
        let id = encode_id("hold", admin.id());
        let released = test.call(actor, "DELETE", &format!("/legal-holds/{id}"), None).await.expect(403);
        assert_eq!(released["code"], code, "{released}");
    }
}
