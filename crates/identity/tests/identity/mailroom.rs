//! A mail server that keeps what it is given, and the worker that brings it.

use std::net::Ipv4Addr;

use db::{Query, SystemTask, params};
use identity::deliver_mails;
use mail::Postbox;
use sandbox::{Mail, Sandbox};
use secrecy::SecretString;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::stage::Stage;

db::statements! {
    COUNT_MAILS = "select count(*) from mails";
}

pub(crate) struct Mailroom {
    sandbox: Sandbox,
    postbox: Postbox,
    server: JoinHandle<()>,
}

impl Mailroom {
    #[expect(clippy::disallowed_methods, reason = "the server ends with the room")]
    pub(crate) async fn open() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let url = SecretString::from(format!("smtp://{}", listener.local_addr().unwrap()));
        let sandbox = Sandbox::default();
        let catcher = sandbox.clone();
        let server = tokio::spawn(async move { sandbox::serve_smtp(listener, catcher).await.unwrap() });
        Self { sandbox, postbox: Postbox::new(&url, "Atelier <atelier@example.test>").unwrap(), server }
    }

    /// Sends everything that is due.
    pub(crate) async fn deliver(&self, stage: &Stage) {
        while deliver_mails(&stage.app, &self.postbox).await.unwrap() > 0 {}
    }

    /// The mails to an address, newest first, after everything that is due was sent.
    pub(crate) async fn to(&self, stage: &Stage, address: &str) -> Vec<Mail> {
        self.deliver(stage).await;
        self.sandbox.mails_to(address)
    }

    /// The token in the newest mail to an address.
    pub(crate) async fn token(&self, stage: &Stage, address: &str) -> String {
        let mails = self.to(stage, address).await;
        let mail = mails.first().unwrap_or_else(|| panic!("no mail came to {address}"));
        mail.links[0].split_once('#').unwrap().1.to_owned()
    }
}

impl Drop for Mailroom {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// Letters that have not left.
pub(crate) async fn waiting(stage: &Stage) -> i64 {
    let mut tx = stage.database.system(SystemTask::CheckHealth);
    tx.run(Query::one(&COUNT_MAILS, params![])).await.unwrap()
}
