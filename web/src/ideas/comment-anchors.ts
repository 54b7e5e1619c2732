import type { Anchor, Comment } from "~/api/types";
import { locate, type Passage } from "./anchors";
import type { Highlight } from "./highlights";

/** Marks for the open comments on one text, wherever their passages are now. */
export function highlightsOn(
  comments: readonly Comment[],
  channel: Anchor["channel"],
  field: Anchor["field"],
  text: string,
): Highlight[] {
  return comments.flatMap((comment) => {
    const { anchor } = comment;
    if (!anchor || comment.resolved_at || anchor.channel !== channel || anchor.field !== field) return [];
    const span = locate(text, anchor);
    return span ? [{ id: comment.id, ...span }] : [];
  });
}

export function toAnchor(channel: Anchor["channel"], field: Anchor["field"], passage: Passage): Anchor {
  return { channel, field, ...passage };
}

/** A comment with its answers, oldest first. */
export interface Thread {
  root: Comment;
  replies: Comment[];
}

export function toThreads(comments: readonly Comment[]): Thread[] {
  const sorted = comments.toSorted((a, b) => a.created_at.localeCompare(b.created_at));
  const ids = new Set(sorted.map(({ id }) => id));
  // An answer whose question this person may not see stands on its own.
  const roots = sorted.filter(({ parent_id }) => parent_id === null || !ids.has(parent_id));
  return roots.map((root) => ({ root, replies: sorted.filter(({ parent_id }) => parent_id === root.id) }));
}

/** The id of the control or text that an anchor points into. */
export function placeId(channel: Anchor["channel"], field: string): string {
  return `place-${channel ?? "idea"}-${field}`;
}
