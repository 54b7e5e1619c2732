//! Every way a generation can end.

use std::time::Duration;

use http::StatusCode;
use llm::testing::Scripted;
use llm::{Finish, Outcome, ProviderError};
use sandbox::{Fault, MODEL, Mode};
use serde_json::{Value, json};

use crate::support::{World, request, sandbox, scripted};

fn status(code: u16, retry_after_seconds: Option<u64>) -> Mode {
    Mode::Status { code: StatusCode::from_u16(code).unwrap(), retry_after_seconds }
}

fn valid() -> Value {
    json!({"ideas": [{"title": "a", "body": "b"}, {"title": "c", "body": "d"}]})
}

#[tokio::test]
async fn a_good_answer_is_valid_paid_and_named() {
    let (_, route) = sandbox().await;
    let world = World::new(vec![route.clone()]).await;
    let Outcome::Ok(generated) = world.gateway.generate(&request(), &world.context).await else { panic!() };
    assert_eq!(generated.value["ideas"].as_array().unwrap().len(), 2);
    assert_eq!((generated.model.as_str(), generated.provider.as_str()), (MODEL, route.provider.name()));
    assert_eq!(generated.attempts, 1);
    let usage = world.usage().await;
    assert!(generated.usage.cost_micros > 0 && usage.tokens_out > 0);
    assert_eq!((usage.cost_micros, usage.calls), (generated.usage.cost_micros, 1));
    world.assert_books_balance().await;
}

#[tokio::test]
async fn a_rate_limit_is_waited_for_when_that_is_soon() {
    let (faults, route) = sandbox().await;
    faults.set_faults(vec![Fault::times(status(429, Some(0)), 1), Fault::times(status(429, None), 1)]);
    let world = World::new(vec![route]).await;
    let outcome = world.gateway.generate(&request(), &world.context).await;
    assert!(matches!(outcome, Outcome::Ok(generated) if generated.attempts == 3));
    assert_eq!(faults.calls_count(), 3);
    world.assert_books_balance().await;
}

#[tokio::test]
async fn a_long_rate_limit_is_reported_with_its_wait() {
    let (faults, route) = sandbox().await;
    faults.set_faults(vec![Fault::always(status(429, Some(600)))]);
    let world = World::new(vec![route]).await;
    let outcome = world.gateway.generate(&request(), &world.context).await;
    assert_eq!(outcome, Outcome::RateLimited { retry_after: Some(Duration::from_mins(10)) });
    assert_eq!(faults.calls_count(), 1, "not asked again before its time");
    assert_eq!(world.usage().await.cost_micros, 0, "what was refused costs nothing");
    world.assert_books_balance().await;
}

#[tokio::test]
async fn a_storm_of_errors_opens_the_breaker() {
    let (faults, route) = sandbox().await;
    faults.set_faults(vec![Fault::always(status(500, None))]);
    let world = World::new(vec![route]).await;
    for _ in 0..4 {
        let outcome = world.gateway.generate(&request(), &world.context).await;
        assert!(matches!(outcome, Outcome::Unavailable { .. }), "{outcome:?}");
    }
    assert_eq!(faults.calls_count(), 5, "after five failures in a row the vendor is left alone");
    let Outcome::Unavailable { retry_after, .. } = world.gateway.generate(&request(), &world.context).await
    else {
        panic!()
    };
    assert!(retry_after.is_some_and(|wait| wait > Duration::from_secs(1)));
    world.assert_books_balance().await;
}

#[tokio::test]
async fn a_vendor_that_does_not_answer_is_a_timeout_and_its_input_is_paid() {
    let (faults, route) = sandbox().await;
    faults.set_faults(vec![Fault::always(Mode::Timeout)]);
    let world = World::new(vec![route]).await;
    assert_eq!(world.gateway.generate(&request(), &world.context).await, Outcome::Timeout);
    let usage = world.usage().await;
    assert!(usage.cost_micros > 0 && usage.tokens_out == 0 && usage.calls == 1, "{usage:?}");
    world.assert_books_balance().await;
}

#[tokio::test]
async fn a_truncated_answer_is_not_sent_again() {
    let (faults, route) = sandbox().await;
    faults.set_faults(vec![Fault::times(Mode::Truncate, 1)]);
    let world = World::new(vec![route]).await;
    let outcome = world.gateway.generate(&request(), &world.context).await;
    assert_eq!(outcome, Outcome::Truncated { output_tokens_max: 2000 });
    assert_eq!(faults.calls_count(), 1);
    assert!(world.usage().await.tokens_out > 0, "half an answer costs half an answer");
    world.assert_books_balance().await;
}

#[tokio::test]
async fn invalid_json_is_repaired_once() {
    let (faults, route) = sandbox().await;
    faults.set_faults(vec![Fault::times(Mode::InvalidJson, 1)]);
    let world = World::new(vec![route.clone()]).await;
    let outcome = world.gateway.generate(&request(), &world.context).await;
    assert!(matches!(outcome, Outcome::Ok(generated) if generated.attempts == 2));
    assert_eq!(world.usage().await.calls, 2, "both rounds are paid");

    faults.set_faults(vec![Fault::always(Mode::InvalidJson)]);
    let world = World::new(vec![route]).await;
    let outcome = world.gateway.generate(&request(), &world.context).await;
    assert!(matches!(outcome, Outcome::Invalid { problems } if !problems.is_empty()));
    assert_eq!(world.usage().await.calls, 2, "never a third round");
    world.assert_books_balance().await;
}

