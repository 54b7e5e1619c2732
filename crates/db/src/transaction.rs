//! Transactions: of one tenant under row-level security, or of the system for a named task.

use std::ops::{Deref, DerefMut};

use deadpool_postgres::{Object, Pool};
use futures_util::FutureExt;
use uuid::Uuid;

use crate::pipeline::{Behind, Prepared, Step, control, fetch, in_order, prepare, prepare_set_tenant};
use crate::query::{Query, Rows};
use crate::{DbError, SystemTask};

/// An open (or not yet begun) transaction. Nothing is sent, and no connection taken, before the first
/// statement: `begin`, the tenant setting and that statement then leave in one write. Statements kept by
/// [`defer`] leave together with `commit`, again in one write. Dropping rolls back.
///
/// [`defer`]: Transaction::defer
pub struct Transaction {
    pool: Pool,
    client: Option<Object>,
    tenant: Option<Uuid>,
    deferred: Vec<Query<()>>,
    progress: Progress,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    NotBegun,
    Open,
    Failed,
    Finished,
}

impl Transaction {
    pub(crate) fn new(pool: Pool, tenant: Option<Uuid>) -> Self {
        Self { pool, client: None, tenant, deferred: Vec::new(), progress: Progress::NotBegun }
    }

    /// Runs one statement and reads its answer. After an error the transaction can only be dropped.
    pub async fn run<T>(&mut self, query: Query<T>) -> Result<T, DbError> {
        if self.progress == Progress::Failed {
            return Err(DbError::Aborted);
        }
        let answer = self.send(&query).await;
        if answer.is_err() && self.progress == Progress::Open {
            self.progress = Progress::Failed;
        }
        (query.read)(answer?)
    }

    async fn send<T>(&mut self, query: &Query<T>) -> Result<Rows, DbError> {
        self.connect().await?;
        let client = self.client.as_ref().ok_or(DbError::Aborted)?;
        let statement = prepare(client, query.sql).await?;
        let mut opening = Opening::prepare(self.progress, client, self.tenant).await?;
        self.progress = Progress::Open;
        let mut steps = opening.steps(client);
        if steps.is_empty() {
            return fetch(client, &statement, &query.params).await;
        }
        steps.push(Box::pin(fetch(client, &statement, &query.params)));
        last_or_first_error(in_order(steps, Behind::Kept).await)
    }

    /// Keeps a statement to be sent together with `commit`: for what must happen if and only if the change
    /// does (audit, events, jobs). Its answer is not read; its error fails the commit.
    pub fn defer<T>(&mut self, query: Query<T>) {
        self.deferred.push(query.unread());
    }

    /// Sends what was deferred in one write, for statements that have to see it. After an error the
    /// transaction can only be dropped.
    pub async fn flush(&mut self) -> Result<(), DbError> {
        if self.progress == Progress::Failed {
            return Err(DbError::Aborted);
        }
        let deferred = std::mem::take(&mut self.deferred);
        if deferred.is_empty() {
            return Ok(());
        }
        self.connect().await?;
        let client = self.client.as_ref().ok_or(DbError::Aborted)?;
        let mut statements: Vec<Prepared> = Vec::with_capacity(deferred.len());
        for query in &deferred {
            statements.push(prepare(client, query.sql).await?);
        }
        let mut opening = Opening::prepare(self.progress, client, self.tenant).await?;
        self.progress = Progress::Open;
        let mut steps = opening.steps(client);
        for (query, statement) in deferred.iter().zip(&statements) {
            steps.push(Box::pin(fetch(client, statement, &query.params)));
        }
        let sent = last_or_first_error(in_order(steps, Behind::Kept).await);
        if sent.is_err() {
            self.progress = Progress::Failed;
        }
        sent.map(drop)
    }

