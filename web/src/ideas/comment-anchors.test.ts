import { describe, expect, it } from "vitest";
import type { Comment } from "~/api/types";
import { highlightsOn, toThreads } from "./comment-anchors";

const comment = (id: string, rest: Partial<Comment> = {}) =>
  ({
    id,
    parent_id: null,
    resolved_at: null,
    anchor: null,
    created_at: `2026-11-21T10:0${id}:00Z`,
    ...rest,
  }) as Comment;

const anchor = (quote: string, start: number) =>
  ({ channel: "linkedin", field: "text", start, end: start + quote.length, quote }) as Comment["anchor"];

describe("toThreads", () => {
  it("puts answers under what they answer, oldest first", () => {
    const threads = toThreads([comment("3", { parent_id: "1" }), comment("2"), comment("1")]);
    expect(threads.map(({ root, replies }) => [root.id, replies.map(({ id }) => id)])).toEqual([
      ["1", ["3"]],
      ["2", []],
    ]);
  });

  it("lets an answer stand alone when its question is not for this person", () => {
    expect(toThreads([comment("2", { parent_id: "1" })]).map(({ root }) => root.id)).toEqual(["2"]);
  });
});

describe("highlightsOn", () => {
  const text = "We open the doors on Friday.";

  it("marks open comments on this text, where their words are now", () => {
    const moved = comment("1", { anchor: anchor("the doors", 2) });
    expect(highlightsOn([moved], "linkedin", "text", text)).toEqual([{ id: "1", start: 8, end: 17 }]);
  });

  it("leaves out resolved ones, other texts and passages that are gone", () => {
    const comments = [
      comment("1", { anchor: anchor("the doors", 8), resolved_at: "2026-11-21T11:00:00Z" }),
      comment("2", { anchor: anchor("the windows", 8) }),
      comment("3"),
    ];
    expect(highlightsOn(comments, "linkedin", "text", text)).toEqual([]);
    expect(highlightsOn([comment("1", { anchor: anchor("the doors", 8) })], "x", "text", text)).toEqual([]);
  });
});
