import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { ApiError, api } from "~/api/client";
import { keys } from "~/api/keys";
import type { Anchor, Comment, Idea, Review, ReviewIdea } from "~/api/types";
import { sendTransition } from "~/ideas/use-idea-mutations";

/** How someone came to a review: with a link's token, or signed in as the client. */
export type Access = { kind: "link"; token: string } | { kind: "session"; campaignId: string };

const POLL_MS = 30_000;

export function reviewQuery(access: Access) {
  const isLink = access.kind === "link";
  return queryOptions({
    queryKey: keys.review(isLink ? access.token : access.campaignId),
    // No signal: a breadcrumb that goes away must not cancel what the page's loader waits for.
    queryFn: () =>
      isLink
        ? api.get<Review>("/review", { bearer: access.token })
        : api.get<Review>("/review", { query: { campaign_id: access.campaignId } }),
    // A link gets no stream of changes; it asks now and then.
    refetchInterval: isLink ? POLL_MS : false,
    retry: (failures, error) =>
      failures < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 500),
  });
}

function bearerOf(access: Access): string | undefined {
  return access.kind === "link" ? access.token : undefined;
}

export type Verdict = "approve" | "request_changes" | "reject";

export interface DecisionOrder {
  idea: ReviewIdea;
  verdict: Verdict;
  comment?: string;
  anchor?: Anchor;
}

export function useDecide(access: Access) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ idea, verdict, comment, anchor }: DecisionOrder): Promise<Idea> =>
      sendTransition({ idea, event: verdict, comment, anchor }, bearerOf(access)),
    meta: { showsOwnError: true },
    onSettled: () => queries.invalidateQueries({ queryKey: ["review"] }),
  });
}

export interface CommentOrder {
  ideaId: string;
  body: string;
  anchor?: Anchor;
}

export function useReviewComment(access: Access) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ ideaId, body, anchor }: CommentOrder) => postComment(access, ideaId, body, anchor),
    meta: { showsOwnError: true },
    onSettled: () => queries.invalidateQueries({ queryKey: ["review"] }),
  });
}

function postComment(access: Access, ideaId: string, body: string, anchor?: Anchor): Promise<Comment> {
  const comment = { body, visibility: "client", anchor };
  return api.post<Comment>(`/ideas/${ideaId}/comments`, comment, { bearer: bearerOf(access) });
}
