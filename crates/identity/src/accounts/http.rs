//! `/accounts`

use axum::extract::State;
use axum::response::Response;
use garde::Validate;
use platform::{
    Actor, App, Error, IfMatch, Page, PageQuery, Paging, PathId, Permission, Result, Target, Valid,
    ValidQuery,
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::AccountKind;
use super::model::{Account, AccountCreate, AccountUpdate};
use super::queries::Filter;
use super::{operations, queries};
use crate::ids::AccountId;
use crate::members::Member;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_accounts, create_account))
        .routes(routes!(get_account, update_account, archive_account))
        .routes(routes!(list_account_members))
}

#[derive(Debug, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
struct AccountQuery {
    #[garde(skip)]
    kind: Option<AccountKind>,
    /// Part of the name.
    #[garde(length(chars, max = 100), custom(platform::text::optional_line))]
    #[param(max_length = 100)]
    q: Option<String>,
    /// Archived ones too.
    #[garde(skip)]
    archived: Option<bool>,
}

impl AccountQuery {
    fn filter(self) -> Filter {
        let search = self.q.filter(|search| !search.is_empty());
        Filter { kind: self.kind, search, with_archived: self.archived.unwrap_or(false) }
    }
}

/// The accounts that the caller sees, by name.
#[utoipa::path(get, path = "/accounts", operation_id = "list_accounts", tag = "accounts",
    params(PageQuery, AccountQuery),
    responses((status = 200, description = "One page of accounts.", body = Page<Account>)))]
async fn list_accounts(
    State(app): State<App>,
    actor: Actor,
    paging: Paging,
    ValidQuery(query): ValidQuery<AccountQuery>,
) -> Result<Response> {
    let filter = query.filter();
    let bound = format!("{filter:?}");
    let after = paging.after(&actor, "accounts", &bound)?;
    let found = queries::list(actor.reach(Permission::AccountRead), filter, after, paging.rows());
    let accounts = app.read(&actor, Permission::AccountRead, found).await?;
    let key = |account: &Account| (account.name_key.clone(), account.id.uuid());
    platform::ok(Page::new(&actor, &paging, ("accounts", &bound), accounts, key)?)
}

/// Makes an account.
#[utoipa::path(post, path = "/accounts", operation_id = "create_account", tag = "accounts",
    request_body = AccountCreate,
    responses((status = 201, description = "The new account.", body = Account)))]
async fn create_account(
    State(app): State<App>,
    actor: Actor,
    Valid(new): Valid<AccountCreate>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::AccountCreate).await?;
    let account = operations::create(&mut tx, new).await?;
    tx.created(account).await
}

/// One account.
#[utoipa::path(get, path = "/accounts/{id}", operation_id = "get_account", tag = "accounts",
    params(("id" = AccountId, Path)),
    responses((status = 200, description = "The account.", body = Account)))]
async fn get_account(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<AccountId>,
) -> Result<Response> {
    let find = queries::find(actor.reach(Permission::AccountRead), id);
    let found = app.read(&actor, Permission::AccountRead, find).await?;
    platform::ok(found.ok_or(Error::NotFound)?)
}

/// Renames an account or moves it under another.
#[utoipa::path(patch, path = "/accounts/{id}", operation_id = "update_account", tag = "accounts",
    params(("id" = AccountId, Path), ("If-Match" = Option<String>, Header)),
    request_body = AccountUpdate,
    responses((status = 200, description = "The account after the change.", body = Account),
              (status = 409, description = "`account_of_client`: it is named as its client is."),
              (status = 412, description = "The account has changed since the version in `If-Match`.")))]
async fn update_account(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<AccountId>,
    if_match: IfMatch,
    Valid(changes): Valid<AccountUpdate>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::AccountUpdate).await?;
    let account = operations::update(&mut tx, id, &if_match, changes).await?;
    tx.ok(account).await
}

/// Archives an account: it leaves the lists, and what belongs to it stays.
#[utoipa::path(delete, path = "/accounts/{id}", operation_id = "archive_account", tag = "accounts",
    params(("id" = AccountId, Path)),
    responses((status = 204, description = "Archived."),
              (status = 409, description = "`account_of_client`: a client's page has it.")))]
async fn archive_account(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<AccountId>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::AccountUpdate).await?;
    operations::archive(&mut tx, id).await?;
    tx.no_content().await
}

/// The people who are confined to an account, by name.
#[utoipa::path(get, path = "/accounts/{id}/members", operation_id = "list_account_members", tag = "accounts",
    params(("id" = AccountId, Path), PageQuery),
    responses((status = 200, description = "One page of members.", body = Page<Member>)))]
async fn list_account_members(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<AccountId>,
    paging: Paging,
) -> Result<Response> {
    let bound = id.to_string();
    let after = paging.after::<(String, Uuid)>(&actor, "account_members", &bound)?;
    let find = queries::find(actor.reach(Permission::AccountRead), id);
    app.read(&actor, Permission::AccountRead, find).await?.ok_or(Error::NotFound)?;
    actor.require_in(Permission::MemberRead, &Target::account(id.uuid()))?;
    let found = queries::list_members(id, after, paging.rows());
    let members = app.read(&actor, Permission::MemberRead, found).await?;
    let key = |member: &Member| (member.name.clone(), member.id.uuid());
    platform::ok(Page::new(&actor, &paging, ("account_members", &bound), members, key)?)
}
