//! The shape of the demo's files. Pure.

use std::collections::BTreeMap;

use platform::{Error, Result};
use serde::Deserialize;

use crate::campaigns::{CampaignEvent, CampaignKind, Language};
use crate::clients::{Channel, ClientCreate};
use crate::exercises::answers::Answers;
use crate::exercises::definition::ExerciseKey;
use crate::ideas::{IdeaKind, Scene};

/// One file: a client with its campaigns, or further campaigns of a client that was told of before.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Chapter {
    client: ClientOrName,
    #[serde(default)]
    exercises: BTreeMap<ExerciseKey, Answers>,
    #[serde(rename = "campaign")]
    campaigns: Vec<CampaignStory>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum ClientOrName {
    Name(String),
    Client(Box<ClientCreate>),
}

/// A chapter whose client is known.
#[derive(Debug)]
pub(super) struct ClientStory {
    pub(super) client: ClientCreate,
    pub(super) is_new: bool,
    pub(super) exercises: BTreeMap<ExerciseKey, Answers>,
    pub(super) campaigns: Vec<CampaignStory>,
}

impl ClientStory {
    pub(super) fn contact_name(&self) -> &str {
        self.client.contact_name.as_deref().unwrap_or(&self.client.name)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CampaignStory {
    pub(super) name: String,
    pub(super) kind: CampaignKind,
    pub(super) objective: String,
    pub(super) themes: Vec<String>,
    pub(super) created_days_ago: i32,
    pub(super) starts_in_days: Option<i32>,
    pub(super) ends_in_days: Option<i32>,
    pub(super) channels: Vec<Channel>,
    pub(super) posts: i32,
    pub(super) reels: i32,
    pub(super) language: Language,
    pub(super) budget_cents: Option<i64>,
    pub(super) currency: Option<String>,
    pub(super) events: Vec<EventStory>,
    #[serde(default, rename = "idea")]
    pub(super) ideas: Vec<IdeaStory>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EventStory {
    pub(super) event: CampaignEvent,
    pub(super) days_ago: i32,
    pub(super) reason: Option<String>,
}

/// Who wrote an idea first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Origin {
    #[default]
    Person,
    Model,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IdeaStory {
    pub(super) kind: IdeaKind,
    pub(super) title: String,
    pub(super) hook: String,
    pub(super) body: String,
    pub(super) hashtags: Vec<String>,
    pub(super) call_to_action: String,
    pub(super) visual: String,
    /// The text for X, which has no room for the whole.
    pub(super) x: Option<String>,
    pub(super) youtube_title: Option<String>,
    #[serde(default)]
    pub(super) scenes: Vec<Scene>,
    #[serde(default)]
    pub(super) origin: Origin,
    pub(super) days_ago: i32,
    pub(super) steps: Vec<Step>,
}

/// What somebody does to an idea.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    pub(super) by: String,
    /// An event of ideas, `comment` or `edit`.
    pub(super) does: String,
    #[serde(default)]
    pub(super) says: String,
    /// The passage that it is about.
    pub(super) quote: Option<String>,
    pub(super) visibility: Option<crate::comments::Visibility>,
    /// Of an edit: the old passage and the new one.
    pub(super) replace: Option<[String; 2]>,
    #[serde(default)]
    pub(super) note: String,
    /// The day of the step before, when absent.
    pub(super) days_ago: Option<i32>,
}

/// Reads the files of a tenant.
pub(super) fn read(files: &[&str]) -> Result<Vec<ClientStory>> {
    let mut chapters: Vec<ClientStory> = Vec::with_capacity(files.len());
    for file in files {
        let Chapter { client, exercises, campaigns } = toml::from_str(file).map_err(Error::internal)?;
        let (client, is_new) = match client {
            ClientOrName::Client(client) => (*client, true),
            ClientOrName::Name(name) => {
                let known = chapters.iter().find(|chapter| chapter.client.name == name);
                let known = known.ok_or_else(|| Error::internal(format!("{name} was not told of before")))?;
                (known.client.clone(), false)
            }
        };
        chapters.push(ClientStory { client, is_new, exercises, campaigns });
    }
    Ok(chapters)
}
