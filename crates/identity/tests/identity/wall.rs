//! The tenant wall: what its own test reports, and that the report can be trusted.

use serde_json::Value;

use crate::stage::{OWNER, Stage};

#[tokio::test]
async fn the_wall_stands_for_every_table() {
    let stage = Stage::new().await;
    let token = stage.token(OWNER).await;
    let report = stage.post("/auth/test-isolation").bearer(&token).send().await.expect(200);
    assert_eq!(report["isolated"], true, "{report:#}");
    let checks = report["checks"].as_array().unwrap();
    assert_eq!(report["tables_checked"], checks.len());
    let tables: Vec<&str> = checks.iter().map(|check| check["table"].as_str().unwrap()).collect();
    for table in ["tenants", "members", "access_links", "access_link_ideas", "audit_events", "jobs"] {
        assert!(tables.contains(&table), "{tables:?}");
    }
    for check in checks {
        assert_eq!(check["visible_rows_of_other_tenants"], 0);
        assert_eq!(check["writable"], false);
    }
    let again = stage.post("/auth/test-isolation").bearer(&token).send().await.expect(200);
    assert_eq!(again, report, "nothing is left behind");
}

#[tokio::test]
async fn a_hole_is_found() {
    let stage = Stage::new().await;
    let token = stage.token(OWNER).await;
    stage.database.alter("alter table atelier.members disable row level security").await.unwrap();
    let report = stage.post("/auth/test-isolation").bearer(&token).send().await.expect(200);
    assert_eq!(report["isolated"], false);
    let check =
        report["checks"].as_array().unwrap().iter().find(|check| check["table"] == "members").unwrap();
    assert_eq!(check["visible_rows_of_other_tenants"], 1);
    assert_eq!(check["writable"], true);
    assert_ne!(report["checks"], Value::Null);
}
