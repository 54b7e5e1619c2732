import { describe, expect, it } from "vitest";
import type { Content } from "~/api/types";
import { countContentChanges, diffContent } from "~/diff/content-diff";
import { channelsOf, emptyContent, isSameContent, readHashtags, textAt, writeHashtags } from "./content";
import { mergeContent, resolveClashes, withText } from "./merge";

const base: Content = {
  title: "Opening night",
  hook: "Doors open on Friday.",
  body: "Come by.",
  hashtags: ["coffee", "hamburg"],
  call_to_action: "Save your seat",
  visual: "The bar at dusk",
  scenes: [{ seconds: 3, picture: "Door", voiceover: "", caption: "Friday" }],
  variants: { linkedin: { text: "Doors open on Friday.\n\nCome by." }, x: { text: "Doors open on Friday." } },
};

describe("content", () => {
  it("lists the channels in the order they are shown", () => {
    expect(channelsOf(base)).toEqual(["linkedin", "x"]);
    expect(channelsOf(emptyContent(["x", "spotify", "instagram"]))).toEqual(["instagram", "x"]);
  });

  it("finds the text of an anchor", () => {
    expect(textAt(base, "x", "text")).toBe("Doors open on Friday.");
    expect(textAt(base, null, "hook")).toBe("Doors open on Friday.");
    expect(textAt(base, "youtube", "text")).toBeUndefined();
  });

  it("reads and writes hashtags", () => {
    expect(readHashtags(" #one two,#three  #one ")).toEqual(["one", "two", "three"]);
    expect(writeHashtags(["one", "#two"])).toBe("#one #two");
  });

  it("compares by words, not by identity", () => {
    expect(isSameContent(base, structuredClone(base))).toBe(true);
    expect(isSameContent(base, withText(base, { channel: "x", field: "text" }, "Other"))).toBe(false);
  });
});

describe("diffContent", () => {
  it("names only what changed, gone texts included", () => {
    const after: Content = {
      ...withText(base, { channel: null, field: "hook" }, "Doors open on Monday."),
      variants: { linkedin: base.variants.linkedin },
      scenes: [],
    };
    const parts = diffContent(base, after);
    expect(parts.map((part) => part.key)).toEqual([
      "hook",
      "x.text",
      "scenes.0.seconds",
      "scenes.0.picture",
      "scenes.0.caption",
    ]);
    expect(countContentChanges(parts.slice(0, 1))).toEqual({ added: 1, removed: 1 });
  });
});

describe("mergeContent", () => {
  const mine = withText(base, { channel: "linkedin", field: "text" }, "My LinkedIn text");

  it("keeps what only one side changed", () => {
    const theirs = withText(base, { channel: "x", field: "text" }, "Their X text");
    const merge = mergeContent(base, mine, theirs);
    expect(merge.clashes).toEqual([]);
    expect(merge.takenKeys).toEqual(["x.text"]);
    expect(merge.content.variants.linkedin?.text).toBe("My LinkedIn text");
    expect(merge.content.variants.x?.text).toBe("Their X text");
  });

  it("asks where both changed the same text, and loses neither", () => {
    const theirs = withText(base, { channel: "linkedin", field: "text" }, "Their LinkedIn text");
    const merge = mergeContent(base, mine, theirs);
    expect(merge.clashes).toMatchObject([{ key: "linkedin.text", mine: "My LinkedIn text" }]);
    expect(resolveClashes(merge, new Map()).variants.linkedin?.text).toBe("My LinkedIn text");
    const chosen = resolveClashes(merge, new Map([["linkedin.text", "theirs"]]));
    expect(chosen.variants.linkedin?.text).toBe("Their LinkedIn text");
  });

  it("lets go of what they removed", () => {
    const theirs: Content = { ...base, scenes: [], variants: { linkedin: base.variants.linkedin } };
    const merge = mergeContent(base, mine, theirs);
    expect(channelsOf(merge.content)).toEqual(["linkedin"]);
    expect(merge.content.scenes).toEqual([]);
  });

  it("does not ask when both typed the same", () => {
    expect(mergeContent(base, mine, structuredClone(mine)).clashes).toEqual([]);
  });

  it("merges scenes field by field", () => {
    const left = withText(base, { channel: null, field: "caption", scene: 1 }, "Saturday");
    const right = withText(base, { channel: null, field: "seconds", scene: 1 }, "5");
    const [scene] = mergeContent(base, left, right).content.scenes;
    expect(scene).toEqual({ seconds: 5, picture: "Door", voiceover: "", caption: "Saturday" });
  });
});
