//! Sending several ideas of a campaign at once.

use std::collections::HashMap;

use garde::Validate;
use platform::{Error, Permission, Result, Tx, Versioned};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::IdeaId;
use super::idea::{IdeaRow, IdeaTransition};
use super::model::{IdeaEvent, IdeaState};
use super::operations::{apply_event, step_of};
use super::queries;
use super::scope::Scope;
use crate::campaigns::{self, CampaignId};
use crate::clients::ApprovalPolicy;

/// The ideas to send.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Submission {
    #[garde(length(min = 1, max = 200))]
    #[schema(min_items = 1, max_items = 200)]
    pub idea_ids: Vec<IdeaId>,
}

/// What became of one of them.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SubmissionResult {
    pub idea_id: IdeaId,
    /// As the answer to a request for this idea alone.
    #[schema(example = 200)]
    pub status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "content_breaks_rules")]
    pub code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<IdeaState>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SubmissionResults {
    pub results: Vec<SubmissionResult>,
    /// How many of them the client can look at now.
    pub client_review: usize,
}

impl Versioned for SubmissionResults {}

/// Takes each idea one stage further, towards the client: what was generated is accepted, a draft is
/// submitted, what is in internal review is approved (by whom may). One that cannot move does not keep the
/// others back.
pub(super) async fn submit(
    tx: &mut Tx,
    campaign_id: CampaignId,
    submission: &Submission,
) -> Result<SubmissionResults> {
    tx.require(Permission::IdeaSubmit)?;
    let campaign = campaigns::queries::find(&tx.actor, campaign_id);
    let campaign = tx.run(campaign).await?.ok_or(Error::NotFound)?;
    crate::scope::require_any(tx, Permission::IdeaSubmit, campaign.client_id)?;
    let scope = Scope::of_tx(tx).await?;
    let ids: Vec<Uuid> = submission.idea_ids.iter().map(|id| id.uuid()).collect();
    tx.run(queries::lock(ids.clone())).await?;
    let rows = tx.run(queries::list_of_ids(&scope, ids)).await?;
    let mut rows: HashMap<IdeaId, IdeaRow> =
        rows.into_iter().filter(|row| row.campaign_id == campaign_id).map(|row| (row.id, row)).collect();
    let mut results = Vec::with_capacity(submission.idea_ids.len());
    for &id in &submission.idea_ids {
        let moved = match rows.remove(&id) {
            Some(row) => advance_one(tx, row),
            None => Err(Error::NotFound),
        };
        results.push(result(id, moved)?);
    }
    let is_with_client = |result: &&SubmissionResult| result.state == Some(IdeaState::ClientReview);
    let client_review = results.iter().filter(is_with_client).count();
    Ok(SubmissionResults { results, client_review })
}

fn advance_one(tx: &mut Tx, mut row: IdeaRow) -> Result<IdeaRow> {
    let said = IdeaTransition::default();
    if row.state == IdeaState::Generated {
        // Both moves or none.
        let accepted = IdeaRow { state: IdeaState::Draft, ..row.clone() };
        step_of(tx, &accepted, next_event(&accepted), &said)?;
        row = apply_event(tx, row, IdeaEvent::Accept, &said)?;
    }
    let event = next_event(&row);
    apply_event(tx, row, event, &said)
}

fn next_event(row: &IdeaRow) -> IdeaEvent {
    match row.state {
        IdeaState::InternalReview => IdeaEvent::Approve,
        IdeaState::Draft if row.policy == ApprovalPolicy::None => IdeaEvent::Approve,
        _ => IdeaEvent::Submit,
    }
}

/// What is wrong with one idea is its result; what is wrong with the request or the server ends it.
fn result(id: IdeaId, moved: Result<IdeaRow>) -> Result<SubmissionResult> {
    match moved {
        Ok(row) => Ok(SubmissionResult {
            idea_id: id,
            status: 200,
            code: None,
            detail: None,
            state: Some(row.state),
        }),
        Err(error) if error.status().is_client_error() => Ok(SubmissionResult {
            idea_id: id,
            status: error.status().as_u16(),
            code: Some(error.code().to_owned()),
            detail: Some(error.detail()),
            state: None,
        }),
        Err(error) => Err(error),
    }
}
