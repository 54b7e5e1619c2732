import { keys } from "~/api/keys";
import { pagedQuery } from "~/api/paged";
import type { Activity } from "~/api/types";

export interface ActivityFilter {
  client_id?: string;
  campaign_id?: string;
  idea_id?: string;
  actor_id?: string;
  action?: string;
}

export const activityQuery = (filter: ActivityFilter) =>
  pagedQuery<Activity>(keys.activity({ ...filter }), "/activity", { ...filter, limit: 40 });

/** What the filter offers; the words are in the catalogue under `action`, with `_` for the dot. */
export const FILTERED_ACTIONS = [
  "idea.approved",
  "idea.changes_requested",
  "idea.rejected",
  "idea.submitted",
  "idea.updated",
  "comment.created",
  "campaign.created",
  "campaign.updated",
  "access_link.created",
  "access_link.revoked",
  "client.created",
  "client.updated",
  "voice.compiled",
  "member.signed_in",
  "member.sign_in_failed",
] as const;