    /// Sends what was deferred and `commit` in one write.
    pub async fn commit(mut self) -> Result<(), DbError> {
        if self.progress == Progress::Failed {
            return Err(DbError::Aborted);
        }
        if self.progress == Progress::NotBegun && self.deferred.is_empty() {
            return Ok(());
        }
        self.connect().await?;
        let deferred = std::mem::take(&mut self.deferred);
        let client = self.client.as_ref().ok_or(DbError::Aborted)?;
        let mut statements: Vec<Prepared> = Vec::with_capacity(deferred.len());
        for query in &deferred {
            statements.push(prepare(client, query.sql).await?);
        }
        let mut opening = Opening::prepare(self.progress, client, self.tenant).await?;
        self.progress = Progress::Open;
        let mut steps = opening.steps(client);
        for (query, statement) in deferred.iter().zip(&statements) {
            steps.push(Box::pin(fetch(client, statement, &query.params)));
        }
        steps.push(Box::pin(control(client, "commit")));
        // An error in the middle turns `commit` into a rollback that reports success, so every answer counts.
        last_or_first_error(in_order(steps, Behind::Kept).await)?;
        self.progress = Progress::Finished;
        Ok(())
    }

    async fn connect(&mut self) -> Result<(), DbError> {
        if self.client.is_none() {
            self.client = Some(self.pool.get().await?);
        }
        Ok(())
    }
}

/// What has to precede the first statement.
struct Opening {
    begin: bool,
    tenant: Option<(Prepared, Vec<crate::Param>)>,
}

impl Opening {
    async fn prepare(progress: Progress, client: &Object, tenant: Option<Uuid>) -> Result<Self, DbError> {
        if progress != Progress::NotBegun {
            return Ok(Self { begin: false, tenant: None });
        }
        let tenant = match tenant {
            Some(tenant) => Some((prepare_set_tenant(client).await?, crate::params![tenant.to_string()])),
            None => None,
        };
        Ok(Self { begin: true, tenant })
    }

    fn steps<'a>(&'a mut self, client: &'a Object) -> Vec<Step<'a>> {
        let mut steps: Vec<Step<'a>> = Vec::new();
        if self.begin {
            steps.push(Box::pin(control(client, "begin")));
        }
        if let Some((statement, params)) = &self.tenant {
            steps.push(Box::pin(fetch(client, statement, params)));
        }
        steps
    }
}

/// The first error of a pipeline, or the answer of its last step.
fn last_or_first_error(answers: Vec<Result<Rows, DbError>>) -> Result<Rows, DbError> {
    let mut last = Rows { rows: Vec::new(), affected: 0 };
    for answer in answers {
        last = answer?;
    }
    Ok(last)
}

impl Drop for Transaction {
    fn drop(&mut self) {
        if matches!(self.progress, Progress::Open | Progress::Failed)
            && let Some(client) = &self.client
        {
            // Polled once, the message is queued behind everything sent so far and ahead of the next
            // borrower.
            let _ = client.batch_execute("rollback").now_or_never();
        }
    }
}

/// A transaction that sees and writes the rows of one tenant only.
pub struct TenantTx(Transaction);

/// A transaction that crosses tenants, for a [`SystemTask`]. Never within a handler's reach.
pub struct SystemTx(Transaction);

impl TenantTx {
    pub(crate) fn new(transaction: Transaction) -> Self {
        Self(transaction)
    }

    pub async fn commit(self) -> Result<(), DbError> {
        self.0.commit().await
    }
}

impl SystemTx {
    pub(crate) fn new(transaction: Transaction, task: SystemTask) -> Self {
        tracing::trace!(?task, "system transaction");
        Self(transaction)
    }

    pub async fn commit(self) -> Result<(), DbError> {
        self.0.commit().await
    }
}

impl Deref for TenantTx {
    type Target = Transaction;
    fn deref(&self) -> &Transaction {
        &self.0
    }
}

impl DerefMut for TenantTx {
    fn deref_mut(&mut self) -> &mut Transaction {
        &mut self.0
    }
}

impl Deref for SystemTx {
    type Target = Transaction;
    fn deref(&self) -> &Transaction {
        &self.0
    }
}

impl DerefMut for SystemTx {
    fn deref_mut(&mut self) -> &mut Transaction {
        &mut self.0
    }
}
