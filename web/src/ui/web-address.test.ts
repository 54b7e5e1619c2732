import { expect, it } from "vitest";
import { isWebAddress } from "~/ui/web-address";

it("follows web addresses alone", () => {
  expect(isWebAddress("https://dash.example")).toBe(true);
  for (const address of ["javascript:alert(1)", " https://x", "data:text/html,x", "//x"]) {
    expect(isWebAddress(address)).toBe(false);
  }
});
