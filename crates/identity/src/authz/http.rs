//! `/permissions`, `/authz/explain`, `/user-permissions`

use axum::extract::State;
use axum::response::Response;
use garde::Validate;
use platform::{Actor, App, Page, PageQuery, Paging, Permission, Result, ValidQuery};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::explain::{self, Question};
use super::model::{Explanation, PermissionEntry, UserPermissions};
use super::queries;
use crate::MemberId;
use crate::grants::OfMember;
use crate::roles;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_permissions))
        .routes(routes!(explain_permission))
        .routes(routes!(list_user_permissions))
}

/// Every permission that there is, with what it allows.
#[utoipa::path(get, path = "/permissions", operation_id = "list_permissions", tag = "roles",
    responses((status = 200, description = "All of them.", body = Page<PermissionEntry>)))]
async fn list_permissions(_: Actor) -> Result<Response> {
    platform::ok(Page::whole(Permission::ALL.iter().copied().map(PermissionEntry::of).collect()))
}

#[derive(Debug, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
struct ExplainQuery {
    /// `campaign.create`, or `idea.create:linkedin` for one channel.
    #[garde(length(chars, min = 1, max = 80), custom(platform::text::optional_line))]
    #[param(required = true, min_length = 1, max_length = 80, example = "campaign.create")]
    permission: Option<String>,
    /// The id of an account, client, campaign, idea, member or profile; absent for the whole tenant.
    #[garde(pattern("^[a-z]{2,12}_[0-7][0-9a-hjkmnp-tv-z]{25}$"))]
    #[param(pattern = "^[a-z]{2,12}_[0-7][0-9a-hjkmnp-tv-z]{25}$")]
    target: Option<String>,
    /// A member; absent for oneself.
    #[garde(skip)]
    #[param(value_type = Option<String>, pattern = "^mem_[0-7][0-9a-hjkmnp-tv-z]{25}$")]
    person: Option<MemberId>,
}

/// Whether somebody may do something, and which rule says so.
#[utoipa::path(get, path = "/authz/explain", operation_id = "explain_permission", tag = "roles",
    params(ExplainQuery),
    responses((status = 200, description = "The decision and what was considered.", body = Explanation)))]
async fn explain_permission(
    State(app): State<App>,
    actor: Actor,
    ValidQuery(asked): ValidQuery<ExplainQuery>,
) -> Result<Response> {
    actor.require(Permission::RoleRead)?;
    let named = asked.permission.as_deref().unwrap_or_default();
    let held = roles::parse_one("query/permission", named)?;
    let question = Question { held, target: asked.target, person: asked.person };
    platform::ok(explain::explain(&app, &actor, question).await?)
}

/// What each person may do, and where: roles, further roles and overrides put together.
#[utoipa::path(get, path = "/user-permissions", operation_id = "list_user_permissions", tag = "roles",
    params(PageQuery, OfMember),
    responses((status = 200, description = "One page of people, by name.", body = Page<UserPermissions>)))]
async fn list_user_permissions(
    State(app): State<App>,
    actor: Actor,
    paging: Paging,
    ValidQuery(of): ValidQuery<OfMember>,
) -> Result<Response> {
    let bound = of.bound();
    let after = paging.after::<(String, Uuid)>(&actor, "user_permissions", &bound)?;
    let reach = actor.reach(Permission::MemberRead);
    let found = queries::list_holders(reach, of.member_id, after, paging.rows());
    let holders = app.read(&actor, Permission::RoleRead, found).await?;
    let now = app.clock().now();
    let items = holders.iter().map(|holder| UserPermissions::of(holder, now)).collect();
    let key = |one: &UserPermissions| (one.name.clone(), one.member_id.uuid());
    platform::ok(Page::new(&actor, &paging, ("user_permissions", &bound), items, key)?)
}
