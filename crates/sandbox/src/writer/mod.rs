//! The simulated model's mind: reads a brief out of the messages and writes what the schema asks for.
//!
//! Everything is decided by dice that are seeded with the brief, so the same brief always gets the same
//! ideas, and any change to it gets others. What can be said stands in `phrases/`; this code only chooses and
//! joins.

mod brief;
mod channels;
mod dice;
mod ideas;
mod manners;
mod phrases;
mod reply;
mod shape;
mod speech;

use self::brief::Brief;
use self::ideas::{Idea, Kind};
use crate::openai::request::{ChatRequest, Format};

/// How far into a prompt the sentence stands that says what to write.
const OPENING_CHARS: usize = 160;

/// The text of one answer; `choice` tells several answers to one request apart.
pub(crate) fn write(request: &ChatRequest, choice: u64) -> String {
    let salt = choice ^ request.seed.unwrap_or_default().cast_unsigned();
    let Some(brief) = Brief::find(&request.messages) else {
        let question = reply::question(&request.messages);
        return match &request.format {
            Format::JsonSchema { schema, .. } => {
                shape::answer(schema, &Brief::of_question(&question), None, salt).to_string()
            }
            Format::JsonObject => reply::object(&question).to_string(),
            Format::Text => reply::text(&question),
        };
    };
    let asked = asked_kind(request);
    match &request.format {
        Format::JsonSchema { schema, .. } => shape::answer(schema, &brief, asked, salt).to_string(),
        Format::JsonObject => shape::plain_object(&of_kind(&brief, asked, salt)).to_string(),
        Format::Text => reply::markdown(&of_kind(&brief, asked, salt)),
    }
}

fn of_kind(brief: &Brief, asked: Option<Kind>, salt: u64) -> Vec<Idea> {
    let mut brief = brief.clone();
    match asked {
        Some(Kind::Post) => brief.reels = 0,
        Some(Kind::Reel) => brief.posts = 0,
        None => {}
    }
    ideas::write(&brief, salt)
}

/// The one kind that a request is for: by the name of its schema, or by how its prompt begins.
fn asked_kind(request: &ChatRequest) -> Option<Kind> {
    let only = |text: &str| match (text.contains("post"), text.contains("reel")) {
        (true, false) => Some(Kind::Post),
        (false, true) => Some(Kind::Reel),
        _ => None,
    };
    let name = request.schema_name().and_then(|name| only(&name.to_lowercase()));
    let asked = request.messages.iter().find(|message| message.role == "user");
    name.or_else(|| only(&asked?.text.chars().take(OPENING_CHARS).collect::<String>().to_lowercase()))
}
