import { expect, it } from "vitest";
import { auditFilterOf, readAuditSearch } from "~/audit/search";

it("reads from an address what can be a filter", () => {
  const search = readAuditSearch({
    class: "approval",
    since: "2026-02-30x",
    until: "2026-03-01",
    live: "1",
    x: "y",
  });
  expect(search.class).toBe("approval");
  expect(search.since).toBeUndefined();
  expect(search.live).toBe("1");
});

it("takes days whole, by the person's own clock", () => {
  const filter = auditFilterOf({ since: "2026-03-01", until: "2026-03-01", live: "1", event: "aud_1" });
  const [since, until] = [new Date(filter.since ?? ""), new Date(filter.until ?? "")];
  expect(until.getTime() - since.getTime()).toBe(24 * 3_600_000 - 1);
  expect(Object.keys(filter)).not.toContain("live");
});
