//! Logs: one JSON object a line on standard error, written beside the requests, never in their way.

use std::io::IsTerminal;

use tracing_appender::non_blocking::WorkerGuard;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::prelude::*;

use crate::config::{Log, LogFormat};

/// Starts logging. The guard writes what is left when it is dropped.
///
/// # Errors
/// The filter cannot be read, or logging was started before.
pub fn start(log: &Log) -> Result<WorkerGuard, String> {
    let filter = EnvFilter::try_new(&log.filter).map_err(|error| format!("log.filter: {error}"))?;
    let (writer, guard) = tracing_appender::non_blocking(std::io::stderr());
    let is_terminal = std::io::stderr().is_terminal();
    let lines = tracing_subscriber::fmt::layer().with_writer(writer).with_ansi(is_terminal);
    let started = match log.format {
        LogFormat::Json => {
            let lines = lines.json().flatten_event(true).with_current_span(true).with_span_list(false);
            tracing_subscriber::registry().with(filter).with(lines).try_init()
        }
        LogFormat::Text => tracing_subscriber::registry().with(filter).with(lines).try_init(),
    };
    started.map_err(|error| error.to_string())?;
    Ok(guard)
}
