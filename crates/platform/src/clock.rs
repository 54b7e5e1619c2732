//! Time and ids, so that tests can hold both still.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use uuid::{ContextV7, Uuid};

/// The only way to the time of day.
#[derive(Clone, Debug)]
pub enum Clock {
    System,
    /// Stands still until it is set or advanced.
    Fixed(Arc<Mutex<Timestamp>>),
}

impl Clock {
    pub fn fixed(at: Timestamp) -> Self {
        Self::Fixed(Arc::new(Mutex::new(at)))
    }

    /// Now, in whole microseconds: what PostgreSQL keeps.
    pub fn now(&self) -> Timestamp {
        let now = match self {
            #[expect(clippy::disallowed_methods, reason = "this is the clock")]
            Self::System => Timestamp::now(),
            Self::Fixed(at) => *at.lock().unwrap_or_else(PoisonError::into_inner),
        };
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }

    /// Moves a fixed clock; does nothing to the system's.
    pub fn advance(&self, by: SignedDuration) {
        if let Self::Fixed(at) = self {
            let mut at = at.lock().unwrap_or_else(PoisonError::into_inner);
            *at = at.checked_add(by).unwrap_or(*at);
        }
    }

    /// A new `UUIDv7` of this moment: ids made later sort later.
    pub fn new_uuid(&self) -> Uuid {
        static SEQUENCE: Mutex<Option<ContextV7>> = Mutex::new(None);
        let now = self.now();
        let seconds = u64::try_from(now.as_second()).unwrap_or(0);
        let nanos = u32::try_from(now.subsec_nanosecond()).unwrap_or(0);
        let mut sequence = SEQUENCE.lock().unwrap_or_else(PoisonError::into_inner);
        let sequence = sequence.get_or_insert_with(ContextV7::new);
        Uuid::new_v7(uuid::Timestamp::from_unix(&*sequence, seconds, nanos))
    }
}
