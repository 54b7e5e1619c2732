import { expect, it } from "vitest";
import { valueText } from "./value-text";

it("writes what a person can read", () => {
  expect(valueText(null)).toBe("");
  expect(valueText(["linkedin", "x"])).toBe("linkedin\nx");
  expect(valueText({ digest: "daily", quiet: { from: 20 }, tags: ["a", "b"] })).toBe(
    "digest: daily\nquiet:\n  from: 20\ntags: a, b",
  );
  expect(valueText(false)).toBe("false");
});
