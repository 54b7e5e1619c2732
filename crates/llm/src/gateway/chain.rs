//! One walk along the routes: reserve, call, book, decide, again.

use std::time::Duration;

use jiff::tz::TimeZone;
use outbound::{Permit, Verdict};
use serde_json::Value;
use uuid::Uuid;

use super::{Clock, Context, Gateway, Route};
use crate::ledger::{LedgerError, Reservation, Settlement};
use crate::outcome::{Generated, Outcome, Usage};
use crate::prices::Price;
use crate::provider::{Completion, Finish, Prompt, ProviderError, TokenCount};
use crate::request::{Message, Request, estimate_tokens};
use crate::schema::repair_text;

/// How long after a call's time limit its booking may take before the sweep voids it.
const BOOKING_GRACE: Duration = Duration::from_mins(1);

pub(super) struct Chain<'a> {
    gateway: &'a Gateway,
    request: &'a Request,
    context: &'a Context,
    clock: Clock,
    /// The reservation of the call under way.
    under_way: Option<Call>,
    usage: Usage,
    attempts: u32,
    is_repaired: bool,
    /// Why the routes so far did not answer.
    failure: Option<Outcome>,
}

/// A call that is reserved and not yet booked.
#[derive(Debug, Clone)]
struct Call {
    id: Uuid,
    model: String,
    price: Price,
    tokens_in: i64,
}

/// What one call means for the walk.
enum Step {
    End(Outcome),
    /// The same route once more, with the problems told.
    Repair(Vec<Message>),
    Failed(ProviderError),
}

impl<'a> Chain<'a> {
    pub(super) fn new(
        gateway: &'a Gateway,
        request: &'a Request,
        context: &'a Context,
        clock: Clock,
    ) -> Self {
        Self {
            gateway,
            request,
            context,
            clock,
            under_way: None,
            usage: Usage::default(),
            attempts: 0,
            is_repaired: false,
            failure: None,
        }
    }

    pub(super) fn attempts(&self) -> u32 {
        self.attempts
    }

    pub(super) async fn walk(&mut self) -> Outcome {
        for route in &self.context.routes {
            if let Some(outcome) = self.take(route).await {
                return outcome;
            }
        }
        self.failure.take().unwrap_or(Outcome::Unavailable {
            reason: "no model is configured".to_owned(),
            retry_after: None,
        })
    }

    /// One route with its retries; `None` leaves it to the next one.
    async fn take(&mut self, route: &Route) -> Option<Outcome> {
        let breaker = self.gateway.breakers.get(&format!("llm:{}", route.provider.name()));
        let mut messages = self.request.messages.clone();
        let mut sent = 0;
        loop {
            if self.clock.remaining().is_zero() {
                return Some(Outcome::Timeout);
            }
            let permit = match breaker.admit() {
                Ok(permit) => permit,
                Err(open) => {
                    let reason = format!("{} keeps failing and is left alone for now", route.provider.name());
                    let closed = Outcome::Unavailable { reason, retry_after: Some(open.retry_in) };
                    self.failure.get_or_insert(closed);
                    return None;
                }
            };
            let prompt = self.prompt(route, &messages);
            let error = match self.attempt(route, &prompt, permit).await {
                Step::End(outcome) => return Some(outcome),
                Step::Repair(repair) => {
                    messages.extend(repair);
                    sent = 0;
                    continue;
                }
                Step::Failed(error) => error,
            };
            sent += 1;
            let wait = self.gateway.options.retry.wait(verdict(&error), true, sent, rand::random());
            tracing::debug!(provider = route.provider.name(), sent, error = error.name(), "call failed");
            self.failure = Some(failure(error));
            match wait {
                Some(wait) if wait < self.clock.remaining() => tokio::time::sleep(wait).await,
                _ => return None,
            }
        }
    }

    fn prompt(&self, route: &Route, messages: &[Message]) -> Prompt {
        Prompt {
            model: route.model.clone(),
            system: self.request.system.clone(),
            messages: messages.to_vec(),
            schema: self.request.schema.clone(),
            output_tokens_max: self.request.output_tokens_max,
            temperature: self.request.temperature,
        }
    }

    /// One call between its reservation and its booking.
    async fn attempt(&mut self, route: &Route, prompt: &Prompt, permit: Permit) -> Step {
        let limit = self.gateway.options.attempt_timeout.min(self.clock.remaining());
        if let Err(outcome) = self.reserve(route, prompt, limit).await {
            return Step::End(outcome);
        }
        self.attempts += 1;
        let answer = tokio::time::timeout(limit, route.provider.complete(prompt)).await;
        let answer = answer.unwrap_or(Err(ProviderError::Timeout));
        match &answer {
            Err(error) if error.is_illness() => permit.failed(),
            _ => permit.succeeded(),
        }
        match answer {
            Err(error) => {
                self.book_failure(&error).await;
                Step::Failed(error)
            }
            Ok(completion) => self.judge(route, completion).await,
        }
    }

