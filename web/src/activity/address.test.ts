import { expect, it } from "vitest";
import { addressOf } from "~/activity/address";
import type { Activity } from "~/api/types";

const entry: Activity = {
  id: "act_1",
  at: "2026-11-21T12:00:00Z",
  action: "account.created",
  actor_kind: "member",
  actor_name: "Mara",
  target_kind: "account",
  target_id: "acc_1",
  target_name: "Talent",
  campaign_id: null,
  client_id: "cli_1",
  summary: "",
  changes: [],
  note: null,
  request_id: null,
};

it("leads to the thing itself, not to a client with the number of an account", () => {
  expect(addressOf(entry, () => true)).toBe("/admin/accounts/acc_1");
  expect(addressOf({ ...entry, target_kind: "profile", target_id: "prf_1" }, () => true)).toBe(
    "/admin/profiles/prf_1",
  );
  expect(addressOf({ ...entry, target_kind: "profile_schema" }, () => true)).toBeNull();
  expect(addressOf({ ...entry, target_kind: "client" }, () => true)).toBe("/clients/cli_1");
});

it("leads nowhere that the person may not open", () => {
  expect(addressOf(entry, () => false)).toBeNull();
  expect(addressOf({ ...entry, target_kind: "member", target_id: "mem_1" }, () => false)).toBeNull();
});
