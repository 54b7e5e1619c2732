//! `/api/admin/users`

use axum::extract::State;
use axum::response::Response;
use platform::{
    Actor, App, Error, IfMatch, Page, PageQuery, Paging, PathId, Permission, Result, Valid, ValidQuery,
};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::{User, UserQuery, UserUpdate};
use super::{operations, queries};
use crate::invitations::InvitationCreate;
use crate::{Authenticator, MemberId};

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_users, create_user)).routes(routes!(
        get_user,
        update_user,
        remove_user
    ))
}

/// The people of the tenant and those who are invited.
#[utoipa::path(get, path = "/users", operation_id = "list_users", tag = "users", params(PageQuery, UserQuery),
    responses((status = 200, description = "One page of people.", body = Page<User>)))]
async fn list_users(
    State(app): State<App>,
    authenticator: Authenticator,
    actor: Actor,
    paging: Paging,
    ValidQuery(query): ValidQuery<UserQuery>,
) -> Result<Response> {
    let bound = format!("{query:?}");
    let after = paging.after(&actor, "users", &bound)?;
    let reach = actor.reach(Permission::MemberRead);
    let found = queries::list(reach, app.clock().now(), &query, after, paging.rows());
    let mut users = app.read(&actor, Permission::MemberRead, found).await?;
    operations::look_up_factors(&authenticator, &actor, &mut users).await?;
    let key = |user: &User| (user.sort_key.clone(), user.uuid);
    platform::ok(Page::new(&actor, &paging, ("users", &bound), users, key)?)
}

/// Invites somebody by mail: they are of the people from now on, and come in when they have accepted. An open
/// invitation for the same address ends.
#[utoipa::path(post, path = "/users", operation_id = "create_user", tag = "users",
    request_body = InvitationCreate,
    responses((status = 201, description = "The person, invited; their letter leaves.", body = User),
              (status = 409, description = "`member_already_exists`: one of the people has this address.")))]
async fn create_user(
    State(app): State<App>,
    actor: Actor,
    Valid(new): Valid<InvitationCreate>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::InvitationCreate).await?;
    let user = operations::create(&mut tx, new).await?;
    tx.created(user).await
}

/// One person.
#[utoipa::path(get, path = "/users/{id}", operation_id = "get_user", tag = "users",
    params(("id" = MemberId, Path)),
    responses((status = 200, description = "The person.", body = User)))]
async fn get_user(
    State(app): State<App>,
    authenticator: Authenticator,
    actor: Actor,
    PathId(id): PathId<MemberId>,
) -> Result<Response> {
    let found = queries::find(actor.reach(Permission::MemberRead), app.clock().now(), id.uuid());
    let mut user = app.read(&actor, Permission::MemberRead, found).await?.ok_or(Error::NotFound)?;
    operations::look_up_factors(&authenticator, &actor, std::slice::from_mut(&mut user)).await?;
    platform::ok(user)
}

/// Says everything of a person anew: name, role, account, whether they come in.
#[utoipa::path(put, path = "/users/{id}", operation_id = "update_user", tag = "users",
    params(("id" = MemberId, Path), ("If-Match" = Option<String>, Header)),
    request_body = UserUpdate,
    responses((status = 200, description = "The person after the change.", body = User),
              (status = 409, description = "`last_admin`: nobody could administer any more."),
              (status = 412, description = "The person has changed since the version in `If-Match`.")))]
async fn update_user(
    State(app): State<App>,
    authenticator: Authenticator,
    actor: Actor,
    PathId(id): PathId<MemberId>,
    if_match: IfMatch,
    Valid(changes): Valid<UserUpdate>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::MemberUpdate).await?;
    let mut user = operations::update(&mut tx, id, &if_match, changes).await?;
    operations::look_up_factors(&authenticator, &actor, std::slice::from_mut(&mut user)).await?;
    let answer = tx.ok(user).await;
    authenticator.forget_all();
    answer
}

/// Takes a person out of the tenant: they come in no more, and their sessions here end.
#[utoipa::path(delete, path = "/users/{id}", operation_id = "remove_user", tag = "users",
    params(("id" = MemberId, Path)),
    responses((status = 204, description = "Removed."),
              (status = 409, description = "`last_admin` or `oneself`.")))]
async fn remove_user(
    State(app): State<App>,
    authenticator: Authenticator,
    actor: Actor,
    PathId(id): PathId<MemberId>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::MemberRemove).await?;
    operations::remove(&mut tx, id).await?;
    let answer = tx.no_content().await;
    authenticator.forget_all();
    answer
}
