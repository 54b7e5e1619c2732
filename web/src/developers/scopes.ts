import type { PermissionEntry } from "~/developers/types";

export interface ScopeGroup {
  resource: string;
  entries: PermissionEntry[];
}

/** What the person could give away: nobody gives a program more than one's own. */
export function grantable(held: readonly string[], known: readonly PermissionEntry[]): PermissionEntry[] {
  const byName = new Map(known.map((entry) => [entry.permission, entry]));
  return held.toSorted().map((permission) => byName.get(permission) ?? unknownEntry(permission));
}

/** A permission whose description could not be read: its name says the most. */
function unknownEntry(permission: string): PermissionEntry {
  const [resource = permission, action = ""] = permission.split(".");
  return {
    permission,
    resource,
    action,
    description: "",
    is_sensitive: false,
    level: "tenant",
    platforms: [],
  };
}

/** By resource, in the order of the alphabet; `wanted` narrows by name and description. */
export function groupScopes(entries: readonly PermissionEntry[], wanted = ""): ScopeGroup[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, PermissionEntry[]>();
  for (const entry of entries) {
    const text = `${entry.permission} ${entry.description}`.toLowerCase();
    if (!words.every((word) => text.includes(word))) continue;
    groups.set(entry.resource, [...(groups.get(entry.resource) ?? []), entry]);
  }
  return [...groups]
    .map(([resource, found]) => ({ resource, entries: found }))
    .sort((a, b) => a.resource.localeCompare(b.resource));
}
