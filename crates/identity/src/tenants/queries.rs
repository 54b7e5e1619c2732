//! Statements on `tenants`.

use db::{Query, params};
use jiff::Timestamp;
use serde_json::json;
use uuid::Uuid;

use super::detail::{Locale, TenantCreate, TenantDetail};
use super::{Tenant, TenantKind};
use crate::TenantId;

/// The columns of [`TenantDetail`] around a statement on `tenants`.
macro_rules! detail {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " id, slug, name, kind, locale, time_zone, settings, row_version, created_at ",
            $after
        )
    };
}

db::statements! {
    pub(crate) FIND_DETAIL = detail!("select", "from tenants where id = $1");

    pub(crate) FIND_FOR_UPDATE = detail!("select", "from tenants where id = $1 for no key update");

    // An installation has as many tenants as people can look after: looking at each is cheap.
    pub(crate) LIST = detail!("select", "from tenants
        where slug > $1 and ($2::text is null or strpos(lower(name) || ' ' || slug, lower($2)) > 0)
        order by slug limit $3");

    pub(crate) INSERT = detail!("
        insert into tenants (id, slug, name, kind, locale, time_zone, created_at)
        values ($1, $2, $3, $4, $5, $6, $7)
        returning", "");

    pub(crate) UPDATE = detail!("
        update tenants set name = $2, locale = $3, time_zone = $4, settings = $5,
            row_version = row_version + 1
        where id = $1 returning", "");

    pub(crate) FIND = "select id, slug, name, kind, locale from tenants where id = $1";

    // The most recently used one first.
    pub(crate) LIST_OF_PERSON = "
        select t.id, t.slug, t.name, t.kind, t.locale
        from members m
        join tenants t on t.id = m.tenant_id
        where m.person_id = $1 and m.removed_at is null
        order by m.last_sign_in_at desc nulls last, t.created_at, t.slug
        limit 200";

    pub(crate) LIST_ALL = "
        select t.id, t.slug, t.name, t.kind, t.locale
        from tenants t
        left join (select tenant_id, max(created_at) as used_at from sessions where person_id = $1
                   group by tenant_id) used on used.tenant_id = t.id
        order by used.used_at desc nulls last, t.created_at, t.slug
        limit 200";

    pub(crate) ENSURE = "
        insert into tenants (id, slug, name, kind, locale, time_zone) values ($1, $2, $3, $4, $5, $6)
        on conflict (slug) do nothing";

    pub(crate) FIND_BY_SLUG = "select id from tenants where slug = $1";
    pub(crate) LIST_SLUGS = "select slug from tenants order by slug";
}

pub(super) fn find_detail(id: TenantId) -> Query<Option<TenantDetail>> {
    Query::optional(&FIND_DETAIL, params![id])
}

/// The tenant, its row locked until the transaction ends.
pub(super) fn find_for_update(id: TenantId) -> Query<Option<TenantDetail>> {
    Query::optional(&FIND_FOR_UPDATE, params![id])
}

/// A page of all tenants, by slug; for the system.
pub(super) fn list(search: Option<String>, after: Option<String>, rows: i64) -> Query<Vec<TenantDetail>> {
    Query::many(&LIST, params![after.unwrap_or_default(), search, rows])
}

pub(super) fn insert(id: TenantId, now: Timestamp, new: TenantCreate) -> Query<TenantDetail> {
    let TenantCreate { slug, name, kind, locale, time_zone } = new;
    let (locale, time_zone) = (locale.unwrap_or(Locale::En), time_zone.unwrap_or_else(|| "UTC".to_owned()));
    let name = name.trim().to_owned();
    Query::one(&INSERT, params![id, slug, name, kind.name(), locale.name(), time_zone, now])
}

pub(super) fn update(tenant: &TenantDetail) -> Query<TenantDetail> {
    let TenantDetail { id, name, locale, time_zone, settings, .. } = tenant.clone();
    Query::one(&UPDATE, params![id, name, locale, time_zone, json!(settings)])
}

pub(crate) fn find(id: Uuid) -> Query<Option<Tenant>> {
    Query::optional(&FIND, params![id])
}

pub(crate) fn list_of_person(person_id: Uuid) -> Query<Vec<Tenant>> {
    Query::many(&LIST_OF_PERSON, params![person_id])
}

/// For the platform's own people, who may enter every tenant.
pub(crate) fn list_all(person_id: Uuid) -> Query<Vec<Tenant>> {
    Query::many(&LIST_ALL, params![person_id])
}

pub(crate) struct TenantRow {
    pub(crate) id: Uuid,
    pub(crate) slug: String,
    pub(crate) name: String,
    pub(crate) kind: TenantKind,
    pub(crate) locale: String,
    pub(crate) time_zone: String,
}

pub(crate) fn ensure(row: TenantRow) -> Query<u64> {
    let TenantRow { id, slug, name, kind, locale, time_zone } = row;
    Query::execute(&ENSURE, params![id, slug, name, kind.name(), locale, time_zone])
}

pub(crate) fn find_by_slug(slug: &str) -> Query<Option<Uuid>> {
    Query::optional(&FIND_BY_SLUG, params![slug.to_owned()])
}

pub(crate) fn list_slugs() -> Query<Vec<String>> {
    Query::many(&LIST_SLUGS, params![])
}
