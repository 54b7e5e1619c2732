import { queryOptions } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import { listAll } from "~/api/list-all";
import type { Comment, Idea, IdeaVersion, Round } from "~/api/types";

export interface IdeaFilter {
  campaign_id?: string | undefined;
  client_id?: string | undefined;
  state?: string | undefined;
  q?: string | undefined;
}

/** Every idea that matches, page after page: the board and its columns need them all. */
export function ideasQuery(filter: IdeaFilter) {
  return queryOptions({
    queryKey: keys.ideas.list({ ...filter, pages: "all" }),
    queryFn: ({ signal }) => listAll<Idea>("/ideas", { ...filter }, signal),
  });
}

export function ideaQuery(id: string) {
  return queryOptions({
    queryKey: keys.ideas.one(id),
    // No signal: a breadcrumb that goes away must not cancel what the page's loader waits for.
    queryFn: () => api.get<Idea>(`/ideas/${id}`),
  });
}

export function versionsQuery(id: string) {
  return queryOptions({
    queryKey: keys.ideas.versions(id),
    queryFn: ({ signal }) => listAll<IdeaVersion>(`/ideas/${id}/versions`, {}, signal),
  });
}

export function roundsQuery(id: string) {
  return queryOptions({
    queryKey: keys.rounds(id),
    queryFn: ({ signal }) => listAll<Round>(`/ideas/${id}/rounds`, {}, signal),
  });
}

export function commentsQuery(id: string) {
  return queryOptions({
    queryKey: keys.comments(id),
    queryFn: ({ signal }) => listAll<Comment>(`/ideas/${id}/comments`, {}, signal),
  });
}
