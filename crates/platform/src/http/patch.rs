//! Reading requests that change parts of something.

use serde::{Deserialize, Deserializer};

/// For serde: tells a field that is `null` from one that is absent (with `default`).
pub fn nullable<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}
