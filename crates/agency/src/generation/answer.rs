//! The shape of a model's answer, and turning an answer into content that can be stored.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::ideas::content::{Content, IdeaKind, Scene, Variant, Variants};
use crate::rules::{self, Field, TextChannel, Unit};

const TITLE_CHARS_MAX: usize = 200;
const SENTENCE_CHARS_MAX: usize = 500;
const VISUAL_CHARS_MAX: usize = 2_000;
const SCENE_CHARS_MAX: usize = 1_000;
const BODY_CHARS_MAX: usize = 10_000;
const HASHTAGS_MAX: usize = 30;
const HASHTAG_CHARS_MAX: usize = 100;
const SCENES_MAX: usize = 40;

/// The JSON Schema of an answer with `count` ideas. Strict in the way that vendors ask for: every property is
/// required, nothing else is allowed. Lengths are not in it, because a text that is a word too long is
/// shortened and not asked for again.
pub(super) fn schema(kind: IdeaKind, channels: &[TextChannel], count: i32) -> Value {
    let text = json!({ "type": "string" });
    let variants: Vec<(String, Value)> =
        channels.iter().map(|channel| (channel.as_str().to_owned(), variant_schema(*channel))).collect();
    let names: Vec<&String> = variants.iter().map(|(name, _)| name).collect();
    let mut idea = json!({
        "kind": { "type": "string", "enum": [kind] },
        "title": { "type": "string", "minLength": 1 },
        "hook": text,
        "body": { "type": "string", "minLength": 1 },
        "hashtags": { "type": "array", "items": text },
        "call_to_action": text,
        "visual": text,
        "variants": object(&names.iter().map(|name| name.as_str()).collect::<Vec<_>>(),
            variants.iter().cloned().collect()),
    });
    let mut required =
        vec!["kind", "title", "hook", "body", "hashtags", "call_to_action", "visual", "variants"];
    if kind == IdeaKind::Reel {
        idea["scenes"] = scenes_schema();
        required.push("scenes");
    }
    let ideas = json!({
        "type": "array", "minItems": count, "maxItems": count, "items": object(&required, idea),
    });
    object(&["ideas"], json!({ "ideas": ideas }))
}

fn object(required: &[&str], properties: Value) -> Value {
    json!({
        "type": "object", "additionalProperties": false, "required": required, "properties": properties,
    })
}

fn variant_schema(channel: TextChannel) -> Value {
    let text = json!({ "type": "string", "minLength": 1 });
    if channel == TextChannel::Youtube {
        return object(&["title", "text"], json!({ "title": text, "text": text }));
    }
    object(&["text"], json!({ "text": text }))
}

fn scenes_schema() -> Value {
    let text = json!({ "type": "string" });
    let seconds = json!({ "type": "integer", "minimum": 1, "maximum": 180 });
    let scene = json!({ "seconds": seconds, "picture": text, "voiceover": text, "caption": text });
    let items = object(&["seconds", "picture", "voiceover", "caption"], scene);
    json!({ "type": "array", "minItems": 1, "maxItems": 12, "items": items })
}

#[derive(Deserialize)]
struct Answer {
    ideas: Vec<AnsweredIdea>,
}

#[derive(Deserialize)]
struct AnsweredIdea {
    title: String,
    hook: String,
    body: String,
    hashtags: Vec<String>,
    call_to_action: String,
    visual: String,
    #[serde(default)]
    scenes: Vec<Scene>,
    variants: Variants,
}

/// An answer that cannot be stored, although it fits the schema.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum AnswerError {
    #[error("the answer does not have the agreed shape: {0}")]
    Shape(String),
    #[error("{found} ideas were asked for as {wanted}")]
    Count { wanted: usize, found: usize },
    #[error("idea {number} breaks a rule that cannot be repaired: {message}")]
    Unfit { number: usize, message: String },
}

/// The ideas of an answer, within every limit: texts are shortened between graphemes, hashtags are cleaned, a
/// channel without a text gets one made of the idea's parts.
pub(super) fn read(
    answer: &Value,
    channels: &[TextChannel],
    count: usize,
) -> Result<Vec<Content>, AnswerError> {
    let answer = Answer::deserialize(answer).map_err(|error| AnswerError::Shape(error.to_string()))?;
    if answer.ideas.len() != count {
        return Err(AnswerError::Count { wanted: count, found: answer.ideas.len() });
    }
    let contents = answer.ideas.into_iter().enumerate().map(|(index, idea)| {
        let content = idea.into_content(channels);
        match content.issues().into_iter().find(|issue| issue.severity == rules::Severity::Error) {
            None => Ok(content),
            Some(issue) => Err(AnswerError::Unfit { number: index + 1, message: issue.message }),
        }
    });
    contents.collect()
}

