//! `/profiles`

use axum::extract::State;
use axum::response::Response;
use garde::Validate;
use http::Uri;
use platform::{
    Actor, App, Error, IfMatch, Page, PageQuery, Paging, PathId, Permission, Result, Valid, ValidQuery,
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::filter;
use super::model::{Profile, ProfileCreate, ProfileKind, ProfileUpdate};
use super::queries::Filter;
use super::{operations, queries};
use crate::ids::{AccountId, ProfileRef};

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_profiles, create_profile)).routes(routes!(
        get_profile,
        update_profile,
        delete_profile
    ))
}

#[derive(Debug, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
struct ProfileQuery {
    #[garde(skip)]
    kind: Option<ProfileKind>,
    #[garde(skip)]
    account_id: Option<AccountId>,
    /// Beginnings of words of the name or the attributes.
    #[garde(length(chars, max = 100), custom(platform::text::optional_line))]
    #[param(max_length = 100)]
    q: Option<String>,
}

impl ProfileQuery {
    fn filter(self, uri: &Uri) -> Result<Filter> {
        Ok(Filter {
            kind: self.kind,
            account_id: self.account_id.map(AccountId::uuid),
            search: self.q.as_deref().and_then(filter::terms),
            attributes: filter::parse_all(uri.query())?,
        })
    }
}

/// The profiles that the caller sees, by name.
#[utoipa::path(get, path = "/profiles", operation_id = "list_profiles", tag = "profiles",
    params(PageQuery, ProfileQuery,
        ("attribute" = Option<String>, Query, max_length = 200, example = "height_cm>=175",
         description = "What an attribute is, as `eyes=green` or `height_cm>=175`. May be repeated, up to 8 \
                        times: all of it has to hold.")),
    responses((status = 200, description = "One page of profiles.", body = Page<Profile>)))]
async fn list_profiles(
    State(app): State<App>,
    actor: Actor,
    paging: Paging,
    uri: Uri,
    ValidQuery(query): ValidQuery<ProfileQuery>,
) -> Result<Response> {
    let filter = query.filter(&uri)?;
    let bound = format!("{filter:?}");
    let after = paging.after(&actor, "profiles", &bound)?;
    let found = queries::search(&actor, &filter, after, paging.rows())?;
    let profiles = app.read(&actor, Permission::ProfileRead, found).await?;
    let key = |profile: &Profile| (profile.name_key.clone(), profile.id.uuid());
    platform::ok(Page::new(&actor, &paging, ("profiles", &bound), profiles, key)?)
}

/// Makes a profile in an account.
#[utoipa::path(post, path = "/profiles", operation_id = "create_profile", tag = "profiles",
    request_body = ProfileCreate,
    responses((status = 201, description = "The new profile.", body = Profile)))]
async fn create_profile(
    State(app): State<App>,
    actor: Actor,
    Valid(new): Valid<ProfileCreate>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::ProfileCreate).await?;
    let profile = operations::create(&mut tx, new).await?;
    tx.created(profile).await
}

/// One profile.
#[utoipa::path(get, path = "/profiles/{id}", operation_id = "get_profile", tag = "profiles",
    params(("id" = ProfileRef, Path)),
    responses((status = 200, description = "The profile.", body = Profile)))]
async fn get_profile(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<ProfileRef>,
) -> Result<Response> {
    let found = app.read(&actor, Permission::ProfileRead, queries::find(id)).await?;
    let is_seen = |profile: &Profile| actor.may_in(Permission::ProfileRead, &profile.target());
    platform::ok(found.filter(is_seen).ok_or(Error::NotFound)?)
}

/// Changes a profile. What is absent stays, also of the attributes; `null` removes one.
#[utoipa::path(patch, path = "/profiles/{id}", operation_id = "update_profile", tag = "profiles",
    params(("id" = ProfileRef, Path), ("If-Match" = Option<String>, Header)),
    request_body = ProfileUpdate,
    responses((status = 200, description = "The profile after the change.", body = Profile),
              (status = 412, description = "The profile has changed since the version in `If-Match`.")))]
async fn update_profile(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<ProfileRef>,
    if_match: IfMatch,
    Valid(changes): Valid<ProfileUpdate>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::ProfileUpdate).await?;
    let profile = operations::update(&mut tx, id, &if_match, changes).await?;
    tx.ok(profile).await
}

/// Removes a profile.
#[utoipa::path(delete, path = "/profiles/{id}", operation_id = "delete_profile", tag = "profiles",
    params(("id" = ProfileRef, Path)),
    responses((status = 204, description = "Removed.")))]
async fn delete_profile(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<ProfileRef>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::ProfileDelete).await?;
    operations::delete(&mut tx, id).await?;
    tx.no_content().await
}
