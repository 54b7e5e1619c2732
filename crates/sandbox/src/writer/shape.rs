//! Filling a JSON schema: ideas where it asks for ideas, something that fits everywhere else.

use serde_json::{Map, Value, json};

use super::brief::{Brief, clip};
use super::channels;
use super::ideas::{self, Idea, Kind, Scene};

const DEPTH_MAX: usize = 24;
const LIST_DEFAULT: usize = 3;
const IDEAS_MAX: usize = 60;
/// Properties by which a list of objects is recognised as a list of ideas.
const IDEA_PROPERTIES: &[&str] = &["hook", "body", "caption", "scenes", "variants", "headline", "script"];

/// A value that fits the schema and says what the brief asks for.
pub(super) fn answer(schema: &Value, brief: &Brief, asked: Option<Kind>, salt: u64) -> Value {
    let writer = Filler { root: schema, brief, ideas: ideas::write(&wanted(schema, brief, asked), salt) };
    writer.fill(schema, "", &Subject::Nothing, 0)
}

/// Without a schema: the ideas with all they have.
pub(super) fn plain_object(ideas: &[Idea]) -> Value {
    let one = |idea: &Idea| {
        json!({
            "kind": idea.kind.name(), "title": idea.title, "hook": idea.hook, "body": idea.body(),
            "hashtags": idea.hashtags, "call_to_action": idea.call, "visual": idea.visual,
        })
    };
    json!({"ideas": ideas.iter().map(one).collect::<Vec<_>>()})
}

/// The brief with as many ideas of each kind as this call is for. A call is for one kind when its schema
/// fixes it, or when the caller says so ([`asked_kind`](super::asked_kind)); a schema that fixes the number
/// knows it best.
fn wanted(schema: &Value, brief: &Brief, asked: Option<Kind>) -> Brief {
    let mut wanted = brief.clone();
    let list = find_idea_list(schema, schema, 0);
    let kind = list.and_then(|list| fixed_kind(resolve(schema, list.get("items")?))).or(asked);
    match kind {
        Some(Kind::Post) => wanted.reels = 0,
        Some(Kind::Reel) => wanted.posts = 0,
        None => {}
    }
    let total = wanted.posts + wanted.reels;
    let least = list.and_then(|list| count(list, "minItems")).unwrap_or(1).min(IDEAS_MAX);
    if total < least {
        match kind {
            Some(Kind::Reel) => wanted.reels = least,
            _ => wanted.posts += least - total,
        }
    }
    wanted
}

fn find_idea_list<'s>(root: &'s Value, schema: &'s Value, depth: usize) -> Option<&'s Value> {
    let schema = resolve(root, schema);
    if depth > DEPTH_MAX {
        return None;
    }
    if schema.get("items").is_some_and(|items| is_idea(root, items)) {
        return Some(schema);
    }
    let inside =
        schema.get("properties").and_then(Value::as_object).into_iter().flatten().map(|(_, child)| child);
    inside.chain(schema.get("items")).find_map(|child| find_idea_list(root, child, depth + 1))
}

fn is_idea(root: &Value, schema: &Value) -> bool {
    let properties = resolve(root, schema).get("properties").and_then(Value::as_object);
    properties.is_some_and(|known| IDEA_PROPERTIES.iter().any(|name| known.contains_key(*name)))
}

/// The kind that an idea's schema leaves no choice about.
fn fixed_kind(item: &Value) -> Option<Kind> {
    let properties = item.get("properties")?;
    let kind = properties.get("kind");
    let named = kind.and_then(|kind| {
        kind.get("const").or_else(|| match kind.get("enum")?.as_array()?.as_slice() {
            [only] => Some(only),
            _ => None,
        })
    });
    let scenes = properties.get("scenes");
    match (named.and_then(Value::as_str), scenes) {
        (Some("post"), _) => Some(Kind::Post),
        (Some("reel"), _) => Some(Kind::Reel),
        (_, Some(scenes)) if count(scenes, "minItems").is_some_and(|least| least > 0) => Some(Kind::Reel),
        (_, Some(scenes)) if count(scenes, "maxItems") == Some(0) => Some(Kind::Post),
        _ => None,
    }
}

