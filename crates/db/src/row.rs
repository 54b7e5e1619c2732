//! Reading rows into types.

use std::ops::Range;
use std::sync::Arc;

use fallible_iterator::FallibleIterator;
use postgres_protocol::message::backend::DataRowBody;
use tokio_postgres::types::{FromSql, Type};

use crate::DbError;

/// One row of an answer. Reading never panics.
#[derive(Debug)]
pub struct Row(Values);

#[derive(Debug)]
enum Values {
    Driver(tokio_postgres::Row),
    Shared { columns: Arc<[Column]>, body: DataRowBody, ranges: Vec<Option<Range<usize>>> },
}

/// A column of an answer over a shared connection.
#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) kind: Type,
}

impl Row {
    pub(crate) fn of_driver(row: tokio_postgres::Row) -> Self {
        Self(Values::Driver(row))
    }

    /// Nothing when the message does not fit the columns.
    pub(crate) fn shared(columns: &Arc<[Column]>, body: DataRowBody) -> Option<Self> {
        let ranges: Vec<Option<Range<usize>>> = body.ranges().collect().ok()?;
        let columns = Arc::clone(columns);
        (ranges.len() == columns.len()).then_some(Self(Values::Shared { columns, body, ranges }))
    }

    /// The value of a column by name. [`DbError::Row`] when it is absent or of another type.
    pub fn get<'a, T: FromSql<'a>>(&'a self, column: &str) -> Result<T, DbError> {
        match &self.0 {
            Values::Driver(row) => row.try_get(column).map_err(|error| DbError::Row(error.to_string())),
            Values::Shared { columns, .. } => {
                let index = columns.iter().position(|known| known.name == column);
                self.at(index.ok_or_else(|| DbError::Row(format!("there is no column {column}")))?)
            }
        }
    }

    /// The value of a column by position.
    pub fn at<'a, T: FromSql<'a>>(&'a self, index: usize) -> Result<T, DbError> {
        let (columns, body, ranges) = match &self.0 {
            Values::Driver(row) => {
                return row.try_get(index).map_err(|error| DbError::Row(error.to_string()));
            }
            Values::Shared { columns, body, ranges } => (columns, body, ranges),
        };
        let (Some(column), Some(range)) = (columns.get(index), ranges.get(index)) else {
            return Err(DbError::Row(format!("there is no column {index}")));
        };
        if !T::accepts(&column.kind) {
            return Err(DbError::Row(format!("{} is of type {}", column.name, column.kind)));
        }
        let value = range.clone().and_then(|range| body.buffer().get(range));
        T::from_sql_nullable(&column.kind, value)
            .map_err(|error| DbError::Row(format!("{}: {error}", column.name)))
    }
}

/// A type that one row can be read into.
pub trait FromRow: Sized {
    fn from_row(row: &Row) -> Result<Self, DbError>;
}

macro_rules! scalar_from_row {
    ($($type:ty),+) => {$(
        impl FromRow for $type {
            fn from_row(row: &Row) -> Result<Self, DbError> {
                row.at(0)
            }
        }
    )+};
}

scalar_from_row!(
    bool,
    i16,
    i32,
    i64,
    String,
    Option<String>,
    uuid::Uuid,
    serde_json::Value,
    jiff::Timestamp,
    jiff::civil::Date
);

impl FromRow for () {
    fn from_row(_: &Row) -> Result<Self, DbError> {
        Ok(())
    }
}

macro_rules! tuple_from_row {
    ($($name:ident $index:tt),+) => {
        impl<$($name: for<'a> FromSql<'a>),+> FromRow for ($($name,)+) {
            fn from_row(row: &Row) -> Result<Self, DbError> {
                Ok(($(row.at::<$name>($index)?,)+))
            }
        }
    };
}

tuple_from_row!(A 0);
tuple_from_row!(A 0, B 1);
tuple_from_row!(A 0, B 1, C 2);
tuple_from_row!(A 0, B 1, C 2, D 3);
tuple_from_row!(A 0, B 1, C 2, D 3, E 4);
tuple_from_row!(A 0, B 1, C 2, D 3, E 4, F 5);
