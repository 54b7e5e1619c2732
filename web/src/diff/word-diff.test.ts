import { describe, expect, it } from "vitest";
import { compare } from "./myers";
import { type Change, countChanges, diffWords, isUnchanged } from "./word-diff";

function side(changes: readonly Change[], kind: "removed" | "added"): string {
  return changes
    .filter((change) => change.kind === "same" || change.kind === kind)
    .map((change) => change.text)
    .join("");
}

describe("diffWords", () => {
  it("shows a replaced word as one removal and one addition", () => {
    expect(diffWords("We open on Friday.", "We open on Monday.")).toEqual([
      { kind: "same", text: "We open on " },
      { kind: "removed", text: "Friday" },
      { kind: "added", text: "Monday" },
      { kind: "same", text: "." },
    ]);
  });

  it("joins neighbouring replacements instead of keeping the space between them", () => {
    expect(diffWords("a quick brown fox", "a slow grey fox")).toEqual([
      { kind: "same", text: "a " },
      { kind: "removed", text: "quick brown" },
      { kind: "added", text: "slow grey" },
      { kind: "same", text: " fox" },
    ]);
  });

  it("keeps paragraphs apart", () => {
    const changes = diffWords("one\n\ntwo", "eins\n\nzwei");
    expect(changes.filter((change) => change.kind === "same")).toEqual([{ kind: "same", text: "\n\n" }]);
  });

  it("never cuts an emoji or a combining accent", () => {
    const family = "👩‍👩‍👧";
    const changes = diffWords(`Hello ${family} cafe\u0301`, "Hello 👩‍🚀 café");
    expect(changes.some((change) => change.text.includes(family))).toBe(true);
    expect(changes.some((change) => change.text.startsWith("\u0301"))).toBe(false);
  });

  it("finds words in a script without spaces", () => {
    const changes = diffWords("私は猫が好きです", "私は犬が好きです", "ja");
    expect(changes).toContainEqual({ kind: "removed", text: "猫" });
    expect(changes).toContainEqual({ kind: "added", text: "犬" });
  });

  it("treats empty texts as pure additions and removals", () => {
    expect(diffWords("", "")).toEqual([]);
    expect(diffWords("", "new text")).toEqual([{ kind: "added", text: "new text" }]);
    expect(diffWords("old text", "")).toEqual([{ kind: "removed", text: "old text" }]);
  });

  it("says when nothing changed", () => {
    expect(isUnchanged(diffWords("same", "same"))).toBe(true);
    expect(isUnchanged(diffWords("same", "other"))).toBe(false);
  });

  it("counts words, not punctuation", () => {
    expect(countChanges(diffWords("Come by, friends!", "Come by soon, dear friends."))).toEqual({
      added: 2,
      removed: 0,
    });
  });
});

describe("every script", () => {
  // A small fixed generator: the same cases on every machine.
  function* numbers(seed: number): Generator<number> {
    let state = seed;
    for (;;) {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      yield state;
    }
  }

  function lengthOfCommonSubsequence(a: readonly string[], b: readonly string[]): number {
    let row = new Array<number>(b.length + 1).fill(0);
    for (const left of a) {
      const next = [0];
      b.forEach((right, j) => {
        next.push(left === right ? (row[j] ?? 0) + 1 : Math.max(row[j + 1] ?? 0, next[j] ?? 0));
      });
      row = next;
    }
    return row[b.length] ?? 0;
  }

  it("rebuilds both texts and is a shortest one", () => {
    const random = numbers(7);
    const next = (below: number) => random.next().value % below;
    for (let round = 0; round < 400; round++) {
      const make = () => Array.from({ length: next(14) }, () => "abcd"[next(4)] ?? "a");
      const [before, after] = [make(), make()];
      const ops = compare(before, after);
      const pick = (kind: string) =>
        ops.filter((op) => op.kind === "same" || op.kind === kind).map((op) => op.token);
      expect(pick("removed")).toEqual(before);
      expect(pick("added")).toEqual(after);
      const kept = ops.filter((op) => op.kind === "same").length;
      expect(kept).toBe(lengthOfCommonSubsequence(before, after));
    }
  });

  it("survives texts that have nothing in common", () => {
    const before = Array.from({ length: 3_000 }, (_, i) => `b${i}`).join(" ");
    const after = Array.from({ length: 3_000 }, (_, i) => `a${i}`).join("  ");
    const changes = diffWords(before, after);
    expect(side(changes, "removed")).toBe(before);
    expect(side(changes, "added")).toBe(after);
  });
});
