//! What can be said, read once from the data files.

use std::sync::LazyLock;

use serde::Deserialize;

/// Everything of one language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Phrases {
    pub(super) posts: Vec<Form>,
    pub(super) reels: Vec<Form>,
    pub(super) trades: Vec<Trade>,
    pub(super) intents: Vec<Intent>,
    pub(super) tones: Vec<Tone>,
    pub(super) closing: Closing,
}

/// A way to build an idea. Each list holds alternatives; `body` holds a list of them for each paragraph.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    pub(super) name: String,
    pub(super) title: Vec<String>,
    pub(super) hook: Vec<String>,
    pub(super) body: Vec<Vec<String>>,
    pub(super) visual: Vec<String>,
    #[serde(default)]
    pub(super) scene: Vec<SceneForm>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SceneForm {
    pub(super) seconds: u32,
    pub(super) picture: Vec<String>,
    pub(super) voiceover: Vec<String>,
    pub(super) caption: Vec<String>,
}

/// The things of a line of business. The first one fits everybody.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Trade {
    pub(super) keywords: Vec<String>,
    pub(super) person: Vec<String>,
    pub(super) thing: Vec<String>,
    pub(super) place: Vec<String>,
    pub(super) moment: Vec<String>,
    pub(super) task: Vec<String>,
    pub(super) mistake: Vec<String>,
    pub(super) detail: Vec<String>,
    pub(super) topic: Vec<String>,
    pub(super) hashtags: Vec<String>,
}

/// What readers shall do. The first one fits everything.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Intent {
    pub(super) keywords: Vec<String>,
    pub(super) calls: Vec<String>,
}

/// What a tone adds. The first one fits every tone.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tone {
    pub(super) keywords: Vec<String>,
    pub(super) asides: Vec<String>,
    #[serde(default)]
    pub(super) emoji: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Closing {
    /// Last lines when the brief wants a question.
    pub(super) questions: Vec<String>,
    /// How a word that has to appear comes in.
    pub(super) word: Vec<String>,
    /// Why an idea is worth making.
    pub(super) rationale: Vec<String>,
    /// Answers to questions without a brief.
    pub(super) replies: Vec<String>,
    /// The client's name when the brief has none.
    pub(super) somebody: String,
}

static ENGLISH: LazyLock<Phrases> = LazyLock::new(|| {
    read([
        include_str!("../phrases/en/posts.toml"),
        include_str!("../phrases/en/reels.toml"),
        include_str!("../phrases/en/words.toml"),
    ])
});
static GERMAN: LazyLock<Phrases> = LazyLock::new(|| {
    read([
        include_str!("../phrases/de/posts.toml"),
        include_str!("../phrases/de/reels.toml"),
        include_str!("../phrases/de/words.toml"),
    ])
});

/// English for every language but German.
pub(super) fn of(language: &str) -> &'static Phrases {
    if is_german(language) { &GERMAN } else { &ENGLISH }
}

pub(super) fn is_german(language: &str) -> bool {
    let language = language.to_lowercase();
    language == "de" || language.starts_with("de-") || language.starts_with("german") || language == "deutsch"
}

fn read(files: [&str; 3]) -> Phrases {
    toml::from_str(&files.join("\n")).expect("the phrase files are read in a test")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SLOTS: [&str; 10] =
        ["client", "theme", "audience", "person", "thing", "place", "moment", "task", "mistake", "detail"];

    fn texts(form: &Form) -> Vec<&String> {
        let scenes = form
            .scene
            .iter()
            .flat_map(|scene| scene.picture.iter().chain(&scene.voiceover).chain(&scene.caption));
        let body = form.body.iter().flatten();
        form.title.iter().chain(&form.hook).chain(body).chain(&form.visual).chain(scenes).collect()
    }

    #[test]
    fn every_phrase_uses_known_slots_and_no_stray_blanks() {
        for phrases in [&*ENGLISH, &*GERMAN] {
            for form in phrases.posts.iter().chain(&phrases.reels) {
                for text in texts(form) {
                    for slot in text.split('{').skip(1) {
                        let name =
                            slot.split_once('}').map(|(name, _)| name.to_lowercase()).unwrap_or_default();
                        assert!(SLOTS.contains(&name.as_str()), "{}: {text}", form.name);
                    }
                    assert_eq!(text.matches('[').count(), text.matches(']').count(), "{text}");
                    assert!(
                        !text.contains("  ") && !text.contains("\n\n") && text.trim() == text,
                        "{text:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn both_languages_have_enough_to_say() {
        for phrases in [&*ENGLISH, &*GERMAN] {
            assert!(phrases.posts.len() >= 10, "posts");
            assert!(phrases.reels.len() >= 6, "reels");
            assert!(phrases.trades.len() >= 8, "trades");
            for form in &phrases.posts {
                assert!(
                    form.title.len() >= 2 && form.hook.len() >= 3 && form.body.len() >= 3,
                    "{}",
                    form.name
                );
                assert!(form.scene.is_empty(), "{}", form.name);
            }
            for form in &phrases.reels {
                let seconds: u32 = form.scene.iter().map(|scene| scene.seconds).sum();
                assert!((3..=6).contains(&form.scene.len()) && (15..=45).contains(&seconds), "{}", form.name);
            }
            for trade in &phrases.trades {
                let lists =
                    [&trade.person, &trade.thing, &trade.place, &trade.moment, &trade.task, &trade.mistake];
                assert!(lists.iter().all(|list| list.len() >= 3), "{:?}", trade.keywords);
            }
        }
        assert_eq!(ENGLISH.trades.len(), GERMAN.trades.len(), "a trade is known in both languages");
    }
}
