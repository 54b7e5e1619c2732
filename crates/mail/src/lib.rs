//! The one way out for mails: a [`Letter`] is handed to the mail server of the settings.
//!
//! Invariants:
//! - a letter has one recipient, a plain text and the same as HTML;
//! - an attempt ends within [`TIMEOUT`], and its error says whether another one can help;
//! - nothing of a letter is logged here: its text may hold what opens a door.
//!
//! Callers: whoever keeps the letters until they are gone (`identity::mails`). Nothing else sends mail.

use std::time::Duration;

use lettre::message::header::ContentType;
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::AsyncSmtpTransport;
use lettre::{Address, AsyncTransport as _, Message, Tokio1Executor};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

/// For one attempt, from connecting to the server's last word.
pub const TIMEOUT: Duration = Duration::from_secs(30);

/// What one person is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    pub to: String,
    pub to_name: String,
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// The settings name no server that could be used.
#[derive(Debug, thiserror::Error)]
#[error("mail settings: {0}")]
pub struct SettingsError(String);

/// Why a letter did not leave. Neither text names the recipient.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Another attempt will end the same.
    #[error("refused: {0}")]
    Refused(String),
    /// Another attempt may succeed.
    #[error("not now: {0}")]
    Later(String),
}

/// The way to one mail server. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Postbox {
    server: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Postbox {
    /// `url` is `smtp://host:port` (plain), `smtp://user:password@host?tls=required` or
    /// `smtps://user:password@host`; `from` is `Name <address>`.
    ///
    /// # Errors
    /// One of them cannot be read.
    pub fn new(url: &SecretString, from: &str) -> Result<Self, SettingsError> {
        // The library's own message may repeat the address, which holds a password.
        let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose_secret())
            .map_err(|_| {
                SettingsError("url: write it as smtp://host:port or smtps://user:password@host".into())
            })?
            .timeout(Some(TIMEOUT))
            .build();
        let from = from.parse().map_err(|error| SettingsError(format!("from: {error}")))?;
        Ok(Self { server, from })
    }

    /// One attempt. `id` makes the Message-ID: who gets the letter twice, because an answer was lost, sees it
    /// once.
    ///
    /// # Errors
    /// [`SendError`] says whether to try again.
    pub async fn send(&self, id: &str, letter: &Letter) -> Result<(), SendError> {
        let message = self.message(id, letter).map_err(SendError::Refused)?;
        match self.server.send(message).await {
            Ok(_) => Ok(()),
            Err(error) if error.is_permanent() => Err(SendError::Refused(reason(&error))),
            Err(error) => Err(SendError::Later(reason(&error))),
        }
    }

    fn message(&self, id: &str, letter: &Letter) -> Result<Message, String> {
        let address: Address = letter.to.parse().map_err(|_| String::from("the address cannot be read"))?;
        let name = Some(letter.to_name.clone()).filter(|name| !name.is_empty());
        let part = |kind, text: &str| SinglePart::builder().header(kind).body(text.to_owned());
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(name, address))
            .subject(&letter.subject)
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            .multipart(
                MultiPart::alternative()
                    .singlepart(part(ContentType::TEXT_PLAIN, &letter.text))
                    .singlepart(part(ContentType::TEXT_HTML, &letter.html)),
            )
            .map_err(|error| error.to_string())
    }
}

/// What the server said, by its code alone: its words may repeat the recipient's address.
fn reason(error: &lettre::transport::smtp::Error) -> String {
    match error.status() {
        Some(code) => format!("the mail server answered {code}"),
        None if error.is_timeout() => String::from("the mail server took too long"),
        None => String::from("the mail server cannot be reached or broke off"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(to: &str) -> Letter {
        Letter {
            to: to.to_owned(),
            to_name: String::from("Mara \"M\" Lindqvist"),
            subject: String::from("Grüße\r\nBcc: everybody@example.test"),
            text: String::from("Hello"),
            html: String::from("<p>Hello"),
        }
    }

    fn postbox() -> Postbox {
        Postbox::new(&SecretString::from("smtp://127.0.0.1:1"), "Atelier <atelier@example.test>").unwrap()
    }

    #[test]
    fn a_letter_has_both_texts_and_a_subject_adds_no_header() {
        let message = postbox().message("7", &letter("mara@example.test")).unwrap();
        let text = String::from_utf8(message.formatted()).unwrap();
        assert!(text.contains("Message-ID: <7@example.test>"), "{text}");
        assert!(text.contains("text/plain") && text.contains("text/html"), "{text}");
        assert!(!text.contains("\r\nBcc:"), "{text}");
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for url in ["", "example.test", "http://example.test", "smtp://"] {
            assert!(Postbox::new(&SecretString::from(url), "a@example.test").is_err(), "{url}");
        }
        let error = Postbox::new(&SecretString::from("smtpz://u:geheim@h"), "a@example.test").unwrap_err();
        assert!(!error.to_string().contains("geheim"));
        assert!(Postbox::new(&SecretString::from("smtp://h"), "nobody").is_err());
        assert!(postbox().message("7", &letter("not an address")).is_err());
    }

    #[tokio::test]
    async fn a_server_that_is_not_there_is_asked_again_later() {
        let sent = postbox().send("7", &letter("mara@example.test")).await;
        assert!(matches!(sent, Err(SendError::Later(_))), "{sent:?}");
    }
}
