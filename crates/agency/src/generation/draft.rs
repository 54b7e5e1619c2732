//! The template draft: what people get when no model answered. Plain, varied, made only of what the brief
//! says, and labelled as a draft wherever it is shown (`source: template`, and in its title).

use super::answer::compose;
use crate::ideas::content::{Content, IdeaKind, Scene, Variant, Variants};
use crate::prompts::Brief;
use crate::rules::{self, Field, TextChannel, Unit};

/// One way to begin: what it is called, the hook, the body and the call. `{theme}` and `{client}` are filled
/// in.
struct Opening {
    title: &'static str,
    hook: &'static str,
    body: &'static str,
    call: &'static str,
}

const LABEL: [&str; 2] = ["Template draft", "Entwurf aus Vorlage"];

const ENGLISH: [Opening; 5] = [
    Opening {
        title: "the question behind {theme}",
        hook: "What is the one thing people get wrong about {theme}?",
        body: "At {client} we hear it often. [Say in two sentences what people believe.]\n\n[Then what is \
               true, and how you found out.]",
        call: "What did you believe? Tell us in the comments.",
    },
    Opening {
        title: "a look behind {theme}",
        hook: "This is what {theme} looks like before anybody sees it.",
        body: "[Describe one moment of the work at {client}: where, who, what was difficult.]\n\n[Say what \
               changed because of it.]",
        call: "What would you like to see next?",
    },
    Opening {
        title: "three things about {theme}",
        hook: "Three things {client} would tell a friend about {theme}.",
        body: "1. [The first thing, in one sentence.]\n2. [The second thing.]\n3. [The third, the one nobody \
               expects.]",
        call: "Save this for the next time you need it.",
    },
    Opening {
        title: "a mistake and {theme}",
        hook: "We got {theme} wrong once. Here is what it taught us.",
        body: "[What happened at {client}, without excuses.]\n\n[What is done differently since then.]",
        call: "Has this happened to you?",
    },
    Opening {
        title: "the people behind {theme}",
        hook: "Behind {theme} at {client} there is a person. Meet them.",
        body: "[Name them, with their agreement. What do they do first in the morning?]\n\n[One sentence in \
               their own words.]",
        call: "Who should we introduce next?",
    },
];

const GERMAN: [Opening; 5] = [
    Opening {
        title: "die Frage hinter {theme}",
        hook: "Was verstehen die meisten falsch, wenn es um {theme} geht?",
        body: "Bei {client} hören wir es oft. [In zwei Sätzen: was viele glauben.]\n\n[Dann: was stimmt, und \
               wie ihr es gemerkt habt.]",
        call: "Was habt ihr geglaubt? Schreibt es in die Kommentare.",
    },
    Opening {
        title: "ein Blick hinter {theme}",
        hook: "So sieht {theme} aus, bevor es jemand sieht.",
        body: "[Ein Moment aus der Arbeit bei {client}: wo, wer, was war schwierig.]\n\n[Was sich dadurch \
               geändert hat.]",
        call: "Was möchtet ihr als Nächstes sehen?",
    },
    Opening {
        title: "drei Dinge über {theme}",
        hook: "Drei Dinge, die {client} Freunden über {theme} sagen würde.",
        body: "1. [Das Erste, in einem Satz.]\n2. [Das Zweite.]\n3. [Das Dritte, mit dem niemand rechnet.]",
        call: "Merkt euch den Beitrag für das nächste Mal.",
    },
    Opening {
        title: "ein Fehler und {theme}",
        hook: "Mit {theme} lagen wir einmal falsch. Das haben wir daraus gelernt.",
        body: "[Was bei {client} passiert ist, ohne Ausreden.]\n\n[Was seitdem anders läuft.]",
        call: "Ist euch das auch schon passiert?",
    },
    Opening {
        title: "die Menschen hinter {theme}",
        hook: "Hinter {theme} steht bei {client} ein Mensch. Lernt ihn kennen.",
        body: "[Name, mit Einverständnis. Was kommt am Morgen zuerst?]\n\n[Ein Satz in eigenen Worten.]",
        call: "Wen sollen wir als Nächstes vorstellen?",
    },
];

/// `count` drafts of a kind, each different while there are themes or openings left.
pub(super) fn write(kind: IdeaKind, brief: &Brief, count: usize) -> Vec<Content> {
    (0..count).map(|index| write_one(kind, brief, index)).collect()
}

