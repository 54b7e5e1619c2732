import { describe, expect, it } from "vitest";
import type { Decision, IdeaState, ReviewIdea } from "~/api/types";
import { isDecided, nextOpen, standingOf } from "./standing";

const idea = (id: string, state: IdeaState, verdict?: string) =>
  ({ id, state, decision: verdict ? ({ verdict } as Decision) : null }) as ReviewIdea;

describe("standingOf", () => {
  it("waits while it is with the client, whatever was decided before", () => {
    expect(standingOf(idea("a", "client_review", "request_changes"))).toBe("open");
  });

  it("is what was decided, in either wording of the server", () => {
    expect(standingOf(idea("a", "approved", "approve"))).toBe("approve");
    expect(standingOf(idea("a", "changes_requested", "changes_requested"))).toBe("request_changes");
    expect(standingOf(idea("a", "rejected", "rejected"))).toBe("reject");
  });

  it("is back at the agency when it was taken back undecided", () => {
    expect(standingOf(idea("a", "draft"))).toBe("with_agency");
    expect(isDecided(idea("a", "draft"))).toBe(true);
  });
});

describe("nextOpen", () => {
  const ideas = [
    idea("a", "client_review"),
    idea("b", "approved", "approve"),
    idea("c", "client_review"),
    idea("d", "rejected", "reject"),
  ];

  it("goes onward, then starts over", () => {
    expect(nextOpen(ideas, "a")?.id).toBe("c");
    expect(nextOpen(ideas, "c")?.id).toBe("a");
    expect(nextOpen(ideas, undefined)?.id).toBe("a");
  });

  it("is nothing when only the open one is left", () => {
    expect(nextOpen([idea("a", "client_review"), idea("b", "approved")], "a")).toBeUndefined();
  });
});
