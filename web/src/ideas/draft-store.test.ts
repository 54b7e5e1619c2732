import { afterEach, expect, it, vi } from "vitest";
import { emptyContent } from "./content";
import { keepTyped, keptTyped } from "./draft-store";

afterEach(() => sessionStorage.clear());

const typed = { content: emptyContent(["x"]), base: { content: emptyContent(["x"]), hash: "a", n: 3 } };

it("keeps typed text for the idea it was typed on, until it is saved", () => {
  keepTyped("idea_1", typed);
  expect(keptTyped("idea_1")).toEqual(typed);
  expect(keptTyped("idea_2")).toBeNull();
  keepTyped("idea_1", null);
  expect(keptTyped("idea_1")).toBeNull();
});

it("does not mind storage that is full, blocked or broken", () => {
  sessionStorage.setItem("atelier.draft.idea_1", "{broken");
  expect(keptTyped("idea_1")).toBeNull();
  vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  expect(() => keepTyped("idea_1", typed)).not.toThrow();
});
