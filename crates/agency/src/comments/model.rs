//! Types of comments. Pure.

use db::{DbError, FromRow, Row};
use garde::Validate;
use jiff::Timestamp;
use platform::{Actor, ActorKind, Error, Result, Versioned, define_id};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::clients::ClientId;
use crate::ideas::{Content, IdeaId};
use crate::rules::TextChannel;
use crate::scope;
use crate::words::words;

define_id!(
    /// A comment.
    CommentId, "com"
);

words! {
    /// Who sees a comment.
    pub enum Visibility {
        /// The agency's people only.
        Internal = "internal",
        /// The client's side as well.
        Client = "client",
    }
}

words! {
    /// On which side somebody wrote.
    pub enum AuthorKind {
        Member = "member",
        Client = "client",
        Link = "link",
    }
}

impl AuthorKind {
    /// As what the actor speaks in this account.
    pub(crate) fn of(actor: &Actor, client_id: ClientId) -> Self {
        match actor.kind {
            ActorKind::AccessLink { .. } => Self::Link,
            _ if scope::is_client_side(actor, client_id) => Self::Client,
            _ => Self::Member,
        }
    }
}

words! {
    /// The field that a passage is in.
    pub enum AnchorField {
        /// What is posted on the channel.
        Text = "text",
        /// The idea's title; with a channel, the title that is posted there.
        Title = "title",
        Hook = "hook",
        Body = "body",
        CallToAction = "call_to_action",
        Visual = "visual",
    }
}

/// A passage of the content. Offsets are Unicode code points of the field's text, the end excluded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Anchor {
    /// Null: the idea itself instead of a channel's text.
    #[schema(required = true)]
    pub channel: Option<TextChannel>,
    pub field: AnchorField,
    pub start: i32,
    pub end: i32,
    /// The passage as it was when the comment was written.
    pub quote: String,
}

/// The passage that a new comment is about.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnchorCreate {
    #[garde(skip)]
    pub channel: Option<TextChannel>,
    #[garde(skip)]
    pub field: AnchorField,
    #[garde(range(min = 0, max = 20_000))]
    #[schema(minimum = 0, maximum = 20_000)]
    pub start: i32,
    #[garde(range(min = 1, max = 20_000))]
    #[schema(minimum = 1, maximum = 20_000)]
    pub end: i32,
    #[garde(length(chars, min = 1, max = 2000), custom(platform::text::paragraph))]
    #[schema(min_length = 1, max_length = 2000)]
    pub quote: String,
}

impl AnchorCreate {
    /// The anchor, once the passage is found where it is said to be. `at` is where the anchor stands in the
    /// body.
    pub(crate) fn located_in(&self, content: &Content, at: &str) -> Result<Anchor> {
        let text = content.text(self.channel, self.field.as_str()).ok_or_else(|| {
            let detail = "the idea has no such text; name a field, or a channel that it is written for";
            Error::invalid(&format!("{at}/field"), "unknown_field", detail)
        })?;
        let (start, end) = (self.start, self.end);
        let length = usize::try_from(end - start).unwrap_or_default();
        let skip = usize::try_from(start).unwrap_or_default();
        let passage: Vec<char> = text.chars().skip(skip).take(length).collect();
        if length == 0 || passage.len() != length || passage.iter().collect::<String>() != self.quote {
            let detail = "the text does not have this passage between start and end; load the idea again";
            return Err(Error::invalid(&format!("{at}/quote"), "passage_not_found", detail));
        }
        Ok(Anchor { channel: self.channel, field: self.field, start, end, quote: self.quote.clone() })
    }
}

