//! The mails that came.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Mutex, PoisonError};

use mail_parser::MessageParser;
use serde::Serialize;

const MAILS_MAX: usize = 1000;

/// One mail as its reader sees it.
#[derive(Debug, Clone, Serialize)]
pub struct Mail {
    /// Counts up from 1.
    pub n: u64,
    pub message_id: String,
    pub from: String,
    pub to: Vec<String>,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// The addresses in the plain text, in their order.
    pub links: Vec<String>,
}

#[derive(Debug, Default)]
pub(crate) struct MailBook {
    entries: Mutex<Entries>,
}

#[derive(Debug, Default)]
struct Entries {
    count: u64,
    mails: VecDeque<Mail>,
    refused_once: BTreeSet<String>,
}

impl MailBook {
    pub(super) fn add(&self, to: Vec<String>, bytes: &[u8]) {
        let parsed = MessageParser::default().parse(bytes);
        let parsed = parsed.as_ref();
        let text = parsed.and_then(|mail| mail.body_text(0)).unwrap_or_default().into_owned();
        let sender = parsed.and_then(|mail| mail.from()?.first());
        let mut mail = Mail {
            n: 0,
            message_id: parsed.and_then(|mail| mail.message_id()).unwrap_or_default().to_owned(),
            from: sender.and_then(|sender| sender.address()).unwrap_or_default().to_owned(),
            to,
            subject: parsed.and_then(|mail| mail.subject()).unwrap_or_default().to_owned(),
            links: links(&text),
            html: parsed.and_then(|mail| mail.body_html(0)).unwrap_or_default().into_owned(),
            text,
        };
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.count += 1;
        mail.n = entries.count;
        if entries.mails.len() == MAILS_MAX {
            entries.mails.pop_back();
        }
        entries.mails.push_front(mail);
    }

    /// Newest first; those to one address, or all.
    pub(crate) fn list(&self, to: Option<&str>) -> Vec<Mail> {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let is_wanted = |mail: &&Mail| to.is_none_or(|to| mail.to.iter().any(|found| found == to));
        entries.mails.iter().filter(is_wanted).cloned().collect()
    }

    pub(crate) fn find(&self, n: u64) -> Option<Mail> {
        self.list(None).into_iter().find(|mail| mail.n == n)
    }

    /// Whether nothing was sent to this address before. Counts as an attempt.
    pub(super) fn is_first_attempt(&self, address: &str) -> bool {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).refused_once.insert(address.to_owned())
    }
}

fn links(text: &str) -> Vec<String> {
    let words = text.split_whitespace();
    words
        .filter(|word| word.starts_with("http://") || word.starts_with("https://"))
        .map(str::to_owned)
        .collect()
}
