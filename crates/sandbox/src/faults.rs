//! Misbehaviour on demand.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use http::StatusCode;
use serde::{Deserialize, Serialize};

const FAULTS_MAX: usize = 100;
const SLOW_MAX: Duration = Duration::from_mins(10);

/// How a call goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Nothing goes wrong; holds a place in the queue.
    None,
    /// The answer is right and late.
    Slow(Duration),
    /// An error answer with this status.
    Status { code: StatusCode, retry_after_seconds: Option<u64> },
    /// No answer for ten minutes.
    Timeout,
    /// Half an answer, honestly marked as cut off at the length limit.
    Truncate,
    /// An answer marked as complete whose JSON is not.
    InvalidJson,
    /// The model declines.
    Refuse,
    /// The connection breaks in the middle of the answer.
    Reset,
}

/// A mode, for how often and for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub mode: Mode,
    /// How many calls it applies to; `None` is all of them.
    pub times: Option<u32>,
    /// Only calls for this model.
    pub model: Option<String>,
}

impl Fault {
    /// For every call until it is taken back.
    pub fn always(mode: Mode) -> Self {
        Self { mode, times: None, model: None }
    }

    /// For the next calls.
    pub fn times(mode: Mode, times: u32) -> Self {
        Self { mode, times: Some(times), model: None }
    }
}

/// A fault as it is written in JSON.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenFault {
    mode: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    times: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<String>,
}

/// Why a fault cannot be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultError(String);

impl std::fmt::Display for FaultError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FaultError {}

impl TryFrom<WrittenFault> for Fault {
    type Error = FaultError;

    fn try_from(written: WrittenFault) -> Result<Self, FaultError> {
        let fail = |text: &str| Err(FaultError(text.to_owned()));
        let mode = match (written.mode.as_str(), written.ms, written.code) {
            ("none", None, None) => Mode::None,
            ("slow", Some(ms), None) if Duration::from_millis(ms) <= SLOW_MAX => {
                Mode::Slow(Duration::from_millis(ms))
            }
            ("slow", _, _) => return fail("'slow' needs 'ms', at most 600000, and nothing else"),
            ("status", None, Some(code)) => match StatusCode::from_u16(code) {
                Ok(code) if code.is_client_error() || code.is_server_error() => {
                    Mode::Status { code, retry_after_seconds: written.retry_after }
                }
                _ => return fail("'code' is a status from 400 to 599"),
            },
            ("status", _, _) => return fail("'status' needs 'code', may have 'retry_after' in seconds"),
            ("timeout", None, None) => Mode::Timeout,
            ("truncate", None, None) => Mode::Truncate,
            ("invalid_json", None, None) => Mode::InvalidJson,
            ("refuse", None, None) => Mode::Refuse,
            ("reset", None, None) => Mode::Reset,
            _ => {
                return fail(
                    "'mode' is one of none, slow (with ms), status (with code), timeout, truncate, \
                     invalid_json, refuse, reset",
                );
            }
        };
        if written.retry_after.is_some() && !matches!(mode, Mode::Status { .. }) {
            return fail("'retry_after' belongs to 'status'");
        }
        if written.times == Some(0) {
            return fail("'times' is at least 1; leave it out for every call");
        }
        Ok(Self { mode, times: written.times, model: written.model })
    }
}

impl From<&Fault> for WrittenFault {
    fn from(fault: &Fault) -> Self {
        let mut written = Self { times: fault.times, model: fault.model.clone(), ..Self::default() };
        fault.mode.name().clone_into(&mut written.mode);
        match fault.mode {
            Mode::Slow(wait) => written.ms = u64::try_from(wait.as_millis()).ok(),
            Mode::Status { code, retry_after_seconds } => {
                written.code = Some(code.as_u16());
                written.retry_after = retry_after_seconds;
            }
            _ => {}
        }
        written
    }
}

impl Mode {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Slow(_) => "slow",
            Self::Status { .. } => "status",
            Self::Timeout => "timeout",
            Self::Truncate => "truncate",
            Self::InvalidJson => "invalid_json",
            Self::Refuse => "refuse",
            Self::Reset => "reset",
        }
    }
}

/// The faults in force, first match first.
#[derive(Debug, Default)]
pub(crate) struct FaultBook {
    faults: Mutex<Vec<Fault>>,
}

impl FaultBook {
    pub(crate) fn replace(&self, mut faults: Vec<Fault>) {
        faults.truncate(FAULTS_MAX);
        *self.lock() = faults;
    }

    pub(crate) fn list(&self) -> Vec<Fault> {
        self.lock().clone()
    }

    /// The mode for a call, used up by it.
    pub(crate) fn take(&self, model: &str) -> Mode {
        let mut faults = self.lock();
        let applies = |fault: &Fault| fault.model.as_deref().is_none_or(|only| only == model);
        let Some(index) = faults.iter().position(applies) else { return Mode::None };
        let mode = faults[index].mode;
        match &mut faults[index].times {
            None => {}
            Some(1) => drop(faults.remove(index)),
            Some(times) => *times -= 1,
        }
        mode
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Fault>> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Fault, FaultError> {
        Fault::try_from(serde_json::from_str::<WrittenFault>(json).unwrap())
    }

    #[test]
    fn faults_are_read_and_written_alike() {
        for json in [
            r#"{"mode":"slow","ms":500,"times":2}"#,
            r#"{"mode":"status","code":429,"retry_after":3}"#,
            r#"{"mode":"status","code":500,"model":"m"}"#,
            r#"{"mode":"timeout"}"#,
            r#"{"mode":"truncate","times":1}"#,
            r#"{"mode":"invalid_json"}"#,
            r#"{"mode":"refuse"}"#,
            r#"{"mode":"reset"}"#,
            r#"{"mode":"none","times":1}"#,
        ] {
            let fault = read(json).unwrap();
            assert_eq!(serde_json::to_string(&WrittenFault::from(&fault)).unwrap(), json);
        }
    }

    #[test]
    fn nonsense_is_refused() {
        for json in [
            r#"{"mode":"explode"}"#,
            r#"{"mode":"slow"}"#,
            r#"{"mode":"slow","ms":99999999}"#,
            r#"{"mode":"status","code":200}"#,
            r#"{"mode":"status","code":1000}"#,
            r#"{"mode":"timeout","ms":3}"#,
            r#"{"mode":"refuse","retry_after":3}"#,
            r#"{"mode":"reset","times":0}"#,
        ] {
            assert!(read(json).is_err(), "{json}");
        }
    }

    #[test]
    fn faults_are_used_up_in_order_and_by_model() {
        let book = FaultBook::default();
        let of = |mode, times, model: Option<&str>| Fault { mode, times, model: model.map(Into::into) };
        book.replace(vec![
            of(Mode::None, Some(1), None),
            of(Mode::Refuse, Some(2), Some("a")),
            of(Mode::Reset, None, None),
        ]);
        let taken: Vec<_> = ["a", "b", "a", "a", "a"].map(|model| book.take(model).name()).into();
        assert_eq!(taken, ["none", "reset", "refuse", "refuse", "reset"]);
    }
}