#[tokio::test]
async fn the_repair_round_tells_the_model_what_is_wrong() {
    let wrong = json!({"ideas": [{"title": 7}]});
    let (provider, route) = scripted(Scripted::new("scripted").answers(&wrong).answers(&valid()));
    let world = World::new(vec![route]).await;
    assert!(matches!(world.gateway.generate(&request(), &world.context).await, Outcome::Ok(_)));
    let prompts = provider.prompts();
    let told = &prompts[1].messages;
    assert_eq!((prompts.len(), told.len()), (2, 3));
    assert_eq!(told[1].text, wrong.to_string());
    assert!(
        told[2].text.contains("/ideas/0/title") && told[2].text.contains("corrected JSON"),
        "{}",
        told[2].text
    );
}

#[tokio::test]
async fn a_refusal_ends_it() {
    let (faults, route) = sandbox().await;
    faults.set_faults(vec![Fault::always(Mode::Refuse)]);
    let world = World::new(vec![route]).await;
    let outcome = world.gateway.generate(&request(), &world.context).await;
    assert!(matches!(outcome, Outcome::Refused { reason } if reason.contains("can't help")));
    assert_eq!(faults.calls_count(), 1);
    world.assert_books_balance().await;
}

#[tokio::test]
async fn a_broken_connection_is_tried_again_and_paid() {
    let (faults, route) = sandbox().await;
    faults.set_faults(vec![Fault::times(Mode::Reset, 1)]);
    let world = World::new(vec![route]).await;
    let outcome = world.gateway.generate(&request(), &world.context).await;
    assert!(matches!(outcome, Outcome::Ok(generated) if generated.attempts == 2));
    assert_eq!(world.usage().await.calls, 2);
    world.assert_books_balance().await;
}

#[tokio::test]
async fn the_next_route_answers_when_the_first_cannot() {
    for fault in [status(401, None), status(500, None), status(404, None), Mode::Timeout] {
        let ((broken, first), (_, second)) = (sandbox().await, sandbox().await);
        broken.set_faults(vec![Fault::always(fault)]);
        let world = World::new(vec![first, second.clone()]).await;
        let outcome = world.gateway.generate(&request(), &world.context).await;
        assert!(
            matches!(outcome, Outcome::Ok(generated) if generated.provider == second.provider.name()),
            "{fault:?}"
        );
        world.assert_books_balance().await;
    }
}

#[tokio::test]
async fn what_the_vendor_rejects_is_not_repeated() {
    let (faults, route) = sandbox().await;
    faults.set_faults(vec![Fault::always(status(401, None))]);
    let world = World::new(vec![route]).await;
    let Outcome::Unavailable { reason, .. } = world.gateway.generate(&request(), &world.context).await else {
        panic!()
    };
    assert!(reason.contains("401") && reason.contains("API key"), "{reason}");
    assert_eq!(faults.calls_count(), 1);
}

#[tokio::test]
async fn an_exhausted_budget_calls_nobody() {
    let (faults, route) = sandbox().await;
    let world = World::with_budget(vec![route], 10).await;
    let outcome = world.gateway.generate(&request(), &world.context).await;
    assert!(
        matches!(outcome, Outcome::OverBudget { remaining_micros: 10, needed_micros } if needed_micros > 1000)
    );
    assert_eq!((faults.calls_count(), world.usage().await.calls), (0, 0));
}

#[tokio::test]
async fn a_cancelled_generation_is_booked() {
    let (_, route) = scripted(Scripted::new("hanging").hangs());
    let world = World::new(vec![route]).await;
    let soon = tokio::time::sleep(Duration::from_millis(200));
    let outcome = world.gateway.generate_unless(&request(), &world.context, soon).await;
    assert_eq!(outcome, Outcome::Cancelled);
    assert!(world.usage().await.cost_micros > 0);
    world.assert_books_balance().await;
}

#[tokio::test]
async fn without_routes_nothing_is_available() {
    let world = World::new(Vec::new()).await;
    let outcome = world.gateway.generate(&request(), &world.context).await;
    assert!(
        matches!(outcome, Outcome::Unavailable { reason, .. } if reason.contains("no model is configured"))
    );
}

#[tokio::test]
async fn text_without_a_schema_is_taken_as_it_is() {
    let (_, route) = scripted(Scripted::new("plain").says("Just words", Finish::Stop));
    let world = World::new(vec![route]).await;
    let request = llm::Request::new("test", "", "Say something");
    let Outcome::Ok(generated) = world.gateway.generate(&request, &world.context).await else { panic!() };
    assert_eq!(generated.value, json!("Just words"));
}

#[tokio::test]
async fn the_last_failure_is_the_outcome() {
    let limited = ProviderError::RateLimited { retry_after: Some(Duration::from_secs(99)) };
    let (_, one) = scripted(Scripted::new("one").fails(ProviderError::Rejected("no".into())));
    let (_, two) = scripted(Scripted::new("two").fails(limited));
    let world = World::new(vec![one, two]).await;
    let outcome = world.gateway.generate(&request(), &world.context).await;
    assert_eq!(outcome, Outcome::RateLimited { retry_after: Some(Duration::from_secs(99)) });
    assert!(outcome.is_transient());
}
