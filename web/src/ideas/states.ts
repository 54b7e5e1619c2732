import type { Idea, IdeaEvent, IdeaState } from "~/api/types";

/** Columns of the board, in the order an idea walks through them. */
export const BOARD_STATES: readonly IdeaState[] = [
  "generated",
  "draft",
  "internal_review",
  "changes_requested",
  "client_review",
  "approved",
];

/** States that get a column only while an idea is in them. */
export const SIDE_STATES: readonly IdeaState[] = ["on_hold", "rejected", "archived"];

export const ALL_STATES: readonly IdeaState[] = [...BOARD_STATES, ...SIDE_STATES];

/** Columns for these ideas: the usual ones, and the others where there is something to show. */
export function columnsFor(ideas: readonly Idea[]): { state: IdeaState; ideas: Idea[] }[] {
  return ALL_STATES.map((state) => ({
    state,
    ideas: ideas.filter((idea) => idea.state === state).sort(byPosition),
  })).filter(({ state, ideas: own }) => BOARD_STATES.includes(state) || own.length > 0);
}

function byPosition(a: Idea, b: Idea): number {
  return a.position - b.position || a.created_at.localeCompare(b.created_at) || a.id.localeCompare(b.id);
}

export type Weight = "primary" | "plain" | "danger";

/** How an event is offered: how much it weighs, whether it needs words, what takes it back. */
export interface EventOffer {
  weight: Weight;
  needsComment: boolean;
  undo: IdeaEvent | null;
  /** Asks with the consequence in words, because nothing takes it back. */
  asks: boolean;
}

export const EVENT_OFFERS: Record<IdeaEvent, EventOffer> = {
  accept: { weight: "primary", needsComment: false, undo: null, asks: false },
  submit: { weight: "primary", needsComment: false, undo: "withdraw", asks: false },
  approve: { weight: "primary", needsComment: false, undo: null, asks: false },
  resume: { weight: "primary", needsComment: false, undo: "hold", asks: false },
  request_changes: { weight: "plain", needsComment: true, undo: null, asks: false },
  withdraw: { weight: "plain", needsComment: false, undo: "submit", asks: false },
  hold: { weight: "plain", needsComment: false, undo: "resume", asks: false },
  reject: { weight: "danger", needsComment: true, undo: null, asks: false },
  discard: { weight: "danger", needsComment: false, undo: null, asks: true },
  archive: { weight: "danger", needsComment: false, undo: null, asks: true },
};

/** Events that lead out of a state, whoever may do them (the product's state table). */
const LEAVING: Record<IdeaState, readonly IdeaEvent[]> = {
  generated: ["accept", "discard"],
  draft: ["submit", "approve", "archive"],
  internal_review: ["approve", "request_changes", "reject", "withdraw", "hold", "archive"],
  changes_requested: ["submit", "archive"],
  client_review: ["approve", "request_changes", "reject", "withdraw", "hold", "archive"],
  approved: ["hold", "archive"],
  on_hold: ["resume", "archive"],
  rejected: ["submit", "archive"],
  archived: [],
};

export type Refusal = "issues" | "client_decides" | "role";

export interface Action {
  event: IdeaEvent;
  offer: EventOffer;
  /** Why it cannot be done now; null when it can. */
  refusal: Refusal | null;
}

/**
 * What to offer for an idea. The server's `allowed_events` decides; events that the state knows but
 * the server refuses are shown with the reason only where a person would look for them.
 */
export function actionsFor(idea: Pick<Idea, "state" | "allowed_events" | "issues">): Action[] {
  const expected = LEAVING[idea.state].filter((event) => event !== "approve" || idea.state !== "draft");
  const events = [...new Set([...expected, ...idea.allowed_events])];
  return events
    .map((event) => ({
      event,
      offer: EVENT_OFFERS[event],
      refusal: idea.allowed_events.includes(event) ? null : refusalOf(idea, event),
    }))
    .sort((a, b) => WEIGHTS.indexOf(a.offer.weight) - WEIGHTS.indexOf(b.offer.weight));
}

const WEIGHTS: readonly Weight[] = ["primary", "plain", "danger"];

function refusalOf(idea: Pick<Idea, "state" | "issues">, event: IdeaEvent): Refusal {
  const hasErrors = idea.issues.some((issue) => issue.severity === "error");
  if (event === "submit" && hasErrors) return "issues";
  const isVerdict = event === "approve" || event === "reject" || event === "request_changes";
  if (idea.state === "client_review" && isVerdict) return "client_decides";
  return "role";
}

/** Whether “Send to the client” can move an idea on: fresh ones are accepted on the way. */
export function canSend(idea: Pick<Idea, "state" | "allowed_events" | "issues">): boolean {
  if (idea.issues.some((issue) => issue.severity === "error")) return false;
  if (idea.allowed_events.includes("submit") || idea.allowed_events.includes("accept")) return true;
  return idea.state === "internal_review" && idea.allowed_events.includes("approve");
}
