import { expect, it } from "vitest";
import { fixedFields } from "~/history/undoable";

it("names what cannot be taken back, and nothing before that is known", () => {
  const detail = { restorable: ["name", "content"] };
  expect(fixedFields({ kind: "idea", fields: ["name", "state"] }, detail)).toEqual(["state"]);
  expect(fixedFields({ kind: "idea", fields: ["name", "content/hook"] }, detail)).toEqual([]);
  expect(fixedFields({ kind: "idea", fields: ["state"] })).toEqual([]);
});

it("lets the text of a prompt follow its version", () => {
  const detail = { restorable: ["current_version"] };
  expect(fixedFields({ kind: "prompt", fields: ["body", "current_version"] }, detail)).toEqual([]);
});
