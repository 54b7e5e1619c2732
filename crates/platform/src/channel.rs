//! Where things appear, as far as rights tell them apart.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A channel on which something is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RightsChannel)]
pub enum Channel {
    Linkedin,
    Instagram,
    Youtube,
    X,
    Spotify,
    Soundcloud,
}

impl Channel {
    pub const ALL: [Self; 6] =
        [Self::Linkedin, Self::Instagram, Self::Youtube, Self::X, Self::Spotify, Self::Soundcloud];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Linkedin => "linkedin",
            Self::Instagram => "instagram",
            Self::Youtube => "youtube",
            Self::X => "x",
            Self::Spotify => "spotify",
            Self::Soundcloud => "soundcloud",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.name() == name)
    }
}
