//! The smallest statement there is.

use db::{Query, params};

db::statements! {
    pub(crate) PING = "select 1";
}

pub(crate) fn ping() -> Query<i32> {
    Query::one(&PING, params![])
}
