import { render } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { DiffText } from "./diff-text";
import { diffWords } from "./word-diff";

vi.mock("react-i18next", () => ({ useTranslation: () => ({ t: (key: string) => `[${key}]` }) }));

it("tells changes apart by elements and words, not by colour alone", () => {
  const { container } = render(<DiffText changes={diffWords("We open on Friday.", "We open on Monday.")} />);
  expect(container.querySelector("del")?.textContent).toContain("Friday");
  expect(container.querySelector("ins")?.textContent).toContain("Monday");
  expect(container.textContent).toBe(
    "We open on  [diff.removed] Friday [diff.end]  [diff.added] Monday [diff.end] .",
  );
});
