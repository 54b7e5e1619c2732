//! Going back, after any changes in any order.

use platform::Role;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::support::{campaign, client, program, text, versions};

const FIELDS: [&str; 7] = ["name", "kind", "objective", "themes", "posts_count", "budget_cents", "channels"];

/// A change of one or a few fields of a campaign.
fn any_change() -> impl Strategy<Value = Value> {
    let field = prop_oneof![
        prop::sample::select(vec!["Spring", "Summer", "Autumn"]).prop_map(|name| ("name", json!(name))),
        prop::sample::select(vec!["social", "paid"]).prop_map(|kind| ("kind", json!(kind))),
        prop::option::of("[a-c]{1,3}").prop_map(|text| ("objective", json!(text))),
        prop::collection::vec("[a-c]{1,2}", 0..3).prop_map(|themes| ("themes", json!(themes))),
        (0..4_i32).prop_map(|count| ("posts_count", json!(count))),
        prop::option::of(0..3_i64).prop_map(|budget| ("budget_cents", json!(budget))),
        prop::sample::subsequence(vec!["linkedin", "x"], 0..=2).prop_map(|all| ("channels", json!(all))),
    ];
    prop::collection::vec(field, 1..3).prop_map(|fields| {
        Value::Object(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    })
}

#[tokio::test]
async fn any_version_can_be_restored_and_any_last_change_undone() {
    let test = program().await;
    let manager = test.member(Role::Manager);
    let owner = client(&test, &manager, "Hafenklang").await;
    let mut runner = TestRunner::deterministic();
    for round in 0..12 {
        let made = campaign(&test, &manager, &owner, &format!("Campaign {round}")).await;
        let path = format!("/campaigns/{}", text(&made["id"]));
        let mut states = vec![made.clone()];
        for _ in 0..6 {
            let mut change = any_change().new_tree(&mut runner).unwrap().current();
            if let Some(name) = change.get_mut("name") {
                *name = json!(format!("{} {round}", text(name)));
            }
            let state = test.patch(&manager, &path, change).await.expect(200);
            if state["version"] != states.last().unwrap()["version"] {
                states.push(state);
            }
        }
        let mut all = versions(&test, &manager, "campaign", &made).await;
        all.reverse();
        assert_eq!(all.len(), states.len());
        if let [.., before, _] = &states[..] {
            let undo = format!("/versions/{}/undo", text(&all.last().unwrap()["id"]));
            test.post(&manager, &undo, json!({})).await.expect(200);
            let now = test.get(&manager, &path).await.expect(200);
            for field in FIELDS {
                assert_eq!(now[field], before[field], "{field} after undo");
            }
        }
        for (version, state) in all.iter().zip(&states) {
            let restore = format!("/versions/{}/restore", text(&version["id"]));
            let answer = test.post(&manager, &restore, json!({})).await;
            assert!([201, 409].contains(&answer.status.as_u16()), "{}", answer.body);
            let now = test.get(&manager, &path).await.expect(200);
            for field in FIELDS {
                assert_eq!(now[field], state[field], "{field} of version {}", version["number"]);
            }
        }
    }
}
