//! What an idea says: its content, the canonical form, and the hash that approvals are bound to.

use std::collections::BTreeMap;

use garde::Validate;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;
use utoipa::ToSchema;

use crate::rules::{self, ChannelText, Issue, Severity, TextChannel};
use crate::words::words;

words! {
    /// What the idea becomes.
    pub enum IdeaKind {
        Post = "post",
        Reel = "reel",
    }
}

/// The content of an idea. Everything in it is material: changing any of it changes the hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct Content {
    /// What the idea is called on the board.
    #[garde(length(chars, min = 1, max = 200), custom(platform::text::line))]
    #[schema(min_length = 1, max_length = 200, example = "Three questions before the first rehearsal")]
    pub title: String,
    /// The first line, which has to earn the rest.
    #[serde(default)]
    #[garde(length(chars, max = 500), custom(platform::text::paragraph))]
    #[schema(max_length = 500)]
    pub hook: String,
    #[serde(default)]
    #[garde(length(chars, max = 10_000), custom(platform::text::paragraph))]
    #[schema(max_length = 10_000)]
    pub body: String,
    /// Without `#`.
    #[serde(default)]
    #[garde(length(max = 30), inner(length(chars, min = 1, max = 100), custom(platform::text::line)))]
    #[schema(schema_with = platform::openapi::texts::<30, 100>)]
    pub hashtags: Vec<String>,
    #[serde(default)]
    #[garde(length(chars, max = 500), custom(platform::text::paragraph))]
    #[schema(max_length = 500)]
    pub call_to_action: String,
    /// What is to be seen, in words.
    #[serde(default)]
    #[garde(length(chars, max = 2000), custom(platform::text::paragraph))]
    #[schema(max_length = 2000)]
    pub visual: String,
    /// Of a reel, in order.
    #[serde(default)]
    #[garde(length(max = 40), dive)]
    #[schema(max_items = 40)]
    pub scenes: Vec<Scene>,
    /// What is posted, a channel.
    #[serde(default)]
    #[garde(dive)]
    pub variants: Variants,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct Scene {
    #[garde(range(min = 1, max = 900))]
    #[schema(minimum = 1, maximum = 900)]
    pub seconds: i32,
    #[serde(default)]
    #[garde(length(chars, max = 1000), custom(platform::text::paragraph))]
    #[schema(max_length = 1000)]
    pub picture: String,
    #[serde(default)]
    #[garde(length(chars, max = 1000), custom(platform::text::paragraph))]
    #[schema(max_length = 1000)]
    pub voiceover: String,
    #[serde(default)]
    #[garde(length(chars, max = 500), custom(platform::text::paragraph))]
    #[schema(max_length = 500)]
    pub caption: String,
}

/// The text that is posted on one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct Variant {
    /// Longer than any platform takes, so that a text that is too long can be saved and then shortened.
    #[garde(length(chars, max = 20_000), custom(platform::text::paragraph))]
    #[schema(max_length = 20_000)]
    pub text: String,
    /// Of a YouTube video.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[garde(length(chars, max = 500), inner(custom(platform::text::line)))]
    #[schema(max_length = 500)]
    pub title: Option<String>,
}

/// The texts by channel; an idea is posted on the channels that have one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields, default)]
pub struct Variants {
    #[garde(dive)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub linkedin: Option<Variant>,
    #[garde(dive)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instagram: Option<Variant>,
    #[garde(dive)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub youtube: Option<Variant>,
    #[garde(dive)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub x: Option<Variant>,
}

impl Content {
    /// Where it is posted.
    pub fn channels(&self) -> Vec<TextChannel> {
        self.variants.iter().map(|(channel, _)| channel).collect()
    }
}

impl Variants {
    pub fn get(&self, channel: TextChannel) -> Option<&Variant> {
        match channel {
            TextChannel::Linkedin => self.linkedin.as_ref(),
            TextChannel::Instagram => self.instagram.as_ref(),
            TextChannel::Youtube => self.youtube.as_ref(),
            TextChannel::X => self.x.as_ref(),
        }
    }

    pub fn set(&mut self, channel: TextChannel, variant: Variant) {
        let slot = match channel {
            TextChannel::Linkedin => &mut self.linkedin,
            TextChannel::Instagram => &mut self.instagram,
            TextChannel::Youtube => &mut self.youtube,
            TextChannel::X => &mut self.x,
        };
        *slot = Some(variant);
    }

    pub fn iter(&self) -> impl Iterator<Item = (TextChannel, &Variant)> {
        TextChannel::ALL.iter().filter_map(|&channel| Some((channel, self.get(channel)?)))
    }

    fn normalized(self) -> Self {
        Self {
            linkedin: self.linkedin.map(Variant::normalized),
            instagram: self.instagram.map(Variant::normalized),
            youtube: self.youtube.map(Variant::normalized),
            x: self.x.map(Variant::normalized),
        }
    }
}

impl Content {
    /// The same content written the one way it is stored: composed characters (NFC), `\n` line ends, no
    /// blanks around a text, hashtags without their mark and only once.
    #[must_use]
    pub fn normalized(self) -> Self {
        let mut hashtags: Vec<String> = Vec::with_capacity(self.hashtags.len());
        for tag in self.hashtags.iter().filter_map(|tag| rules::normalize_hashtag(&tidy(tag))) {
            if !hashtags.iter().any(|known| known.to_lowercase() == tag.to_lowercase()) {
                hashtags.push(tag);
            }
        }
        Self {
            title: tidy(&self.title),
            hook: tidy(&self.hook),
            body: tidy(&self.body),
            hashtags,
            call_to_action: tidy(&self.call_to_action),
            visual: tidy(&self.visual),
            scenes: self.scenes.into_iter().map(Scene::normalized).collect(),
            variants: self.variants.normalized(),
        }
    }

