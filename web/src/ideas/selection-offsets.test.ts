import { afterEach, describe, expect, it } from "vitest";
import { selectedOffsets } from "./selection-offsets";

afterEach(() => {
  document.body.replaceChildren();
  document.getSelection()?.removeAllRanges();
});

function build(html: string): HTMLElement {
  const root = document.createElement("div");
  root.innerHTML = html;
  document.body.append(root);
  return root;
}

function select(from: Node, start: number, to: Node, end: number): void {
  document.getSelection()?.setBaseAndExtent(from, start, to, end);
}

describe("selectedOffsets", () => {
  it("counts the text across marked pieces", () => {
    const root = build("<span>We open </span><mark>the doors</mark><span> on Friday.</span>");
    const [first, marked, last] = Array.from(root.children, (child) => child.firstChild as Text);
    if (!first || !marked || !last) throw new Error("three pieces");
    select(first, 3, last, 3);
    expect(selectedOffsets(root)).toEqual({ start: 3, end: 20 });
    select(marked, 4, marked, 9);
    expect(selectedOffsets(root)).toEqual({ start: 12, end: 17 });
  });

  it("is nothing when the selection is elsewhere or collapsed", () => {
    const root = build("<span>inside</span>");
    const outside = build("<span>outside</span>");
    const text = outside.firstChild?.firstChild;
    if (!text) throw new Error("a text");
    select(text, 0, text, 3);
    expect(selectedOffsets(root)).toBeNull();
    select(root.firstChild as Node, 0, root.firstChild as Node, 0);
    expect(selectedOffsets(root)).toBeNull();
  });
});