fn write_one(kind: IdeaKind, brief: &Brief, index: usize) -> Content {
    let is_german = brief.language == "de";
    let openings = if is_german { &GERMAN } else { &ENGLISH };
    // Themes turn with every draft and openings one further after each turn, so no pair comes twice too soon.
    let themes = brief.themes.len().max(1);
    let opening = &openings[(index + index / themes) % openings.len()];
    let theme = theme(brief, index, is_german);
    let fill = |pattern: &str| pattern.replace("{theme}", &theme).replace("{client}", &brief.client);
    let label = LABEL[usize::from(is_german)];
    let content = Content {
        title: rules::clip(Unit::CodePoints, 200, &format!("{label} {}: {}", index + 1, fill(opening.title))),
        hook: rules::clip(Unit::CodePoints, 500, &fill(opening.hook)),
        body: fill(opening.body),
        hashtags: [&theme, &brief.client].into_iter().filter_map(|name| hashtag(name)).collect(),
        call_to_action: opening.call.to_owned(),
        visual: visual(&brief.client, is_german),
        scenes: if kind == IdeaKind::Reel { scenes(&fill(opening.hook), is_german) } else { Vec::new() },
        variants: Variants::default(),
    };
    let mut content = content.normalized();
    for &channel in &brief.channels {
        let variant = Variant {
            text: rules::fit(channel, Field::Text, &plain(channel, &compose(channel, &content))),
            title: (channel == TextChannel::Youtube)
                .then(|| rules::fit(channel, Field::Title, &plain(channel, &content.title))),
        };
        content.variants.set(channel, variant);
    }
    content.normalized()
}

fn theme(brief: &Brief, index: usize, is_german: bool) -> String {
    let named = match brief.themes.as_slice() {
        [] => Some(brief.industry.as_str()).filter(|industry| !industry.is_empty()),
        themes => Some(themes[index % themes.len()].as_str()),
    };
    let theme = named.unwrap_or(if is_german { "unsere Arbeit" } else { "our work" });
    rules::clip(Unit::CodePoints, 120, theme)
}

fn hashtag(name: &str) -> Option<String> {
    let words: String = name
        .split(|c: char| !c.is_alphanumeric())
        .filter_map(|word| {
            let mut letters = word.chars();
            letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>())
        })
        .collect();
    rules::normalize_hashtag(&rules::clip(Unit::CodePoints, 60, &words))
}

fn plain(channel: TextChannel, text: &str) -> String {
    match channel {
        TextChannel::Youtube => text.replace('<', "‹").replace('>', "›"),
        _ => text.to_owned(),
    }
}

fn visual(client: &str, is_german: bool) -> String {
    if is_german {
        format!("Ein Foto von der Arbeit bei {client}, bei Tageslicht, ohne Text im Bild.")
    } else {
        format!("One photograph of the work at {client}, in daylight, without text in the picture.")
    }
}

fn scenes(hook: &str, is_german: bool) -> Vec<Scene> {
    let words: [[&str; 3]; 3] = if is_german {
        [
            ["Nahaufnahme der Hände bei der Arbeit", "", ""],
            ["Zwei Einstellungen: vorher und nachher", "[Der Satz, um den es geht.]", "[Stichwort]"],
            ["Eine Person schaut in die Kamera", "[Die Frage ans Publikum.]", "[Die Frage, kurz]"],
        ]
    } else {
        [
            ["Close-up of hands at work", "", ""],
            ["Two shots: before and after", "[The sentence this is about.]", "[Keyword]"],
            ["One person looks into the camera", "[The question to the audience.]", "[The question, short]"],
        ]
    };
    let seconds = [3, 12, 5];
    let scenes =
        words.into_iter().zip(seconds).enumerate().map(|(index, ([picture, voice, caption], seconds))| {
            let caption = if index == 0 { hook } else { caption };
            Scene { seconds, picture: picture.into(), voiceover: voice.into(), caption: caption.into() }
        });
    scenes.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use garde::Validate;
    use proptest::prelude::*;

    use super::*;
    use crate::prompts::sample_brief;

    #[test]
    fn drafts_are_labelled_varied_and_fit() {
        for (language, label) in [("en", "Template draft"), ("de", "Entwurf aus Vorlage")] {
            let brief = Brief { language: language.into(), ..sample_brief() };
            for kind in IdeaKind::ALL {
                let drafts = write(*kind, &brief, 10);
                let hooks: HashSet<&str> = drafts.iter().map(|draft| draft.hook.as_str()).collect();
                assert_eq!(hooks.len(), 10, "{hooks:#?}");
                for draft in &drafts {
                    assert!(draft.title.starts_with(label), "{}", draft.title);
                    assert!(!draft.has_errors());
                    assert_eq!(draft.scenes.is_empty(), *kind == IdeaKind::Post);
                    assert_eq!(draft.variants.iter().count(), brief.channels.len());
                }
            }
        }
    }

    #[test]
    fn a_brief_that_says_nothing_still_gets_drafts() {
        let brief = Brief { themes: vec![], industry: String::new(), ..sample_brief() };
        assert!(write(IdeaKind::Post, &brief, 1)[0].hook.contains("our work"));
    }

    proptest! {
        #[test]
        fn drafts_are_valid_whatever_the_brief_says(
            client in "\\PC{1,120}", themes in prop::collection::vec("\\PC{1,200}", 0..4),
        ) {
            let channels = TextChannel::ALL.to_vec();
            let brief = Brief { client, themes, channels, ..sample_brief() };
            for draft in write(IdeaKind::Reel, &brief, 3) {
                prop_assert!(draft.validate().is_ok(), "{:?}", draft.validate());
                // A name may read like many tags; whoever edits the draft is told.
                let is_too_much = |issue: &rules::Issue| issue.code == "count_max";
                prop_assert!(draft.issues().iter().all(is_too_much), "{:?}", draft.issues());
            }
        }
    }
}