impl AnsweredIdea {
    fn into_content(self, channels: &[TextChannel]) -> Content {
        let title = line(&self.title, TITLE_CHARS_MAX);
        let content = Content {
            title: if title.is_empty() { line(&self.body, TITLE_CHARS_MAX) } else { title },
            hook: text(&self.hook, SENTENCE_CHARS_MAX),
            body: text(&self.body, BODY_CHARS_MAX),
            hashtags: self.hashtags.iter().map(|tag| line(tag, HASHTAG_CHARS_MAX)).collect(),
            call_to_action: text(&self.call_to_action, SENTENCE_CHARS_MAX),
            visual: text(&self.visual, VISUAL_CHARS_MAX),
            scenes: self.scenes.into_iter().take(SCENES_MAX).map(fit_scene).collect(),
            variants: Variants::default(),
        };
        let mut content = content.normalized();
        content.hashtags.truncate(HASHTAGS_MAX);
        for &channel in channels {
            let answered = self.variants.get(channel);
            let variant = fit_variant(channel, answered, &content);
            content.variants.set(channel, variant);
        }
        content.normalized()
    }
}

fn fit_scene(scene: Scene) -> Scene {
    Scene {
        seconds: scene.seconds.clamp(1, 900),
        picture: text(&scene.picture, SCENE_CHARS_MAX),
        voiceover: text(&scene.voiceover, SCENE_CHARS_MAX),
        caption: text(&scene.caption, SENTENCE_CHARS_MAX),
    }
}

fn fit_variant(channel: TextChannel, answered: Option<&Variant>, content: &Content) -> Variant {
    let written = answered.map(|variant| text(&variant.text, 20_000)).filter(|text| !text.is_empty());
    let written = written.unwrap_or_else(|| compose(channel, content));
    let title = (channel == TextChannel::Youtube).then(|| {
        let title = answered.and_then(|variant| variant.title.as_deref()).unwrap_or_default();
        let title = line(title, TITLE_CHARS_MAX);
        let title = if title.is_empty() { content.title.clone() } else { title };
        rules::fit(channel, Field::Title, &allowed(channel, &title))
    });
    Variant { text: rules::fit(channel, Field::Text, &allowed(channel, &written)), title }
}

/// The text of a channel, made of the idea's parts: what is posted when nobody wrote a text for the channel.
pub(super) fn compose(channel: TextChannel, content: &Content) -> String {
    let tags_max = match channel {
        TextChannel::Linkedin | TextChannel::Youtube => 3,
        TextChannel::Instagram => 8,
        TextChannel::X => 1,
    };
    let tags: Vec<String> = content.hashtags.iter().take(tags_max).map(|tag| format!("#{tag}")).collect();
    let tags = tags.join(" ");
    let parts: &[&str] = match channel {
        TextChannel::X => &[&content.hook, &content.call_to_action, &tags],
        _ => &[&content.hook, &content.body, &content.call_to_action, &tags],
    };
    let parts: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    parts.join("\n\n")
}

/// `YouTube` takes no angle brackets; others take everything.
fn allowed(channel: TextChannel, text: &str) -> String {
    match channel {
        TextChannel::Youtube => text.replace('<', "‹").replace('>', "›"),
        _ => text.to_owned(),
    }
}

fn line(written: &str, chars_max: usize) -> String {
    let words: Vec<&str> = written.split(char::is_whitespace).filter(|word| !word.is_empty()).collect();
    text(&words.join(" "), chars_max)
}

/// Without characters that no field accepts, and within the field's limit.
fn text(written: &str, chars_max: usize) -> String {
    let is_bidi = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let clean: String =
        written.chars().filter(|&c| matches!(c, '\n' | '\t') || !(c.is_control() || is_bidi(c))).collect();
    rules::clip(Unit::CodePoints, chars_max, clean.trim())
}

#[cfg(test)]
mod tests {
    use garde::Validate;
    use proptest::prelude::*;

