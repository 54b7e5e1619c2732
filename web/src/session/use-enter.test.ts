import { expect, it } from "vitest";
import { withinApp } from "~/session/use-enter";

it("goes on to addresses of this app alone", () => {
  expect(withinApp("/clients?q=a")).toBe("/clients?q=a");
  for (const address of ["//evil.test", "/\\evil.test", "https://evil.test", "clients", "", undefined]) {
    expect(withinApp(address)).toBeUndefined();
  }
});
