//! Reading and checking what requests of several slices have in common.

use serde::{Deserialize, Deserializer};

/// For serde: tells a field that is `null` from one that is absent (with `default`).
#[expect(clippy::option_option, reason = "absent, null and given are three things")]
pub(crate) fn nullable<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// For garde: not empty, and not only spaces.
pub(crate) fn says_something<C>(text: &str, _: &C) -> garde::Result {
    if text.trim().is_empty() { Err(garde::Error::new("must not be empty")) } else { Ok(()) }
}