/// A comment, as the agency sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Comment {
    pub id: CommentId,
    pub idea_id: IdeaId,
    /// The version it was made on.
    pub content_version: i32,
    pub body: String,
    pub visibility: Visibility,
    #[schema(required = true)]
    pub anchor: Option<Anchor>,
    /// The comment that it answers.
    #[schema(required = true)]
    pub parent_id: Option<CommentId>,
    pub author_name: String,
    pub author_kind: AuthorKind,
    pub created_at: Timestamp,
    #[schema(required = true)]
    pub resolved_at: Option<Timestamp>,
    #[schema(required = true)]
    pub resolved_by_name: Option<String>,
}

impl Versioned for Comment {
    fn location(&self) -> Option<String> {
        Some(format!("/ideas/{}/comments", self.idea_id))
    }
}

impl FromRow for Comment {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let anchor: Option<serde_json::Value> = row.get("anchor")?;
        let anchor = anchor
            .map(serde_json::from_value)
            .transpose()
            .map_err(|error| DbError::Other(format!("a stored anchor cannot be read: {error}")))?;
        Ok(Self {
            id: row.get("id")?,
            idea_id: row.get("idea_id")?,
            content_version: row.get("content_version")?,
            body: row.get("body")?,
            visibility: row.get("visibility")?,
            anchor,
            parent_id: row.get("parent_id")?,
            author_name: row.get("author_name")?,
            author_kind: row.get("author_kind")?,
            created_at: row.get("created_at")?,
            resolved_at: row.get("resolved_at")?,
            resolved_by_name: row.get("resolved_by_name")?,
        })
    }
}

/// A comment that the client's side sees. There is no other way to make one than out of a comment that is for
/// them.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(transparent)]
pub struct ClientComment(Comment);

impl ClientComment {
    pub fn new(comment: Comment) -> Option<Self> {
        (comment.visibility == Visibility::Client).then_some(Self(comment))
    }

    pub(crate) fn idea_id(&self) -> IdeaId {
        self.0.idea_id
    }

    pub(crate) fn id(&self) -> CommentId {
        self.0.id
    }
}

/// A new comment.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommentCreate {
    #[garde(
        length(chars, min = 1, max = 4000),
        custom(platform::text::paragraph),
        custom(platform::text::says_something)
    )]
    #[schema(min_length = 1, max_length = 4000)]
    pub body: String,
    #[garde(skip)]
    pub visibility: Visibility,
    #[garde(dive)]
    pub anchor: Option<AnchorCreate>,
    #[garde(skip)]
    pub parent_id: Option<CommentId>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn content() -> Content {
        serde_json::from_value(json!({
            "title": "Title", "body": "a 👨‍👩‍👧‍👦 b", "variants": { "linkedin": { "text": "Grüße, Welt" } },
        }))
        .unwrap()
    }

    fn anchor(value: serde_json::Value) -> std::result::Result<Anchor, String> {
        let anchor: AnchorCreate = serde_json::from_value(value).unwrap();
        anchor.located_in(&content(), "/anchor").map_err(|error| error.detail())
    }

    #[test]
    fn offsets_are_code_points() {
        let found = json!({ "channel": "linkedin", "field": "text", "start": 2, "end": 5, "quote": "üße" });
        assert!(anchor(found).is_ok());
        let family = json!({ "channel": null, "field": "body", "start": 2, "end": 9, "quote": "👨‍👩‍👧‍👦" });
        assert!(anchor(family).is_ok());
    }

    #[test]
    fn a_passage_that_is_not_there_is_refused() {
        for (start, end, quote) in
            [(0, 5, "Gruße"), (2, 2, "ü"), (5, 2, "üße"), (100, 103, "üße"), (0, 100, "Grüße, Welt")]
        {
            let value =
                json!({ "channel": "linkedin", "field": "text", "start": start, "end": end, "quote": quote });
            assert!(anchor(value).unwrap_err().starts_with("/anchor/quote"), "{start} {end} {quote}");
        }
        let nowhere = json!({ "channel": "x", "field": "text", "start": 0, "end": 1, "quote": "a" });
        assert!(anchor(nowhere).unwrap_err().starts_with("/anchor/field"));
    }
}
