import { describe, expect, it } from "vitest";
import type { Idea, IdeaState } from "~/api/types";
import { actionsFor, columnsFor } from "./states";

const idea = (id: string, state: IdeaState, position = 0) =>
  ({ id, state, position, created_at: "" }) as Idea;

describe("columnsFor", () => {
  it("always shows the path, and the side states only when they hold something", () => {
    const columns = columnsFor([idea("b", "draft", 2), idea("a", "draft", 1), idea("c", "rejected")]);
    expect(columns.map(({ state }) => state)).toEqual([
      "generated",
      "draft",
      "internal_review",
      "changes_requested",
      "client_review",
      "approved",
      "rejected",
    ]);
    expect(columns[1]?.ideas.map(({ id }) => id)).toEqual(["a", "b"]);
  });
});

describe("actionsFor", () => {
  it("offers what the server allows, the important first", () => {
    const actions = actionsFor({
      state: "internal_review",
      allowed_events: ["reject", "hold", "request_changes", "approve"],
      issues: [],
    });
    expect(actions.filter(({ refusal }) => !refusal).map(({ event }) => event)).toEqual([
      "approve",
      "request_changes",
      "hold",
      "reject",
    ]);
  });

  it("says why something is refused", () => {
    const refusal = (state: IdeaState, event: string, issues: Idea["issues"] = []) =>
      actionsFor({ state, allowed_events: [], issues }).find((action) => action.event === event)?.refusal;
    const error = { severity: "error" } as Idea["issues"][number];
    expect(refusal("draft", "submit", [error])).toBe("issues");
    expect(refusal("draft", "submit")).toBe("role");
    expect(refusal("client_review", "approve")).toBe("client_decides");
  });

  it("does not advertise an approval that a draft usually has not", () => {
    const events = actionsFor({ state: "draft", allowed_events: [], issues: [] }).map(({ event }) => event);
    expect(events).not.toContain("approve");
  });
});
