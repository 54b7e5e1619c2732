import { expect, it } from "vitest";
import { bytesOf, isDismissed, isNumber, textOf } from "~/passkeys/webauthn";

it("writes bytes as WebAuthn does, and reads them again", () => {
  const bytes = Uint8Array.from([251, 255, 190, 0, 1]);
  expect(textOf(bytes.buffer)).toBe("-_--AAE");
  expect([...bytesOf("-_--AAE")]).toEqual([...bytes]);
});

it("takes a closed window for a change of mind, not for a failure", () => {
  expect(isDismissed(new DOMException("", "NotAllowedError"))).toBe(true);
  expect(isDismissed(new DOMException("", "SecurityError"))).toBe(false);
  expect(isDismissed(new Error("broken"))).toBe(false);
});

it("tells an address of numbers from a name", () => {
  expect(["127.0.0.1", "[::1]", "10.0.0.8"].map(isNumber)).toEqual([true, true, true]);
  expect(["localhost", "atelier.example", "10.example"].map(isNumber)).toEqual([false, false, false]);
});
