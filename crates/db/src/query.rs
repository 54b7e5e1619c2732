//! A statement as a value: its text, its parameters, and how its answer is read.

use tokio_postgres::types::ToSql;

use crate::{DbError, FromRow, Row};

/// The text of one SQL statement. Made only by [`statements!`](crate::statements).
#[derive(Debug)]
pub struct Sql {
    name: &'static str,
    text: &'static str,
}

impl Sql {
    #[doc(hidden)]
    pub const fn new(name: &'static str, text: &'static str) -> Self {
        Self { name, text }
    }

    /// `module::NAME`, for logs and traces. Never contains values.
    pub fn name(&self) -> &'static str {
        self.name
    }

    pub fn text(&self) -> &'static str {
        self.text
    }
}

/// Declares the statements of one `queries.rs` and `ALL`, the list by which a test prepares every one of them
/// against the migrated schema.
#[macro_export]
macro_rules! statements {
    ($($(#[$doc:meta])* $vis:vis $name:ident = $text:expr;)+) => {
        $($(#[$doc])* $vis static $name: $crate::Sql =
            $crate::Sql::new(concat!(module_path!(), "::", stringify!($name)), $text);)+
        pub(crate) static ALL: &[&$crate::Sql] = &[$(&$name),+];
    };
}

/// An owned statement parameter.
pub type Param = Box<dyn ToSql + Sync + Send>;

/// The parameters of a [`Query`], each an owned value.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { vec![$(Box::new($value) as $crate::Param),*] };
}

/// What a statement answered.
#[derive(Debug)]
pub struct Rows {
    pub rows: Vec<Row>,
    pub affected: u64,
}

/// One statement, ready to be sent. It does nothing until a transaction runs it.
pub struct Query<T> {
    pub(crate) sql: &'static Sql,
    pub(crate) params: Vec<Param>,
    pub(crate) read: fn(Rows) -> Result<T, DbError>,
}

impl<T: FromRow> Query<T> {
    /// Exactly one row; [`DbError::NotOne`] otherwise.
    pub fn one(sql: &'static Sql, params: Vec<Param>) -> Self {
        Self { sql, params, read: |found| single(&found.rows)?.ok_or(DbError::NotOne) }
    }
}

impl<T: FromRow> Query<Option<T>> {
    /// No row or one; [`DbError::NotOne`] for more.
    pub fn optional(sql: &'static Sql, params: Vec<Param>) -> Self {
        Self { sql, params, read: |found| single(&found.rows) }
    }
}

impl<T: FromRow> Query<Vec<T>> {
    pub fn many(sql: &'static Sql, params: Vec<Param>) -> Self {
        Self { sql, params, read: |found| found.rows.iter().map(T::from_row).collect() }
    }
}

impl Query<u64> {
    /// The number of affected rows.
    pub fn execute(sql: &'static Sql, params: Vec<Param>) -> Self {
        Self { sql, params, read: |found| Ok(found.affected) }
    }
}

impl<T> Query<T> {
    /// The same statement, its answer unread: what [`Transaction::defer`](crate::Transaction::defer) keeps.
    pub(crate) fn unread(self) -> Query<()> {
        Query { sql: self.sql, params: self.params, read: |_| Ok(()) }
    }
}

fn single<T: FromRow>(rows: &[Row]) -> Result<Option<T>, DbError> {
    match rows {
        [] => Ok(None),
        [row] => T::from_row(row).map(Some),
        _ => Err(DbError::NotOne),
    }
}
