//! Endpoints that only fail: a letter after a day and after three, and then the end.

use super::queries;
use db::{Query, SystemTx, params};
use identity::{Notice, NoticeWords};
use jiff::{SignedDuration, Timestamp};
use platform::{Actor, App, Audit, Event, Result};
use uuid::Uuid;

/// How an endpoint does after one more failure.
pub(super) struct Health {
    pub(super) id: Uuid,
    pub(super) url: String,
    pub(super) is_enabled: bool,
    pub(super) failures_in_row: i32,
    pub(super) failing_since: Option<Timestamp>,
    pub(super) warnings: i16,
    pub(super) created_by: Option<Uuid>,
    pub(super) version: i64,
}

/// What follows from failing for so long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Judgement {
    Nothing,
    Warn(i16),
    Disable(&'static str),
}

fn judgement(failing_for: SignedDuration, warnings: i16, is_gone: bool, disable_hours: u32) -> Judgement {
    let hours = failing_for.as_hours();
    match hours {
        _ if is_gone => Judgement::Disable("gone"),
        _ if hours >= i64::from(disable_hours) => Judgement::Disable("failing"),
        72.. if warnings < 2 => Judgement::Warn(2),
        24.. if warnings < 1 => Judgement::Warn(1),
        _ => Judgement::Nothing,
    }
}

/// Warns or disables, in the transaction that counts the failure.
pub(super) async fn judge(
    app: &App,
    tx: &mut SystemTx,
    (tenant_id, health): (Uuid, Health),
    is_gone: bool,
    now: Timestamp,
) -> Result<()> {
    let failing_for = health.failing_since.map_or(SignedDuration::ZERO, |since| now.duration_since(since));
    let hours = app.config().webhooks.disable_hours;
    let kind = match judgement(failing_for, health.warnings, is_gone, hours) {
        _ if !health.is_enabled => return Ok(()),
        Judgement::Nothing => return Ok(()),
        Judgement::Warn(number) => {
            tx.defer(Query::execute(&queries::WARN, params![tenant_id, health.id, number]));
            "webhook_endpoint.failing"
        }
        Judgement::Disable(reason) => {
            tx.defer(Query::execute(&queries::DISABLE, params![tenant_id, health.id, reason, now]));
            let audit = Audit::new("webhook_endpoint.disabled", "webhook_endpoint", health.id, &*health.url);
            let audit = audit.change("disabled_reason", (), reason);
            tx.defer(audit.sealed(app, &Actor::system(tenant_id), now).await?);
            "webhook_endpoint.disabled"
        }
    };
    let event = Event::new(kind, "webhook_endpoint", health.id).version(health.version).internal();
    tx.defer(event.insert(tenant_id, now));
    let notice = notice(app, &health, kind == "webhook_endpoint.disabled");
    for reader in tx.run(identity::administrators(tenant_id, health.created_by)).await? {
        tx.defer(notice.post(app, &reader, now));
    }
    Ok(())
}

fn notice(app: &App, health: &Health, is_disabled: bool) -> Notice {
    let url = &health.url;
    let since = health.failing_since.map(|at| at.to_string()).unwrap_or_default();
    let (english, german) = if is_disabled {
        (
            NoticeWords {
                subject: "A webhook endpoint was disabled".into(),
                opening: format!(
                    "Nothing is sent to {url} any more: it has failed since {since}, or said that it is gone."
                ),
                button: "See the endpoint",
                closing: "Enable it again when it works; what was waiting is then sent.",
            },
            NoticeWords {
                subject: "Ein Webhook-Endpunkt wurde abgeschaltet".into(),
                opening: format!(
                    "An {url} wird nichts mehr gesendet: Er antwortet seit {since} mit Fehlern oder hat sich \
                     abgemeldet."
                ),
                button: "Endpunkt ansehen",
                closing: "Schalten Sie ihn wieder ein, wenn er antwortet; was wartet, wird dann gesendet.",
            },
        )
    } else {
        (
            NoticeWords {
                subject: "A webhook endpoint keeps failing".into(),
                opening: format!("No message has reached {url} since {since}. It will be disabled."),
                button: "See the endpoint",
                closing: "What fails is tried again by itself, and can be replayed.",
            },
            NoticeWords {
                subject: "Ein Webhook-Endpunkt antwortet nicht".into(),
                opening: format!("Seit {since} hat keine Nachricht {url} erreicht. Er wird abgeschaltet."),
                button: "Endpunkt ansehen",
                closing: "Was scheitert, wird von selbst wiederholt und kann erneut gesendet werden.",
            },
        )
    };
    let id = identity::shown_id("webhook_endpoint", health.id);
    let link = format!("{}/settings/webhooks/{id}", app.config().server.base_url());
    Notice { english, german, link }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_leave_after_a_day_and_three_and_the_end_comes_after_five() {
        for (hours, warnings, expected) in [
            (0, 0, Judgement::Nothing),
            (23, 0, Judgement::Nothing),
            (24, 0, Judgement::Warn(1)),
            (30, 1, Judgement::Nothing),
            (72, 1, Judgement::Warn(2)),
            (100, 2, Judgement::Nothing),
            (119, 2, Judgement::Nothing),
            (120, 2, Judgement::Disable("failing")),
            (80, 0, Judgement::Warn(2)),
        ] {
            let judged = judgement(SignedDuration::from_hours(hours), warnings, false, 120);
            assert_eq!(judged, expected, "{hours} h after {warnings} letters");
        }
        assert_eq!(judgement(SignedDuration::ZERO, 0, true, 120), Judgement::Disable("gone"));
    }
}
