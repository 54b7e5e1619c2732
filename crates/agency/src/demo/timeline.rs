//! Everything that the files tell, in the order in which it happened. Pure.

use super::story::ClientStory;
use crate::exercises::definition::ExerciseKey;

/// One thing that happens. The numbers are places in the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Happening {
    ClientComes,
    ExerciseAnswered(ExerciseKey),
    CampaignMade(usize),
    CampaignMoves(usize, usize),
    IdeaWritten(usize, usize),
    IdeaMoves(usize, usize, usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) days_ago: i32,
    pub(super) chapter: usize,
    pub(super) happening: Happening,
}

/// Days between a client's coming and its first campaign.
const BEFORE_FIRST_CAMPAIGN_DAYS: i32 = 6;

/// The moments of all chapters, the earliest first; of one day in the order of the files.
pub(super) fn of(chapters: &[ClientStory]) -> Vec<Moment> {
    let mut moments = Vec::new();
    for (chapter, story) in chapters.iter().enumerate() {
        let mut add = |days_ago, happening| moments.push(Moment { days_ago, chapter, happening });
        let first = story.campaigns.iter().map(|campaign| campaign.created_days_ago).max().unwrap_or(0);
        if story.is_new {
            add(first + BEFORE_FIRST_CAMPAIGN_DAYS, Happening::ClientComes);
        }
        for (days_later, key) in (1..).zip(story.exercises.keys()) {
            add(first + BEFORE_FIRST_CAMPAIGN_DAYS - days_later, Happening::ExerciseAnswered(*key));
        }
        for (n, campaign) in story.campaigns.iter().enumerate() {
            add(campaign.created_days_ago, Happening::CampaignMade(n));
            for (event, told) in campaign.events.iter().enumerate() {
                add(told.days_ago, Happening::CampaignMoves(n, event));
            }
            for (idea, told) in campaign.ideas.iter().enumerate() {
                add(told.days_ago, Happening::IdeaWritten(n, idea));
                let mut days_ago = told.days_ago;
                for (step, told) in told.steps.iter().enumerate() {
                    days_ago = told.days_ago.unwrap_or(days_ago);
                    add(days_ago, Happening::IdeaMoves(n, idea, step));
                }
            }
        }
    }
    moments.sort_by_key(|moment| std::cmp::Reverse(moment.days_ago));
    moments
}