    async fn reserve(&mut self, route: &Route, prompt: &Prompt, limit: Duration) -> Result<(), Outcome> {
        let now = self.clock.now();
        let price = self.gateway.prices.find(&route.model, now.to_zoned(TimeZone::UTC).date());
        let tokens_in = prompt.estimate_tokens_in();
        let call = Call { id: (self.gateway.new_id)(), model: route.model.clone(), price, tokens_in };
        let reservation = Reservation {
            tenant_id: self.context.tenant_id,
            id: call.id,
            work_id: self.context.work_id,
            purpose: self.request.purpose.clone(),
            provider: route.provider.name().to_owned(),
            model: route.model.clone(),
            price,
            micros: price.cost_micros(tokens_in, prompt.output_tokens_max.into()),
            now,
            expires_in: limit + BOOKING_GRACE,
        };
        match self.gateway.ledger.reserve(&reservation).await {
            Ok(()) => {
                self.under_way = Some(call);
                Ok(())
            }
            Err(LedgerError::OverBudget { remaining_micros, needed_micros }) => {
                Err(Outcome::OverBudget { remaining_micros, needed_micros })
            }
            Err(LedgerError::Db(error)) => {
                Err(Outcome::Unavailable { reason: format!("the ledger: {error}"), retry_after: None })
            }
        }
    }

    async fn judge(&mut self, route: &Route, completion: Completion) -> Step {
        let read = match (&completion.finish, &self.request.schema) {
            (Finish::Stop, Some(schema)) => schema.read(&completion.text),
            _ => Ok(Value::String(completion.text.clone())),
        };
        let name = match (&completion.finish, &read) {
            (Finish::Refused(_), _) => "refused",
            (Finish::Length, _) => "truncated",
            (Finish::Stop, Err(_)) => "invalid",
            (Finish::Stop, Ok(_)) => "ok",
        };
        self.book_answer(name, &completion).await;
        match (completion.finish, read) {
            (Finish::Refused(reason), _) => Step::End(Outcome::Refused { reason }),
            (Finish::Length, _) => {
                Step::End(Outcome::Truncated { output_tokens_max: self.request.output_tokens_max })
            }
            (Finish::Stop, Ok(value)) => Step::End(Outcome::Ok(Generated {
                value,
                model: completion.model,
                provider: route.provider.name().to_owned(),
                usage: self.usage,
                attempts: self.attempts,
            })),
            (Finish::Stop, Err(problems)) if self.is_repaired => Step::End(Outcome::Invalid { problems }),
            (Finish::Stop, Err(problems)) => {
                self.is_repaired = true;
                // An empty turn is refused by vendors, and says nothing.
                let said = if completion.text.trim().is_empty() { "(nothing)" } else { &completion.text };
                Step::Repair(vec![Message::assistant(said), Message::user(repair_text(&problems))])
            }
        }
    }

    async fn book_answer(&mut self, outcome: &'static str, completion: &Completion) {
        let Some(call) = self.under_way.clone() else { return };
        let estimate =
            TokenCount { tokens_in: call.tokens_in, tokens_out: estimate_tokens(completion.text.len()) };
        let counted = completion.tokens.unwrap_or(estimate);
        self.settle(&call, outcome, counted, completion.tokens.is_none(), &completion.model).await;
    }

    async fn book_failure(&mut self, error: &ProviderError) {
        let Some(call) = self.under_way.clone() else { return };
        if error.may_cost() {
            let tokens = TokenCount { tokens_in: call.tokens_in, tokens_out: 0 };
            return self.settle(&call, error.name(), tokens, true, &call.model).await;
        }
        let booked =
            self.gateway.ledger.void(self.context.tenant_id, call.id, error.name(), self.clock.now()).await;
        self.under_way = None;
        if let Err(error) = booked {
            tracing::warn!(call_id = %call.id, %error, "a reservation stays until it expires");
        }
    }

    async fn settle(
        &mut self,
        call: &Call,
        outcome: &'static str,
        tokens: TokenCount,
        estimated: bool,
        model: &str,
    ) {
        let cost_micros = call.price.cost_micros(tokens.tokens_in, tokens.tokens_out);
        let usage = Usage { tokens_in: tokens.tokens_in, tokens_out: tokens.tokens_out, cost_micros };
        let now = self.clock.now();
        let settlement = Settlement { outcome, model: model.to_owned(), usage, is_estimated: estimated, now };
        let booked = self.gateway.ledger.settle(self.context.tenant_id, call.id, &settlement).await;
        self.under_way = None;
        self.usage.add(usage);
        if let Err(error) = booked {
            tracing::error!(call_id = %call.id, cost_micros, %error, "the cost of a call was not booked");
        }
    }

    /// Ends the walk from outside. The call under way may be billed, so it is booked.
    pub(super) async fn abandon(&mut self, outcome: Outcome) -> Outcome {
        if let Some(call) = self.under_way.clone() {
            let tokens = TokenCount { tokens_in: call.tokens_in, tokens_out: 0 };
            self.settle(&call, "cancelled", tokens, true, &call.model).await;
        }
        outcome
    }
}

/// A model call may be repeated: it changes nothing but the bill, which is booked either way.
fn verdict(error: &ProviderError) -> Verdict {
    match error {
        ProviderError::RateLimited { retry_after } => Verdict::Unprocessed(*retry_after),
        ProviderError::Server { retry_after: Some(wait), .. } => Verdict::Unprocessed(Some(*wait)),
        ProviderError::Server { .. } | ProviderError::Broken(_) => Verdict::Uncertain,
        ProviderError::Connect(_) => Verdict::Unprocessed(None),
        // Who did not answer in a minute and a half is not asked twice; the next route may be faster.
        ProviderError::Timeout | ProviderError::Rejected(_) => Verdict::Final,
    }
}

fn failure(error: ProviderError) -> Outcome {
    match error {
        ProviderError::RateLimited { retry_after } => Outcome::RateLimited { retry_after },
        ProviderError::Timeout => Outcome::Timeout,
        ProviderError::Server { retry_after, .. } => {
            Outcome::Unavailable { reason: error.to_string(), retry_after }
        }
        other => Outcome::Unavailable { reason: other.to_string(), retry_after: None },
    }
}