    use super::*;

    const CHANNELS: [TextChannel; 4] =
        [TextChannel::Linkedin, TextChannel::Instagram, TextChannel::Youtube, TextChannel::X];

    fn answer(body: &str, variants: Value) -> Value {
        json!({ "ideas": [{
            "title": body, "hook": body, "body": body, "hashtags": ["#One Two", "one_two", "", "3"],
            "call_to_action": body, "visual": body,
            "scenes": [{ "seconds": 5, "picture": body, "voiceover": body, "caption": body }],
            "variants": variants,
        }] })
    }

    #[test]
    fn the_schema_is_strict_at_every_level() {
        fn check(schema: &Value) {
            if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
                assert_eq!(schema["additionalProperties"], false);
                assert_eq!(schema["required"].as_array().unwrap().len(), properties.len(), "{schema}");
                properties.values().for_each(check);
            }
            schema.get("items").iter().for_each(|items| check(items));
        }
        for kind in IdeaKind::ALL {
            let schema = schema(*kind, &CHANNELS, 3);
            check(&schema);
            assert_eq!(schema["properties"]["ideas"]["minItems"], 3);
            let has_scenes = schema.pointer("/properties/ideas/items/properties/scenes").is_some();
            assert_eq!(has_scenes, *kind == IdeaKind::Reel);
        }
    }

    #[test]
    fn long_texts_are_shortened_to_each_channels_limit() {
        let long = "Wörter und 日本語 👨‍👩‍👧‍👦 ".repeat(2_000);
        let variants = json!({
            "linkedin": { "text": long }, "instagram": { "text": long },
            "youtube": { "text": format!("<b>{long}"), "title": long }, "x": { "text": long },
        });
        let contents = read(&answer(&long, variants), &CHANNELS, 1).unwrap();
        assert!(!contents[0].has_errors());
        assert!(contents[0].validate().is_ok());
        assert!(contents[0].variants.youtube.as_ref().unwrap().text.starts_with("‹b›"));
        assert_eq!(contents[0].hashtags, ["OneTwo", "one_two"]);
    }

    #[test]
    fn a_missing_text_is_made_of_the_parts() {
        let contents = read(&answer("Body", json!({ "x": { "text": " " } })), &CHANNELS, 1).unwrap();
        let variants = &contents[0].variants;
        assert_eq!(variants.x.as_ref().unwrap().text, "Body\n\nBody\n\n#OneTwo");
        assert_eq!(variants.linkedin.as_ref().unwrap().text, "Body\n\nBody\n\nBody\n\n#OneTwo #one_two");
        assert_eq!(variants.youtube.as_ref().unwrap().title.as_deref(), Some("Body"));
    }

    #[test]
    fn only_the_campaigns_channels_are_kept() {
        let variants = json!({ "x": { "text": "a" }, "linkedin": { "text": "b" } });
        let contents = read(&answer("Body", variants), &[TextChannel::X], 1).unwrap();
        assert!(contents[0].variants.linkedin.is_none());
    }

    #[test]
    fn what_cannot_be_repaired_is_an_error() {
        assert!(matches!(read(&json!({ "ideas": "none" }), &CHANNELS, 1), Err(AnswerError::Shape(_))));
        assert_eq!(
            read(&answer("Body", json!({})), &CHANNELS, 2),
            Err(AnswerError::Count { wanted: 2, found: 1 })
        );
        let spam = (0..40).map(|n| format!("#tag{n}")).collect::<Vec<_>>().join(" ");
        let unfit = read(&answer("Body", json!({ "instagram": { "text": spam } })), &CHANNELS, 1);
        assert!(matches!(unfit, Err(AnswerError::Unfit { number: 1, .. })), "{unfit:?}");
    }

    proptest! {
        #[test]
        fn whatever_is_kept_is_valid(body in "(\\PC|\\pC|\n|\t|#[a-z]{1,3} |👨‍👩‍👧‍👦|<|>){1,300}") {
            let body = format!("a{body}");
            let variants = json!({
                "linkedin": { "text": body }, "youtube": { "text": body, "title": body },
            });
            if let Ok(contents) = read(&answer(&body, variants), &CHANNELS, 1) {
                prop_assert!(contents[0].validate().is_ok(), "{:?}", contents[0].validate());
                prop_assert!(!contents[0].has_errors());
            }
        }
    }
}
