//! What the server says of itself, for `atelier doctor`.

use jiff::Timestamp;

use crate::DbError;
use crate::pool::{DbConfig, connect_owner};

/// Version, extensions, time.
#[derive(Clone, Debug)]
pub struct ServerFacts {
    pub version: String,
    /// 180004 is 18.4.
    pub version_number: i32,
    /// Installed, or ready to be installed.
    pub has_vector: bool,
    pub now: Timestamp,
}

const FACTS: &str = "select current_setting('server_version'), current_setting('server_version_num')::int, \
    exists (select from pg_available_extensions where name = 'vector'), clock_timestamp()";

pub async fn server_facts(config: &DbConfig) -> Result<ServerFacts, DbError> {
    let row = connect_owner(config).await?.query_one(FACTS, &[]).await?;
    Ok(ServerFacts {
        version: row.try_get(0)?,
        version_number: row.try_get(1)?,
        has_vector: row.try_get(2)?,
        now: row.try_get(3)?,
    })
}