fn resolve<'s>(root: &'s Value, mut schema: &'s Value) -> &'s Value {
    for _ in 0..DEPTH_MAX {
        let Some(pointer) = schema.get("$ref").and_then(Value::as_str).and_then(|at| at.strip_prefix('#'))
        else {
            break;
        };
        let Some(target) = root.pointer(pointer) else { break };
        schema = target;
    }
    schema
}

/// What a value is about.
#[derive(Clone, Copy)]
enum Subject<'a> {
    Nothing,
    Idea(&'a Idea),
    Scene(&'a Idea, &'a Scene),
    Channel(&'a Idea, &'a str),
}

impl<'a> Subject<'a> {
    fn idea(self) -> Option<&'a Idea> {
        match self {
            Self::Nothing => None,
            Self::Idea(idea) | Self::Scene(idea, _) | Self::Channel(idea, _) => Some(idea),
        }
    }
}

struct Filler<'a> {
    root: &'a Value,
    brief: &'a Brief,
    ideas: Vec<Idea>,
}

impl Filler<'_> {
    fn fill<'s>(&'s self, schema: &'s Value, name: &str, subject: &Subject<'s>, depth: usize) -> Value {
        let schema = self.resolve(schema);
        if depth > DEPTH_MAX {
            return Value::Null;
        }
        if let Some(fixed) = schema.get("const") {
            return fixed.clone();
        }
        if let Some(values) = schema.get("enum").and_then(Value::as_array).filter(|values| !values.is_empty())
        {
            let known = known_text(name, *subject).map(Value::String);
            return known.filter(|known| values.contains(known)).unwrap_or_else(|| values[0].clone());
        }
        if let Some(branches) = ["anyOf", "oneOf"].iter().find_map(|key| schema.get(key)?.as_array()) {
            return self.fill_branch(branches, name, subject, depth);
        }
        match type_of(schema) {
            "object" => self.fill_object(schema, subject, depth),
            "array" => self.fill_array(schema, name, subject, depth),
            "integer" | "number" => fill_number(schema, name, *subject),
            "boolean" => Value::Bool(false),
            "null" => Value::Null,
            _ => self.fill_string(schema, name, *subject),
        }
    }

    fn resolve<'s>(&'s self, schema: &'s Value) -> &'s Value {
        resolve(self.root, schema)
    }

    fn fill_branch<'s>(
        &'s self,
        branches: &'s [Value],
        name: &str,
        subject: &Subject<'s>,
        depth: usize,
    ) -> Value {
        let has_null = branches.iter().any(|branch| type_of(self.resolve(branch)) == "null");
        if has_null && !self.applies(name, *subject) {
            return Value::Null;
        }
        let other = branches.iter().find(|branch| type_of(self.resolve(branch)) != "null");
        other.map_or(Value::Null, |branch| self.fill(branch, name, subject, depth + 1))
    }

    /// Whether an optional part has something to say here.
    fn applies(&self, name: &str, subject: Subject<'_>) -> bool {
        match (subject, name) {
            (Subject::Idea(idea), "scenes") => idea.kind == Kind::Reel,
            (Subject::Idea(idea), channel) if self.is_channel(channel) => {
                idea.variants.iter().any(|variant| variant.channel == channel)
            }
            (Subject::Channel(_, channel), "title") => channel == "youtube",
            _ => true,
        }
    }

    fn is_channel(&self, name: &str) -> bool {
        matches!(name, "linkedin" | "instagram" | "youtube" | "x")
            || self.brief.channels.iter().any(|known| known == name)
    }

    fn fill_object<'s>(&'s self, schema: &'s Value, subject: &Subject<'s>, depth: usize) -> Value {
        let required: Vec<&str> = schema
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let mut object = Map::new();
        for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let is_required = required.contains(&name.as_str());
            let is_nullable = allows_null(self.resolve(property));
            if !self.applies(name, *subject) && (!is_required || is_nullable) {
                if is_required {
                    object.insert(name.clone(), Value::Null);
                }
                continue;
            }
            let inner = match subject {
                Subject::Idea(idea) if self.is_channel(name) => Subject::Channel(idea, name),
                subject => *subject,
            };
            object.insert(name.clone(), self.fill(property, name, &inner, depth + 1));
        }
        let open = schema.get("additionalProperties").filter(|open| open.is_object());
        if let (Some(open), Subject::Idea(idea)) = (open, subject) {
            for variant in &idea.variants {
                let inner = Subject::Channel(idea, &variant.channel);
                object.insert(variant.channel.clone(), self.fill(open, &variant.channel, &inner, depth + 1));
            }
        }
        Value::Object(object)
    }

    fn fill_array<'s>(&'s self, schema: &'s Value, name: &str, subject: &Subject<'s>, depth: usize) -> Value {
        let least = count(schema, "minItems").unwrap_or(0);
        let most = count(schema, "maxItems").unwrap_or(usize::MAX).max(least);
        let empty = Value::Object(Map::new());
        let of = schema.get("items").unwrap_or(&empty);
        let mut subjects: Vec<Subject<'s>> = match subject {
            Subject::Nothing if is_idea(self.root, of) => {
                self.ideas_for(name, most).into_iter().map(Subject::Idea).collect()
            }
            Subject::Idea(idea) if name.contains("scene") => {
                idea.scenes.iter().map(|scene| Subject::Scene(idea, scene)).collect()
            }
            Subject::Idea(idea) if matches!(name, "variants" | "channels") => {
                idea.variants.iter().map(|variant| Subject::Channel(idea, &variant.channel)).collect()
            }
            Subject::Idea(idea) | Subject::Channel(idea, _) if name.contains("hashtag") || name == "tags" => {
                return tags(of, idea, least, most);
            }
            subject => vec![*subject; LIST_DEFAULT.clamp(least, most)],
        };
        subjects.truncate(most);
        while subjects.len() < least {
            subjects.push(subjects.last().copied().unwrap_or(*subject));
        }
        Value::Array(subjects.iter().map(|subject| self.fill(of, name, subject, depth + 1)).collect())
    }

    fn ideas_for(&self, name: &str, most: usize) -> Vec<&Idea> {
        let of_kind = |kind: Kind| self.ideas.iter().filter(move |idea| idea.kind == kind);
        let ideas: Vec<&Idea> = match name {
            "posts" => of_kind(Kind::Post).collect(),
            "reels" | "videos" => of_kind(Kind::Reel).collect(),
            _ => self.ideas.iter().collect(),
        };
        ideas.into_iter().take(most).collect()
    }

    fn fill_string(&self, schema: &Value, name: &str, subject: Subject<'_>) -> Value {
        let text = known_text(name, subject).unwrap_or_else(|| self.some_text(subject));
        let most = count(schema, "maxLength").unwrap_or(usize::MAX);
        let least = count(schema, "minLength").unwrap_or(0);
        let mut text = clip(&text, most).to_owned();
        while text.chars().count() < least {
            text.push('.');
        }
        Value::String(text)
    }

    fn some_text(&self, subject: Subject<'_>) -> String {
        match subject.idea().or(self.ideas.first()) {
            Some(idea) => idea.rationale.clone(),
            None => self.brief.themes.first().cloned().unwrap_or_default(),
        }
    }
}

