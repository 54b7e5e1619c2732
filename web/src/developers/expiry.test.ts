import { expect, it } from "vitest";
import { expiryOf } from "~/developers/expiry";

it("counts days from now, or never", () => {
  expect(expiryOf("30", Date.UTC(2026, 0, 1))).toBe("2026-01-31T00:00:00.000Z");
  expect(expiryOf("none")).toBeUndefined();
});
