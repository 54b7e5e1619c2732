//! `/clients`

use axum::extract::State;
use axum::response::Response;
use garde::Validate;
use platform::{
    Actor, App, Error, IfMatch, Page, PageQuery, Paging, PathId, Permission, Result, Valid, ValidQuery,
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Client, ClientCreate, ClientId, ClientUpdate, operations, queries};
use crate::answers::derived;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_clients, create_client))
        .routes(routes!(get_client, update_client))
}

#[derive(Debug, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
struct ClientQuery {
    /// Part of the name.
    #[garde(length(chars, max = 100), custom(platform::text::optional_line))]
    #[param(max_length = 100)]
    q: Option<String>,
}

/// The clients by name.
#[utoipa::path(get, path = "/clients", operation_id = "list_clients", tag = "clients",
    params(PageQuery, ClientQuery),
    responses((status = 200, description = "One page of clients.", body = Page<Client>)))]
async fn list_clients(
    State(app): State<App>,
    actor: Actor,
    paging: Paging,
    ValidQuery(query): ValidQuery<ClientQuery>,
) -> Result<Response> {
    let search = query.q.as_deref().filter(|search| !search.is_empty());
    let bound = search.unwrap_or_default();
    let after = paging.after(&actor, "clients", bound)?;
    let found = queries::list(&actor, search, after, paging.rows());
    let clients = app.read(&actor, Permission::ClientRead, found).await?;
    let key = |client: &Client| (client.name_key.clone(), client.id.uuid());
    platform::ok(Page::new(&actor, &paging, ("clients", bound), clients, key)?)
}

/// Makes a client.
#[utoipa::path(post, path = "/clients", operation_id = "create_client", tag = "clients",
    request_body = ClientCreate,
    responses((status = 201, description = "The new client.", body = Client),
              (status = 409, description = "`client_name_taken`: another client has this name.")))]
async fn create_client(
    State(app): State<App>,
    actor: Actor,
    Valid(new): Valid<ClientCreate>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::ClientCreate).await?;
    let client = operations::create(&mut tx, new).await?;
    tx.created(client).await
}

/// One client.
#[utoipa::path(get, path = "/clients/{id}", operation_id = "get_client", tag = "clients",
    params(("id" = ClientId, Path)),
    responses((status = 200, description = "The client.", body = Client)))]
async fn get_client(State(app): State<App>, actor: Actor, PathId(id): PathId<ClientId>) -> Result<Response> {
    let found = app.read(&actor, Permission::ClientRead, queries::find(&actor, id)).await?;
    derived(found.ok_or(Error::NotFound)?)
}

/// Changes a client. What is absent stays; `null` removes what may be absent.
#[utoipa::path(patch, path = "/clients/{id}", operation_id = "update_client", tag = "clients",
    params(("id" = ClientId, Path), ("If-Match" = Option<String>, Header)),
    request_body = ClientUpdate,
    responses((status = 200, description = "The client after the change.", body = Client),
              (status = 409, description = "`client_name_taken`: another client has this name."),
              (status = 412, description = "The client has changed since the version in `If-Match`.")))]
async fn update_client(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<ClientId>,
    if_match: IfMatch,
    Valid(changes): Valid<ClientUpdate>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::ClientUpdate).await?;
    let client = operations::update(&mut tx, id, &if_match, changes).await?;
    tx.ok(client).await
}
