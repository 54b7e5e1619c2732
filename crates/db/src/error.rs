//! What can go wrong between Atelier and PostgreSQL, by what the caller can do about it.

use tokio_postgres::error::SqlState;

/// The constraint names are part of the interface: a unique constraint is named by the error code it stands
/// for.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    #[error("unique constraint {constraint} is violated")]
    Unique { constraint: String },
    #[error("foreign key {constraint} is violated")]
    ForeignKey { constraint: String },
    #[error("check {constraint} is violated")]
    Check { constraint: String },
    /// The database chose this transaction to give way (deadlock, serialization): run it again.
    #[error("the transaction lost against another one")]
    Serialization,
    #[error("the statement took too long")]
    Timeout,
    /// A value that cannot be stored (NUL in text, number out of range).
    #[error("a value cannot be stored: {0}")]
    Value(String),
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    #[error("one row was expected")]
    NotOne,
    #[error("a column cannot be read: {0}")]
    Row(String),
    #[error("an earlier statement of this transaction failed")]
    Aborted,
    #[error("{0}")]
    Other(String),
}

impl From<tokio_postgres::Error> for DbError {
    fn from(error: tokio_postgres::Error) -> Self {
        let Some(db) = error.as_db_error() else {
            return Self::Unavailable(error.to_string());
        };
        let constraint = || db.constraint().unwrap_or_default().to_owned();
        match db.code() {
            &SqlState::UNIQUE_VIOLATION => Self::Unique { constraint: constraint() },
            &SqlState::FOREIGN_KEY_VIOLATION => Self::ForeignKey { constraint: constraint() },
            &SqlState::CHECK_VIOLATION => Self::Check { constraint: constraint() },
            &SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED => Self::Serialization,
            &SqlState::QUERY_CANCELED | &SqlState::LOCK_NOT_AVAILABLE => Self::Timeout,
            code if code.code().starts_with("22") => Self::Value(db.message().to_owned()),
            code if code.code().starts_with("08") || code.code().starts_with("57P") => {
                Self::Unavailable(db.message().to_owned())
            }
            code => Self::Other(format!("{} ({})", db.message(), code.code())),
        }
    }
}

impl From<deadpool_postgres::PoolError> for DbError {
    fn from(error: deadpool_postgres::PoolError) -> Self {
        // Also a refusal to connect has a code of its own; to who wants a connection it is all the same.
        Self::Unavailable(error.to_string())
    }
}
