//! Closed vocabularies: an enum that is the same word in JSON, in the database (text + CHECK) and in Rust.
//!
//! Invariant: `as_str`, `FromStr` and serde agree, so a word that was stored can always be read.

/// Declares such an enum with `ALL`, `as_str`, `Display`, `FromStr`, and its way to the database and back.
///
/// A word is matched as `tt`: a `literal` comes in an invisible group, and then the schema does not see its
/// `serde(rename)`.
macro_rules! words {
    ($(#[$doc:meta])* pub enum $name:ident {
        $($(#[$variant_doc:meta])* $variant:ident = $word:tt),+ $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $word)] $variant),+
        }

        impl $name {
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::words::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::words::UnknownWord {
                        vocabulary: stringify!($name),
                        word: word.to_owned(),
                    }),
                }
            }
        }

        impl db::ToSql for $name {
            fn to_sql(
                &self,
                kind: &db::Type,
                out: &mut db::BytesMut,
            ) -> Result<db::IsNull, Box<dyn std::error::Error + Sync + Send>> {
                self.as_str().to_sql(kind, out)
            }
            fn accepts(kind: &db::Type) -> bool {
                <&str as db::ToSql>::accepts(kind)
            }
            db::to_sql_checked!();
        }

        impl<'a> db::FromSql<'a> for $name {
            fn from_sql(
                kind: &db::Type,
                raw: &'a [u8],
            ) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
                Ok(<&str as db::FromSql>::from_sql(kind, raw)?.parse()?)
            }
            fn accepts(kind: &db::Type) -> bool {
                <&str as db::FromSql>::accepts(kind)
            }
        }
    };
}

pub(crate) use words;

/// A word that is not in the vocabulary.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{word:?} is not a {vocabulary}")]
pub struct UnknownWord {
    pub vocabulary: &'static str,
    pub word: String,
}
