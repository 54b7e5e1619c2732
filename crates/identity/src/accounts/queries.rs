//! Statements on `accounts`.

use db::{Query, params};
use jiff::Timestamp;
use uuid::Uuid;

db::statements! {
    pub(crate) ENSURE = "
        insert into accounts (tenant_id, id, kind, name, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $5)
        on conflict (tenant_id, id) do nothing";
}

pub(crate) fn ensure(tenant_id: Uuid, id: Uuid, kind: &str, name: &str, now: Timestamp) -> Query<u64> {
    Query::execute(&ENSURE, params![tenant_id, id, kind.to_owned(), name.to_owned(), now])
}
