import { expect, it } from "vitest";
import { grantable, groupScopes } from "~/developers/scopes";
import type { PermissionEntry } from "~/developers/types";

const entry = (permission: string, description = ""): PermissionEntry => ({
  permission,
  resource: permission.split(".")[0] ?? "",
  action: permission.split(".")[1] ?? "",
  description,
  is_sensitive: false,
  level: "tenant",
  platforms: [],
});

it("offers what one holds, and that alone", () => {
  const known = [entry("idea.read", "See ideas"), entry("member.update", "Change people")];
  expect(grantable(["idea.read", "idea.teleport"], known)).toEqual([
    entry("idea.read", "See ideas"),
    entry("idea.teleport"),
  ]);
});

it("groups by resource and finds by name and description", () => {
  const entries = [entry("idea.read", "See texts"), entry("idea.create"), entry("client.read", "See brands")];
  expect(groupScopes(entries).map(({ resource }) => resource)).toEqual(["client", "idea"]);
  expect(groupScopes(entries, "see TEXTS")).toEqual([{ resource: "idea", entries: [entries[0]] }]);
  expect(groupScopes(entries, "nothing")).toEqual([]);
});
