import { expect, it } from "vitest";
import { lineRange } from "~/prompts/text-lines";

const text = "one\ntwo\n\nfour";

it.each([
  [1, "one"],
  [2, "two"],
  [3, ""],
  [4, "four"],
  [9, "four"],
])("line %i is “%s”", (line, expected) => {
  const { start, end } = lineRange(text, line);
  expect(text.slice(start, end)).toBe(expected);
});
