//! `/campaigns/{id}/generate` and `/batches`

use axum::extract::State;
use axum::response::Response;
use garde::Validate;
use platform::{Actor, App, Error, Page, PageQuery, Paging, PathId, Permission, Result, ValidQuery};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Batch, BatchCreate, BatchId, operations, queries};
use crate::campaigns::CampaignId;
use crate::optional::Optional;
use crate::scope;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(generate_ideas))
        .routes(routes!(list_batches))
        .routes(routes!(get_batch))
        .routes(routes!(cancel_batch))
}

/// Orders ideas from a campaign's brief. They are generated in the background: follow the batch.
#[utoipa::path(post, path = "/campaigns/{id}/generate", operation_id = "generate_ideas", tag = "generation",
    params(("id" = CampaignId, Path)),
    request_body = Option<BatchCreate>,
    responses((status = 202, description = "The batch; `Location` names it.", body = Batch),
              (status = 409, description = "`campaign_is_over`, or `brief_incomplete`: no channel.")))]
async fn generate_ideas(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<CampaignId>,
    Optional(new): Optional<BatchCreate>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::IdeaGenerate).await?;
    let batch = operations::order(&mut tx, id, new).await?;
    tx.accepted(batch).await
}

#[derive(Debug, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
struct BatchQuery {
    #[garde(skip)]
    campaign_id: Option<CampaignId>,
}

/// The batches, the newest first.
#[utoipa::path(get, path = "/batches", operation_id = "list_batches", tag = "generation",
    params(PageQuery, BatchQuery),
    responses((status = 200, description = "One page of batches.", body = Page<Batch>)))]
async fn list_batches(
    State(app): State<App>,
    actor: Actor,
    paging: Paging,
    ValidQuery(query): ValidQuery<BatchQuery>,
) -> Result<Response> {
    require_agency(&actor)?;
    let bound = format!("{:?}", query.campaign_id);
    let before = paging.after(&actor, "batches", &bound)?;
    let found = queries::list(scope::internal_reach(&actor), query.campaign_id, before, paging.rows());
    let batches = app.read(&actor, Permission::IdeaRead, found).await?;
    platform::ok(Page::new(&actor, &paging, ("batches", &bound), batches, |batch: &Batch| batch.id.uuid())?)
}

/// One batch with its progress.
#[utoipa::path(get, path = "/batches/{id}", operation_id = "get_batch", tag = "generation",
    params(("id" = BatchId, Path)),
    responses((status = 200, description = "The batch.", body = Batch)))]
async fn get_batch(State(app): State<App>, actor: Actor, PathId(id): PathId<BatchId>) -> Result<Response> {
    require_agency(&actor)?;
    let find = queries::find(scope::internal_reach(&actor), id);
    let batch = app.read(&actor, Permission::IdeaRead, find).await?;
    platform::ok(batch.ok_or(Error::NotFound)?)
}

/// Stops a batch that is not over.
#[utoipa::path(post, path = "/batches/{id}/cancel", operation_id = "cancel_batch", tag = "generation",
    params(("id" = BatchId, Path)),
    responses((status = 200, description = "The cancelled batch.", body = Batch),
              (status = 409, description = "`illegal_transition`: the batch is over.")))]
async fn cancel_batch(State(app): State<App>, actor: Actor, PathId(id): PathId<BatchId>) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::IdeaGenerate).await?;
    let batch = operations::cancel(&mut tx, id).await?;
    tx.ok(batch).await
}

/// Drafts are the agency's: the client's side sees what was sent.
fn require_agency(actor: &Actor) -> Result<()> {
    if actor.is_client_side() {
        return Err(Error::forbidden("Batches are for the agency's people."));
    }
    Ok(())
}
