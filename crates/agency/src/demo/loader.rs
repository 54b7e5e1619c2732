//! Makes the story happen.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp, ToSpan};
use platform::{Actor, App, Error, IfMatch, Permission, Result, Tx};

use super::cast::Cast;
use super::queries;
use super::story::{CampaignStory, ClientStory, IdeaStory, Origin, Step};
use super::timeline::{self, Happening, Moment};
use crate::campaigns::{self, CampaignCreate, CampaignId, CampaignTransition};
use crate::clients::{self, Channel, ClientId};
use crate::comments::{self, AnchorCreate, AnchorField, CommentCreate, Visibility};
use crate::exercises::definition::ExerciseKey;
use crate::exercises::{self, AnswersUpdate};
use crate::ideas::idea::NewIdea;
use crate::ideas::scope::Scope;
use crate::ideas::{
    self, Content, Idea, IdeaCreate, IdeaId, IdeaSource, IdeaState, IdeaTransition, IdeaUpdate, Variant,
    Variants,
};

/// The model whose name the story's generated ideas carry: none was asked, so it is the sandbox's.
const MODEL: &str = "atelier-sandbox-1";

/// Tells the story to a tenant that has not heard it to its end.
pub(super) async fn tell(app: &App, cast: &mut Cast, chapters: &[ClientStory]) -> Result<()> {
    let actor = Actor::system(cast.tenant_id.uuid());
    let told: usize = chapters.iter().map(|chapter| chapter.campaigns.len()).sum();
    let told = i64::try_from(told).map_err(Error::internal)?;
    if app.read(&actor, Permission::CampaignRead, queries::count_campaigns(told)).await? < told {
        let mut teller = Teller { app, cast, chapters, known: Known::default(), at: Timestamp::UNIX_EPOCH };
        for (index, moment) in timeline::of(chapters).into_iter().enumerate() {
            teller.happen(index, moment).await?;
        }
    }
    cast.first_client = app.read(&actor, Permission::ClientRead, queries::first_client()).await?;
    Ok(())
}

/// What has been made so far, by its place in the files.
#[derive(Default)]
struct Known {
    clients: HashMap<String, ClientId>,
    campaigns: HashMap<(usize, usize), CampaignId>,
    ideas: HashMap<(usize, usize, usize), IdeaId>,
}

struct Teller<'a> {
    app: &'a App,
    cast: &'a Cast,
    chapters: &'a [ClientStory],
    known: Known,
    /// When the last thing happened.
    at: Timestamp,
}

