//! Reading `versions`. They are written by `platform::versions`.

use db::{Query, params};
use uuid::Uuid;

use super::model::{RequestId, VersionId, VersionRow};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select v.id, v.kind, v.entity_id, v.entity_name, v.number, v.action, v.at, v.actor_name,
                    v.request_id, v.source_id, v.fields, v.schema_version, v.snapshot,
                    b.id as before_id, b.schema_version as before_schema_version, b.snapshot as before
             from versions v
             left join versions b on b.tenant_id = v.tenant_id and b.kind = v.kind
                 and b.entity_id = v.entity_id and b.number = v.number - 1 ",
            $rest
        )
    };
}

db::statements! {
    pub(crate) LIST = select!("
        where v.kind = $1 and v.entity_id = $2 and v.number < $3 order by v.number desc limit $4");
    pub(crate) FIND = select!("where v.id = $1");
    pub(crate) LIST_OF_REQUEST = select!("where v.request_id = $1 order by v.id desc limit $2");
}

/// The newest first, from below `before`.
pub(super) fn list(kind: &str, entity_id: Uuid, before: Option<i32>, rows: i64) -> Query<Vec<VersionRow>> {
    Query::many(&LIST, params![kind.to_owned(), entity_id, before.unwrap_or(i32::MAX), rows])
}

pub(super) fn find(id: VersionId) -> Query<Option<VersionRow>> {
    Query::optional(&FIND, params![id])
}

/// What a request wrote, the newest first.
pub(super) fn list_of_request(id: RequestId, rows: i64) -> Query<Vec<VersionRow>> {
    Query::many(&LIST_OF_REQUEST, params![id.to_string(), rows])
}
