import { expect, it } from "vitest";
import type { Question } from "~/api/types";
import { answeredCount, isAnswered, missingKeys } from "~/exercises/answers";

const question = (key: string, required: boolean): Question => ({
  key,
  label: key,
  help: "",
  kind: "text",
  options: [],
  required,
  max_length: 100,
  max_items: 0,
});
const questions = [question("tone", true), question("person", true), question("more", false)];

it("counts a zero as an answer, an empty text or list as none", () => {
  expect([0, "dry", ["a"]].map(isAnswered)).toEqual([true, true, true]);
  expect(["", [], null, undefined].map(isAnswered)).toEqual([false, false, false, false]);
});

it("knows what is still needed", () => {
  const answers = { tone: "dry", person: "", more: "yes" };
  expect(answeredCount(questions, answers)).toBe(2);
  expect(missingKeys(questions, answers)).toEqual(["person"]);
});