impl Teller<'_> {
    async fn happen(&mut self, index: usize, moment: Moment) -> Result<()> {
        self.at = self.time_of(index, moment.days_ago);
        let chapter = moment.chapter;
        let story = &self.chapters[chapter];
        match moment.happening {
            Happening::ClientComes => self.client_comes(story).await,
            Happening::ExerciseAnswered(key) => self.exercise_answered(story, key).await,
            Happening::CampaignMade(n) => self.campaign_made(chapter, n).await,
            Happening::CampaignMoves(n, event) => self.campaign_moves(chapter, n, event).await,
            Happening::IdeaWritten(n, idea) => self.idea_written(chapter, (n, idea)).await,
            Happening::IdeaMoves(n, idea, step) => {
                let told = &story.campaigns[n].ideas[idea].steps[step];
                self.idea_moves(chapter, (n, idea), told).await
            }
        }
    }

    /// Spread over that day, never before what happened already, and never in the future.
    fn time_of(&self, index: usize, days_ago: i32) -> Timestamp {
        let now = self.app.clock().now();
        let minutes = i64::try_from(index * 37 % 480).unwrap_or(0);
        let day = now - SignedDuration::from_hours(24 * i64::from(days_ago)) - SignedDuration::from_hours(9);
        let at = day + SignedDuration::from_mins(minutes);
        at.max(self.at + SignedDuration::from_mins(2)).min(now)
    }

    async fn begin(&self, actor: &Actor, permission: Permission) -> Result<Tx> {
        let mut tx = self.app.begin(actor, permission).await?;
        tx.now = self.at;
        Ok(tx)
    }

    fn play(&self, part: &str, story: &ClientStory) -> Result<Actor> {
        self.cast.play(part, self.client_of(story)?.uuid(), story.contact_name())
    }

    fn client_of(&self, story: &ClientStory) -> Result<ClientId> {
        let known = self.known.clients.get(&story.client.name).copied();
        known.ok_or_else(|| Error::internal(format!("{} is not there yet", story.client.name)))
    }

    async fn client_comes(&mut self, story: &ClientStory) -> Result<()> {
        let producer = self.cast.play("producer", uuid::Uuid::nil(), "")?;
        let name = &story.client.name;
        let found = clients::queries::list(&producer, Some(name), None, 2);
        let found = self.app.read(&producer, Permission::ClientRead, found).await?;
        let id = if let Some(client) = found.into_iter().find(|client| client.name == *name) {
            client.id
        } else {
            let mut tx = self.begin(&producer, Permission::ClientCreate).await?;
            let client = clients::operations::create(&mut tx, story.client.clone()).await?;
            tx.commit().await?;
            client.id
        };
        self.known.clients.insert(name.clone(), id);
        Ok(())
    }

    async fn exercise_answered(&self, story: &ClientStory, key: ExerciseKey) -> Result<()> {
        let actor = self.play("client_person", story)?;
        let mut tx = self.begin(&actor, Permission::ExerciseAnswer).await?;
        let update = AnswersUpdate { answers: story.exercises[&key].clone(), complete: true };
        let client_id = self.client_of(story)?;
        exercises::operations::answer_exercise(&mut tx, client_id, key, &IfMatch::any(), update).await?;
        tx.commit().await
    }

    async fn campaign_made(&mut self, chapter: usize, n: usize) -> Result<()> {
        let story = &self.chapters[chapter];
        let producer = self.play("producer", story)?;
        let mut tx = self.begin(&producer, Permission::CampaignCreate).await?;
        let new = self.brief(self.client_of(story)?, &story.campaigns[n]);
        match campaigns::operations::create(&mut tx, new).await {
            Ok(campaign) => {
                tx.commit().await?;
                self.known.campaigns.insert((chapter, n), campaign.id);
                Ok(())
            }
            // Told before a start that was interrupted: what there is of it stays as it is.
            Err(Error::Conflict { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn brief(&self, client_id: ClientId, told: &CampaignStory) -> CampaignCreate {
        let today = self.app.clock().now().to_zoned(jiff::tz::TimeZone::UTC).date();
        let day = |offset: Option<i32>| offset.and_then(|days| today.checked_add(days.days()).ok());
        CampaignCreate {
            kind: Some(told.kind),
            objective: Some(told.objective.clone()),
            themes: Some(told.themes.clone()),
            starts_on: day(told.starts_in_days),
            ends_on: day(told.ends_in_days),
            channels: Some(told.channels.clone()),
            posts_count: Some(told.posts),
            reels_count: Some(told.reels),
            language: Some(told.language),
            budget_cents: told.budget_cents,
            currency: told.currency.clone(),
            ..CampaignCreate::new(client_id, told.name.clone())
        }
    }

    async fn campaign_moves(&self, chapter: usize, n: usize, event: usize) -> Result<()> {
        let story = &self.chapters[chapter];
        let told = &story.campaigns[n].events[event];
        let producer = self.play("producer", story)?;
        let Some(campaign_id) = self.campaign(chapter, n) else { return Ok(()) };
        let mut tx = self.begin(&producer, Permission::CampaignTransition).await?;
        let asked = CampaignTransition { event: told.event, reason: told.reason.clone() };
        campaigns::operations::transition(&mut tx, campaign_id, &IfMatch::any(), asked).await?;
        tx.commit().await
    }

    fn campaign(&self, chapter: usize, n: usize) -> Option<CampaignId> {
        self.known.campaigns.get(&(chapter, n)).copied()
    }

    async fn idea_written(&mut self, chapter: usize, (n, idea): (usize, usize)) -> Result<()> {
        let Some(campaign_id) = self.campaign(chapter, n) else { return Ok(()) };
        let story = &self.chapters[chapter];
        let (campaign, told) = (&story.campaigns[n], &story.campaigns[n].ideas[idea]);
        let writer = self.play("writer", story)?;
        let mut tx = self.begin(&writer, Permission::IdeaCreate).await?;
        let content = content(told, &campaign.channels);
        let id = match told.origin {
            Origin::Person => {
                let new = IdeaCreate { campaign_id, kind: told.kind, content };
                ideas::operations::create(&mut tx, new).await?.id
            }
            Origin::Model => generated(&mut tx, campaign_id, told, content).await?,
        };
        tx.commit().await?;
        self.known.ideas.insert((chapter, n, idea), id);
        Ok(())
    }

    async fn idea_moves(&self, chapter: usize, (n, idea): (usize, usize), told: &Step) -> Result<()> {
        let Some(id) = self.known.ideas.get(&(chapter, n, idea)).copied() else { return Ok(()) };
        let actor = self.play(&told.by, &self.chapters[chapter])?;
        let scope = Scope::of(self.app, &actor).await?;
        let current = self.app.read(&actor, Permission::IdeaRead, ideas::queries::find(&scope, id)).await?;
        let current = current.ok_or(Error::NotFound)?.shown_to(&actor);
        let mut tx = self.begin(&actor, Permission::IdeaRead).await?;
        match told.does.as_str() {
            "comment" => {
                comments::create(&mut tx, id, comment(told, &current)).await?;
            }
            "edit" => {
                ideas::operations::update(&mut tx, id, &IfMatch::any(), edit(told, &current)).await?;
            }
            event => {
                let event = event.parse().map_err(Error::internal)?;
                let said = IdeaTransition {
                    comment: Some(told.says.clone()),
                    content_hash: Some(current.content_hash.clone()),
                    anchor: anchor(told, &current),
                };
                ideas::operations::transition(&mut tx, id, event, &said).await?;
            }
        }
        tx.commit().await
    }
}

/// An idea as the model of the sandbox leaves it.
async fn generated(
    tx: &mut Tx,
    campaign_id: CampaignId,
    told: &IdeaStory,
    content: Content,
) -> Result<IdeaId> {
    let idea = NewIdea {
        id: tx.new_id(),
        kind: told.kind,
        state: IdeaState::Generated,
        content: content.normalized(),
        source: IdeaSource::SandboxModel,
        model: Some(MODEL.to_owned()),
        batch_id: None,
    };
    tx.run(ideas::queries::insert(&tx.actor, campaign_id, tx.now, &idea)).await?;
    ideas::operations::insert_first_version(tx, &idea).await?;
    Ok(idea.id)
}

/// The content with a text for each channel of the campaign that takes posts.
fn content(told: &IdeaStory, channels: &[Channel]) -> Content {
    let hashtags: Vec<String> = told.hashtags.iter().map(|tag| format!("#{tag}")).collect();
    let parts = [told.hook.as_str(), &told.body, &told.call_to_action, &hashtags.join(" ")];
    let whole = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n");
    let variant = |channel: Channel| {
        let text = Variant { text: whole.clone(), title: None };
        match channel {
            Channel::X => told.x.clone().map(|text| Variant { text, title: None }),
            Channel::Youtube => {
                told.youtube_title.clone().map(|title| Variant { title: Some(title), ..text })
            }
            _ => Some(text),
        }
    };
    let on = |channel: Channel| channels.contains(&channel).then(|| variant(channel)).flatten();
    Content {
        title: told.title.clone(),
        hook: told.hook.clone(),
        body: told.body.clone(),
        hashtags: told.hashtags.clone(),
        call_to_action: told.call_to_action.clone(),
        visual: told.visual.clone(),
        scenes: told.scenes.clone(),
        variants: Variants {
            linkedin: on(Channel::Linkedin),
            instagram: on(Channel::Instagram),
            youtube: on(Channel::Youtube),
            x: on(Channel::X),
        },
    }
}

/// The passage of the story's quote, in the first channel whose text has it.
fn anchor(told: &Step, idea: &Idea) -> Option<AnchorCreate> {
    let quote = told.quote.clone()?;
    let (channel, at, text) = idea
        .content
        .variants
        .iter()
        .find_map(|(channel, variant)| Some((channel, variant.text.find(&quote)?, &variant.text)))?;
    let start = i32::try_from(text[..at].chars().count()).ok()?;
    let end = start + i32::try_from(quote.chars().count()).ok()?;
    Some(AnchorCreate { channel: Some(channel), field: AnchorField::Text, start, end, quote })
}

fn comment(told: &Step, idea: &Idea) -> CommentCreate {
    CommentCreate {
        body: told.says.clone(),
        visibility: told.visibility.unwrap_or(Visibility::Internal),
        anchor: anchor(told, idea),
        parent_id: None,
    }
}

/// The edit of a passage, wherever it stands.
fn edit(told: &Step, idea: &Idea) -> IdeaUpdate {
    let mut content = idea.content.clone();
    if let Some([old, new]) = &told.replace {
        for text in [&mut content.hook, &mut content.body, &mut content.call_to_action] {
            *text = text.replace(old, new);
        }
        let variants = &mut content.variants;
        for variant in
            [&mut variants.linkedin, &mut variants.instagram, &mut variants.youtube, &mut variants.x]
                .into_iter()
                .flatten()
        {
            variant.text = variant.text.replace(old, new);
        }
    }
    IdeaUpdate {
        content: Some(content),
        expected_content_hash: Some(idea.content_hash.clone()),
        position: None,
        note: Some(told.note.clone()),
        status: None,
    }
}