/// What an idea says under a property of this name.
fn known_text(name: &str, subject: Subject<'_>) -> Option<String> {
    if let Subject::Scene(_, scene) = subject {
        match name {
            "picture" | "shot" | "visual" | "image" => return Some(scene.picture.clone()),
            "voiceover" | "voice_over" | "audio" | "narration" => return Some(scene.voiceover.clone()),
            "caption" | "text" | "on_screen_text" | "overlay" => return Some(scene.caption.clone()),
            _ => {}
        }
    }
    let idea = subject.idea()?;
    if let Subject::Channel(_, channel) = subject {
        let variant = || channels::variant(idea, channel);
        match name {
            "text" | "body" | "caption" | "content" | "copy" => return Some(variant().text),
            "title" => return Some(variant().title.unwrap_or_default()),
            "channel" | "platform" => return Some(channel.to_owned()),
            _ if name == channel => return Some(variant().text),
            _ => {}
        }
    }
    Some(match name {
        "title" | "headline" | "name" => idea.title.clone(),
        "hook" | "opening" => idea.hook.clone(),
        "body" | "text" | "caption" | "copy" | "content" | "description" | "script" => idea.body(),
        "call_to_action" | "cta" => idea.call.clone(),
        "visual" | "image" | "picture" | "visual_idea" | "art_direction" => idea.visual.clone(),
        "theme" | "topic" => idea.theme.clone(),
        "kind" | "type" | "format" => idea.kind.name().to_owned(),
        "language" => idea.language.clone(),
        "form" | "structure" => idea.form.to_owned(),
        "rationale" | "why" | "reason" => idea.rationale.clone(),
        _ => return None,
    })
}

