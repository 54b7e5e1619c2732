//! The ledger against PostgreSQL: nobody overspends, nothing is lost, the books balance.

use std::sync::Arc;
use std::time::Duration;

use db::{Query, params};
use jiff::{SignedDuration, Timestamp};
use llm::cache::{self, CacheKey};
use llm::{Ledger, LedgerError, Price, Reservation, Settlement, Usage, queries};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::support::now;

db::statements! {
    BALANCE = "
        select coalesce(sum(cost_micros) filter (where state = 'settled'), 0)::bigint,
               coalesce(sum(reserved_micros) filter (where state = 'reserved'), 0)::bigint
        from llm_calls where tenant_id = $1 and period_start = $2";
}

const PRICE: Price = Price { input_micros_per_million: 1, output_micros_per_million: 1 };

async fn ledger(limit_micros: i64) -> (db::testing::TestDatabase, Ledger) {
    let db = db::testing::shared().await;
    let ledger = Ledger::new((*db).clone(), limit_micros);
    (db, ledger)
}

fn call(tenant_id: Uuid, micros: i64, now: Timestamp) -> Reservation {
    Reservation {
        tenant_id,
        id: Uuid::now_v7(),
        work_id: Uuid::now_v7(),
        purpose: "test".into(),
        provider: "p".into(),
        model: "m".into(),
        price: PRICE,
        micros,
        now,
        expires_in: Duration::from_mins(1),
    }
}

fn cost(cost_micros: i64, now: Timestamp) -> Settlement {
    let usage = Usage { tokens_in: 10, tokens_out: 5, cost_micros };
    Settlement { outcome: "ok", model: "m-1".into(), usage, is_estimated: false, now }
}

