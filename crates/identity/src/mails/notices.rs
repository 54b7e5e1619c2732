//! Letters in the words of another area, to people of a tenant.

use db::{Query, params};
use jiff::Timestamp;
use platform::App;
use uuid::Uuid;

use super::letters::{Language, Words};
use super::model::Order;
use super::queries::{self, Reader};

/// What a letter says in one language.
pub struct NoticeWords {
    pub subject: String,
    pub opening: String,
    /// What the link is called.
    pub button: &'static str,
    pub closing: &'static str,
}

/// A letter in each language, with a link.
pub struct Notice {
    pub english: NoticeWords,
    pub german: NoticeWords,
    pub link: String,
}

/// Somebody who is written to.
pub struct Recipient(Reader);

impl db::FromRow for Recipient {
    fn from_row(row: &db::Row) -> Result<Self, db::DbError> {
        Reader::from_row(row).map(Self)
    }
}

impl Notice {
    /// For the transaction of what causes the letter.
    pub fn post(&self, app: &App, to: &Recipient, now: Timestamp) -> Query<u64> {
        let Recipient(reader) = to;
        let language = Language::of(&reader.locale);
        let words = match language {
            Language::English => &self.english,
            Language::German => &self.german,
        };
        let words = Words::new(words.subject.clone(), words.opening.clone(), words.button, words.closing);
        let letter = words.letter(language, (&reader.email, &reader.name), Some(&self.link));
        queries::post(app, &Order::Letter(letter), now)
    }
}

/// The administrators of a tenant, and one member more. For a transaction of the system.
pub fn administrators(tenant_id: Uuid, and: Option<Uuid>) -> Query<Vec<Recipient>> {
    Query::many(&queries::LIST_ADMINISTRATORS, params![tenant_id, and])
}
