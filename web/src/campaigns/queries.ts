import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import { listAll } from "~/api/list-all";
import type {
  AccessLink,
  AccessLinkWithToken,
  Batch,
  Campaign,
  CampaignCreate,
  CampaignEvent,
  Client,
  Page,
} from "~/api/types";

export interface CampaignFilter {
  client_id?: string | undefined;
  state?: string | undefined;
  q?: string | undefined;
}

export function campaignsQuery(filter: CampaignFilter) {
  return queryOptions({
    queryKey: keys.campaigns.list({ ...filter, pages: "all" }),
    queryFn: ({ signal }) => listAll<Campaign>("/campaigns", { ...filter }, signal),
  });
}

export function campaignQuery(id: string) {
  return queryOptions({
    queryKey: keys.campaigns.one(id),
    // No signal: a breadcrumb that goes away must not cancel what the page's loader waits for.
    queryFn: () => api.get<Campaign>(`/campaigns/${id}`),
  });
}

/** All clients, for choosing one. */
export function clientChoicesQuery() {
  return queryOptions({
    queryKey: keys.clients.list({ pages: "all" }),
    queryFn: ({ signal }) => listAll<Client>("/clients", {}, signal),
  });
}

const POLL_MS = 1_500;

/** The newest batches first. While one is under way it is asked for again, in case an event is missed. */
export function batchesQuery(campaignId: string) {
  return queryOptions({
    queryKey: keys.batches.list(campaignId),
    queryFn: ({ signal }) =>
      api.get<Page<Batch>>("/batches", { query: { campaign_id: campaignId, limit: 20 }, signal }),
    select: (page) => page.items.toSorted((a, b) => b.created_at.localeCompare(a.created_at)),
    refetchInterval: (query) => (query.state.data?.items.some(isUnderWay) ? POLL_MS : false),
  });
}

export function isUnderWay(batch: Pick<Batch, "state">): boolean {
  return batch.state === "queued" || batch.state === "running";
}

export function linksQuery(campaignId: string) {
  return queryOptions({
    queryKey: keys.links(campaignId),
    queryFn: ({ signal }) => listAll<AccessLink>(`/campaigns/${campaignId}/links`, {}, signal),
  });
}

export function useCreateCampaign() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (campaign: CampaignCreate) => api.post<Campaign>("/campaigns", campaign),
    meta: { showsOwnError: true },
    onSuccess: (campaign) => {
      queries.setQueryData(keys.campaigns.one(campaign.id), campaign);
      void queries.invalidateQueries({ queryKey: ["campaigns", "list"] });
      void queries.invalidateQueries({ queryKey: keys.home });
    },
  });
}

export interface CampaignChange {
  id: string;
  changes: Partial<Omit<CampaignCreate, "starts_on" | "ends_on">> &
    Pick<Partial<Campaign>, "starts_on" | "ends_on">;
  /** The version the person saw; left out to write over whatever is there now. */
  version?: number;
}

export function useUpdateCampaign() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, changes, version }: CampaignChange) =>
      api.patch<Campaign>(`/campaigns/${id}`, changes, { ifMatch: version }),
    meta: { showsOwnError: true },
    onSuccess: (campaign) => {
      queries.setQueryData(keys.campaigns.one(campaign.id), campaign);
      void queries.invalidateQueries({ queryKey: ["campaigns", "list"] });
    },
  });
}

export function useTransitionCampaign() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, event, reason }: { id: string; event: CampaignEvent; reason?: string }) =>
      api.post<Campaign>(`/campaigns/${id}/transition`, { event, reason }),
    meta: { showsOwnError: true },
    onSuccess: (campaign) => {
      queries.setQueryData(keys.campaigns.one(campaign.id), campaign);
      void queries.invalidateQueries({ queryKey: keys.campaigns.all });
      void queries.invalidateQueries({ queryKey: ["activity"] });
    },
  });
}

export interface GenerateOrder {
  posts: number;
  reels: number;
  instructions?: string;
}

export function useGenerate(campaignId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (order: GenerateOrder) => api.post<Batch>(`/campaigns/${campaignId}/generate`, order),
    meta: { showsOwnError: true },
    onSuccess: (batch) => {
      queries.setQueryData<Page<Batch>>(keys.batches.list(campaignId), (page) => ({
        next_cursor: page?.next_cursor ?? null,
        items: [batch, ...(page?.items ?? []).filter(({ id }) => id !== batch.id)],
      }));
      void queries.invalidateQueries({ queryKey: keys.batches.list(campaignId) });
    },
  });
}

export function useCancelBatch(campaignId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (batchId: string) => api.post<Batch>(`/batches/${batchId}/cancel`),
    onSettled: () => void queries.invalidateQueries({ queryKey: keys.batches.list(campaignId) }),
  });
}

export interface LinkOrder {
  audience_name: string;
  audience_email?: string;
  expires_in_days: number;
  idea_ids: string[];
}

export function useCreateLink(campaignId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (order: LinkOrder) => api.post<AccessLinkWithToken>(`/campaigns/${campaignId}/links`, order),
    meta: { showsOwnError: true },
    onSuccess: () => void queries.invalidateQueries({ queryKey: keys.links(campaignId) }),
  });
}

export function useRevokeLink(campaignId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (linkId: string) => api.post<AccessLink>(`/links/${linkId}/revoke`),
    meta: { showsOwnError: true },
    onSuccess: () => void queries.invalidateQueries({ queryKey: keys.links(campaignId) }),
  });
}
