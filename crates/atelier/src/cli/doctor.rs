//! `atelier doctor`: what is well, what is not, and what to do about it.

use std::process::ExitCode;

use db::{Db, DbConfig};
use jiff::Timestamp;
use platform::config::Config;
use secrecy::ExposeSecret;

use super::{Failure, say};
use crate::assemble;

/// Less free space than this in the data directory is worth a word.
const FREE_BYTES_MIN: u64 = 2 << 30;
/// A clock that differs from the database's by more breaks leases and tokens.
const CLOCK_DIFFERENCE_MAX_SECS: i64 = 2;

#[derive(Default)]
struct Report {
    problems: usize,
}

impl Report {
    fn good(text: &str) {
        say(&format!("  ok       {text}"));
    }
    fn advice(text: &str) {
        say(&format!("  advice   {text}"));
    }
    fn problem(&mut self, text: &str) {
        self.problems += 1;
        say(&format!("  PROBLEM  {text}"));
    }
}

/// Exit code 0 without problems, 1 with.
pub(super) async fn run(config: &Config) -> Result<ExitCode, Failure> {
    let mut report = Report::default();
    Report::good("settings: read, every key known");
    check_disk(config, &mut report);
    check_settings(config, &mut report);
    match assemble::find_database(&config.database, &assemble::data_dir(config)).await {
        Ok((database, embedded)) => {
            if let Err(error) = check_database(&database, &mut report).await {
                report.problem(&format!("database: {error}"));
            }
            if let Some(server) = embedded {
                Report::good(&format!("database: embedded PostgreSQL {}", server.version()));
                server.stop().await?;
            }
        }
        Err(error) => report.problem(&error.to_string()),
    }
    let verdict = match report.problems {
        0 => "Everything is well.".to_owned(),
        1 => "One problem to solve.".to_owned(),
        count => format!("{count} problems to solve."),
    };
    say(&verdict);
    Ok(if report.problems == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn check_disk(config: &Config, report: &mut Report) {
    let directory = assemble::data_dir(config);
    let existing = directory.ancestors().find(|path| path.exists()).unwrap_or(&directory);
    match rustix::fs::statvfs(existing) {
        Ok(disk) if disk.f_bavail * disk.f_frsize < FREE_BYTES_MIN => {
            report.problem(&format!("disk: less than 2 GiB free at {}: free some", existing.display()));
        }
        Ok(_) => Report::good(&format!("disk: space is left at {}", existing.display())),
        Err(error) => report.problem(&format!("disk: {} cannot be examined: {error}", existing.display())),
    }
}

fn check_settings(config: &Config, report: &mut Report) {
    if config.llm.base_url.is_empty() {
        Report::advice("llm.base_url is empty: generation answers with labelled template drafts");
    }
    if config.mail.url.expose_secret().is_empty() {
        Report::advice("mail.url is empty: no mail leaves, so nobody can be invited or reset a password");
    } else if let Err(error) = mail::Postbox::new(&config.mail.url, &config.mail.from) {
        report.problem(&error.to_string());
    }
    let is_external = !config.database.url.is_empty();
    if is_external && config.security.secret.expose_secret().is_empty() {
        report.problem(
            "security.secret is empty: each machine makes its own, so tokens of one process fail in \
             another. Give all of them the same",
        );
    }
    if is_external && (config.database.app_url.is_empty() || config.database.system_url.is_empty()) {
        Report::advice(
            "database.app_url, database.system_url: give atelier_app and atelier_system own logins",
        );
    }
    if is_external && config.security.encryption_keys_file.is_empty() {
        Report::advice(
            "security.encryption_keys_file is empty: the key that encrypts follows from the secret and \
             cannot be rotated. Name a file and run `atelier keys rotate`",
        );
    }
    if config.server.public_url.is_empty() {
        Report::advice(
            "server.public_url is empty: links in mails and access links carry the listening address",
        );
    }
}

async fn check_database(database: &DbConfig, report: &mut Report) -> Result<(), Failure> {
    let server = db::server_facts(database).await?;
    if server.version_number < 160_000 {
        report.problem(&format!("database: PostgreSQL {} is too old, 16 is needed", server.version));
    } else {
        Report::good(&format!("database: PostgreSQL {}", server.version));
    }
    if server.has_vector {
        Report::good("database: pgvector is there");
    } else {
        report.problem("database: pgvector is missing: install it on the server");
    }
    #[expect(clippy::disallowed_methods, reason = "the machine's clock is what is examined")]
    let difference = Timestamp::now().duration_since(server.now).abs().as_secs();
    if difference > CLOCK_DIFFERENCE_MAX_SECS {
        report.problem(&format!("clock: differs from the database's by {difference} s: run an NTP client"));
    } else {
        Report::good("clock: agrees with the database's");
    }
    let pending = db::pending_migrations(database).await?;
    if !pending.is_empty() {
        Report::advice(&format!("schema: {} migrations wait: run `atelier migrate`", pending.len()));
        return Ok(());
    }
    Report::good("schema: up to date");
    for finding in db::boot_check(&Db::new(database)?).await? {
        let text = format!("{} {}", finding.subject, finding.problem);
        if finding.is_fatal { report.problem(&text) } else { Report::advice(&text) }
    }
    Report::good("tenants: every table examined");
    Ok(())
}
