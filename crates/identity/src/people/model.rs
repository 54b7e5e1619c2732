//! What is known of a person.

use db::{DbError, FromRow, Row};
use uuid::Uuid;

/// A person as signing in needs them.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) password_hash: Option<String>,
    pub(crate) is_super_admin: bool,
    pub(crate) locale: String,
}

impl FromRow for Person {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            email: row.get("email")?,
            password_hash: row.get("password_hash")?,
            is_super_admin: row.get("is_super_admin")?,
            locale: row.get("locale")?,
        })
    }
}

/// The form in which addresses are compared. The part before the @ may be case-sensitive by the letter of RFC
/// 5321, and is not at any provider that people use.
pub(crate) fn normalize_email(email: &str) -> String {
    email.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_space_do_not_matter() {
        assert_eq!(normalize_email(" Owner@Northlight.TEST "), "owner@northlight.test");
        assert_eq!(normalize_email("ÖRN@example.test"), "örn@example.test");
    }
}
