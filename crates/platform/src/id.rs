//! Ids as people see them: a prefix that says what it is, and 26 characters of Crockford base32 (the `TypeID`
//! form).

use uuid::Uuid;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Why a text is not an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id of this kind")]
pub struct IdError;

/// An id newtype made by [`define_id!`](crate::define_id).
pub trait Id: From<Uuid> + Copy {
    const PREFIX: &'static str;
    fn uuid(self) -> Uuid;
    /// Reads `prefix_…`.
    fn parse(text: &str) -> Result<Self, IdError> {
        decode_id(Self::PREFIX, text).map(Self::from)
    }
}

/// `prefix_` and the 128 bits of the id.
pub fn encode_id(prefix: &str, id: Uuid) -> String {
    let bits = id.as_u128();
    let mut text = String::with_capacity(prefix.len() + 27);
    text.push_str(prefix);
    text.push('_');
    for position in (0..26).rev() {
        let digit = (bits >> (position * 5)) & 31;
        text.push(char::from(ALPHABET[usize::try_from(digit).unwrap_or(0)]));
    }
    text
}

/// The inverse of [`encode_id`]; exactly one spelling is accepted.
pub fn decode_id(prefix: &str, text: &str) -> Result<Uuid, IdError> {
    let digits = text.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('_')).ok_or(IdError)?;
    if digits.len() != 26 || digits.as_bytes()[0] > b'7' {
        return Err(IdError);
    }
    let mut bits: u128 = 0;
    for digit in digits.bytes() {
        let value = ALPHABET.iter().position(|letter| *letter == digit).ok_or(IdError)?;
        bits = (bits << 5) | value as u128;
    }
    Ok(Uuid::from_u128(bits))
}

/// Makes an id type: `define_id!(CampaignId, "cmp");`
#[macro_export]
macro_rules! define_id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(uuid::Uuid);

        impl $crate::Id for $name {
            const PREFIX: &'static str = $prefix;
            fn uuid(self) -> uuid::Uuid {
                self.0
            }
        }

        impl $name {
            pub fn uuid(self) -> uuid::Uuid {
                self.0
            }
        }

        impl From<uuid::Uuid> for $name {
            fn from(id: uuid::Uuid) -> Self {
                Self(id)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(&$crate::encode_id($prefix, self.0))
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::IdError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::decode_id($prefix, text).map(Self)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&$crate::encode_id($prefix, self.0))
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                $crate::decode_id($prefix, &text)
                    .map(Self)
                    .map_err(|_| {
                        serde::de::Error::custom(concat!("expected an id that starts with ", $prefix, "_"))
                    })
            }
        }

        impl db::ToSql for $name {
            fn to_sql(
                &self,
                kind: &db::Type,
                out: &mut db::BytesMut,
            ) -> Result<db::IsNull, Box<dyn std::error::Error + Sync + Send>> {
                self.0.to_sql(kind, out)
            }
            fn accepts(kind: &db::Type) -> bool {
                <uuid::Uuid as db::ToSql>::accepts(kind)
            }
            db::to_sql_checked!();
        }

        impl<'a> db::FromSql<'a> for $name {
            fn from_sql(
                kind: &db::Type,
                raw: &'a [u8],
            ) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
                <uuid::Uuid as db::FromSql>::from_sql(kind, raw).map(Self)
            }
            fn accepts(kind: &db::Type) -> bool {
                <uuid::Uuid as db::FromSql>::accepts(kind)
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::schema::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .pattern(Some(concat!("^", $prefix, "_[0-7][0-9a-hjkmnp-tv-z]{25}$")))
                    .examples([serde_json::json!(concat!($prefix, "_01k9x3m7q8f2vabcdefghjkmnp"))])
                    .into()
            }
        }

        impl utoipa::ToSchema for $name {}
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_id_reads_back(bits: u128) {
            let id = Uuid::from_u128(bits);
            prop_assert_eq!(decode_id("cmp", &encode_id("cmp", id)), Ok(id));
        }

        #[test]
        fn text_that_reads_is_the_only_spelling(text in "\\PC{0,40}") {
            if let Ok(id) = decode_id("cmp", &text) {
                prop_assert_eq!(encode_id("cmp", id), text);
            }
        }
    }

    #[test]
    fn other_kinds_and_overflow_are_refused() {
        let id = encode_id("cmp", Uuid::from_u128(u128::MAX));
        assert!(decode_id("cli", &id).is_err());
        assert!(decode_id("cmp", "cmp_8zzzzzzzzzzzzzzzzzzzzzzzzz").is_err());
    }
}