    /// SHA-256 over the canonical JSON, in hexadecimal. Equal contents have equal hashes on every machine.
    pub fn hash(&self) -> String {
        platform::text::hex(&Sha256::digest(canonical(&self.json()).as_bytes()))
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::to_value(self).expect("content has string keys and finite numbers")
    }

    /// The rules that the channels' texts break.
    pub fn issues(&self) -> Vec<Issue> {
        self.variants.iter().flat_map(|(channel, variant)| rules::check(variant.on(channel))).collect()
    }

    pub fn has_errors(&self) -> bool {
        self.issues().iter().any(|issue| issue.severity == Severity::Error)
    }

    /// The text of a field that a comment can be anchored in.
    pub fn text(&self, channel: Option<TextChannel>, field: &str) -> Option<&str> {
        match (channel, field) {
            (Some(channel), "text") => self.variants.get(channel).map(|variant| variant.text.as_str()),
            (Some(channel), "title") => self.variants.get(channel)?.title.as_deref(),
            (None, "title") => Some(&self.title),
            (None, "hook") => Some(&self.hook),
            (None, "body") => Some(&self.body),
            (None, "call_to_action") => Some(&self.call_to_action),
            (None, "visual") => Some(&self.visual),
            _ => None,
        }
    }
}

impl Variant {
    pub fn on(&self, channel: TextChannel) -> ChannelText<'_> {
        ChannelText { channel, text: &self.text, title: self.title.as_deref() }
    }

    fn normalized(self) -> Self {
        Self { text: tidy(&self.text), title: self.title.map(|title| tidy(&title)).filter(|t| !t.is_empty()) }
    }
}

impl Scene {
    fn normalized(self) -> Self {
        Self {
            seconds: self.seconds,
            picture: tidy(&self.picture),
            voiceover: tidy(&self.voiceover),
            caption: tidy(&self.caption),
        }
    }
}

fn tidy(text: &str) -> String {
    let unix: String = text.replace("\r\n", "\n").replace('\r', "\n");
    unix.trim().nfc().collect()
}

/// JSON with sorted keys and no blanks (RFC 8785 for what occurs here: strings, integers, lists, objects).
fn canonical(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Object(fields) => {
            let sorted: BTreeMap<&String, &serde_json::Value> = fields.iter().collect();
            let fields: Vec<String> = sorted
                .into_iter()
                .map(|(key, value)| format!("{}:{}", serde_json::Value::from(key.as_str()), canonical(value)))
                .collect();
            format!("{{{}}}", fields.join(","))
        }
        serde_json::Value::Array(values) => {
            format!("[{}]", values.iter().map(canonical).collect::<Vec<_>>().join(","))
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn content(body: &str) -> Content {
        serde_json::from_value(json!({
            "title": "Title", "body": body, "hashtags": ["one", "two"],
            "variants": { "linkedin": { "text": body }, "youtube": { "text": "t", "title": "T" } },
        }))
        .unwrap()
    }

    #[test]
    fn the_canonical_form_is_pinned() {
        // a change of this hash makes every approval in every database stale
        assert_eq!(
            canonical(&content("Hello").json()),
            [
                r#"{"body":"Hello","call_to_action":"","hashtags":["one","two"],"hook":"","scenes":[],"#,
                r#""title":"Title","variants":{"linkedin":{"text":"Hello"},"#,
                r#""youtube":{"text":"t","title":"T"}},"visual":""}"#,
            ]
            .concat()
        );
        assert_eq!(content("Hello").hash().len(), 64);
    }

    #[test]
    fn the_hash_changes_with_every_material_field() {
        let original = content("Hello");
        let mut changed = vec![content("Hello!")];
        changed.extend([
            Content { title: "Other".into(), ..original.clone() },
            Content { hook: "Other".into(), ..original.clone() },
            Content { call_to_action: "Other".into(), ..original.clone() },
            Content { visual: "Other".into(), ..original.clone() },
            Content { hashtags: vec!["two".into(), "one".into()], ..original.clone() },
            Content { variants: Variants::default(), ..original.clone() },
            Content {
                scenes: vec![Scene {
                    seconds: 3,
                    picture: String::new(),
                    voiceover: String::new(),
                    caption: String::new(),
                }],
                ..original.clone()
            },
        ]);
        for other in changed {
            assert_ne!(other.hash(), original.hash(), "{other:?}");
        }
    }

    #[test]
    fn what_looks_the_same_hashes_the_same() {
        assert_eq!(
            content("cafe\u{301}\r\nx ").normalized().hash(),
            content("caf\u{e9}\nx").normalized().hash()
        );
        let tagged = Content { hashtags: vec!["#One".into(), "one".into(), "#".into()], ..content("x") };
        assert_eq!(tagged.normalized().hashtags, ["One"]);
    }

    #[test]
    fn unknown_fields_and_channels_are_refused() {
        assert!(serde_json::from_value::<Content>(json!({ "title": "x", "boddy": "y" })).is_err());
        let channel = json!({ "title": "x", "variants": { "myspace": { "text": "y" } } });
        assert!(serde_json::from_value::<Content>(channel).is_err());
    }

    proptest! {
        #[test]
        fn normalizing_twice_changes_nothing(body in "(\\PC|\r\n|\r|\n|e\u{301}| ){0,60}") {
            let once = content(&body).normalized();
            prop_assert_eq!(once.clone().normalized(), once);
        }

        #[test]
        fn storing_and_reading_keeps_the_hash(body in "\\PC{0,60}") {
            let content = content(&body).normalized();
            let read: Content = serde_json::from_str(&content.json().to_string()).unwrap();
            prop_assert_eq!(read.hash(), content.hash());
        }
    }
}
