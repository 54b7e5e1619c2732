//! The probe, a function of the schema that runs with the caller's rights.

use db::{Query, params};

use super::IsolationCheck;

db::statements! {
    pub(crate) PROBE = "
        select table_name, visible_rows_of_other_tenants, is_writable
        from probe_isolation() order by table_name";
}

pub(super) fn probe() -> Query<Vec<IsolationCheck>> {
    Query::many(&PROBE, params![])
}
