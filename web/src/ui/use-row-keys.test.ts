import { afterEach, expect, it } from "vitest";
import { neighbour } from "./use-row-keys";

afterEach(() => document.body.replaceChildren());

function board(columns: readonly (readonly string[])[]): {
  root: HTMLElement;
  row: (id: string) => HTMLElement;
} {
  const root = document.createElement("div");
  root.innerHTML = columns
    .map((ids) => `<section data-column>${ids.map((id) => `<p data-row="${id}"></p>`).join("")}</section>`)
    .join("");
  document.body.append(root);
  const row = (id: string) => {
    const found = root.querySelector<HTMLElement>(`[data-row="${id}"]`);
    if (!found) throw new Error(`no row ${id}`);
    return found;
  };
  return { root, row };
}

it("moves within a column and stops at its ends", () => {
  const { root, row } = board([["a", "b"], ["c"]]);
  expect(neighbour(root, row("a"), "down")).toBe(row("b"));
  expect(neighbour(root, row("b"), "down")).toBeNull();
  expect(neighbour(root, row("a"), "up")).toBeNull();
});

it("steps over empty columns and keeps the height where it can", () => {
  const { root, row } = board([["a", "b", "c"], [], ["d", "e"]]);
  expect(neighbour(root, row("b"), "right")).toBe(row("e"));
  expect(neighbour(root, row("c"), "right")).toBe(row("e"));
  expect(neighbour(root, row("d"), "left")).toBe(row("a"));
  expect(neighbour(root, row("d"), "right")).toBeNull();
});

it("knows no sideways in a table", () => {
  const root = document.createElement("div");
  root.innerHTML = '<p data-row="a"></p><p data-row="b"></p>';
  const [first, second] = Array.from(root.querySelectorAll<HTMLElement>("[data-row]"));
  if (!first || !second) throw new Error("two rows");
  expect(neighbour(root, first, "down")).toBe(second);
  expect(neighbour(root, first, "right")).toBeNull();
});
