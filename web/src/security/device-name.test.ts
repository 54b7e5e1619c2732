import { expect, it } from "vitest";
import { deviceName } from "~/security/device-name";

it("knows the usual devices, and an iPhone before the Mac that it claims to be like", () => {
  expect(deviceName("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X)")).toBe("iPhone");
  expect(deviceName("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)")).toBe("Mac");
  expect(deviceName("Mozilla/5.0 (Linux; Android 16; Pixel 9)")).toBe("Android");
  expect(deviceName("curl/8")).toBe("");
});
