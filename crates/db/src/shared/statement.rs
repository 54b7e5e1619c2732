//! A statement as one server session knows it, and the messages by which it is asked.

use std::sync::Arc;

use bytes::BytesMut;
use postgres_protocol::message::frontend;
use tokio_postgres::types::Type;
use uuid::Uuid;

use crate::query::{Param, Sql};
use crate::row::Column;

/// The session's name for the statement that sets the tenant.
const SET_TENANT: &str = "tenant";
const BINARY: i16 = 1;

#[derive(Debug)]
pub(super) struct Statement {
    pub(super) name: String,
    pub(super) params: Vec<Type>,
    pub(super) columns: Arc<[Column]>,
}

/// What asks the server to learn a statement.
pub(super) fn learn(name: &str, sql: &Sql) -> Option<BytesMut> {
    let mut bytes = BytesMut::new();
    frontend::parse(name, sql.text(), [], &mut bytes).ok()?;
    frontend::describe(b'S', name, &mut bytes).ok()?;
    frontend::sync(&mut bytes);
    Some(bytes)
}

/// As [`learn`], for the statement that every read begins with.
pub(super) fn learn_set_tenant() -> Option<BytesMut> {
    let mut bytes = BytesMut::new();
    let text = "select set_config('app.tenant_id', $1, true)";
    frontend::parse(SET_TENANT, text, [Type::TEXT.oid()], &mut bytes).ok()?;
    frontend::sync(&mut bytes);
    Some(bytes)
}

/// The tenant, the statement and one Sync. Nothing when a parameter does not fit.
pub(super) fn ask(tenant: Uuid, statement: &Statement, params: &[Param]) -> Option<BytesMut> {
    if params.len() != statement.params.len() {
        return None;
    }
    let mut bytes = BytesMut::with_capacity(512);
    let mut name = [0; uuid::fmt::Hyphenated::LENGTH];
    let name = &*tenant.hyphenated().encode_lower(&mut name);
    let text = |value: &str, buffer: &mut BytesMut| {
        buffer.extend_from_slice(value.as_bytes());
        Ok(postgres_protocol::IsNull::No)
    };
    frontend::bind("", SET_TENANT, [BINARY], [name], text, [BINARY], &mut bytes).ok()?;
    frontend::execute("", 0, &mut bytes).ok()?;
    let formats = params.iter().zip(&statement.params).map(|(param, kind)| param.encode_format(kind) as i16);
    let values = params.iter().zip(&statement.params);
    let value = |(param, kind): (&Param, &Type), buffer: &mut BytesMut| {
        Ok(match param.to_sql_checked(kind, buffer)? {
            tokio_postgres::types::IsNull::Yes => postgres_protocol::IsNull::Yes,
            tokio_postgres::types::IsNull::No => postgres_protocol::IsNull::No,
        })
    };
    frontend::bind("", &statement.name, formats, values, value, [BINARY], &mut bytes).ok()?;
    frontend::execute("", 0, &mut bytes).ok()?;
    frontend::sync(&mut bytes);
    Some(bytes)
}
