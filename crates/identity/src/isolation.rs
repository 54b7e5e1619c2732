//! The proof of the tenant wall, for the caller: every table that belongs to tenants is probed as the role
//! that serves requests, in the caller's tenant, for rows of another tenant and for a way to write one.

pub(crate) mod queries;

use axum::extract::State;
use axum::response::Response;
use db::{DbError, FromRow, Row};
use platform::{Actor, ActorKind, App, Error, Result, Versioned};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::sign_in::EVERYBODY;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(test_isolation))
}

#[derive(Debug, Serialize, ToSchema)]
struct IsolationReport {
    /// Every table passed.
    isolated: bool,
    checks: Vec<IsolationCheck>,
    tables_checked: usize,
}

#[derive(Debug, Serialize, ToSchema)]
struct IsolationCheck {
    #[schema(example = "campaigns")]
    table: String,
    /// 0, or 1 for at least one: the probe stops at the first.
    #[schema(minimum = 0, maximum = 1, example = 0)]
    visible_rows_of_other_tenants: i64,
    /// A row of another tenant could be written. It was not kept.
    writable: bool,
}

impl Versioned for IsolationReport {}

impl FromRow for IsolationCheck {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            table: row.get("table_name")?,
            visible_rows_of_other_tenants: row.get("visible_rows_of_other_tenants")?,
            writable: row.get("is_writable")?,
        })
    }
}

impl From<Vec<IsolationCheck>> for IsolationReport {
    fn from(checks: Vec<IsolationCheck>) -> Self {
        let is_clean = |check: &IsolationCheck| check.visible_rows_of_other_tenants == 0 && !check.writable;
        // Nothing checked proves nothing.
        let isolated = !checks.is_empty() && checks.iter().all(is_clean);
        Self { isolated, tables_checked: checks.len(), checks }
    }
}

/// For members: what it takes is the database's time, and a link is in many hands.
async fn probe(app: &App, actor: &Actor) -> Result<IsolationReport> {
    if !matches!(actor.kind, ActorKind::Member { .. } | ActorKind::Issued { .. }) {
        return Err(Error::forbidden("A link opens one campaign. Sign in to test the wall between tenants."));
    }
    let mut tx = app.begin(actor, EVERYBODY).await?;
    let report = IsolationReport::from(tx.run(queries::probe()).await?);
    // Whatever a probe managed to write goes with the transaction.
    drop(tx);
    Ok(report)
}

/// Probes every table for rows of other tenants, as the member who asks, and reports what was found.
#[utoipa::path(post, path = "/test-isolation", operation_id = "test_isolation", tag = "auth",
    responses((status = 200, description = "What was found, table by table.", body = IsolationReport)))]
async fn test_isolation(State(app): State<App>, actor: Actor) -> Result<Response> {
    platform::ok(probe(&app, &actor).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rows: i64, writable: bool) -> IsolationCheck {
        IsolationCheck { table: "clients".to_owned(), visible_rows_of_other_tenants: rows, writable }
    }

    #[test]
    fn one_hole_is_enough_to_fail() {
        assert!(IsolationReport::from(vec![check(0, false), check(0, false)]).isolated);
        assert!(!IsolationReport::from(vec![check(0, false), check(1, false)]).isolated);
        assert!(!IsolationReport::from(vec![check(0, true)]).isolated);
        assert!(!IsolationReport::from(vec![]).isolated);
    }
}