fn tags(of: &Value, idea: &Idea, least: usize, most: usize) -> Value {
    let mark = of.get("pattern").and_then(Value::as_str).is_some_and(|pattern| pattern.contains('#'));
    let mut tags: Vec<String> = idea
        .hashtags
        .iter()
        .map(|tag| if mark { format!("#{tag}") } else { tag.clone() })
        .take(most)
        .collect();
    while tags.len() < least {
        tags.push(format!("{}{}", if mark { "#Idea" } else { "Idea" }, tags.len() + 1));
    }
    json!(tags)
}

fn fill_number(schema: &Value, name: &str, subject: Subject<'_>) -> Value {
    let least = schema.get("minimum").and_then(Value::as_i64);
    let most = schema.get("maximum").and_then(Value::as_i64).unwrap_or(i64::MAX);
    let known = match (subject, name) {
        (Subject::Scene(_, scene), "seconds" | "duration" | "duration_seconds") => {
            Some(i64::from(scene.seconds))
        }
        (Subject::Idea(idea), "seconds" | "duration" | "duration_seconds") => {
            Some(idea.scenes.iter().map(|scene| i64::from(scene.seconds)).sum())
        }
        _ => None,
    };
    json!(known.unwrap_or(1).max(least.unwrap_or(i64::MIN)).min(most))
}

/// The type that is filled: of several, the first that is not null.
fn type_of(schema: &Value) -> &str {
    match schema.get("type") {
        Some(Value::String(name)) => name,
        Some(Value::Array(names)) => {
            names.iter().filter_map(Value::as_str).find(|name| *name != "null").unwrap_or("null")
        }
        _ if schema.get("properties").is_some() => "object",
        _ if schema.get("items").is_some() => "array",
        _ => "string",
    }
}

fn allows_null(schema: &Value) -> bool {
    let in_list = |list: Option<&Value>| {
        list.and_then(Value::as_array).is_some_and(|types| types.contains(&json!("null")))
    };
    let in_branches = ["anyOf", "oneOf"].iter().filter_map(|key| schema.get(key)?.as_array()).flatten();
    in_list(schema.get("type")) || in_branches.into_iter().any(|branch| type_of(branch) == "null")
}

fn count(schema: &Value, key: &str) -> Option<usize> {
    schema.get(key).and_then(Value::as_u64).and_then(|count| usize::try_from(count).ok())
}
