import { describe, expect, it } from "vitest";
import { makeFormat } from "~/ui/use-format";

const en = makeFormat("en");
const de = makeFormat("de");

it("keeps a plain date on its day in every time zone", () => {
  expect(en.date("2026-03-29")).toBe("29 Mar 2026");
  expect(de.date("2026-03-29")).toBe("29. März 2026");
});

describe("ago", () => {
  const now = Date.parse("2026-11-21T12:00:00Z");
  it.each([
    ["2026-11-21T11:59:40Z", "now"],
    ["2026-11-21T11:57:00Z", "3 minutes ago"],
    ["2026-11-21T07:00:00Z", "5 hours ago"],
    ["2026-11-20T12:00:00Z", "yesterday"],
    ["2026-11-01T12:00:00Z", "1 Nov 2026"],
  ])("%s is %s", (at, words) => {
    expect(en.ago(at, now)).toBe(words);
  });

  it("speaks German", () => {
    expect(de.ago("2026-11-21T11:57:00Z", now)).toBe("vor 3 Minuten");
  });
});

it("shows small amounts with the digits that matter", () => {
  expect(en.micros(8_690)).toBe("$0.0087");
  expect(en.micros(18_420_000)).toBe("$18.42");
});

it("shows moments in the zone that was chosen, and days as they are", () => {
  const there = makeFormat("en", "Pacific/Auckland");
  const at = "2026-11-21T13:30:00Z";
  expect(there.dateTime(at)).toBe("22 Nov 2026, 02:30");
  expect(there.clock(at)).toBe("02:30");
  expect(there.date(at)).toBe("22 Nov 2026");
  expect(there.date("2026-11-21")).toBe("21 Nov 2026");
  expect(makeFormat("en", "America/Lima").date("2026-11-21")).toBe("21 Nov 2026");
});
