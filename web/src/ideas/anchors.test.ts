import { describe, expect, it } from "vitest";
import { locate, toPassage } from "./anchors";
import { countCodePoints, toCodePoints, toUnits } from "./code-points";
import { toPieces } from "./highlights";

const slice = (text: string, span: { start: number; end: number } | null) =>
  span && text.slice(span.start, span.end);

describe("code points", () => {
  it("converts both ways around characters outside the basic plane", () => {
    const text = "a🎧b";
    expect(countCodePoints(text)).toBe(3);
    expect([0, 1, 3, 4].map((offset) => toCodePoints(text, offset))).toEqual([0, 1, 2, 3]);
    expect([0, 1, 2, 3, 9].map((points) => toUnits(text, points))).toEqual([0, 1, 3, 4, 4]);
  });
});

describe("toPassage", () => {
  it("stores code points and the quote, without the spaces around it", () => {
    const text = "🎧 Listen to the record";
    const from = text.indexOf(" Listen");
    expect(toPassage(text, from, from + 8)).toEqual({ start: 2, end: 8, quote: "Listen" });
  });

  it("does not care about the direction of the selection", () => {
    expect(toPassage("abc", 3, 1)).toEqual(toPassage("abc", 1, 3));
  });

  it("takes a whole emoji when half of it was selected", () => {
    const text = "go 👩‍🚀 go";
    expect(toPassage(text, 3, 5)?.quote).toBe("👩‍🚀");
  });

  it("is never longer than the API takes, and its quote is all of it", () => {
    const text = "🎧".repeat(2_500);
    const passage = toPassage(text, 0, text.length);
    expect(passage).toMatchObject({ start: 0, end: 2_000 });
    expect(countCodePoints(passage?.quote ?? "")).toBe(2_000);
  });

  it("is nothing for a selection of white space", () => {
    expect(toPassage("a   b", 1, 4)).toBeNull();
  });
});

describe("locate", () => {
  const passage = toPassage("We open the doors on Friday.", 8, 17);

  it("finds the passage where it was", () => {
    if (!passage) throw new Error("the passage is not empty");
    expect(locate("We open the doors on Friday.", passage)).toEqual({ start: 8, end: 17 });
  });

  it("follows the words after an edit in front of them", () => {
    if (!passage) throw new Error("the passage is not empty");
    const text = "This week 🎉 we open the doors on Friday.";
    expect(slice(text, locate(text, passage))).toBe("the doors");
  });

  it("prefers the nearest of several places", () => {
    const text = "one two one two one";
    expect(locate(text, { start: 9, end: 12, quote: "one" })).toEqual({ start: 8, end: 11 });
  });

  it("forgives typographic quotes, case and line breaks", () => {
    const stored = { start: 0, end: 14, quote: 'say "hello" to' };
    const text = "Please Say “hello”\nto everyone";
    expect(slice(text, locate(text, stored))).toBe("Say “hello”\nto");
  });

  it("treats the quote as words, not as a pattern", () => {
    const stored = { start: 0, end: 9, quote: "(a+b)* $5" };
    expect(slice("costs (A+b)*  $5", locate("costs (A+b)*  $5", stored))).toBe("(A+b)*  $5");
  });

  it("says when the passage is gone", () => {
    expect(locate("Nothing of it is left", { start: 0, end: 9, quote: "the doors" })).toBeNull();
  });
});

describe("toPieces", () => {
  it("lets overlapping highlights share what they share", () => {
    const pieces = toPieces("abcdef", [
      { id: "x", start: 1, end: 4 },
      { id: "y", start: 3, end: 9 },
    ]);
    expect(pieces.map(({ text, ids }) => [text, ids.join()])).toEqual([
      ["a", ""],
      ["bc", "x"],
      ["d", "x,y"],
      ["ef", "y"],
    ]);
  });

  it("keeps a text without highlights whole", () => {
    expect(toPieces("abc", [])).toEqual([{ text: "abc", start: 0, ids: [] }]);
    expect(toPieces("", [])).toEqual([]);
  });
});
