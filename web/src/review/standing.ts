import type { ReviewIdea } from "~/api/types";
import { type IdeaVerdict, verdictOf } from "~/ideas/verdict";

/** Where an idea stands for the client: waiting for a word, decided, or back at the agency. */
export type Standing = "open" | "with_agency" | IdeaVerdict;

export function standingOf(idea: Pick<ReviewIdea, "state" | "decision">): Standing {
  if (idea.state === "client_review") return "open";
  const verdict = idea.decision ? verdictOf(idea.decision.verdict) : "other";
  return verdict === "other" ? "with_agency" : verdict;
}

export function isDecided(idea: Pick<ReviewIdea, "state" | "decision">): boolean {
  return standingOf(idea) !== "open";
}

/** The next idea that waits, looking onward from the open one and then from the start. */
export function nextOpen(ideas: readonly ReviewIdea[], fromId: string | undefined): ReviewIdea | undefined {
  const at = ideas.findIndex(({ id }) => id === fromId);
  const onward = [...ideas.slice(at + 1), ...ideas.slice(0, Math.max(0, at))];
  return onward.find((idea) => !isDecided(idea));
}
