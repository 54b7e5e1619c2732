import type { Content } from "~/api/types";

/** What someone typed on an idea and from which version they started. */
export interface Typed {
  content: Content;
  base: Base;
}

export interface Base {
  content: Content;
  hash: string;
  n: number;
}

const PREFIX = "atelier.draft.";

/** Keeps typed text through a reload, a crash or an ended session, in this tab only. */
export function keepTyped(ideaId: string, typed: Typed | null): void {
  try {
    if (typed) sessionStorage.setItem(PREFIX + ideaId, JSON.stringify(typed));
    else sessionStorage.removeItem(PREFIX + ideaId);
  } catch {
    // Full or blocked storage: the text is still on the page, and leaving it asks first.
  }
}

export function keptTyped(ideaId: string): Typed | null {
  try {
    const text = sessionStorage.getItem(PREFIX + ideaId);
    return text ? (JSON.parse(text) as Typed) : null;
  } catch {
    return null;
  }
}
