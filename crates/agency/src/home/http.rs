//! `/home`, `/usage`

use axum::extract::State;
use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use platform::{Actor, App, Permission, Result, Tx, incidents};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::queries::{self, Figures};
use super::{Home, HomeBudget, Usage};
use crate::generation;
use crate::ideas::queries::IdeaFilter;
use crate::ideas::scope::Scope;
use crate::ideas::{self, Idea, IdeaState};
use crate::scope;

const IDEAS_SHOWN: i64 = 8;
const BATCHES_SHOWN: i64 = 5;
const INCIDENTS_SHOWN: i64 = 20;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get_home)).routes(routes!(get_usage))
}

/// What waits for the one who asks, and how things stand.
#[utoipa::path(get, path = "/home", operation_id = "get_home", tag = "home",
    responses((status = 200, description = "The first page.", body = Home)))]
async fn get_home(State(app): State<App>, actor: Actor) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::CampaignRead).await?;
    tx.require(Permission::IdeaRead)?;
    let month = llm::queries::period_start(tx.now);
    let Figures { waiting_client, campaigns_active, ideas_approved } =
        tx.run(queries::figures(&actor, midnight(month)?)).await?;
    let home = Home {
        waiting_internal: in_state(&mut tx, IdeaState::InternalReview).await?,
        waiting_client,
        changes_requested: in_state(&mut tx, IdeaState::ChangesRequested).await?,
        recent_batches: recent_batches(&mut tx).await?,
        campaigns_active,
        ideas_approved_this_month: ideas_approved,
        budget: budget(&mut tx, month).await?,
    };
    platform::ok(home)
}

/// What language models have cost this month, and what went wrong lately.
#[utoipa::path(get, path = "/usage", operation_id = "get_usage", tag = "home",
    responses((status = 200, description = "The usage of this month.", body = Usage)))]
async fn get_usage(State(app): State<App>, actor: Actor) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::UsageRead).await?;
    platform::ok(usage(&mut tx).await?)
}

async fn usage(tx: &mut Tx) -> Result<Usage> {
    let (tenant_id, month) = (tx.actor.tenant_id, llm::queries::period_start(tx.now));
    let limit = tx.app().config().llm.monthly_budget_micros;
    let budget = tx.run(llm::queries::find_budget(tenant_id, month)).await?;
    let by_model = tx.run(llm::queries::list_usage_by_model(tenant_id, month)).await?;
    let incidents = tx.run(incidents::queries::list_recent(tenant_id, INCIDENTS_SHOWN)).await?;
    Ok(Usage {
        period_start: month,
        budget_micros: budget.map_or(limit, |budget| budget.limit_micros),
        spent_micros: budget.map_or(0, |budget| budget.spent_micros),
        reserved_micros: budget.map_or(0, |budget| budget.reserved_micros),
        calls: by_model.iter().map(|usage| usage.calls).sum(),
        tokens_in: by_model.iter().map(|usage| usage.tokens_in).sum(),
        tokens_out: by_model.iter().map(|usage| usage.tokens_out).sum(),
        by_model: by_model.into_iter().map(Into::into).collect(),
        incidents,
    })
}

fn midnight(day: Date) -> Result<Timestamp> {
    Ok(day.to_zoned(TimeZone::UTC).map_err(platform::Error::internal)?.timestamp())
}

async fn in_state(tx: &mut Tx, state: IdeaState) -> Result<Vec<Idea>> {
    let scope = Scope::of_tx(tx).await?;
    let filter = IdeaFilter { state: Some(state), ..IdeaFilter::default() };
    let found = tx.run(ideas::queries::list(&scope, filter, None, IDEAS_SHOWN)).await?;
    Ok(found.into_iter().map(|row| row.shown_to(&tx.actor)).collect())
}

async fn recent_batches(tx: &mut Tx) -> Result<Vec<generation::Batch>> {
    if tx.actor.is_client_side() {
        return Ok(Vec::new());
    }
    let reach = scope::internal_reach(&tx.actor);
    tx.run(generation::queries::list(reach, None, None, BATCHES_SHOWN)).await
}

async fn budget(tx: &mut Tx, month: Date) -> Result<Option<HomeBudget>> {
    if !tx.actor.may(Permission::UsageRead) {
        return Ok(None);
    }
    let found = tx.run(llm::queries::find_budget(tx.actor.tenant_id, month)).await?;
    let limit = tx.app().config().llm.monthly_budget_micros;
    Ok(Some(HomeBudget {
        spent_micros: found.map_or(0, |budget| budget.spent_micros),
        budget_micros: found.map_or(limit, |budget| budget.limit_micros),
    }))
}
