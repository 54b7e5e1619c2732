//! Ideas: posts and reels, each built in its own way.

use super::brief::Brief;
use super::channels::{self, Variant};
use super::dice::{Deck, Dice};
use super::manners::Mark;
use super::phrases::{self, Form, Intent};
use super::speech::{Speech, starts_a_word, upper_first};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Post,
    Reel,
}

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Reel => "reel",
        }
    }
}

#[derive(Debug, Clone)]
pub(super) struct Scene {
    pub(super) seconds: u32,
    pub(super) picture: String,
    pub(super) voiceover: String,
    pub(super) caption: String,
}

#[derive(Debug, Clone)]
pub(super) struct Idea {
    pub(super) kind: Kind,
    pub(super) form: &'static str,
    pub(super) theme: String,
    pub(super) title: String,
    pub(super) hook: String,
    /// The same beginning in other words, for a second channel.
    pub(super) second_hook: String,
    pub(super) paragraphs: Vec<String>,
    pub(super) call: String,
    pub(super) visual: String,
    /// Without `#`.
    pub(super) hashtags: Vec<String>,
    pub(super) emoji: Option<&'static str>,
    pub(super) rationale: String,
    pub(super) scenes: Vec<Scene>,
    pub(super) language: String,
    pub(super) variants: Vec<Variant>,
}

impl Idea {
    pub(super) fn body(&self) -> String {
        self.paragraphs.join("\n\n")
    }
}

/// All ideas that a brief asks for, posts first.
pub(super) fn write(brief: &Brief, salt: u64) -> Vec<Idea> {
    let phrases = phrases::of(&brief.language);
    let mut dice = Dice::seeded(&brief.seed, salt);
    let post_forms = Deck::new(phrases.posts.len(), &mut dice);
    let reel_forms = Deck::new(phrases.reels.len(), &mut dice);
    let mut themes = Themes::new(brief, &mut dice);
    let mut speech = Speech::new(brief, phrases, dice);
    if themes.is_empty() {
        themes.names.extend(speech.trade.topic.iter().map(String::as_str));
    }
    let intent = intent(brief, &phrases.intents);
    let mut ideas = Vec::with_capacity(brief.posts + brief.reels);
    let kinds = [
        (Kind::Post, brief.posts, &phrases.posts, post_forms),
        (Kind::Reel, brief.reels, &phrases.reels, reel_forms),
    ];
    for (kind, count, forms, mut deck) in kinds.into_iter().filter(|(_, count, ..)| *count > 0) {
        for n in 0..brief.written + count {
            let theme = themes.next();
            let Some(form) = deck.deal().and_then(|index| forms.get(index)) else { break };
            speech.turn_to(&theme);
            let idea = one(brief, &mut speech, form, kind, theme, intent);
            if n >= brief.written {
                ideas.push(idea);
            }
        }
    }
    ideas
}

struct Themes<'a> {
    names: Vec<&'a str>,
    next: usize,
}

impl<'a> Themes<'a> {
    /// In the brief's order, which is the order of importance, from a different start for each brief.
    fn new(brief: &'a Brief, dice: &mut Dice) -> Self {
        let names: Vec<&str> = brief.themes.iter().map(String::as_str).collect();
        let next = dice.below(names.len());
        Self { names, next }
    }

    fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    fn next(&mut self) -> String {
        let theme = self.names.get(self.next % self.names.len().max(1)).copied().unwrap_or_default();
        self.next += 1;
        theme.to_owned()
    }
}

