//! Sending statements so that their order on the wire is the order given.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;

use deadpool_postgres::Object;
use futures_util::TryStreamExt;
use futures_util::future::{MaybeDone, maybe_done};
use tokio_postgres::types::{ToSql, Type};

use crate::query::{Param, Rows, Sql};
use crate::{DbError, Row};

/// A statement that the server knows already. Only this module makes one, so nothing else can enter a
/// pipeline.
pub(crate) struct Prepared(tokio_postgres::Statement);

static SET_TENANT: Sql = Sql::new("db::SET_TENANT", "select set_config('app.tenant_id', $1, true)");

pub(crate) async fn prepare(client: &Object, sql: &Sql) -> Result<Prepared, DbError> {
    Ok(Prepared(client.prepare_cached(sql.text()).await?))
}

pub(crate) async fn prepare_set_tenant(client: &Object) -> Result<Prepared, DbError> {
    Ok(Prepared(client.prepare_typed_cached(SET_TENANT.text(), &[Type::TEXT]).await?))
}

/// Sends on the first poll; resolves when the whole answer is there.
pub(crate) async fn fetch(client: &Object, statement: &Prepared, params: &[Param]) -> Result<Rows, DbError> {
    let params = params.iter().map(|param| -> &(dyn ToSql + Sync) { param.as_ref() });
    let stream = client.query_raw(&statement.0, params).await?;
    let mut stream = pin!(stream);
    let mut rows = Vec::new();
    while let Some(row) = stream.try_next().await? {
        rows.push(Row::of_driver(row));
    }
    Ok(Rows { rows, affected: stream.rows_affected().unwrap_or(0) })
}

/// Sends on the first poll: `begin`, `commit` and their like, which answer nothing.
pub(crate) async fn control(client: &Object, command: &'static str) -> Result<Rows, DbError> {
    client.batch_execute(command).await?;
    Ok(Rows { rows: Vec::new(), affected: 0 })
}

pub(crate) type Step<'a> = Pin<Box<dyn Future<Output = Result<Rows, DbError>> + Send + 'a>>;

/// What becomes of the steps behind one that could not even be sent (a parameter that does not fit its type).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Behind {
    /// They are sent: the last one ends the transaction either way.
    Sent,
    /// They are not: the last one would commit a change that is not whole.
    Kept,
}

/// Polls all steps in the order given, so that their messages leave in that order and in one write, and
/// waits for every answer. (`join!` rotates its start and `join_all` reorders long lists.)
pub(crate) async fn in_order(steps: Vec<Step<'_>>, behind: Behind) -> Vec<Result<Rows, DbError>> {
    let mut steps: Vec<MaybeDone<Step<'_>>> = steps.into_iter().map(maybe_done).collect();
    let mut is_first_poll = true;
    let mut sent = steps.len();
    poll_fn(|context| {
        let mut pending = false;
        for (place, step) in steps[..sent].iter_mut().enumerate() {
            pending |= Pin::new(&mut *step).poll(context).is_pending();
            if is_first_poll && behind == Behind::Kept && matches!(step, MaybeDone::Done(Err(_))) {
                sent = place + 1;
                break;
            }
        }
        is_first_poll = false;
        if pending { Poll::Pending } else { Poll::Ready(()) }
    })
    .await;
    let answer =
        |step: &mut MaybeDone<Step<'_>>| Pin::new(step).take_output().unwrap_or(Err(DbError::Aborted));
    steps[..sent].iter_mut().map(answer).collect()
}
