import type { CampaignState } from "~/api/types";
import { oneOf, text } from "~/search";

export const CAMPAIGN_STATES: readonly CampaignState[] = [
  "draft",
  "planned",
  "active",
  "paused",
  "completed",
  "cancelled",
  "archived",
];

export interface CampaignSearch {
  client_id?: string | undefined;
  state?: CampaignState | undefined;
  q?: string | undefined;
}

export function readCampaignSearch(search: Record<string, unknown>): CampaignSearch {
  return {
    client_id: text(search.client_id),
    state: oneOf(search.state, CAMPAIGN_STATES),
    q: text(search.q),
  };
}