async fn assert_balanced(db: &db::Db, ledger: &Ledger, tenant_id: Uuid, now: Timestamp) -> queries::Budget {
    let budget = ledger.budget(tenant_id, now).await.unwrap().unwrap();
    let query: Query<(i64, i64)> = Query::one(&BALANCE, params![tenant_id, budget.period_start]);
    let entries = db.read(tenant_id, query).await.unwrap();
    assert_eq!(entries, (budget.spent_micros, budget.reserved_micros), "the entries are not the balance");
    budget
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_concurrent_calls_cannot_overspend() {
    let (db, ledger) = ledger(10_000).await;
    let tenant = Uuid::now_v7();
    let ledger = Arc::new(ledger);
    let mut calls = JoinSet::new();
    for n in 0..200 {
        let ledger = Arc::clone(&ledger);
        calls.spawn(async move {
            let call = call(tenant, 1000, now());
            match ledger.reserve(&call).await {
                // Half of them cost less than was reserved, which makes room for others.
                Ok(()) => {
                    ledger
                        .settle(tenant, call.id, &cost(if n % 2 == 0 { 1000 } else { 400 }, now()))
                        .await
                        .unwrap();
                    true
                }
                Err(LedgerError::OverBudget { .. }) => false,
                Err(error) => panic!("{error}"),
            }
        });
    }
    let admitted = calls.join_all().await.into_iter().filter(|admitted| *admitted).count();
    let budget = assert_balanced(&db, &ledger, tenant, now()).await;
    assert!(admitted >= 10, "{admitted}");
    assert!(budget.spent_micros <= 10_000 && budget.reserved_micros == 0, "{budget:?}");
    let left = 10_000 - budget.spent_micros;
    assert!(ledger.reserve(&call(tenant, left + 1, now())).await.is_err());
    ledger.reserve(&call(tenant, left, now())).await.unwrap();
}

#[tokio::test]
async fn settling_and_voiding_twice_change_nothing() {
    let (db, ledger) = ledger(1000).await;
    let tenant = Uuid::now_v7();
    let (one, two) = (call(tenant, 300, now()), call(tenant, 300, now()));
    for call in [&one, &two] {
        ledger.reserve(call).await.unwrap();
    }
    for _ in 0..2 {
        ledger.settle(tenant, one.id, &cost(120, now())).await.unwrap();
        ledger.void(tenant, two.id, "not_connected", now()).await.unwrap();
    }
    ledger.void(tenant, one.id, "late", now()).await.unwrap();
    let budget = assert_balanced(&db, &ledger, tenant, now()).await;
    assert_eq!((budget.spent_micros, budget.reserved_micros), (120, 0));
}

#[tokio::test]
async fn a_reservation_whose_caller_died_is_void_at_its_deadline() {
    let (db, ledger) = ledger(1000).await;
    let tenant = Uuid::now_v7();
    // In a year of its own: the sweep crosses tenants, and other tests reserve in theirs.
    let then: Timestamp = "2020-03-05T10:00:00Z".parse().unwrap();
    let dead = call(tenant, 900, then);
    ledger.reserve(&dead).await.unwrap();
    let refused = ledger.reserve(&call(tenant, 200, then)).await;
    assert!(matches!(refused, Err(LedgerError::OverBudget { remaining_micros: 100, needed_micros: 200 })));

    assert_eq!(
        ledger.sweep(then + SignedDuration::from_secs(59)).await.unwrap(),
        0,
        "not before its deadline"
    );
    let later = then + SignedDuration::from_secs(61);
    assert_eq!(ledger.sweep(later).await.unwrap(), 1);
    assert_eq!(ledger.sweep(later).await.unwrap(), 0);
    ledger.reserve(&call(tenant, 200, later)).await.unwrap();
    let budget = assert_balanced(&db, &ledger, tenant, then).await;
    assert_eq!((budget.spent_micros, budget.reserved_micros), (0, 200));

    ledger.settle(tenant, dead.id, &cost(50, later)).await.unwrap();
    let budget = assert_balanced(&db, &ledger, tenant, then).await;
    assert_eq!((budget.spent_micros, budget.reserved_micros), (50, 200), "who was slow and not dead is paid");
}

#[tokio::test]
async fn each_month_has_its_own_budget_and_inherits_the_limit() {
    let (db, ledger) = ledger(1000).await;
    let tenant = Uuid::now_v7();
    let december: Timestamp = "2026-12-01T00:00:00Z".parse().unwrap();
    let november = december - SignedDuration::from_nanos(1);
    let mut tx = db.tenant(tenant);
    tx.run(queries::set_budget_limit(tenant, queries::period_start(november), 700)).await.unwrap();
    tx.commit().await.unwrap();
    let late = call(tenant, 700, november);
    ledger.reserve(&late).await.unwrap();
    ledger.reserve(&call(tenant, 700, december)).await.unwrap();
    let refused = ledger.reserve(&call(tenant, 1, december)).await;
    assert!(matches!(refused, Err(LedgerError::OverBudget { remaining_micros: 0, .. })));

    ledger.settle(tenant, late.id, &cost(650, december)).await.unwrap();
    let november = assert_balanced(&db, &ledger, tenant, november).await;
    let december = assert_balanced(&db, &ledger, tenant, december).await;
    assert_eq!(
        (november.spent_micros, november.limit_micros),
        (650, 700),
        "a call is paid from the month it began in"
    );
    assert_eq!((december.spent_micros, december.reserved_micros, december.limit_micros), (0, 700, 700));
}

#[tokio::test]
async fn a_tenant_sees_no_other_tenants_books() {
    let (db, ledger) = ledger(1000).await;
    let (one, two) = (Uuid::now_v7(), Uuid::now_v7());
    let reserved = call(one, 500, now());
    ledger.reserve(&reserved).await.unwrap();
    let period = queries::period_start(now());
    assert!(db.read(two, queries::find_budget(one, period)).await.unwrap().is_none());
    assert_eq!(db.read(two, queries::work_usage(one, reserved.work_id)).await.unwrap().calls, 0);
    ledger.settle(two, reserved.id, &cost(1, now())).await.unwrap();
    assert_eq!(
        assert_balanced(&db, &ledger, one, now()).await.reserved_micros,
        500,
        "not another's to settle"
    );
}

#[tokio::test]
async fn usage_is_summed_by_model() {
    let (db, ledger) = ledger(1000).await;
    let tenant = Uuid::now_v7();
    for _ in 0..3 {
        let call = call(tenant, 100, now());
        ledger.reserve(&call).await.unwrap();
        ledger.settle(tenant, call.id, &cost(40, now())).await.unwrap();
    }
    let usage =
        db.read(tenant, queries::list_usage_by_model(tenant, queries::period_start(now()))).await.unwrap();
    assert_eq!(usage.len(), 1);
    assert_eq!(
        (usage[0].model.as_str(), usage[0].calls, usage[0].cost_micros, usage[0].tokens_in),
        ("m-1", 3, 120, 30)
    );
}

#[tokio::test]
async fn cached_answers_are_found_until_they_expire_and_by_their_tenant_only() {
    let (db, _) = ledger(0).await;
    let (one, two) = (Uuid::now_v7(), Uuid::now_v7());
    let key = CacheKey::new(one, &["m", "v1", "inputs"]);
    let keep = SignedDuration::from_hours(1);
    for answer in [json!({"n": 1}), json!({"n": 2})] {
        let mut tx = db.tenant(one);
        tx.run(cache::put(key, "m", answer, now(), keep)).await.unwrap();
        tx.commit().await.unwrap();
    }
    let found = db.read(one, cache::find(key, now())).await.unwrap().unwrap();
    assert_eq!((found.answer, found.model.as_str()), (json!({"n": 2}), "m"));
    assert!(db.read(one, cache::find(key, now() + keep)).await.unwrap().is_none());
    assert!(db.read(two, cache::find(key, now())).await.unwrap().is_none());
    assert!(
        db.read(one, cache::find(CacheKey::new(one, &["m", "v2", "inputs"]), now())).await.unwrap().is_none()
    );
    let mut tx = db.system(db::SystemTask::Expire);
    assert!(tx.run(cache::expire(now() + keep)).await.unwrap() >= 1);
    tx.commit().await.unwrap();
}

/// One thing that happens to a ledger.
#[derive(Debug, Clone, Copy)]
enum Event {
    Reserve { micros: i64 },
    Settle { nth: usize, micros: i64 },
    Void { nth: usize },
    NextMonth,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => (0_i64..400).prop_map(|micros| Event::Reserve { micros }),
        3 => (0_usize..12, 0_i64..500).prop_map(|(nth, micros)| Event::Settle { nth, micros }),
        2 => (0_usize..12).prop_map(|nth| Event::Void { nth }),
        1 => Just(Event::NextMonth),
    ]
}