fn one(
    brief: &Brief,
    speech: &mut Speech,
    form: &'static Form,
    kind: Kind,
    theme: String,
    intent: &'static Intent,
) -> Idea {
    let title = speech.say(&form.title).unwrap_or_else(|| upper_first(&theme));
    let hook = speech.say(&form.hook).unwrap_or_else(|| format!("{}.", upper_first(&theme)));
    let second_hook = speech.say(&form.hook).unwrap_or_else(|| hook.clone());
    let mut paragraphs: Vec<String> =
        form.body.iter().filter_map(|alternatives| speech.say(alternatives)).collect();
    if let Some(aside) = aside(speech) {
        paragraphs.push(aside);
    }
    let call = if speech.manners.wants_question { &speech.phrases.closing.questions } else { &intent.calls };
    let call = speech.say(call).unwrap_or_default();
    if speech.is_time_for_words() {
        add_words(speech, &hook, &mut paragraphs, &call);
    }
    let scenes = form.scene.iter().map(|scene| Scene {
        seconds: scene.seconds,
        picture: speech.say(&scene.picture).unwrap_or_default(),
        voiceover: speech.say(&scene.voiceover).unwrap_or_default(),
        caption: speech.say(&scene.caption).unwrap_or_default(),
    });
    let scenes = scenes.collect();
    let emoji = match (speech.manners.avoid(Mark::Emoji), speech.manners.emoji.len()) {
        (true, _) | (_, 0) => None,
        (false, count) => Some(speech.manners.emoji[speech.dice.below(count)]),
    };
    let mut idea = Idea {
        kind,
        form: &form.name,
        title,
        hook,
        second_hook,
        paragraphs,
        call,
        visual: speech.say(&form.visual).unwrap_or_default(),
        hashtags: hashtags(brief, speech, &theme),
        emoji,
        rationale: speech.say(&speech.phrases.closing.rationale).unwrap_or_default(),
        scenes,
        theme,
        language: if phrases::is_german(&brief.language) { "de".to_owned() } else { "en".to_owned() },
        variants: Vec::new(),
    };
    idea.variants = channels::variants(&idea, &brief.channels);
    idea
}

/// A line in the voice's tone, said as long as there is a new one.
fn aside(speech: &mut Speech) -> Option<String> {
    let asides = speech.manners.asides.clone();
    let order = speech.dice.order(asides.len());
    order.into_iter().find_map(|index| {
        let text = speech.fill(asides[index])?;
        (speech.manners.allow(&text) && speech.hear(asides[index])).then_some(text)
    })
}

/// Words that the voice asks for come in where they are missing.
fn add_words(speech: &mut Speech, hook: &str, paragraphs: &mut Vec<String>, call: &str) {
    let said = format!("{hook} {} {call}", paragraphs.join(" ")).to_lowercase();
    let missing = speech.manners.words.iter().find(|word| !said.contains(&word.to_lowercase())).cloned();
    if let Some(word) = missing {
        let count = speech.phrases.closing.word.len();
        let index = speech.dice.below(count);
        paragraphs.push(speech.phrases.closing.word[index].replace("{word}", &word));
    }
}

fn intent(brief: &Brief, intents: &'static [Intent]) -> &'static Intent {
    let wanted = format!("{} {}", brief.objective, brief.instructions).to_lowercase();
    let fits = |intent: &&Intent| intent.keywords.iter().any(|keyword| starts_a_word(&wanted, keyword));
    intents.iter().skip(1).find(fits).unwrap_or(&intents[0])
}

fn hashtags(brief: &Brief, speech: &mut Speech, theme: &str) -> Vec<String> {
    if speech.manners.avoid(Mark::Hashtag) {
        return Vec::new();
    }
    let mut tags: Vec<String> = Vec::new();
    let order = speech.dice.order(speech.trade.hashtags.len());
    let general = order.into_iter().map(|index| speech.trade.hashtags[index].clone());
    for tag in [tag(theme), tag(&brief.client)].into_iter().flatten().chain(general) {
        if tags.len() < 6 && !tags.iter().any(|known| known.to_lowercase() == tag.to_lowercase()) {
            tags.push(tag);
        }
    }
    tags
}

/// A hashtag out of a few words; none out of a sentence.
fn tag(text: &str) -> Option<String> {
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(upper_first).collect();
    let tag = words.concat();
    let is_tag =
        (1..=4).contains(&words.len()) && tag.chars().count() <= 30 && tag.chars().any(char::is_alphabetic);
    is_tag.then_some(tag)
}
