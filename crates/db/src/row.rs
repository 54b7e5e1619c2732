//! Reading rows into types.

use tokio_postgres::types::FromSql;

use crate::DbError;

/// One row of an answer. Reading never panics.
#[derive(Debug)]
pub struct Row(pub(crate) tokio_postgres::Row);

impl Row {
    /// The value of a column by name. [`DbError::Row`] when it is absent or of another type.
    pub fn get<'a, T: FromSql<'a>>(&'a self, column: &str) -> Result<T, DbError> {
        self.0.try_get(column).map_err(DbError::Row)
    }

    /// The value of a column by position.
    pub fn at<'a, T: FromSql<'a>>(&'a self, index: usize) -> Result<T, DbError> {
        self.0.try_get(index).map_err(DbError::Row)
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
