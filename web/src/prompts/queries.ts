import { queryOptions } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { IdeaKind, Page, Prompt, PromptDetail } from "~/api/types";

export const promptsQuery = queryOptions({
  queryKey: keys.prompts.list(),
  queryFn: ({ signal }) => api.get<Page<Prompt>>("/prompts", { signal }),
});

export const promptQuery = (id: string) =>
  queryOptions({
    queryKey: keys.prompts.one(id),
    queryFn: ({ signal }) => api.get<PromptDetail>(`/prompts/${id}`, { signal }),
  });

export const addPromptVersion = (id: string, body: string, note: string | undefined) =>
  api.post<PromptDetail>(`/prompts/${id}/versions`, { body, note });

export const makeVersionCurrent = (id: string, n: number) =>
  api.post<PromptDetail>(`/prompts/${id}/current`, { n });

export const previewPrompt = (kind: IdeaKind, body: string, campaignId: string) =>
  api.post<{ text: string }>("/prompts/preview", { kind, body, campaign_id: campaignId });
