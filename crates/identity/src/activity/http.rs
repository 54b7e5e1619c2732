//! `/activity`

use axum::extract::State;
use axum::response::Response;
use garde::Validate;
use platform::{Actor, App, Page, Paging, Permission, Result, Target, ValidQuery};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::model::{Activity, reveal};
use super::queries::{self, Filter};
use crate::MemberId;
use crate::ids::{CampaignRef, ClientRef, IdeaRef};

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_activity))
}

#[derive(Debug, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
struct ActivityQuery {
    #[garde(skip)]
    #[param(value_type = Option<String>, pattern = "^cli_[0-7][0-9a-hjkmnp-tv-z]{25}$")]
    client_id: Option<ClientRef>,
    #[garde(skip)]
    #[param(value_type = Option<String>, pattern = "^cmp_[0-7][0-9a-hjkmnp-tv-z]{25}$")]
    campaign_id: Option<CampaignRef>,
    #[garde(skip)]
    #[param(value_type = Option<String>, pattern = "^idea_[0-7][0-9a-hjkmnp-tv-z]{25}$")]
    idea_id: Option<IdeaRef>,
    /// What this member did.
    #[garde(skip)]
    #[param(value_type = Option<String>, pattern = "^mem_[0-7][0-9a-hjkmnp-tv-z]{25}$")]
    actor_id: Option<MemberId>,
    /// Exactly this action, for example `idea.approved`.
    #[garde(length(max = 80), custom(platform::text::optional_line))]
    #[param(max_length = 80)]
    action: Option<String>,
}

impl ActivityQuery {
    /// What a cursor is bound to.
    fn bound(&self) -> String {
        format!("{self:?}")
    }

    /// Who sees some accounts only sees what concerns those, whatever they ask for.
    fn filter(self, actor: &Actor) -> Filter {
        let reach = actor.reach(Permission::ActivityRead);
        Filter {
            is_tenant_seen: actor.may_in(Permission::ActivityRead, &Target::tenant()),
            actor_id: self.actor_id.map(MemberId::uuid),
            action: self.action,
            client_id: self.client_id.map(ClientRef::uuid).or(reach.only_account()),
            campaign_id: self.campaign_id.map(CampaignRef::uuid),
            target_id: self.idea_id.map(IdeaRef::uuid),
            reach,
        }
    }
}

/// Who changed what, the newest first.
#[utoipa::path(get, path = "/activity", operation_id = "list_activity", tag = "activity",
    params(platform::PageQuery, ActivityQuery),
    responses((status = 200, description = "One page of the activity log.", body = Page<Activity>)))]
async fn list_activity(
    State(app): State<App>,
    actor: Actor,
    paging: Paging,
    ValidQuery(query): ValidQuery<ActivityQuery>,
) -> Result<Response> {
    let bound = query.bound();
    let filter = query.filter(&actor);
    let before = paging.after::<Uuid>(&actor, "activity", &bound)?;
    let found = queries::list(&filter, before, paging.rows());
    let rows = app.read(&actor, Permission::ActivityRead, found).await?;
    let activity = reveal(&app, actor.tenant_id, rows).await?;
    platform::ok(Page::new(&actor, &paging, ("activity", &bound), activity, |line| line.id.uuid())?)
}
