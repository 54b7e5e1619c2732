//! The same idea in the way people write on each channel, within its limits.

use super::brief::clip;
use super::ideas::{Idea, Kind};

/// Below the platforms' own limits, so that a person's edit still fits: LinkedIn takes 3,000 code points,
/// Instagram 2,200, YouTube titles 100 and descriptions 5,000 bytes, X 280 weighted.
const LINKEDIN_CHARS_MAX: usize = 2600;
const INSTAGRAM_CHARS_MAX: usize = 2000;
const YOUTUBE_TITLE_CHARS_MAX: usize = 90;
const YOUTUBE_CHARS_MAX: usize = 2200;
const X_WEIGHT_MAX: usize = 270;

#[derive(Debug, Clone)]
pub(super) struct Variant {
    pub(super) channel: String,
    pub(super) text: String,
    pub(super) title: Option<String>,
}

pub(super) fn variants(idea: &Idea, channels: &[String]) -> Vec<Variant> {
    channels.iter().map(|channel| variant(idea, channel)).collect()
}

/// The text for a channel; one that is not known gets a short one.
pub(super) fn variant(idea: &Idea, channel: &str) -> Variant {
    let (text, title) = match channel {
        "linkedin" => (linkedin(idea), None),
        "instagram" => (instagram(idea), None),
        "youtube" => (youtube(idea), Some(clip(&idea.title, YOUTUBE_TITLE_CHARS_MAX).to_owned())),
        _ => (short(idea), None),
    };
    Variant { channel: channel.to_owned(), text, title }
}

fn linkedin(idea: &Idea) -> String {
    let mut parts = vec![idea.hook.clone()];
    parts.extend(idea.paragraphs.iter().cloned());
    parts.push(idea.call.clone());
    parts.push(tags(idea, 3));
    clip(&join(&parts), LINKEDIN_CHARS_MAX).to_owned()
}

fn instagram(idea: &Idea) -> String {
    let opening = match idea.emoji {
        Some(emoji) => format!("{} {emoji}", idea.second_hook),
        None => idea.second_hook.clone(),
    };
    let mut parts = vec![opening];
    parts.extend(idea.paragraphs.iter().take(2).cloned());
    parts.push(idea.call.clone());
    parts.push(tags(idea, 6));
    clip(&join(&parts), INSTAGRAM_CHARS_MAX).to_owned()
}

fn youtube(idea: &Idea) -> String {
    let mut parts = vec![idea.second_hook.clone(), idea.paragraphs.first().cloned().unwrap_or_default()];
    if idea.kind == Kind::Reel {
        let mut at = 0;
        let chapters: Vec<String> = idea
            .scenes
            .iter()
            .filter(|scene| !scene.caption.is_empty())
            .map(|scene| {
                let line = format!("0:{at:02} {}", scene.caption);
                at += scene.seconds;
                line
            })
            .collect();
        parts.push(chapters.join("\n"));
    }
    parts.push(idea.call.clone());
    parts.push(tags(idea, 3));
    clip(&join(&parts), YOUTUBE_CHARS_MAX).to_owned()
}

/// The hook and the longest paragraph that still fits, then the call and a tag if there is room.
fn short(idea: &Idea) -> String {
    let mut text = idea.hook.clone();
    let mut room = |part: &str, between: &str| {
        let longer = format!("{text}{between}{part}");
        if !part.is_empty() && weight(&longer) <= X_WEIGHT_MAX {
            text = longer;
            return true;
        }
        false
    };
    let mut paragraphs: Vec<&String> = idea.paragraphs.iter().collect();
    paragraphs.sort_by_key(|paragraph| std::cmp::Reverse(paragraph.len()));
    let _ = paragraphs.iter().any(|paragraph| room(paragraph, "\n\n"));
    room(&idea.call, "\n\n");
    room(&tags(idea, 1), " ");
    let mut end = text.as_str();
    while weight(end) > X_WEIGHT_MAX {
        end = clip(end, end.chars().count().saturating_sub(8));
    }
    end.to_owned()
}

/// Characters as X counts them (twitter-text v3): Latin and punctuation 1, everything else 2.
fn weight(text: &str) -> usize {
    text.chars()
        .map(
            |c| {
                if matches!(u32::from(c), 0..=4351 | 8192..=8205 | 8208..=8223 | 8242..=8247) { 1 } else { 2 }
            },
        )
        .sum()
}

fn tags(idea: &Idea, count: usize) -> String {
    idea.hashtags.iter().take(count).map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" ")
}

fn join(parts: &[String]) -> String {
    parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join("\n\n")
}