#[test]
fn whatever_happens_the_entries_are_the_balance() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (db, ledger) = runtime.block_on(ledger(1500));
    let mut runner = TestRunner::new(Config { cases: 40, failure_persistence: None, ..Config::default() });
    let schedules = proptest::collection::vec(event(), 1..25);
    runner
        .run(&schedules, |events| {
            runtime.block_on(async {
                let tenant = Uuid::now_v7();
                let mut at = now();
                let mut calls: Vec<Uuid> = Vec::new();
                ledger.reserve(&call(tenant, 0, at)).await.unwrap();
                for event in events {
                    match event {
                        Event::Reserve { micros } => {
                            let call = call(tenant, micros, at);
                            if ledger.reserve(&call).await.is_ok() {
                                calls.push(call.id);
                            }
                        }
                        Event::Settle { nth, micros } => {
                            if let Some(id) = calls.get(nth) {
                                ledger.settle(tenant, *id, &cost(micros, at)).await.unwrap();
                            }
                        }
                        Event::Void { nth } => {
                            if let Some(id) = calls.get(nth) {
                                ledger.void(tenant, *id, "void", at).await.unwrap();
                            }
                        }
                        Event::NextMonth => {
                            at += SignedDuration::from_hours(31 * 24);
                            ledger.reserve(&call(tenant, 0, at)).await.unwrap();
                        }
                    }
                    let budget = assert_balanced(&db, &ledger, tenant, at).await;
                    // Settling may cost more than was reserved; admitting never goes beyond the limit.
                    assert!(budget.reserved_micros >= 0 && budget.reserved_micros <= budget.limit_micros);
                }
            });
            Ok(())
        })
        .unwrap();
}
