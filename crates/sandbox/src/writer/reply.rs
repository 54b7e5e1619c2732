//! Answers without a brief or without a schema.

use serde_json::{Value, json};

use super::brief::clean;
use super::dice::Dice;
use super::ideas::{Idea, Kind};
use super::phrases;
use super::speech::upper_first;
use crate::openai::request::ChatMessage;

const SENTENCES: usize = 3;

/// The last thing the user said.
pub(super) fn question(messages: &[ChatMessage]) -> String {
    let asked = messages.iter().rev().find(|message| message.role == "user").or(messages.last());
    asked.map(|message| message.text.clone()).unwrap_or_default()
}

/// What a question is about: its longest words, in their order.
pub(super) fn topic(question: &str) -> String {
    let words: Vec<&str> =
        question.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 3).collect();
    let mut longest: Vec<usize> = (0..words.len().min(200)).collect();
    longest.sort_by_key(|index| std::cmp::Reverse(words[*index].chars().count()));
    longest.truncate(2);
    longest.sort_unstable();
    clean(&longest.into_iter().map(|index| words[index]).collect::<Vec<_>>().join(" "), 60)
}

pub(super) fn text(question: &str) -> String {
    let is_german = ["der ", "die ", "das ", "und ", "ist ", "wie "]
        .iter()
        .filter(|word| question.contains(*word))
        .count()
        > 1;
    let replies = &phrases::of(if is_german { "de" } else { "en" }).closing.replies;
    let topic = topic(question);
    let order = Dice::seeded(question, 0).order(replies.len());
    let sentences = order
        .into_iter()
        .take(SENTENCES)
        .map(|index| upper_first(&replies[index].replace("{topic}", &topic)));
    sentences.collect::<Vec<_>>().join(" ")
}

pub(super) fn object(question: &str) -> Value {
    json!({"topic": topic(question), "answer": text(question)})
}

pub(super) fn markdown(ideas: &[Idea]) -> String {
    let one = |(index, idea): (usize, &Idea)| {
        let mut parts =
            vec![format!("## {}. {}", index + 1, idea.title), format!("**{}**", idea.hook), idea.body()];
        if idea.kind == Kind::Reel {
            let scenes = idea
                .scenes
                .iter()
                .map(|scene| format!("- {} s: {} “{}”", scene.seconds, scene.picture, scene.caption));
            parts.push(scenes.collect::<Vec<_>>().join("\n"));
        }
        parts.push(idea.call.clone());
        parts.join("\n\n")
    };
    ideas.iter().enumerate().map(one).collect::<Vec<_>>().join("\n\n")
}
