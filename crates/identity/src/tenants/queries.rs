//! Statements on `tenants`.

use db::{Query, params};
use uuid::Uuid;

use super::{Tenant, TenantKind};

db::statements! {
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
