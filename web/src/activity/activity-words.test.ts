import { beforeAll, describe, expect, it } from "vitest";
import { describeActivity, showValue } from "~/activity/activity-words";
import type { Activity } from "~/api/types";
import { i18n, startI18n } from "~/i18n/i18n";

const entry: Activity = {
  id: "act_1",
  at: "2026-11-21T12:00:00Z",
  action: "idea.approved",
  actor_kind: "member",
  actor_name: "Mara",
  target_kind: "idea",
  target_id: "ide_1",
  target_name: "Harvest",
  campaign_id: null,
  client_id: null,
  summary: "approved the idea “Harvest”",
  changes: [],
  note: null,
  request_id: null,
};

async function say(language: "en" | "de", changed: Partial<Activity>): Promise<string> {
  await i18n.changeLanguage(language);
  await i18n.loadNamespaces("activity");
  const t = i18n.getFixedT(language, "activity");
  return describeActivity({ ...entry, ...changed }, t, (key) => i18n.exists(key, { ns: "activity" }));
}

beforeAll(() => startI18n("en"));

describe("what was done", () => {
  it("reads after a name, in both languages", async () => {
    expect(await say("en", {})).toBe("approved the idea “Harvest”");
    expect(await say("de", {})).toBe("hat die Idee „Harvest“ freigegeben");
  });

  it("says of a comment what it was about", async () => {
    expect(await say("en", { action: "comment.created" })).toBe("commented on the idea “Harvest”");
  });

  it("needs no name of the thing", async () => {
    expect(
      await say("en", { action: "access_link.revoked", target_kind: "access_link", target_name: "" }),
    ).toBe("revoked the review link");
  });

  it("says of oneself and of lists what they are", async () => {
    const self = { action: "member.updated", target_kind: "member", target_name: "Mara" };
    expect(await say("en", self)).toBe("changed their own profile");
    const list = { action: "invitation.imported", target_kind: "tenant", target_name: "a list of people" };
    expect(await say("de", list)).toBe("hat Personen aus einer Liste eingeladen");
    const retention = { action: "retention.updated", target_kind: "tenant", target_name: "audit" };
    expect(await say("en", retention)).toBe("changed the retention: audit log");
  });

  it("is the server's own sentence for what the catalogue does not know", async () => {
    const summary = "recalibrated the flux";
    expect(await say("de", { action: "flux.recalibrated", target_kind: "flux", summary })).toBe(summary);
  });
});

it("shows changed values as a person would write them", () => {
  expect(showValue(null, "nothing")).toBe("nothing");
  expect(showValue(["linkedin", "x"], "nothing")).toBe("linkedin, x");
  expect(showValue([], "nothing")).toBe("nothing");
  expect(showValue(12, "nothing")).toBe("12");
});
