//! `/members`

use axum::extract::State;
use axum::response::Response;
use platform::{Actor, App, Page, Paging, Permission, Result};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::model::Member;
use super::queries;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_members))
}

/// The people of the tenant, by name.
#[utoipa::path(get, path = "/members", operation_id = "list_members", tag = "members",
    params(platform::PageQuery),
    responses((status = 200, description = "One page of members.", body = Page<Member>)))]
async fn list_members(State(app): State<App>, actor: Actor, paging: Paging) -> Result<Response> {
    let after = paging.after::<(String, Uuid)>(&actor, "members", "")?;
    let members = app
        .read(
            &actor,
            Permission::MemberRead,
            queries::list(actor.reach(Permission::MemberRead), after, paging.rows()),
        )
        .await?;
    let key = |member: &Member| (member.name.clone(), member.id.uuid());
    platform::ok(Page::new(&actor, &paging, ("members", ""), members, key)?)
}
