//! A version of a voice. Pure.

use db::{DbError, FromRow, Row};
use jiff::Timestamp;
use platform::Versioned;
use serde::Serialize;
use utoipa::ToSchema;

use super::compile::VoiceProfile;
use super::measure::Measured;

/// How a client's texts have to sound.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Voice {
    pub version: i32,
    /// For people, in a sentence or two.
    pub summary: String,
    #[schema(example = json!(["dry", "exact", "warm"]))]
    pub tone: Vec<String>,
    pub audience: String,
    pub dos: Vec<String>,
    pub donts: Vec<String>,
    pub banned_words: Vec<String>,
    /// The sample texts themselves: for prompts, never shown again.
    #[serde(skip)]
    #[schema(ignore)]
    pub samples: Vec<String>,
    pub samples_count: usize,
    pub avg_sentence_words: f64,
    pub emoji_per_100_words: f64,
    pub hashtags_per_post: f64,
    /// The first lines of the samples.
    pub openings: Vec<String>,
    /// The whole voice as a prompt gets it.
    pub text: String,
    pub compiled_at: Timestamp,
}

impl Versioned for Voice {
    fn version(&self) -> Option<i64> {
        Some(self.version.into())
    }
}

impl Voice {
    /// Whether this version says what a newly compiled profile says.
    pub(crate) fn says(&self, profile: &VoiceProfile) -> bool {
        self.text == profile.text && self.summary == profile.summary && self.samples == profile.samples
    }

    pub(crate) fn of(profile: VoiceProfile, version: i32, compiled_at: Timestamp) -> Self {
        let Measured { samples_count, avg_sentence_words, emoji_per_100_words, hashtags_per_post, openings } =
            profile.measured;
        Self {
            version,
            summary: profile.summary,
            tone: profile.tone,
            audience: profile.audience,
            dos: profile.dos,
            donts: profile.donts,
            banned_words: profile.banned_words,
            samples: profile.samples,
            samples_count,
            avg_sentence_words,
            emoji_per_100_words,
            hashtags_per_post,
            openings,
            text: profile.text,
            compiled_at,
        }
    }
}

impl FromRow for Voice {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let samples: Vec<String> = row.get("samples")?;
        Ok(Self {
            version: row.get("version")?,
            summary: row.get("summary")?,
            tone: row.get("tone")?,
            audience: row.get("audience")?,
            dos: row.get("dos")?,
            donts: row.get("donts")?,
            banned_words: row.get("banned_words")?,
            samples_count: samples.len(),
            samples,
            avg_sentence_words: row.get("avg_sentence_words")?,
            emoji_per_100_words: row.get("emoji_per_100_words")?,
            hashtags_per_post: row.get("hashtags_per_post")?,
            openings: row.get("openings")?,
            text: row.get("text")?,
            compiled_at: row.get("compiled_at")?,
        })
    }
}
