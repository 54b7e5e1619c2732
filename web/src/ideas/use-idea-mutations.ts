import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { Anchor, Comment, Content, Idea, IdeaEvent, IdeaState, SubmitResult } from "~/api/types";
import { toast } from "~/ui/toast-store";
import { EVENT_OFFERS } from "./states";

export interface Transition {
  idea: Pick<Idea, "id" | "title" | "state" | "content_hash">;
  event: IdeaEvent;
  comment?: string;
  anchor?: Anchor;
}

/** Where an event leads whatever the policy is; the board moves the card before the server answers. */
const CERTAIN: Partial<Record<IdeaEvent, IdeaState>> = {
  accept: "draft",
  discard: "archived",
  request_changes: "changes_requested",
  reject: "rejected",
  hold: "on_hold",
  withdraw: "draft",
  archive: "archived",
};

export function sendTransition({ idea, event, comment, anchor }: Transition, bearer?: string): Promise<Idea> {
  const body = { comment, anchor, content_hash: event === "approve" ? idea.content_hash : undefined };
  return api.post<Idea>(`/ideas/${idea.id}/${event}`, body, { bearer });
}

interface TransitionOptions {
  /** The component shows the failure where it happened. */
  showsOwnError?: boolean;
}

export function useTransition({ showsOwnError = false }: TransitionOptions = {}) {
  const queries = useQueryClient();
  const { t } = useTranslation("ideas");
  const mutation = useMutation({
    mutationFn: (transition: Transition) => sendTransition(transition),
    meta: { showsOwnError },
    onMutate: ({ idea, event }) => {
      const state = CERTAIN[event];
      if (!state) return undefined;
      void queries.cancelQueries({ queryKey: ["ideas"] });
      return patchIdea(queries, idea.id, { state, allowed_events: [] });
    },
    onError: (_error, _transition, restore) => restore?.(),
    onSuccess: (idea, { event }) => {
      storeIdea(queries, idea);
      const undo = EVENT_OFFERS[event].undo;
      const canUndo = undo && idea.allowed_events.includes(undo);
      toast.success(t(`done.${event}`, { title: idea.title }), {
        action: canUndo
          ? { label: t("undo"), onPress: () => mutation.mutate({ idea, event: undo }) }
          : undefined,
      });
    },
  });
  return mutation;
}

export interface Save {
  idea: Pick<Idea, "id">;
  content: Content;
  /** Hash of the version that was edited; the server refuses when it is not the newest. */
  baseHash: string;
  note?: string;
}

export function useSaveIdea() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ idea, content, baseHash, note }: Save) =>
      api.patch<Idea>(`/ideas/${idea.id}`, { content, expected_content_hash: baseHash, note }),
    meta: { showsOwnError: true },
    onSuccess: (idea) => storeIdea(queries, idea),
  });
}

export function useSubmitIdeas(campaignId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (ideaIds: string[]) =>
      api.post<SubmitResult>(`/campaigns/${campaignId}/submit`, { idea_ids: ideaIds }),
    meta: { showsOwnError: true },
    onSettled: () => invalidateIdeas(queries),
  });
}

export interface NewComment {
  body: string;
  visibility: Comment["visibility"];
  anchor?: Anchor;
  parent_id?: string;
}

export function useAddComment(ideaId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (comment: NewComment) => api.post<Comment>(`/ideas/${ideaId}/comments`, comment),
    onSuccess: (comment) => {
      queries.setQueryData<Comment[]>(keys.comments(ideaId), (before) =>
        before?.some(({ id }) => id === comment.id) ? before : [...(before ?? []), comment],
      );
      void queries.invalidateQueries({ queryKey: keys.ideas.one(ideaId) });
    },
  });
}

export function useResolveComment(ideaId: string) {
  const queries = useQueryClient();
  const { t } = useTranslation("ideas");
  const queryKey = keys.comments(ideaId);
  return useMutation({
    mutationFn: (comment: Comment) => api.post<Comment>(`/comments/${comment.id}/resolve`),
    onMutate: async (comment) => {
      await queries.cancelQueries({ queryKey });
      const before = queries.getQueryData<Comment[]>(queryKey);
      const resolved = { ...comment, resolved_at: new Date().toISOString() };
      queries.setQueryData<Comment[]>(queryKey, (list) =>
        list?.map((candidate) => (candidate.id === comment.id ? resolved : candidate)),
      );
      return before;
    },
    onError: (_error, _comment, before) => queries.setQueryData(queryKey, before),
    onSuccess: () => toast.success(t("comments.resolved_toast")),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey });
      void queries.invalidateQueries({ queryKey: keys.ideas.one(ideaId) });
    },
  });
}

/** Puts the server's answer wherever the idea is cached and marks what follows from it as old. */
export function storeIdea(queries: QueryClient, idea: Idea): void {
  patchIdea(queries, idea.id, idea);
  queries.setQueryData(keys.ideas.one(idea.id), idea);
  invalidateIdeas(queries);
  void queries.invalidateQueries({ queryKey: keys.rounds(idea.id) });
  void queries.invalidateQueries({ queryKey: keys.comments(idea.id) });
  void queries.invalidateQueries({ queryKey: keys.ideas.versions(idea.id) });
}

function invalidateIdeas(queries: QueryClient): void {
  void queries.invalidateQueries({ queryKey: ["ideas", "list"] });
  void queries.invalidateQueries({ queryKey: keys.campaigns.all });
  void queries.invalidateQueries({ queryKey: ["review"] });
  void queries.invalidateQueries({ queryKey: ["activity"] });
  void queries.invalidateQueries({ queryKey: keys.home });
}

/** Changes an idea in every cached list and page; answers what puts the old ones back. */
function patchIdea(queries: QueryClient, id: string, patch: Partial<Idea>): () => void {
  // Other lists of ideas, such as the palette's, have other shapes; they are fetched again.
  const lists = queries
    .getQueriesData<Idea[]>({ queryKey: ["ideas", "list"] })
    .filter(([, list]) => Array.isArray(list));
  for (const [queryKey, list] of lists) {
    queries.setQueryData(
      queryKey,
      list?.map((idea) => (idea.id === id ? { ...idea, ...patch } : idea)),
    );
  }
  const one = queries.getQueryData<Idea>(keys.ideas.one(id));
  if (one) queries.setQueryData(keys.ideas.one(id), { ...one, ...patch });
  return () => {
    for (const [queryKey, list] of lists) queries.setQueryData(queryKey, list);
    if (one) queries.setQueryData(keys.ideas.one(id), one);
  };
}
