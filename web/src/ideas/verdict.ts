export type IdeaVerdict = "approve" | "request_changes" | "reject";

const VERDICTS: readonly IdeaVerdict[] = ["approve", "request_changes", "reject"];

/** A verdict is written as what is done or as what was done, depending on where it was recorded. */
const PAST: Record<string, IdeaVerdict> = {
  approved: "approve",
  changes_requested: "request_changes",
  rejected: "reject",
};

export function verdictOf(verdict: string): IdeaVerdict | "other" {
  return VERDICTS.find((known) => known === verdict) ?? PAST[verdict] ?? "other";
}
