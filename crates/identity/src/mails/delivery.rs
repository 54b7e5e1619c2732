//! The worker that makes letters of orders and hands them to the mail server.

use std::time::Duration;

use db::{SystemTask, SystemTx};
use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use mail::{Letter, Postbox, SendError};
use platform::{App, Result};

use super::letters::{self, Language, Words};
use super::model::Order;
use super::queries::{self, Claimed, Reader};
use crate::mailed_tokens::{Kind, queries as tokens};
use crate::people::normalize_email;
use crate::sessions::token;

/// Letters that one process has in hand at once.
const AT_ONCE: i64 = 8;

/// Sends what is due until `end`, looking every `poll`.
pub async fn run_mails(app: App, postbox: Postbox, poll: Duration, end: impl Future<Output = ()>) {
    tokio::pin!(end);
    loop {
        let sent = tokio::select! {
            () = &mut end => return,
            sent = deliver_mails(&app, &postbox) => sent,
        };
        match sent {
            Ok(0) => {}
            Ok(_) => continue,
            Err(error) => tracing::warn!(?error, "mails could not be looked up"),
        }
        tokio::select! {
            () = &mut end => return,
            () = tokio::time::sleep(poll) => {}
        }
    }
}

/// One round: takes what is due and tries to send it. Answers how many letters were taken.
pub async fn deliver_mails(app: &App, postbox: &Postbox) -> Result<usize> {
    let mut tx = app.db().system(SystemTask::DeliverMails);
    let claimed = tx.run(queries::claim(app.clock().now(), AT_ONCE)).await?;
    tx.commit().await?;
    let attempts = claimed.iter().map(|claimed| attempt(app, postbox, claimed));
    for outcome in join_all(attempts).await {
        if let Err(error) = outcome {
            tracing::warn!(?error, "a mail could not be made; it is tried again");
        }
    }
    Ok(claimed.len())
}

async fn attempt(app: &App, postbox: &Postbox, claimed: &Claimed) -> Result<()> {
    let Some(letter) = make(app, claimed).await? else { return forget(app, claimed).await };
    match postbox.send(&claimed.id.to_string(), &letter).await {
        Ok(()) => forget(app, claimed).await,
        Err(SendError::Refused(reason)) => {
            tracing::warn!(mail = %claimed.id, reason, "a mail was refused for good");
            forget(app, claimed).await
        }
        Err(SendError::Later(reason)) => {
            tracing::warn!(mail = %claimed.id, attempts = claimed.attempts, reason, "a mail did not leave");
            Ok(())
        }
    }
}

async fn forget(app: &App, claimed: &Claimed) -> Result<()> {
    let mut tx = app.db().system(SystemTask::DeliverMails);
    tx.run(queries::delete(claimed.id)).await?;
    Ok(tx.commit().await?)
}

/// The letter of an order, `None` when there is nobody to write to. It is kept in the order's place, so that
/// every attempt carries the same token.
async fn make(app: &App, claimed: &Claimed) -> Result<Option<Letter>> {
    let mut tx = app.db().system(SystemTask::DeliverMails);
    let order = Order::open(app.keys(), claimed.id, &claimed.sealed)?;
    let made = match order {
        Order::Letter(letter) => return Ok(Some(letter)),
        Order::MagicLink { email } => {
            let reader = tx.run(queries::find_reader(&email)).await?;
            reader.map(|reader| (Kind::MagicLink, reader))
        }
        Order::PasswordReset { email } => {
            let reader = tx.run(queries::find_reader(&email)).await?;
            reader.map(|reader| (Kind::PasswordReset, reader))
        }
        Order::EmailChange { person_id, email } => {
            let reader = new_address_of(&mut tx, person_id, email).await?;
            reader.map(|reader| (Kind::EmailChange, reader))
        }
    };
    let Some((kind, reader)) = made else { return Ok(None) };
    let (letter, token) = write(app, kind, &reader, app.clock().now());
    tx.defer(token);
    tx.defer(queries::replace(claimed.id, Order::Letter(letter.clone()).seal(app.keys(), claimed.id)));
    tx.commit().await?;
    Ok(Some(letter))
}

/// The person at the address that they want, unless somebody else has it.
async fn new_address_of(tx: &mut SystemTx, person_id: uuid::Uuid, email: String) -> Result<Option<Reader>> {
    let holder = tx.run(queries::find_reader(&normalize_email(&email))).await?;
    if holder.is_some_and(|holder| holder.id != person_id) {
        return Ok(None);
    }
    let reader = tx.run(queries::find_reader_by_id(person_id)).await?;
    Ok(reader.map(|reader| Reader { email, ..reader }))
}

fn write(app: &App, kind: Kind, reader: &Reader, now: Timestamp) -> (Letter, db::Query<u64>) {
    let (path, words, life): (_, fn(Language) -> Words, _) = match kind {
        Kind::PasswordReset => ("/sign-in/reset", letters::password_reset, SignedDuration::from_hours(1)),
        Kind::EmailChange => {
            ("/settings/email/confirm", letters::email_change, SignedDuration::from_hours(24))
        }
        Kind::MagicLink | Kind::SecondStep => {
            ("/sign-in/link", letters::magic_link, SignedDuration::from_mins(15))
        }
    };
    let (token, token_hash) = token::generate();
    let link = format!("{}{path}#{token}", app.config().server.base_url());
    let language = Language::of(&reader.locale);
    let letter = words(language).letter(language, (&reader.email, &reader.name), Some(&link));
    let new = tokens::NewToken {
        id: app.clock().new_uuid(),
        kind,
        token_hash,
        person_id: reader.id,
        email: reader.email.clone(),
        created_at: now,
        expires_at: now.saturating_add(life).unwrap_or(now),
    };
    (letter, tokens::insert(new))
}
